// The report page as a person meets it: in a browser, in the dark, on a phone, on paper, with the keyboard, without its script.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderHtml } from "../../src/report/html/page.ts";
import type { PageReport } from "../../src/model/report.ts";
import { everySlot } from "../report/every-slot.ts";
import { SCENES } from "../report/scenes.ts";
import type { Scene } from "../report/telling.ts";
import { CHROMIUM, openEyes, type Eyes } from "./browser.ts";
import { ATTACKS } from "./hostile.ts";
import { longLoop, NIGHTS, pageOf } from "./pages.ts";

if (CHROMIUM === null)
  console.warn("There is no Chromium on this machine: the report page is not tested in a browser.");

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const VIOLATIONS = `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ": " + nodes.slice(0, 3).map(({ html }) => html).join(" ")))`;
const OPEN_ALL = 'for (const each of document.querySelectorAll("details")) each.open = true';

/** All but the rows of the list, of which one is like the other. */
const OPEN_PARTS =
  'for (const each of document.querySelectorAll("details")) each.open = each.closest("li[data-at]:not(:first-child)") === null';

const PHONE = 360;

function scene(name: string): Scene {
  const found = SCENES[name];
  if (found === undefined) throw new Error(`there is no scene ${name}`);
  return found;
}

const LONG = renderHtml(longLoop(8, 130));
const RED = renderHtml(pageOf(scene("red-second")));
const GREEN = renderHtml(pageOf(scene("green-after-red"), { nights: NIGHTS }));
const UNTESTED = renderHtml(pageOf(scene("not-tested")));
const SLOTS = Object.entries(everySlot);

