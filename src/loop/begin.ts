// Which cycle of which loop this run is: the first of a new one, or the next of the one whose token it carries.
import { fault, UserError } from "../model/errors.ts";
import type { Loop } from "../model/loop.ts";
import type { Trigger } from "../model/trigger.ts";
import { reveal, untrusted } from "../text/untrusted.ts";
import { decodeLoop } from "./token.ts";

/** Throws a UserError for a token that cannot be read: a loop whose memory is lost must not go on by itself. */
export function beginLoop(token: string, trigger: Trigger, now: number): Loop {
  if (token === "") return newLoop(trigger, now);
  const loop = decodeLoop(token);
  const where = untrusted("input loop");
  if ("problem" in loop) {
    throw new UserError([
      fault(where, `the loop token cannot be read: ${loop.problem}`, {
        hint: "Start the workflow again without it; a new loop begins.",
      }),
    ]);
  }
  if (loop.ref !== null && trigger.ref !== null && reveal(loop.ref) !== reveal(trigger.ref)) {
    throw new UserError([
      fault(where, "the loop token belongs to another branch", {
        found: loop.ref,
        hint: "Start the workflow on that branch, or without the token.",
      }),
    ]);
  }
  return loop;
}

function newLoop(trigger: Trigger, now: number): Loop {
  return {
    id: { loop: trigger.runId, n: 1, redo: 0 },
    rootEvent: trigger.event,
    ref: trigger.ref,
    expectedCommit: null,
    pullRequest: trigger.pullRequest,
    parentRun: null,
    startedAt: now,
    spentMs: 0,
    notBefore: 0,
    waitMs: 0,
    planDigest: null,
    ledger: [],
    failing: [],
    errors: [],
    signature: null,
    tests: null,
    best: null,
    components: [],
    explained: [],
  };
}
