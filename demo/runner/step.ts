// One phase of one step: its condition, its environment, its process, and what comes of it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  asText,
  evaluateCondition,
  interpolate,
  interpolateValue,
  isTruthy,
  type Scope,
} from "../github/expressions.ts";
import type { JsonObject } from "../github/json.ts";
import type { StepDefinition } from "../github/workflow.ts";
import { inputEnvironment, type Action } from "./action.ts";
import { checkOut } from "./checkout.ts";
import { envOf, evaluateEnv, scopeOf, withEnv, type JobFrame, type JobState } from "./job-state.ts";
import { runProcess } from "./process.ts";
import type { Phase, StepOutcome, StepRecord } from "./results.ts";
import { createStepFiles } from "./step-files.ts";
import { collectOutput, type StepOutput } from "./step-output.ts";

export interface StepPlan {
  readonly definition: StepDefinition;
  readonly name: string;
  /** Its entry in the github context: __run, __self, __owner_repo, or its id. */
  readonly handle: string;
  readonly does: StepWork;
  /** What pre, main and post hand on to each other. */
  readonly state: Map<string, string>;
}

export type StepWork =
  | { readonly kind: "run"; readonly script: string }
  | { readonly kind: "checkout" }
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "artifact"; readonly act: "upload" | "download" }
  | {
      readonly kind: "action";
      readonly action: Action;
      readonly repository: string | undefined;
      readonly ref: string | undefined;
    };

export async function runPhase(frame: JobFrame, state: JobState, plan: StepPlan, phase: Phase): Promise<StepRecord> {
  const started = performance.now();
  const name = phase === "main" ? plan.name : `${phase === "pre" ? "Pre" : "Post"} ${plan.name}`;
  const place = { run: frame.run, job: frame.plan.name, step: name, phase };
  if (!frame.lost.aborted) frame.hooks.onStep?.({ ...place, record: undefined });
  const output = collectOutput({
    masks: frame.masks,
    isDebug: frame.isDebug,
    workspace: frame.folders.workspace,
    onLine: (line) => {
      if (!frame.lost.aborted) frame.hooks.onLine?.({ ...place, line });
    },
    spendAnnotation: () => {
      state.annotationsLeft -= 1;
      return state.annotationsLeft >= 0;
    },
  });
  const work = await attempt(frame, state, plan, phase, output);
  const record: StepRecord = {
    name,
    id: plan.definition.id,
    phase,
    exitCode: work.exitCode,
    outcome: work.outcome,
    conclusion: work.outcome === "failure" && work.mayFail ? "success" : work.outcome,
    log: output.log,
    annotations: output.annotations,
    summary: work.summary,
    outputs: Object.fromEntries(output.outputs),
    state: Object.fromEntries(output.state),
    commands: output.commands,
    startedAt: frame.github.site.clock().toISOString(),
    seconds: (performance.now() - started) / 1000,
  };
  if (!frame.lost.aborted) frame.hooks.onStep?.({ ...place, record });
  return record;
}

interface Attempt {
  readonly outcome: StepOutcome;
  readonly exitCode: number | null;
  readonly summary: string | undefined;
  readonly mayFail: boolean;
}

