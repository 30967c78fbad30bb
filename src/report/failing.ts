// Every failing check under its error, with its kind, what to do, and what was before.
import type { Pattern, Transient } from "../model/analysis.ts";
import { decisiveFailure, type CheckResult } from "../model/check.ts";
import type { FailingCheckRow, FailingGroup } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { untrusted } from "../text/untrusted.ts";
import { errorPhrase } from "./error-title.ts";
import type { Lettered } from "./errors.ts";
import { evidenceOf } from "./evidence.ts";

/** Names in a group; the rest is counted. */
const MAX_NAMES = 60;

export function failingGroups(lettered: Lettered): readonly FailingGroup[] {
  const { patterns } = lettered.told.analysis;
  return [...patterns.map((pattern) => failingGroup(pattern, lettered)), ...degradedGroup(lettered)];
}

/** What failed and is said not to decide is no error, and its evidence is not lost either. */
function degradedGroup({ told, results }: Lettered): readonly FailingGroup[] {
  const checks = told.analysis.degraded.flatMap((key) => results.get(key) ?? []);
  if (checks.length === 0) return [];
  return [
    {
      decides: false,
      letter: null,
      title: ["Degraded"],
      kind: "only warns, decides nothing",
      advice: "",
      ...rowsOf(checks, told),
    },
  ];
}

function failingGroup(pattern: Pattern, { told, results, letters }: Lettered): FailingGroup {
  const checks = pattern.checks.flatMap((key) => results.get(key) ?? []);
  const cause = pattern.because === null ? undefined : letters.get(pattern.because);
  return {
    decides: true,
    letter: letters.get(pattern.fingerprint) ?? null,
    title: cause === undefined ? errorPhrase(pattern) : [`because of ${cause}: `, ...errorPhrase(pattern)],
    kind: pattern.confidence === "possible" ? "kind not certain" : `${pattern.title}, ${OUTLOOK[pattern.transient]}`,
    advice: pattern.confidence === "possible" ? "" : pattern.advice,
    ...rowsOf(checks, told),
  };
}

function rowsOf(checks: readonly CheckResult[], told: Told): Pick<FailingGroup, "checks" | "dropped"> {
  return {
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
  const failure = decisiveFailure(check);
  return {
    kind: check.kind,
    name: check.name,
    group: check.group,
    mark: changes.against !== null && changes.newlyFailing.includes(check.key) ? "new" : null,
    before: before ?? null,
    message: failure?.message ?? untrusted(""),
    detail: failure?.detail ?? null,
    evidence: evidenceOf(check),
  };
}
