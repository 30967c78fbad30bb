// The first line: the verdict with its number, and the number before.
import type { Analysis, Counts, Decision } from "../model/analysis.ts";
import { decides } from "../model/check.ts";
import type { Cycle } from "../model/cycle.ts";
import { isTested, type LedgerRow } from "../model/loop.ts";
import type { Phrase, Report } from "../model/report.ts";
import { isOutsideTests } from "./errors.ts";
import { notTestedHeadline } from "./not-tested.ts";
import { unprovenHeadline } from "./unproven.ts";
import type { Told } from "../model/told.ts";
import { properName } from "./slug.ts";
import { metWithRest, shortfallOf } from "./target.ts";
import { count } from "./words.ts";

export function iconOf(analysis: Analysis, decision: Decision): Report["icon"] {
  if (decision.kind === "stop" && decision.because === "cancelled") return "⏹️";
  return ({ met: "✅", "not-met": "❌", "not-tested": "⚪", unproven: "⚠️" } as const)[analysis.verdict.kind];
}

export function headlineOf(told: Told): Phrase {
  const { analysis, cycle } = told;
  const place: Phrase = [properName(cycle.environment)];
  switch (analysis.verdict.kind) {
    case "met":
      return [...place, metWithRest(told) ?? ` is good: ${[...scores(analysis), ...targetScore(analysis)].join(", ")}`];
    case "not-met":
      return [...place, notMet(told)];
    case "not-tested":
      return [...place, " not tested: ", ...notTestedHeadline(analysis.verdict.reason, told)];
    case "unproven":
      return [...place, " unproven: ", ...unprovenHeadline(analysis.verdict.reason, cycle)];
  }
}

/** How far it is from a target of its own, otherwise what passes. An alarm stands before both. */
function notMet(told: Told): string {
  const danger = alarmOf(told.analysis);
  const words = shortfallOf(told);
  return danger === "" && words !== "" ? ` misses its target: ${words}` : `${danger}: ${passing(told)}`;
}

/** Who got in or saw what is not theirs is known from the first line on, whatever else is broken. */
export function alarmOf({ patterns }: Analysis): string {
  const alarms = new Set(patterns.map((pattern) => pattern.alarm));
  const words = [
    alarms.has("let-in") ? "lets in callers that it has to refuse" : "",
    alarms.has("leak") ? "gives users the data of others" : "",
  ].filter(Boolean);
  return words.length === 0 ? "" : ` ${words.join(" and ")}`;
}

/** "47 of 58 tests pass (50 before), 14 of 14 probes, 2 of 3 targets met". */
export function passing(told: Told): string {
  const { analysis, cycle } = told;
  const row = told.loop.ledger.slice(0, -1).findLast(isTested);
  const [first = "", ...others] = [
    testScore(analysis.tests, row),
    probeScore(analysis, row),
    ...targetScore(analysis).map((each) => `${each} met`),
  ].filter(Boolean);
  const run = isOnlyRunBroken(analysis, cycle) ? ", but the test run failed" : "";
  return [first, ...others].join(", ") + run;
}

/** Only like with like: a cycle that had no suite says nothing about tests. */
function testScore({ passed, total }: Counts, row: LedgerRow | undefined): string {
  if (total === 0) return "";
  const before = row === undefined || row.total === 0 ? "" : ` (${row.passed} before)`;
  return `${passed} of ${count(total, "test")} ${total === 1 ? "passes" : "pass"}${before}`;
}

/** Beside the tests only what became different of the probes is news. */
function probeScore({ tests, probes: { passed, total } }: Analysis, row: LedgerRow | undefined): string {
  if (total === 0) return "";
  const isFirst = tests.total === 0;
  const verb = isFirst ? ` ${total === 1 ? "passes" : "pass"}` : "";
  const isTold = row !== undefined && row.probesTotal > 0 && (isFirst || row.probesPassed !== passed);
  return `${passed} of ${count(total, "probe")}${verb}${isTold ? ` (${row.probesPassed} before)` : ""}`;
}

/** What failed outside of every test is no test; "6 of 6 tests pass" alone would read as a success. */
export function isOnlyRunBroken({ tests }: Analysis, { checks }: Pick<Cycle, "checks">): boolean {
  const isBroken = checks.some(
    (each) => isOutsideTests(each) && (each.outcome === "failed" || each.outcome === "errored") && decides(each),
  );
  return isBroken && tests.passed === tests.total;
}

function scores({ tests, probes }: Analysis): readonly string[] {
  return [...score(tests, "test"), ...score(probes, "probe")];
}

function targetScore({ targets }: Analysis): readonly string[] {
  return score(targets, "target");
}

function score({ passed, total }: Counts, word: string): readonly string[] {
  return total === 0 ? [] : [`${passed} of ${count(total, word)}`];
}
