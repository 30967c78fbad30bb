// The page about reports: its commands print what it shows, and it names every format and every state.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REPORT_FORMATS } from "../../src/model/check.ts";
import { shownOn } from "./shown.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/reports.md"), "utf8");
const SHOWN = shownOn(PAGE, join(import.meta.dirname, "../../dist/cli/index.js"));

beforeAll(SHOWN.open);
afterAll(SHOWN.close);

describe("docs/reports.md", () => {
  it("shows no block that nobody looks at", () => {
    expect(PAGE.match(/^```\w+$/gmu)).toHaveLength(SHOWN.blocks.length);
  });

  it.each(SHOWN.blocks.filter(({ mark }) => mark === "prints"))(
    "prints what it says: $words",
    async ({ words, text }) => {
      expect(await SHOWN.printed(words)).toBe(text);
    },
  );

  it("names every format", () => {
    for (const format of REPORT_FORMATS) expect(PAGE).toContain(`\`${format}\``);
  });

  it("names every state of a file", () => {
    const states = ["read", "partial", "refused", "unsupported", "ignored", "empty", "stale", "missing"];
    for (const state of states) expect(PAGE).toMatch(new RegExp(`^\\| \`${state}\` \\|`, "mu"));
  });
});
