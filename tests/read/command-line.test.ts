// The commands `read` and `render` as somebody at a desk uses them: a real process, real files, its exit code and streams.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeProgram, STARTS_SOON } from "../../demo/staging/node-program.ts";
import { encodeRecord } from "../../src/record/record.ts";
import { NEXT } from "../report/telling.ts";
import { cycle, loop, test } from "../fakes/checks.ts";
import { recordOf } from "../fakes/record.ts";
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
  const older = cycle([test("test_a", "passed")], { id: { loop: 4710, n: 1, redo: 0 }, startedAt: 1_770_000_000_000 });
  write("older.json", encodeRecord({ ...recordOf(older), loop: loop({ id: older.id }) }));
  write(
    "record.json",
    encodeRecord({
      ...recordOf(cycle([test("test_a", "failed", "received 1011 (internal error) no owner")])),
      decision: NEXT,
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
    execFile(nodeProgram(), [...STARTS_SOON, CLI, ...args], options, (error, out, err) =>
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
    expect(page.out).toContain("Staging: 0 of 1 test passes");
    const both = await run("render", "record.json", "red.xml");
    expect(both).toMatchObject({ code: 2, out: "", err: expect.stringContaining("the others are") });
  });

  it("makes the report page of the newest of several records, with the others as its past", async () => {
    const one = await run("render", "record.json", "--to", "html");
    expect(one.code).toBe(0);
    expect(one.out).toMatch(/^<!doctype html>[\s\S]*Staging: 0 of 1 test passes[\s\S]*<\/html>\s*$/iu);
    const two = await run("render", "older.json", "record.json", "--to", "html");
    expect(two).toMatchObject({ code: 0, err: "" });
    expect(two.out).toContain('"past":"PF"');
    expect(one.out).toContain('"past":"F"');
  });

  it("makes the fix brief of a record, and of reports, to be read and for programs", async () => {
    const [page, json] = await Promise.all([
      run("render", "record.json", "--to", "brief"),
      run("render", "red.xml", "--to", "brief-json"),
    ]);
    expect(page.out).toMatch(/^# Fix brief: Staging: 0 of 1 test passes\n/u);
    expect(JSON.parse(json.out)).toMatchObject({
      version: 1,
      commit: null,
      loop: null,
      errors: [{ letter: "A", checks: [{ name: "c" }] }],
    });
    expect(json.out).not.toContain(SECRET);
  });

  it("names the pages that there are", async () => {
    const { code, err } = await run("render", "red.xml", "--to", "leaflet");
    expect([code, err]).toEqual([2, expect.stringContaining("The pages are summary, comment,")]);
  });
});

describe("compare", () => {
  it("tells what changed between two reports", async () => {
    const { code, out, err } = await run("compare", "red.xml", "green.xml");
    expect([code, err]).toEqual([0, ""]);
    expect(JSON.parse(out)).toMatchObject({ fixed: [], appeared: [{ outcome: "passed" }, {}], disappeared: [{}] });
    expect(Object.keys(JSON.parse(out))).toEqual([
      "fixed",
      "regressed",
      "stillFailing",
      "advanced",
      "appeared",
      "disappeared",
      "errorChanged",
      "flaky",
      "suspicious",
      "notRun",
    ]);
  });

  it("compares a record with itself: the same failure, nothing changed", async () => {
    const { code, out } = await run("compare", "record.json", "record.json");
    expect(code).toBe(0);
    const error = { class: "svc.server-error", stage: "server" };
    expect(JSON.parse(out)).toMatchObject({ stillFailing: [{ error }], errorChanged: [], regressed: [] });
  });

  it("shows no secret", async () => {
    const { out } = await run("compare", "green.xml", "red.xml");
    expect(out).not.toContain(SECRET);
  });

  it.each([
    [["compare", "green.xml"], "compare takes two"],
    [["compare", "green.xml", "red.xml", "cut.xml"], "compare takes two"],
    [["compare", "green.xml", "nothing.xml"], "no file has this name"],
    [["compare", "green.xml", "cut.xml"], "it cannot be compared"],
  ])("%s is a mistake that is told", async (words, said) => {
    const { code, out, err } = await run(...words);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(said);
  });
});

describe("classify", () => {
  it("takes one failure as it is, and says which rule and which words decided", async () => {
    writeFileSync(join(folder, "one.txt"), "websockets: received 1011 (internal error) Factory validation failed\n");
    const { code, out } = await run("classify", "one.txt");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      id: "1",
      class: "svc.server-error",
      transient: "no",
      confidence: "certain",
    });
    expect(JSON.parse(out)).toMatchObject({ span: expect.stringContaining("received 1011") });
  });

  it("takes one in a line of JSON, and answers in the same order and bytes", async () => {
    const texts = ["nobody knows this", `HTTP 403 ${SECRET}`, "caf\u00e9: received 1011 (internal error) x"];
    writeFileSync(
      join(folder, "many.jsonl"),
      texts.map((text, at) => JSON.stringify({ id: `n${at}`, text })).join("\n"),
    );
    const { code, out } = await run("classify", "many.jsonl");
    const rows = out
      .trimEnd()
      .split("\n")
      .map((line): { id: string; class: string } => JSON.parse(line));
    expect([code, rows.map(({ id }) => id)]).toEqual([0, ["n0", "n1", "n2"]]);
    expect(rows[0]).toMatchObject({ class: "unknown", rule: "none", span: null });
    expect(out).not.toContain(SECRET);
    expect((await run("classify", "many.jsonl")).out).toBe(out);
  });

  it("names every line that it cannot read, and answers none", async () => {
    writeFileSync(join(folder, "bad.jsonl"), '{"id": "a", "text": "x"}\nnot json\n{"id": "b"}\n');
    const { code, out, err } = await run("classify", "bad.jsonl");
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("line 2 ");
    expect(err).toContain("line 3 ");
  });
});
