// The bounds of the loop. They come from the workflow file alone; state from outside may lower them, never raise them.

export interface Limits {
  readonly maxCycles: number;
  readonly budgetMs: number;
  /** First wait between two cycles; doubles while nothing changes, up to LONGEST_WAIT_MS. */
  readonly waitMs: number;
  readonly failOn: "final" | "any";
  readonly nextCycle: NextCycle;
  /** Cycles in a row with the same failures at the same commit that end the loop; 0: they are only told. */
  readonly stallLimit: number;
}

/**
 * `always`: until the target is met or the cycles are spent · `auto`: only while something may pass by itself, otherwise
 * the loop waits for a commit · `on-commit`: it always waits for one.
 */
export const NEXT_CYCLE = ["always", "auto", "on-commit"] as const;
export type NextCycle = (typeof NEXT_CYCLE)[number];

/** No loop runs longer than this many cycles, whatever anybody configures. */
export const CEILING = 50;

/** Between two dispatches, so that no mistake makes a storm of them; a stand-in on this machine needs no protection. */
export function shortestWaitMs(localApi: boolean): number {
  return localApi ? 0 : 30_000;
}

export const LONGEST_WAIT_MS = 15 * 60_000;
