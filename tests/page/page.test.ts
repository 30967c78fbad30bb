// The report page as a text: what stands in it, in which order, and what is left out where it would be too large.
import { describe, expect, it } from "vitest";
import { pageAssets } from "../../scripts/page-assets.ts";
import type { FailingGroup, PageReport } from "../../src/model/report.ts";
import { SCRIPT, STYLE } from "../../src/report/html/assets.ts";
import { MAX_PAGE_BYTES, renderHtml } from "../../src/report/html/page.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { readFileSync } from "node:fs";
import { LOOP_SCENES } from "../report/loop-scenes.ts";
import { PROBE_SCENES } from "../report/probe-scenes.ts";
import { SCENES } from "../report/scenes.ts";
import { SUITE_SCENES } from "../report/suite-scenes.ts";
import type { Scene } from "../report/telling.ts";
import { longLoop, NIGHTS, pageOf } from "./pages.ts";

const ALL = { ...SCENES, ...SUITE_SCENES, ...PROBE_SCENES, ...LOOP_SCENES };

function sceneOf(name: string): Scene {
  const scene = ALL[name];
  if (scene === undefined) throw new Error(`there is no scene ${name}`);
  return scene;
}

const pageOfScene = (name: string): PageReport => pageOf(sceneOf(name));

/** The words of the page without its style, its script and its data. */
function words(html: string): string {
  return html
    .replace(/<(style|script)[^>]*>[\s\S]*?<\/\1>/gu, "")
    .replace(/<[^>]+>/gu, " ")
    .replaceAll("&quot;", '"')
    .replace(/\s+/gu, " ");
}

const headings = (html: string): readonly string[] =>
  [...html.matchAll(/<h2[^>]*>([^<]*)<\/h2>/gu)].map(([, title]) => title ?? "");

