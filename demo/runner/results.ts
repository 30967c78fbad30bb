// What the runner reports: runs, their jobs, their steps.
import type { Conclusion, Run } from "../github/runs.ts";
import type { Permissions } from "../github/tokens.ts";
import type { Command } from "./commands.ts";
import type { Annotation } from "./step-output.ts";

export interface RunResult {
  readonly runId: number;
  readonly attempt: number;
  readonly title: string;
  readonly conclusion: Conclusion;
  readonly jobs: readonly JobResult[];
  /** Why the run could not start at all (conclusion `startup_failure`). */
  readonly error?: string;
  readonly seconds: number;
}

export interface JobResult {
  /** The key in the workflow, and the name that people see (they differ with `name` or a matrix). */
  readonly id: string;
  readonly name: string;
  readonly conclusion: Conclusion;
  readonly steps: readonly StepRecord[];
  /** Those that were not dropped for containing a mask. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly droppedOutputs: readonly string[];
  readonly permissions: Permissions;
  /** Problems of the job itself, such as its timeout. */
  readonly messages: readonly string[];
  /** Where its files are until the runner is closed; undefined when it never ran. */
  readonly workspace?: string;
  readonly temp?: string;
  readonly seconds: number;
}

export interface StepRecord {
  readonly name: string;
  readonly id: string | undefined;
  readonly phase: Phase;
  readonly exitCode: number | null;
  /** As `steps.<id>.outcome`: before `continue-on-error`. */
  readonly outcome: StepOutcome;
  readonly conclusion: StepOutcome;
  /** Masked lines. */
  readonly log: readonly string[];
  readonly annotations: readonly Annotation[];
  /** Masked; undefined when nothing was written or it was too large. */
  readonly summary: string | undefined;
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  /** The workflow commands that were accepted from its output, in order. */
  readonly commands: readonly Command[];
  readonly startedAt: string;
  readonly seconds: number;
}

export type Phase = "pre" | "main" | "post";
export type StepOutcome = "success" | "failure" | "cancelled" | "skipped";

export interface StepEvent {
  readonly run: Run;
  readonly job: string;
  readonly step: string;
  readonly phase: Phase;
  /** The record when the step is over, undefined when it starts. */
  readonly record: StepRecord | undefined;
}

export interface LineEvent {
  readonly run: Run;
  readonly job: string;
  readonly step: string;
  readonly phase: Phase;
  readonly line: string;
}

export interface RunnerHooks {
  onRunStarted?(run: Run): void;
  onStep?(event: StepEvent): void;
  onLine?(event: LineEvent): void;
  onRunFinished?(result: RunResult): void;
}
