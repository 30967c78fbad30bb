// Compares what a suite declares of itself with what it holds: fewer tests or failures than declared are a loss.

/** What stands below one `<testsuite>` or `<testsuites>`, nested suites included. */
export interface Tally {
  readonly element: "testsuite" | "testsuites";
  readonly attributes: Readonly<Record<string, string>>;
  /** Test cases and their further attempts, which surefire counts as tests. */
  cases: number;
  /** Failures and errors; one case may hold several. */
  broken: number;
  skipped: number;
  /** A suite below this one declares errors. */
  errorsBelow: boolean;
  suitesBelow: boolean;
}

export function tally(element: Tally["element"], attributes: Readonly<Record<string, string>>): Tally {
  return { element, attributes, cases: 0, broken: 0, skipped: 0, errorsBelow: false, suitesBelow: false };
}

/** Why a suite that ends is not complete, or null. More than declared is fine: attributes are often out of date. */
export function shortfall(
  suite: Tally,
  above: Tally | undefined,
  root: Readonly<Record<string, string>>,
): string | null {
  if (above !== undefined) {
    above.suitesBelow = true;
    above.errorsBelow ||= suite.errorsBelow || declared(suite, "errors") !== null;
  }
  const broken = (declared(suite, "failures") ?? 0) + (errorsOf(suite) ?? 0);
  if (broken > suite.broken) return loss(broken, "failure", suite.broken);
  const tests = declared(suite, "tests") ?? 0;
  // Behave and others count tests that they skip, but do not list them.
  const hidden = Math.max(0, skippedOf(suite) - suite.skipped);
  if (countsMoreThanCases(suite, root) && suite.cases > 0) return null;
  return tests > suite.cases + hidden ? loss(tests, "test", suite.cases) : null;
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
  const value = suite.attributes[name]?.trim() ?? "";
  return /^\d{1,9}$/u.test(value) ? Number(value) : null;
}

function loss(wanted: number, what: string, held: number): string {
  return `it declares ${wanted} ${what}${wanted === 1 ? "" : "s"} but holds ${held}`;
}
