// How this cycle came to be, and whether the loop still moves: what the numbers alone do not show.
import type { Phrase } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { count } from "./words.ts";

export function beginningLines(told: Told): readonly Phrase[] {
  return [...shrunk(told), ...begun(told), ...otherPlan(told), ...standing(told), ...fixed(told)];
}

function shrunk({ analysis }: Told): readonly Phrase[] {
  if (analysis.shrunk === null) return [];
  const { before, now } = analysis.shrunk;
  return [
    [
      `**Fewer tests than before:** ${now}, and ${before} before the fix. A fix that leaves tests out never meets the target; a person may push it.`,
    ],
  ];
}

function begun({ beginning, loop, trigger }: Told): readonly Phrase[] {
  switch (beginning.kind) {
    case "new":
    case "dispatched":
      return [];
    case "resumed":
      return [[`**Resumed by a person:** cycle ${loop.id.n} of this loop was started with its token.`]];
    case "token-unreadable":
      return [["**A new loop:** the token that was given cannot be read."]];
    case "continued": {
      const lost =
        beginning.lost === null
          ? ""
          : `${stopped(beginning)}. This ${trigger.event === "schedule" ? "run" : "commit"} `;
      return [
        [
          lost === ""
            ? `**The loop goes on** after cycle ${beginning.after} with this ${trigger.event === "schedule" ? "run" : "commit"}.`
            : `**The loop ${lost}goes on with it.**`,
        ],
      ];
    }
    case "after-lost-night":
      return [[`**The night of ${beginning.date}** ${stopped(beginning)}. This is a new loop.`]];
  }
}

/** "stopped after cycle 2: its run failed or its runner was lost". */
function stopped({ after, lost }: { readonly after: number; readonly lost: string | null }): string {
  return `stopped after cycle ${after}: its run ${LOST[lost ?? ""] ?? "left no next one"}`;
}

const LOST: Readonly<Record<string, string>> = {
  cancelled: "was cancelled or lost its place in the queue",
  failure: "failed or its runner was lost",
  timed_out: "took too long",
  startup_failure: "could not start",
};

/** What is measured was changed on the way: the cycles before are no longer the same question. */
function otherPlan({ isOtherPlan }: Told): readonly Phrase[] {
  return isOtherPlan
    ? [["**Not the same question:** the target, the probes or the suites were changed since the last cycle."]]
    : [];
}

/** From the third time on. */
const MANY = 3;

function standing({ loop, analysis: { verdict }, decision }: Told): readonly Phrase[] {
  // Where the loop ends for it, the next step says so.
  const isTold = decision.kind === "stop" && decision.because === "stalled";
  if (verdict.kind !== "not-met" || loop.same < MANY || isTold) return [];
  return [[`**Standing still:** the same failures at the same commit, ${count(loop.same, "cycle")} in a row.`]];
}

/** That it brought what is tested next, the next step says itself. */
function fixed({ fix, decision }: Told): readonly Phrase[] {
  if (fix === null) return [];
  const { commits, how, isClean } = fix;
  if (commits === 0) return [[`**The fix command** ${how} and brought no commit.`]];
  if (isClean && decision.kind === "repeat") return [];
  return [[`**The fix command** ${how} and brought ${count(commits, "commit")}.`]];
}
