// The score of a folder of reports: right is right, and each kind of wrong is told.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const script = fileURLToPath(new URL("../../scripts/corpus.ts", import.meta.url));
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "corpus-"));
  await writeFile(join(folder, "good.tap"), "1..2\nok 1 - a\nnot ok 2 - b\n");
  await writeFile(join(folder, "green.tap"), "1..1\nok 1 - a\n");
  await writeFile(join(folder, "cut.xml"), "<testsuite><testcase name='a'/>");
});
afterAll(() => rm(folder, { recursive: true }));

interface Scored {
  readonly code: number;
  readonly output: string;
}

async function score(...entries: readonly unknown[]): Promise<Scored> {
  await writeFile(join(folder, "index.jsonl"), entries.map((each) => `${JSON.stringify(each)}\n`).join(""));
  return new Promise((resolve) => {
    execFile(process.execPath, [script, folder], (error, stdout) =>
      resolve({ code: error === null ? 0 : 1, output: stdout }),
    );
  });
}

const counts = (tests: number, failures: number) => ({ tests, failures, errors: 0, skipped: 0 });

describe("the score", () => {
  it("is perfect for what is right", async () => {
    const { code, output } = await score(
      { file: "good.tap", expected: counts(2, 1), category: "valid" },
      { file: "cut.xml", expected: null, category: "malformed" },
      {
        file: "good.tap",
        outcome: "parse",
        totals: { tests: 2, failed: 1, errors: 0, skipped: 0 },
        limits: { ms: 60_000, rss_mib: 1_000 },
      },
      { file: "cut.xml", outcome: "parse-or-error", totals: null, category: "truncated" },
    );
    expect(output.trimEnd().split("\n").at(-1)).toBe("right 4 of 4, false greens 0, crashes 0, over limits 0");
    expect(code).toBe(0);
  });

  it("names what is wrong, and what is green and must not be", async () => {
    const { code, output } = await score(
      { file: "good.tap", expected: counts(3, 1), category: "valid" },
      { file: "green.tap", expected: counts(2, 1), category: "valid" },
      { file: "green.tap", expected: null, category: "malformed" },
      { file: "missing.tap", expected: counts(1, 0), category: "valid" },
      { file: "good.tap", outcome: "error", totals: null, limits: { ms: 60_000, rss_mib: 1_000 } },
    );
    expect(output).toContain("good.tap: read tap 2 1 0 0, expected 3 1 0 0");
    expect(output.trimEnd().split("\n").at(-1)).toBe("right 0 of 5, false greens 2, crashes 1, over limits 0");
    expect(code).toBe(1);
  });
});
