// Compares what a suite declares of itself with what it holds: fewer tests or failures than declared are a loss.

import { UNREADABLE, countIn, loss } from "../declared-count.ts";

/** What stands below one `<testsuite>` or `<testsuites>`, nested suites included. */
export interface Tally {
  readonly element: "testsuite" | "testsuites";
  readonly attributes: Readonly<Record<string, string>>;
  /** Test cases and their further attempts, which surefire counts as tests. */
  cases: number;
  /** Failures and errors; one case may hold several. */
  broken: number;
  skipped: number;
  /** Tests that were declared and are not there, and what was said of the first of them. */
  missing: number;
  lost: string | null;
  /** Tests that were declared as skipped and are not there. */
  hidden: number;
  /** A suite below this one declares errors. */
  errorsBelow: boolean;
  suitesBelow: boolean;
}

export function tally(element: Tally["element"], attributes: Readonly<Record<string, string>>): Tally {
  const found = { cases: 0, broken: 0, skipped: 0, missing: 0, lost: null, hidden: 0 };
  return { element, attributes, ...found, errorsBelow: false, suitesBelow: false };
}

/** Adds a suite that ended to the one around it. */
export function addTo(above: Tally, suite: Tally): void {
  above.cases += suite.cases;
  above.broken += suite.broken;
  above.skipped += suite.skipped;
  above.missing += suite.missing;
  above.lost ??= suite.lost;
  above.hidden += suite.hidden;
  above.suitesBelow = true;
  above.errorsBelow ||= suite.errorsBelow || declared(suite, "errors") !== null;
}

/**
 * Which failures a suite that ends lacks, or null; sets which tests are missing, of which the suites around it may still
 * tell that they were skipped. More than declared is fine: attributes are often out of date.
 */
export function shortfall(suite: Tally, root: Readonly<Record<string, string>>): string | null {
  lookForMissing(suite, root);
  const broken = (declared(suite, "failures") ?? 0) + (errorsOf(suite) ?? 0);
  if (broken > suite.broken) return loss(broken, "failure", suite.broken);
  return COUNTED.some((name) => countIn(suite.attributes[name]) === "unreadable") ? UNREADABLE : null;
}

const COUNTED = ["tests", "failures", "errors"];

function lookForMissing(suite: Tally, root: Readonly<Record<string, string>>): void {
  if (countsMoreThanCases(suite, root) && suite.cases > 0) return;
  const tests = declared(suite, "tests") ?? 0;
  const own = tests - suite.cases - suite.hidden;
  // Behave and others count tests that they skip, but do not list them; mocha-junit-reporter says so in the root alone.
  const further = Math.max(0, skippedOf(suite) - suite.skipped - suite.hidden);
  suite.missing = Math.max(0, Math.max(suite.missing, own) - further);
  suite.hidden += further;
  suite.lost = suite.missing === 0 ? null : (suite.lost ?? loss(tests, "test", suite.cases));
}

/** The root of gotestsum counts errors of the build, for which there is no case and which no suite below repeats. */
function errorsOf(suite: Tally): number | null {
  const ofTheBuild = suite.suitesBelow && !suite.errorsBelow && suite.element === "testsuites" && suite.broken > 0;
  return ofTheBuild ? null : declared(suite, "errors");
}

/** Pytest counts each subtest that passed, but writes no case for it (pytest-dev/pytest-subtests#209). */
function countsMoreThanCases(suite: Tally, root: Readonly<Record<string, string>>): boolean {
  return suite.attributes["name"] === "pytest" || root["name"] === "pytest tests";
}

function skippedOf(suite: Tally): number {
  const names = ["skipped", "skips", "disabled", "ignored"];
  return names.reduce((sum, name) => sum + (declared(suite, name) ?? 0), 0);
}

function declared(suite: Tally, name: string): number | null {
  const count = countIn(suite.attributes[name]);
  return count === "unreadable" ? null : count;
}
