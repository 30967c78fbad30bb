// The target of the loop in words: what it asks for, how far a cycle is from it, and what is left when it is met.
import type { Analysis } from "../model/analysis.ts";
import type { Cycle } from "../model/cycle.ts";
import type { Phrase } from "../model/report.ts";
import {
  compares,
  isRate,
  type Comparison,
  type Judged,
  type JudgedComparison,
  type Measure,
  type Target,
} from "../model/target.ts";
import type { Told } from "../model/told.ts";
import { isOutsideTests } from "./errors.ts";
import { count } from "./words.ts";

/** Conditions in one line; the rest is counted. */
const MAX_PARTS = 3;

/** "at least 1000 tests passed and 0 failed". */
export function goalWords(target: Target): string {
  switch (target.kind) {
    case "all":
      return "nothing failed, nothing planned was left out, and something passed";
    case "compare":
      return isRate(target.measure)
        ? `a ${rateName(target.measure)} of ${bound(target)}`
        : `${bound(target)} ${counted(target.measure, target.limit)}`;
    case "or":
      return target.of.map(goalWords).join(", or ");
    case "and":
      return target.of.map((each) => (each.kind === "or" ? `(${goalWords(each)})` : goalWords(each))).join(" and ");
  }
}

/** "47 of at least 1000 passed": each condition that is missed; empty for a target that is met. */
export function shortfall(judged: Judged): string {
  return joinedParts(missedIn(judged));
}

/** "pass-rate 94 % of at least 92 %": what is met; empty for all. */
function metWords(judged: Judged): string {
  return joinedParts(metIn(judged));
}

/** How far it is from a target of its own; empty where that is met, or asks for everything. */
export function shortfallOf({ analysis, cycle }: Told): string {
  return analysis.verdict.kind === "not-met" && cycle.target.kind !== "all" ? shortfall(analysis.target) : "";
}

/** " meets its target: pass-rate 94 % of at least 92 %; 3 tests still fail"; null where everything is well. */
export function metWithRest({ analysis, cycle }: Told): string | null {
  const rest = restWords(analysis, cycle);
  if (cycle.target.kind === "all" || rest === "") return null;
  return ` meets its target: ${metWords(analysis.target)}; ${rest}`;
}

/** What no cycle can reach with the checks that there are. */
export function unreachableLine({ beyondReach, tests, probes, targets }: Analysis): readonly Phrase[] {
  if (beyondReach === null) return [];
  const there = [
    tests.total > 0 ? count(tests.total + tests.skipped, "test") : "",
    probes.total > 0 ? count(probes.total + probes.skipped, "probe") : "",
  ].filter(Boolean);
  return [[`**The target cannot be reached:** ${beyondWords(beyondReach, there, targets.total)}.`]];
}

/** "it asks for at least 1000 passed, and there are 58 tests and 14 probes". */
export function beyondWords(comparison: Comparison, there: readonly string[], targets: number): string {
  const { of } = comparison.measure;
  const own = there.filter((each) => typeof of !== "string" || of === "checks" || each.includes(of.slice(0, -1)));
  const found =
    typeof of !== "string"
      ? `too few checks have priority ${of.priority}`
      : of === "targets"
        ? `there ${targets === 1 ? "is" : "are"} ${count(targets, "target")}`
        : own.length === 0
          ? `there is no ${of.slice(0, -1)}`
          : `there ${own.length === 1 && own[0]?.startsWith("1 ") === true ? "is" : "are"} ${own.join(" and ")}`;
  return `it asks for ${goalWords(comparison)}, and ${found}`;
}

/** What still fails or did not run although the target is met. */
function restWords({ tests, probes, targets }: Analysis, { checks }: Pick<Cycle, "checks">): string {
  const outside = checks.filter((check) => isOutsideTests(check) && check.severity === "fail" && isBad(check.outcome));
  const broken = [
    [tests.failed + tests.errored, "test"],
    [probes.failed + probes.errored, "probe"],
  ] as const;
  const named = broken.filter(([many]) => many > 0).map(([many, word]) => count(many, word));
  const many = broken.reduce((sum, [each]) => sum + each, 0);
  const missed = targets.total - targets.passed;
  const notRun = tests.notRun + tests.blocked + probes.notRun + probes.blocked;
  return [
    named.length === 0 ? "" : `${named.join(" and ")} still ${many === 1 ? "fails" : "fail"}`,
    outside.length === 0 ? "" : "the test run failed",
    missed === 0 ? "" : `${count(missed, "target")} missed`,
    notRun === 0 ? "" : `${notRun} did not run`,
  ]
    .filter(Boolean)
    .join(", ");
}

