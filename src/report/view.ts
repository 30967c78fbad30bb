// Decides what is said and in which order, once, for every surface. Every sentence is computed from the facts.
import type { Analysis, Decision, Pattern, Transient } from "../model/analysis.ts";
import type { CheckResult } from "../model/check.ts";
import type { Commit } from "../model/github.ts";
import type { Cycle } from "../model/cycle.ts";
import { isTested, lastTested, type LedgerRow, type Loop } from "../model/loop.ts";
import type { CycleRow, ErrorRow, FailingCheckRow, FailingGroup, Link, Phrase, Report } from "../model/report.ts";
import { runUrl, type Trigger } from "../model/trigger.ts";
import { untrusted } from "../text/untrusted.ts";
import { errorPhrase } from "./error-title.ts";
import { headlineOf, iconOf } from "./headline.ts";
import { nextOf } from "./next.ts";
import { notTestedLead, unprovenLead } from "./not-tested.ts";
import { stepsOf, stepsTitle } from "./steps.ts";
import { capital, count, duration, letter, short } from "./words.ts";

export interface Told {
  readonly cycle: Cycle;
  readonly analysis: Analysis;
  readonly decision: Decision;
  /** The loop with this cycle already in its ledger. */
  readonly loop: Loop;
  readonly maxCycles: number;
  readonly trigger: Trigger;
  /** Commits since the cycle that is compared with, oldest first. */
  readonly commits: readonly Commit[];
  /** Commits that came after this cycle, oldest first. */
  readonly pushed: readonly Commit[];
  readonly notices: readonly Phrase[];
  /** What became of the dispatch; absent until post has done it. */
  readonly dispatch?: DispatchOutcome;
}

export type DispatchOutcome =
  | { readonly kind: "started"; readonly runId: number | null }
  | { readonly kind: "failed"; readonly why: Phrase };

/** Rows of the table of errors and names in a group; the rest is counted. */
const MAX_ERRORS = 6;
const MAX_NAMES = 60;

export function makeReport(told: Told): Report {
  const { cycle, analysis } = told;
  const causes = analysis.patterns.filter((pattern) => pattern.because === null);
  const letters = new Map(causes.map((pattern, at) => [pattern.fingerprint, letter(at)]));
  const results = new Map(cycle.checks.map((check) => [check.key, check]));
  const tested = analysis.verdict.kind === "met" || analysis.verdict.kind === "not-met";
  return {
    environment: cycle.environment,
    icon: iconOf(analysis, told.decision),
    headline: headlineOf(told),
    lead: leadOf(told, causes),
    next: nextOf(told),
    errors: tested ? errorRows(causes, told, results, letters) : [],
    consequences: tested ? consequences(told, results, letters) : [],
    changes: changesOf(told, results),
    added: addedOf(told.commits),
    look: [],
    failing: analysis.patterns.map((pattern) => failingGroup(pattern, told, results, letters)),
    steps: stepsOf(cycle, analysis),
    stepsTitle: stepsTitle(cycle, analysis),
    cycles: told.loop.ledger.map((row) => cycleRow(row, told.trigger)),
    cyclesTitle: cyclesTitle(told.loop.ledger),
    links: linksOf(told),
    notices: told.notices,
  };
}

function leadOf(told: Told, causes: readonly Pattern[]): readonly Phrase[] {
  const { analysis, cycle } = told;
  switch (analysis.verdict.kind) {
    case "met":
      return [metLead(told)];
    case "not-tested":
      return [...notTestedLead(analysis.verdict.reason, cycle), ...lastTestedLead(told)];
    case "unproven":
      return [unprovenLead(analysis.verdict.reason, cycle), ...lastTestedLead(told)];
    case "not-met":
      return [...missingLead(analysis), ...causeLead(causes, told)];
  }
}

function metLead(told: Told): Phrase {
  const { cycle, loop, maxCycles } = told;
  const checked = cycle.servedAfter.some((served) => served !== null);
  const serves: Phrase = checked
    ? ["It serves ", untrusted(short(cycle.commit)), ", checked before and after the tests."]
    : ["The target is met at ", untrusted(short(cycle.commit)), "; nothing tells which revision is served."];
  return [...serves, ` Reached in cycle ${loop.id.n} of ${maxCycles}.`];
}

function lastTestedLead({ loop }: Told): readonly Phrase[] {
  const row = lastTested(loop);
  if (row === null) return [];
  return [[`**Last tested:** ${scoreOf(row)} at `, untrusted(short(row.commit)), ` (cycle ${row.n}).`]];
}

function missingLead(analysis: Analysis): readonly Phrase[] {
  const { notRun } = analysis.tests;
  return notRun === 0 ? [] : [[`**${count(notRun, "planned test")} did not run.** They count as not passed.`]];
}

