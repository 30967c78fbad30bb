// How many checks passed, failed, or have no result: of everything, of the tests, of one suite.
import type { Counts } from "../model/analysis.ts";
import { decides, type CheckResult, type SuiteRun, type TestCounts } from "../model/check.ts";
import type { Cycle } from "../model/cycle.ts";

/** Of all that decides. */
export function everything(cycle: Cycle): Counts {
  return countsOf(cycle.checks.filter(decides), missingTests(cycle), beyondOf(cycle));
}

export function isRed({ failed, errored }: Counts): boolean {
  return failed + errored > 0;
}

/**
 * Counts by outcome; `missing` are planned tests that no report mentions, `beyond` those that are counted and not kept
 * one by one.
 */
export function countsOf(checks: readonly CheckResult[], missing = 0, beyond: readonly TestCounts[] = []): Counts {
  const count = (outcome: CheckResult["outcome"]): number =>
    checks.reduce((sum, each) => (each.outcome === outcome ? sum + (each.standsFor ?? 1) : sum), 0);
  const all = checks.reduce((sum, each) => sum + (each.standsFor ?? 1), 0);
  const more = (what: keyof TestCounts): number => beyond.reduce((sum, each) => sum + each[what], 0);
  const notRun = more("notRun") + missing;
  return {
    total: all - count("skipped") + more("tests") - more("skipped") + notRun,
    passed: count("passed") + more("passed"),
    failed: count("failed") + more("failed"),
    errored: count("errored") + more("errored"),
    skipped: count("skipped") + more("skipped"),
    blocked: count("blocked"),
    notRun: count("not-run") + notRun,
  };
}

/** Of all tests that decide. What failed outside of every test is red and no test. */
export function testsOf(cycle: Cycle): Counts {
  const isTest = ({ kind, test, outcome }: CheckResult): boolean =>
    kind === "test" && (test !== null || outcome === "blocked");
  return countsOf(
    cycle.checks.filter((check) => isTest(check) && decides(check)),
    missingTests(cycle),
    beyondOf(cycle),
  );
}

export function beyondOf(cycle: Cycle): readonly TestCounts[] {
  return cycle.suites.map((run) => run.beyond);
}

/** Tests that were planned, or are below the declared floor, and that no report mentions. */
export function missingTests(cycle: Cycle): number {
  return cycle.suites.reduce((sum, suite) => sum + missingOf(suite, cycle.checks), 0);
}

/** Of one suite. */
export function missingOf({ key, tests, minTests, planned, beyond }: SuiteRun, checks: readonly CheckResult[]): number {
  const count = (outcome: CheckResult["outcome"]): number =>
    checks.filter((each) => each.suite === key && each.kind === "test" && each.outcome === outcome).length;
  const skipped = count("skipped") + beyond.skipped;
  // Those that a report names stand among the checks already.
  const named = count("not-run") + beyond.notRun;
  return Math.max(0, Math.max(minTests - tests, (planned ?? 0) - tests - skipped) - named);
}
