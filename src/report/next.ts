// What happens next and who acts. Never says more than the decision does.
import type { Decision, NotTested, ParkReason, StopReason } from "../model/analysis.ts";
import type { Phrase } from "../model/report.ts";
import { succeeded } from "../model/check.ts";
import { CEILING } from "../model/limits.ts";
import { bestTested } from "../model/loop.ts";
import { nightOf } from "../model/night.ts";
import { DESK, runUrl } from "../model/trigger.ts";
import { untrusted } from "../text/untrusted.ts";
import type { Told } from "../model/told.ts";
import { howEnded } from "./command-words.ts";
import { actorOf } from "./kind.ts";
import { capital, duration, letter, short } from "./words.ts";

export function nextOf(told: Told): Phrase {
  const { decision, dispatch } = told;
  if (decision.kind === "stop") return stopped(decision.because, told);
  if (decision.kind === "park") return parked(decision.because, told);
  if (dispatch?.kind === "failed") return ["the loop stops here: ", ...lowerFirst(dispatch.why)];
  if (dispatch?.kind === "unanswered") return unanswered(told);
  return repeated(decision, told);
}

function unanswered({ loop }: Told): Phrase {
  return [
    `the run was cancelled before GitHub answered the request for cycle ${loop.id.n + 1}: it may have been started. The list of runs shows it.`,
  ];
}

function repeated(decision: Extract<Decision, { readonly kind: "repeat" }>, told: Told): Phrase {
  const { dispatch, trigger, loop, maxCycles } = told;
  const name = `cycle ${loop.id.n + 1} of ${maxCycles}`;
  const runId = dispatch?.kind === "started" ? dispatch.runId : null;
  const cycle: Phrase =
    runId === null || trigger.event === DESK ? [name] : [{ text: name, url: runUrl(trigger, runId) }];
  if (dispatch?.kind === "later") {
    const isFix = decision.because === "fix";
    return [`a later job of this run ${isFix ? "may bring a fix, and then starts" : "starts"} `, ...cycle, "."];
  }
  const when = decision.waitMs < 1_000 ? "runs now" : `runs in ${duration(decision.waitMs)}`;
  switch (decision.because) {
    case "new-commit":
      return [...cycle, ` ${when} on the commit that ${bringer(told)}`, ...newest(told), "."];
    case "not-tested":
      return [...cycle, ` ${when} and tries once more.`, ...ifTheSame(told)];
    case "unproven":
      return [...cycle, ` ${when}. If it proves nothing again, the loop stops and asks a person.`];
    case "may-pass":
      return isErrorFree(told)
        ? [...cycle, ` ${when}, on whatever is pushed until then.`]
        : [...cycle, ` ${when}, to see what comes back.${toFix(told)}`];
    case "nothing-changed":
      return [...cycle, ` ${when}. ${hopeless(told)}: push a fix before it starts.${saved(told)}`];
    case "fix":
      return ["the fix command runs, then ", ...cycle, "."];
  }
}

function bringer({ fix, isAfterFix }: Told): string {
  if (fix !== null) return "the fix command brought";
  return isAfterFix ? "a job of this run brought" : "was pushed meanwhile";
}

/** No page tells an error where nothing can be said of the code. */
function isErrorFree({ analysis: { patterns, verdict } }: Told): boolean {
  return patterns.length === 0 || verdict.kind === "not-tested" || verdict.kind === "unproven";
}

/** What a person can do meanwhile: an error that needs a change does not go by waiting. */
function toFix({ analysis }: Told): string {
  const causes = analysis.patterns.filter(({ because }) => because === null);
  const letters = causes.flatMap(({ transient }, at) => (transient === "no" ? [letter(at)] : []));
  if (letters.length === 0) return "";
  const pushed = "one that is pushed before then is tested too";
  if (causes.length === 1) return ` It needs a fix; ${pushed}.`;
  const rest = letters.length - MOST_LETTERS;
  const named = rest > 0 ? `${letters.slice(0, MOST_LETTERS).join(", ")} and ${rest} more` : letters.join(" and ");
  const who = letters.length === causes.length && rest > 0 ? `All ${letters.length} errors` : named;
  return ` ${who} ${letters.length === 1 ? "needs" : "need"} a fix; ${pushed}.`;
}

const MOST_LETTERS = 2;

function lowerFirst([first = "", ...rest]: Phrase): Phrase {
  return typeof first === "string" ? [first.charAt(0).toLowerCase() + first.slice(1), ...rest] : [first, ...rest];
}

/** Why another cycle on the same commit changes nothing. */
function hopeless(told: Told): string {
  const errors = told.analysis.patterns.filter(({ because }) => because === null).length;
  if (errors === 0) return "Nothing here changes by itself";
  return errors === 1 ? "This error does not pass by itself" : "None of these errors passes by itself";
}

