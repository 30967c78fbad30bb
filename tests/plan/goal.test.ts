// The language of `target`: what each text stands for, and what is said of one that says nothing.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startCpu } from "../cpu.ts";
import { isPossible } from "../../src/model/reach.ts";
import { compares, comparisonsOf, targetText, type Target } from "../../src/model/target.ts";
import { readGoal } from "../../src/plan/words/goal.ts";
import { comparisons, goal, targets } from "./goals.ts";
import { made, TOP } from "./made.ts";
import { plan } from "./told.ts";

const FILE = `${TOP}suites: [{ name: a, run: b, reports: c.xml }]\nprobes: [{ name: p, http: /me }]\n`;

describe("a target", () => {
  it.each<readonly [string, Target]>([
    ["all", { kind: "all" }],
    ["passed >= 1000", { kind: "compare", measure: { of: "checks", what: "passed" }, operator: ">=", limit: 1_000 }],
    [
      " tests.pass-rate>92.5% ",
      { kind: "compare", measure: { of: "tests", what: "pass-rate" }, operator: ">", limit: 92.5 },
    ],
    [
      "priority( 1 ).failed == 0",
      { kind: "compare", measure: { of: { priority: 1 }, what: "failed" }, operator: "==", limit: 0 },
    ],
    ["targets.missed == 0", { kind: "compare", measure: { of: "targets", what: "missed" }, operator: "==", limit: 0 }],
  ])("%j is one comparison, or all", (text, target) => {
    expect(goal(text)).toEqual(target);
  });

  it.each([
    ["failed==0&&passed>=25", "failed == 0 && passed >= 25"],
    ["all || (failed <= 2 && passed > 5)", "all || failed <= 2 && passed > 5"],
    ["(all || failed <= 2) && passed > 5", "(all || failed <= 2) && passed > 5"],
    ["((all) && (failed < 2 && probes.passed > 5))", "all && failed < 2 && probes.passed > 5"],
    ["all\n  || not-run != 3", "all || not-run != 3"],
    ["(((all)))", "all"],
    ["pass-rate >= 92.50%", "pass-rate >= 92.5%"],
  ])("%j is written as %j", (text, written) => {
    expect(targetText(goal(text))).toBe(written);
  });

  it("binds && closer than ||, as everywhere", () => {
    expect(goal("all || failed == 1 && passed == 2")).toEqual(goal("all || (failed == 1 && passed == 2)"));
    expect(goal("(all || failed == 1) && passed == 2")).not.toEqual(goal("all || failed == 1 && passed == 2"));
  });

  it("comes from the file, and the input overrides it", () => {
    expect(made(FILE).target).toEqual({ kind: "all" });
    expect(made(`${FILE}target: passed >= 3\n`).target).toEqual(goal("passed >= 3"));
    const given = plan({ file: `${FILE}target: passed >= 3\n`, inputs: { target: "failed <= 2" } });
    expect(given.plan.target).toEqual(goal("failed <= 2"));
  });

  it("that changes between two cycles is another plan", () => {
    const digests = ["all", "passed >= 3", "passed >= 4", "passed > 3", "tests.passed > 3"].map(
      (target) => made(`${FILE}target: ${target}\n`).digest,
    );
    expect(new Set(digests).size).toBe(digests.length);
  });
});

const MEASURES =
  "expected all, passed, failed, errored, skipped, not-run, total, pass-rate, or one of them behind tests., probes. or priority(1)., or targets.missed";
const SHARE = "expected a share from 0% to 100% with its sign, such as 92%";
const PRIORITY = "expected a priority from 1 to 100, as in priority(1).failed";
const BEHIND =
  "expected passed, failed, errored, skipped, not-run, total, pass-rate behind tests., probes. or priority(1).";
const TERM = "expected all or a comparison such as passed >= 25";
const NUMBER = "expected a whole number from 0 to 999999999";

