// Whether the target of the loop holds. What was planned and has no result could have passed or failed, so a comparison
// holds only where it holds in either case: nothing failed of the 2 that ran is not "nothing failed" of 25.
import type { Counts } from "../model/analysis.ts";
import { decides, isBroken, type CheckResult } from "../model/check.ts";
import { isKilled } from "../model/exit-codes.ts";
import type { Cycle } from "../model/cycle.ts";
import { hundredths, unreachable, type There } from "../model/reach.ts";
import {
  compares,
  type CheckScope,
  type Comparison,
  type Judged,
  type JudgedComparison,
  type Measure,
  type Operator,
  type Target,
} from "../model/target.ts";
import { beyondOf, countsOf, everything, isRed, missingTests, testsOf } from "./counts.ts";

export function judgeTarget(cycle: Cycle): Judged {
  return judge(cycle.target, cycle);
}

/** What of the target no result can meet with the checks that there are; null also where nobody knows how many. */
export function reachOf(cycle: Cycle): Comparison | null {
  return unreachable(cycle.target, (of): There | null => {
    if (of === "targets") return metTargets(cycle);
    const { counts, open } = amountOf(of, cycle);
    // What nobody names may be of any priority.
    const isUnnamed = typeof of !== "string" && (open > 0 || beyondOf(cycle).some(({ tests }) => tests > 0));
    return open === Infinity || isUnnamed ? null : counts;
  });
}

function judge(target: Target, cycle: Cycle): Judged {
  switch (target.kind) {
    case "all": {
      const all = everything(cycle);
      return { kind: "all", holds: !isRed(all) && all.blocked + all.notRun === 0 };
    }
    case "compare":
      return judgeComparison(target, cycle);
    case "and":
    case "or": {
      const of = target.of.map((each) => judge(each, cycle));
      const holds = target.kind === "and" ? of.every((each) => each.holds) : of.some((each) => each.holds);
      return { kind: target.kind, of, holds };
    }
  }
}

function judgeComparison(comparison: Comparison, cycle: Cycle): JudgedComparison {
  const { measure, operator, limit } = comparison;
  const { counted, least, most, open } = measured(measure, cycle);
  if (counted === null) return { ...comparison, holds: false, seen: null, open };
  const { value, of } = counted;
  if (measure.what !== "pass-rate") {
    return { ...comparison, holds: holdsFrom(operator, least, most, limit), seen: value, open };
  }
  // As whole numbers: passed * 10,000 beside the limit in hundredths of a percent * total.
  const holds = holdsFrom(operator, least * 10_000, most * 10_000, hundredths(limit) * of);
  return { ...comparison, holds, seen: (value * 100) / of, open };
}

/** For every number from the least to the most. */
function holdsFrom(operator: Operator, least: number, most: number, limit: number): boolean {
  // Of all operators only this one can hold at both ends and not between them.
  if (operator === "!=") return limit < least || limit > most;
  return compares(operator, least, limit) && compares(operator, most, limit);
}

interface Measured {
  /** What was counted, and of how many; null: there is nothing to count. */
  readonly counted: { readonly value: number; readonly of: number } | null;
  /** What it may be once everything that was planned has a result. */
  readonly least: number;
  readonly most: number;
  readonly open: number;
}

function measured({ of, what }: Measure, cycle: Cycle): Measured {
  if (of === "targets") {
    const { passed, total } = metTargets(cycle);
    const value = what === "met" ? passed : total - passed;
    return { counted: total === 0 ? null : { value, of: total }, least: value, most: value, open: 0 };
  }
  const { counts, open } = amountOf(of, cycle);
  const { passed, failed, errored, skipped, blocked, notRun, total } = counts;
  const isNothing = total + skipped + failed + errored === 0 && open === 0;
  const between = (value: number, more: number): Measured => ({
    counted: isNothing ? null : { value, of: total },
    least: value,
    most: value + more,
    open,
  });
  const unknown = open === Infinity ? Infinity : 0;
  switch (what) {
    case "passed":
      return between(passed, open);
    case "failed":
      return between(failed + errored, open);
    case "errored":
      return between(errored, open);
    case "skipped":
      return between(skipped, open);
    case "not-run":
      return between(blocked + notRun, unknown);
    case "total":
      return between(total, unknown);
    case "pass-rate": {
      const share = between(passed, open);
      if (total === 0) return { ...share, counted: null };
      return unknown === 0 ? share : { ...share, least: 0 };
    }
  }
}

interface Amount {
  readonly counts: Counts;
  /** Planned, and without a result. Infinity: nobody knows how many. */
  readonly open: number;
}

function amountOf(of: CheckScope, cycle: Cycle): Amount {
  if (typeof of !== "string") return ofPriority(of.priority, cycle);
  const tests = testsToo(cycle);
  const probes = ofProbes(cycle);
  if (of === "tests") return tests;
  if (of === "probes") return probes;
  return { counts: sum(tests.counts, probes.counts), open: tests.open + probes.open };
}

function ofProbes({ checks }: Cycle): Amount {
  const counts = countsOf(checks.filter((check) => check.kind === "probe" && decides(check)));
  return { counts, open: counts.notRun + counts.blocked };
}

/** With what failed outside of every test: that is a failure, and no test. */
function testsToo(cycle: Cycle): Amount {
  const tests = testsOf(cycle);
  const outside = cycle.checks.filter((check) => isOutside(check) && isBroken(check) && decides(check));
  const { failed, errored } = countsOf(outside);
  return {
    counts: { ...tests, failed: tests.failed + failed, errored: tests.errored + errored },
    open: isOpenEnded(cycle) ? Infinity : tests.notRun + tests.blocked,
  };
}

/** A test that no report names, or that is only counted, may be of any priority. */
function ofPriority(priority: number, cycle: Cycle): Amount {
  const own = cycle.checks.filter((check) => check.kind !== "target" && check.priority === priority && decides(check));
  const counts = countsOf(own);
  const beyond = beyondOf(cycle).reduce((all, each) => all + each.failed + each.errored + each.notRun, 0);
  const unnamed = missingTests(cycle) + beyond;
  return { counts, open: isOpenEnded(cycle) ? Infinity : counts.notRun + counts.blocked + unnamed };
}

function metTargets({ checks }: Cycle): Counts {
  return countsOf(checks.filter((check) => check.kind === "target" && decides(check)));
}

/** Nobody knows how many tests there are: a file did not load, a run was stopped, or a whole suite did not run. */
function isOpenEnded({ checks, suites }: Cycle): boolean {
  const isCut = checks.some(
    (check) => isOutside(check) && decides(check) && (check.outcome === "errored" || check.outcome === "blocked"),
  );
  const isStopped = suites.some(({ command, runner, planned, tests }) => {
    const isEnded = !command.timedOut && command.exitCode !== null && !isKilled(command.exitCode);
    return tests === 0 || ((!isEnded || (runner?.stopped ?? null) !== null) && planned === null);
  });
  return isCut || isStopped;
}

/** A set-up, a file, the test command, or a suite as a whole. */
function isOutside({ kind, test }: CheckResult): boolean {
  return kind === "test" && test === null;
}

function sum(a: Counts, b: Counts): Counts {
  return {
    total: a.total + b.total,
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    errored: a.errored + b.errored,
    skipped: a.skipped + b.skipped,
    blocked: a.blocked + b.blocked,
    notRun: a.notRun + b.notRun,
  };
}
