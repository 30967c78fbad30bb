// Tells a finished cycle: the record and the runner's files first, then GitHub. What fails on GitHub becomes a
// notice in the summary and never changes the verdict.
import { analyse } from "./judge/analyse.ts";
import { nextLoop, recordCycle } from "./loop/advance.ts";
import { nightsLine, readNights, withNight } from "./loop/nights.ts";
import { isAsNew, readState, stateLine, type PageState } from "./loop/state.ts";
import { encodeLoop } from "./loop/token.ts";
import type { Decision } from "./model/analysis.ts";
import type { GitHub } from "./model/github.ts";
import { lastCycle } from "./model/loop.ts";
import { nightOf } from "./model/night.ts";
import type { Phrase, Report } from "./model/report.ts";
import type { Runner } from "./model/runner.ts";
import { runUrl } from "./model/trigger.ts";
import type { World } from "./model/world.ts";
import type { NightPage } from "./publish/night.ts";
import { pastCycles, reportUrl, writePage, type PageWishes } from "./page.ts";
import { publish, statusText, type Page, type Published } from "./publish/publish.ts";
import { placed } from "./placed.ts";
import type { CycleRecord } from "./record/record.ts";
import { encodeWithin, type Encoded } from "./record/within.ts";
import { annotationsOf } from "./report/annotations.ts";
import { briefAsJson } from "./report/brief/as-json.ts";
import { briefAsMarkdown } from "./report/brief/as-markdown.ts";
import { hasBrief, makeBrief } from "./report/brief/brief.ts";
import { errorText } from "./report/error-title.ts";
import { plain } from "./report/plain.ts";
import { renderSummary } from "./report/summary.ts";
import { masked } from "./text/masked.ts";
import { makeReport } from "./report/view.ts";
import type { DispatchOutcome, Fix, Told } from "./model/told.ts";
import { renderComment } from "./report/comment.ts";

/** What became of a decision, once post has acted on it. */
export interface Aftermath {
  readonly dispatch?: DispatchOutcome;
  readonly fix?: Fix | null;
  readonly isAfterFix?: boolean;
  readonly reportUrl?: string | null;
}

/** Everything the pages are made from, computed again from the record. */
export function toTold(record: CycleRecord, notices: readonly Phrase[], after: Aftermath = {}): Told {
  const { cycle, decision, limits, beginning, trigger, commits, pushed, night, planDigest } = record;
  const analysis = analyse(cycle, record.loop);
  const loop = recordCycle(record.loop, cycle, analysis, (pattern) => errorText(pattern, plain, 60));
  const maxCycles = lastCycle(loop, limits);
  const isOtherPlan = record.loop.planDigest !== null && record.loop.planDigest !== planDigest;
  const around = { maxCycles, beginning, isOtherPlan, trigger, commits, pushed, night, notices };
  const none = { fix: null, isAfterFix: false, reportUrl: null };
  return { cycle, analysis, decision, loop, ...around, ...none, ...after };
}

export interface PageOrder {
  readonly now: number;
  /** Post writes it, after the dispatch. */
  readonly isFinal: boolean;
  /** Logins for the issue of the nights. */
  readonly assignees: readonly string[];
}

/** What is written on GitHub: the pages, and how the loop stands for a later run that reads them. */
export function pageOf(record: CycleRecord, told: Told, { now, isFinal, assignees }: PageOrder): Page {
  const stands = standsOf(record.decision, told);
  const state: PageState = {
    stands,
    id: record.loop.id,
    runId: record.cycle.runId,
    isFinal,
    isMending: isMending(record.decision, told),
    nextRun: told.dispatch?.kind === "started" ? told.dispatch.runId : null,
    next: stands === "ended" ? null : nextLoop(told.loop, record, 0, now),
  };
  return {
    told,
    report: makeReport(told),
    pullRequest: record.pullRequest,
    stateLine: stateLine(state),
    mayReplace: (before) => {
      const there = readState(before);
      return there === null || isAsNew(state, there);
    },
    night: nightOf(told.loop) === null ? null : nightPage(told, stands, assignees),
  };
}

function nightPage(told: Told, stands: PageState["stands"], assignees: readonly string[]): NightPage {
  const { decision, loop } = told;
  const isGood = decision.kind === "stop" && decision.because === "reached";
  const isOver = stands === "ended" || stands === "parked";
  return {
    end: isGood ? "good" : isOver ? "bad" : "open",
    assignees,
    withThis: (before) => {
      const nights = withNight(before === null ? null : readNights(before), loop, stands === "open");
      return { nights, line: nightsLine(nights) };
    },
  };
}

/** A run that a fix's push has started goes on with the same count as a dispatched one. */
function isMending(decision: Decision, { fix, isAfterFix }: Told): boolean {
  return fix !== null || isAfterFix || (decision.kind === "repeat" && decision.because === "fix");
}

function standsOf(decision: Decision, { dispatch }: Told): PageState["stands"] {
  if (decision.kind === "park") return "parked";
  if (decision.kind === "repeat") return dispatch?.kind === "failed" ? "ended" : "open";
  return decision.because === "superseded" ? "handed-over" : "ended";
}

/** The token with which a person can go on with an ended loop; empty where there is nothing to go on with. */
function resumeToken(record: CycleRecord, told: Told, now: number): string {
  const { decision } = record;
  const isOver = decision.kind === "stop" && decision.because !== "reached" && decision.because !== "superseded";
  const next = isOver ? nextLoop(told.loop, record, 0, now) : null;
  return next === null ? "" : encodeLoop(next, 0);
}

