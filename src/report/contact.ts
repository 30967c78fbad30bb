// What the times and the connections of a suite show of its passes: whether they can have touched staging at all.
import type { CheckResult, ContactWatch, SuiteContact, SuiteRun, WatchedHost } from "../model/check.ts";
import type { Phrase, StepRow } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import type { Untrusted } from "../text/untrusted.ts";
import { joined, list } from "./names.ts";
import { count, figure } from "./words.ts";

/** Names in the line that everybody reads, and suites that have such a line. */
const MAX_NAMES = 2;
const MAX_SUITES = 2;

/** Hosts without which the suite proves nothing: where contact is required each of them, otherwise all together. */
export function silentHosts({ required, hosts }: Extract<ContactWatch, { kind: "watched" }>): readonly Untrusted[] {
  const silent = hosts.filter(({ connections }) => connections === 0);
  return required || silent.length === hosts.length ? silent.map(({ host }) => host) : [];
}

/** Only what a person should look at: passes that were over before any answer could have come. */
export function contactLines({ cycle, analysis }: Told): readonly Phrase[] {
  // Of a cycle that was not tested no pass is claimed, so none is doubted.
  if (analysis.verdict.kind === "not-tested") return [];
  const suspicious = new Set(analysis.changes.suspicious);
  const doubtful = cycle.suites.filter(({ key, contact }) => {
    const said =
      suspicious.size === 0 ? 0 : cycle.checks.filter((each) => each.suite === key && suspicious.has(each.key)).length;
    // A line that only repeats what was just said of a fix is no news.
    return (contact?.notShown ?? 0) > said;
  });
  const lines = doubtful.slice(0, MAX_SUITES).map((suite): Phrase => {
    const of: Phrase = cycle.suites.length === 1 ? ["**Contact:** "] : ["**Contact** of ", suite.name, ": "];
    return [...of, ...doubt(suite, cycle.checks)];
  });
  const rest = doubtful.length - lines.length;
  return rest === 0 ? lines : [...lines, [`**Contact:** the same is true of ${count(rest, "more suite")}.`]];
}

function doubt({ key, contact }: SuiteRun, checks: readonly CheckResult[]): Phrase {
  if (contact === null) return [];
  const names = checks.flatMap(({ suite, name, test }) =>
    suite === key && test?.contact === "not-shown" ? [name] : [],
  );
  const { notShown, passes } = contact;
  const shown = names.slice(0, MAX_NAMES);
  const rest = notShown - shown.length;
  const who =
    notShown === passes ? (passes === 1 ? "the one pass" : `all ${passes} passes`) : `${notShown} of ${passes} passes`;
  return [
    `${who} took ${howLong(contact)}, ${why(contact)}`,
    ...(shown.length === 0 ? [] : [": ", ...list(shown)]),
    ...(shown.length === 0 || rest === 0 ? [] : [` and ${rest} more`]),
    ".",
  ];
}

function howLong({ notShown, atZero, toOneMs, thresholdMs }: SuiteContact): string {
  if (atZero >= notShown) return "0 ms";
  return toOneMs >= notShown ? "a millisecond at most" : `less than ${figure(thresholdMs ?? 0, "ms")}`;
}

function why({ basis, floorMs, notShown }: SuiteContact): string {
  switch (basis) {
    case "floor":
      return `which no answer of staging can${floorMs === null ? "" : ` (the fastest took ${figure(floorMs, "ms")})`}`;
    case "spread":
      return `far below the others, so nothing shows that ${notShown === 1 ? "this pass" : "these passes"} reached staging`;
    case "millisecond":
    case "no-timing":
      return "in which no network answers";
  }
}

/** The levels of all passes, for the folded table. */
export function contactSteps({ name, contact }: SuiteRun): readonly StepRow[] {
  if (contact === null) return [];
  const parts = [levels(contact), ...(contact.watch === null ? [] : [watched(contact.watch)])];
  return [{ name: "Contact", result: [name, ": ", ...joined(parts, "; ")] }];
}

function levels(contact: SuiteContact): Phrase {
  const { basis, passes, shown, indicated, notShown } = contact;
  const unknown = passes - shown - indicated - notShown;
  if (basis === "no-timing" && shown === 0)
    return ["the report has no times, or all the same, so they do not show whether staging answered"];
  const parts = [
    shown > 0 ? `${shown} had a connection to staging` : "",
    indicated > 0 ? `${indicated} took long enough for an answer` : "",
    notShown > 0 ? `${notShown} took ${tooLittle(contact)}` : "",
    unknown > 0 ? `of ${unknown} nothing can be told` : "",
  ].filter(Boolean);
  return [`${whichOf(contact, parts)}${comparedWith(contact)}`];
}

/** "none of 8 passes took long enough for an answer", "all 6 passes …", "of 51 passes 20 …, 31 …". */
function whichOf({ passes, shown, indicated, notShown }: SuiteContact, parts: readonly string[]): string {
  const those = passes === 1 ? "the one pass" : `all ${passes} passes`;
  if (notShown === passes) {
    return passes === 1
      ? `${those} did not take long enough for an answer`
      : `none of ${passes} passes took long enough for an answer`;
  }
  if (indicated === passes) return `${those} took long enough for an answer`;
  if (shown === passes) return `${those} had a connection to staging`;
  return `of ${count(passes, "pass", "passes")} ${parts.join(", ")}`;
}

function tooLittle({ basis }: SuiteContact): string {
  return basis === "millisecond" ? "a millisecond at most" : "too little time for one";
}

function comparedWith({ basis, thresholdMs, floorMs, notShown }: SuiteContact): string {
  switch (basis) {
    case "floor":
      return ` (the fastest answer of staging took ${figure(floorMs ?? thresholdMs ?? 0, "ms")})`;
    case "spread":
      return ` (its own times fall into two groups, at ${figure(thresholdMs ?? 0, "ms")})`;
    case "millisecond":
      return notShown > 0 ? ", and no network answers within a millisecond" : " (more than a millisecond)";
    case "no-timing":
      return "";
  }
}

function watched(watch: ContactWatch): Phrase {
  if (watch.kind === "unwatchable") return [`connections could not be watched: ${watch.reason}`];
  return ["connections: ", ...joined(watch.hosts.map(hostWords), ", ")];
}

function hostWords({ host, connections }: WatchedHost): Phrase {
  return [connections === 0 ? "none" : String(connections), " to ", host];
}