async function attempt(
  frame: JobFrame,
  state: JobState,
  plan: StepPlan,
  phase: Phase,
  output: StepOutput,
): Promise<Attempt> {
  const { definition } = plan;
  const own = ownContext(plan);
  const condition = conditionOf(plan, phase);
  const holds = (): boolean => evaluateCondition(condition, stepScope(frame, state, plan, own));
  const nothing = { exitCode: null, summary: undefined, mayFail: false };
  try {
    if (frame.abandon.aborted || !holds()) return { ...nothing, outcome: "skipped" };
  } catch (error) {
    output.fail(`The template is not valid. ${messageOf(error)}`);
    return { ...nothing, outcome: "failure" };
  }

  const ending = new AbortController();
  let endedBy: "cancel" | "timeout" | undefined;
  // A cancelled job ends a step only when its condition no longer holds: `always()` steps go on.
  const onCancel = (): void => {
    state.status = "cancelled";
    if (endedBy !== undefined || holds()) return;
    endedBy = "cancel";
    ending.abort();
  };
  frame.cancel.addEventListener("abort", onCancel, { once: true });
  let limit: NodeJS.Timeout | undefined;
  try {
    const scope = stepScope(frame, state, plan, own);
    const minutes = Number(valueOf(definition["timeout-minutes"], scope) ?? 0);
    if (minutes > 0 && phase === "main") {
      limit = setTimeout(() => {
        endedBy ??= "timeout";
        ending.abort();
      }, minutes * 60_000);
    }
    const mayFail = phase === "main" && isTruthy(valueOf(definition["continue-on-error"], scope) ?? false);
    const files = createStepFiles(frame.folders.temp);
    const exitCode = await start(frame, state, plan, phase, {
      scope,
      own,
      output,
      files: files.env,
      cancel: ending.signal,
    });
    const collected = files.collect(output, frame.masks);
    for (const [key, value] of collected.env) state.env.set(key, value);
    state.path.unshift(...collected.path.toReversed());
    for (const [key, value] of output.state) plan.state.set(key, value);
    if (endedBy === "timeout") {
      output.fail(`The action '${plan.name}' has timed out after ${minutes} minutes.`);
    } else if (endedBy === "cancel") {
      output.take("##[error]The operation was canceled.");
    } else if (plan.does.kind === "run" && exitCode !== 0) {
      output.fail(`Process completed with exit code ${exitCode ?? "unknown"}.`);
    }
    const outcome = endedBy === "cancel" ? "cancelled" : exitCode === 0 && !output.hasFailed() ? "success" : "failure";
    return { outcome, exitCode, summary: collected.summary, mayFail };
  } catch (error) {
    output.fail(messageOf(error));
    return { ...nothing, outcome: endedBy === "cancel" ? "cancelled" : "failure" };
  } finally {
    clearTimeout(limit);
    frame.cancel.removeEventListener("abort", onCancel);
  }
}

interface Start {
  readonly scope: Scope;
  readonly own: JsonObject;
  readonly output: StepOutput;
  readonly files: Readonly<Record<string, string>>;
  readonly cancel: AbortSignal;
}