/** What a cycle costs that cannot change anything. */
function saved({ cycle }: Told): string {
  const minutes = Math.round(cycle.durationMs / 60_000);
  return minutes < 2 ? "" : ` With \`next-cycle: auto\` the loop would wait for it and save ${minutes} min.`;
}

function parked(because: ParkReason, told: Told): Phrase {
  const then = nightOf(told.loop) === null ? "the next push goes on with the loop" : "the next night begins a new loop";
  return because === "on-commit"
    ? [`the loop waits for a commit: ${then}.`]
    : [`the loop waits for a fix. ${hopeless(told)}; ${then}. `, ...actor(told), "."];
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

/** Why it stops, and what became of staging. */
function regressed(told: Told): Phrase {
  const { cycle, loop } = told;
  const best = bestTested({ ...loop, ledger: loop.ledger.slice(0, -1) });
  const worse = `what passed in ${best === null ? "the best cycle" : `cycle ${best.n}`} fails now`;
  const isOther = best !== null && best.commit !== cycle.commit;
  const good: Phrase = isOther ? [" to ", untrusted(short(best.commit))] : [];
  if (cycle.rollback === null) return [`the loop stops, because ${worse}. `, ...actor(told), "."];
  if (succeeded(cycle.rollback)) {
    return [`the loop stops, because ${worse}. Staging was rolled back`, ...good, ". ", ...actor(told), "."];
  }
  const how = howEnded(cycle.rollback);
  return [
    `the loop stops, because ${worse}, and the rollback failed: its command ${how}. A person has to look at staging now.`,
  ];
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

/** No rule knows what its command printed, and it was the command that failed. */
function isUnknown({ analysis: { verdict }, cycle }: Told): boolean {
  if (verdict.kind !== "not-tested" || verdict.reason.kind !== "deploy-failed") return false;
  const { cause, deployment } = verdict.reason;
  return cause === null && (cycle.deployments[deployment]?.problem ?? null) === null;
}

function inARow({ loop: { same } }: Told): string {
  return same < 2 ? "" : `, ${same} cycles in a row`;
}

/** "A person has to act, usually the team of the service". */
function actor({ analysis }: Told): Phrase {
  const [first = "", ...rest] = actorOf(analysis.patterns[0]);
  return typeof first === "string" ? [capital(first), ...rest] : [first, ...rest];
}

function anew({ loop }: Told): string {
  return `the next ${nightOf(loop) === null ? "push" : "night"} starts a new loop`;
}

function stopped(because: StopReason, told: Told): Phrase {
  const spent = `${told.loop.id.n} of ${told.maxCycles}`;
  switch (because) {
    case "superseded":
      return ["another run, started by the push, goes on with the newer commit", ...newest(told), "."];
    case "reached":
      return [
        told.analysis.patterns.length === 0
          ? "nothing. The loop has reached its target."
          : "nothing. The loop has reached its target; what still fails is not part of it.",
      ];
    case "exhausted":
      return [`the loop ends: cycle ${spent} was the last. `, ...actor(told), `; ${anew(told)}.`];
    case "budget":
      return [`the loop ends after cycle ${spent}: another one would exceed its time budget. `, ...actor(told), "."];
    case "stalled":
      return [
        `the loop ends after cycle ${spent}: the same failures at the same commit${inARow(told)}. `,
        ...actor(told),
        `; ${anew(told)}.`,
      ];
    case "closed":
      return ["the loop stops: the pull request was closed."];
    case "label":
      return ["the loop stops: the pull request carries the label `loop:stop`. Take it off and push to go on."];
    case "branch-gone":
      return ["the loop stops: its branch does not exist any more."];
    case "runaway":
      return [
        `the loop stops: ${CEILING} cycles or more were started on this branch within a day, which is more than any loop has. A person has to look at why.`,
      ];
    case "fix-denied":
      return [
        "the loop stops: a commit that came between two cycles changes files below `.github/`. A person has to look at it.",
      ];
    case "needs-person":
      return [
        `the loop stops after cycle ${spent}: this does not pass by itself. A person has to look at ${placeToLook(told)}.`,
      ];
    case "broken":
      if (told.cycle.cut !== undefined) return [`the loop stops: cycle ${spent} did not come to its end.`];
      if (isUnknown(told)) {
        return [
          `the loop stops after cycle ${spent}: why the deploy failed is not known, so it is not tried again. A person has to read what its command printed.`,
        ];
      }
      return reasonOf(told) === "setup-failed"
        ? [
            `the loop stops after cycle ${spent}: nothing says that the set-up command passes on another try. A person has to look at it.`,
          ]
        : [
            `the loop stops after cycle ${spent}: the deploy fails in a way that another try does not change. A person has to look at the deploy.`,
          ];
    case "cancelled":
      return [`the loop stops: cycle ${spent} was cancelled.`];
    case "regression":
      return regressed(told);
    case "no-dispatch":
      if (told.trigger.event === DESK) return ["one cycle, as asked; `--loop` goes on."];
      return ["this run cannot start another one, so it stays a single cycle."];
  }
}
