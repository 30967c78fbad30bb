// One reading of a report in a process of its own; prints what it took.
import { createReadStream } from "node:fs";
import { SaxesParser } from "saxes";
import { keeping } from "../src/check/formats/bounds.ts";
import { readReport } from "../src/check/formats/read-report.ts";
import { createCollector } from "../src/check/suite/collect.ts";

const [reader, file = ""] = process.argv.slice(2);
const counts = { tests: 0, failed: 0 };
const cpu = process.cpuUsage();
const started = performance.now();
if (reader === "saxes") await withSaxes(file);
else await withOurs(file, reader === "kept");
const ms = performance.now() - started;
const { user, system } = process.cpuUsage(cpu);
const peakMiB = process.resourceUsage().maxRSS / 1_024;
console.log(JSON.stringify({ ...counts, ms, cpuMs: (user + system) / 1_000, peakMiB }));

async function withSaxes(path: string): Promise<void> {
  const parser = new SaxesParser();
  parser.on("opentag", ({ name }) => {
    if (name === "testcase") counts.tests++;
    else if (name === "failure") counts.failed++;
  });
  for await (const piece of createReadStream(path, "utf8")) parser.write(piece);
  parser.close();
}

/** Decoded, told apart, read, counted; with `isKept` also made into checks, as a suite does it. */
async function withOurs(path: string, isKept: boolean): Promise<void> {
  const kept = keeping((text) => text);
  const collector = createCollector("bench", kept);
  const sink = isKept ? collector : { test: () => {}, error: () => {} };
  const report = await readReport(createReadStream(path), kept, sink);
  if (report.state !== "read") throw new Error(report.reason ?? report.state);
  const { results, beyond } = collector.collected();
  if (isKept && results.length + beyond.tests !== report.counts.tests) throw new Error("checks were lost");
  counts.tests = report.counts.tests;
  counts.failed = report.counts.failed;
}
