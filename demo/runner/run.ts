// One run: its jobs in the order of their needs, through their concurrency groups, to its conclusion.
import { join } from "node:path";
import { githubContext } from "../github/context.ts";
import { readWorkflowAt } from "../github/workflows-at.ts";
import { evaluateCondition, interpolate, interpolateValue, isTruthy, type Scope } from "../github/expressions.ts";
import type { JsonObject } from "../github/json.ts";
import type { ConcurrencyPlace } from "../github/concurrency.ts";
import type { Conclusion, Run } from "../github/runs.ts";
import type { ConcurrencySetting, JobDefinition, Workflow } from "../github/workflow.ts";
import { keepBoard, type Board } from "./board.ts";
import { awaitPermission, environmentOf } from "./environments.ts";
import { runJob, type JobOptions } from "./job.ts";
import type { JobPlan } from "./job-state.ts";
import { combine } from "./matrix.ts";
import type { JobResult, RunResult } from "./results.ts";

export interface RunOptions extends Pick<
  JobOptions,
  "github" | "node" | "path" | "locateAction" | "timeline" | "isDebug" | "hooks" | "artifacts"
> {
  readonly root: string;
  /** Waits for a free machine. */
  readonly takeMachine: () => Promise<Machine>;
  readonly cancel: AbortSignal;
  /** What the attempt before this one came to. */
  readonly previous: RunResult | undefined;
}

export interface Machine {
  /** Aborted when the machine is gone. */
  readonly lost: AbortSignal;
  readonly giveBack: () => void;
}

export async function carryOut(options: RunOptions, run: Run): Promise<RunResult> {
  const { github } = options;
  const began = performance.now();
  const finish = (conclusion: Conclusion, jobs: readonly JobResult[], error?: string): RunResult => {
    github.runs.update(run.id, { status: "completed", conclusion });
    return {
      runId: run.id,
      attempt: run.attempt,
      title: run.displayTitle,
      conclusion,
      jobs,
      ...(error === undefined ? {} : { error }),
      seconds: (performance.now() - began) / 1000,
    };
  };
  let place: ConcurrencyPlace | undefined;
  try {
    const workflow = await readWorkflowAt(github.site, run.sha, run.workflow.path);
    if (workflow === undefined) throw new Error(`${run.workflow.path} does not exist at ${run.sha}`);
    const scope = runScope(options, run);
    // A run has its own way to be cancelled by its group, besides the one from outside.
    const own = new AbortController();
    const cancel = AbortSignal.any([options.cancel, own.signal]);
    if (workflow.concurrency !== undefined) {
      place = enterGroup(options, workflow.concurrency, scope, () => {
        own.abort();
      });
      if (place.isWaiting) github.runs.update(run.id, { status: "pending" });
      if ((await orAborted(place.answer, cancel)) !== "entered") return finish("cancelled", []);
    }
    options.hooks.onRunStarted?.(run);
    const jobs = await runJobs(options, run, workflow, scope, cancel);
    return finish(concludeRun(jobs, workflow, cancel.aborted), jobs);
  } catch (error) {
    return finish("startup_failure", [], error instanceof Error ? error.message : String(error));
  } finally {
    place?.leave();
  }
}

async function runJobs(
  options: RunOptions,
  run: Run,
  workflow: Workflow,
  scope: Scope,
  cancel: AbortSignal,
): Promise<readonly JobResult[]> {
  checkNeeds(workflow);
  const board = keepBoard(options.github, run);
  const kept = run.reruns === "failed" ? keptJobs(workflow, options.previous) : new Map<string, readonly JobResult[]>();
  const all = new Map<string, Promise<readonly JobResult[]>>();
  const start = (id: string): Promise<readonly JobResult[]> => {
    const known = all.get(id);
    if (known !== undefined) return known;
    const definition = workflow.jobs[id];
    if (definition === undefined) throw new Error(`Job '${id}' does not exist`);
    const done = kept.get(id);
    const running = (async (): Promise<readonly JobResult[]> => {
      if (done !== undefined) {
        for (const { name, conclusion } of done) board.add(name).finish(conclusion);
        return done;
      }
      const before = await Promise.all(definition.needs.map(start));
      const needs = needsOf(definition.needs, before);
      const results = before.flat();
      const ancestors = (await Promise.all([...ancestorsOf(workflow, id)].map(start))).flat();
      const jobScope: Scope = {
        contexts: { ...scope.contexts, needs },
        status: {
          success: () => !cancel.aborted && results.every((result) => result.conclusion === "success"),
          failure: () => !cancel.aborted && ancestors.some((result) => result.conclusion === "failure"),
          cancelled: () => cancel.aborted,
        },
      };
      if (!evaluateCondition(definition.if, jobScope)) {
        const name = interpolate(definition.name ?? id, jobScope);
        const conclusion = cancel.aborted ? "cancelled" : "skipped";
        board.add(name).finish(conclusion);
        return [neverRun(id, name, conclusion)];
      }
      return runMatrix(options, run, workflow, { id, definition, needs, scope: jobScope, board, cancel });
    })();
    all.set(id, running);
    return running;
  };
  return (await Promise.all(Object.keys(workflow.jobs).map(start))).flat();
}

