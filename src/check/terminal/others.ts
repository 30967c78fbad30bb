// Runners whose last words are one line each: a table of patterns with what the numbers in them mean.
import { eachLine, numberOf, NUMBER, summary, type Grammar, type Output, type Summary } from "./summary.ts";

interface OneLine {
  readonly runner: string;
  /**
   * Named groups: tests (skipped ones included) or ran (without them), passed, failed, errors, skipped; each may be repeated with a digit. With
   * `who` the line is written again and again, and the last of each counts.
   */
  readonly pattern: RegExp;
}

const N = (name: string): string => `(?<${name}>${NUMBER})`;
const line = (source: string): RegExp => new RegExp(`^${source}$`, "u");
const TIME = String.raw`\d[\d.,]* ?(?:ms|seconds?|secs?|s)`;

const TABLE: readonly OneLine[] = [
  {
    runner: "minitest",
    pattern: line(
      `${N("tests")} runs, (?:${NUMBER}) assertions, ${N("failed")} failures, ${N("errors")} errors, ${N("skipped")} skips`,
    ),
  },
  {
    runner: "test-unit",
    pattern: line(
      `${N("tests")} tests, (?:${NUMBER}) assertions, ${N("failed")} failures, ${N("errors")} errors, ${N("skipped")} pendings, ${N("skipped2")} omissions, (?:${NUMBER}) notifications`,
    ),
  },
  {
    runner: "Pest",
    pattern: line(
      ` {2}Tests: {4}(?:${N("failed")} failed(?:, )?)?(?:\\d+ (?:deprecated|warnings?|risky)(?:, )?)?(?:${N("skipped")} (?:skipped|todos?|incomplete)(?:, )?)?(?:${N("passed")} passed)? \\((?:${NUMBER}) assertions\\)`,
    ),
  },
  {
    runner: "Jasmine",
    pattern: line(`${N("tests")} specs?, ${N("failed")} failures?(?:, ${N("skipped")} pending specs?)?`),
  },
  {
    runner: "Karma",
    pattern: line(
      `(?<who>.{1,80}): Executed ${N("ran")} of \\d+(?: \\(${N("failed")} FAILED\\))?(?: \\(skipped ${N("skipped")}\\))?(?: SUCCESS)? \\(${TIME} / ${TIME}\\)`,
    ),
  },
  {
    runner: "Deno",
    pattern: line(
      `(?:ok|FAILED) \\| ${N("passed")} passed(?: \\([^()]{1,40}\\))? \\| ${N("failed")} failed(?: \\([^()]{1,40}\\))?(?: \\| ${N("skipped")} ignored(?: \\([^()]{1,40}\\))?)?(?: \\| \\d+ (?:measured|filtered out))* \\([^()]{1,20}\\)`,
    ),
  },
  { runner: "CTest", pattern: line(`\\d+% tests passed, ${N("failed")} tests? failed out of ${N("tests")}`) },
  {
    runner: "ScalaTest",
    pattern: line(
      `(?:\\[info\\] )?Tests: succeeded ${N("passed")}, failed ${N("failed")}, canceled ${N("skipped")}, ignored ${N("skipped2")}, pending ${N("skipped3")}`,
    ),
  },
  {
    runner: "TestCafe",
    pattern: line(` ?(?:${N("failed")}/)?${N("tests")} (?:passed|failed) \\([\\dhms ]{1,20}\\)`),
  },
];

export const otherRunners: Grammar = (output) => TABLE.flatMap((each) => read(output, each));

function read(output: Output, { runner, pattern }: OneLine): readonly Summary[] {
  const last = new Map<string, Summary>();
  const found = eachLine(output, pattern, ({ groups = {} }, at) => {
    const of = (name: string): number =>
      ["", "2", "3"].reduce((sum, digit) => sum + numberOf(groups[`${name}${digit}`]), 0);
    const broken = of("failed") + of("errors");
    const rest = of("ran") + of("tests") - broken - (groups["tests"] === undefined ? 0 : of("skipped"));
    const passed = groups["passed"] === undefined ? Math.max(0, rest) : of("passed");
    const told = { passed, failed: of("failed"), errors: of("errors"), skipped: of("skipped") };
    const one = summary(runner, at, told);
    if (groups["who"] !== undefined) last.set(groups["who"], one);
    return one;
  });
  return last.size > 0 ? [...last.values()] : found;
}
