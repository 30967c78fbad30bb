// The print of a report: the same for one that was published twice, and for no two runs.
import { describe, expect, it } from "vitest";
import { printOf } from "../../../src/check/suite/print.ts";
import type { CheckResult } from "../../../src/model/check.ts";
import { probe, test } from "../../fakes/checks.ts";

const TIMES = [381, 749, 417, 708, 502, 342, 1_734, 479, 717, 378];
const timed = (times: readonly (number | null)[]): readonly CheckResult[] =>
  times.map((durationMs, at) => ({ ...test(`t${at}`, "passed"), durationMs }));

describe("a print", () => {
  it("is the same for the same results and times, in any order", () => {
    const print = printOf(timed(TIMES));
    expect(print).toMatch(/^[0-9a-f]{16}$/u);
    expect(printOf(timed(TIMES).toReversed())).toBe(print);
    expect(printOf([...timed(TIMES), probe("p", "passed")])).toBe(print);
  });

  it("is another one as soon as one time, one result or one test is", () => {
    const print = printOf(timed(TIMES));
    const others = [
      timed([...TIMES.slice(1), 382]),
      timed(TIMES).map((each, at) => (at === 3 ? { ...each, outcome: "failed" as const } : each)),
      timed([...TIMES, 0]),
      [...timed(TIMES), test("skipped", "skipped")],
      timed(TIMES).slice(1),
    ];
    for (const other of others) expect(printOf(other)).toMatch(new RegExp(`^(?!${String(print)})[0-9a-f]{16}$`, "u"));
  });

  it.each([
    ["nothing ran", []],
    ["there are no times", TIMES.map(() => null)],
    ["there are few tests", TIMES.slice(0, 7)],
    ["they are zero or next to it", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ["they are alike", [381, 381, 382, 382, 383, 383, 384, 384, 385, 385]],
    ["they are whole seconds", [1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000]],
    ["all but a few are zero", [...TIMES.slice(0, 7), 0, 0, 0, 0, 0]],
  ])("is none when %s: equal times may be chance", (_, times) => {
    expect(printOf(timed(times))).toBeNull();
  });
});
