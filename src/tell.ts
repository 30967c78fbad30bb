// Tells a finished cycle: the record and the runner's files first, then GitHub. What fails on GitHub becomes a
// notice in the summary and never changes the verdict.
import { analyse } from "./judge/analyse.ts";
import { recordCycle } from "./loop/advance.ts";
import type { GitHub } from "./model/github.ts";
import type { Phrase } from "./model/report.ts";
import type { Runner } from "./model/runner.ts";
import type { World } from "./model/world.ts";
import { publish, type Published } from "./publish/publish.ts";
import type { CycleRecord } from "./record/record.ts";
import { encodeWithin, type Encoded } from "./record/within.ts";
import { errorText } from "./report/error-title.ts";
import { plain } from "./report/plain.ts";
import { renderSummary } from "./report/summary.ts";
import { makeReport } from "./report/view.ts";
import type { DispatchOutcome, Told } from "./model/told.ts";
import { renderComment } from "./report/comment.ts";

/** Everything the pages are made from, computed again from the record. */
export function toTold(record: CycleRecord, notices: readonly Phrase[], dispatch?: DispatchOutcome): Told {
  const { cycle, decision, maxCycles, trigger, commits, pushed } = record;
  const analysis = analyse(cycle, record.loop);
  const loop = recordCycle(record.loop, cycle, analysis, (pattern) => errorText(pattern, plain, 60));
  const told = { cycle, analysis, decision, loop, maxCycles, trigger, commits, pushed, notices };
  return dispatch === undefined ? told : { ...told, dispatch };
}

/** Tells the cycle once. Returns what could be written, which decides the color of the job. */
export async function tell(
  record: CycleRecord,
  world: World,
  runner: Runner,
  github: GitHub | null,
): Promise<{ readonly told: Told; readonly published: Published }> {
  const written = await writeRecord(record, world);
  runner.saveState("phase", "decided");
  const told = toTold(record, written.notices);
  const report = makeReport(told);
  setOutputs(told, plain(report.headline), written.path ?? "", runner);
  await runner.writeSummary(renderSummary(report));
  await write("comment.md", renderComment(report), world);
  world.console.say(`${report.icon} ${plain(report.headline)}`);
  for (const sentence of [...report.lead, ...report.look, ...told.notices, ["Next: ", ...report.next]])
    world.console.say(plain(sentence));
  const published =
    github === null ? NOTHING : await publish({ told, report, pullRequest: record.pullRequest }, github);
  if (published.notices.length > 0) {
    for (const notice of published.notices) world.console.say(plain(notice));
    await runner.writeSummary(renderSummary(makeReport({ ...told, notices: [...told.notices, ...published.notices] })));
  }
  return { told, published };
}

/** More tests than anybody has cost the record its details, never the verdict. */
async function writeRecord(
  record: CycleRecord,
  world: World,
): Promise<{ readonly path: string | null; readonly notices: readonly Phrase[] }> {
  const encoded = encodeOrNull(record);
  if (encoded === null) return { path: null, notices: [recordLost("it is too large", record)] };
  const written = await write("record.json", encoded.text, world);
  if (written.path === null) return { path: null, notices: [recordLost(written.code, record)] };
  return { path: written.path, notices: encoded.isWhole ? [] : [WITHOUT_DETAILS] };
}

function encodeOrNull(record: CycleRecord): Encoded | null {
  try {
    return encodeWithin(record);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const WITHOUT_DETAILS: Phrase = [
  "The record of this cycle would have been too large: it is kept without the details of failed tests.",
];

/** A full disk costs a file of ours, never the verdict. */
async function write(
  name: string,
  text: string,
  { files }: World,
): Promise<{ readonly path: string } | { readonly path: null; readonly code: string }> {
  try {
    return { path: await files.write(name, text) };
  } catch (error) {
    return { path: null, code: error instanceof Error && "code" in error ? String(error.code) : "unknown error" };
  }
}

function recordLost(code: string, { decision }: CycleRecord): Phrase {
  const next = decision.kind === "repeat" ? ", so the next cycle cannot be started from here" : "";
  return [`The record of this cycle could not be written (${code})${next}.`];
}

const NOTHING: Published = { notices: [], written: [] };

function setOutputs(told: Told, headline: string, record: string, runner: Runner): void {
  const { analysis, decision, loop } = told;
  const { changes, tests, probes } = analysis;
  const outputs: Readonly<Record<string, string | number | boolean>> = {
    verdict: analysis.verdict.kind,
    decision: decision.kind,
    ended: decision.kind === "stop",
    changed: changes.fixed.length + changes.newlyFailing.length > 0,
    headline,
    cycle: loop.id.n,
    passed: tests.passed + probes.passed,
    failed: tests.failed + tests.errored + probes.failed + probes.errored,
    total: tests.total + probes.total,
    record,
  };
  for (const [name, value] of Object.entries(outputs)) runner.setOutput(name, String(value));
}
