// How fast we read a report of 1,000,000 test cases, beside bare saxes that only counts its elements; "kept" also makes
// the checks that a suite keeps, up to its bound. Each reading is a process of its own, in turn. Exit code 1 when one of
// ours is below 60 % of the throughput of saxes or takes more than 150 MiB, or at a wrong count.
//   node bench/reports.ts [--rounds 5] [--cases 1000000]
import { execFile, execFileSync } from "node:child_process";
import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { median } from "./median.ts";

const READERS = ["saxes", "read", "kept"] as const;
type Reader = (typeof READERS)[number];

interface Reading {
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakMiB: number;
  readonly tests: number;
  readonly failed: number;
}

const LEAST_SHARE = 0.6;
const MOST_MIB = 150;
const FAILED_IN = 100;

const { values: flags } = parseArgs({
  options: { rounds: { type: "string", default: "5" }, cases: { type: "string", default: "1000000" } },
});

// What ships is JavaScript: reading TypeScript would cost each process 40 MiB and some time of its own.
const ROOT = join(import.meta.dirname, "..");
const EMITTED = join(ROOT, "build", "bench");
const OPTIONS = ["--noEmit", "false", "--rootDir", ".", "--outDir", EMITTED, "--sourceMap", "false"];
execFileSync(join(ROOT, "node_modules", ".bin", "tsc"), OPTIONS, { cwd: ROOT, stdio: "inherit" });

const folder = await mkdtemp(join(tmpdir(), "bench-reports-"));
try {
  process.exitCode = (await bench(join(folder, "report.xml"), Number(flags.cases), Number(flags.rounds))) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true });
}

async function bench(file: string, cases: number, rounds: number): Promise<boolean> {
  await write(file, cases);
  const { size } = await stat(file);
  const readings: Record<Reader, Reading[]> = { saxes: [], read: [], kept: [] };
  for (let round = 0; round < rounds; round++) {
    for (const reader of READERS) readings[reader].push(await read(reader, file));
  }
  console.log(`${cases} cases, ${(size / 1e6).toFixed(0)} MB, ${rounds} rounds`);
  console.log(cells(["", "wall", "CPU", "throughput", "peak memory", "of saxes"]));
  for (const reader of READERS) console.log(row(reader, readings, size));
  const ours = [...readings.read, ...readings.kept];
  const isRight = ours.every(({ tests, failed }) => tests === cases && failed === Math.floor(cases / FAILED_IN));
  if (!isRight) console.log("the counts are wrong");
  const isFast = shareOf("read", readings) >= LEAST_SHARE && shareOf("kept", readings) >= LEAST_SHARE;
  return isRight && isFast && ours.every(({ peakMiB }) => peakMiB <= MOST_MIB);
}

type Readings = Readonly<Record<Reader, readonly Reading[]>>;

function row(reader: Reader, readings: Readings, size: number): string {
  const rounds = readings[reader];
  const ms = median(rounds.map((each) => each.ms));
  return cells([
    reader,
    `${ms.toFixed(0)} ms`,
    `${median(rounds.map((each) => each.cpuMs)).toFixed(0)} ms`,
    `${(size / 1e3 / ms).toFixed(0)} MB/s`,
    `${Math.max(...rounds.map((each) => each.peakMiB)).toFixed(0)} MiB`,
    `${(shareOf(reader, readings) * 100).toFixed(0)} %`,
  ]);
}

/** Throughput as a share of that of saxes in the same round. */
function shareOf(reader: Reader, readings: Readings): number {
  return median(readings.saxes.map(({ ms }, at) => ms / (readings[reader][at]?.ms ?? Number.NaN)));
}

function cells(texts: readonly string[]): string {
  return texts.map((text, at) => (at === 0 ? text.padEnd(8) : text.padStart(14))).join("");
}

async function read(reader: Reader, file: string): Promise<Reading> {
  const script = join(EMITTED, "bench", "read-report.js");
  const { stdout } = await promisify(execFile)(process.execPath, [script, reader, file]);
  return JSON.parse(stdout);
}

/** As pytest and its like write it, with output and properties now and then. */
async function write(path: string, cases: number): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.write(`<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n`);
    const each = 1_000;
    for (let from = 0; from < cases; from += each) {
      const count = Math.min(each, cases - from);
      const held = Array.from({ length: count }, (_, at) => testcase(from + at + 1));
      const suite = `suite name="tests.module_${from / each}" tests="${count}" failures="${Math.floor(count / FAILED_IN)}" time="12.5"`;
      await file.write(`<test${suite}>\n${held.join("")}</testsuite>\n`);
    }
    await file.write("</testsuites>\n");
  } finally {
    await file.close();
  }
}

function testcase(at: number): string {
  const time = ((at * 7_919) % 5_000) / 1_000;
  const start = `  <testcase classname="tests.api.test_orders.TestOrders${at % 977}" name="test_an_order_is_listed_for_its_customer[customer-${at}-eu-west]" time="${time}"`;
  const inner = innerOf(at);
  return inner === "" ? `${start}/>\n` : `${start}>${inner}</testcase>\n`;
}

function innerOf(at: number): string {
  if (at % FAILED_IN === 0) {
    const stack = Array.from(
      { length: 12 },
      (_, line) => `  File "tests/api/test_orders.py", line ${at + line}, in step`,
    );
    return `<failure message="AssertionError: expected status 200 but it was ${500 + (at % 4)} &lt;order ${at}&gt;" type="AssertionError">${stack.join("\n")}</failure>`;
  }
  if (at % 50 === 7) return `<skipped message="not on this platform"/>`;
  if (at % 20 === 3) return `<properties><property name="owner" value="team-${at % 9}"/></properties>`;
  if (at % 25 === 4) return `<system-out><![CDATA[GET /orders/${at} 200\nGET /orders/${at}/lines 200\n]]></system-out>`;
  return "";
}
