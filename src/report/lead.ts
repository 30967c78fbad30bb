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
import { joined } from "./names.ts";
import { notTestedLead } from "./not-tested.ts";
import { isQuarantined } from "./quarantine.ts";
import { missingLead } from "./shortfall.ts";
import { targetLead } from "./target.ts";
import { unprovenLead } from "./unproven.ts";
import { count, short } from "./words.ts";

export function leadOf(told: Told, causes: readonly Pattern[]): readonly Phrase[] {
  const { analysis, cycle } = told;
  switch (analysis.verdict.kind) {
    case "met":
      return [metLead(told), ...missingLead(told), ...(causes.length === 0 ? [] : causeLead(causes, told))];
    case "not-tested":
      return [...notTestedLead(analysis.verdict.reason, told), ...lastTestedLead(told)];
    case "unproven":
      return [...unprovenLead(analysis.verdict.reason, cycle), ...lastTestedLead(told)];
    case "not-met":
      return [
        ...targetLead(told),
        ...missingLead(told),
        ...(causes.length === 0 ? blockedLead(told) : causeLead(causes, told)),
      ];
  }
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
  return [...serves, ` Reached in cycle ${loop.id.n} of ${maxCycles}.`];
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

function causeLead(causes: readonly Pattern[], told: Told): readonly Phrase[] {
  const [top] = causes;
  if (top === undefined) return [];
  const failures = told.analysis.patterns.reduce((sum, pattern) => sum + pattern.checks.length, 0);
  const followers = told.analysis.patterns.filter((pattern) => pattern.because?.fingerprint === top.fingerprint);
  const share = followers.reduce((sum, pattern) => sum + pattern.checks.length, top.checks.length);
  const what = errorPhrase(top);
  const since: Phrase = top.since.isNew
    ? told.analysis.changes.against === null
      ? []
      : lastTested({ ...told.loop, ledger: told.loop.ledger.slice(0, -1) })?.commit === told.cycle.commit
        ? [" New, on the same commit."]
        : [" New since ", untrusted(short(told.cycle.commit)), "."]
    : [` There since cycle ${top.since.cycle}.`];
  if (top.alarm !== null && causes.length > 1) {
    return [[`**The most serious of ${causes.length} errors:** `, ...what, ".", ...since]];
  }
  if (failures === 1) return [["**The one failure:** ", ...what, ".", ...since]];
  if (share === failures) return [[`**One error is behind all ${failures} failures:** `, ...what, ".", ...since]];
  // One that explains next to nothing is not behind anything.
  if (share === 1 || share * 10 < failures) {
    const which = share === 1 ? "first" : "biggest";
    return [[`**${count(causes.length, "different error")}.** The ${which}: `, ...what, ".", ...since]];
  }
  return [[`**One error is behind ${share} of the ${failures} failures:** `, ...what, ".", ...since]];
}
