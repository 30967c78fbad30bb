// The failure of a request or handshake that got no answer at all.
import type { Facts, Failure } from "../model/check.ts";
import type { NoAnswer } from "../model/world.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";

export function unanswered(answer: NoAnswer, target: Untrusted): Failure {
  const { stage, errno, certificateExpiresAt: expiresAt } = answer;
  const facts: Facts = {
    stage,
    target,
    errno,
    timings: answer.timings,
    ...(expiresAt === null ? {} : { certificateExpiresAt: expiresAt }),
    ...(errno === "TIMEOUT" ? { timedOut: hasConnected(stage) ? "answer" : "connect" } : {}),
  };
  return { message: untrusted(`${reveal(target)}: ${reveal(answer.message)}`), detail: null, type: null, facts };
}

function hasConnected(stage: NoAnswer["stage"]): boolean {
  return stage === "data" || stage === "server" || stage === "handshake";
}
