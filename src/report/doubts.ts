// What makes a suite prove nothing, told also where other things are red: a report of an earlier cycle, no connection.
import type { SuiteRun } from "../model/check.ts";
import { isTested } from "../model/loop.ts";
import type { Phrase } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { silentHosts } from "./contact.ts";
import { list } from "./names.ts";

/** Hosts in a line; the rest is counted. */
const MAX_HOSTS = 3;

export function doubtLines(told: Told): readonly Phrase[] {
  const { cycle, analysis } = told;
  if (analysis.verdict.kind !== "not-met" && analysis.verdict.kind !== "unproven") return [];
  const { verdict } = analysis;
  return cycle.suites.flatMap((suite, at) => {
    const isTold = (kind: "republished-report" | "no-contact"): boolean =>
      verdict.kind === "unproven" && verdict.reason.kind === kind && verdict.reason.suite === at;
    return [
      ...(isTold("republished-report") ? [] : republished(suite, told)),
      ...(isTold("no-contact") ? [] : untouched(suite)),
    ];
  });
}

function republished({ name, print }: SuiteRun, { loop }: Told): readonly Phrase[] {
  const before = loop.ledger.slice(0, -1).filter(isTested);
  const first = print === null ? undefined : before.find((row) => row.prints.includes(print));
  if (first === undefined) return [];
  return [["**Republished:** the results and times of ", name, ` are those of cycle ${first.n}, to the millisecond.`]];
}

function untouched({ name, contact }: SuiteRun): readonly Phrase[] {
  if (contact === null || contact.passes === 0 || contact.watch === null) return [];
  if (contact.watch.kind === "unwatchable") {
    if (!contact.watch.required) return [];
    return [["**No contact:** the connections of ", name, ` could not be watched: ${contact.watch.reason}.`]];
  }
  const silent = silentHosts(contact.watch);
  return silent.length === 0
    ? []
    : [["**No contact:** ", name, " never connected to ", ...list(silent, MAX_HOSTS), "."]];
}