describe("a slip is told with its place, and with what was probably meant", () => {
  const CASES: readonly (readonly [string, string, string?])[] = [
    ["passd >= 3", `${MEASURES} (at character 1)`, "passed >= 3"],
    ["failures == 0", `${MEASURES} (at character 1)`, "failed == 0"],
    ["pass_rate >= 92%", `${MEASURES} (at character 1)`, "pass-rate >= 92%"],
    ["All", `${MEASURES} (at character 1)`, "all"],
    ["coverage >= 3", `${MEASURES} (at character 1)`],
    ["tests.pased >= 3", `${BEHIND} (at character 1)`, "tests.passed >= 3"],
    ["priority(2).failures == 0", `${BEHIND} (at character 1)`, "priority(2).failed == 0"],
    ["targets.failed == 0", "expected targets.met or targets.missed (at character 1)", "targets.missed == 0"],
    ["priority(0).failed == 0", `${PRIORITY} (at character 1)`],
    ["priority(101).failed == 0", `${PRIORITY} (at character 1)`],
    ["priority.failed == 0", `${PRIORITY} (at character 1)`],
    ["failed = 0", "expected ==, !=, >=, <=, > or < (at character 8)", "failed == 0"],
    ["failed => 0", "expected ==, !=, >=, <=, > or < (at character 8)", "failed >= 0"],
    ["passed ≥ 3", "expected ==, !=, >=, <=, > or < (at character 8)", "passed >= 3"],
    ["passed", "expected ==, !=, >=, <=, > or < (at its end)"],
    ["passed >=", `${NUMBER} (at its end)`],
    ["passed >= 1,000", `${NUMBER} (at character 11)`, "passed >= 1000"],
    ["passed >= 1.5", `${NUMBER} (at character 11)`],
    ["passed >= -1", `${NUMBER} (at character 11)`],
    ["passed >= 1000000000", `${NUMBER} (at character 11)`],
    ["passed == total", `${NUMBER} (at character 11)`],
    ["passed >= 92%", "expected a whole number: only pass-rate is a share (at character 11)"],
    ["pass-rate >= 92", `${SHARE} (at character 14)`, "pass-rate >= 92%"],
    ["pass-rate >= 0.92", `${SHARE} (at character 14)`, "pass-rate >= 92%"],
    ["pass-rate >= 101%", `${SHARE} (at character 14)`],
    ["all and passed >= 3", "expected && or || here (at character 5)", "all && passed >= 3"],
    ["all OR passed >= 3", "expected && or || here (at character 5)", "all || passed >= 3"],
    ["all & passed >= 3", "expected && or || here (at character 5)", "all && passed >= 3"],
    ["all passed >= 3", "expected && or || here (at character 5)"],
    ["all &&", `${TERM} (at its end)`],
    ["&& all", `${TERM} (at character 1)`],
    ["()", `${TERM} (at character 2)`],
    ["92% <= pass-rate", `${TERM}: the number stands behind (at character 1)`],
    ["(all || failed == 0", "expected a bracket that closes this one (at character 1)"],
    ["all)", "expected a bracket that opens before this one (at character 4)"],
    ["((((all))))", "expected at most 3 brackets inside each other (at character 4)"],
    ["passed >= 5 && failed == 0 && passed < 3", "no number meets this and what stands before it (at character 31)"],
    ["passed >= 5 && (failed == 0 && passed < 3)", "no number meets this and what stands before it (at character 16)"],
    ["all || passed < 0", "no number meets this (at character 8)"],
    ["pass-rate > 100%", "no number meets this (at character 1)"],
    ["日本 >= 3", `${TERM} (at character 1)`],
    ["__proto__ == 0", `${MEASURES} (at character 1)`],
    ["constructor.failed == 0", `${BEHIND} (at character 1)`],
    ["", `${TERM} (at its end)`],
    [`passed >= 3${" ".repeat(500)}`, "expected a target of at most 500 characters"],
  ];
  it.each(CASES.map(([text, expected, meant]) => ({ text, expected, meant })))("$text", ({ text, expected, meant }) => {
    expect(readGoal(text)).toEqual(meant === undefined ? { expected } : { expected, meant });
  });

  it("that was meant can be read, or leads to the next slip further on", () => {
    for (const text of ["pass-rate = 92", "pass-rate == 92", "failures = 0 and passed => 3"]) {
      expect([text, targetText(settled(text, 4))]).toEqual([
        text,
        expect.stringMatching(/^(?:pass-rate == 92%|failed == 0 && passed >= 3)$/u),
      ]);
    }
  });
});

describe("whatever the text is", () => {
  it("reading what was written gives the same tree", () => {
    fc.assert(
      fc.property(targets(), (target) => {
        expect(goal(targetText(target))).toEqual(target);
      }),
      { numRuns: 1_000 },
    );
  });

  it("garbage is one slip or a target that can be written, never an exception", () => {
    const word = fc.constantFrom(
      ..."all passed failed pass-rate tests. priority(1). targets.met == >= < = && || and ( ) 0 25 92% 0.92 . , % ! é \n".split(
        " ",
      ),
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(word, { maxLength: 12 }).map((all) => all.join(" ")),
    );
    fc.assert(
      fc.property(text, (garbage) => {
        const read = readGoal(garbage);
        if ("value" in read) expect(goal(targetText(read.value))).toEqual(read.value);
        else expect(read.expected).toMatch(/^(?:expected |no number )\S.*/u);
      }),
      { numRuns: 2_000 },
    );
  });

  it("the longest texts take no time", () => {
    const long = (piece: string): string => piece.repeat(Math.ceil(10_000 / piece.length));
    const texts = ["(", ")", "all||", "passed >= 3 && ", "priority(", "9", "=", " ", "a.", "((all)||"].map(long);
    const shorter = texts.map((text) => text.slice(0, 500));
    const spent = startCpu();
    for (const text of [...texts, ...shorter]) readGoal(text);
    expect(spent()).toBeLessThan(500);
  });

  it("comparisons of one measure contradict each other exactly where no number meets them all", () => {
    const passed = fc.constant({ of: "checks", what: "passed" } as const);
    const some = fc.array(comparisons(passed, 5), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(some, (parts) => {
        const all = parts.flatMap(comparisonsOf);
        const isMet = (value: number): boolean => all.every(({ operator, limit }) => compares(operator, value, limit));
        expect(isPossible(all)).toBe(Array.from({ length: 20 }, (_, value) => value).some(isMet));
      }),
      { numRuns: 500 },
    );
  });
});

/** After each slip the text that was meant. */
function settled(text: string, times: number): Target {
  const read = readGoal(text);
  if ("value" in read) return read.value;
  if (times === 0 || read.meant === undefined) throw new Error(`${text}: ${read.expected}`);
  return settled(read.meant, times - 1);
}
