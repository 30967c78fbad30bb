// One failure in a few words, for where a line has to be enough: "closed with 1011 at event 3 of 5".
import type { Facts, Failure, SocketPhase, Stage } from "../model/check.ts";
import type { Phrase } from "../model/report.ts";
import { untrusted } from "../text/untrusted.ts";
import { decisive, isBlank, shortened } from "./plain.ts";

/** What is seen and expected can be long; nobody reads more of it in a line. */
const MAX_QUOTE = 60;

export function inBrief(failure: Failure): Phrase {
  return factsInBrief(failure.facts) ?? [decisive(failure, 120)];
}

function factsInBrief(facts: Facts): Phrase | null {
  const { expected, seen } = facts;
  if (facts.letIn !== undefined) return [LET_IN[facts.letIn]];
  if (facts.foreignUser !== undefined) return [...actor(facts), "got data of user ", facts.foreignUser];
  if (facts.noData === true) return ["too few values"];
  const own = facts.errno !== undefined && Object.hasOwn(OWN_CODES, facts.errno) ? OWN_CODES[facts.errno] : undefined;
  if (own !== undefined) return [own];
  if (facts.upgradeStatus !== undefined) return [`handshake answered ${facts.upgradeStatus}`];
  if (facts.closeCode !== undefined) {
    const event = eventOf(facts);
    return event === "" ? closed(facts) : [...closed(facts), ` at ${event}`];
  }
  if (facts.timedOut !== undefined) return late(facts.timedOut, facts);
  if (facts.errno !== undefined) return [untrusted(facts.errno), ...during(facts)];
  if (facts.at === undefined && facts.limit !== true && (facts.httpStatus ?? 0) >= 400) {
    return [`answered ${facts.httpStatus}`, ...wanted(facts)];
  }
  if (expected === undefined || seen === undefined) return null;
  const answered = facts.httpStatus === undefined ? [] : ["answered with "];
  const what: Phrase = facts.at === undefined ? answered : [shortened(facts.at, MAX_QUOTE), " is "];
  return [...actor(facts), ...what, shortened(seen, MAX_QUOTE), ...wanted(facts)];
}

const LET_IN: Readonly<Record<NonNullable<Facts["letIn"]>, string>> = {
  anonymous: "let in without a token",
  expired: "let in with an expired token",
  "wrong-key": "let in with a token signed with another key",
  unsigned: "let in with a token without a signature",
};

/** What our own codes stand for. */
const OWN_CODES: Readonly<Record<string, string>> = {
  HALF_OPEN: "open and dead, no pong came",
  FLOOD: "flooded with messages",
  WS_ERR_NOT_READING: "the service does not read what is sent",
  PATTERN_TOO_SLOW: "looking into it took too long",
  INTERNAL: "a fault of Test-Deploy Loop itself",
  SCHEMA_NOT_APPLICABLE: "the schema cannot be applied",
  CANCELLED: "cancelled",
};

function actor({ user }: Facts): Phrase {
  return user === undefined ? [] : ["user ", user, " "];
}

function wanted({ expected }: Facts): Phrase {
  return expected === undefined ? [] : [", expected ", shortened(expected, MAX_QUOTE)];
}

/** "closed with 1011 `Internal error`"; 1005 and 1006 are never sent, they stand for a connection that just ended. */
export function closed({ closeCode = 0, closeReason, errno }: Facts): Phrase {
  if (closeCode === 1005 || closeCode === 1006) {
    return errno === undefined
      ? ["dropped without a close code"]
      : ["dropped without a close code (", untrusted(errno), ")"];
  }
  return closeReason === undefined || isBlank(closeReason)
    ? [`closed with ${closeCode}`]
    : [`closed with ${closeCode} `, closeReason];
}

function late(timedOut: NonNullable<Facts["timedOut"]>, facts: Facts): Phrase {
  switch (timedOut) {
    case "events":
      return facts.stage === "auth" ? ["token not confirmed in time"] : [events(facts)];
    case "answer":
      return ["no answer in time"];
    case "handshake":
      return ["handshake never answered"];
    case "connect":
      return ["no connection in time", ...during(facts)];
  }
}

/** "only 1 of 5 events came". */
function events({ missingEvents = [], expectedEvents = [] }: Facts): string {
  const came = expectedEvents.length - missingEvents.length;
  if (missingEvents.length === 0) return expectedEvents.length === 0 ? "nothing came in time" : "events out of order";
  if (came <= 0)
    return expectedEvents.length === 1 ? "the event did not come" : `none of ${expectedEvents.length} events came`;
  return `only ${came} of ${expectedEvents.length} events came`;
}

/** "event 3 of 5"; empty where no event was awaited. */
export function eventOf({ event, events: of }: Facts): string {
  return event === undefined || of === undefined ? "" : `event ${event} of ${of}`;
}

function during({ phase, stage }: Facts): Phrase {
  const words = phase === undefined ? (stage === undefined ? "" : STAGE_WORDS[stage]) : PHASE_WORDS[phase];
  return words === "" ? [] : [` ${words}`];
}

/** How far a WebSocket came. */
export const PHASE_WORDS: Readonly<Record<SocketPhase, string>> = {
  dns: "while resolving the name",
  tcp: "while connecting",
  tls: "in the TLS handshake",
  upgrade: "in the WebSocket handshake",
  "first-frame": "open, before anything came",
  authenticated: "open, before the token was confirmed",
  event: "open, after the first events",
  close: "while closing",
};

/** How far a request came; empty where an answer was there. */
export const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  resolve: "while resolving the name",
  connect: "while connecting",
  tls: "in the TLS handshake",
  handshake: "in the handshake",
  auth: "",
  server: "",
  data: "",
  events: "",
  value: "",
};
