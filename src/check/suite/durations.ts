// What the durations of a report can tell at all: the times of the tests that ran, and how fine its clock is.
import type { CheckResult } from "../../model/check.ts";

/** A test of a report that ran, with the time that it took. */
export type TimedTest = CheckResult & { readonly durationMs: number };

/** One microsecond is the finest that reports tell, and one second the coarsest. */
const FINEST_US = 1;
const COARSEST_US = 1_000_000;

/** What was skipped or not finished has no time of its own, whatever a report writes there. */
export function timedTests(results: readonly CheckResult[]): readonly TimedTest[] {
  return results.filter(isTimed);
}

function isTimed(result: CheckResult): result is TimedTest {
  const { kind, outcome, durationMs } = result;
  const ran = outcome === "passed" || outcome === "failed" || outcome === "errored";
  return kind === "test" && ran && durationMs !== null && Number.isFinite(durationMs) && durationMs >= 0;
}

/** Some reports write the same time, mostly zero, for every test: those are no times. Of two tests that may be chance. */
export function hasTiming(tests: readonly TimedTest[]): boolean {
  const [first] = tests;
  if (first === undefined) return false;
  return tests.length < 3 || tests.some((each) => each.durationMs !== first.durationMs);
}

/**
 * The step of the report's clock in milliseconds: the largest power of ten, from a microsecond to a second, that all
 * durations are multiples of. With few tests it comes out too coarse, never too fine.
 */
export function resolutionOf(tests: readonly TimedTest[]): number {
  let step = COARSEST_US;
  for (const { durationMs } of tests) {
    const microseconds = Math.round(durationMs * 1_000);
    while (step > FINEST_US && microseconds % step !== 0) step /= 10;
    if (step === FINEST_US) break;
  }
  return step / 1_000;
}
