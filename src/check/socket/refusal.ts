// Runs a probe that has to be refused, by the answer to its handshake or by a close soon after.
import type { BadToken } from "../../model/plan.ts";
import { reveal, untrusted } from "../../text/untrusted.ts";
import { credentialParameters, isCredentialHeader } from "../telling.ts";
import { readEnding, type Closed } from "./ending.ts";
import { cameWords } from "./evidence.ts";
import { handshakeMiss, isTokenRefusal } from "./handshake.ts";
import { listen } from "./listen.ts";
import type { Miss, Outcome, Talk } from "./talk.ts";

/** A refusal may come after the handshake; longer than a closing handshake may take (2 s). */
const REFUSAL_WAIT_MS = 3_000;

export async function awaitRefusal(talk: Talk): Promise<Outcome> {
  const { probe, actor, line, ear } = talk;
  const opening = await line.open(actor.scope.captures, probe.connection.handshakeTimeoutMs);
  if (opening.kind !== "open") {
    const isWanted = opening.kind === "refused" && probe.refusedWith.includes(opening.status);
    const miss = isWanted ? null : handshakeMiss(opening, talk, 0);
    return { miss, accepted: isWanted || isTokenRefusal(line.status(), null) ? false : null };
  }
  ear.attend([], true);
  // A greeting may come before the refusal; a service that goes on talking has let the caller in.
  const end = await listen(
    talk,
    0,
    () => ({ kind: "auth" }),
    () => REFUSAL_WAIT_MS,
    { isDone: () => saysYes(talk) },
  );
  switch (end.kind) {
    case "closed":
      return refusedBy(end, talk);
    case "miss":
      return { miss: end.miss, accepted: null };
    case "done":
    case "time":
      return isIn(talk) ? { miss: letInMiss(talk), accepted: true } : { miss: undecidedMiss(talk), accepted: null };
  }
}

function refusedBy(closed: Closed, talk: Talk): Outcome {
  if (talk.probe.refusedWith.includes(closed.code)) return { miss: null, accepted: false };
  const ending = readEnding(closed, talk.ear.count() > 0, talk.excerpt);
  const words = `${callerOf(talk)} was not refused with ${wantedOf(talk)} but ${ending.words}${cameWords(talk)}`;
  const miss: Miss = {
    outcome: ending.outcome,
    words,
    facts: {
      stage: ending.stage,
      phase: talk.ear.count() === 0 ? "first-frame" : "event",
      ...ending.facts,
      expected: untrusted(`refused with ${wantedOf(talk)}`),
      seen: untrusted(ending.words),
    },
  };
  return { miss, accepted: isTokenRefusal(null, closed) ? false : null };
}

/** With an event that says so, nothing else does; a first message is answered or not; a handshake is the answer. */
function isIn(talk: Talk): boolean {
  const { authEvent, token } = talk.probe.connection;
  return authEvent === null ? token.in !== "message" : saysYes(talk);
}

function saysYes({ probe, ear }: Talk): boolean {
  return probe.connection.authEvent !== null && !ear.awaitsAuth();
}

function letInMiss(talk: Talk): Miss {
  const { probe } = talk;
  const letIn = probe.badToken ?? (isAnonymous(talk) ? "anonymous" : null);
  return {
    outcome: "failed",
    words: `${callerOf(talk)} was let in, expected a refusal with ${wantedOf(talk)}${cameWords(talk)}`,
    facts: {
      ...openFacts(talk, "accepted"),
      ...(letIn === null ? {} : { letIn }),
    },
  };
}

/** The socket stayed open, and nothing says that the caller was accepted. */
function undecidedMiss(talk: Talk): Miss {
  const within = `${REFUSAL_WAIT_MS / 1_000} s`;
  return {
    outcome: "failed",
    words: `${callerOf(talk)} was not refused within ${within}, expected ${wantedOf(talk)}${cameWords(talk)}`,
    facts: openFacts(talk, "neither refused nor accepted"),
  };
}

function openFacts(talk: Talk, seen: string): Miss["facts"] {
  return {
    stage: "auth",
    phase: talk.ear.count() === 0 ? "first-frame" : "event",
    expected: untrusted(`refused with ${wantedOf(talk)}`),
    seen: untrusted(seen),
  };
}

function wantedOf({ probe }: Talk): string {
  return probe.refusedWith.join(" or ");
}

/** Without an auth and without anything in the plan's own words that may tell the service who calls. */
function isAnonymous({ probe, actor }: Talk): boolean {
  const { url, headers, subprotocols } = probe.connection;
  if (actor.auth !== null || Object.keys(headers).some(isCredentialHeader)) return false;
  if (credentialParameters(url).length > 0) return false;
  return ![url, ...subprotocols, ...Object.values(headers)].some((text) => SECRET.test(reveal(text)));
}

const SECRET = /\$\{\s*(?:secrets|capture)\./u;

function callerOf(talk: Talk): string {
  const { badToken } = talk.probe;
  if (badToken !== null) return CALLERS[badToken];
  return isAnonymous(talk) ? "a caller without a token" : "a caller that must be refused";
}

const CALLERS = {
  expired: "a caller with an expired token",
  "wrong-key": "a caller with a token signed by a wrong key",
  unsigned: "a caller with an unsigned token",
} as const satisfies Readonly<Record<BadToken, string>>;
