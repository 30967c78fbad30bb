// The commit status: one state and at most 140 characters, made of our own words only.
import type { StopReason } from "../model/analysis.ts";
import { succeeded } from "../model/check.ts";
import type { CommitStatus } from "../model/github.ts";
import { isTested } from "../model/loop.ts";
import type { Told } from "../model/told.ts";
import { scoreOf } from "./cycles.ts";
import { isOnlyRunBroken } from "./headline.ts";

export function statusLine(told: Told): Pick<CommitStatus, "state" | "description"> {
  const row = told.loop.ledger.at(-1);
  const score =
    row !== undefined && isTested(row)
      ? scoreOf(row) + missedTargets(told) + brokenRun(told)
      : row?.verdict === "unproven"
        ? "unproven"
        : "not tested";
  const { decision } = told;
  const failedDispatch = told.dispatch?.kind === "failed";
  if (decision.kind === "repeat" && !failedDispatch) {
    return { state: "pending", description: `cycle ${told.loop.id.n} of ${told.maxCycles}: ${score}` };
  }
  return {
    state: stateOf(told),
    description: `${score} · ${failedDispatch ? "next cycle not started" : words(told)}`,
  };
}

/** Where only a target is missed, the score alone would read as a success. */
function missedTargets({ analysis: { targets } }: Told): string {
  return targets.passed === targets.total ? "" : ` · ${targets.passed} of ${targets.total} targets met`;
}

function brokenRun({ analysis, cycle }: Told): string {
  return isOnlyRunBroken(analysis, cycle) ? " · test run failed" : "";
}

function stateOf({ analysis, decision }: Told): CommitStatus["state"] {
  if (decision.kind === "stop" && decision.because === "reached") return "success";
  return analysis.verdict.kind === "not-met" ? "failure" : "error";
}

function words({ decision, cycle: { rollback }, analysis: { verdict } }: Told): string {
  if (decision.kind !== "stop") return "";
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
  cancelled: "cancelled",
  regression: "worse than the best cycle",
  "no-dispatch": "single cycle",
};