function causeLead(causes: readonly Pattern[], told: Told): readonly Phrase[] {
  const [top] = causes;
  if (top === undefined) return [];
  const failures = told.analysis.patterns.reduce((sum, pattern) => sum + pattern.checks.length, 0);
  const followers = told.analysis.patterns.filter((pattern) => pattern.because === top.fingerprint);
  const share = followers.reduce((sum, pattern) => sum + pattern.checks.length, top.checks.length);
  const what = errorPhrase(top);
  const since: Phrase = top.since.isNew
    ? told.analysis.changes.against === null
      ? []
      : [" New since ", untrusted(short(told.cycle.commit)), "."]
    : [` There since cycle ${top.since.cycle}.`];
  if (failures === 1) return [["**The one failure:** ", ...what, ".", ...since]];
  if (share === failures) return [[`**One error is behind all ${failures} failures:** `, ...what, ".", ...since]];
  if (share === 1) return [[`**${count(causes.length, "different error")}.** The first: `, ...what, ".", ...since]];
  return [[`**One error is behind ${share} of the ${failures} failures:** `, ...what, ".", ...since]];
}

function errorRows(
  causes: readonly Pattern[],
  told: Told,
  results: ReadonlyMap<string, CheckResult>,
  letters: ReadonlyMap<string, string>,
): readonly ErrorRow[] {
  const shown = causes.slice(0, causes.length > MAX_ERRORS ? MAX_ERRORS - 1 : MAX_ERRORS);
  const rows = shown.map((pattern) => ({
    letter: letters.get(pattern.fingerprint) ?? "",
    title: errorPhrase(pattern).map((part, at) => (at === 0 && typeof part === "string" ? capital(part) : part)),
    since: sinceOf(pattern, told),
    fails: failsOf(pattern, results),
  }));
  if (shown.length === causes.length) return rows;
  const rest = causes.slice(shown.length);
  const failures = rest.reduce((sum, pattern) => sum + pattern.checks.length, 0);
  return [
    ...rows,
    { letter: "", title: [`and ${count(rest.length, "more error")}`], since: "", fails: String(failures) },
  ];
}

function sinceOf(pattern: Pattern, told: Told): string {
  if (told.analysis.changes.against === null) return "";
  return pattern.since.isNew ? "new" : `since cycle ${pattern.since.cycle}`;
}

function failsOf(pattern: Pattern, results: ReadonlyMap<string, CheckResult>): string {
  const kinds = pattern.checks.map((key) => results.get(key)?.kind);
  const tests = kinds.filter((kind) => kind === "test").length;
  const probes = kinds.length - tests;
  return [tests > 0 ? count(tests, "test") : "", probes > 0 ? count(probes, "probe") : ""].filter(Boolean).join(", ");
}

function consequences(
  told: Told,
  results: ReadonlyMap<string, CheckResult>,
  letters: ReadonlyMap<string, string>,
): readonly Phrase[] {
  const follow = told.analysis.patterns.flatMap((pattern): readonly Phrase[] => {
    const cause = pattern.because === null ? undefined : letters.get(pattern.because);
    if (cause === undefined) return [];
    return [[`Because of ${cause}: `, ...errorPhrase(pattern), ` (${failsOf(pattern, results)}).`]];
  });
  const blocked = [...results.values()].filter((check) => check.outcome === "blocked");
  const byCause = new Map<string, CheckResult[]>();
  for (const check of blocked) {
    const cause = rootLetter(check, told, results, letters);
    byCause.set(cause, [...(byCause.get(cause) ?? []), check]);
  }
  return [
    ...follow,
    ...[...byCause].map(([cause, checks]): Phrase => [
      cause === "" ? "Not run, blocked: " : `Because of ${cause}, not run: `,
      ...checks.slice(0, 5).flatMap((check, at) => (at === 0 ? [check.name] : [", ", check.name])),
      checks.length > 5 ? ` and ${checks.length - 5} more.` : ".",
    ]),
  ];
}

// A blocked probe may wait for another blocked one; the letter is that of the failure at the end of the chain.
function rootLetter(
  check: CheckResult,
  told: Told,
  results: ReadonlyMap<string, CheckResult>,
  letters: ReadonlyMap<string, string>,
): string {
  let at: CheckResult | undefined = check;
  for (let steps = 0; at !== undefined && at.outcome === "blocked" && steps < results.size; steps++) {
    at = results.get(at.blockedBy[0] ?? "");
  }
  const root = at?.key;
  const pattern = told.analysis.patterns.find((each) => root !== undefined && each.checks.includes(root));
  return letters.get(pattern?.because ?? pattern?.fingerprint ?? "") ?? "";
}