describe("the report page", () => {
  it.each(Object.entries(ALL))("is the same for the same cycle, balanced, and has every id once: %s", (_, scene) => {
    const html = renderHtml(pageOf(scene));
    expect(renderHtml(pageOf(scene))).toBe(html);
    const ids = [...html.matchAll(/ id="([^"]+)"/gu)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of html.matchAll(/<a href="#([^"]+)"/gu)) expect(ids).toContain(id);
    for (const tag of ["details", "section", "article", "svg", "ul", "dl", "table", "code", "bdi"]) {
      expect([tag, html.match(new RegExp(`<${tag}[ >]`, "gu"))?.length ?? 0]).toEqual([
        tag,
        html.match(new RegExp(`</${tag}>`, "gu"))?.length ?? 0,
      ]);
    }
    expect(html.replaceAll(STYLE, "").replaceAll(SCRIPT, "")).not.toMatch(/ style=| on[a-z]+=|undefined|\[object|NaN/u);
  });

  it("goes from the verdict to the details", () => {
    expect(headings(renderHtml(pageOfScene("red-second")))).toEqual([
      "3 errors",
      "What changed",
      "Cycles",
      "Steps of this cycle",
      "Every test and its past",
    ]);
  });

  it("is short where there is little to tell", () => {
    expect(headings(renderHtml(pageOfScene("green")))).toEqual(["Steps of this cycle", "Every test"]);
    expect(headings(renderHtml(pageOfScene("not-tested-deploy-failed")))).toEqual(["Steps of this cycle"]);
  });

  it("says what the comment says, with the words of every failure", () => {
    const said = words(renderHtml(pageOfScene("red-second")));
    for (const sentence of [
      "Target not met cycle 2 of 5",
      "Staging: 12 of 18 tests pass (12 before), 2 of 2 probes",
      "Next: cycle 3 of 5 runs now on the commit that was pushed meanwhile",
      "staging at 9b2c7d0 of acme/chat · 28 May 2026, 20:26 UTC , took 1 min · Run",
      "1 test · new · not recognised",
      "assert 404 == 200 for GET /api/agents/start",
      "A rule for classes in the configuration",
      "Failed before with the WebSocket closes with 1011",
      "Text from staging and from tests is quoted, not verified.",
    ])
      expect(said).toContain(sentence);
  });

  it("has a gap and not a zero where a cycle was not tested", () => {
    const html = renderHtml(longLoop(6, 30));
    const chart = /<svg class="bars"[\s\S]*?<\/svg>/u.exec(html)?.[0] ?? "";
    expect(chart.match(/class="gap"/gu)).toHaveLength(1);
    expect(chart).toContain('aria-label="Cycle 4: not tested: staging was not ready"');
    expect(chart.match(/class="pass/gu)).toHaveLength(5);
    expect(chart).not.toContain('height="0"');
  });

  it("marks the cycle and the nights that reached the target", () => {
    const html = renderHtml(pageOf(sceneOf("green-after-red"), { nights: NIGHTS }));
    const [loop = "", nights = ""] = [...html.matchAll(/<svg class="bars"[\s\S]*?<\/svg>/gu)].map(([chart]) => chart);
    expect(loop.match(/class="pass met"/gu)).toHaveLength(1);
    expect(nights.match(/class="pass met"/gu)?.length).toBe(NIGHTS.filter(({ verdict }) => verdict === "met").length);
    expect(nights.match(/class="gap"/gu)?.length).toBe(NIGHTS.filter(({ verdict }) => verdict === "not-tested").length);
  });

  it("carries the past of each test in one sign a cycle", () => {
    const page = longLoop(8, 50);
    const json = /<script type="application\/json" id="history">(.*?)<\/script>/u.exec(renderHtml(page))?.[1] ?? "";
    const read: unknown = JSON.parse(json);
    expect(read).toMatchObject({ past: page.history.rows.map(({ past }) => past).join(""), beyond: 0 });
    expect(json.length / page.history.rows.length).toBeLessThan(200);
  });
});

describe("the words of a failure", () => {
  const shown = (message: string, detail: string | null): number => {
    const page = pageOfScene("loop-exhausted");
    const [group] = page.failing;
    const [check] = group?.checks ?? [];
    if (group === undefined || check === undefined) throw new Error("the scene has an error");
    const only = { ...check, message: untrusted(message), detail: detail === null ? null : untrusted(detail) };
    const html = renderHtml({ ...page, failing: [{ ...group, checks: [only] }] });
    return html.match(/<pre dir="auto">/gu)?.length ?? 0;
  };

  it.each([
    ["alone", "assert 3 == 4", null, 1],
    ["and others", "assert 3 == 4", "in test_answers", 2],
    ["again in its details", "assert 3 == 4", "E  assert 3 == 4\n in test_answers", 1],
    ["again with other breaks", "assert 3\n == 4", "assert   3 == 4", 1],
    ["of which the details are a part", "assert 3 == 4 in test_answers", "assert 3 == 4", 1],
  ])("%s are said once", (_, message, detail, blocks) => {
    expect(shown(message, detail)).toBe(blocks);
  });
});

describe("a page that would be too large", () => {
  const [group] = pageOfScene("loop-exhausted").failing;
  const [check] = group?.checks ?? [];

  it("loses the last errors before the first, and says which", () => {
    if (group === undefined || check === undefined) throw new Error("the scene has an error");
    // Each sign takes five bytes in the file.
    const checks = Array.from({ length: 50 }, () => ({ ...check, detail: untrusted("&".repeat(7_900)) }));
    const failing = [..."ABCDEFGHIJKL"].map((letter): FailingGroup => ({ ...group, letter, checks }));
    const lanes = failing.map(({ letter, title }) => ({ letter, title, counts: [1], state: "new" }));
    const html = renderHtml({ ...pageOfScene("loop-exhausted"), failing, lanes });
    expect(new TextEncoder().encode(html).length).toBeLessThan(MAX_PAGE_BYTES);
    expect(html).toContain('id="error-a"');
    expect(html).not.toContain('id="error-l"');
    expect(words(html)).toMatch(/Left out, because the page would be too large: (?:error [H-K]; )+error L\./u);
    expect(html).toContain('id="history"');
    // Nothing leads to what is not there.
    expect(html).toContain('href="#error-a"');
    const ids = new Set([...html.matchAll(/ id="(?<id>[^"]+)"/gu)].map(({ groups }) => groups?.["id"]));
    expect([...html.matchAll(/ href="#(?<id>[^"]+)"/gu)].filter(({ groups }) => !ids.has(groups?.["id"]))).toEqual([]);
  });

  it("keeps 20,000 tests with their past", () => {
    const page = longLoop(3, 300);
    const rows = Array.from({ length: 20_000 }, (_, at) => page.history.rows[at % 300]).filter(
      (row) => row !== undefined,
    );
    const html = renderHtml({ ...page, history: { ...page.history, rows, beyond: 7 } });
    expect(html.length).toBeLessThan(4_000_000);
    expect(words(html)).toContain("7 more are counted and not listed.");
  });
});

it("has the style and the script that its sources make", () => {
  expect(readFileSync(new URL("../../src/report/html/assets.ts", import.meta.url), "utf8")).toBe(pageAssets());
});
