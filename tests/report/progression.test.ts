// The cycles of a loop as a chart, as a line of bars, and as a table of its errors.
import { fromMarkdown } from "mdast-util-from-markdown";
import { describe, expect, it } from "vitest";
import type { CycleRow, ErrorLane } from "../../src/model/report.ts";
import { wayOf } from "../../src/report/cycles.ts";
import { chartOfCycles, laneTable } from "../../src/report/progression.ts";
import { bar } from "../../src/report/trend.ts";
import { untrusted } from "../../src/text/untrusted.ts";

function rows(...passed: readonly (number | null)[]): readonly CycleRow[] {
  return passed.map((each, at) => ({
    n: at + 1,
    runUrl: null,
    commit: "4c1e9ab",
    tests: "",
    top: untrusted('"] ; click A'),
    score: each === null ? null : { passed: each, total: 58, of: "tests" },
    seconds: 60,
    verdict: each === null ? "not-tested" : "not-met",
  }));
}

describe("the chart", () => {
  it.each([
    ["two cycles", rows(50, 47)],
    ["two tested cycles", rows(50, null, 47)],
    ["no tested cycle", rows(null, null, null)],
  ])("is left out for %s", (_, cycles) => {
    expect(chartOfCycles(cycles)).toBe("");
  });

  it("has a bar for each tested cycle and none for another one, and no word of anybody else", () => {
    const page = chartOfCycles(rows(50, null, 47, 58));
    const [chart, gap] = fromMarkdown(page).children;
    expect(chart).toMatchObject({ type: "code", lang: "mermaid" });
    expect(page).toContain('x-axis "cycle" ["1", "3", "4"]');
    expect(page).toContain("bar [50, 47, 58]");
    expect(page).toContain("line [58, 58, 58]");
    expect(page).not.toContain("click");
    expect(gap).toMatchObject({ type: "paragraph", children: [{ value: "Cycle 2 was not tested and has no bar." }] });
  });
});

describe("the way of the cycles", () => {
  it.each([
    [rows(50, null, 47), "50 → – → 47 of 58"],
    [rows(null), null],
  ])("is told in one line", (cycles, said) => {
    expect(wayOf(cycles.map(({ score }) => score))).toBe(said);
  });

  it("tells each number where their total changed", () => {
    const points = [
      { passed: 8, total: 10, of: "tests" },
      { passed: 14, total: 17, of: "tests" },
    ] as const;
    expect(wayOf(points)).toBe("8 of 10 → 14 of 17");
  });

  it("shows the full height for nothing but the target", () => {
    const row = { passed: 58, total: 58, probesPassed: 0, probesTotal: 0 };
    expect([bar({ ...row, verdict: "not-met" }), bar({ ...row, verdict: "met" })]).toEqual(["▇", "█"]);
    expect(bar({ ...row, verdict: "not-tested" })).toBe("–");
  });
});

describe("the errors over the cycles", () => {
  const lane = (...counts: ErrorLane["counts"]): ErrorLane => ({
    letter: "A",
    title: ["the WebSocket closes with ", untrusted("1011")],
    counts,
    state: "since cycle 1",
  });

  it("have a column for each of a few cycles", () => {
    expect(laneTable({ lanes: [lane(5, null, 3)], cycles: rows(50, null, 47) })).toBe(
      [
        "| Error | 1 | 2 | 3 |",
        "|---|---|---|---|",
        "| **A** · the WebSocket closes with `1011` · since cycle 1 | 5 | – | 3 |",
      ].join("\n"),
    );
  });

  it.each([
    [lane(5, 4, 0, 2, 2), "1–2, 4–5"],
    [lane(5, null, 3, 0, 0), "1–3"],
    [lane(0, 0, 0, 0, 1), "5"],
  ])("are told by their cycles where there are more", (each, said) => {
    expect(laneTable({ lanes: [each], cycles: rows(1, 2, 3, 4, 5) })).toContain(` | ${said} |`);
  });
});
