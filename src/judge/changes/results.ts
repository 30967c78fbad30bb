// Two whole sets of results, one beside the other: what was repaired, what broke, what fails for another reason. Inside
// a loop only a memory of the cycle before is there; here every result of both sides is.
import { isBroken, isFlaky, isSuspicious, type CheckResult, type Outcome } from "../../model/check.ts";
import type { Classification } from "../../model/analysis.ts";
import type { OwnClass } from "../../model/declared.ts";
import type { Untrusted } from "../../text/untrusted.ts";
import { createClassifier } from "../classify/classify-many.ts";
import { moveOf, type Move, type SeenError } from "./moves.ts";

export interface Side {
  readonly checks: readonly Identified[];
  /** The commit that was tested; null where nothing tells. */
  readonly commit: string | null;
  readonly classes: readonly OwnClass[];
}

export interface Identified {
  /** The same for the same check on both sides; of doubles within one side each is another. */
  readonly id: string;
  readonly check: CheckResult;
}

export interface ErrorSeen {
  readonly classification: Classification;
  readonly fingerprint: string;
  /** The line that decided. */
  readonly line: Untrusted;
}

export interface Pair {
  readonly id: string;
  /** null: it is not on this side. */
  readonly before: Outcome | null;
  readonly after: Outcome | null;
  /** null where it did not fail. */
  readonly errorBefore: ErrorSeen | null;
  readonly errorAfter: ErrorSeen | null;
}

export interface ChangedPair extends Pair {
  readonly move: Exclude<Move, "same">;
}

export interface Comparison {
  readonly fixed: readonly Pair[];
  /** Passed before and fails now. */
  readonly regressed: readonly Pair[];
  readonly stillFailing: readonly Pair[];
  /** Of those that still fail: every other error, before and after. */
  readonly errorChanged: readonly ChangedPair[];
  /** Of these the ones that fail at a later stage. */
  readonly advanced: readonly ChangedPair[];
  readonly appeared: readonly Pair[];
  readonly disappeared: readonly Pair[];
  /** Has a result on one side only, and is skipped, blocked or never finished on the other. */
  readonly notRun: readonly Pair[];
  /** Passed only on another try, or changed between passed and failed at one commit. */
  readonly flaky: readonly Pair[];
  /** Of the fixed, those that pass faster than staging can answer. */
  readonly suspicious: readonly Pair[];
}

/** Lists stand in the order of the side after, what disappeared in that of the side before. */
export function compareResults(before: Side, after: Side): Comparison {
  const errorBefore = errorsOf(before);
  const errorAfter = errorsOf(after);
  const known = new Map(before.checks.map(({ id, check }) => [id, check]));
  const now = new Set(after.checks.map(({ id }) => id));
  const pairs = after.checks.map(({ id, check }): Pair => {
    const then = known.get(id);
    return {
      id,
      before: then?.outcome ?? null,
      after: check.outcome,
      errorBefore: then === undefined ? null : errorBefore(then),
      errorAfter: errorAfter(check),
    };
  });
  const shared = pairs.filter((pair) => pair.before !== null);
  const fixed = shared.filter((pair) => failed(pair.before) && pair.after === "passed");
  const regressed = shared.filter((pair) => pair.before === "passed" && failed(pair.after));
  const stillFailing = shared.filter((pair) => failed(pair.before) && failed(pair.after));
  const errorChanged = stillFailing.flatMap((pair): readonly ChangedPair[] => {
    const move = moveBetween(pair.errorBefore, pair.errorAfter);
    return move === "same" ? [] : [{ ...pair, move }];
  });
  const isSameCommit = before.commit !== null && before.commit === after.commit;
  const retried = new Set(after.checks.filter(({ check }) => isFlaky(check)).map(({ id }) => id));
  const quick = new Set(after.checks.filter(({ check }) => isSuspicious(check)).map(({ id }) => id));
  const changed = new Set(isSameCommit ? [...fixed, ...regressed].map(({ id }) => id) : []);
  return {
    fixed,
    regressed,
    stillFailing,
    errorChanged,
    advanced: errorChanged.filter(({ move }) => move === "advanced"),
    appeared: pairs.filter((pair) => pair.before === null),
    disappeared: before.checks
      .filter(({ id }) => !now.has(id))
      .map(({ id, check }) => ({
        id,
        before: check.outcome,
        after: null,
        errorBefore: errorBefore(check),
        errorAfter: null,
      })),
    notRun: shared.filter((pair) => hasResult(pair.before) !== hasResult(pair.after)),
    flaky: pairs.filter(({ id }) => retried.has(id) || changed.has(id)),
    suspicious: fixed.filter(({ id }) => quick.has(id)),
  };
}

function errorsOf({ checks, classes }: Side): (check: CheckResult) => ErrorSeen | null {
  const classify = createClassifier(() => true, classes);
  const seen = new Map<CheckResult, ErrorSeen>();
  for (const { check } of checks) {
    if (!isBroken(check)) continue;
    const { classification, fingerprint, example } = classify(check);
    seen.set(check, { classification, fingerprint, line: example });
  }
  return (check) => seen.get(check) ?? null;
}

function moveBetween(before: ErrorSeen | null, after: ErrorSeen | null): Move {
  if (before === null || after === null) return "same";
  return moveOf(placed(before), placed(after));
}

/** A weak guess at the kind of error is no measure of how far a check got. */
function placed({ fingerprint, classification: { class: id, confidence, stage } }: ErrorSeen): SeenError {
  return { fingerprint, stage: confidence === "possible" || id === "unknown" ? null : stage };
}

function failed(outcome: Outcome | null): boolean {
  return outcome === "failed" || outcome === "errored";
}

function hasResult(outcome: Outcome | null): boolean {
  return outcome === "passed" || failed(outcome);
}
