// One job: its folders, its token, its steps in order, their post steps in reverse, its outputs.
import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { githubContext } from "../github/context.ts";
import { interpolate, interpolateValue } from "../github/expressions.ts";
import type { GitHubStandIn } from "../github/stand-in.ts";
import type { Run } from "../github/runs.ts";
import type { StepDefinition, Workflow } from "../github/workflow.ts";
import { STARTS_SOON } from "../staging/node-program.ts";
import { readAction } from "./action.ts";
import type { Artifacts } from "./artifacts.ts";
import { baseEnvironment, foldersOf, runtimeEnvironment } from "./environment.ts";
import { noteDeployment, type JobEnvironment } from "./environments.ts";
import { newJobState, scopeOf, type JobFrame, type JobPlan, type JobState } from "./job-state.ts";
import { keepMasks } from "./masks.ts";
import { grantPermissions } from "./permissions.ts";
import { killTracked, type Timeline } from "./process.ts";
import type { JobResult, Phase, RunnerHooks, StepRecord } from "./results.ts";
import { runPhase, type StepPlan, type StepWork } from "./step.ts";

export interface JobOptions {
  readonly github: GitHubStandIn;
  readonly run: Run;
  readonly workflow: Workflow;
  readonly plan: JobPlan;
  readonly root: string;
  readonly node: string;
  /** Folders that come first in PATH. */
  readonly path: readonly string[];
  /** The folder of an action by what stands in `uses` before the @; undefined for unknown ones. */
  readonly locateAction: (uses: string) => string | undefined;
  readonly timeline: Timeline;
  readonly isDebug: boolean;
  readonly hooks: RunnerHooks;
  readonly cancel: AbortSignal;
  /** The job's machine is gone. */
  readonly lost: AbortSignal;
  readonly artifacts: Artifacts;
  readonly environment: JobEnvironment | undefined;
  readonly onStepsChanged: (steps: readonly StepRecord[], running: string | null) => void;
}

/** Six hours, as on GitHub's own machines. */
const DEFAULT_TIMEOUT_MINUTES = 360;

