// What a story is: a repository, events in their order, and what has to hold.
import type { RepositoryOptions } from "../app/repository.ts";
import type { FaultRule } from "../github/faults.ts";
import type { Stage } from "../stage.ts";

export interface Story {
  /** The sentence that opens it. */
  readonly opens: string;
  readonly repository: RepositoryOptions;
  /** What goes wrong with GitHub's API. */
  readonly faults?: readonly FaultRule[];
  /** Called when a step of a run begins: things that happen in the middle of a run, and perhaps take their time. */
  readonly meanwhile?: (moment: Moment, stage: Stage) => Promise<unknown> | undefined;
  readonly scenes: readonly Scene[];
  /** What has to hold when all is over. */
  readonly end: readonly Hope[];
}

/** One event; the runner then works until all is quiet. */
export interface Scene {
  readonly says: string;
  /** Where the pages of its runs are kept, below those of the story. */
  readonly folder?: string;
  readonly act: (stage: Stage) => Promise<unknown>;
  /** What has to hold when all is quiet again. */
  readonly after?: readonly Hope[];
}

export interface Moment {
  readonly runId: number;
  readonly step: string;
  readonly phase: "pre" | "main" | "post";
}

export interface Hope {
  readonly says: string;
  readonly holds: (stage: Stage) => boolean | Promise<boolean>;
}
