// The folder of earlier cycles, in a real workspace: what is kept there, what is read, and what is only a file.
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { World } from "../src/model/world.ts";
import { keepPast, readPast } from "../src/past-cycles.ts";
import { encodePast, pastOf } from "../src/record/past.ts";
import { encodeRecord } from "../src/record/record.ts";
import { plain } from "../src/report/plain.ts";
import { untrusted } from "../src/text/untrusted.ts";
import { createFiles } from "../src/world/files/files.ts";
import { cycle, test } from "./fakes/checks.ts";
import { recordOf } from "./fakes/record.ts";
import { fakeWorld } from "./fakes/world.ts";

let root = "";
let workspace = "";
let world: World = fakeWorld();

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "past-")));
  workspace = join(root, "workspace");
  await mkdir(workspace);
  world = { ...fakeWorld(), files: createFiles({ workspace, outDir: join(root, "out") }) };
  onTestFinished(() => rm(root, { recursive: true, force: true }));
});

const FOLDER = untrusted(".history");
const START = 1_780_000_000_000;

function recordAt(n: number) {
  const checks = [test("fine", "passed"), test("broken", "failed", "assert 1 == 2"), test("left out", "skipped")];
  return recordOf(cycle(checks, { id: { loop: 4711, n, redo: 0 }, startedAt: START + n }));
}

async function keep(n: number): Promise<readonly string[]> {
  return (await keepPast(recordAt(n), FOLDER, world)).map((each) => plain(each));
}

async function read(folder = FOLDER) {
  const { past, notices } = await readPast(folder, world);
  return { past, said: notices.map((each) => plain(each)) };
}

describe("the folder of earlier cycles", () => {
  it("gives back what became of each check, and none of its words", async () => {
    expect(await keep(1)).toEqual([]);
    expect(await read()).toEqual({ past: [pastOf(recordAt(1))], said: [] });
    const [name = ""] = await readdir(join(workspace, ".history"));
    expect(await readFile(join(workspace, ".history", name), "utf8")).not.toMatch(/broken|assert/u);
  });

  it("holds the newest, and what is not ours is left alone", async () => {
    await mkdir(join(workspace, ".history"));
    await writeFile(join(workspace, ".history", "notes.txt"), "mine");
    for (let n = 1; n <= 50; n++) await keep(n);
    for (let n = 1; n <= 20; n++)
      await keepPast(recordOf({ ...recordAt(n).cycle, startedAt: START + 100 + n }), FOLDER, world);
    const names = await readdir(join(workspace, ".history"));
    expect(names).toHaveLength(61);
    expect(names).toContain("notes.txt");
    const { past } = await read();
    expect(past.map(({ startedAt }) => startedAt - START)).toEqual([
      ...Array.from({ length: 20 }, (_, at) => 120 - at),
      ...Array.from({ length: 40 }, (_, at) => 50 - at),
    ]);
  });

  it("may hold whole records as well", async () => {
    await mkdir(join(workspace, ".history/cycle-1"), { recursive: true });
    await writeFile(join(workspace, ".history/cycle-1/record.json"), encodeRecord(recordAt(1)));
    expect((await read()).past).toEqual([pastOf(recordAt(1))]);
  });

  it.each([
    ["no JSON", "{"],
    ["another form", encodePast(pastOf(recordAt(1))).replace('"version":1', '"version":2')],
    ["a key that is none", encodePast(pastOf(recordAt(1))).replace('"passed":"', '"passed":"zz')],
    ["half a key", encodePast(pastOf(recordAt(1))).replace('"passed":"', '"passed":"ab')],
    ["a commit that is none", encodePast(pastOf(recordAt(1))).replace(/"commit":"[^"]*"/u, '"commit":"<script>"')],
    ["more than it may have", encodePast(pastOf(recordAt(1))).replace('"loop":', '"extra":1,"loop":')],
  ])("leaves out %s, and says so", async (_, text) => {
    await keep(2);
    await writeFile(join(workspace, ".history", "cycle-9999999999999-1-1-0.json"), text);
    expect(await read()).toEqual({
      past: [pastOf(recordAt(2))],
      said: ["One file in the folder of history is no earlier cycle, or too large, and left out."],
    });
  });

  it("reads the others where files are too large to be one", async () => {
    await keep(1);
    for (let at = 0; at < 4; at++) {
      const path = join(workspace, ".history", `cycle-999999999999${at}-1-1-0.json`);
      await writeFile(path, "");
      await truncate(path, 70 * 1_024 * 1_024);
    }
    const { past, said } = await read();
    expect(past).toEqual([pastOf(recordAt(1))]);
    expect(said).toEqual([expect.stringMatching(/^4 files .* too large/u)]);
  });

  it("tells of an empty or a missing folder nothing", async () => {
    expect(await read()).toEqual({ past: [], said: [] });
  });

  it.each([
    ["a link out of the workspace", ".linked", "OUTSIDE"],
    ["a file in its place", ".file", "EEXIST"],
    ["a path that leads out", "../out", "OUTSIDE"],
    ["the workspace itself", ".", "OUTSIDE"],
  ])("is not written to where it is %s", async (_, folder, code) => {
    await symlink(root, join(workspace, ".linked"));
    await writeFile(join(workspace, ".file"), "x");
    const before = await readdir(root);
    const said = await keepPast(recordAt(1), untrusted(folder), world);
    expect(said.map((each) => plain(each))).toEqual([
      `This cycle could not be added to the folder of history (${code}).`,
    ]);
    expect(await readdir(root)).toEqual(before);
  });

  it("keeps nothing of a cycle in which nothing ran", async () => {
    expect(await keepPast(recordOf(cycle([])), FOLDER, world)).toEqual([]);
    expect((await read()).past).toEqual([]);
  });
});
