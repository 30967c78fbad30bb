// The moving parts of a job that its steps share, and the contexts that expressions see.
import { asText, interpolate, type Scope } from "../github/expressions.ts";
import type { Json, JsonObject } from "../github/json.ts";
import type { GitHubStandIn } from "../github/stand-in.ts";
import type { Run } from "../github/runs.ts";
import type { JobDefinition, Workflow } from "../github/workflow.ts";
import type { Artifacts } from "./artifacts.ts";
import type { JobFolders } from "./environment.ts";
import type { Masks } from "./masks.ts";
import type { Timeline } from "./process.ts";
import type { RunnerHooks, StepOutcome } from "./results.ts";

/** What does not change while a job runs. */
export interface JobFrame {
  readonly github: GitHubStandIn;
  readonly run: Run;
  readonly workflow: Workflow;
  readonly plan: JobPlan;
  readonly folders: JobFolders;
  readonly node: string;
  readonly timeline: Timeline;
  readonly isDebug: boolean;
  readonly hooks: RunnerHooks;
  readonly masks: Masks;
  readonly githubContext: JsonObject;
  readonly secrets: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  readonly artifacts: Artifacts;
  /** What node is started with before an action's file. */
  readonly nodeArguments: readonly string[];
  readonly baseEnv: Readonly<Record<string, string>>;
  readonly runtimeEnv: Readonly<Record<string, string>>;
  readonly cancel: AbortSignal;
  readonly abandon: AbortSignal;
  /** The machine is gone: nothing that happens on it is heard of any more. */
  readonly lost: AbortSignal;
}

export interface JobPlan {
  readonly id: string;
  readonly name: string;
  readonly definition: JobDefinition;
  readonly needs: JsonObject;
  readonly matrix: JsonObject | null;
  readonly strategy: JsonObject;
}

export interface JobState {
  status: "success" | "failure" | "cancelled";
  /** What steps have added by GITHUB_ENV and GITHUB_PATH. */
  readonly env: Map<string, string>;
  readonly path: string[];
  readonly steps: Map<string, StepFacts>;
  annotationsLeft: number;
}

export interface StepFacts {
  readonly outputs: Readonly<Record<string, string>>;
  readonly outcome: StepOutcome;
  readonly conclusion: StepOutcome;
}

/** https://docs.github.com/en/actions: 50 annotations are kept for a job. */
const ANNOTATIONS_PER_JOB = 50;

export function newJobState(): JobState {
  return {
    status: "success",
    env: new Map(),
    path: [],
    steps: new Map(),
    annotationsLeft: ANNOTATIONS_PER_JOB,
  };
}

/** The contexts for a step; `own` are its additions to the `github` context. */
export function scopeOf(frame: JobFrame, state: JobState, own: JsonObject = {}): Scope {
  const { run, workflow, plan, folders } = frame;
  const outer: Scope = {
    contexts: {
      github: { ...frame.githubContext, ...own },
      inputs: run.inputs,
      vars: frame.variables,
      secrets: frame.secrets,
      needs: plan.needs,
      matrix: plan.matrix,
      strategy: plan.strategy,
      job: { status: state.status },
      runner: {
        os: frame.baseEnv["RUNNER_OS"] ?? "",
        arch: frame.baseEnv["RUNNER_ARCH"] ?? "",
        name: frame.baseEnv["RUNNER_NAME"] ?? "",
        environment: "github-hosted",
        temp: folders.temp,
        tool_cache: folders.toolCache,
        workspace: frame.baseEnv["RUNNER_WORKSPACE"] ?? "",
        debug: frame.isDebug ? "1" : "",
      },
      steps: Object.fromEntries([...state.steps].map(([id, facts]) => [id, { ...facts }])),
    },
    status: {
      success: () => state.status === "success",
      failure: () => state.status === "failure",
      cancelled: () => state.status === "cancelled",
    },
  };
  let env: Readonly<Record<string, string>> = {};
  for (const layer of [workflow.env, plan.definition.env]) {
    env = { ...env, ...evaluateEnv(layer, withEnv(outer, env)) };
  }
  return withEnv(outer, { ...env, ...Object.fromEntries(state.env) });
}

export function withEnv(scope: Scope, env: Readonly<Record<string, Json>>): Scope {
  return { ...scope, contexts: { ...scope.contexts, env } };
}

export function evaluateEnv(
  layer: Readonly<Record<string, string | number | boolean | null>>,
  scope: Scope,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(layer).map(([name, value]) => [name, interpolate(value === null ? "" : String(value), scope)]),
  );
}

export function envOf(scope: Scope): Record<string, string> {
  const { env } = { env: scope.contexts["env"] };
  if (typeof env !== "object" || env === null) return {};
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, asText(value)]));
}