interface MatrixJob {
  readonly id: string;
  readonly definition: JobDefinition;
  readonly needs: JsonObject;
  readonly scope: Scope;
  readonly board: Board;
  readonly cancel: AbortSignal;
}

async function runMatrix(
  options: RunOptions,
  run: Run,
  workflow: Workflow,
  job: MatrixJob,
): Promise<readonly JobResult[]> {
  const { id, definition, scope } = job;
  const combinations = combine(definition, scope);
  const failFast = new AbortController();
  return Promise.all(
    combinations.map(async (matrix, index) => {
      const strategy = {
        "fail-fast": definition.strategy?.["fail-fast"] ?? true,
        "job-index": index,
        "job-total": combinations.length,
        "max-parallel": combinations.length,
      };
      const inner: Scope = { ...scope, contexts: { ...scope.contexts, matrix, strategy } };
      const values = matrix === null ? "" : ` (${Object.values(matrix).map(String).join(", ")})`;
      const name = definition.name === undefined ? `${id}${values}` : interpolate(definition.name, inner);
      const plan: JobPlan = { id, name, definition, needs: job.needs, matrix, strategy };
      const cancel = AbortSignal.any([job.cancel, failFast.signal]);
      const result = await runInGroup(options, run, workflow, { plan, index, scope: inner, board: job.board, cancel });
      if (result.conclusion === "failure" && strategy["fail-fast"] && combinations.length > 1) failFast.abort();
      return result;
    }),
  );
}

interface PlannedJob {
  readonly plan: JobPlan;
  readonly index: number;
  readonly scope: Scope;
  readonly board: Board;
  readonly cancel: AbortSignal;
}

async function runInGroup(options: RunOptions, run: Run, workflow: Workflow, job: PlannedJob): Promise<JobResult> {
  const { plan, scope } = job;
  const { definition } = plan;
  const line = job.board.add(plan.name);
  const own = new AbortController();
  const cancel = AbortSignal.any([job.cancel, own.signal]);
  const place =
    definition.concurrency === undefined
      ? undefined
      : enterGroup(options, definition.concurrency, scope, () => {
          own.abort();
        });
  try {
    if (place !== undefined) {
      if (place.isWaiting) line.wait();
      const answer = await orAborted(place.answer, cancel);
      if (answer !== "entered") {
        line.finish("cancelled");
        return neverRun(plan.id, plan.name, "cancelled", answer === "evicted" ? [EVICTED] : []);
      }
    }
    const environment = environmentOf(definition, scope, options.github);
    if (environment !== undefined) {
      if ((environment.settings.reviewers ?? []).length > 0) line.awaitReview();
      const refusal = await orAborted(awaitPermission(environment, run, options.github), cancel);
      if (refusal !== undefined) {
        const conclusion = refusal === "aborted" ? "cancelled" : "failure";
        line.finish(conclusion);
        return neverRun(plan.id, plan.name, conclusion, refusal === "aborted" ? [] : [refusal]);
      }
    }
    const machine = await options.takeMachine();
    try {
      // Cancelled while it waited: only a job whose condition still holds is begun.
      if (cancel.aborted && (own.signal.aborted || !evaluateCondition(definition.if, scope))) {
        line.finish("cancelled");
        return neverRun(plan.id, plan.name, "cancelled");
      }
      line.start();
      const result = await runJob({
        ...options,
        run,
        workflow,
        plan,
        environment,
        root: join(options.root, `${run.id}-${run.attempt}`, `${plan.id}-${job.index}`),
        cancel,
        lost: machine.lost,
        onStepsChanged: line.steps,
      });
      const mayFail = definition["continue-on-error"];
      const forgiven = isTruthy(typeof mayFail === "string" ? interpolateValue(mayFail, scope) : mayFail);
      const judged: JobResult =
        result.conclusion === "failure" && forgiven ? { ...result, conclusion: "success" } : result;
      line.finish(result.conclusion);
      return judged;
    } finally {
      machine.giveBack();
    }
  } finally {
    place?.leave();
  }
}

