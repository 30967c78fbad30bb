// Every failing check under its error, with its kind, what to do, and what was before.
import type { Changes, Pattern } from "../model/analysis.ts";
import { decisiveFailure, type CheckResult, type Failure } from "../model/check.ts";
import type { FailingCheckRow, FailingGroup, Phrase, Report } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { untrusted, type Untrusted } from "../text/untrusted.ts";
import { frameOf } from "./frame.ts";
import { errorPhrase } from "./error-title.ts";
import type { Lettered } from "./errors.ts";
import { evidenceOf } from "./evidence.ts";
import { adviceOf, factsOf, kindOf, whoOf } from "./kind.ts";
import { logWords } from "./log-window.ts";
import { ownRuleFor } from "./own-rule.ts";
import { bothEnds, isBlank, isSame, plain } from "./plain.ts";
import { isQuarantined } from "./quarantine.ts";
import { suiteNames, suiteOf, type SuiteNames } from "./suite-names.ts";
import { whysOf } from "./whys.ts";

/** Names in a group; the rest is counted. */
const MAX_NAMES = 60;

/** Stacks that are read for the place of a failure, spread over the errors: no page has room for more. */
const MOST_PLACED = 600;

/** What all of them share is told once. */
export function failuresOf(lettered: Lettered): Pick<Report, "failing" | "log"> {
  const { patterns } = lettered.told.analysis;
  const placed = Math.ceil(MOST_PLACED / Math.max(1, patterns.length));
  const groups = patterns.map((pattern) => failingGroup(pattern, placed, lettered));
  const logs = new Set(groups.map(({ log }) => plain(log)));
  const [first] = groups;
  const isShared = groups.length > 1 && logs.size === 1;
  const failing = [...groups.map((group) => (isShared ? { ...group, log: [] } : group)), ...lightGroups(lettered)];
  return { failing, log: isShared && first !== undefined ? first.log : [] };
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
            who: [],
            log: [],
            facts: [],
            whys: [],
            ownRule: null,
            ...rowsOf(members, MAX_NAMES, told),
          },
        ];
  const held = checks.filter(isQuarantined);
  const others = checks.filter((check) => !isQuarantined(check));
  return [
    ...group("degraded", "Degraded", "only warns, decides nothing", others),
    ...group("in quarantine", "In quarantine", "decides nothing until its date", held),
  ];
}

function failingGroup(pattern: Pattern, placed: number, { told, results, letters }: Lettered): FailingGroup {
  const checks = pattern.checks.flatMap((key) => results.get(key) ?? []);
  const cause = pattern.because === null ? undefined : letters.get(pattern.because.fingerprint);
  const who = whoOf(pattern);
  return {
    weight: "decides",
    letter: letters.get(pattern.fingerprint) ?? null,
    title: cause === undefined ? errorPhrase(pattern) : [`Because of ${cause}: `, ...errorPhrase(pattern)],
    kind: kindOf(pattern),
    advice: adviceOf(pattern),
    who,
    log: logWords(checks, told.cycle),
    facts: [who, ...factsOf(pattern)].filter((each) => each.length > 0),
    whys: whysOf(pattern),
    ownRule: ownRuleFor(pattern),
    ...rowsOf(checks, placed, told),
  };
}

function rowsOf(checks: readonly CheckResult[], placed: number, told: Told): Pick<FailingGroup, "checks" | "dropped"> {
  const names = suiteNames(told.cycle);
  return {
    checks: checks.slice(0, MAX_NAMES).map((check, at) => failingRow(check, at < placed, told, names)),
    dropped: Math.max(0, checks.length - MAX_NAMES),
  };
}

function failingRow(check: CheckResult, isPlaced: boolean, told: Told, names: SuiteNames): FailingCheckRow {
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
    durationMs: check.durationMs,
    frame: failure === null || !isPlaced ? [] : placeWords(failure, check),
    evidence: evidenceOf(check),
    reproduce: check.test?.reproduce ?? null,
  };
}

/** "`tests/e2e/test_login.py` line 12"; empty where neither a stack nor the report tells it. */
function placeWords(failure: Failure, { test }: CheckResult): Phrase {
  const [message, detail] = [bothEnds(failure.message), failure.detail === null ? null : bothEnds(failure.detail)];
  const frame = test === null ? null : frameOf({ message, detail }, test.file);
  if (frame === null) return [];
  return frame.line === null ? [frame.file] : [frame.file, ` line ${frame.line}`];
}

/** There is none, or its name is read already. */
function isGroupSaid({ group, name }: CheckResult, suite: Untrusted | null): boolean {
  return group === null || isBlank(group) || isSame(group, name) || (suite !== null && isSame(group, suite));
}

/** "priority 1, new". */
function markOf({ key, priority }: CheckResult, { against, newlyFailing }: Changes): string | null {
  const marks = [
    priority === null ? "" : `priority ${priority}`,
    against !== null && newlyFailing.includes(key) ? "new" : "",
  ].filter(Boolean);
  return marks.length === 0 ? null : marks.join(", ");
}
