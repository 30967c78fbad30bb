// Tests may print as much as they like: the pages show both ends of it, and take no longer for what they leave out.
import { beforeAll, describe, expect, it } from "vitest";
import { annotationsOf } from "../../src/report/annotations.ts";
import { briefAsMarkdown } from "../../src/report/brief/as-markdown.ts";
import { makeBrief } from "../../src/report/brief/brief.ts";
import { renderComment } from "../../src/report/comment.ts";
import { renderHtml } from "../../src/report/html/page.ts";
import { makePage } from "../../src/report/page-view.ts";
import { renderSummary } from "../../src/report/summary.ts";
import { makeReport } from "../../src/report/view.ts";
import type { Told } from "../../src/model/told.ts";
import { startCpu } from "../cpu.ts";
import { cycle, loop, test } from "../fakes/checks.ts";
import { NEXT, tell } from "../report/telling.ts";

/** Fifty in the long tests; a fifth of them, in a tenth of the time, every day. */
const IS_LONG = process.env["EVERY_TEXT"] === "yes";
const BYTES = IS_LONG ? 50_000_000 : 10_000_000;
const MOST_MS = IS_LONG ? 2_000 : 200;
const LINE = "\u001b[31mat step (src/step.ts:1:1)\u001b[0m\n";
const DETAIL = `the beginning\n${LINE.repeat(BYTES / LINE.length)}the cause`;

const PAGES: Readonly<Record<string, (told: Told) => string>> = {
  "the report page": (told) => renderHtml(makePage({ told, before: loop(), past: [], nights: [] })),
  "the summary": (told) => renderSummary(makeReport(told)),
  "the comment": (told) => renderComment(makeReport(told)),
  "the fix brief": (told) => briefAsMarkdown(makeBrief(told)),
  annotations: (told) => JSON.stringify(annotationsOf(makeReport(told), told)),
};

describe("megabytes of detail", () => {
  let told: Told;
  beforeAll(() => {
    told = tell({ cycle: cycle([test("a", "failed", "Error: 3 is not 4", DETAIL)]), decision: NEXT });
  });

  it.each(Object.entries(PAGES))("cost %s next to nothing", (_, make) => {
    const cpu = startCpu();
    const page = make(told);
    expect(cpu()).toBeLessThan(MOST_MS);
    expect(page).toContain("3 is not 4");
    expect(page.length).toBeLessThan(200_000);
  });

  it("are shown from both ends on the report page, which says how much is between them", () => {
    const html = PAGES["the report page"]?.(told) ?? "";
    expect(html).toMatch(/the beginning\nat step[^<]* … \d{7,8} characters cut … [^<]*the cause<\/pre>/u);
  });
});
