// Whether a target can be reached at all, however good staging becomes: by how many checks there are.
import { compares, type CheckScope, type Comparison, type Target } from "./target.ts";

/** How many checks there are; skipped ones may run some day. */
export interface There {
  readonly total: number;
  readonly skipped: number;
}

/** null: nobody knows. */
export type Counted = (of: CheckScope | "targets") => There | null;

/** The first comparison that no result can meet and that the target cannot do without; null: it can be reached. */
export function unreachable(target: Target, counted: Counted): Comparison | null {
  switch (target.kind) {
    case "all":
      return null;
    case "compare": {
      const there = counted(target.measure.of);
      return there === null || isReachable(target, there) ? null : target;
    }
    case "and":
      return target.of.reduce<Comparison | null>((found, each) => found ?? unreachable(each, counted), null);
    case "or": {
      const parts = target.of.map((each) => unreachable(each, counted));
      return parts.includes(null) ? null : (parts[0] ?? null);
    }
  }
}

function isReachable({ measure: { what }, operator, limit }: Comparison, { total, skipped }: There): boolean {
  const most = total + skipped;
  // Of nothing nothing holds.
  if (most === 0) return false;
  if (what === "pass-rate") return true;
  const least = what === "total" ? total : 0;
  const between = Math.min(Math.max(limit, least), most);
  return [least, between - 1, between, between + 1, most].some(
    (value) => value >= least && value <= most && compares(operator, value, limit),
  );
}

/** Whether some number meets all of these comparisons of one measure: "passed >= 5 && passed < 3" has none. */
export function isPossible(comparisons: readonly Comparison[]): boolean {
  const isShare = comparisons.some(({ measure }) => measure.what === "pass-rate");
  // In hundredths of a percent; the smallest number that meets them is zero or beside one of the limits.
  const scaled = comparisons.map(({ operator, limit }) => ({ operator, limit: isShare ? hundredths(limit) : limit }));
  const candidates = [0, ...scaled.flatMap(({ limit }) => [limit, limit + 1])];
  return candidates.some(
    (value) =>
      value >= 0 &&
      (!isShare || value <= 10_000) &&
      scaled.every(({ operator, limit }) => compares(operator, value, limit)),
  );
}

export function hundredths(percent: number): number {
  return Math.round(percent * 100);
}
