// Everything that a fix brief could say of a cycle, before anybody asks how much room there is.
import type { Brief, BriefChanges, BriefCommand } from "../../model/brief.ts";
import { succeeded, type CommandResult } from "../../model/check.ts";
import type { Commit } from "../../model/github.ts";
import type { CriterionRow, Link, Phrase } from "../../model/report.ts";
import type { Told } from "../../model/told.ts";
import { DESK, NO_COMMIT, runUrl } from "../../model/trigger.ts";
import type { Untrusted } from "../../text/untrusted.ts";
import { changesOf } from "../changes.ts";
import { howEnded } from "../command-words.ts";
import { letterErrors } from "../errors.ts";
import { effectOf } from "../fates.ts";
import { isBlank, tellingLines } from "../plain.ts";
import { makeReport } from "../view.ts";
import { draftErrors, type DraftCheck, type DraftError } from "./errors.ts";
import { RANKS, ranked, type Ranked } from "./ranks.ts";
import { targetOf } from "./target.ts";
import { notTestedOf } from "./untested.ts";

export interface Draft {
  /** What is short and always told. */
  readonly head: Pick<
    Brief,
    | "environment"
    | "icon"
    | "headline"
    | "lead"
    | "next"
    | "place"
    | "verdict"
    | "decision"
    | "target"
    | "score"
    | "command"
    | "changes"
  >;
  readonly errors: Part<DraftError>;
  readonly warnings: Part<DraftCheck>;
  readonly lists: DraftLists;
}

export interface DraftLists {
  readonly notTested: Part<Phrase>;
  readonly commits: Part<Commit>;
  readonly components: Part<Phrase>;
  readonly criteria: Part<CriterionRow>;
  readonly look: Part<Phrase>;
  readonly logs: Part<Link>;
}

export interface Part<T> {
  readonly entries: readonly Ranked<T>[];
  /** How many there are in all. */
  readonly total: number;
}

/** Entries of one part that anybody reads. */
const MAX_ENTRIES = 40;

export function draftOf(told: Told): Draft {
  const { cycle, analysis, decision } = told;
  const report = makeReport(told);
  const lettered = letterErrors(told);
  const { errors, warnings, more } = draftErrors(lettered);
  const tested = analysis.verdict.kind === "met" || analysis.verdict.kind === "not-met";
  return {
    head: {
      environment: cycle.environment,
      icon: report.icon,
      headline: report.headline,
      lead: report.lead,
      // Of files that were handed over nobody asked what happens next.
      next: cycle.commit === NO_COMMIT ? [] : report.next,
      place: placeOf(told),
      verdict: analysis.verdict,
      decision,
      target: targetOf(told),
      score: { tests: analysis.tests, probes: analysis.probes, targets: analysis.targets },
      command: commandOf(told),
      changes: tested ? draftChanges(told) : null,
    },
    errors: { entries: errors, total: errors.length + more },
    warnings: { entries: warnings, total: analysis.degraded.length },
    lists: {
      notTested: partOf(notTestedOf(told), RANKS.notTested),
      // The newest tells most.
      commits: reversed(partOf(told.commits.toReversed(), RANKS.commit)),
      components: partOf(report.components, RANKS.component),
      criteria: partOf(report.criteria, RANKS.criterion),
      look: partOf(report.look, RANKS.look),
      logs: partOf(report.logs, RANKS.look),
    },
  };
}

function partOf<T>(values: readonly T[], rank: number): Part<T> {
  return { entries: ranked(values, rank, MAX_ENTRIES), total: values.length };
}

function reversed<T>({ entries, total }: Part<T>): Part<T> {
  return { entries: entries.toReversed(), total };
}

function placeOf({ cycle, loop, maxCycles, trigger }: Told): Brief["place"] {
  const isKnown = cycle.commit !== NO_COMMIT;
  return {
    loop: isKnown ? loop.id.loop : null,
    cycle: loop.id.n,
    maxCycles,
    commit: isKnown ? cycle.commit : null,
    branch: trigger.ref,
    run: trigger.event === DESK ? null : { text: "Run", url: runUrl(trigger, cycle.runId) },
  };
}

/** Lines of the output of a command, and code points of each of them. */
const MAX_LINES = 30;
const MAX_LINE = 240;

function commandOf({ cycle, analysis: { verdict } }: Told): BriefCommand | null {
  if (verdict.kind !== "not-tested") return null;
  const { reason } = verdict;
  if (reason.kind === "setup-failed") {
    return {
      what: "setup",
      service: null,
      problem: null,
      cause: null,
      transient: reason.transient,
      ...endOf(cycle.setup),
    };
  }
  const deployment = reason.kind === "deploy-failed" ? cycle.deployments[reason.deployment] : undefined;
  if (reason.kind !== "deploy-failed" || deployment === undefined) return null;
  const { name, command, problem } = deployment;
  const { cause, transient } = reason;
  return { what: "deploy", service: name, problem, cause, transient, ...endOf(command) };
}

function endOf(command: CommandResult | null): Pick<BriefCommand, "ended" | "output"> {
  if (command === null) return { ended: null, output: null };
  const { output } = command;
  return {
    ended: succeeded(command) ? null : howEnded(command),
    output: isBlank(output) ? null : tellingLines(output, MAX_LINES, MAX_LINE),
  };
}

/** Names of checks in one list. */
const MAX_NAMES = 15;

function draftChanges(told: Told): BriefChanges | null {
  const { cycle, analysis } = told;
  const { changes, patterns } = analysis;
  if (changes.against === null) return null;
  const nameOf = new Map(cycle.checks.map(({ key, name }) => [key, name]));
  const names = (keys: readonly string[]): readonly Untrusted[] =>
    keys.flatMap((key) => nameOf.get(key) ?? []).slice(0, MAX_NAMES);
  return {
    against: changes.against,
    said: changesOf(told),
    effect: effectOf(patterns, changes),
    errorsGone: changes.errorsGone.map(({ title }) => title).slice(0, MAX_NAMES),
    fixed: names(changes.fixed),
    newlyFailing: names(changes.newlyFailing),
    disappeared: changes.disappeared.slice(0, MAX_NAMES),
  };
}
