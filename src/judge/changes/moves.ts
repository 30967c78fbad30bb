// What became of a check that failed before and fails again: it may fail further on, or for another reason.
import { STAGES, type Stage } from "../../model/check.ts";

export interface SeenError {
  readonly fingerprint: string;
  /** null: what is said is too little to tell how far the check got. */
  readonly stage: Stage | null;
}

/** `changed`: another error at the same stage. None of them is a repair, and only `advanced` is one step towards it. */
export type Move = "same" | "advanced" | "fell-back" | "changed";

export function moveOf(before: SeenError, now: SeenError): Move {
  if (before.fingerprint === now.fingerprint) return "same";
  if (before.stage === null || now.stage === null) return "changed";
  const further = order(now.stage) - order(before.stage);
  return further > 0 ? "advanced" : further < 0 ? "fell-back" : "changed";
}

/** How far a check got, from 0. */
export function order(stage: Stage): number {
  return STAGES.indexOf(stage);
}
