// An earlier cycle as its record tells it, as far as the history of a test needs it.
import type { Outcome } from "./check.ts";
import type { CycleId } from "./cycle.ts";
import { digest } from "./digest.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";

export interface PastCycle {
  readonly id: CycleId;
  readonly runId: number;
  readonly commit: string;
  /** As `environmentKey` tells it: the same tests elsewhere have another past. */
  readonly environment: string;
  readonly startedAt: number;
  /** By the key of the check. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

/** More earlier cycles than this are on no page. */
export const MAX_PAST = 30;

/** 16 hexadecimal digits that stand for an environment, so that nothing foreign is kept. */
export function environmentKey(environment: Untrusted): string {
  return digest("environment", reveal(environment));
}
