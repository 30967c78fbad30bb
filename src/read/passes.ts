// The passes of a reading: the first of them are kept, of all the others only how long they took, and how many so.
import { NO_TESTS, type CheckResult, type Contact, type SuiteContact, type TestCounts } from "../model/check.ts";

/** Passes that are kept where nobody asked for them: enough to see what their times are like. */
const MOST_PASSES = 10_000;

export interface Passes {
  /** Takes one pass in; whether it has to be kept. */
  readonly count: (durationMs: number | null) => boolean;
  /** Those that are not kept. */
  readonly beyond: () => TestCounts;
  /** The share that took less than a millisecond; null without passes. */
  readonly shareUnderOneMs: () => number | null;
  /** What was found of the kept ones, completed by the others: a time says the same of each pass that took it. */
  readonly complete: (
    contact: SuiteContact,
    levels: ReadonlyMap<string, Contact>,
    kept: readonly CheckResult[],
  ) => SuiteContact;
}

/** `everything`: all are kept. */
export function createPasses(everything: boolean): Passes {
  const most = everything ? Infinity : MOST_PASSES;
  const times = new Map<number | null, number>();
  let all = 0;
  let kept = 0;
  let underOne = 0;

  return {
    count(durationMs) {
      all++;
      if (durationMs !== null && durationMs < 1) underOne++;
      if (kept < most) {
        kept++;
        return true;
      }
      times.set(durationMs, (times.get(durationMs) ?? 0) + 1);
      return false;
    },
    beyond: () => ({ ...NO_TESTS, tests: all - kept, passed: all - kept }),
    shareUnderOneMs: () => (all === 0 ? null : Number((underOne / all).toFixed(4))),
    complete(contact, levels, results) {
      if (times.size === 0) return contact;
      const levelOf = new Map<number | null, Contact | null>();
      let quick = -1;
      for (const { key, outcome, durationMs } of results) {
        if (outcome !== "passed") continue;
        const level = levels.get(key) ?? null;
        levelOf.set(durationMs, level);
        if (level === "not-shown") quick = Math.max(quick, durationMs ?? 0);
      }
      const sum = { ...contact };
      for (const [ms, many] of times) {
        if (ms === 0) sum.atZero += many;
        if (ms !== null && ms <= 1) sum.toOneMs += many;
        const level = levelOf.has(ms) ? levelOf.get(ms) : between(ms, quick, contact.thresholdMs);
        if (level === "not-shown") sum.notShown += many;
        if (level === "indicated") sum.indicated += many;
      }
      return sum;
    },
  };
}

/** A time that none of the kept passes took: nothing is said where it lies between what they show. */
function between(ms: number | null, quickMs: number, thresholdMs: number | null): Contact | null {
  if (ms === null || thresholdMs === null) return null;
  if (ms <= quickMs) return "not-shown";
  return ms > thresholdMs ? "indicated" : null;
}
