// The pages as people get them, as files to be read: each situation has its pages in golden/, next to this test.
import { describe, expect, it } from "vitest";
import { MAX_COMMENT, renderComment, renderFolded } from "../../src/report/comment.ts";
import { renderEnded } from "../../src/report/ended.ts";
import { statusLine } from "../../src/report/status-line.ts";
import { MAX_SUMMARY_BYTES, renderSummary } from "../../src/report/summary.ts";
import { terminalPage } from "../../src/report/terminal.ts";
import { makeReport } from "../../src/report/view.ts";
import { tellForeign } from "../../src/tell-otherwise.ts";
import { fakeRunner } from "../fakes/runner.ts";
import { fakeWorld } from "../fakes/world.ts";
import { night } from "../fakes/nights.ts";
import { fakeGitHub } from "../fakes/world.ts";
import { LOOP_SCENES, THOUSAND } from "./loop-scenes.ts";
import { openPart, tablesOf, widthOf, words } from "./phone.ts";
import { PROBE_SCENES } from "./probe-scenes.ts";
import { SCENES } from "./scenes.ts";
import { SUITE_SCENES } from "./suite-scenes.ts";
import { reveal } from "../../src/text/untrusted.ts";
import { tell } from "./telling.ts";

const ALL = { ...SCENES, ...PROBE_SCENES, ...SUITE_SCENES, ...LOOP_SCENES };

/** Where the summary says more than the comment. */
const WITH_SUMMARY: ReadonlySet<string> = new Set([
  "green-after-red",
  "green-two-services",
  "loop-charted",
  "loop-declared",
  "red-events",
  "red-second",
  "red-suites-without-result",
  "red-tests-in-full",
  "unproven-nothing-readable",
]);

/** Letters of prose in a line of a phone. */
const PHONE = 45;

const END = "https://github.example/acme/chat/pull/7#issuecomment-2";

describe.each(Object.entries(ALL))("%s", (name, scene) => {
  const told = tell(scene);
  const report = makeReport(told);
  const comment = renderComment(report);
  const { state, description } = statusLine(told);

  it("has the comment that stands in golden/", async () => {
    const page = scene === THOUSAND ? openPart(comment) : comment;
    await expect(`${page}\n\n(commit status: ${state}, “${description}”)\n`).toMatchFileSnapshot(`golden/${name}.md`);
  });

  it.runIf(scene !== THOUSAND)("says the same on a terminal", async () => {
    const page = terminalPage(report, { columns: 100, rows: null });
    await expect(`${page.map(({ text }) => text).join("\n")}\n`).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  it.runIf(WITH_SUMMARY.has(name))("says more in the summary", async () => {
    await expect(renderSummary(report)).toMatchFileSnapshot(`golden/${name}.summary.md`);
  });

  it.runIf(told.decision.kind !== "repeat" && told.loop.ledger.length > 1)("has an end", async () => {
    const { body } = renderEnded(report, told.loop.id);
    const folded = renderFolded(report, "", END);
    const left = [...folded.split("\n").slice(0, 8), "…", ...folded.split("\n").slice(-4)].join("\n");
    await expect(`${body}\n\n(and left of the first comment:)\n\n${left}`).toMatchFileSnapshot(`golden/${name}.end.md`);
  });

  it("begins its summary as its comment", () => {
    const [open = ""] = openPart(comment).split(/\n\n\[/u);
    const wanted = open
      .replace(/^<!--.*\n/u, "")
      .replace("### ", "## ")
      .trim();
    expect(renderSummary(report).startsWith(wanted)).toBe(true);
  });

  it("says at most 160 words without a click", () => {
    expect(words(openPart(comment)).length).toBeLessThanOrEqual(160);
  });

  it("is three lines and links where all is good", () => {
    const lines = openPart(comment)
      .split("\n")
      .filter((line) => line !== "" && !/^<!--|^\[/u.test(line));
    if (report.isGood) expect(lines.length).toBeLessThanOrEqual(3 + report.notices.length);
  });

  it("has no table that is wider than a phone", () => {
    const steps = (table: readonly (readonly string[])[]): boolean => table[0]?.[0] === "Step";
    const others = tablesOf(renderSummary(report)).filter((table) => !steps(table));
    const wide = [...tablesOf(comment), ...others].filter((table) => widthOf(table) > PHONE);
    expect(wide).toEqual([]);
  });

  it("has a status that GitHub takes, without anybody's words but ours", () => {
    expect(description.length).toBeLessThanOrEqual(140);
    expect(description).toMatch(/^[\w .,:;·%&()'-]+$|…/u);
  });
});

describe("1,000 failures of 5 KB", () => {
  const report = makeReport(tell(THOUSAND));
  const comment = renderComment(report);
  const summary = renderSummary(report);

  it("stay inside the limits", () => {
    expect([...comment].length).toBeLessThanOrEqual(MAX_COMMENT);
    expect(new TextEncoder().encode(comment).length).toBeLessThanOrEqual(262_144);
    expect(new TextEncoder().encode(summary).length).toBeLessThanOrEqual(MAX_SUMMARY_BYTES);
  });

  it.each([
    ["comment", comment],
    ["summary", summary],
  ])("leave the %s whole, and it says what it left out", (_, page) => {
    expect(page.match(/<details>/gu)?.length).toBe(page.match(/<\/details>/gu)?.length);
    expect((page.match(/^\s*```/gmu)?.length ?? 0) % 2).toBe(0);
    expect(page).toMatch(/Left out, because the page would be too long: |and \d+ more errors/u);
  });

  it("still tell the verdict, each error and its first failure", () => {
    for (const page of [comment, summary]) expect(page).toContain("Staging: 0 of 1000 tests pass");
    expect(comment).toMatch(/\*\*A\*\* · .*\n(?:.*\n)+?- `tests\.e2e\.test_staging`: `test_\d+`/u);
    expect(comment).toContain("and 375 more errors");
    for (const { letter } of report.failing) {
      const [, part = ""] = summary.split(`#### ${letter ?? ""} · `);
      expect([letter, part.split("#### ")[0]]).toEqual([
        letter,
        expect.stringMatching(/^- `.*`test_\d+`|^##### Test `test_\d+`/mu),
      ]);
    }
  });
});

it("tells a run that comes from a fork why nothing was done", async () => {
  const runner = fakeRunner();
  await tellForeign(fakeWorld(), runner);
  await expect(runner.summaries.join("")).toMatchFileSnapshot("golden/fork.summary.md");
});

it("tells the nights", async () => {
  const hub = fakeGitHub();
  for (const [day, failing] of [
    ["02", ["/chat"]],
    ["03", []],
    ["04", ["/up"]],
    ["05", ["/chat", "/login"]],
  ] as const) {
    await night({ at: `2026-03-${day}T03:17:00Z`, runId: 1_000 + Number(day), failing }, hub);
  }
  const [issue] = [...hub.issues.values()];
  const page = issue === undefined ? "" : openPart(reveal(issue.body)).replace(/^<!-- .* -->\n/gmu, "");
  await expect(`# ${issue?.title ?? ""}\n\n${page}`).toMatchFileSnapshot("golden/nights.md");
});
