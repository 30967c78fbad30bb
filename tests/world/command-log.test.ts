// The file with all that a command prints: no piece of it is masked without what stands around it.
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createCommandLog } from "../../src/world/shell/command-log.ts";
import { createMasker } from "../../src/text/mask.ts";

const SECRET = "S3cr3t-Value/abcdefghijklmnopqrstuvwxyz0123456789";
const WRAPPED = [SECRET.slice(0, 20), SECRET.slice(20, 40), SECRET.slice(40)];
const mask = createMasker([SECRET]);

type Line = readonly [stream: "stdout" | "stderr", text: string, at?: number];

function logOf(lines: Iterable<Line>, most: number | null = null): { readonly text: string; readonly size: number } {
  const folder = mkdtempSync(join(tmpdir(), "log-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  let now = 0;
  const log = createCommandLog({ folder, label: "x", elapsedMs: () => now, mask, ...(most === null ? {} : { most }) });
  for (const [stream, text, at = now] of lines) {
    now = at;
    log.line(stream, text);
  }
  const path = log.end() ?? expect.fail();
  return { text: readFileSync(path, "utf8"), size: statSync(path).size };
}

const filler = (many: number): readonly Line[] => Array.from({ length: many }, () => ["stdout", "y".repeat(99)]);

it("hides a secret that is wrapped over lines, wherever it stands", () => {
  const short = (many: number) => Array.from({ length: many }, (): Line => ["stdout", "y".repeat(9)]);
  // Around the places where a piece of 96 KiB ends, and 8 KiB before.
  const near = [9_010, 9_831].flatMap((edge) => Array.from({ length: 24 }, (_, nth) => edge - 16 + nth));
  for (const before of near) {
    const { text } = logOf([
      ...short(before),
      ...WRAPPED.map((part): Line => ["stdout", part]),
      ...short(12_000 - before),
    ]);
    for (const part of WRAPPED) expect([before, text.includes(part)]).toEqual([before, false]);
    expect(text.split("\n").filter((line) => line.startsWith("yyy")).length).toBe(12_000);
  }
});

it("hides one that is printed slowly, without a time between its lines", () => {
  const { text } = logOf([
    ["stdout", "before", 0],
    ...WRAPPED.map((part, nth): Line => ["stdout", part, 1_500 * (nth + 1)]),
    ["stderr", "behind", 9_000],
  ]);
  expect(text).toBe("before\n***\nbehind\n");
});

it("marks time and stream where no secret goes over lines, also in later pieces", () => {
  const { text } = logOf([
    ["stdout", `token ${SECRET} end`, 0],
    ["stdout", "same second", 900],
    ["stderr", "other", 950],
    ...filler(3_000),
    ["stdout", "late", 7_000],
  ]);
  expect(text.slice(0, 90)).toBe(
    `-- stdout, 0.0 s --\ntoken *** end\nsame second\n-- stderr, 0.9 s --\nother\n-- stdout, 0.9 s --\n${"y".repeat(90)}`.slice(
      0,
      90,
    ),
  );
  expect(text.endsWith(`${"y".repeat(99)}\n-- stdout, 7.0 s --\nlate\n`)).toBe(true);
  expect(text.split("\n").filter((line) => line.startsWith("yyy")).length).toBe(3_000);
});

it("says again what a line is once the marks around a wrapped secret were left out", () => {
  const { text } = logOf([
    ["stdout", "first", 0],
    ...WRAPPED.map((part): Line => ["stdout", part]),
    ...filler(2_000),
    ["stdout", "last"],
  ]);
  expect(text.startsWith("first\n***\n")).toBe(true);
  expect(text).toContain("\n-- stdout, 0.0 s --\n");
});

it("puts no mark at a wrong place where a line has more ends than it seems", () => {
  const { text } = logOf([
    ["stdout", "one\u2028two", 0],
    ["stderr", "three", 0],
  ]);
  expect(text).toBe("one\ntwo\nthree\n");
});

it("leaves out what cannot be told apart from a secret, and goes on", () => {
  // Every line ends within a secret that the next one goes on with.
  const endless = SECRET.slice(10) + SECRET.repeat(39) + SECRET.slice(0, 10);
  const secrets = Array.from({ length: 700 }, (): Line => ["stdout", endless]);
  const { text } = logOf([["stdout", "begin"], ...secrets, ...filler(3_000), ["stdout", "end"]]);
  // Its first line begins in the middle of one, where nobody can know it; and so may the last.
  for (const part of [SECRET.slice(0, 10), SECRET.slice(10)]) expect(text.split(part).length - 1).toBeLessThan(3);
  expect(text).toContain("-- some lines are left out here --");
  expect(text.endsWith("end\n")).toBe(true);
});

it("has an end, however often the streams change", () => {
  function* lines(): Generator<Line> {
    for (let nth = 0; nth < 100_000; nth++) yield [nth % 2 === 0 ? "stdout" : "stderr", "a line of some length"];
  }
  const { text, size } = logOf(lines(), 1_024 * 1_024);
  expect(size).toBeLessThanOrEqual(1_024 * 1_024 + 200);
  expect(text.endsWith("-- the rest is not kept: more than 1 MiB --\n")).toBe(true);
});
