// What changed since the last cycle that was tested. A changed error is never called better, only further on.
import type { Changes, Moved, Pattern } from "../model/analysis.ts";
import type { CheckResult } from "../model/check.ts";
import { lastTested, type Loop } from "../model/loop.ts";
import { classOf } from "./classes.ts";
import { order } from "./patterns.ts";

/** Nothing to compare: no cycle was tested before, or this one was not. */
export const UNCHANGED: Changes = {
  against: null,
  fixed: [],
  newlyFailing: [],
  stillFailing: [],
  advanced: [],
  errorChanged: [],
  gone: 0,
};

export function compare(checks: readonly CheckResult[], patterns: readonly Pattern[], loop: Loop): Changes {
  const before = lastTested(loop);
  if (before === null) return UNCHANGED;
  const failedBefore = new Map(loop.failing.map((each) => [each.key, loop.errors[each.error] ?? null]));
  const present = new Set(checks.map((check) => check.key));
  const patternOf = new Map(patterns.flatMap((pattern) => pattern.checks.map((key) => [key, pattern] as const)));
  const advanced: Moved[] = [];
  const errorChanged: Moved[] = [];
  for (const [key, pattern] of patternOf) {
    const error = failedBefore.get(key);
    if (error === undefined || error === null || error.fingerprint === pattern.fingerprint) continue;
    const further = order(pattern.stage) > order(classOf(error.class).stage);
    (further ? advanced : errorChanged).push({ key, before: error.title, fingerprint: pattern.fingerprint });
  }
  return {
    against: before.n,
    fixed: checks.filter((each) => each.outcome === "passed" && failedBefore.has(each.key)).map((each) => each.key),
    newlyFailing: [...patternOf.keys()].filter((key) => !failedBefore.has(key)),
    stillFailing: [...patternOf.keys()].filter((key) => failedBefore.has(key)),
    advanced,
    errorChanged,
    gone: [...failedBefore.keys()].filter((key) => !present.has(key)).length,
  };
}
