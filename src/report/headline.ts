// The first line: the verdict with its number, and the number before.
import type { Analysis, Counts, Decision } from "../model/analysis.ts";
import { isTested } from "../model/loop.ts";
import type { Phrase, Report } from "../model/report.ts";
import { notTestedHeadline } from "./not-tested.ts";
import type { Told } from "../model/told.ts";
import { properName } from "./slug.ts";

export function iconOf(analysis: Analysis, decision: Decision): Report["icon"] {
  if (decision.kind === "stop" && decision.because === "cancelled") return "⏹️";
  return ({ met: "✅", "not-met": "❌", "not-tested": "⚪", unproven: "⚠️" } as const)[analysis.verdict.kind];
}

export function headlineOf(told: Told): Phrase {
  const { analysis, cycle } = told;
  const place: Phrase = [properName(cycle.environment)];
  switch (analysis.verdict.kind) {
    case "met":
      return [...place, ` is good: ${scores(analysis)}`];
    case "not-met":
      return [...place, `: ${scores(analysis)} pass${before(told)}`];
    case "not-tested":
      return [...place, " not tested: ", ...notTestedHeadline(analysis.verdict.reason, cycle)];
    case "unproven":
      return [...place, " unproven: nothing shows that it was tested"];
  }
}

function scores({ tests, probes }: Analysis): string {
  const both = tests.total > 0 && probes.total > 0;
  const score = (counts: Counts, word: string): string =>
    counts.total === 0 ? "" : `${counts.passed} of ${counts.total} ${word}`;
  return [score(tests, "tests"), score(probes, "probes")].filter(Boolean).join(both ? ", " : "");
}

function before(told: Told): string {
  const row = told.loop.ledger.slice(0, -1).findLast(isTested);
  if (row === undefined) return "";
  const { tests, probes } = told.analysis;
  // Only like with like: a cycle that had no suite says nothing about tests.
  const parts = [
    tests.total > 0 && row.total > 0 ? [row.passed] : [],
    probes.total > 0 && row.probesTotal > 0 ? [row.probesPassed] : [],
  ].flat();
  const both = tests.total > 0 && probes.total > 0;
  if (parts.length === 0 || (both && parts.length < 2)) return "";
  return both ? ` (before: ${parts.join(" and ")})` : ` (${parts[0]} before)`;
}
