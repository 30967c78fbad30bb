// A cycle that did not come to its end: where that was, what ended it, and what was known until then.
import type { CutShort, Phase } from "../model/cycle.ts";
import type { Phrase } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { stepsTitle } from "./steps.ts";

export function cutHeadline(cut: CutShort | undefined): string {
  if (cut === undefined) return "the run was cancelled";
  const where = WHERE[cut.phase];
  switch (cut.by) {
    case "cancel":
      return `the run was cancelled ${where}`;
    case "fault":
      return `Test-Deploy Loop failed ${where}`;
    case "lost":
      return `the cycle did not end, it broke off ${where}`;
  }
}

export function cutLead({ cycle, analysis }: Told): readonly Phrase[] {
  const known = stepsTitle(cycle, analysis);
  return [
    [`${WHY[cycle.cut?.by ?? "cancel"]}, so this says nothing about your change.`],
    ...(known === "" ? [] : [[`Known until then: ${known}.`]]),
  ];
}

const WHERE: Readonly<Record<Phase, string>> = {
  turn: "before the deploy",
  deploy: "during the deploy",
  readiness: "while it waited for staging",
  "set-up": "during the set-up command",
  probes: "during the probes",
  tests: "during the tests",
  teardown: "during the teardown",
  judging: "when everything was measured",
};

const WHY: Readonly<Record<CutShort["by"], string>> = {
  cancel: "The run was cancelled before it was done",
  fault: "An internal error ended it, which the log of the step shows",
  lost: "The process of this step was gone before it had told its result, and nothing says why",
};
