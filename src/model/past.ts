// An earlier cycle as its record tells it, as far as the history of a test needs it.
import type { Outcome } from "./check.ts";
import type { CycleId } from "./cycle.ts";

export interface PastCycle {
  readonly id: CycleId;
  readonly runId: number;
  readonly commit: string;
  readonly startedAt: number;
  /** By the key of the check. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

/** More earlier cycles than this are on no page. */
export const MAX_PAST = 30;
