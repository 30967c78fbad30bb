// What changed since the last cycle that was tested. A changed error is never called better, only further on.
import type { AgainstBest, Changes, GoneError, Moved, Pattern } from "../../model/analysis.ts";
import { isBroken, isSuspicious } from "../../model/check.ts";
import { ranToTheirEnd, type Cycle } from "../../model/cycle.ts";
import { isTested, KNOWN_KEY, lastTested, MAX_FAILING, type LedgerError, type Loop } from "../../model/loop.ts";
import { isSameVersion } from "../fingerprint/fingerprint.ts";
import { moveOf, type Move, type SeenError } from "./moves.ts";

/** Nothing to compare: no cycle was tested before, or this one was not. */
export const UNCHANGED: Changes = {
  against: null,
  fixed: [],
  newlyFailing: [],
  regressed: [],
  appeared: [],
  flaky: [],
  stillFailing: [],
  advanced: [],
  errorChanged: [],
  errorsGone: [],
  best: null,
  gone: 0,
  unfinished: [],
  suspicious: [],
  disappeared: [],
  disappearedCount: 0,
};

export function compare(cycle: Cycle, patterns: readonly Pattern[], loop: Loop): Changes {
  const before = lastTested(loop);
  if (before === null) return UNCHANGED;
  const failedBefore = new Map(loop.failing.map((each) => [each.key, loop.errors[each.error] ?? null]));
  const seen = seenLast(loop);
  const present = new Set(cycle.checks.map((check) => check.key));
  const unfinished = unfinishedKeys(cycle, loop);
  const isUnfinished = new Set(unfinished);
  // A memory that was too long to carry knows what failed, but not what did not.
  const complete = loop.failing.length < MAX_FAILING;
  const patternOf = new Map(patterns.flatMap((pattern) => pattern.checks.map((key) => [key, pattern] as const)));
  const moves = [...patternOf].flatMap(([key, pattern]): readonly { readonly move: Move; readonly moved: Moved }[] => {
    const error = failedBefore.get(key);
    if (error === undefined || error === null || !isSameVersion(error.fingerprint, pattern.fingerprint)) return [];
    const move = moveOf(placed(error), placed(pattern));
    if (move === "same") return [];
    const { fingerprint } = pattern;
    return [{ move, moved: { key, before: error.title, fingerprint, fellBack: move === "fell-back" } }];
  });
  const fixed = cycle.checks.filter((each) => each.outcome === "passed" && failedBefore.has(each.key));
  const newlyFailing = complete ? [...patternOf.keys()].filter((key) => !failedBefore.has(key)) : [];
  const wasThere = testsBefore(loop);
  const isTest = new Set(cycle.checks.filter(({ kind }) => kind === "test").map(({ key }) => key));
  const regressed = newlyFailing.filter((key) => wasThere?.has(shortKey(key)) === true);
  return {
    against: before.n,
    fixed: fixed.map((each) => each.key),
    newlyFailing,
    regressed,
    appeared: wasThere === null ? [] : newlyFailing.filter((key) => isTest.has(key) && !wasThere.has(shortKey(key))),
    flaky:
      before.commit === cycle.commit
        ? [...fixed.map((each) => each.key).filter((key) => seen.has(key)), ...regressed]
        : [],
    stillFailing: [...patternOf.keys()].filter((key) => failedBefore.has(key)),
    advanced: moves.filter(({ move }) => move === "advanced").map(({ moved }) => moved),
    errorChanged: moves.filter(({ move }) => move !== "advanced").map(({ moved }) => moved),
    errorsGone: goneErrors(cycle, patternOf, loop),
    best: againstBest(cycle, loop, failedBefore),
    gone: [...failedBefore.keys()].filter((key) => !present.has(key) && !isUnfinished.has(key)).length,
    unfinished,
    suspicious: fixed.filter(isSuspicious).map((each) => each.key),
    ...disappearedFrom(cycle, loop),
  };
}

