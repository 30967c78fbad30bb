// The journal on a real disk, where commands of the user's share the folder with it (rows PR12, PR14).
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { Note } from "../../src/model/journal.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { createJournal } from "../../src/world/journal.ts";
import { deployment } from "../fakes/checks.ts";

let folder = "";
let path = "";
let warned: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
  path = join(folder, "out", "journal.jsonl");
  warned = [];
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

function journal(at: string | null = path) {
  const mask = (text: string): string => text.replaceAll("s3cr3t", "***");
  return createJournal({ path: at, mask, now: () => 7, warn: (line) => warned.push(line) });
}

function kept(): readonly unknown[] {
  return readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
}

const DEPLOY: Note = { kind: "phase", phase: "deploy" };
const PROBES: Note = { kind: "phase", phase: "probes" };
const TWO = [
  { at: 7, ...DEPLOY },
  { at: 7, ...PROBES },
];

describe("the journal", () => {
  it("is on disk as soon as something is noted, for nobody else to read", () => {
    const { note } = journal();
    note(DEPLOY);
    expect(kept()).toEqual([{ at: 7, ...DEPLOY }]);
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it("masks foreign text like everything that leaves", () => {
    journal().note({
      kind: "deployment",
      place: 0,
      value: deployment({ name: untrusted("s3\u001b[1mcr3t") }),
    });
    expect(readFileSync(path, "utf8")).toContain('{"untrusted":"***"}');
  });

  it.each([
    ["the file", () => rmSync(path)],
    ["its folder", () => rmSync(join(folder, "out"), { recursive: true })],
    ["the folder of all", () => rmSync(folder, { recursive: true })],
  ])("PR12: is made again with all that stood in it when a command removes %s", (_, remove) => {
    const { note } = journal();
    note(DEPLOY);
    remove();
    note(PROBES);
    expect(kept()).toEqual(TWO);
    note(DEPLOY);
    expect(kept()).toHaveLength(3);
  });

  it.each([
    ["a link to a file of somebody else", (other: string) => symlinkSync(other, path)],
    ["a folder", () => mkdirSync(path)],
    ["another file", () => writeFileSync(path, "anything")],
  ])("PR12: is made again when %s stands in its place, which is left alone", (_, put) => {
    const other = join(folder, "other");
    writeFileSync(other, "theirs");
    const { note } = journal();
    note(DEPLOY);
    rmSync(path);
    put(other);
    note(PROBES);
    expect(kept()).toEqual(TWO);
    expect(readFileSync(other, "utf8")).toBe("theirs");
  });

  it("PR12: follows no link that stood there before it", () => {
    const other = join(folder, "other");
    mkdirSync(join(folder, "out"));
    symlinkSync(other, path);
    journal().note(DEPLOY);
    expect([existsSync(other), warned.length]).toEqual([false, 1]);
  });

  it("PR14: of a full disk is told once, and costs nothing else", () => {
    mkdirSync(join(folder, "out"));
    const { note, cut } = journal("/dev/full");
    note(DEPLOY);
    note(PROBES);
    note({ kind: "cut", by: "cancel" });
    expect(warned).toEqual(["The journal of this cycle could not be written (ENOSPC); the cycle goes on without it."]);
    expect(cut()).toEqual({ phase: "probes", by: "cancel" });
  });

  it("leaves out what would make it too large to be read, and keeps what is small", () => {
    const { note } = journal();
    const large = deployment({ name: untrusted("x".repeat(40 * 1024 * 1024)) });
    for (const place of [0, 1]) note({ kind: "deployment", place, value: large });
    note(PROBES);
    expect(kept().map((each) => JSON.stringify(each).length > 1_000)).toEqual([true, false]);
  });

  it("remembers the first cut, with the phase in which it came", () => {
    const { note, cut } = journal(null);
    expect(cut()).toBeNull();
    note(DEPLOY);
    note({ kind: "cut", by: "cancel" });
    note(PROBES);
    note({ kind: "cut", by: "fault" });
    expect(cut()).toEqual({ phase: "deploy", by: "cancel" });
    expect(existsSync(path)).toBe(false);
  });
});
