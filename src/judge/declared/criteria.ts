// Which lines of the team's list can be ticked off. Nothing is met that this cycle did not show.
import type { CriterionState, Pattern } from "../../model/analysis.ts";
import type { CheckResult, SuiteRun } from "../../model/check.ts";
import type { Cycle } from "../../model/cycle.ts";
import type { Criterion } from "../../model/declared.ts";
import { FAMILIES } from "../../model/failure-class.ts";
import { OTHERS } from "../classify/classify-many.ts";
import { missingOf } from "../counts.ts";

export function criterionStates(
  cycle: Pick<Cycle, "criteria" | "checks" | "suites">,
  patterns: readonly Pattern[],
  isTested: boolean,
): readonly CriterionState[] {
  if (cycle.criteria.length === 0) return [];
  const results = new Map(cycle.checks.map((check) => [check.key, check]));
  const lost = new Set(cycle.suites.filter((run) => lostTests(run, cycle.checks)).map(({ key }) => key));
  const isShown = ({ checks, noError }: Criterion): boolean =>
    isTested &&
    (checks === null || allPassed(checks, results, lost)) &&
    (noError === null ||
      (lost.size === 0 &&
        cycle.checks.every(isShownBy) &&
        lostFailures(cycle.suites) === 0 &&
        !patterns.some((each) => isOneOf(each, noError))));
  return cycle.criteria.map((criterion) => {
    const { text, checks, noError } = criterion;
    if (checks === null && noError === null) return { text, state: "unbound" };
    return { text, state: isShown(criterion) ? "met" : "not-met" };
  });
}

/** Those of a suite that lost tests are fewer than they should be, and nobody knows what the others would have said. */
function allPassed(
  keys: readonly string[],
  results: ReadonlyMap<string, CheckResult>,
  lost: ReadonlySet<string>,
): boolean {
  const isPassed = (key: string): boolean => {
    const check = results.get(key);
    return check?.outcome === "passed" && !(check.suite !== null && lost.has(check.suite));
  };
  return keys.length > 0 && keys.every(isPassed);
}

/** What did not run, and what may fail without deciding, holds nobody knows what. */
function isShownBy({ outcome }: CheckResult): boolean {
  return outcome !== "blocked" && outcome !== "not-run";
}

/** Tests were planned that have no result, or failed beyond what is kept. */
function lostTests(run: SuiteRun, checks: readonly CheckResult[]): boolean {
  const { failed, errored, notRun } = run.beyond;
  return failed + errored + notRun > 0 || missingOf(run, checks) > 0;
}

function lostFailures(suites: Cycle["suites"]): number {
  return suites.reduce((sum, { beyond }) => sum + beyond.failed + beyond.errored, 0);
}

/** What is counted and not told apart may be anything. */
function isOneOf(pattern: Pattern, words: readonly string[]): boolean {
  return pattern.fingerprint === OTHERS.fingerprint || words.some((word) => isOf(pattern.class, word));
}

/** A class, or a family by its own word or the begin of its classes. */
function isOf(id: string, word: string): boolean {
  const family = Object.entries(FAMILIES).find(([name]) => name === word)?.[1] ?? word;
  return id === word || id.startsWith(`${family}.`);
}
