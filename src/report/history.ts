// Every check of the cycle with what became of it in the cycles before, as far as records and the ledger tell.
import { isFlaky, isSuspicious, decides, type CheckResult } from "../model/check.ts";
import { KNOWN_KEY, lastTested, type Loop } from "../model/loop.ts";
import { environmentKey, MAX_PAST, type PastCycle } from "../model/past.ts";
import { HISTORY_CODES, type History, type HistoryColumn, type HistoryRow } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { DESK, runUrl, type Trigger } from "../model/trigger.ts";
import { dateOf } from "../model/night.ts";
import { letterErrors } from "./errors.ts";
import { isBlank } from "./plain.ts";
import { isQuarantined } from "./quarantine.ts";
import { suiteNames, suiteOf, type SuiteNames } from "./suite-names.ts";
import { clockTime, short } from "./words.ts";

/** Checks with a row of their own. */
const MAX_ROWS = 20_000;

/** One earlier cycle: what it knows of a check, by the check's key. */
interface Known {
  readonly n: number;
  readonly isOfLoop: boolean;
  readonly at: number | null;
  readonly column: HistoryColumn;
  readonly codeOf: (key: string) => string;
}

/** `before`: the loop as this cycle found it. `past`: earlier cycles in any order, at most the newest MAX_PAST are shown. */
export function historyOf(told: Told, before: Loop, past: readonly PastCycle[]): History {
  const { cycle, trigger } = told;
  const own = keyOf(cycle, trigger);
  const environment = environmentKey(cycle.environment);
  const ofHere = past.filter((each) => each.environment === environment);
  const others = newest(ofHere, trigger).filter((each) => keyOf(each, trigger) !== own);
  const recorded = others.slice(-MAX_PAST).map((each) => fromRecord(each, cycle.id.loop, trigger));
  const known = [...recorded, ...fromLedger(before, recorded, trigger)].toSorted(inOrder).slice(-MAX_PAST);
  const names = suiteNames(cycle);
  const letters = lettersOf(told);
  return {
    columns: [...known.map(({ column }) => column), columnOf(cycle, cycle.id.loop, trigger)],
    rows: cycle.checks.slice(0, MAX_ROWS).map((check) => rowOf(check, known, names, letters.get(check.key) ?? null)),
    beyond: Math.max(0, cycle.checks.length - MAX_ROWS),
  };
}

/** A cycle that was started over has several records: the last one tells. */
function newest(past: readonly PastCycle[], trigger: Trigger): readonly PastCycle[] {
  const last = new Map<string, PastCycle>();
  for (const each of past.toSorted((a, b) => a.startedAt - b.startedAt)) last.set(keyOf(each, trigger), each);
  return [...last.values()].toSorted((a, b) => a.startedAt - b.startedAt);
}

/** At a desk each run is a loop of its own, and all of them bear the same number. */
function keyOf({ id: { loop, n }, startedAt }: Pick<PastCycle, "id" | "startedAt">, { event }: Trigger): string {
  return event === DESK ? String(startedAt) : `${loop}/${n}`;
}

function fromRecord(past: PastCycle, loop: number, trigger: Trigger): Known {
  const { id, startedAt, outcomes } = past;
  return {
    n: id.n,
    isOfLoop: id.loop === loop,
    at: startedAt,
    column: columnOf(past, loop, trigger),
    codeOf: (key) => HISTORY_CODES[outcomes.get(key) ?? "unknown"],
  };
}

function columnOf(
  { id, commit, startedAt, runId }: Pick<PastCycle, "id" | "commit" | "startedAt" | "runId">,
  loop: number,
  trigger: Trigger,
) {
  const day = dateOf(startedAt);
  const isOther = id.loop !== loop;
  return {
    name: trigger.event === DESK ? `${day} ${clockTime(startedAt)}` : `${isOther ? `${day}, ` : ""}cycle ${id.n}`,
    commit: short(commit),
    at: startedAt,
    runUrl: trigger.event === DESK ? null : runUrl(trigger, runId),
  };
}

/** The loop itself remembers what failed in its last tested cycle, and what the best one measured. */
function fromLedger(before: Loop, recorded: readonly Known[], trigger: Trigger): readonly Known[] {
  const has = (n: number): boolean => recorded.some((each) => each.isOfLoop && each.n === n);
  const known = (n: number, codeOf: Known["codeOf"]): readonly Known[] => {
    const row = before.ledger.find((each) => each.n === n);
    if (row === undefined || has(n) || trigger.event === DESK) return [];
    const column = { name: `cycle ${n}`, commit: short(row.commit), at: null, runUrl: runUrl(trigger, row.run) };
    return [{ n, isOfLoop: true, at: null, column, codeOf }];
  };
  const last = lastTested(before);
  const { best } = before;
  return [
    ...(last === null ? [] : known(last.n, lastCodes(before))),
    ...(best === null || best.n === last?.n ? [] : known(best.n, codesOf(best.passed, best.broken))),
  ];
}

function lastCodes({ failing, tests, best, ledger }: Loop): Known["codeOf"] {
  const broken = failing.map(({ key }) => key.slice(0, KNOWN_KEY));
  const isBest =
    best !== null && best.n === ledger.findLast(({ verdict }) => verdict === "met" || verdict === "not-met")?.n;
  return codesOf([...(tests ?? []).map(({ key }) => key), ...(isBest ? best.passed : [])], broken);
}

/** By the beginnings of keys; what failed is not among what passed. */
function codesOf(passed: readonly string[], broken: readonly string[]): Known["codeOf"] {
  const good = new Set(passed);
  const bad = new Set(broken);
  return (key) => {
    const begin = key.slice(0, KNOWN_KEY);
    if (bad.has(begin)) return HISTORY_CODES.failed;
    return good.has(begin) ? HISTORY_CODES.passed : HISTORY_CODES.unknown;
  };
}

/** Loops one after the other; within this loop by the cycle, because the ledger has no times. */
function inOrder(a: Known, b: Known): number {
  if (a.isOfLoop !== b.isOfLoop) return a.isOfLoop ? 1 : -1;
  return a.isOfLoop && a.n !== b.n ? a.n - b.n : (a.at ?? 0) - (b.at ?? 0);
}

function rowOf(check: CheckResult, known: readonly Known[], names: SuiteNames, letter: string | null): HistoryRow {
  const { key, kind, name, group, outcome, durationMs, test } = check;
  return {
    kind,
    suite: suiteOf(check, names),
    group: group === null || isBlank(group) ? null : group,
    name,
    project: test?.project ?? null,
    outcome,
    durationMs,
    letter,
    marks: marksOf(check),
    past: [...known.map(({ codeOf }) => codeOf(key)), HISTORY_CODES[outcome]].join(""),
  };
}

function marksOf(check: CheckResult): HistoryRow["marks"] {
  return [
    ...(isQuarantined(check) ? (["in quarantine"] as const) : decides(check) ? [] : (["only warns"] as const)),
    ...(isFlaky(check) ? (["flaky"] as const) : []),
    ...(check.outcome === "passed" && isSuspicious(check) ? (["no contact"] as const) : []),
  ];
}

/** By the key of the check; what follows from an error has its letter. */
function lettersOf(told: Told): ReadonlyMap<string, string> {
  const { letters } = letterErrors(told);
  return new Map(
    told.analysis.patterns.flatMap(({ fingerprint, because, checks }) => {
      const found = letters.get(because?.fingerprint ?? fingerprint);
      return found === undefined ? [] : checks.map((key) => [key, found] as const);
    }),
  );
}
