// Why a cycle in which nothing failed proves nothing all the same.
import type { Unproven } from "../model/analysis.ts";
import { decides, isBroken, isOld, isUnreadable, type ReportFile, type SuiteContact } from "../model/check.ts";
import type { Cycle } from "../model/cycle.ts";
import type { Phrase } from "../model/report.ts";
import { untrusted } from "../text/untrusted.ts";
import { silentHosts } from "./contact.ts";
import { joined, list } from "./names.ts";
import { count } from "./words.ts";
import { writtenElsewhere } from "./written.ts";

/** Stands behind "Staging unproven: ". */
export function unprovenHeadline(reason: Unproven, cycle: Cycle): Phrase {
  switch (reason.kind) {
    case "no-checks":
      return ["nothing decides whether it is good"];
    case "no-tests":
      return ["no test ran"];
    case "revision-not-told":
      return [nameOf(cycle.readiness, reason.readiness), " stopped telling its revision"];
    case "unreadable-report":
      return ["a report of ", nameOf(cycle.suites, reason.suite), " cannot be read"];
    case "stale-report":
      return [nameOf(cycle.suites, reason.suite), " left no report of this run"];
    case "republished-report":
      return ["the report of ", nameOf(cycle.suites, reason.suite), ` is that of cycle ${reason.cycle}`];
    case "no-contact":
      return [
        nameOf(cycle.suites, reason.suite),
        ...(isUnwatched(cycle, reason.suite)
          ? [" could not be watched"]
          : [" never connected to ", ...whereSilent(cycle, reason.suite, 2)]),
      ];
  }
}

export function unprovenLead(reason: Unproven, cycle: Cycle): readonly Phrase[] {
  switch (reason.kind) {
    case "no-checks":
      if (cycle.checks.length > 0) {
        return [
          ["Nothing that decides was tested: every probe has `severity: warn`. Let at least one of them decide."],
        ];
      }
      return [["Nothing is tested: there is neither a probe nor a suite. Add `test` and `reports`, or `probes`."]];
    case "revision-not-told":
      return [
        [
          nameOf(cycle.readiness, reason.readiness),
          " served the commit before the tests and did not tell its revision after them.",
        ],
      ];
    case "no-tests":
      return [["The test command ran and no test did. Zero tests are never a pass."]];
    case "unreadable-report": {
      const all = cycle.suites[reason.suite]?.reports ?? [];
      const reports = all.filter(isUnreadable);
      const isAnyRead = all.some((each) => each.counts.tests > 0);
      const isGood = !cycle.checks.some((check) => decides(check) && isBroken(check));
      const what = isGood ? "Nothing failed in what could be read, but " : "What could be read meets the target, but ";
      const before: Phrase = isAnyRead ? [what] : [];
      const said: Phrase =
        isAnyRead || reports.length === 1
          ? [...before, ...unreadWords(reports), ", and may hold a failure."]
          : ["None of the reports could be read, and each may hold a failure: ", ...unreadList(reports), "."];
      return [said, ...formatHint(reports)];
    }
    case "stale-report": {
      const suite = cycle.suites[reason.suite];
      const old = suite?.reports.find(isOld);
      if (suite === undefined || old === undefined) return [];
      const what =
        old.state === "missing" ? "No report was left at " : "The report is older than this run of the tests: ";
      return [[what, old.path, ...writtenElsewhere(suite), "."]];
    }
    case "republished-report":
      return [
        [
          "The results and times of ",
          nameOf(cycle.suites, reason.suite),
          ` are those of cycle ${reason.cycle}, to the millisecond. No test takes exactly as long twice, so this run did not make that report.`,
        ],
        ["Let the test command delete old reports before it starts, and look for a cache that brings them back."],
      ];
    case "no-contact":
      return noContact(cycle, reason.suite);
  }
}

/** What to do about a file of a kind that nobody here reads. */
function formatHint(reports: readonly ReportFile[]): readonly Phrase[] {
  if (!reports.some(({ state }) => state === "unsupported")) return [];
  return [
    [
      "Let the test command write JUnit XML, which nearly every runner can; the other formats that are read stand in docs/reports.md.",
    ],
  ];
}

function whereSilent(cycle: Cycle, at: number, most: number): Phrase {
  const watch = cycle.suites[at]?.contact?.watch ?? null;
  const silent = watch?.kind === "watched" ? silentHosts(watch) : [];
  return silent.length === 0 ? ["staging"] : list(silent, most);
}

function noContact(cycle: Cycle, at: number): readonly Phrase[] {
  const contact: SuiteContact | null = cycle.suites[at]?.contact ?? null;
  const watch = contact?.watch ?? null;
  const passes: Phrase = [
    contact === null ? "All tests of " : `${contact.passes} tests of `,
    nameOf(cycle.suites, at),
    " passed",
  ];
  if (watch?.kind === "unwatchable") {
    return [[...passes, `, and the contact that they need could not be watched: ${watch.reason}.`]];
  }
  const others = (watch?.hosts ?? []).filter(({ connections }) => connections > 0).map(({ host }) => host);
  const elsewhere: Phrase = others.length === 0 ? [] : [" There were connections to ", ...list(others, 3), "."];
  return [
    [...passes, ", and no connection to ", ...whereSilent(cycle, at, 3), " was seen.", ...elsewhere],
    ["The tests may use mocks, or point at another address."],
  ];
}

function isUnwatched(cycle: Cycle, at: number): boolean {
  return cycle.suites[at]?.contact?.watch?.kind === "unwatchable";
}

/** "`a.json` (JSON that is no known test report), `b.zip` (a zip archive) and 2 more". */
function unreadList(reports: readonly ReportFile[]): Phrase {
  const said = reports
    .slice(0, MAX_FILES)
    .map(({ path, reason }): Phrase => [path, ` (${reason ?? "no reason known"})`]);
  const rest = reports.length - said.length;
  return [...joined(said, ", "), ...(rest > 0 ? [` and ${rest} more`] : [])];
}

/** Files in a sentence; the rest is counted. */
const MAX_FILES = 3;

/** "`a.xml` could not be read as a whole (not well-formed XML at line 3)". */
export function unreadWords(reports: readonly ReportFile[]): Phrase {
  const [first] = reports;
  if (first === undefined) return ["a report could not be read"];
  const rest = reports.length - 1;
  const how = first.state === "partial" ? "could only be read in part" : "could not be read";
  const more = rest === 0 ? "" : `, nor could ${count(rest, "other")}`;
  return [first.path, ` ${how} (${first.reason ?? "no reason known"})${more}`];
}

function nameOf(rows: readonly { readonly name: Phrase[number] }[], at: number): Phrase[number] {
  return rows[at]?.name ?? untrusted("a suite");
}
