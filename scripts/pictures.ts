// Takes the pictures of README and docs: what the demo's pull request shows, in a real browser. `npm run pictures`
// after `npm run build && npm run demo`. Needs Debian's Chromium and a font with
// the signs of a verdict, such as fonts-noto-color-emoji.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { chromium, type Browser } from "playwright-core";

const root = fileURLToPath(new URL("..", import.meta.url));
const CHROMIUM = "/usr/bin/chromium";
/** The cycle of the demo with the most to tell. */
const CYCLE = 4;
/** Of the page around a part of it. */
const MARGIN = 24;

const demo = (cycle: number, name: string): string => join(root, "demo", "out", "pr", `cycle-${cycle}`, name);
const work = join(root, "build", "pictures");
const out = join(root, "docs", "pictures");

if (!existsSync(CHROMIUM)) throw new Error(`There is no ${CHROMIUM} that could take pictures.`);
mkdirSync(work, { recursive: true });
mkdirSync(out, { recursive: true });

const comment = join(work, "comment.html");
writeFileSync(comment, commentPage(readFileSync(demo(CYCLE, "comment.md"), "utf8")));
const report = join(work, "report.html");
writeFileSync(report, reportPage());

const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
  ],
});
try {
  for (const scheme of ["light", "dark"] as const) {
    await take(browser, { page: comment, name: `comment-${scheme}`, scheme, width: 860, part: "body" });
    await take(browser, { page: report, name: `report-${scheme}`, scheme, width: 1_000, height: 1_200 });
    await take(browser, { page: report, name: `course-${scheme}`, scheme, width: 1_000, part: "#cycles" });
  }
  await take(browser, { page: report, name: "report-phone", scheme: "light", width: 390, height: 844 });
} finally {
  await browser.close();
}

interface Picture {
  readonly page: string;
  readonly name: string;
  readonly scheme: "light" | "dark";
  readonly width: number;
  /** What is seen without scrolling. */
  readonly height?: number;
  /** Only this element of the page, as high as it is. */
  readonly part?: string;
}

async function take(from: Browser, { page: path, name, scheme, width, height = 800, part }: Picture): Promise<void> {
  const page = await from.newPage({
    viewport: { width, height },
    colorScheme: scheme,
    deviceScaleFactor: width < 500 ? 2 : 1,
    reducedMotion: "reduce",
  });
  await page.goto(pathToFileURL(path).href);
  const file = join(out, `${name}.png`);
  const box = part === undefined ? null : await page.locator(part).boundingBox();
  const clip = box === null ? undefined : within(box, width);
  await page.screenshot({ path: file, fullPage: clip !== undefined, ...(clip === undefined ? {} : { clip }) });
  await page.close();
  console.log(file.slice(root.length));
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** With some of the page around it. */
function within({ x, y, width, height }: Box, most: number): Box {
  const left = Math.max(0, x - MARGIN);
  const top = Math.max(0, y - MARGIN);
  return { x: left, y: top, width: Math.min(most, x + width + MARGIN) - left, height: y + height + MARGIN - top };
}

/** The report of this cycle, with the cycles before it as its past, by the command that users have. */
function reportPage(): string {
  const records = Array.from({ length: CYCLE }, (_, at) => demo(at + 1, "record.json")).filter((path) =>
    existsSync(path),
  );
  const cli = join(root, "dist", "cli", "index.js");
  return execFileSync(process.execPath, [cli, "render", ...records, "--to", "html"], {
    encoding: "utf8",
    maxBuffer: 64 * 1_024 * 1_024,
  });
}

/** A comment as a code host shows it: its Markdown in a box below a name. */
function commentPage(markdown: string): string {
  const body = micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Comment</title>
<style>
:root { color-scheme: light dark; --line: light-dark(#d0d7de, #30363d); --soft: light-dark(#f6f8fa, #161b22);
  --text: light-dark(#1f2328, #e6edf3); --quiet: light-dark(#59636e, #9198a1); --link: light-dark(#0969da, #4493f8); }
* { box-sizing: border-box }
body { margin: 0; padding: 24px; background: light-dark(#fff, #0d1117); color: var(--text);
  font: 14px/1.5 system-ui, "DejaVu Sans", sans-serif }
article { border: 1px solid var(--line); border-radius: 6px; overflow: hidden }
header { padding: 8px 16px; background: var(--soft); border-bottom: 1px solid var(--line); color: var(--quiet) }
header b { color: var(--text) }
section { padding: 4px 16px 16px }
h3 { font-size: 1.25em; margin: 16px 0 12px }
p { margin: 0 0 12px }
a { color: var(--link) }
code { font: 85%/1.4 ui-monospace, "DejaVu Sans Mono", monospace; background: light-dark(#818b981f, #656c7633);
  border-radius: 6px; padding: .15em .4em }
table { border-collapse: collapse; margin: 0 0 12px }
td, th { border: 1px solid var(--line); padding: 5px 12px; text-align: left; vertical-align: top }
details { margin: 0 0 8px }
summary { cursor: pointer }
</style>
<article><header><b>github-actions</b> <span>bot commented on this pull request</span></header><section>
${body}
</section></article></html>
`;
}
