// The best cycle of a loop so far, and whether a later one is worse. Only what both measured is compared: a test that
// was removed, quarantined or not run says nothing about the commit, and neither does the same commit once more.
import type { Counts } from "./analysis.ts";
import { decides, type CheckResult } from "./check.ts";
import type { Cycle } from "./cycle.ts";
import { bestTested, KNOWN_KEY, MAX_MEASURED, passes, type Loop, type Measured } from "./loop.ts";

/** What a tested cycle measured; null when it is too much to carry, or not kept one by one. */
export function measuredIn({ checks, suites }: Pick<Cycle, "checks" | "suites">, n: number): Measured | null {
  const measured = checks.filter(isCompared);
  if (measured.length > MAX_MEASURED || suites.some((run) => run.beyond.tests > 0)) return null;
  const keys = (has: (check: CheckResult) => boolean): readonly string[] => measured.filter(has).map(shortKey);
  return { n, passed: keys(isPassed), broken: keys((check) => !isPassed(check)) };
}

/** Of what both cycles measured, fewer passes than in the best cycle. */
export function isWorse(
  cycle: Pick<Cycle, "checks">,
  { tests, probes }: { readonly tests: Counts; readonly probes: Counts },
  loop: Loop,
): boolean {
  if (loop.best !== null) {
    const passed = new Set(loop.best.passed);
    const broken = new Set(loop.best.broken);
    const measured = cycle.checks.filter(isCompared);
    const lost = measured.filter((check) => !isPassed(check) && passed.has(shortKey(check)));
    const won = measured.filter((check) => isPassed(check) && broken.has(shortKey(check)));
    return lost.length > won.length;
  }
  const best = bestTested(loop);
  if (best === null) return false;
  // Too many to carry one by one. What is only not there any more makes fewer passes and no more failures.
  const now = tests.passed + probes.passed;
  const brokenThen = best.total + best.probesTotal - passes(best);
  return now < passes(best) && tests.total + probes.total - now > brokenThen;
}

/** Worse than the best cycle, which had another commit: the same one is not worse than itself but comes and goes. */
export function isRegression(
  cycle: Pick<Cycle, "checks" | "commit">,
  counts: { readonly tests: Counts; readonly probes: Counts },
  loop: Loop,
): boolean {
  const best = bestTested(loop);
  return best !== null && best.commit !== cycle.commit && isWorse(cycle, counts, loop);
}

const MEASURED: ReadonlySet<CheckResult["outcome"]> = new Set(["passed", "failed", "errored"]);

function isCompared(check: CheckResult): boolean {
  return check.kind !== "target" && decides(check) && MEASURED.has(check.outcome);
}

function isPassed({ outcome }: CheckResult): boolean {
  return outcome === "passed";
}

function shortKey({ key }: CheckResult): string {
  return key.slice(0, KNOWN_KEY);
}
