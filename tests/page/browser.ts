// A real browser for the pages: Debian's Chromium, which may load a file and nothing else.
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"] as const;

/** null: there is none on this machine. */
export const CHROMIUM = PATHS.find((path) => existsSync(path)) ?? null;

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
] as const;

export async function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: [...ARGS] });
}

export interface Look {
  /** In pixels; a desk's where it is not said. */
  readonly width?: number;
  readonly isDark?: boolean;
  readonly isPrinted?: boolean;
  readonly withoutScript?: boolean;
  /** Behind the address. */
  readonly hash?: string;
}

export interface Eyes {
  readonly show: (html: string, look?: Look) => Promise<Page>;
  /** What the last page asked for beside its file. */
  readonly requests: () => readonly string[];
  /** Errors, warnings and refusals that its console told, and every dialog. */
  readonly complaints: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** One window for all pages; each of them replaces the one before. */
export async function openEyes(executablePath: string): Promise<Eyes> {
  const folder = await mkdtemp(join(tmpdir(), "page-"));
  const browser = await launch(executablePath);
  let requests: string[] = [];
  let complaints: string[] = [];
  let allowed = "";
  const open = async (javaScriptEnabled: boolean): Promise<Page> => {
    const context = await browser.newContext({ javaScriptEnabled, reducedMotion: "reduce" });
    await context.route("**/*", (route) =>
      route.request().url().startsWith(allowed) ? route.continue() : route.abort(),
    );
    const page = await context.newPage();
    page.on("request", (request) => {
      const asked = request.url();
      if (!asked.startsWith(allowed) && !asked.startsWith("data:image/svg+xml,")) requests.push(asked);
    });
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    return page;
  };
  const pages = { withScript: await open(true), without: await open(false) };
  let count = 0;
  return {
    show: async (html, { width = 1_000, isDark = false, isPrinted = false, withoutScript = false, hash = "" } = {}) => {
      const path = join(folder, `${count++}.html`);
      await writeFile(path, html);
      const page = withoutScript ? pages.without : pages.withScript;
      await page.setViewportSize({ width, height: 780 });
      await page.emulateMedia({ colorScheme: isDark ? "dark" : "light", media: isPrinted ? "print" : "screen" });
      requests = [];
      complaints = [];
      allowed = pathToFileURL(path).href;
      await page.goto(`${allowed}${hash}`);
      return page;
    },
    requests: () => requests,
    complaints: () => complaints,
    close: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
