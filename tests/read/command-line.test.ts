// The commands `read` and `render` as somebody at a desk uses them: a real process, real files, its exit code and streams.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeProgram } from "../../demo/staging/node-program.ts";
import { encodeRecord } from "../../src/record/record.ts";
import { NEXT } from "../report/telling.ts";
import { cycle, loop, test } from "../fakes/checks.ts";
import { trigger } from "../fakes/trigger.ts";
import { junit, TERMINAL } from "./files.ts";

const CLI = join(import.meta.dirname, "../../dist/cli/index.js");
const SECRET = "correct-horse-battery-staple";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "read-"));
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write("green.xml", junit({ a: { time: "0.21" }, b: { time: "0.33" } }));
  write("red.xml", junit({ c: { time: "0.2", failure: `token ${SECRET} caf\u00e9 was refused` } }));
  write("cut.xml", junit({ d: { time: "0.2" }, e: { time: "0.2" } }).slice(0, -40));
  write("pytest.txt", TERMINAL);
  symlinkSync("/dev/zero", join(folder, "zero.xml"));
  write(
    "record.json",
    encodeRecord({
      cycle: cycle([test("test_a", "failed", "received 1011")]),
      decision: NEXT,
      loop: loop(),
      trigger: trigger(),
      maxCycles: 5,
      planDigest: "x",
      head: "x",
      commits: [],
      pushed: [],
      pullRequest: null,
      inputs: {},
    }),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(...args: readonly string[]): Promise<Ended> {
  const options = {
    cwd: folder,
    env: { PATH: process.env["PATH"] ?? "", E2E_TOKEN: SECRET },
    timeout: 20_000,
  };
  return await new Promise((resolve) => {
    execFile(nodeProgram(), [CLI, ...args], options, (error, out, err) =>
      resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, out, err }),
    );
  });
}

describe.concurrent("read", () => {
  it("prints JSON and nothing else, exit code 0 whatever is found, secrets hidden", async () => {
    const { code, out, err } = await run("read", "*.xml", "pytest.txt");
    expect([code, err]).toEqual([0, ""]);
    expect(out).not.toContain(SECRET);
    expect(out).toMatch(/^[\n -~]*$/u);
    const told: { readonly files: readonly unknown[]; readonly results: readonly { readonly id: string }[] } =
      JSON.parse(out);
    expect(told.files).toHaveLength(5);
    expect(told.results.map(({ id }) => id)).toEqual([
      "(report cut.xml)",
      "e2e.test_flow::c",
      "(report zero.xml)",
      "(the test command)",
    ]);
  });

  it("tells mistakes apart from what it finds: exit code 2, on the other stream", async () => {
    expect(await run("read")).toMatchObject({ code: 2, out: "", err: expect.stringContaining("no file is given") });
    const gone = await run("read", "green.xml", "*.trx");
    expect(gone).toMatchObject({ code: 2, out: "", err: expect.stringContaining("*.trx: no file has this name") });
  });
});

describe.concurrent("render", () => {
  it("makes a page of reports", async () => {
    const { code, out } = await run("render", "green.xml", "red.xml", "--to", "comment");
    expect(code).toBe(0);
    expect(out).toContain("### \u274c 2 of 3 tests pass\n");
    expect(out).not.toContain(SECRET);
    expect(out).not.toMatch(/Deploy|\*\*Next|served/u);
  });

  it("never makes a green page of what could not be read", async () => {
    const { out } = await run("render", "green.xml", "cut.xml", "--to", "comment");
    expect(out).toContain("### \u26a0\ufe0f 3 of 4 tests pass, and not everything could be read\n");
    expect(out).toContain("`cut.xml` could only be read in part (not well-formed XML at line 2)");
    expect(out).toContain("1 did not run");
  });

  it("makes the page of a record, and of nothing beside it", async () => {
    const page = await run("render", "record.json");
    expect(page.out).toContain("Staging: 0 of 1 tests pass");
    const both = await run("render", "record.json", "red.xml");
    expect(both).toMatchObject({ code: 2, out: "", err: expect.stringContaining("a page of its own") });
  });

  it("names the pages that there are", async () => {
    const { code, err } = await run("render", "red.xml", "--to", "html");
    expect([code, err]).toEqual([2, expect.stringContaining("The pages are summary and comment.")]);
  });
});
