// `run` at somebody's desk, as a real process: what it leaves in the checkout, and how it tells several suites apart.
import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, afterEach, describe, expect, it } from "vitest";
import { nodeProgram, STARTS_SOON } from "../../demo/staging/node-program.ts";
import { decodeRecord } from "../../src/record/record.ts";

const CLI = join(import.meta.dirname, "../../dist/cli/index.js");
const OUT = ".test-deploy-loop/test-deploy-loop/step";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "desk-run-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function start(...args: readonly string[]): Promise<Ended> {
  const options = { cwd: folder, env: { PATH: process.env["PATH"] ?? "" }, timeout: 20_000 };
  return await new Promise((resolve) => {
    execFile(nodeProgram(), [...STARTS_SOON, CLI, ...args], options, (error, out, err) =>
      resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, out, err }),
    ).stdin?.end();
  });
}

/** Suites of one test that fails. */
function suites(...names: readonly string[]): string {
  const suite = (name: string): string => {
    const report = `<testsuite><testcase classname="c" name="${name}" time="0.2"><failure message="no"/></testcase></testsuite>`;
    const run = `echo hello of ${name}; echo '${report}' > ${name}.xml`;
    return `  - { name: ${name}, run: ${JSON.stringify(run)}, reports: ${name}.xml }\n`;
  };
  return `version: 1\nsuites:\n${names.map(suite).join("")}`;
}

function given(text: string): void {
  writeFileSync(join(folder, "c.yml"), text);
}

const files = (path: string): readonly string[] => readdirSync(join(folder, path)).toSorted();

describe("a run at a desk", () => {
  it("says that it is one cycle, as asked", async () => {
    given(suites("api"));
    const { code, out } = await start("run", "--config", "c.yml");
    expect(code).toBe(1);
    expect(out).toContain("Next: one cycle, as asked; --loop goes on.");
    expect(out).toContain("test \u2502 hello of api");
    expect(out).not.toContain("localhost");
  });

  it("tells several suites apart by their names", async () => {
    given(suites("api", "web"));
    const { out } = await start("run", "--config", "c.yml");
    expect(out).toContain("test api \u2502 hello of api");
    expect(out).toContain("test web \u2502 hello of web");
  });

  it("keeps the record of each cycle of a loop, and nothing of the run before", async () => {
    given(suites("api"));
    const { out } = await start("run", "--config", "c.yml", "--loop", "--max-cycles", "2", "--wait", "1ms");
    expect(out).toMatch(/Record: +\S+record-2\.json/u);
    const records = ["record-1.json", "record-2.json", "record.json"];
    expect(files(OUT).filter((name) => name.startsWith("record"))).toEqual(records);
    const cycles = records.map((name) => decodeRecord(readFileSync(join(folder, OUT, name), "utf8"))?.cycle.id.n);
    expect(cycles).toEqual([1, 2, 2]);
    expect(files(`${OUT}/commands`)).toEqual(["test-2.log", "test.log"]);
    await start("run", "--config", "c.yml");
    expect(files(`${OUT}/commands`)).toEqual(["test.log"]);
    expect(files(OUT).filter((name) => name.startsWith("record"))).toEqual(["record.json"]);
  });

  it("keeps its folder out of git, and leaves what somebody else wrote there", async () => {
    given(suites("api"));
    await start("run", "--config", "c.yml");
    const ignore = join(folder, ".test-deploy-loop/.gitignore");
    expect(readFileSync(ignore, "utf8")).toBe("*\n");
    writeFileSync(ignore, "mine\n");
    await start("run", "--config", "c.yml");
    expect(readFileSync(ignore, "utf8")).toBe("mine\n");
  });

  it("removes nothing behind a link", async () => {
    given(suites("api"));
    const other = join(folder, "other");
    mkdirSync(join(other, "test-deploy-loop/step/commands"), { recursive: true });
    writeFileSync(join(other, "test-deploy-loop/step/commands/kept.log"), "");
    symlinkSync(other, join(folder, ".test-deploy-loop"));
    await start("run", "--config", "c.yml");
    expect(files("other/test-deploy-loop/step/commands")).toContain("kept.log");
    expect(existsSync(join(other, ".gitignore"))).toBe(false);
  });

  it("makes no folder for a file that is faulty, nor to look at one", async () => {
    given("version: 1\nsuits: []\n");
    expect((await start("run", "--config", "c.yml")).code).toBe(2);
    given(suites("api"));
    expect((await start("validate", "--config", "c.yml")).code).toBe(0);
    expect(existsSync(join(folder, ".test-deploy-loop"))).toBe(false);
  });
});

it("render wants a file, and does not wait for what nobody types", async () => {
  const { code, err } = await start("render");
  expect([code, err]).toEqual([2, expect.stringContaining("no file is given")]);
  expect(err).toContain('test-deploy-loop render "reports/*.xml"');
});