function changesOf(told: Told, results: ReadonlyMap<string, CheckResult>): Phrase | null {
  const { changes, regression } = told.analysis;
  if (changes.against === null) return null;
  const moved = changes.advanced[0];
  const parts = [
    changes.newlyFailing.length > 0 ? `${changes.newlyFailing.length} newly failing` : "",
    changes.fixed.length > 0 ? `${changes.fixed.length} fixed` : "",
    changes.errorChanged.length > 0 ? `${changes.errorChanged.length} fail with another error` : "",
    changes.gone > 0 ? `${changes.gone} that failed are not there any more` : "",
  ].filter(Boolean);
  const advanced: Phrase =
    moved === undefined
      ? []
      : [`${parts.length > 0 ? ", " : ""}${changes.advanced.length} fail one step later (was `, moved.before, ")"];
  if (parts.length === 0 && advanced.length === 0) {
    if (results.size === 0 || told.analysis.verdict.kind !== "not-met") return null;
    return [`**Since cycle ${changes.against}:** nothing changed.`];
  }
  return [
    `**Since cycle ${changes.against}:** ${parts.join(", ")}`,
    ...advanced,
    regression ? ". **Fewer pass than in the best cycle.**" : ".",
  ];
}

/** The commits that this cycle brought to staging, newest first. */
function addedOf(commits: readonly Commit[]): Phrase | null {
  const shown = commits.slice(-3).toReversed();
  if (shown.length === 0) return null;
  const rest = commits.length - shown.length;
  return [
    "**Added since then:** ",
    ...shown.flatMap((commit, at): Phrase => [at === 0 ? "" : ", ", untrusted(short(commit.sha)), " ", commit.subject]),
    rest > 0 ? ` and ${count(rest, "more commit")}.` : ".",
  ];
}

function failingGroup(
  pattern: Pattern,
  told: Told,
  results: ReadonlyMap<string, CheckResult>,
  letters: ReadonlyMap<string, string>,
): FailingGroup {
  const checks = pattern.checks.flatMap((key) => results.get(key) ?? []);
  const cause = pattern.because === null ? undefined : letters.get(pattern.because);
  return {
    letter: letters.get(pattern.fingerprint) ?? null,
    title: cause === undefined ? errorPhrase(pattern) : [`because of ${cause}: `, ...errorPhrase(pattern)],
    kind: pattern.confidence === "possible" ? "kind not certain" : `${pattern.title}, ${OUTLOOK[pattern.transient]}`,
    advice: pattern.confidence === "possible" ? "" : pattern.advice,
    checks: checks.slice(0, MAX_NAMES).map((check) => failingRow(check, told)),
    dropped: Math.max(0, checks.length - MAX_NAMES),
  };
}

const OUTLOOK: Readonly<Record<Transient, string>> = {
  yes: "may pass by itself",
  no: "needs a change",
  either: "whether it passes by itself is not known yet",
};

function failingRow(check: CheckResult, told: Told): FailingCheckRow {
  const { changes } = told.analysis;
  const before = [...changes.advanced, ...changes.errorChanged].find((moved) => moved.key === check.key)?.before;
  return {
    name: check.name,
    group: check.group,
    mark: changes.against !== null && changes.newlyFailing.includes(check.key) ? "new" : null,
    before: before ?? null,
    message: check.failure?.message ?? untrusted(""),
    detail: check.failure?.detail ?? null,
    facts: eventsOf(check),
  };
}

function eventsOf(check: CheckResult): Phrase | null {
  const { missingEvents = [], seenEvents = [] } = check.failure?.facts ?? {};
  if (missingEvents.length + seenEvents.length === 0) return null;
  const came = seenEvents
    .slice(0, 12)
    .flatMap((each): Phrase => [each.name, ` ×${each.count} after ${duration(each.firstMs)}; `]);
  return [
    ...(missingEvents.length === 0 ? [] : ["Missing: ", ...missingEvents.flatMap((name): Phrase => [name, " "]), "· "]),
    ...(came.length === 0 ? ["no event came"] : ["came: ", ...came]),
  ];
}

function cycleRow(row: LedgerRow, trigger: Trigger): CycleRow {
  return {
    n: row.n,
    runUrl: runUrl(trigger, row.run),
    commit: short(row.commit),
    tests: isTested(row) ? scoreOf(row) : row.verdict === "unproven" ? "unproven" : "not tested",
    top: row.top ?? "",
  };
}

/** "47 of 58", of tests where there are any, otherwise of probes. */
export function scoreOf(row: LedgerRow): string {
  return row.total > 0 ? `${row.passed} of ${row.total}` : `${row.probesPassed} of ${row.probesTotal} probes`;
}

function cyclesTitle(ledger: readonly LedgerRow[]): string {
  const scores = ledger.map((row) => (isTested(row) ? String(row.total > 0 ? row.passed : row.probesPassed) : "–"));
  const last = ledger.findLast(isTested);
  if (last === undefined) return `Cycles: ${ledger.length}, none tested`;
  return `Cycles: ${scores.join(" → ")} of ${last.total > 0 ? last.total : last.probesTotal}`;
}

function linksOf({ cycle, trigger }: Told): readonly Link[] {
  return [{ text: "Run", url: runUrl(trigger, cycle.runId) }];
}
