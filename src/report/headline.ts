// The first line: the verdict with its number, and the number before.
import type { Analysis, Counts, Decision } from "../model/analysis.ts";
import { decides } from "../model/check.ts";
import type { Cycle } from "../model/cycle.ts";
import { isTested } from "../model/loop.ts";
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
      return [...place, `${alarm(analysis)}: ${passing(told)}${before(told)}${missing(told)}`];
    case "not-tested":
      return [...place, " not tested: ", ...notTestedHeadline(analysis.verdict.reason, told)];
    case "unproven":
      return [...place, " unproven: ", ...unprovenHeadline(analysis.verdict.reason, cycle)];
  }
}

/** Who got in or saw what is not theirs is known from the first line on, whatever else is broken. */
function alarm({ patterns }: Analysis): string {
  const alarms = new Set(patterns.map((pattern) => pattern.alarm));
  const words = [
    alarms.has("let-in") ? "lets in callers that it has to refuse" : "",
    alarms.has("leak") ? "gives users the data of others" : "",
  ].filter(Boolean);
  return words.length === 0 ? "" : ` ${words.join(" and ")}`;
}

/** "47 of 58 tests, 14 of 14 probes pass, 2 of 3 targets met". */
function passing({ analysis, cycle }: Told): string {
  const pass = scores(analysis).join(", ");
  const met = targetScore(analysis).map((each) => `${each} met`);
  const run = isOnlyRunBroken(analysis, cycle) ? ["and the test run failed"] : [];
  return [...(pass === "" ? [] : [`${pass} pass`]), ...met, ...run].join(", ");
}

/** What failed outside of every test is no test; "6 of 6 tests pass" alone would read as a success. */
export function isOnlyRunBroken({ tests }: Analysis, { checks }: Pick<Cycle, "checks">): boolean {
  const isBroken = checks.some(
    (each) => isOutsideTests(each) && (each.outcome === "failed" || each.outcome === "errored") && decides(each),
  );
  return isBroken && tests.passed === tests.total;
}

function scores({ tests, probes }: Analysis): readonly string[] {
  return [...score(tests, "tests"), ...score(probes, "probes")];
}

function targetScore({ targets }: Analysis): readonly string[] {
  return score(targets, "targets");
}

function score({ passed, total }: Counts, word: string): readonly string[] {
  return total === 0 ? [] : [`${passed} of ${total} ${word}`];
}

/** How far it is from a target that asks for something else than everything. */
function missing(told: Told): string {
  const words = shortfallOf(told);
  return words === "" ? "" : `; target: ${words}`;
}

function before(told: Told): string {
  const row = told.loop.ledger.slice(0, -1).findLast(isTested);
  if (row === undefined) return "";
  const { tests, probes, targets } = told.analysis;
  // Only like with like: a cycle that had no suite says nothing about tests.
  const parts = [
    tests.total > 0 && row.total > 0 ? count(row.passed, "test") : "",
    probes.total > 0 && row.probesTotal > 0 ? count(row.probesPassed, "probe") : "",
  ].filter(Boolean);
  const kinds = [tests, probes].filter((counts) => counts.total > 0).length;
  if (parts.length === 0 || parts.length < kinds) return "";
  const [only = ""] = parts;
  return kinds === 1 && targets.total === 0 ? ` (${only.split(" ")[0]} before)` : ` (before: ${parts.join(", ")})`;
}