describe.skipIf(CHROMIUM === null)("the report page in a browser", () => {
  let eyes: Eyes;
  beforeAll(async () => {
    eyes = await openEyes(CHROMIUM ?? "");
  });
  afterAll(async () => {
    await eyes.close();
  });

  it.each([
    ["a red loop in the light", renderHtml(longLoop(6, 30)), {}],
    ["a green cycle with its nights in the dark", GREEN, { isDark: true }],
    ["a red cycle on a phone", RED, { width: PHONE }],
  ] as const)("is quiet and keeps nobody out: %s", async (_, html, look) => {
    const page = await eyes.show(html, look);
    await page.evaluate(OPEN_PARTS);
    await page.evaluate(AXE);
    expect(await page.evaluate<readonly string[]>(VIOLATIONS)).toEqual([]);
    expect([...eyes.requests(), ...eyes.complaints()]).toEqual([]);
  });

  it("never scrolls sideways, down to 320 pixels", async () => {
    const long = renderHtml(pageOf(everySlot["suites in every way"]?.("x".repeat(500)) ?? scene("green")));
    for (const html of [LONG, RED, GREEN, UNTESTED, long]) {
      const page = await eyes.show(html, { width: 320 });
      await page.evaluate(OPEN_ALL);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
    }
  });

  it("tells its verdict on the first screen of a phone and in its title", async () => {
    const page = await eyes.show(RED, { width: PHONE });
    expect(await page.title()).toBe("Target not met: Staging: 12 of 18 tests pass (12 before), 2 of 2 probes");
    const box = await page.locator(".next").boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 1_000)).toBeLessThan(780);
  });

  it("searches, filters and sorts its checks, says how many are left, and keeps it in its address", async () => {
    const page = await eyes.show(LONG);
    const told = page.locator(".told");
    const rows = page.locator("#list .rows > li");
    const names = page.locator("#list .rows .name");
    const choose = (name: string, value: string) =>
      page.getByRole("combobox", { name, exact: true }).selectOption(value);
    expect(await told.textContent()).toBe("138 in all");
    expect(await rows.count()).toBe(60);
    await page.getByRole("searchbox").fill("BILLING test_billing_c");
    const found = await names.allTextContents();
    expect(found.length).toBeGreaterThan(1);
    expect(found.every((name) => name.startsWith("test_billing_c"))).toBe(true);
    expect(await told.textContent()).toBe(`${found.length} of 138`);

    await choose("Sort by", "name");
    expect(await names.allTextContents()).toEqual(found.toSorted());
    await choose("Sort by", "time");
    const times = (await page.locator("#list .rows .took").allTextContents()).map(millisecondsOf);
    expect(times).toEqual(times.toSorted((a, b) => b - a));

    await page.getByRole("searchbox").fill("");
    await page.getByRole("button", { name: /^Failed/u }).click();
    const failed = await rows.count();
    expect(failed).toBeGreaterThan(1);
    expect(await page.locator("#list .rows .state.F").count()).toBe(failed);
    await choose("Error", "A");
    const letters = await page.locator("#list .rows .tag.letter").allTextContents();
    expect(new Set(letters)).toEqual(new Set(["A"]));
    expect(letters).toHaveLength(await rows.count());
    expect(new URL(page.url()).hash).toBe("#tests?state=F&error=A&sort=time");
  });

  it("shows from its address what somebody else has searched", async () => {
    const page = await eyes.show(LONG, { hash: "#tests?state=S&q=test" });
    const rows = page.locator("#list .rows > li");
    expect(await rows.count()).toBeGreaterThan(0);
    expect(await page.locator("#list .rows .state.S").count()).toBe(await rows.count());
    expect(await page.getByRole("searchbox").inputValue()).toBe("test");
    expect(await page.getByRole("button", { name: /^Skipped/u }).getAttribute("aria-pressed")).toBe("true");
  });

  it("finds what has changed and shows the past of a test, newest first", async () => {
    const page = await eyes.show(LONG);
    await page.getByRole("combobox", { name: "Mark" }).selectOption("changed");
    const first = page.locator("#list .rows > li").first();
    await first.locator("summary").click();
    const past = await first.locator(".more li").allTextContents();
    expect(past[0]).toMatch(/in cycle 8 /u);
    expect(past[0]?.includes("failed")).not.toBe(past[1]?.includes("failed"));
  });

  it("is walked with the keyboard alone, from the link past the head on", async () => {
    const page = await eyes.show(LONG);
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the report");
    await page.getByRole("searchbox").focus();
    await page.keyboard.type("test_");
    for (let steps = 0; steps < 12; steps++) {
      await page.keyboard.press("Tab");
      if ((await page.evaluate("document.activeElement.tagName")) === "SUMMARY") break;
    }
    const name = () => page.evaluate<string>("document.activeElement.querySelector('.name').textContent");
    const first = await name();
    await page.keyboard.press("ArrowDown");
    expect(await name()).not.toBe(first);
    await page.keyboard.press("End");
    await page.keyboard.press("Home");
    expect(await name()).toBe(first);
    await page.keyboard.press("Enter");
    expect(await page.locator("#list .rows details[open]").count()).toBe(1);
    expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
    await page.getByRole("button", { name: "Show 70 more" }).click();
    expect(await page.locator("#list .rows > li").count()).toBe(130);
    expect(await name()).not.toBe(first);
  });

  it("can be read without its script: every word, every fold, and the tests that failed", async () => {
    const page = await eyes.show(RED, { withoutScript: true });
    expect(await page.locator("h1").innerText()).toContain("12 of 18 tests");
    expect(await page.locator("#error-a").innerText()).toContain("0 of 5 expected events come");
    await page.locator("#error-a .checks summary").nth(1).click();
    expect(await page.locator("#error-a .checks details").nth(1).locator("pre").first().isVisible()).toBe(true);
    const list = (await page.locator("#list").textContent()) ?? "";
    expect(list).toContain("6 of 20 did not pass.");
    expect(list).toContain("test_agent_control");
    expect(await page.locator("button").count()).toBe(0);
    expect(eyes.complaints()).toEqual([]);
  });

  it("follows the theme of the system until somebody chooses another, and remembers that", async () => {
    const page = await eyes.show(RED, { isDark: true });
    const paper = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    const dark = await paper();
    await page.getByRole("button", { name: "Light theme" }).click();
    expect(await paper()).not.toBe(dark);
    await page.reload();
    expect(await paper()).not.toBe(dark);
    await page.getByRole("button", { name: "Dark theme" }).click();
    expect(await paper()).toBe(dark);
    await page.evaluate("localStorage.clear()");
  });

  it("opens everything on paper and leaves the controls out", async () => {
    const page = await eyes.show(RED, { isPrinted: true });
    const fold = page.locator("#error-a .checks details").nth(1).locator("pre").first();
    expect((await fold.boundingBox())?.height).toBeGreaterThan(0);
    expect(await page.locator(".controls").isVisible()).toBe(false);
    expect(await page.locator(".theme").isVisible()).toBe(false);
  });

  it("copies the line that runs a test again as it is", async () => {
    const line = "python -m pytest 'tests/e2e/test_a.py::test_b[<x> & \"y\"]'";
    const page = await eyes.show(renderHtml(withLine(line)));
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.evaluate(OPEN_ALL);
    const place = page.locator(".proof .copied").first();
    expect(await place.locator("pre").textContent()).toBe(line);
    await place.getByRole("button").click();
    await expect.poll(() => place.getByRole("button").textContent()).toBe("Copied");
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(line);
  });

  it("opens what a link leads to", async () => {
    const page = await eyes.show(LONG, { hash: "#cycle-3" });
    expect(await page.locator("#cycle-3").isVisible()).toBe(true);
  });

  it("keeps its structure whatever stands in it, and leads nowhere else", async () => {
    const page = await eyes.show("<!doctype html><title>x</title>");
    const every = process.env["EVERY_TEXT"] === "yes";
    for (const [at, [name, make]] of SLOTS.entries()) {
      const texts = ATTACKS.filter((_, nth) => every || (nth + at) % 12 === 0);
      const pages = ["x", ...texts].map((text) => renderHtml(pageOf(make(text))));
      const [wanted, ...found] = await page.evaluate<readonly string[]>(`(${SKELETONS})(${JSON.stringify(pages)})`);
      for (const [nth, skeleton] of found.entries()) {
        expect([name, texts[nth], skeleton]).toEqual([name, texts[nth], wanted]);
      }
    }
  });

  it("runs nothing and asks for nothing that such a text wants", async () => {
    const text = ATTACKS.filter((each) => each.length < 500).join("\n");
    for (const [name, make] of SLOTS.filter((_, at) => at % 8 === 0)) {
      const page = await eyes.show(renderHtml(pageOf(make(text))));
      await page.evaluate(OPEN_ALL);
      expect([name, ...eyes.requests(), ...eyes.complaints()]).toEqual([name]);
    }
  });
});

/** Elements with all their attributes, as the browser reads them. */
const SKELETONS = `(pages) => {
  const shape = (element) => {
    const attributes = [...element.attributes].map(({ name, value }) => name + "=" + value);
    return "<" + element.tagName + " " + attributes.join(" ") + ">" + [...element.children].map(shape).join("") + "</>";
  };
  return pages.map((html) => shape(new DOMParser().parseFromString(html, "text/html").documentElement));
}`;

function millisecondsOf(took: string): number {
  return took.endsWith(" ms") ? Number(took.slice(0, -3)) : Number(took.slice(0, -2)) * 1_000;
}

/** A page of a test that is run again with this line. */
function withLine(line: string): PageReport {
  const { failing } = pageOf(everySlot["suites in every way"]?.(line) ?? scene("green"));
  const groups = failing.filter(({ checks }) => checks.some(({ reproduce }) => reproduce !== null));
  return { ...pageOf(scene("red-first")), failing: groups };
}
