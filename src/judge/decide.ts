// THE DECISION TABLE: what follows from a cycle. First match wins; the guards stand over every repetition.
import type { Analysis, Decision, NotTested, RepeatReason } from "../model/analysis.ts";
import { CEILING, LONGEST_WAIT_MS, type Limits } from "../model/limits.ts";
import type { Loop } from "../model/loop.ts";
import type { OnRegression } from "../model/plan.ts";

export interface Situation {
  readonly analysis: Analysis;
  readonly loop: Loop;
  readonly limits: Limits;
  /** A commit stands at the head of the branch that this cycle did not test. */
  readonly newCommit: boolean;
  /** That commit has a run of its own. */
  readonly handedOver: boolean;
  readonly cycleMs: number;
  /** At least this long between two dispatches. */
  readonly shortestWaitMs: number;
  /** This run can start another one at all. */
  readonly canDispatch: boolean;
  /** What the plan wants when fewer checks pass than in the best cycle. */
  readonly onRegression: OnRegression;
}

export function decide(situation: Situation): Decision {
  const { analysis } = situation;
  const { verdict } = analysis;
  switch (verdict.kind) {
    case "met":
      return { kind: "stop", because: "reached" };
    case "not-tested":
      return decideNotTested(verdict.reason, situation);
    case "unproven":
      return verdict.reason.kind === "no-checks" || again(situation) >= 1
        ? { kind: "stop", because: "needs-person" }
        : repeat("unproven", situation);
    case "not-met": {
      if (stopsAsWorse(situation)) return { kind: "stop", because: "regression" };
      if (situation.newCommit) return repeat("new-commit", situation);
      // What only follows from another error is as hopeless as that one.
      const causes = analysis.patterns.filter((pattern) => pattern.because === null);
      const hopeless = causes.length > 0 && causes.every((pattern) => pattern.transient === "no");
      return repeat(hopeless ? "nothing-changed" : "may-pass", situation);
    }
  }
}

/** Another run that has taken over judges for itself. */
function stopsAsWorse({ analysis, onRegression, handedOver }: Situation): boolean {
  return analysis.regression && onRegression !== "continue" && !handedOver;
}

function decideNotTested(reason: NotTested, situation: Situation): Decision {
  const twice = again(situation) >= 1;
  switch (reason.kind) {
    case "deploy-failed":
    case "setup-failed":
      if (situation.newCommit) return repeat("new-commit", situation);
      if (reason.transient === "no") return { kind: "stop", because: "broken" };
      return again(situation) >= 2 ? { kind: "stop", because: "needs-person" } : repeat("not-tested", situation);
    case "cancelled":
      return { kind: "stop", because: "cancelled" };
    case "not-ready":
    case "wrong-revision":
    case "suite-not-run":
    case "control-failed":
      return twice ? { kind: "stop", because: "needs-person" } : repeat("not-tested", situation);
    case "revision-changed":
      if (situation.newCommit) return repeat("new-commit", situation);
      return twice ? { kind: "stop", because: "needs-person" } : repeat("not-tested", situation);
    case "preflight-failed":
      return reason.needsPerson || twice ? { kind: "stop", because: "needs-person" } : repeat("not-tested", situation);
  }
}

/** How many cycles in a row, just before this one, ended in exactly the same way. */
function again({ analysis, loop }: Situation): number {
  if (loop.signature !== analysis.signature) return 0;
  const last = loop.ledger.at(-1);
  const other = loop.ledger.findLastIndex((row) => row.verdict !== last?.verdict || row.commit !== last.commit);
  return loop.ledger.length - 1 - other;
}

function repeat(because: RepeatReason, situation: Situation): Decision {
  const { loop, limits } = situation;
  const waitMs = Math.max(waitFor(because, situation), situation.shortestWaitMs);
  if (situation.handedOver) return { kind: "stop", because: "superseded" };
  if (!situation.canDispatch) return { kind: "stop", because: "no-dispatch" };
  if (loop.id.n >= Math.min(limits.maxCycles, CEILING)) return { kind: "stop", because: "exhausted" };
  const spent = loop.spentMs + situation.cycleMs;
  const median = medianOf([...loop.ledger.map((row) => row.seconds * 1_000), situation.cycleMs]);
  if (spent + waitMs + median > limits.budgetMs) return { kind: "stop", because: "budget" };
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
