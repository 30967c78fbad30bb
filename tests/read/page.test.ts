// The page of report files: what the first line says, and that nothing is claimed about a staging that nobody looked at.
import { expect, it } from "vitest";
import { newLoop } from "../../src/loop/begin.ts";
import { renderHtml } from "../../src/report/html/page.ts";
import { pageOf, toldOf, wholePageOf } from "../../src/read/page.ts";
import { readSources, type Source } from "../../src/read/sources.ts";
import { DESK } from "../../src/model/trigger.ts";
import { plain } from "../../src/report/plain.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { clean } from "../../src/text/clean.ts";
import { trigger } from "../fakes/trigger.ts";
import { junit, source, TERMINAL } from "./files.ts";

async function headlineOf(...sources: readonly Source[]): Promise<string> {
  const reading = await readSources(sources, (text) => text, false);
  const page = pageOf(reading, toldOf(reading, trigger({ event: DESK }), clean));
  const whole = renderTerminal(page).join("\n");
  expect(whole).not.toMatch(/staging is|deploy|cycle|Next:/iu);
  return `${page.icon} ${plain(page.headline)}`;
}

const GREEN = source("green.xml", junit({ a: { time: "0.2" }, b: { time: "0.3" } }));

const BROKEN = `<testsuite name="pytest"><testcase classname="" name="test_b"><error message="collection failure"/></testcase></testsuite>`;

it.each<readonly [string, readonly Source[]]>([
  ["\u2705 2 of 2 tests pass", [GREEN]],
  ["\u274c 2 of 3 tests pass", [GREEN, source("red.xml", junit({ c: { failure: "no" } }))]],
  [
    "\u274c 2 of 12 tests pass",
    [source("x.xml", junit({ a: {}, b: {} })), source("out.txt", TERMINAL.replace("243", "12"))],
  ],
  ["\u274c 2 of 2 tests pass, and the test run failed", [GREEN, source("x.xml", BROKEN)]],
  ["\u274c No test ran, and the test run failed", [source("x.xml", BROKEN)]],
  [
    "\u2705 12000 of 12000 tests pass",
    [source("many.xml", `<testsuite>${'<testcase name="a" time="0.2"/>'.repeat(12_000)}</testsuite>`)],
  ],
  ["\u26aa Nothing could be read", [source("cut.xml", "<testsuite><testcase")]],
  ["\u26aa No test ran", [source("empty.xml", "<testsuite/>")]],
  ["\u26aa No test ran", [source("skipped.xml", junit({ a: { skipped: true } }))]],
  [
    "\u26a0\ufe0f 2 of 2 tests pass, and not everything could be read",
    [GREEN, source("x.xml", "<testsuite><testcase")],
  ],
])("%s", async (headline, sources) => {
  expect(await headlineOf(...sources)).toBe(headline);
});

it("makes a whole page that shows neither a cycle nor a time that nobody knows", async () => {
  const red = source("red.xml", junit({ a: { time: "0.2" }, c: { failure: "no" } }));
  const reading = await readSources([red], (text) => text, false);
  const at = trigger({ event: DESK });
  const told = toldOf(reading, at, clean);
  const html = renderHtml(wholePageOf(pageOf(reading, told), told, newLoop(at, 0)));
  const [, seen = ""] = html.split("</style>");
  const [body = ""] = seen.split("<script");
  expect(body).toContain("1 of 2 tests pass");
  expect(body).not.toMatch(/1970|cycle|Target|When each part ran|0000000|<time/iu);
});
