// How much may leave: a thousand failures, a message of megabytes, a line of one. The pages stay whole and say what is missing.
import { beforeAll, describe, expect, it } from "vitest";
import type { CheckResult } from "../../src/model/check.ts";
import { renderComment, renderShort } from "../../src/report/comment.ts";
import { renderSummary } from "../../src/report/summary.ts";
import { statusLine } from "../../src/report/status-line.ts";
import { makeReport } from "../../src/report/view.ts";
import { makeBrief } from "../../src/report/brief/brief.ts";
import { briefAsJson } from "../../src/report/brief/as-json.ts";
import { briefAsMarkdown } from "../../src/report/brief/as-markdown.ts";
import { cycle, test } from "../fakes/checks.ts";
import { everySlot } from "../report/every-slot.ts";
import { NEXT, tell, type Scene } from "../report/telling.ts";
import { readPage, unclosedIn } from "./oracles.ts";

const KINDS = ["connect ECONNREFUSED 127.0.0.1:80", "AssertionError: 3 is not 4", "Timeout 5000ms exceeded", "zzz"];

/** 5 KB of words, each failure with its own, and every so many of another kind. */
function failing(nth: number): CheckResult {
  const message = `${KINDS[nth % KINDS.length]} ${"word ".repeat(20)}${"`|<@x>#1 ".repeat(550)} end of ${nth}`;
  return test(`test ${nth} | \`of\` @many`, "failed", message, `detail ${message}`);
}

/** Cost seconds to judge and to read: for the long tests. */
const IS_LONG = process.env["EVERY_TEXT"] === "yes";
const HUNDREDS = IS_LONG ? 1_000 : 120;

const SCENES: Readonly<Record<string, () => Scene>> = {
  "many failures of 5 KB each": () => many(Array.from({ length: HUNDREDS }, (_, nth) => failing(nth))),
  "many errors, none like another": () =>
    many(
      Array.from({ length: 2 * HUNDREDS }, (_, nth) =>
        test(`t${nth}`, "failed", `zz${nth.toString(36)}zz is ${wordOf(nth)}`),
      ),
    ),
  "one message of megabytes": () => many([test("a", "failed", "x`y ".repeat(HUNDREDS * 1_250))]),
  "seventy thousand emoji": () => many([test("🔑".repeat(70_000), "failed", "😀".repeat(70_000), "😀".repeat(70_000))]),
  "one line of 1 MB": () => many([test("a", "failed", "x".repeat(HUNDREDS * 1_000))]),
  "a megabyte of backticks": () =>
    many([test("a", "failed", "`".repeat(HUNDREDS * 1_000), "~`\n".repeat(HUNDREDS * 300))]),
  "20 KB in every place that a suite has": () => suites("a`|<b>@c ".repeat(2_000)),
};

function many(checks: readonly CheckResult[]): Scene {
  return { cycle: cycle(checks), decision: NEXT };
}

/** No number, which would make two errors one. */
function wordOf(nth: number): string {
  return [...nth.toString(26)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join("");
}

function suites(text: string): Scene {
  const scene = everySlot["suites in every way"]?.(text);
  if (scene === undefined) throw new Error("the scene is gone");
  return scene;
}

describe.each(Object.entries(SCENES))("%s", (_, make) => {
  let pages: Readonly<Record<"comment" | "short" | "summary" | "brief", string>>;
  let description = "";
  let bytesOfBrief = 0;

  beforeAll(() => {
    const told = tell(make());
    const report = makeReport(told);
    const brief = makeBrief(told);
    pages = {
      comment: renderComment(report),
      short: renderShort(report),
      summary: renderSummary(report),
      brief: briefAsMarkdown(brief),
    };
    ({ description } = statusLine(told));
    bytesOfBrief = bytes(pages.brief) + bytes(briefAsJson(brief));
  });

  it("B9: fits into a comment", () => {
    expect([...pages.comment].length).toBeLessThanOrEqual(60_000);
    expect(bytes(pages.comment)).toBeLessThanOrEqual(262_144);
    expect([...pages.short].length).toBeLessThanOrEqual(10_000);
  });

  it("C10: fits into a summary", () => {
    expect(bytes(pages.summary)).toBeLessThanOrEqual(900 * 1_024);
  });

  it("B9: fits into a status, a fix brief and a record", () => {
    expect([...description].length).toBeLessThanOrEqual(140);
    expect(bytesOfBrief).toBeLessThanOrEqual(48_000);
  });

  it("B9: leaves every fence and every fold closed, and every character whole", () => {
    for (const [name, page] of Object.entries(pages)) {
      expect([name, unclosedIn(page), IS_LONG ? readPage(page).wrong : [], page.isWellFormed()]).toEqual([
        name,
        [],
        [],
        true,
      ]);
    }
  });
});

describe("what was left out", () => {
  it.each(["many failures of 5 KB each", "many errors, none like another"])("B9: is said: %s", (name) => {
    const report = makeReport(tell(SCENES[name]?.() ?? many([])));
    for (const page of [renderComment(report), renderSummary(report)]) {
      expect(page).toMatch(/and \d+ more|Left out, because the page would be too long: /u);
    }
  });

  it("B9: is said of one text, whose end is shown", () => {
    const summary = renderSummary(
      makeReport(tell(many([test("a", "failed", `begin ${"word ".repeat(90_000)}the cause`)]))),
    );
    expect(summary).toMatch(/begin word[^`]* … \d+ characters cut … [^`]*the cause\n```/u);
  });

  it("B9: comes out right whatever the status line has to say", () => {
    const told = tell(many([test("a", "failed", "x")]));
    const long = {
      ...told,
      loop: {
        ...told.loop,
        ledger: told.loop.ledger.map((row) => ({
          ...row,
          passed: 1_000_000,
          total: 1_000_000,
          probesTotal: 1_000_000,
          probesPassed: 1_000_000,
          notRun: 1_000_000,
        })),
      },
    };
    expect([...statusLine(long).description].length).toBeLessThanOrEqual(140);
  });
});

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
