// A class of the team's own that was put aside is told by its id, with what to do, on every page.
import { expect, it } from "vitest";
import type { OwnClass } from "../../src/model/declared.ts";
import { renderComment } from "../../src/report/comment.ts";
import { plain } from "../../src/report/plain.ts";
import { renderSummary } from "../../src/report/summary.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { makeReport } from "../../src/report/view.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { cycle, test } from "../fakes/checks.ts";
import { NEXT, tell } from "./telling.ts";

const classes = (...ids: readonly string[]): readonly OwnClass[] =>
  ids.map((id) => ({
    id: id.replace("!", ""),
    title: untrusted("x"),
    transient: "no",
    next: null,
    owner: "service",
    stage: "server",
    tooSlow: id.endsWith("!"),
  }));
const report = (...ids: readonly string[]) =>
  makeReport(tell({ cycle: cycle([test("a", "failed", "boom")], { classes: classes(...ids) }), decision: NEXT }));
const linesOf = (...ids: readonly string[]): readonly string[] =>
  report(...ids)
    .look.map((each) => plain(each))
    .filter((line) => line.includes("Classes of yours"));

const ADVICE =
  "Let a pattern begin with a word that only these failures have, and repeat no group that itself repeats.";

it.each([
  [[], []],
  [["app.quota", "app.seed"], []],
  [
    ["app.quota!", "app.seed"],
    [`Classes of yours: app.quota was put aside in this cycle: looking for its pattern took too long. ${ADVICE}`],
  ],
  [
    ["app.quota!", "app.seed!"],
    [
      `Classes of yours: app.quota, app.seed were put aside in this cycle: looking for their patterns took too long. ${ADVICE}`,
    ],
  ],
  [
    ["a.a!", "a.b!", "a.c!", "a.d!", "a.e!", "a.f!", "a.g!"],
    [expect.stringContaining("a.a, a.b, a.c, a.d, a.e and 2 more were put aside")],
  ],
])("of %j", (ids, lines) => {
  expect(linesOf(...ids)).toEqual(lines);
});

it("stands on every page", () => {
  const said = report("app.quota!");
  for (const page of [renderSummary(said), renderComment(said), renderTerminal(said).join("\n")]) {
    expect(page).toContain("put aside in this cycle");
  }
});
