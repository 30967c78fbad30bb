// The sentences below the headline: the biggest error in words, or what shows that staging is good.
import type { Pattern } from "../model/analysis.ts";
import { decides, type CheckResult } from "../model/check.ts";
import { lastTested } from "../model/loop.ts";
import type { Phrase } from "../model/report.ts";
import { NO_COMMIT } from "../model/trigger.ts";
import type { Told } from "../model/told.ts";
import { untrusted } from "../text/untrusted.ts";
import { scoreOf } from "./cycles.ts";
import { errorPhrase } from "./error-title.ts";
import { failsOf, type Lettered } from "./errors.ts";
import { alarmOf, passing } from "./headline.ts";
import { isUnrecognised } from "./kind.ts";
import { joined } from "./names.ts";
import { notTestedLead } from "./not-tested.ts";
import { isQuarantined } from "./quarantine.ts";
import { missingLead } from "./shortfall.ts";
import { shortfallOf } from "./target.ts";
import { unprovenLead } from "./unproven.ts";
import { targetText } from "../model/target.ts";
import { duration, short } from "./words.ts";

export function leadOf(lettered: Lettered): readonly Phrase[] {
  const { told, causes } = lettered;
  const { analysis, cycle } = told;
  switch (analysis.verdict.kind) {
    case "met":
      return [metLead(told), ...missingLead(told), ...(causes.length === 0 ? [] : causeLead(lettered))];
    case "not-tested":
      return [...notTestedLead(analysis.verdict.reason, told), ...lastTestedLead(told)];
    case "unproven":
      return [...unprovenLead(analysis.verdict.reason, cycle), ...lastTestedLead(told)];
    case "not-met":
      return [
        ...scoreLead(told),
        ...missingLead(told),
        ...(causes.length === 0 ? blockedLead(told) : causeLead(lettered)),
      ];
  }
}

/** Where the headline tells how far the target is, this tells what there is; below an alarm it is the other way round. */
function scoreLead(told: Told): readonly Phrase[] {
  const words = shortfallOf(told);
  if (words === "") return [];
  const said = alarmOf(told.analysis) === "" ? `${passing(told)}.` : `It misses its target: ${words}.`;
  return [[`${said} The target is \`${targetText(told.cycle.target)}\`.`]];
}

function metLead(given: Told): Phrase {
  const { cycle, loop, maxCycles } = given;
  const told = cycle.readiness.filter((each) => each.revisionMatches === true).length;
  const serves: Phrase =
    told === 0
      ? ["The target is met", ...atCommit(cycle.commit), "; nothing tells which revision is served."]
      : told === cycle.readiness.length
        ? ["It serves ", untrusted(short(cycle.commit)), ", checked before and after the tests."]
        : [`${told} of ${cycle.readiness.length} services tell that they serve `, untrusted(short(cycle.commit)), "."];
  return [...serves, ` Reached in cycle ${loop.id.n} of ${maxCycles}, ${duration(loop.spentMs)} of runner time.`];
}

function atCommit(commit: string): Phrase {
  return commit === NO_COMMIT ? [] : [" at ", untrusted(short(commit))];
}

function lastTestedLead({ loop }: Told): readonly Phrase[] {
  const row = lastTested(loop);
  if (row === null) return [];
  return [[`**Last tested:** ${scoreOf(row)} at `, untrusted(short(row.commit)), ` (cycle ${row.n}).`]];
}

/** Nothing that decides failed, and something that decides could not run. */
function blockedLead({ cycle }: Told): readonly Phrase[] {
  const blocked = cycle.checks.filter((check) => check.outcome === "blocked" && decides(check));
  if (blocked.length === 0) return [];
  const needs = new Set(blocked.flatMap((check) => check.blockedBy));
  const broken = cycle.checks.filter((check) => needs.has(check.key) && check.outcome !== "blocked");
  const named = (checks: readonly CheckResult[]): Phrase => {
    const said = checks.map((check): Phrase => [check.name, ...(isQuarantined(check) ? [" (in quarantine)"] : [])]);
    const rest = said.length - 3;
    return [...joined(said.slice(0, 3), ", "), ...(rest > 0 ? [` and ${rest} more`] : [])];
  };
  const why = broken.length === 0 ? ["what is needed first"] : named(broken);
  return [[...named(blocked), " did not run, because ", ...why, " did not pass."]];
}

function causeLead({ told, causes, results }: Lettered): readonly Phrase[] {
  const [top] = causes;
  if (top === undefined) return [];
  const more = [
    top.priority === null ? "" : ` It has priority ${top.priority}.`,
    isUnrecognised(top) ? " No rule recognises it." : "",
  ].filter(Boolean);
  const role = roleOf(top, causes.length, told);
  // Where the role tells no share, its own count stands beside it, as with the errors below.
  const fails = role.share === null ? failsOf(top, results) : "";
  return [[`**${role.name}${role.share ?? ""}:** `, ...errorPhrase(top), ".", ...sinceOf(top, fails, told), ...more]];
}

interface Role {
  readonly name: string;
  /** " is behind 5 of the 6 failures"; null where it is behind next to nothing but itself. */
  readonly share: string | null;
}

/** "Error A is behind 5 of the 6 failures:"; a letter tells it from others, where there are any. */
function roleOf(top: Pattern, errors: number, { analysis: { patterns } }: Told): Role {
  const failures = patterns.reduce((sum, pattern) => sum + pattern.checks.length, 0);
  const followers = patterns.filter((pattern) => pattern.because?.fingerprint === top.fingerprint);
  const share = followers.reduce((sum, pattern) => sum + pattern.checks.length, top.checks.length);
  if (failures === 1) return { name: "The one failure", share: "" };
  const name = errors === 1 ? "One error" : "Error A";
  if (top.alarm !== null && errors > 1) return { name: `${name}, the most serious of ${errors}`, share: null };
  if (share === failures) return { name, share: ` is behind ${failures === 2 ? "both" : `all ${failures}`} failures` };
  // One that explains next to nothing is not behind anything.
  if (share === 1) return { name: `${name}, the first of ${errors}`, share: null };
  const few = share * 10 < failures ? `, the biggest of ${errors},` : "";
  return { name: `${name}${few}`, share: ` is behind ${share} of the ${failures} failures` };
}

/** " It fails 1 test, since cycle 1."; without a count of its own " There since cycle 1.". */
function sinceOf(pattern: Pattern, fails: string, { analysis, loop, cycle }: Told): Phrase {
  const said = (alone: string, behind: string): string =>
    fails === "" ? ` ${alone}` : ` It fails ${fails}, ${behind}`;
  if (!pattern.since.isNew) {
    const since = `since cycle ${pattern.since.cycle}.`;
    return [said(`There ${since}`, since)];
  }
  if (analysis.changes.against === null) return fails === "" ? [] : [` It fails ${fails}.`];
  const before = lastTested({ ...loop, ledger: loop.ledger.slice(0, -1) });
  return before?.commit === cycle.commit
    ? [said("New, on the same commit.", "new on the same commit.")]
    : [said("New since ", "new since "), untrusted(short(cycle.commit)), "."];
}
