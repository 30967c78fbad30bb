// What happens next and who acts. Never says more than the decision does.
import type { Decision, NotTested, StopReason } from "../model/analysis.ts";
import type { Phrase } from "../model/report.ts";
import { runUrl } from "../model/trigger.ts";
import { untrusted } from "../text/untrusted.ts";
import type { Told } from "../model/told.ts";
import { duration, short } from "./words.ts";

export function nextOf(told: Told): Phrase {
  const { decision, dispatch } = told;
  if (decision.kind === "stop") return stopped(decision.because, told);
  if (dispatch?.kind === "failed") return ["The loop stops here: ", ...dispatch.why];
  return repeated(decision, told);
}

function repeated(decision: Extract<Decision, { readonly kind: "repeat" }>, told: Told): Phrase {
  const { dispatch, trigger, loop, maxCycles } = told;
  const name = `cycle ${loop.id.n + 1} of ${maxCycles}`;
  const runId = dispatch?.kind === "started" ? dispatch.runId : null;
  const cycle: Phrase = runId === null ? [name] : [{ text: name, url: runUrl(trigger, runId) }];
  const when = decision.waitMs < 1_000 ? "runs now" : `runs in ${duration(decision.waitMs)}`;
  switch (decision.because) {
    case "new-commit":
      return [...cycle, ` ${when} on the commit that was pushed meanwhile`, ...newest(told), "."];
    case "not-tested":
      return [...cycle, ` ${when} and tries once more.`, ...ifTheSame(told)];
    case "unproven":
      return [...cycle, ` ${when}. If it proves nothing again, the loop stops and asks a person.`];
    case "may-pass":
      return [...cycle, ` ${when}, on whatever is pushed until then, to see what fails again.`];
    case "nothing-changed":
      return [...cycle, ` ${when}. None of these errors passes by itself: push a fix before it starts.`];
  }
}

// A deploy or set-up that failed in passing gets two more tries, everything else one (the decision table's rows 5 to 9).
function ifTheSame(told: Told): Phrase {
  const reason = reasonOf(told);
  const patient = reason === "deploy-failed" || reason === "setup-failed";
  return patient ? [] : [" If it ends in the same way, the loop stops and asks a person."];
}

function newest({ pushed }: Told): Phrase {
  const last = pushed.at(-1);
  return last === undefined ? [] : [": ", untrusted(short(last.sha)), " ", last.subject];
}

function reasonOf({ analysis: { verdict } }: Told): NotTested["kind"] | null {
  return verdict.kind === "not-tested" ? verdict.reason.kind : null;
}

function placeToLook(told: Told): string {
  const { verdict } = told.analysis;
  if (verdict.kind === "unproven" && verdict.reason.kind === "no-checks") return "the configuration";
  const reason = reasonOf(told);
  if (reason === "control-failed") return "the network of the runner";
  return reason === "setup-failed" ? "the set-up command" : "staging";
}

function brokenPart(told: Told): string {
  return reasonOf(told) === "setup-failed" ? "set-up" : "deploy";
}

function stopped(because: StopReason, told: Told): Phrase {
  const spent = `${told.loop.id.n} of ${told.maxCycles}`;
  switch (because) {
    case "superseded":
      return ["another run, started by the push, goes on with the newer commit", ...newest(told), "."];
    case "reached":
      return ["nothing. The loop has reached its target."];
    case "exhausted":
      return [`the loop ends: cycle ${spent} was the last. A person has to act; the next push starts a new loop.`];
    case "budget":
      return [`the loop ends after cycle ${spent}: another one would exceed its time budget. A person has to act.`];
    case "needs-person":
      return [
        `the loop stops after cycle ${spent}: this does not pass by itself. A person has to look at ${placeToLook(told)}.`,
      ];
    case "broken":
      return [
        `the loop stops after cycle ${spent}: the ${brokenPart(told)} fails in a way that another try does not change.`,
      ];
    case "cancelled":
      return [`the loop stops: cycle ${spent} was cancelled.`];
    case "no-dispatch":
      return ["this run cannot start another one, so it stays a single cycle."];
  }
}