async function start(
  frame: JobFrame,
  state: JobState,
  plan: StepPlan,
  phase: Phase,
  { scope, own, output, files, cancel }: Start,
): Promise<number | null> {
  const { definition, does } = plan;
  const asked = envOf(scope);
  // What a step sets for itself may be anything but the runner's own variables.
  const fixed = Object.entries(frame.baseEnv).filter(([name]) => /^(GITHUB_|RUNNER_(?!TRACKING_ID))/.test(name));
  const env = {
    ...frame.baseEnv,
    ...asked,
    ...Object.fromEntries(fixed),
    ...Object.fromEntries(Object.entries(own).map(([key, value]) => [`GITHUB_${key.toUpperCase()}`, asText(value)])),
    ...files,
    PATH: [...state.path, asked["PATH"] ?? frame.baseEnv["PATH"] ?? ""].join(":"),
  };
  const launch = (
    file: string,
    args: readonly string[],
    cwd: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<number | null> =>
    runProcess({
      file,
      args,
      cwd,
      env: { ...env, ...more },
      timeline: frame.timeline,
      cancel,
      abandon: frame.abandon,
      onLine: (line) => {
        output.take(line);
      },
    });

  switch (does.kind) {
    case "note":
      output.take(does.text);
      return 0;
    case "artifact": {
      const outputs = frame.artifacts[does.act]({
        run: frame.run,
        inputs: inputsOf(definition, scope),
        workspace: frame.folders.workspace,
        home: frame.folders.home,
        output,
      });
      for (const [key, value] of Object.entries(outputs)) output.outputs.set(key, value);
      return 0;
    }
    case "checkout": {
      const outputs = await checkOut({
        site: frame.github.site,
        workspace: frame.folders.workspace,
        sha: frame.run.sha,
        ref: frame.run.ref,
        token: frame.secrets["GITHUB_TOKEN"] ?? "",
        inputs: inputsOf(definition, scope),
        onLine: (line) => {
          output.take(line);
        },
      });
      for (const [key, value] of Object.entries(outputs)) output.outputs.set(key, value);
      return 0;
    }
    case "run": {
      const defaults = { ...frame.workflow.defaults.run, ...frame.plan.definition.defaults.run };
      const shell = definition.shell ?? defaults.shell;
      const command = SHELLS[shell ?? "default"];
      if (command === undefined)
        throw new Error(`The shell '${shell ?? ""}' is not among ${Object.keys(SHELLS).join(", ")}`);
      const script = join(frame.folders.temp, `${plan.handle}_${Math.round(performance.now() * 1000)}.sh`);
      writeFileSync(script, interpolate(does.script, scope));
      const folder = definition["working-directory"] ?? defaults["working-directory"] ?? ".";
      const [file = "", ...args] = command;
      return launch(file, [...args, script], join(frame.folders.workspace, interpolate(folder, scope)));
    }
    case "action": {
      const { action } = does;
      const entry = phase === "main" ? action.main : phase === "pre" ? action.pre : action.post;
      if (phase === "main" && action.pre !== undefined && does.repository === undefined) {
        output.warn(`\`pre\` execution is not supported for local action from '${definition.uses ?? ""}'`);
      }
      const inputs = inputEnvironment(action, definition.with, scope);
      if (phase === "main" && inputs.unexpected.length > 0) {
        const names = (list: readonly string[]): string => list.map((one) => `'${one}'`).join(", ");
        output.warn(
          `Unexpected input(s) ${names(inputs.unexpected)}, valid inputs are [${names(Object.keys(action.inputs))}]`,
        );
      }
      const carried = [...plan.state].map(([key, value]) => [`STATE_${key}`, value]);
      return launch(frame.node, [...frame.nodeArguments, join(action.dir, entry ?? "")], frame.folders.workspace, {
        ...frame.runtimeEnv,
        ...inputs.env,
        ...Object.fromEntries(carried),
      });
    }
  }
}

// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
const SHELLS: Readonly<Record<string, readonly string[]>> = {
  default: ["/bin/bash", "-e"],
  bash: ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail"],
  sh: ["/bin/sh", "-e"],
};

/** What stands under `with`, by lower-case names. */
function inputsOf(definition: StepDefinition, scope: Scope): Readonly<Record<string, string>> {
  const given = evaluateEnv(definition.with, scope);
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key.toLowerCase(), value]));
}

function stepScope(frame: JobFrame, state: JobState, plan: StepPlan, own: JsonObject): Scope {
  const outer = scopeOf(frame, state, own);
  return withEnv(outer, { ...envOf(outer), ...evaluateEnv(plan.definition.env, outer) });
}

function conditionOf({ does, definition }: StepPlan, phase: Phase): string | undefined {
  if (phase === "main") return definition.if;
  if (does.kind !== "action") return "always()";
  return phase === "pre" ? does.action.preIf : does.action.postIf;
}

function ownContext({ does, handle }: StepPlan): JsonObject {
  if (does.kind !== "action") return { action: handle };
  return {
    action: handle,
    action_path: does.action.dir,
    action_repository: does.repository ?? "",
    action_ref: does.ref ?? "",
  };
}

function valueOf(
  value: string | number | boolean | undefined,
  scope: Scope,
): ReturnType<typeof interpolateValue> | undefined {
  return typeof value === "string" ? interpolateValue(value, scope) : value;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
