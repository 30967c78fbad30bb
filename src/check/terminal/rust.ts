// cargo test, one summary for each test program, and cargo nextest.
import { createPairs } from "./pairs.ts";
import { amounts, eachLine, numberOf, NUMBER, sumOf, summary, type Output, type Summary } from "./summary.ts";

const RUNNING = new RegExp(`^running (${NUMBER}) tests?$`, "u");
const RESULT = /^test result: (?:ok|FAILED)\. (\d{1,9} passed; .{1,120} filtered out)(?:; finished in \d[\d.]*s)?$/u;
const NEXTEST =
  /^ *Summary \[ *\d[\d.]*s\] (\d{1,9})(?:\/(\d{1,9}))? tests? run: (\d{1,9}) passed(?: \([^()]{1,60}\))?((?:, \d{1,9} [a-z -]{1,30}(?: \([^()]{1,60}\))?)*)$/u;
const NOT_BUILT = /^error: could not compile /u;

export function cargo(output: Output): readonly Summary[] {
  const found: Summary[] = [...nextest(output)];
  const pairs = createPairs();
  output.lines.forEach((text, line) => {
    const begun = RUNNING.exec(text)?.[1];
    const told = amounts(RESULT.exec(text)?.[1] ?? "", ";");
    if (begun !== undefined) pairs.begin({ line, tests: numberOf(begun) });
    else if (NOT_BUILT.test(text)) found.push(program(line, null, 1, new Map()));
    else if (told !== null) {
      const begin = pairs.end(sumOf(told, "passed", "measured", "failed", "ignored"));
      found.push({ ...program(line, begin?.tests ?? null, 0, told), from: begin?.line ?? null });
    }
  });
  // A program without an end was killed, by a signal or by its own abort, unless its end is among what was not kept.
  const killed = pairs.open().filter((begin) => !output.cuts.some((at) => at > begin.line));
  return [...found, ...killed.map(({ line, tests }) => program(line, tests, 1, new Map()))];
}

function program(line: number, collected: number | null, errors: number, told: ReadonlyMap<string, number>): Summary {
  return summary("cargo test", line, {
    collected,
    passed: sumOf(told, "passed", "measured"),
    failed: sumOf(told, "failed"),
    errors,
    skipped: sumOf(told, "ignored"),
  });
}

/** "Summary [   0.014s] 3/5 tests run: 2 passed (1 flaky), 1 failed, 1 timed out, 2 skipped". */
function nextest(output: Output): readonly Summary[] {
  return eachLine(output, NEXTEST, ([, , planned, passed, rest = ""], line) => {
    const told = amounts(rest.replace(/ \([^()]{1,60}\)/gu, "").replace(/^, /u, "") || "0 failed", ", ");
    if (told === null) return null;
    return summary("cargo nextest", line, {
      collected: planned === undefined ? null : numberOf(planned),
      passed: numberOf(passed),
      failed: sumOf(told, "failed", "timed out"),
      errors: sumOf(told, "exec failed"),
      skipped: sumOf(told, "skipped"),
    });
  });
}
