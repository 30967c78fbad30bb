// How long the report page of 5,000 tests over 30 cycles lets a person wait in Chromium: until its first search is answered,
// for each search after that, and while it is scrolled. Beside it a blank page of the same bytes, in the same run. Exit
// code 1 when ours takes five times as long as the blank one until it is of use.
//   node bench/page.ts [--rounds 7] [--tests 5000] [--cycles 30]
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { renderHtml } from "../src/report/html/page.ts";
import { CHROMIUM, launch } from "../tests/page/browser.ts";
import { longLoop } from "../tests/page/pages.ts";
import { median } from "./median.ts";

const MOST = 5;

/** Ten screens down, frame by frame. */
const SCROLL = `(async () => {
  const times = [];
  for (let at = 0; at < 10; at++) {
    const began = performance.now();
    scrollBy({ top: innerHeight, behavior: "instant" });
    await new Promise((done) => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      port2.postMessage(null);
    }));
    times.push(performance.now() - began);
  }
  return times;
})()`;

const { values: flags } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    tests: { type: "string", default: "5000" },
    cycles: { type: "string", default: "30" },
  },
});

if (CHROMIUM === null) {
  console.error("There is no Chromium on this machine: nothing can be measured.");
  process.exit(2);
}

const report = longLoop(Number(flags.cycles), Number(flags.tests));
const rounds = Array.from({ length: Number(flags.rounds) });
const rendering = rounds.map(() => {
  const began = performance.now();
  renderHtml(report);
  return performance.now() - began;
});
const html = renderHtml(report);
const bytes = new TextEncoder().encode(html).length;
console.log(`renderHtml: ${median(rendering).toFixed(0)} ms, ${(bytes / 1_024).toFixed(0)} KiB`);

/** As many bytes that a browser has to read, and one field to type into. */
const HEAD =
  '<!doctype html><meta charset="utf-8"><title>blank</title><input type="search"><script type="application/json">"';
const TAIL = '"</script>';
const blank = `${HEAD}${"x".repeat(bytes - HEAD.length - TAIL.length)}${TAIL}`;

const folder = mkdtempSync(join(tmpdir(), "bench-page-"));
const browser = await launch(CHROMIUM);
try {
  const context = await browser.newContext({ viewport: { width: 1_000, height: 900 } });
  const page = await context.newPage();
  const addresses = [html, blank].map((text, at) => {
    const path = join(folder, `${at}.html`);
    writeFileSync(path, text);
    return pathToFileURL(path).href;
  });
  const [ours = "", theirs = ""] = addresses;
  // Neither of them pays for the first page of a fresh browser.
  for (const address of addresses) await usable(page, address);
  const times = {
    ours: new Array<number>(),
    blank: new Array<number>(),
    search: new Array<number>(),
    scroll: new Array<number>(),
    still: new Array<number>(),
  };
  for (const _ of rounds) {
    times.blank.push(await usable(page, theirs));
    times.still.push(await scrolling(page));
    times.ours.push(await usable(page, ours));
    times.scroll.push(await scrolling(page));
    times.search.push(await searching(page));
  }
  const ratio = median(times.ours) / median(times.blank);
  console.log(
    `first search answered: ${ms(times.ours)}, in the blank page ${ms(times.blank)}: ${ratio.toFixed(1)} times (most ${MOST})`,
  );
  console.log(`a search after that, drawn: ${ms(times.search)}`);
  console.log(`a screen further: ${ms(times.scroll)} a frame, in the blank page ${ms(times.still)}`);
  process.exitCode = ratio < MOST ? 0 : 1;
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

function ms(values: readonly number[]): string {
  return `${median(values).toFixed(1)} ms`;
}

/** From the request for the page to the frame that shows the answer to its first search. */
async function usable(page: Page, address: string): Promise<number> {
  const began = performance.now();
  await page.goto(address);
  await page.evaluate<number>(SEARCH("test_billing_c"));
  return performance.now() - began;
}

/** Letter after letter of a name: the middle one. */
async function searching(page: Page): Promise<number> {
  const times: number[] = [];
  for (const words of ["t", "te", "test_chat", "test_chat_closes", "nobody", ""])
    times.push(await page.evaluate<number>(SEARCH(words)));
  return median(times);
}

/** Ten screens down: the middle frame. */
async function scrolling(page: Page): Promise<number> {
  return median(await page.evaluate<readonly number[]>(SCROLL));
}

/** A message comes after the frame that the browser was asked for. */
function SEARCH(words: string): string {
  return `new Promise((done) => {
    const field = document.querySelector("input[type=search]");
    const began = performance.now();
    field.value = ${JSON.stringify(words)};
    field.dispatchEvent(new Event("input"));
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now() - began);
      port2.postMessage(null);
    });
  })`;
}
