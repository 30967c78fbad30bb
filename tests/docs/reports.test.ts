// The page about reports: its commands print what it shows, and it names every format and every state.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeProgram } from "../../demo/staging/node-program.ts";
import { REPORT_FORMATS } from "../../src/model/check.ts";

const CLI = join(import.meta.dirname, "../../dist/cli/index.js");
const PAGE = readFileSync(join(import.meta.dirname, "../../docs/reports.md"), "utf8");

interface Block {
  readonly mark: string;
  readonly words: readonly string[];
  readonly text: string;
}

const BLOCKS: readonly Block[] = [
  ...PAGE.matchAll(/<!-- (?<mark>file|prints) (?<words>[^\n]*) -->\n```\w+\n(?<text>[\s\S]*?)```/gu),
].map(({ groups = {} }) => ({
  mark: groups["mark"] ?? "",
  words: (groups["words"] ?? "").split(" "),
  text: groups["text"] ?? "",
}));

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "reports-"));
  for (const { mark, words, text } of BLOCKS) {
    if (mark === "file") writeFileSync(join(folder, words[0] ?? ""), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function printed(words: readonly string[]): Promise<string> {
  return await new Promise((resolve, reject) => {
    execFile(nodeProgram(), [CLI, ...words], { cwd: folder }, (error, out) =>
      error === null ? resolve(out) : reject(error),
    );
  });
}

describe("docs/reports.md", () => {
  it("shows no block that nobody looks at", () => {
    expect(PAGE.match(/^```\w+$/gmu)).toHaveLength(BLOCKS.length);
  });

  it.each(BLOCKS.filter(({ mark }) => mark === "prints"))("prints what it says: $words", async ({ words, text }) => {
    expect(await printed(words)).toBe(text);
  });

  it("names every format", () => {
    for (const format of REPORT_FORMATS) expect(PAGE).toContain(`\`${format}\``);
  });

  it("names every state of a file", () => {
    const states = ["read", "partial", "refused", "unsupported", "ignored", "empty", "stale", "missing"];
    for (const state of states) expect(PAGE).toMatch(new RegExp(`^\\| \`${state}\` \\|`, "mu"));
  });
});