function isBad(outcome: string): boolean {
  return outcome === "failed" || outcome === "errored";
}

function missedIn(judged: Judged): readonly string[] {
  if (judged.holds) return [];
  switch (judged.kind) {
    case "all":
      return ["not everything passed"];
    case "compare":
      return [missedWords(judged)];
    case "and":
      return judged.of.flatMap(missedIn);
    case "or":
      return [judged.of.map((each) => missedIn(each).join(" and ")).join(", or ")];
  }
}

function metIn(judged: Judged): readonly string[] {
  if (!judged.holds) return [];
  switch (judged.kind) {
    case "all":
      return ["everything passed"];
    case "compare":
      return [metBy(judged)];
    case "and":
    case "or":
      return judged.of.flatMap(metIn);
  }
}

function joinedParts(parts: readonly string[]): string {
  const rest = parts.length - MAX_PARTS;
  return [...parts.slice(0, MAX_PARTS), ...(rest > 0 ? [count(rest, "more condition")] : [])].join(", ");
}

function missedWords(judged: JudgedComparison): string {
  const { measure, operator, seen, open, limit } = judged;
  if (seen === null) return nothingThere(measure);
  const now = seenWords(measure, seen);
  if (!compares(operator, seen, limit)) {
    return isLeast(judged) ? ofLeast(judged, seen) : `${now} instead of ${bound(judged)}`;
  }
  const unknown = open === Infinity ? "nobody knows how many did not run" : `${open} without a result`;
  return `${now}, and ${unknown}`;
}

function metBy(judged: JudgedComparison): string {
  const { measure, seen } = judged;
  if (seen === null) return nothingThere(measure);
  if (isLeast(judged)) return ofLeast(judged, seen);
  const now = seenWords(measure, seen);
  return judged.operator === "==" || judged.operator === "!=" ? now : `${now}, ${bound(judged)} allowed`;
}

function isLeast({ operator }: Comparison): boolean {
  return operator === ">=" || operator === ">";
}

/** "47 of at least 1000 tests passed", "pass-rate 81 % of at least 92 %". */
function ofLeast(comparison: Comparison, seen: number): string {
  const { measure, limit } = comparison;
  if (isRate(measure)) return `${seenWords(measure, seen)} of ${bound(comparison)}`;
  return `${seen} of ${bound(comparison)} ${counted(measure, limit)}`;
}

function seenWords(measure: Measure, seen: number): string {
  // Never more than it is: 91.97 is not yet 92.
  if (isRate(measure)) return `${rateName(measure)} ${percent(Math.floor(seen * 10 + 1e-9) / 10)}`;
  return `${seen} ${counted(measure, seen)}`;
}

/** "at least 92 %", "at most 3", "0". */
function bound({ measure, operator, limit }: Comparison): string {
  const figure = isRate(measure) ? percent(limit) : String(limit);
  return `${BOUNDS[operator]}${figure}`;
}

const BOUNDS = {
  "==": "",
  "!=": "any but ",
  ">=": "at least ",
  "<=": "at most ",
  ">": "more than ",
  "<": "less than ",
};

function percent(share: number): string {
  return `${share} %`;
}

/** "tests failed", "failed", "with priority 1 failed". */
function counted({ of, what }: Measure, many: number): string {
  if (of === "targets") return `${many === 1 ? "target" : "targets"} ${what}`;
  const verb = VERBS[what];
  if (typeof of !== "string") return `${verb} with priority ${of.priority}`;
  if (of === "checks") return verb;
  const one = of === "tests" ? "test" : "probe";
  return `${many === 1 ? one : of} ${verb}`;
}

const VERBS: Readonly<Record<Exclude<Measure["what"], "met" | "missed">, string>> = {
  passed: "passed",
  failed: "failed",
  errored: "could not be measured",
  skipped: "skipped",
  "not-run": "did not run",
  total: "planned",
  "pass-rate": "passed",
};

function rateName({ of }: Measure): string {
  if (of === "checks") return "pass-rate";
  return `pass-rate of ${typeof of === "string" ? of : `priority ${of.priority}`}`;
}

function nothingThere({ of }: Measure): string {
  if (typeof of !== "string") return `no check has priority ${of.priority}`;
  return `there is no ${of === "checks" ? "test or probe" : of.slice(0, -1)}`;
}
