// RSpec and the two forms of PHPUnit's last words.
import {
  amounts,
  before,
  eachLine,
  numberOf,
  NUMBER,
  stop,
  sumOf,
  summary,
  type Output,
  type Summary,
} from "./summary.ts";

const RSPEC = /^(\d{1,9} examples?, \d{1,9} failures?(?:, .{1,120})?)$/u;

/** "5 examples, 1 failure, 2 pending, 1 error occurred outside of examples", below the time it took. */
export function rspec(output: Output): readonly Summary[] {
  return eachLine(output, RSPEC, ([, list = ""], line) => {
    const told = amounts(list, ", ");
    // parallel_tests adds a line of all processes, which would count them twice.
    if (told === null || before(output.lines, line, 2, /^Finished in \d/u) < 0) return null;
    const failed = sumOf(told, "failure", "failures");
    const skipped = sumOf(told, "pending");
    return summary("RSpec", line, {
      passed: Math.max(0, sumOf(told, "example", "examples") - failed - skipped),
      failed,
      errors: sumOf(told, "error occurred outside of examples", "errors occurred outside of examples"),
      skipped,
    });
  });
}

const OK = new RegExp(`^OK \\((${NUMBER}) tests?(?:, (?:${NUMBER}) assertions?)?\\)$`, "u");
const COUNTS = /^Tests: (\d{1,9}), Assertions: (\d{1,9})((?:, [A-Z][A-Za-z ]{1,30}: \d{1,9})*)\.$/u;
const EARLY = /^(?:Stopping? (?:after|on) .{1,100}|Test execution was (?:stopped|aborted).{0,100})$/u;

export function phpunit(output: Output): readonly Summary[] {
  const good = eachLine(output, OK, ([, tests], line) =>
    summary("PHPUnit", line, { passed: numberOf(tests), failed: 0, errors: 0, skipped: 0 }),
  );
  const others = eachLine(output, COUNTS, ([, tests, , rest = ""], line) => {
    const pairs = rest.split(", ").map((each) => /^([\w ]+): (\d+)$/u.exec(each));
    const told = new Map(pairs.flatMap((pair) => (pair === null ? [] : [[pair[1] ?? "", numberOf(pair[2])] as const])));
    const failed = sumOf(told, "Failures");
    const errors = sumOf(told, "Errors");
    const skipped = sumOf(told, "Skipped", "Incomplete");
    const early = before(output.lines, line, 20, EARLY);
    return summary("PHPUnit", line, {
      passed: Math.max(0, numberOf(tests) - failed - errors - skipped),
      failed,
      errors,
      skipped,
      stopped: stop(output.lines[early]),
    });
  });
  return [...good, ...others];
}
