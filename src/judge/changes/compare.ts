// What changed since the last cycle that was tested. A changed error is never called better, only further on.
import type { Changes, Moved, Pattern } from "../../model/analysis.ts";
import type { CheckResult } from "../../model/check.ts";
import { ranToTheirEnd, type Cycle } from "../../model/cycle.ts";
import { KNOWN_KEY, lastTested, MAX_FAILING, type Loop } from "../../model/loop.ts";
import { order } from "../errors/patterns.ts";

/** Nothing to compare: no cycle was tested before, or this one was not. */
export const UNCHANGED: Changes = {
  against: null,
  fixed: [],
  newlyFailing: [],
  stillFailing: [],
  advanced: [],
  errorChanged: [],
  gone: 0,
  unfinished: [],
  suspicious: [],
  disappeared: [],
  disappearedCount: 0,
};

export function compare(cycle: Cycle, patterns: readonly Pattern[], loop: Loop): Changes {
  const before = lastTested(loop);
  if (before === null) return UNCHANGED;
  const failedBefore = new Map(loop.failing.map((each) => [each.key, loop.errors[each.error] ?? null]));
  const present = new Set(cycle.checks.map((check) => check.key));
  const unfinished = unfinishedKeys(cycle, loop);
  // A memory that was too long to carry knows what failed, but not what did not.
  const complete = loop.failing.length < MAX_FAILING;
  const patternOf = new Map(patterns.flatMap((pattern) => pattern.checks.map((key) => [key, pattern] as const)));
  const advanced: Moved[] = [];
  const errorChanged: Moved[] = [];
  for (const [key, pattern] of patternOf) {
    const error = failedBefore.get(key);
    if (error === undefined || error === null || error.fingerprint === pattern.fingerprint) continue;
    const further = order(pattern.stage) > order(error.stage);
    (further ? advanced : errorChanged).push({ key, before: error.title, fingerprint: pattern.fingerprint });
  }
  const fixed = cycle.checks.filter((each) => each.outcome === "passed" && failedBefore.has(each.key));
  return {
    against: before.n,
    fixed: fixed.map((each) => each.key),
    newlyFailing: complete ? [...patternOf.keys()].filter((key) => !failedBefore.has(key)) : [],
    stillFailing: [...patternOf.keys()].filter((key) => failedBefore.has(key)),
    advanced,
    errorChanged,
    gone: [...failedBefore.keys()].filter((key) => !present.has(key) && !unfinished.includes(key)).length,
    unfinished,
    suspicious: fixed.filter(isSuspicious).map((each) => each.key),
    ...disappearedFrom(cycle, loop),
  };
}

/** It passes now, in less time than staging needs to answer. */
function isSuspicious({ test }: CheckResult): boolean {
  return test !== null && test.contact === "not-shown";
}

/** More names than this help nobody. */
const MAX_DISAPPEARED = 20;

/** Tests that ran in the last tested cycle and that no report holds any more, where all suites ran to their end. */
function disappearedFrom(cycle: Cycle, { tests }: Loop): Pick<Changes, "disappeared" | "disappearedCount"> {
  if (tests === null || !ranToTheirEnd(cycle)) return { disappeared: [], disappearedCount: 0 };
  const present = new Set(cycle.checks.map((check) => check.key.slice(0, KNOWN_KEY)));
  const gone = tests.filter((each) => !present.has(each.key));
  return { disappeared: gone.slice(0, MAX_DISAPPEARED).map((each) => each.name), disappearedCount: gone.length };
}

/** What failed before and cannot be judged now: skipped, blocked, or part of a suite that did not run to its end. */
export function unfinishedKeys(cycle: Cycle, loop: Loop): readonly string[] {
  const outcomes = new Map(cycle.checks.map((check) => [check.key, check.outcome]));
  const broken = !ranToTheirEnd(cycle);
  return loop.failing
    .map((each) => each.key)
    .filter((key) => {
      const outcome = outcomes.get(key);
      return outcome === undefined ? broken : outcome === "skipped" || outcome === "blocked" || outcome === "not-run";
    });
}
