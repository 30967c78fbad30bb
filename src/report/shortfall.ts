// How many of the tests that were expected ran, and which suite falls short of what.
import { decides, type CheckResult, type SuiteRun } from "../model/check.ts";
import type { Phrase } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { joined } from "./names.ts";
import { isSilent } from "./no-result.ts";
import { skippedOf } from "./suite-steps.ts";
import { count } from "./words.ts";

/** Suites in the line; the rest is counted. */
const MAX_SUITES = 3;

export function missingLead({ analysis, cycle }: Told): readonly Phrase[] {
  const { notRun, total } = analysis.tests;
  const ran = ranOf(cycle.checks) + cycle.suites.reduce((sum, { beyond }) => sum + beyond.tests - beyond.skipped, 0);
  const missing = total - ran;
  if (notRun === 0 || missing <= 0) return [];
  const others = missing === 1 ? "The other one counts" : `The other ${missing} count`;
  const why = cycle.suites.flatMap((suite): readonly Phrase[] => {
    const words = shortOf(suite, skippedOf(suite, cycle.checks));
    // What one suite planned is what the sentence before says already.
    const isSaid = isSilent(suite) || (cycle.suites.length === 1 && suite.minTests <= suite.tests);
    return words === null || isSaid ? [] : [[suite.name, words]];
  });
  const rest = why.length - MAX_SUITES;
  const reasons: Phrase =
    why.length === 0
      ? ["."]
      : [": ", ...joined(why.slice(0, MAX_SUITES), ", "), rest > 0 ? ` and ${count(rest, "other suite")}.` : "."];
  return [[`**${ran} of ${count(total, "expected test")} ran.** ${others} as not passed`, ...reasons]];
}

/** Tests that decide and have a result; what failed outside of every test is none. */
function ranOf(checks: readonly CheckResult[]): number {
  return checks.filter(
    (check) =>
      check.test !== null &&
      decides(check) &&
      (check.outcome === "passed" || check.outcome === "failed" || check.outcome === "errored"),
  ).length;
}

/** " ran 6 tests; `min-tests` asks for 9", " ran 7 of 9 planned"; null where nothing is missing. */
function shortOf({ tests, minTests, planned }: SuiteRun, skipped: number): string | null {
  const unplanned = (planned ?? 0) - skipped - tests;
  if (minTests > tests && minTests - tests >= unplanned) {
    return ` ran ${count(tests, "test")} and \`min-tests\` asks for ${minTests}`;
  }
  return unplanned > 0 ? ` ran ${tests} of ${(planned ?? 0) - skipped} planned` : null;
}