export async function runJob(options: JobOptions): Promise<JobResult> {
  const { github, run, workflow, plan } = options;
  const began = performance.now();
  const permissions = grantPermissions(
    plan.definition.permissions ?? workflow.permissions,
    github.settings.defaultPermissions,
    run.isRestricted,
  );
  const token = await github.issueToken(permissions, run.id);
  const cancelling = new AbortController();
  const abandoning = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  const cancel = (): void => {
    if (cancelling.signal.aborted) return;
    timers.push(
      setTimeout(() => {
        abandoning.abort();
      }, options.timeline.abandonMs),
    );
    cancelling.abort();
  };
  const frame = prepare(options, token, cancelling.signal, abandoning.signal, permissions["id-token"] === "write");
  const state = newJobState();
  const messages: string[] = [];
  cancelling.signal.addEventListener("abort", () => {
    state.status = "cancelled";
  });
  const lose = (): void => {
    abandoning.abort();
    killTracked(frame.baseEnv["RUNNER_TRACKING_ID"] ?? "");
  };
  options.lost.addEventListener("abort", lose, { once: true });
  const { environment } = options;
  const deployment = environment === undefined ? undefined : noteDeployment(environment, run, github);
  if (options.cancel.aborted) cancel();
  options.cancel.addEventListener("abort", cancel, { once: true });

  try {
    const scope = scopeOf(frame, state);
    const given = plan.definition["timeout-minutes"];
    const minutes = Number(
      (typeof given === "string" ? interpolateValue(given, scope) : given) ?? DEFAULT_TIMEOUT_MINUTES,
    );
    timers.push(
      setTimeout(() => {
        messages.push(`The job has exceeded the maximum execution time of ${minutes}m0s`);
        cancel();
      }, minutes * 60_000),
    );
    const steps = await runSteps(options, frame, state);
    if (options.lost.aborted) {
      await untilGivenUp(options);
      state.status = "failure";
      messages.push(LOST);
    }
    deployment?.end(state.status, scopeOf(frame, state));
    const outputs = options.lost.aborted ? { outputs: {}, droppedOutputs: [] } : readOutputs(frame, state);
    return {
      id: plan.id,
      name: plan.name,
      conclusion: state.status,
      steps,
      ...outputs,
      permissions,
      messages: [
        ...messages,
        ...outputs.droppedOutputs.map((name) => `Skip output '${name}' since it may contain secret.`),
      ],
      workspace: frame.folders.workspace,
      temp: frame.folders.temp,
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    options.lost.removeEventListener("abort", lose);
    for (const timer of timers) clearTimeout(timer);
    options.cancel.removeEventListener("abort", cancel);
    killTracked(frame.baseEnv["RUNNER_TRACKING_ID"] ?? "");
    // As on GitHub, a job's token ends with the job.
    github.revokeToken(token);
  }
}

const LOST =
  "The hosted runner lost communication with the server. Anything in your workflow that terminates the runner process, starves it for CPU/Memory, or blocks its network access can cause this error.";

/** GitHub does not hear that a machine is gone; it gives the job up after a while. A cancellation ends the wait. */
async function untilGivenUp({ timeline, cancel }: JobOptions): Promise<void> {
  await sleep(timeline.lostMs, undefined, { signal: cancel }).catch(() => undefined);
}

function prepare(
  options: JobOptions,
  token: string,
  cancel: AbortSignal,
  abandon: AbortSignal,
  mayIssueIdTokens: boolean,
): JobFrame {
  const { github, run, plan } = options;
  const folders = foldersOf(options.root, github.site.repo);
  for (const folder of [folders.workspace, folders.temp, folders.home, folders.toolCache, dirname(folders.eventPath)]) {
    mkdirSync(folder, { recursive: true });
  }
  writeFileSync(folders.eventPath, JSON.stringify(run.payload, null, 2));
  const own = options.environment?.settings;
  const secrets = {
    ...(run.isRestricted ? {} : { ...github.settings.secrets, ...own?.secrets }),
    GITHUB_TOKEN: token,
  };
  const runtimeToken = `eyJ${randomBytes(60).toString("base64url")}`;
  const masks = keepMasks();
  for (const secret of [...Object.values(secrets), runtimeToken]) masks.add(secret);
  const context = {
    ...githubContext(github.site, run),
    job: plan.id,
    token,
    workspace: folders.workspace,
    event_path: folders.eventPath,
  };
  return {
    github,
    run,
    workflow: options.workflow,
    plan,
    folders,
    node: options.node,
    timeline: options.timeline,
    isDebug: options.isDebug,
    hooks: options.hooks,
    masks,
    githubContext: context,
    secrets,
    variables: { ...github.settings.variables, ...own?.variables },
    artifacts: options.artifacts,
    nodeArguments: [...STARTS_SOON, ...clockArguments(github.site.clock())],
    baseEnv: baseEnvironment(context, folders, {
      node: options.node,
      path: options.path,
      trackingId: `github_${randomUUID()}`,
      isDebug: options.isDebug,
    }),
    runtimeEnv: runtimeEnvironment(github.url, runtimeToken, mayIssueIdTokens),
    cancel,
    abandon,
    lost: options.lost,
  };
}

/** The machine's clock follows the stand-in's, which may show another day. */
function clockArguments(now: Date): readonly string[] {
  const shiftMs = now.getTime() - Date.now();
  return Math.abs(shiftMs) < 1000 ? [] : [`--import=${import.meta.dirname}/machine-clock.mjs?shift=${shiftMs}`];
}

async function runSteps(options: JobOptions, frame: JobFrame, state: JobState): Promise<StepRecord[]> {
  const records: StepRecord[] = [];
  const posts: StepPlan[] = [];
  const perform = async (step: StepPlan, phase: Phase): Promise<StepRecord> => {
    // The names that GitHub shows.
    const name = phase === "main" ? step.name : `${phase === "pre" ? "Pre" : "Post"} ${step.name}`;
    options.onStepsChanged(records, name);
    const record = { ...(await runPhase(frame, state, step, phase)), name };
    // What a lost machine was doing, nobody will know.
    if (frame.lost.aborted) return record;
    records.push(record);
    options.onStepsChanged(records, null);
    if (record.conclusion === "failure" && state.status === "success") state.status = "failure";
    return record;
  };
  const hasPost = ({ does }: StepPlan): boolean => does.kind === "action" && does.action.post !== undefined;

  const steps = planSteps(options, frame, state);
  for (const step of steps) {
    // A local action is not there yet when the job is set up, so it has no pre.
    const { does } = step;
    if (does.kind !== "action" || does.repository === undefined || does.action.pre === undefined) continue;
    const record = await perform(step, "pre");
    if (record.outcome !== "skipped" && hasPost(step)) posts.push(step);
  }
  for (const step of steps) {
    const record = await perform(step, "main");
    const { id } = step.definition;
    if (id !== undefined) {
      const { outputs, outcome, conclusion } = record;
      state.steps.set(id, { outputs, outcome, conclusion });
    }
    if (record.outcome !== "skipped" && hasPost(step) && !posts.includes(step)) posts.push(step);
  }
  for (const step of posts.toReversed()) await perform(step, "post");
  return records;
}

function planSteps(options: JobOptions, frame: JobFrame, state: JobState): StepPlan[] {
  const handles = new Map<string, number>();
  return options.plan.definition.steps.map((definition) => {
    const does = workOf(options, definition);
    const plain = definition.id ?? handleOf(definition, does);
    const count = (handles.get(plain) ?? 0) + 1;
    handles.set(plain, count);
    const title = definition.name ?? `Run ${definition.uses ?? definition.run?.split("\n")[0] ?? ""}`;
    return {
      definition,
      name: interpolate(title, scopeOf(frame, state)),
      handle: count === 1 ? plain : `${plain}_${count}`,
      does,
      state: new Map<string, string>(),
    };
  });
}

function workOf(options: JobOptions, definition: StepDefinition): StepWork {
  const { uses, run } = definition;
  if (uses === undefined) return { kind: "run", script: run ?? "" };
  const [reference = "", ref] = uses.split("@");
  const isLocal = reference.startsWith("./");
  if (reference === "actions/checkout") return { kind: "checkout" };
  const artifact = /^actions\/(upload|download)-artifact$/.exec(reference)?.[1];
  if (artifact === "upload" || artifact === "download") return { kind: "artifact", act: artifact };
  if (SETUPS.test(reference)) {
    return { kind: "note", text: `${uses}: what is installed on this machine is used.` };
  }
  const dir = isLocal || ref !== undefined ? options.locateAction(reference) : undefined;
  if (dir === undefined) throw new Error(`Unable to resolve action \`${uses}\`, repository not found`);
  const action = readAction(dir);
  return isLocal
    ? { kind: "action", action, repository: undefined, ref: undefined }
    : { kind: "action", action, repository: reference, ref };
}

/** Actions that only provide a language; offline there is nothing to provide. */
const SETUPS = /^actions\/setup-(?:node|python|go|java|dotnet)$/;

function handleOf({ uses }: StepDefinition, does: StepWork): string {
  if (does.kind === "run") return "__run";
  if (does.kind === "action" && does.repository === undefined) return "__self";
  return `__${(uses ?? "").split("@")[0]?.replaceAll(/[^\w]/g, "_") ?? ""}`;
}

function readOutputs(
  frame: JobFrame,
  state: JobState,
): { outputs: Readonly<Record<string, string>>; droppedOutputs: readonly string[] } {
  const scope = scopeOf(frame, state);
  const outputs: [string, string][] = [];
  const droppedOutputs: string[] = [];
  for (const [name, template] of Object.entries(frame.plan.definition.outputs)) {
    const value = interpolate(template, scope);
    if (frame.masks.touches(value)) droppedOutputs.push(name);
    else outputs.push([name, value]);
  }
  return { outputs: Object.fromEntries(outputs), droppedOutputs };
}
