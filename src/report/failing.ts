// Every failing check under its error, with its kind, what to do, and what was before.
import type { Changes, Pattern } from "../model/analysis.ts";
import { decisiveFailure, type CheckResult } from "../model/check.ts";
import type { FailingCheckRow, FailingGroup } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { untrusted, type Untrusted } from "../text/untrusted.ts";
import { errorPhrase } from "./error-title.ts";
import type { Lettered } from "./errors.ts";
import { evidenceOf } from "./evidence.ts";
import { adviceOf, factsOf, kindOf } from "./kind.ts";
import { ownRuleFor } from "./own-rule.ts";
import { isBlank, isSame } from "./plain.ts";
import { isQuarantined } from "./quarantine.ts";
import { suiteNames, suiteOf, type SuiteNames } from "./suite-names.ts";
import { whysOf } from "./whys.ts";

/** Names in a group; the rest is counted. */
const MAX_NAMES = 60;

export function failingGroups(lettered: Lettered): readonly FailingGroup[] {
  const { patterns } = lettered.told.analysis;
  return [...patterns.map((pattern) => failingGroup(pattern, lettered)), ...lightGroups(lettered)];
}

/** What failed and is said not to decide is no error, and its evidence is not lost either. */
function lightGroups({ told, results }: Lettered): readonly FailingGroup[] {
  const checks = told.analysis.degraded.flatMap((key) => results.get(key) ?? []);
  const group = (
    weight: FailingGroup["weight"],
    title: string,
    kind: string,
    members: readonly CheckResult[],
  ): readonly FailingGroup[] =>
    members.length === 0
      ? []
      : [
          {
            weight,
            letter: null,
            title: [title],
            kind: [kind],
            advice: [],
            facts: [],
            whys: [],
            ownRule: null,
            ...rowsOf(members, told),
          },
        ];
  const held = checks.filter(isQuarantined);
  const others = checks.filter((check) => !isQuarantined(check));
  return [
    ...group("degraded", "Degraded", "only warns, decides nothing", others),
    ...group("in quarantine", "In quarantine", "decides nothing until its date", held),
  ];
}

function failingGroup(pattern: Pattern, { told, results, letters }: Lettered): FailingGroup {
  const checks = pattern.checks.flatMap((key) => results.get(key) ?? []);
  const cause = pattern.because === null ? undefined : letters.get(pattern.because.fingerprint);
  return {
    weight: "decides",
    letter: letters.get(pattern.fingerprint) ?? null,
    title: cause === undefined ? errorPhrase(pattern) : [`because of ${cause}: `, ...errorPhrase(pattern)],
    kind: kindOf(pattern),
    advice: adviceOf(pattern),
    facts: factsOf(pattern),
    whys: whysOf(pattern),
    ownRule: ownRuleFor(pattern),
    ...rowsOf(checks, told),
  };
}

function rowsOf(checks: readonly CheckResult[], told: Told): Pick<FailingGroup, "checks" | "dropped"> {
  const names = suiteNames(told.cycle);
  return {
    checks: checks.slice(0, MAX_NAMES).map((check) => failingRow(check, told, names)),
    dropped: Math.max(0, checks.length - MAX_NAMES),
  };
}

function failingRow(check: CheckResult, told: Told, names: SuiteNames): FailingCheckRow {
  const suite = suiteOf(check, names);
  const { changes } = told.analysis;
  const before = [...changes.advanced, ...changes.errorChanged].find((moved) => moved.key === check.key)?.before;
  const failure = decisiveFailure(check);
  return {
    kind: check.kind,
    suite,
    name: check.name,
    group: isGroupSaid(check, suite) ? null : check.group,
    project: check.test?.project ?? null,
    mark: markOf(check, changes),
    before: before ?? null,
    message: failure?.message ?? untrusted(""),
    detail: failure?.detail ?? null,
    evidence: evidenceOf(check),
    reproduce: check.test?.reproduce ?? null,
  };
}

/** There is none, or its name is read already. */
function isGroupSaid({ group, name }: CheckResult, suite: Untrusted | null): boolean {
  return group === null || isBlank(group) || isSame(group, name) || (suite !== null && isSame(group, suite));
}

/** "P1, new". */
function markOf({ key, priority }: CheckResult, { against, newlyFailing }: Changes): string | null {
  const marks = [
    priority === null ? "" : `P${priority}`,
    against !== null && newlyFailing.includes(key) ? "new" : "",
  ].filter(Boolean);
  return marks.length === 0 ? null : marks.join(", ");
}
