// Python beside pytest: unittest (and Django and trial, which speak like it), behave, Robot Framework.
import { amounts, after, eachLine, numberOf, NUMBER, sumOf, summary, type Output, type Summary } from "./summary.ts";

const RAN = new RegExp(`^Ran (${NUMBER}) tests? in \\d[\\d.]*s$`, "u");
const VERDICT = /^(OK|FAILED|PASSED|NO TESTS RAN)(?: \(([^()]{1,300})\))?$/u;
const FOUND = new RegExp(`^Found (${NUMBER}) test\\(s\\)\\.$`, "u");
/** The set-up of a class is no test that ran. */
const OF_CLASS = /^ERROR: (?:setUp|tearDown)(?:Class|Module) \(/u;

/** "Ran 5 tests in 0.001s", an empty line, "FAILED (failures=1, errors=1, skipped=1)". */
export function unittest(output: Output): readonly Summary[] {
  const { lines } = output;
  let collected: number | null = null;
  let from = 0;
  return eachLine(output, RAN, (match, line) => {
    const end = after(lines, line, 4, VERDICT);
    if (end < 0) return null;
    let ofClasses = 0;
    for (; from < line; from++) {
      const found = FOUND.exec(lines[from] ?? "")?.[1];
      if (found !== undefined) collected = numberOf(found);
      if (OF_CLASS.test(lines[from] ?? "")) ofClasses++;
    }
    const told = settings(VERDICT.exec(lines[end] ?? "")?.[2] ?? "");
    const ran = numberOf(match[1]);
    const failed = sumOf(told, "failures", "unexpected successes", "unexpectedSuccesses");
    const errors = sumOf(told, "errors");
    const skipped = sumOf(told, "skipped", "skips", "expected failures", "expectedFailures", "todos");
    const found = summary("unittest", end, {
      collected,
      // Parts of a test (subTest) fail one by one, so that there may be more failures than tests.
      passed: told.get("successes") ?? Math.max(0, ran - failed - Math.max(0, errors - ofClasses) - skipped),
      failed,
      errors,
      skipped,
    });
    collected = null;
    return found;
  });
}

/** "failures=1, errors=2". */
function settings(text: string): ReadonlyMap<string, number> {
  const pairs = text.split(", ").map((each) => /^([\w ]{1,40})=(\d{1,9})$/u.exec(each));
  return new Map(pairs.flatMap((pair) => (pair === null ? [] : [[pair[1] ?? "", Number(pair[2])] as const])));
}

const SCENARIOS = new RegExp(`^(${NUMBER}) scenarios? passed, (.{1,200})$`, "u");

/** "3 scenarios passed, 1 failed, 0 skipped" between the lines of features and steps. */
export function behave(output: Output): readonly Summary[] {
  return eachLine(output, SCENARIOS, (match, line) => {
    const told = amounts(match[2] ?? "", ", ");
    if (told === null || after(output.lines, line, 2, /^\d+ steps? passed, /u) < 0) return null;
    return summary("behave", line, {
      passed: numberOf(match[1]),
      failed: sumOf(told, "failed"),
      errors: sumOf(told, "error", "errors", "hook_error", "hook_errors", "undefined"),
      skipped: sumOf(told, "skipped", "untested"),
    });
  });
}

const ROBOT = new RegExp(
  `^(${NUMBER})(?: critical)? tests?(?: total)?, (${NUMBER}) passed, (${NUMBER}) failed(?:, (${NUMBER}) skipped)?\\.?$`,
  "u",
);

/** Each suite tells its own; the outermost one is the last before the place of the output file. */
export function robot(output: Output): readonly Summary[] {
  return eachLine(output, ROBOT, (match, line) => {
    const end = after(output.lines, line, 3, /^Output: {1,4}\S/u);
    if (end < 0 || after(output.lines, line, 2, ROBOT) >= 0) return null;
    return summary("Robot Framework", end, {
      passed: numberOf(match[2]),
      failed: numberOf(match[3]),
      errors: 0,
      skipped: numberOf(match[4]),
    });
  });
}
