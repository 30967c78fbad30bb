// Suites that say nothing: stopped, never begun, only skipped, or blocked. They are told whatever else is red, because a
// page of failures looks complete without them.
import { isOld, isUnreadable, succeeded, type CheckResult, type SuiteRun } from "../model/check.ts";
import type { Cycle } from "../model/cycle.ts";
import type { Phrase } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { howEnded } from "./command-words.ts";
import { joined, list } from "./names.ts";
import { isBlockedSuite } from "./suite-names.ts";
import { isOfNobody, ranInTerminal, runnerWords, skippedOf } from "./suite-steps.ts";
import { count } from "./words.ts";
import { writtenPath } from "./written.ts";

/** Suites in the line; the rest is counted. */
const MAX_SUITES = 5;

export function noResultLines(told: Told): readonly Phrase[] {
  const { cycle } = told;
  const said = [
    ...silentSuites(told).map((suite) => whySilent(suite, cycle.checks)),
    ...(areBlockedTold(told) ? [] : cycle.checks.filter(isBlockedSuite)).map((check) => whyBlocked(check, cycle)),
  ];
  if (said.length === 0) return [];
  const rest = said.length - MAX_SUITES;
  const more = rest > 0 ? `; and ${count(rest, "other")}.` : ".";
  return [[`**No result from ${count(said.length, "suite")}:** `, ...joined(said.slice(0, MAX_SUITES), "; "), more]];
}

/** Without the one that the verdict is about. */
function silentSuites({ cycle, analysis: { verdict } }: Told): readonly SuiteRun[] {
  if (verdict.kind === "met") return [];
  if (verdict.kind === "not-tested" && verdict.reason.kind !== "suite-not-run") return [];
  const told = verdict.kind !== "not-met" && "suite" in verdict.reason ? verdict.reason.suite : -1;
  return cycle.suites.filter((suite, at) => at !== told && isSilent(suite));
}

/** No test of it has a result. */
export function isSilent({ tests }: SuiteRun): boolean {
  return tests === 0;
}

/** Where nothing failed, what was blocked is all that the lead tells. */
function areBlockedTold({ analysis: { verdict, patterns } }: Told): boolean {
  return verdict.kind !== "not-met" || patterns.length === 0;
}

function whySilent(suite: SuiteRun, checks: readonly CheckResult[]): Phrase {
  const { name, command, runner, reports } = suite;
  const terminal: Phrase =
    runner === null || ranInTerminal(runner) === 0 ? [] : [" (its terminal: ", ...runnerWords(runner), ")"];
  if (!succeeded(command) && !isOfNobody(command)) {
    return [name, ` ${howEnded(command, runner?.runner ?? null)}`, ...terminal];
  }
  const skipped = skippedOf(suite, checks);
  if (skipped > 0) return [name, ` only skipped (${skipped})`];
  const old = reports.find(isOld);
  if (old !== undefined) {
    const path = writtenPath(suite);
    const where: Phrase = path === null ? terminal : [" (its terminal says that it wrote ", path, ")"];
    return [name, " left no report of this run at ", old.path, ...where];
  }
  if (reports.some(isUnreadable)) return [name, " left no report that can be read", ...terminal];
  return [name, " left no test result", ...terminal];
}

function whyBlocked(check: CheckResult, cycle: Cycle): Phrase {
  return [check.name, ...becauseOf(check, cycle)];
}

/** " did not run because `login` failed". */
export function becauseOf(check: CheckResult, { checks }: Pick<Cycle, "checks">): Phrase {
  const roots = rootsOf(check, checks).map((each) => each.name);
  const why: Phrase = roots.length === 0 ? ["what it needs"] : list(roots, 3);
  return [" did not run because ", ...why, roots.length > 1 ? " did not pass" : " failed"];
}

/** What failed at the end of the chain: a blocked check may wait for another blocked one. */
export function rootsOf(check: CheckResult, checks: readonly CheckResult[]): readonly CheckResult[] {
  const byKey = new Map(checks.map((each) => [each.key, each]));
  const seen = new Set<string>();
  const open = [...check.blockedBy];
  const roots: CheckResult[] = [];
  for (let key = open.shift(); key !== undefined; key = open.shift()) {
    const found = byKey.get(key);
    if (found === undefined || seen.has(key)) continue;
    seen.add(key);
    if (found.outcome === "blocked") open.push(...found.blockedBy);
    else if (found.outcome !== "passed") roots.push(found);
  }
  return roots;
}
