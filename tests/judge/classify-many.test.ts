// A run with tens of thousands of failures, each in other words, is judged in bounded time, and none is lost.
import { expect, it } from "vitest";
import { analyse } from "../../src/judge/analyse.ts";
import { cycle, loop, probe, suiteRun, test } from "../fakes/checks.ts";

/** Letters alone, which nothing masks. */
const word = (nth: number): string =>
  String(nth).replace(/\d/gu, (digit) => "ghijklmnop".charAt(Number(digit))) + "q".repeat(10);
const different = (many: number) =>
  Array.from({ length: many }, (_, nth) => test(`t${nth}`, "failed", `AssertionError: ${word(nth)}`));

it("tells two thousand kinds apart, and counts the others as one, behind all that are known", () => {
  const checks = [...different(20_000), test("last", "failed", "connect ECONNREFUSED"), probe("p", "failed", "odd")];
  const started = process.threadCpuUsage();
  const { patterns, tests } = analyse(cycle(checks, { suites: [suiteRun(20_001)] }), loop());
  expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(1_000);
  expect(tests.failed).toBe(20_001);
  expect(patterns.flatMap((each) => each.checks).sort()).toEqual(checks.map((each) => each.key).sort());
  expect(patterns.at(-1)).toMatchObject({
    headline: ["other failures, too many to tell apart"],
    class: "unknown",
    confidence: "possible",
  });
  expect(patterns.at(-1)?.checks.length).toBe(18_001);
  // What a probe measured is told apart however many tests there are.
  expect(patterns.some((each) => each.checks.length === 1 && each.checks[0] === checks.at(-1)?.key)).toBe(true);
});

it("knows words that it has seen before, however many there are", () => {
  const again = Array.from({ length: 1_000 }, (_, nth) => test(`u${nth}`, "failed", `AssertionError: ${word(0)}`));
  const { patterns } = analyse(cycle([...different(5_000), ...again], { suites: [suiteRun(6_000)] }), loop());
  expect(patterns[0]?.checks.length).toBe(1_001);
});

it("is the same error in the next cycle", () => {
  const judged = () => analyse(cycle(different(3_000), { suites: [suiteRun(3_000)] }), loop());
  expect(judged().patterns.at(-1)?.fingerprint).toBe(judged().patterns.at(-1)?.fingerprint);
  expect(judged().signature).toBe(judged().signature);
});

it("does not appear where there is no need", () => {
  const { patterns } = analyse(cycle(different(2_000), { suites: [suiteRun(2_000)] }), loop());
  expect([patterns.length, patterns.every((each) => each.checks.length === 1)]).toEqual([2_000, true]);
});
