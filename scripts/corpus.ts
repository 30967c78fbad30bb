// Scores a folder of report files with known counts: `node scripts/corpus.ts DIR`, where DIR holds an index.jsonl.
// Each file is read as a cycle reads it. Only what is wrong is printed, then the totals; exit code 1 for anything wrong.
//
// An entry says {file, expected: {tests, failures, errors, skipped} | null, category}, or
// {file, outcome: "parse" | "error" | "parse-or-error", totals: {tests, failed, errors, skipped} | null, limits: {ms, rss_mib}}.
// - With counts: right when all four are the same. Skipped tests are among `tests`; those that never finished are not.
//   For "parse-or-error" a clear refusal is right as well.
// - Without counts: what is called malformed or "error" must not be simply read with tests, nor ignored; everything else
//   must not be read as green.
// - A false green is an entry with failures, errors or damage that is read as green: with tests, none of which failed. A crash is any exception.
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { keeping } from "../src/check/formats/bounds.ts";
import { readReport } from "../src/check/formats/read-report.ts";
import type { ReadReport } from "../src/check/formats/test-case.ts";

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

interface Entry {
  readonly file: string;
  readonly counts: Counts | null;
  /** Refusing the file is right too, or instead. */
  readonly refusal: "wrong" | "right" | "needed";
  readonly limitMs: number | null;
  readonly limitMib: number | null;
}

interface Score {
  readonly wrong: readonly string[];
  readonly falseGreen: boolean;
  readonly crashed: boolean;
  readonly overLimit: boolean;
}

const folder = resolve(process.argv[2] ?? "");
if (process.argv[2] === undefined || !existsSync(join(folder, "index.jsonl"))) {
  console.error("node scripts/corpus.ts DIR: the folder has to hold an index.jsonl");
  process.exit(2);
}
const entries = readFileSync(join(folder, "index.jsonl"), "utf8").split("\n").filter(Boolean).map(entryOf);
const totals = { right: 0, falseGreens: 0, crashes: 0, overLimits: 0 };
const byFormat = new Map<string, { right: number; all: number }>();
for (const entry of entries) {
  const { format, score } = await scoreOf(entry);
  const row = byFormat.get(format) ?? { right: 0, all: 0 };
  byFormat.set(format, row);
  row.all++;
  if (score.wrong.length === 0) {
    row.right++;
    totals.right++;
  } else console.log(`${entry.file}: ${score.wrong.join("; ")}`);
  if (score.falseGreen) totals.falseGreens++;
  if (score.crashed) totals.crashes++;
  if (score.overLimit) totals.overLimits++;
}
for (const [format, { right, all }] of [...byFormat].toSorted(([a], [b]) => a.localeCompare(b))) {
  console.log(`${format.padEnd(18)} ${right} of ${all}`);
}
console.log(
  `right ${totals.right} of ${entries.length}, false greens ${totals.falseGreens}, crashes ${totals.crashes}, over limits ${totals.overLimits}`,
);
if (totals.right < entries.length || totals.overLimits > 0) process.exitCode = 1;

async function scoreOf(entry: Entry): Promise<{ readonly format: string; readonly score: Score }> {
  const begun = performance.now();
  const before = process.memoryUsage().rss;
  try {
    const bytes = createReadStream(join(folder, entry.file));
    const sink = { test: () => undefined, error: () => undefined };
    const read = await readReport(
      bytes,
      keeping((text) => text),
      sink,
    );
    const ms = performance.now() - begun;
    const mib = (process.memoryUsage().rss - before) / (1_024 * 1_024);
    return { format: read.format ?? `(${read.state})`, score: judge(entry, read, ms, mib) };
  } catch (error) {
    const wrong = [`crashed: ${error instanceof Error ? error.message.slice(0, 200) : "unknown"}`];
    return { format: "(crashed)", score: { wrong, falseGreen: false, crashed: true, overLimit: false } };
  }
}

function judge({ counts, refusal, limitMs, limitMib }: Entry, read: ReadReport, ms: number, mib: number): Score {
  const wrong: string[] = [];
  const isRefused = read.state === "refused" || read.state === "unsupported" || read.state === "ignored";
  const isGreen = greenOf(read);
  if (counts === null) {
    const isSimplyRead = read.state === "read" && read.counts.tests > 0;
    if (isGreen || (refusal === "needed" && (isSimplyRead || read.state === "ignored")))
      wrong.push(`${said(read)}, but it is damaged`);
  } else if (!(isRefused && refusal === "right") && !same(counts, read)) {
    wrong.push(`${said(read)}, expected ${Object.values(counts).join(" ")}`);
  }
  const over = [
    ...(limitMs !== null && ms > limitMs ? [`${Math.round(ms)} ms of ${limitMs}`] : []),
    ...(limitMib !== null && mib > limitMib ? [`${Math.round(mib)} MiB of ${limitMib}`] : []),
  ];
  const isRed = counts === null || counts.failures + counts.errors > 0;
  return { wrong: [...wrong, ...over], falseGreen: isRed && isGreen, crashed: false, overLimit: over.length > 0 };
}

function greenOf({ state, counts, errors }: ReadReport): boolean {
  const ran = counts.passed + counts.failed + counts.errored;
  return state === "read" && ran > 0 && counts.failed + counts.errored + counts.notRun + errors === 0;
}

function same(wanted: Counts, { counts }: ReadReport): boolean {
  const { tests, failed, errored, skipped } = counts;
  return (
    tests === wanted.tests && failed === wanted.failures && errored === wanted.errors && skipped === wanted.skipped
  );
}

function said({ format, state, reason, counts, errors }: ReadReport): string {
  const { tests, failed, errored, skipped, notRun } = counts;
  const more = [...(notRun > 0 ? [`${notRun} not run`] : []), ...(errors > 0 ? [`${errors} errors of the run`] : [])];
  const why = reason === null ? "" : ` (${reason})`;
  return [`${state}${why} ${format ?? ""} ${tests} ${failed} ${errored} ${skipped}`, ...more].join(", ");
}

function entryOf(line: string): Entry {
  const value: unknown = JSON.parse(line);
  const file = member(value, "file");
  if (typeof file !== "string") throw new TypeError("an entry of index.jsonl names no file");
  const outcome = member(value, "outcome");
  const limits = member(value, "limits");
  const category = member(value, "category");
  const refusal = outcome === "error" ? "needed" : outcome === "parse-or-error" ? "right" : "wrong";
  return {
    file,
    counts: countsOf(member(value, "expected") ?? member(value, "totals")),
    refusal:
      typeof category === "string" && category.startsWith("malformed") && outcome === undefined ? "needed" : refusal,
    limitMs: number(limits, "ms"),
    limitMib: number(limits, "rss_mib"),
  };
}

function countsOf(value: unknown): Counts | null {
  const tests = number(value, "tests");
  const failures = number(value, "failures") ?? number(value, "failed");
  const errors = number(value, "errors");
  const skipped = number(value, "skipped");
  if (tests === null || failures === null || errors === null || skipped === null) return null;
  return { tests, failures, errors, skipped };
}

function number(value: unknown, name: string): number | null {
  const found = member(value, name);
  return typeof found === "number" ? found : null;
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
