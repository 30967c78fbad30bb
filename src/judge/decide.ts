// THE DECISION TABLE: what follows from a cycle. First match wins; the guards stand over every repetition.
import type { Analysis, Decision, NotTested, ParkReason, RepeatReason, StopReason } from "../model/analysis.ts";
import { LONGEST_WAIT_MS, type Limits } from "../model/limits.ts";
import { lastCycle, type Loop } from "../model/loop.ts";
import type { OnRegression } from "../model/plan.ts";

export interface Situation {
  readonly analysis: Analysis;
  /** As this cycle found it: without its own row. */
  readonly loop: Loop;
  readonly limits: Limits;
  /** A commit stands at the head of the branch that this cycle did not test. */
  readonly newCommit: boolean;
  /** That commit has a run of its own. */
  readonly handedOver: boolean;
  /** Why no further cycle may follow, whatever the result: somebody said so, or there is nothing left to test. */
  readonly halt: Halt | null;
  readonly cycleMs: number;
  /** At least this long between two dispatches. */
  readonly shortestWaitMs: number;
  /** This run can start another one at all. */
  readonly canDispatch: boolean;
  /** A fix command is there and has not run yet. */
  readonly canFix: boolean;
  /** What the plan wants when fewer checks pass than in the best cycle. */
  readonly onRegression: OnRegression;
}

export type Halt = Extract<StopReason, "cancelled" | "closed" | "label" | "branch-gone" | "runaway" | "fix-denied">;

export function decide(situation: Situation): Decision {
  const { analysis, limits } = situation;
  const { verdict } = analysis;
  switch (verdict.kind) {
    case "met":
      return stop("reached");
    case "not-tested":
      return decideNotTested(verdict.reason, situation);
    case "unproven":
      return verdict.reason.kind === "no-checks" || again(situation) >= 1
        ? person(situation)
        : repeat("unproven", situation);
    case "not-met": {
      if (stopsAsWorse(situation)) return stop("regression");
      if (situation.newCommit) return repeat("new-commit", situation);
      if (situation.canFix && isFixable(analysis)) return repeat("fix", situation);
      if (isStalled(situation)) return halted(situation) ?? stop("stalled");
      if (limits.nextCycle === "on-commit") return park("on-commit", situation);
      if (!isHopeless(analysis)) return repeat("may-pass", situation);
      return limits.nextCycle === "auto" ? park("nothing-changed", situation) : repeat("nothing-changed", situation);
    }
  }
}

/** Another run that has taken over judges for itself. */
function stopsAsWorse({ analysis, onRegression, handedOver }: Situation): boolean {
  return analysis.regression && onRegression !== "continue" && !handedOver;
}

/** Something fails that a commit could change. */
function isFixable({ patterns, shrunk }: Analysis): boolean {
  return shrunk !== null || patterns.some(({ transient }) => transient !== "yes");
}

/** What only follows from another error is as hopeless as that one. */
function isHopeless({ patterns, shrunk, beyondReach }: Analysis): boolean {
  if (beyondReach !== null) return true;
  // Tests that a fix has left out do not come back by themselves.
  if (shrunk !== null && patterns.length === 0) return true;
  const causes = patterns.filter(({ because }) => because === null);
  return causes.length > 0 && causes.every(({ transient }) => transient === "no");
}

function isStalled(situation: Situation): boolean {
  const { stallLimit } = situation.limits;
  return stallLimit > 0 && again(situation) + 1 >= stallLimit;
}

function decideNotTested(reason: NotTested, situation: Situation): Decision {
  const twice = again(situation) >= 1;
  switch (reason.kind) {
    case "deploy-failed":
    case "setup-failed":
      if (situation.newCommit) return repeat("new-commit", situation);
      if (reason.transient !== "no") return again(situation) >= 2 ? person(situation) : repeat("not-tested", situation);
      return situation.canFix ? repeat("fix", situation) : (halted(situation) ?? stop("broken"));
    case "cancelled":
      return stop("cancelled");
    case "not-ready":
    case "wrong-revision":
    case "suite-not-run":
    case "no-record":
    case "control-failed":
      return twice ? person(situation) : repeat("not-tested", situation);
    case "revision-changed":
      if (situation.newCommit) return repeat("new-commit", situation);
      return twice ? person(situation) : repeat("not-tested", situation);
    case "preflight-failed":
      return reason.needsPerson || twice ? person(situation) : repeat("not-tested", situation);
  }
}

/** How many cycles in a row, just before this one, ended in exactly the same way. */
function again({ analysis, loop }: Pick<Situation, "analysis" | "loop">): number {
  return loop.signature === analysis.signature ? loop.same : 0;
}

function stop(because: StopReason): Decision {
  return { kind: "stop", because };
}

/** Nothing here passes by itself. A commit that nobody has tested yet may have changed that. */
function person(situation: Situation): Decision {
  return situation.newCommit ? repeat("new-commit", situation) : (halted(situation) ?? stop("needs-person"));
}

/** What ends the loop whatever a cycle showed. */
function halted({ handedOver, halt }: Situation): Decision | null {
  if (halt !== null) return stop(halt);
  return handedOver ? stop("superseded") : null;
}

function park(because: ParkReason, situation: Situation): Decision {
  return halted(situation) ?? { kind: "park", because };
}

function repeat(because: RepeatReason, situation: Situation): Decision {
  const { loop, limits } = situation;
  const halt = halted(situation);
  if (halt !== null) return halt;
  if (!situation.canDispatch) return stop("no-dispatch");
  if (loop.id.n >= lastCycle(loop, limits)) return stop("exhausted");
  const waitMs = Math.max(waitFor(because, situation), situation.shortestWaitMs);
  const spent = loop.spentMs + situation.cycleMs;
  const median = medianOf([...loop.ledger.map((row) => row.seconds * 1_000), situation.cycleMs]);
  if (spent + waitMs + median > limits.budgetMs) return stop("budget");
  return { kind: "repeat", waitMs, because };
}

function waitFor(because: RepeatReason, { analysis, loop, limits }: Situation): number {
  if (because === "new-commit") return 0;
  const unchanged = loop.signature === analysis.signature;
  return Math.min(unchanged ? Math.max(loop.waitMs, limits.waitMs) * 2 : limits.waitMs, LONGEST_WAIT_MS);
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