/** Failed in the last tested cycle itself: what was only carried stands behind the checks that `count` counts. */
function seenLast({ failing, errors }: Loop): ReadonlySet<string> {
  const left = errors.map(({ count }) => count);
  return new Set(
    failing.flatMap(({ key, error }) => {
      const more = left[error] ?? 0;
      left[error] = more - 1;
      return more > 0 ? [key] : [];
    }),
  );
}

/** Weak words tell that the error is another one, and not how far the check got. */
function placed(error: LedgerError | Pattern): SeenError {
  const isWeak = error.class === "unknown" || ("confidence" in error && error.confidence === "possible");
  return { fingerprint: error.fingerprint, stage: isWeak ? null : error.stage };
}

/** Errors whose checks all had a result, and that none of them has any more. */
function goneErrors(
  { checks }: Cycle,
  patternOf: ReadonlyMap<string, Pattern>,
  { errors, failing }: Loop,
): readonly GoneError[] {
  const now = new Set([...patternOf.values()].map(({ fingerprint }) => fingerprint));
  const passed = new Set(checks.filter(({ outcome }) => outcome === "passed").map(({ key }) => key));
  const open = new Set<number>();
  for (const { key, error } of failing) {
    const [then, pattern] = [errors[error], patternOf.get(key)];
    const isOther = then !== undefined && pattern !== undefined && isSameVersion(then.fingerprint, pattern.fingerprint);
    if (!passed.has(key) && !isOther) open.add(error);
  }
  return errors
    .filter(({ fingerprint }, at) => !now.has(fingerprint) && !open.has(at))
    .map(({ fingerprint, title }) => ({ fingerprint, title }));
}

/** Tests and probes that the last tested cycle had, by the begins of their keys; null: they were too many to carry. */
function testsBefore({ tests, best, failing, ledger }: Loop): ReadonlySet<string> | null {
  const last = ledger.findLast(isTested)?.n;
  if (best !== null && best.n === last) {
    return new Set([...best.passed, ...best.broken, ...failing.map(({ key }) => shortKey(key))]);
  }
  return tests === null ? null : new Set([...tests.map(({ key }) => key), ...(best === null ? [] : best.passed)]);
}

/** null where the best cycle is the one that is compared with anyway. */
function againstBest(
  { checks }: Cycle,
  { best, ledger }: Loop,
  failedBefore: ReadonlyMap<string, unknown>,
): AgainstBest | null {
  if (best === null || best.n === ledger.findLast(isTested)?.n) return null;
  const passedThen = new Set(best.passed);
  const known = checks.filter(({ key }) => passedThen.has(shortKey(key)));
  return {
    n: best.n,
    lost: known.filter(isBroken).map(({ key }) => key),
    recovered: known.filter(({ key, outcome }) => outcome === "passed" && failedBefore.has(key)).map(({ key }) => key),
  };
}

function shortKey(key: string): string {
  return key.slice(0, KNOWN_KEY);
}

/** More names than this help nobody. */
const MAX_DISAPPEARED = 20;

/** Tests that ran in the last tested cycle and that no report holds any more, where all suites ran to their end. */
function disappearedFrom(cycle: Cycle, { tests }: Loop): Pick<Changes, "disappeared" | "disappearedCount"> {
  if (tests === null || !ranToTheirEnd(cycle)) return { disappeared: [], disappearedCount: 0 };
  const present = new Set(cycle.checks.map((check) => check.key.slice(0, KNOWN_KEY)));
  const gone = tests.filter((each) => !present.has(each.key));
  return { disappeared: gone.slice(0, MAX_DISAPPEARED).map((each) => each.name), disappearedCount: gone.length };
}

/** What failed before and cannot be judged now: skipped, blocked, or part of a suite that did not run to its end. */
function unfinishedKeys(cycle: Cycle, loop: Loop): readonly string[] {
  const outcomes = new Map(cycle.checks.map((check) => [check.key, check.outcome]));
  const broken = !ranToTheirEnd(cycle);
  return loop.failing
    .map((each) => each.key)
    .filter((key) => {
      const outcome = outcomes.get(key);
      return outcome === undefined ? broken : outcome === "skipped" || outcome === "blocked" || outcome === "not-run";
    });
}
