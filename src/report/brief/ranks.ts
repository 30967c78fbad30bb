// In which order the parts of a fix brief are given up where there is no room for all: the highest rank goes first.

export interface Ranked<T> {
  readonly rank: number;
  readonly value: T;
}

/** From one error to the next. What shows an error is worth as much as the rows of the errors a few places further on. */
const STEP = 100;

/** Of the error `at`, and of its check `nth`, both from 0. */
export const errorRank = (at: number): number => STEP * at;
export const checkRank = (at: number, nth: number): number => STEP * (at + 3 + 8 * nth) + 50 + nth;
export const logRank = (at: number, nth: number): number => STEP * (at + 6 + 12 * nth) + 70 + nth;

/** Where the other parts stand among the errors; their entries follow each other by ones. */
export const RANKS = {
  notTested: 4 * STEP,
  commit: 5 * STEP,
  component: 8 * STEP,
  criterion: 9 * STEP,
  look: 12 * STEP,
  warning: 15 * STEP,
  warningLog: 25 * STEP,
} as const;

/** The first `most` of a list, each a little less important than the one before. */
export function ranked<T>(values: readonly T[], rank: number, most: number): readonly Ranked<T>[] {
  return values.slice(0, most).map((value, at) => ({ rank: rank + at, value }));
}
