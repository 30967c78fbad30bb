// The commit status: one state and at most 140 characters, made of our own words only.
import type { StopReason } from "../model/analysis.ts";
import { succeeded } from "../model/check.ts";
import type { CommitStatus } from "../model/github.ts";
import { isTested } from "../model/loop.ts";
import type { Told } from "../model/told.ts";
import { cut } from "../text/cut.ts";
import { scoreOf } from "./cycles.ts";
import { isOnlyRunBroken } from "./headline.ts";
import { shortfallOf } from "./target.ts";

export function statusLine(told: Told): Pick<CommitStatus, "state" | "description"> {
  const row = told.loop.ledger.at(-1);
  const score =
    row !== undefined && isTested(row)
      ? scoreOf(row) + missedTargets(told) + brokenRun(told) + missedTarget(told)
      : row?.verdict === "unproven"
        ? "unproven"
        : "not tested";
  const { decision } = told;
  const failedDispatch = told.dispatch?.kind === "failed" || told.dispatch?.kind === "unanswered";
  if (decision.kind === "repeat" && !failedDispatch) {
    return { state: "pending", description: `cycle ${told.loop.id.n} of ${told.maxCycles}: ${score}` };
  }
  if (decision.kind === "park") {
    return {
      state: stateOf(told),
      description: `waiting for a ${decision.because === "on-commit" ? "commit" : "fix"}: ${score}`,
    };
  }
  return {
    state: stateOf(told),
    description: `${score} · ${failedDispatch ? notStarted(told) : words(told)}`,
  };
}

function notStarted({ dispatch }: Told): string {
  return dispatch?.kind === "unanswered" ? "cancelled, the next cycle may run" : "next cycle not started";
}

/** Where only a target is missed, the score alone would read as a success. */
function missedTargets({ analysis: { targets } }: Told): string {
  return targets.passed === targets.total ? "" : ` · ${targets.passed} of ${targets.total} targets met`;
}

/** As far as there is room beside the rest. */
function missedTarget(told: Told): string {
  const short = shortfallOf(told);
  return short === "" ? "" : ` · ${cut(short, MAX_SHORTFALL)}`;
}

const MAX_SHORTFALL = 60;

function brokenRun({ analysis, cycle }: Told): string {
  return isOnlyRunBroken(analysis, cycle) ? " · test run failed" : "";
}

function stateOf({ analysis, decision }: Told): CommitStatus["state"] {
  if (decision.kind === "stop" && decision.because === "reached") return "success";
  return analysis.verdict.kind === "not-met" ? "failure" : "error";
}

function words({ decision, cycle: { rollback, cut: ended }, analysis: { verdict } }: Told): string {
  if (decision.kind !== "stop") return "";
  if (decision.because === "broken" && ended !== undefined) return "the cycle did not end";
  if (decision.because === "regression" && rollback !== null) {
    return `${WORDS.regression}, ${succeeded(rollback) ? "rolled back" : "rollback failed"}`;
  }
  const isSetup = verdict.kind === "not-tested" && verdict.reason.kind === "setup-failed";
  return decision.because === "broken" && isSetup ? "set-up broken" : WORDS[decision.because];
}

const WORDS: Readonly<Record<StopReason, string>> = {
  superseded: "a run of the newer commit goes on",
  reached: "target reached",
  exhausted: "cycles spent",
  budget: "time budget spent",
  "needs-person": "needs a person",
  broken: "deploy broken",
  stalled: "nothing moves any more",
  cancelled: "cancelled",
  closed: "pull request closed",
  label: "stopped by label",
  "branch-gone": "the branch is gone",
  runaway: "too many cycles within a day",
  "fix-denied": "a fix changed the workflows",
  regression: "worse than the best cycle",
  "no-dispatch": "single cycle",
};
