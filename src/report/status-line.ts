// The commit status: one state and at most 140 characters, made of our own words only.
import type { StopReason } from "../model/analysis.ts";
import { succeeded } from "../model/check.ts";
import type { CommitStatus } from "../model/github.ts";
import { isTested } from "../model/loop.ts";
import type { Told } from "../model/told.ts";
import { cut } from "../text/cut.ts";
import { scoreOf, withoutResult } from "./cycles.ts";
import { isOnlyRunBroken } from "./headline.ts";
import { certainTitle } from "./kind.ts";
import { shortfallOf } from "./target.ts";
import { count } from "./words.ts";

/** GitHub takes no more. */
const MAX_STATUS = 140;

export function statusLine(told: Told): Pick<CommitStatus, "state" | "description"> {
  const { decision, dispatch, loop, maxCycles } = told;
  const said = scoreWords(told);
  const failedDispatch = dispatch?.kind === "failed" || dispatch?.kind === "unanswered";
  if (decision.kind === "repeat" && !failedDispatch) {
    return { state: "pending", description: within(`cycle ${loop.id.n} of ${maxCycles}: ${said}`, kindWords(told)) };
  }
  if (decision.kind === "park") {
    const what = decision.because === "on-commit" ? "commit" : "fix";
    return { state: stateOf(told), description: within(`waiting for a ${what}: ${said}`, kindWords(told)) };
  }
  const end = failedDispatch ? notStarted(told) : words(told);
  return { state: stateOf(told), description: within(`${said} · ${end}`, kindWords(told)) };
}

function scoreWords(told: Told): string {
  const row = told.loop.ledger.at(-1);
  if (row === undefined) return "not tested";
  if (!isTested(row)) return row.why === "cancelled" ? "not tested" : withoutResult(row).replace(": ", ", ");
  return scoreOf(row) + missedTargets(told) + brokenRun(told) + missedTarget(told);
}

/** What is broken, where there is room: the kind of the biggest error, and how many others there are. */
function kindWords({ analysis: { verdict, patterns } }: Told): string {
  const causes = patterns.filter(({ because }) => because === null);
  const [top] = causes;
  if (verdict.kind !== "not-met" || top === undefined) return "";
  const kind = certainTitle(top);
  const many = count(causes.length, "error");
  if (kind === null) return ` · ${many}`;
  return causes.length === 1 ? ` · ${kind}` : ` · ${many}, first: ${kind}`;
}

function within(line: string, more: string): string {
  return line.length + more.length <= MAX_STATUS ? line + more : cut(line, MAX_STATUS);
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

function words({ decision, cycle: { rollback, cut: ended } }: Told): string {
  if (decision.kind !== "stop") return "";
  if (decision.because === "broken" && ended !== undefined) return "the cycle did not end";
  if (decision.because === "regression" && rollback !== null) {
    return `${WORDS.regression}, ${succeeded(rollback) ? "rolled back" : "rollback failed"}`;
  }
  return WORDS[decision.because];
}

const WORDS: Readonly<Record<StopReason, string>> = {
  superseded: "a run of the newer commit goes on",
  reached: "target reached",
  exhausted: "no cycle left",
  budget: "no time left",
  "needs-person": "needs a person",
  broken: "not tried again",
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
