// Dispatches the next cycle. Runs in post, as the last act, and never after a signal.
import { cycleKey } from "../model/cycle.ts";
import type { Answer, DispatchedRun, GitHub } from "../model/github.ts";
import type { Loop } from "../model/loop.ts";
import type { Trigger } from "../model/trigger.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { encodeLoop } from "./token.ts";

/** The inputs of the next run: the other inputs of this one unchanged, with the new token and its readable key. */
export function dispatchInputs(
  loop: Loop,
  current: Readonly<Record<string, Untrusted>>,
): Readonly<Record<string, Untrusted>> {
  return { ...current, loop: untrusted(encodeLoop(loop)), cycle: untrusted(cycleKey(loop.id)) };
}

export async function dispatchNext(
  loop: Loop,
  trigger: Trigger,
  current: Readonly<Record<string, Untrusted>>,
  github: GitHub,
): Promise<Answer<DispatchedRun>> {
  if (trigger.workflow === null || trigger.ref === null) {
    throw new Error("a run that cannot dispatch must not decide to repeat");
  }
  return github.dispatch({
    workflow: trigger.workflow,
    ref: trigger.ref,
    inputs: dispatchInputs(loop, current),
    cycle: loop.id,
  });
}

export type DispatchFault = "permission" | "no-trigger" | "no-inputs" | "no-workflow" | "no-branch" | "other";

/** What the user has to change so that the next cycle can be dispatched. */
export function dispatchFault(answer: Extract<Answer<DispatchedRun>, { readonly ok: false }>): DispatchFault {
  const { kind, detail } = answer.problem;
  const said = reveal(detail);
  if (kind === "forbidden") return "permission";
  if (kind === "not-found") return "no-workflow";
  if (/no ref found/iu.test(said)) return "no-branch";
  if (/workflow_dispatch/iu.test(said)) return "no-trigger";
  if (/unexpected inputs/iu.test(said)) return "no-inputs";
  return "other";
}
