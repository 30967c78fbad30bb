// The pages as people get them, as files to be read: each situation has its pages in golden/, next to this test.
import { describe, expect, it } from "vitest";
import { MAX_COMMENT, renderComment } from "../../src/report/comment.ts";
import { statusLine } from "../../src/report/status-line.ts";
import { MAX_SUMMARY_BYTES, renderSummary } from "../../src/report/summary.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { makeReport } from "../../src/report/view.ts";
import { cycle, test } from "../fakes/checks.ts";
import { PROBE_SCENES } from "./probe-scenes.ts";
import { names, SCENES } from "./scenes.ts";
import { SUITE_SCENES } from "./suite-scenes.ts";
import { NEXT, tell } from "./telling.ts";

describe.each(Object.entries({ ...SCENES, ...PROBE_SCENES, ...SUITE_SCENES }))("%s", (name, scene) => {
  const told = tell(scene);
  const comment = renderComment(makeReport(told));

  it("has the comment that stands in golden/", async () => {
    const { state, description } = statusLine(told);
    await expect(`${comment}\n\n(commit status: ${state}, “${description}”)\n`).toMatchFileSnapshot(
      `golden/${name}.md`,
    );
  });

  it("says the same on a terminal", async () => {
    await expect(`${renderTerminal(makeReport(told)).join("\n")}\n`).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  it("says at most 160 words before the first fold", () => {
    const open = comment.split("<details>")[0] ?? "";
    const words = open
      .replace(/<!--.*?-->|[|*#`>-]/gu, " ")
      .split(/\s+/u)
      .filter(Boolean);
    expect(words.length).toBeLessThanOrEqual(160);
  });
});

/** A word of its own for each number: numbers do not tell errors apart. */
function kind(at: number): string {
  return [...String(at)].map((digit) => "bcdfghjklm".charAt(Number(digit))).join("e");
}

it("stays inside its limits with 1,000 failures of 5 KB, and says what it left out", () => {
  const checks = names("test", 1_000).map((name, at) =>
    test(name, "failed", `${kind(at % 400)} went wrong ${"x ".repeat(2_500)}`),
  );
  const report = makeReport(tell({ cycle: cycle(checks), decision: NEXT }));
  const comment = renderComment(report);
  const summary = renderSummary(report);
  expect([...comment].length).toBeLessThanOrEqual(MAX_COMMENT);
  expect(new TextEncoder().encode(summary).length).toBeLessThanOrEqual(MAX_SUMMARY_BYTES);
  expect(comment).toMatch(/and \d+ more errors, which the summary of the run shows as far as there is room/u);
  expect(summary).toContain("Left out, because the page would be too long");
  for (const page of [comment, summary]) {
    expect(page.match(/<details>/gu)?.length ?? 0).toBe(page.match(/<\/details>/gu)?.length ?? 0);
  }
});
