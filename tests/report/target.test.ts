// How far a cycle is from its target, in words: what is missed, what is met, and what is left.
import { describe, expect, it } from "vitest";
import type { CheckResult } from "../../src/model/check.ts";
import type { Cycle } from "../../src/model/cycle.ts";
import { plain } from "../../src/report/plain.ts";
import { statusLine } from "../../src/report/status-line.ts";
import { makeReport } from "../../src/report/view.ts";
import { command, cycle, probe, suiteRun, test } from "../fakes/checks.ts";
import { goal } from "../plan/goals.ts";
import { NEXT, stop, tell } from "./telling.ts";

const many = (count: number, outcome: CheckResult["outcome"]): readonly CheckResult[] =>
  Array.from({ length: count }, (_, at) => test(`${outcome} ${at}`, outcome, "assert 1 == 2"));
const limit = (outcome: CheckResult["outcome"]): CheckResult => ({
  ...probe(outcome, outcome, "late"),
  kind: "target",
});
const outside = (outcome: CheckResult["outcome"]): CheckResult => ({ ...test("(set-up)", outcome, "no"), test: null });
const headline = (text: string, checks: readonly CheckResult[], over: Partial<Cycle> = {}): string =>
  plain(makeReport(tell({ cycle: cycle(checks, { ...over, target: goal(text) }), decision: NEXT })).headline);

describe("a target that is missed", () => {
  const checks = [...many(9, "passed"), ...many(2, "failed"), probe("up", "passed"), limit("failed")];

  it.each([
    ["passed >= 47", "10 of at least 47 passed"],
    ["tests.passed > 47", "9 of more than 47 tests passed"],
    ["probes.passed >= 3", "1 of at least 3 probes passed"],
    ["priority(2).passed >= 1", "no check has priority 2"],
    ["failed <= 1", "2 failed instead of at most 1"],
    ["tests.failed == 0", "2 tests failed instead of 0"],
    ["tests.failed < 2", "2 tests failed instead of less than 2"],
    ["probes.total != 1", "1 probe planned instead of any but 1"],
    ["pass-rate >= 92%", "pass-rate 83.3 % of at least 92 %"],
    ["tests.pass-rate >= 81.82%", "pass-rate of tests 81.8 % of at least 81.82 %"],
    ["pass-rate < 50.5%", "pass-rate 83.3 % instead of less than 50.5 %"],
    ["targets.missed == 0", "1 target missed instead of 0"],
    ["targets.met >= 2", "0 of at least 2 targets met"],
    ["all && passed >= 3", "not everything passed"],
    ["passed >= 47 && failed == 0", "10 of at least 47 passed, 2 failed instead of 0"],
    ["passed >= 47 && failed == 2", "10 of at least 47 passed"],
    [
      "passed >= 47 || failed == 0 && all",
      "10 of at least 47 passed, or 2 failed instead of 0 and not everything passed",
    ],
    [
      "passed >= 47 && failed == 0 && total > 90 && errored == 1 && not-run > 3",
      "10 of at least 47 passed, 2 failed instead of 0, 12 of more than 90 planned, 2 more conditions",
    ],
  ])("%s says how far it is", (text, words) => {
    expect(headline(text, checks)).toBe(`Staging misses its target: ${words}`);
  });

  it("says what nobody knows", () => {
    const planned = { suites: [suiteRun(9, { planned: 12 })] };
    expect(headline("failed == 0", many(9, "passed"), planned)).toContain("target: 0 failed, and 3 without a result");
    const stopped = { suites: [suiteRun(9, { command: command({ exitCode: null, timedOut: true }) })] };
    expect(headline("pass-rate >= 92%", many(9, "passed"), stopped)).toContain(
      "target: pass-rate 100 %, and nobody knows how many did not run",
    );
  });

  it("never rounds a share up to what is asked for", () => {
    const checks92 = [...many(11_033, "passed"), ...many(960, "failed")];
    expect(headline("pass-rate >= 92%", checks92)).toContain("target: pass-rate 91.9 % of at least 92 %");
  });

  it("fits into a commit status", () => {
    const text = "passed >= 47 && failed == 0 && total > 90 && errored == 1 && not-run > 3";
    const told = tell({ cycle: cycle([...checks, outside("errored")], { target: goal(text) }), decision: NEXT });
    expect(statusLine(told).description.length).toBeLessThanOrEqual(140);
    expect(statusLine(told).description).toMatch(/ · 10 of at least 47 passed, .*… · 3 errors, first: wrong value$/u);
  });

  it("of everything is told as before", () => {
    const told = tell({ cycle: cycle(checks), decision: NEXT });
    expect(plain(makeReport(told).headline)).toBe("Staging: 9 of 11 tests pass, 1 of 1 probe, 0 of 1 target met");
    expect(statusLine(told).description).toBe(
      "cycle 1 of 5: 9 of 11 · 0 of 1 targets met · 2 errors, first: wrong value",
    );
  });
});

describe("a target that is met", () => {
  const good = many(9, "passed");

  it.each<readonly [string, readonly CheckResult[], string]>([
    ["pass-rate >= 80%", [...good, ...many(1, "failed")], "pass-rate 90 % of at least 80 %; 1 test still fails"],
    [
      "passed >= 3 && failed <= 3",
      [...good, ...many(2, "errored"), probe("up", "failed")],
      "9 of at least 3 passed, 3 failed, at most 3 allowed; 2 tests and 1 probe still fail",
    ],
    ["failed == 0 || all", [...good, limit("failed")], "0 failed; 1 target missed"],
    [
      "failed != 7 && tests.failed == 0",
      [...good, probe("up", "failed")],
      "1 failed, 0 tests failed; 1 probe still fails",
    ],
    ["passed >= 9", [...good, outside("failed")], "9 of at least 9 passed; the test run failed"],
    ["passed >= 9", [...good, ...many(2, "not-run")], "9 of at least 9 passed; 2 did not run"],
  ])("%s says what is left", (text, checks, words) => {
    expect(headline(text, checks, { suites: [suiteRun(9)] })).toBe(`Staging meets its target: ${words}`);
  });

  it("with nothing left is just good", () => {
    expect(headline("passed >= 3", good)).toBe("Staging is good: 9 of 9 tests");
    const told = tell({ cycle: cycle(good, { target: goal("passed >= 3") }), decision: stop("reached") });
    expect(plain(makeReport(told).next)).toBe("nothing. The loop has reached its target.");
    expect(statusLine(told)).toEqual({ state: "success", description: "9 of 9 · target reached" });
  });

  it("still tells how many of what was expected ran", () => {
    const facts = cycle(good, { suites: [suiteRun(9, { planned: 12 })], target: goal("passed >= 9") });
    const { lead, next } = makeReport(tell({ cycle: facts, decision: stop("reached") }));
    expect(lead.map((each) => plain(each))).toContain("9 of 12 expected tests ran. The other 3 count as not passed.");
    expect(plain(next)).toBe("nothing. The loop has reached its target.");
  });
});
