// Playwright Test, run for real where its package is: retries, projects, attachments, and files that cannot be loaded.
import { describe, expect, it } from "vitest";
import { reveal } from "../../src/text/untrusted.ts";
import { NODE, whyNoPlaywright, workspace } from "./stage.ts";

const reason = whyNoPlaywright();
const PLAYWRIGHT = `${NODE} node_modules/@playwright/test/cli.js test`;

// No test asks for a page, so that no browser is needed.
const TESTS = `
import { test, expect } from "@playwright/test";
import { existsSync, writeFileSync } from "node:fs";
test("works", () => {});
test("breaks with a name that is long enough to be cut by the runner when it makes a folder of it", async ({}, info) => {
  writeFileSync(info.outputPath("trace.txt"), "seen");
  expect(1).toBe(2);
});
test.skip("later", () => {});
test("flaky", () => { const was = existsSync("was"); writeFileSync("was", ""); expect(was).toBe(true); });
`;
const CONFIG = `
import { defineConfig } from "@playwright/test";
export default defineConfig({ testDir: "specs", retries: 1, workers: 1, projects: [{ name: "one" }],
  reporter: [["line"], ["json", { outputFile: "report.json" }], ["junit", { outputFile: "report.xml" }]] });
`;
const FILES = { "specs/login.spec.ts": TESTS, "playwright.config.ts": CONFIG, "package.json": '{"type":"module"}' };

describe.skipIf(reason !== null)(
  `Playwright Test${reason === null ? "" : ` (not run: ${reason})`}`,
  { timeout: 60_000 },
  () => {
    it.each(["report.json", "report.xml"])(
      "tells what passed, failed, was skipped and is flaky in %s",
      async (file) => {
        const { run } = await workspace(FILES);
        const ran = await run({ run: PLAYWRIGHT, reports: [file], attachments: ["test-results/**"] });
        expect(ran.results.map(({ name, outcome }) => `${reveal(name).slice(0, 6).trim()} ${outcome}`)).toEqual([
          "works passed",
          "breaks failed",
          "later skipped",
          "flaky passed",
        ]);
        expect(ran.run).toMatchObject({ tests: 3, runner: { runner: "Playwright", failed: 1 } });
        const [, broken, , flaky] = ran.results;
        expect((broken?.test?.attachments ?? []).map(reveal)).toContainEqual(expect.stringMatching(/trace\.txt$/u));
        expect(broken?.test?.project).toMatchObject({ untrusted: "one" });
        if (file === "report.json") expect(flaky?.test?.earlier).toHaveLength(1);
      },
    );

    it("is red for a file that cannot be loaded", async () => {
      const { run } = await workspace({ ...FILES, "specs/broken.spec.ts": 'throw new Error("boom at load");' });
      const ran = await run({ run: PLAYWRIGHT, reports: ["report.json"] });
      expect(ran.results.filter(({ outcome }) => outcome === "errored").length).toBeGreaterThan(0);
    });
  },
);