function enterGroup(
  options: RunOptions,
  setting: ConcurrencySetting,
  scope: Scope,
  onCancel: () => void,
): ConcurrencyPlace {
  const wish = setting["cancel-in-progress"];
  return options.github.concurrency.enter(interpolate(setting.group, scope), {
    cancelInProgress: isTruthy(typeof wish === "string" ? interpolateValue(wish, scope) : wish),
    queue: setting.queue,
    onCancel,
  });
}

function orAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T | "aborted"> {
  if (signal.aborted) return Promise.resolve("aborted");
  const { promise, resolve } = Promise.withResolvers<"aborted">();
  const onAbort = (): void => {
    resolve("aborted");
  };
  signal.addEventListener("abort", onAbort, { once: true });
  return Promise.race([answer, promise]).finally(() => {
    signal.removeEventListener("abort", onAbort);
  });
}

function runScope(options: RunOptions, run: Run): Scope {
  return {
    contexts: {
      github: githubContext(options.github.site, run),
      inputs: run.inputs,
      vars: options.github.settings.variables,
    },
  };
}

function needsOf(names: readonly string[], results: readonly (readonly JobResult[])[]): JsonObject {
  return Object.fromEntries(
    names.map((name, index) => {
      const jobs = results[index] ?? [];
      // The jobs of a matrix write to the same outputs; the last one wins.
      const outputs = Object.assign({}, ...jobs.map((job) => job.outputs));
      return [name, { result: worst(jobs.map((job) => job.conclusion)), outputs }];
    }),
  );
}

/** What a re-run of the failed jobs leaves as it was: jobs that did not fail and stand on none that did. */
function keptJobs(workflow: Workflow, previous: RunResult | undefined): ReadonlyMap<string, readonly JobResult[]> {
  const results = Object.keys(workflow.jobs).map(
    (id) => [id, previous?.jobs.filter((job) => job.id === id) ?? []] as const,
  );
  const before = new Map(results);
  const isGood = (id: string): boolean => {
    const jobs = before.get(id) ?? [];
    return jobs.length > 0 && jobs.every(({ conclusion }) => conclusion === "success" || conclusion === "skipped");
  };
  return new Map(results.filter(([id]) => isGood(id) && [...ancestorsOf(workflow, id)].every(isGood)));
}

function ancestorsOf(workflow: Workflow, id: string, found = new Set<string>()): ReadonlySet<string> {
  for (const need of workflow.jobs[id]?.needs ?? []) {
    if (!found.has(need)) ancestorsOf(workflow, need, found.add(need));
  }
  return found;
}

function checkNeeds(workflow: Workflow): void {
  for (const [id, { needs }] of Object.entries(workflow.jobs)) {
    const missing = needs.find((need) => !(need in workflow.jobs));
    if (missing !== undefined) throw new Error(`Job '${id}' depends on unknown job '${missing}'.`);
    if (ancestorsOf(workflow, id).has(id)) throw new Error(`Job '${id}' depends on itself.`);
  }
}

function worst(conclusions: readonly Conclusion[]): Conclusion {
  for (const one of ["failure", "cancelled", "success"] as const) if (conclusions.includes(one)) return one;
  return "skipped";
}

function concludeRun(jobs: readonly JobResult[], workflow: Workflow, wasCancelled: boolean): Conclusion {
  const conclusions = jobs.map((job) => job.conclusion);
  if (wasCancelled && conclusions.includes("cancelled")) return "cancelled";
  return Object.keys(workflow.jobs).length === 0 ? "skipped" : worst(conclusions);
}

const EVICTED = "Canceling since a higher priority waiting request for this concurrency group exists";

function neverRun(
  id: string,
  name: string,
  conclusion: "skipped" | "cancelled" | "failure",
  messages: readonly string[] = [],
): JobResult {
  return {
    id,
    name,
    conclusion,
    steps: [],
    outputs: {},
    droppedOutputs: [],
    permissions: {},
    messages,
    seconds: 0,
  };
}