/** The time for GitHub in one step: a run must not wait for a page. */
export const PUBLISHING_MS = 90_000;

export interface TellOrder {
  readonly record: CycleRecord;
  /** Another job of this run starts the next cycle. */
  readonly isDispatchedLater: boolean;
  /** What people have to know beside the cycle. */
  readonly notices: readonly Phrase[];
  readonly wishes: PageWishes;
}

/** Tells the cycle once. Returns what could be written, which decides the color of the job. */
export async function tell(
  { record, isDispatchedLater, notices, wishes }: TellOrder,
  world: World,
  runner: Runner,
  github: GitHub | null,
): Promise<{ readonly told: Told; readonly published: Published }> {
  const written = await writeRecord(record, world);
  runner.saveState("phase", "decided");
  const earlier = await pastCycles(record, wishes, world);
  const after: Aftermath = {
    reportUrl: reportUrl(wishes.reportAt, record.trigger),
    ...(isDispatchedLater && record.decision.kind === "repeat" ? { dispatch: { kind: "later" as const } } : {}),
  };
  const first = withMaskedBranch(toTold(record, [...notices, ...written.notices, ...earlier.notices], after), world);
  const paged = { record, past: earlier.past };
  const made = await writePage({ ...paged, told: first, nights: [] }, world);
  const told = { ...first, notices: [...first.notices, ...made.notices] };
  const now = world.clock.now();
  const page = pageOf(record, told, { now, isFinal: false, assignees: wishes.assignees });
  const { report } = page;
  const token = resumeToken(record, told, now);
  const brief = hasBrief(told) ? await writeBrief(told, world) : "";
  runner.saveState("brief", brief);
  setOutputs(told, { headline: plain(report.headline), record: written.path ?? "", report: made.path, brief }, runner);
  await runner.writeSummary(renderSummary(report, token));
  runner.saveState("phase", "shown");
  // Behind the state, so that a post step that has to tell never does it a second time.
  runner.annotate(await placed(annotationsOf(report, told), world));
  await write("comment.md", renderComment(report), world);
  const published = github === null ? NOTHING : await publish(page, github.within(PUBLISHING_MS));
  if (published.written.includes("status")) runner.saveState("status", statusText(page));
  // Only the issue of the nights knows the nights before this one.
  if (published.nights.length > 1) await writePage({ ...paged, told, nights: published.nights }, world);
  if (published.notices.length > 0) {
    const more = [...told.notices, ...published.notices];
    await runner.writeSummary(renderSummary(makeReport({ ...told, notices: more }), token));
  }
  sayResult(report, [...told.notices, ...published.notices], told, world);
  return { told, published };
}

/** The last lines of the log: what came of it, who acts, and where the rest is. */
function sayResult(report: Report, notices: readonly Phrase[], { trigger, cycle }: Told, { console }: World): void {
  console.say(`${report.icon} ${plain(report.headline)}`, "strong");
  for (const sentence of [...report.lead, ...report.look, ...notices]) console.say(plain(sentence));
  if (report.next.length > 0) console.say(`Next: ${plain(report.next)}`);
  console.say(`Summary: ${runUrl(trigger, cycle.runId)}`);
}

/** Leaves the record for another job, and tells nobody but whoever reads this job's page. Returns the exit code. */
export async function writeUntold(record: CycleRecord, world: World, runner: Runner): Promise<number> {
  const written = await writeRecord(record, world);
  runner.saveState("phase", "decided");
  const told = toTold(record, written.notices);
  const report = { ...makeReport(told), next: [] };
  const paths = { record: written.path ?? "", report: "", brief: "" };
  setOutputs(told, { headline: plain(report.headline), ...paths }, runner);
  await runner.writeSummary(renderSummary(report));
  sayResult({ ...report, look: [] }, told.notices, told, world);
  // What the tests found is for the job that concludes to tell; without a record it would never hear of it.
  return written.path === null ? 1 : 0;
}

/** The path of the one to be read; the one for programs lies beside it. Empty where they could not be written. */
async function writeBrief(told: Told, world: World): Promise<string> {
  const brief = makeBrief(told);
  const json = await write("brief.json", briefAsJson(brief), world);
  const markdown = await write("brief.md", briefAsMarkdown(brief), world);
  return json.path === null ? "" : (markdown.path ?? "");
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

/** For people. Whoever dispatches needs its name as it is, and has it from the record. */
function withMaskedBranch(told: Told, { secrets }: World): Told {
  return { ...told, trigger: masked(told.trigger, (text) => secrets.mask(text)) };
}

const NOTHING: Published = { notices: [], written: [], nights: [] };

/** The headline, and paths; empty where there is no such file. */
type TextOutputs = Readonly<Record<"headline" | "record" | "report" | "brief", string>>;

function setOutputs(told: Told, texts: TextOutputs, runner: Runner): void {
  const { analysis, decision, loop } = told;
  const { changes, tests, probes } = analysis;
  const outputs: Readonly<Record<string, string | number | boolean>> = {
    verdict: analysis.verdict.kind,
    decision: decision.kind,
    ended: decision.kind === "stop",
    changed: changes.fixed.length + changes.newlyFailing.length > 0,
    cycle: loop.id.n,
    passed: tests.passed + probes.passed,
    failed: tests.failed + tests.errored + probes.failed + probes.errored,
    total: tests.total + probes.total,
    ...texts,
  };
  for (const [name, value] of Object.entries(outputs)) runner.setOutput(name, String(value));
}
