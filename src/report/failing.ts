// Every failing check under its error, with its kind, what to do, and what was before.
import type { Pattern, Transient } from "../model/analysis.ts";
import type { CheckResult } from "../model/check.ts";
import type { FailingCheckRow, FailingGroup, Phrase } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { untrusted } from "../text/untrusted.ts";
import { errorPhrase } from "./error-title.ts";
import type { Lettered } from "./errors.ts";
import { duration } from "./words.ts";

/** Names in a group; the rest is counted. */
const MAX_NAMES = 60;

export function failingGroups(lettered: Lettered): readonly FailingGroup[] {
  return lettered.told.analysis.patterns.map((pattern) => failingGroup(pattern, lettered));
}

function failingGroup(pattern: Pattern, { told, results, letters }: Lettered): FailingGroup {
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
