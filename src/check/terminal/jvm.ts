// Test runners of the JVM: Maven (surefire and failsafe), Gradle, TestNG, the console of JUnit 5.
import {
  after,
  amounts,
  eachLine,
  lastBefore,
  numberOf,
  placesOf,
  stop,
  sumOf,
  summary,
  type Output,
  type Summary,
} from "./summary.ts";

const MAVEN =
  /^(?:\[(?:INFO|WARNING|ERROR)\] )?Tests run: (\d{1,9}), Failures: (\d{1,9}), Errors: (\d{1,9}), Skipped: (\d{1,9})(?:, Flakes: \d{1,9})?$/u;
const RESULTS = /^(?:\[(?:INFO|WARNING|ERROR)\] )?Results ?:$/u;

/** A process of tests that died takes with it what it had not told. */
const DIED =
  /^\[ERROR\] (?:(?:Failed to execute goal |org\.apache\.maven\.).{1,300}: |ExecutionException )?(The forked VM terminated without .{1,60}|There was a timeout (?:or other error )?in the fork)/u;

/** The totals of a module, below "Results:"; the line of a single class has its time behind it. */
export function maven(output: Output): readonly Summary[] {
  const died = eachLine(output, DIED, ([, why], line) =>
    summary("Maven", line, { passed: 0, failed: 0, errors: 1, skipped: 0, stopped: stop(why) }),
  );
  // It is told again and again, for each class and once more at the end.
  return [...modules(output), ...died.slice(-1)];
}

function modules(output: Output): readonly Summary[] {
  const headings = placesOf(output, RESULTS);
  return eachLine(output, MAVEN, ([, tests, failures, errors, skipped], line) => {
    if (lastBefore(headings, line) < 0) return null;
    const failed = numberOf(failures);
    const broken = numberOf(errors) + failed + numberOf(skipped);
    return summary("Maven", line, {
      passed: Math.max(0, numberOf(tests) - broken),
      failed,
      errors: numberOf(errors),
      skipped: numberOf(skipped),
    });
  });
}

const GRADLE = /^(\d{1,9}) tests? completed((?:, \d{1,9} (?:failed|skipped)){1,2})$/u;
const LOGGER =
  /^(?:SUCCESS|FAILURE): Executed (\d{1,9}) tests? in \d[\d.]*(?:s|m|h)[^()]{0,40}(?:\(([^()]{1,60})\))?$/u;

/** "5 tests completed, 2 failed, 1 skipped": only after a failure, unless a plugin tells it always. */
export function gradle(output: Output): readonly Summary[] {
  const lines = eachLine(output, GRADLE, ([, tests, rest = ""], line) => gradleSummary(line, tests, rest.slice(2)));
  if (lines.length > 0) return lines;
  return eachLine(output, LOGGER, ([, tests, rest], line) => gradleSummary(line, tests, rest ?? "0 failed"));
}

function gradleSummary(line: number, tests: string | undefined, rest: string): Summary | null {
  const told = amounts(rest, ", ");
  if (told === null) return null;
  const failed = sumOf(told, "failed");
  const skipped = sumOf(told, "skipped");
  return summary("Gradle", line, {
    passed: Math.max(0, numberOf(tests) - failed - skipped),
    failed,
    errors: 0,
    skipped,
  });
}

const TESTNG =
  /^Total tests run: (\d{1,9})(?:, Passes: \d{1,9})?, Failures: (\d{1,9}), Skips: (\d{1,9})(?:, Retries: \d{1,9})?$/u;
const CONFIGURATION = /^Configuration Failures: (\d{1,9}), Skips: \d{1,9}$/u;
const FOUND = /^\[ +(\d{1,9}) (tests|containers) (found|skipped|aborted|successful|failed) +\]$/u;

export function testng(output: Output): readonly Summary[] {
  const { lines } = output;
  const own = eachLine(output, TESTNG, ([, tests, failures, skips], line) => {
    const configuration = after(lines, line, 1, CONFIGURATION);
    const failed = numberOf(failures);
    const skipped = numberOf(skips);
    return summary("TestNG", Math.max(line, configuration), {
      passed: Math.max(0, numberOf(tests) - failed - skipped),
      failed,
      errors: numberOf(CONFIGURATION.exec(lines[configuration] ?? "")?.[1]),
      skipped,
    });
  });
  return [...own, ...console(output)];
}

/** The table of JUnit's console launcher: its last row is that of the failed tests. */
function console(output: Output): readonly Summary[] {
  return eachLine(output, FOUND, ([, number, what, state], line) => {
    if (what !== "tests" || state !== "failed") return null;
    const told = new Map<string, number>();
    for (let at = Math.max(0, line - 12); at < line; at++) {
      const [, count, things = "", how = ""] = FOUND.exec(output.lines[at] ?? "") ?? [];
      if (count !== undefined) told.set(`${things} ${how}`, numberOf(count));
    }
    if (!told.has("tests found")) return null;
    return summary("JUnit", line, {
      collected: sumOf(told, "tests found"),
      passed: sumOf(told, "tests successful"),
      failed: numberOf(number),
      errors: sumOf(told, "containers failed"),
      skipped: sumOf(told, "tests skipped", "tests aborted"),
    });
  });
}
