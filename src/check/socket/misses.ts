// Each way in which a WebSocket probe can miss, in words and facts.
import type { Facts } from "../../model/check.ts";
import { reveal, untrusted } from "../../text/untrusted.ts";
import { isAuthClose, readEnding, type Closed } from "./ending.ts";
import {
  awaitedWords,
  cameWords,
  duration,
  missingOf,
  numberOf,
  placeFacts,
  placeWords,
  stepFacts,
  stepWords,
} from "./evidence.ts";
import { tokenEvidence } from "./handshake.ts";
import type { Heard } from "./heard.ts";
import type { Wait } from "./listener.ts";
import type { Doing, Miss, Talk } from "./talk.ts";

/** The connection ended where no step says so, or with another code than awaited. */
export function closedMiss(closed: Closed, talk: Talk, at: number, doing: Doing): Miss {
  const ending = readEnding(closed, talk.ear.count() > 0, talk.excerpt);
  const near = doing.kind === "events" ? nearWords(doing.wait, talk) : "";
  const token = isAuthClose(closed) ? tokenEvidence(talk, undefined) : null;
  return {
    outcome: ending.outcome,
    words: `${ending.words}${placeWords(talk, at, doing)}${near}${cameWords(talk)}${token?.words ?? ""}`,
    facts: {
      ...placeFacts(talk, at, doing),
      stage: ending.stage,
      ...ending.facts,
      ...token?.facts,
    },
  };
}

/** The awaited event did not come in time: that of the wait, or `isOwn`: its own. */
export function lateMiss(wait: Wait, isOwn: boolean, talk: Talk, at: number): Miss {
  const words = wait.step.order === "any" ? lateInAnyOrder(wait, isOwn) : lateInOrder(wait, isOwn);
  return {
    outcome: "failed",
    words: `${words}${stepWords(talk, at)}${nearWords(wait, talk)}${cameWords(talk)}`,
    facts: { stage: "events", timedOut: "events", ...placeFacts(talk, at, { kind: "events", wait }) },
  };
}

/** An event came that may not, because nothing but the awaited one may. */
export function wrongMiss(wait: Wait, heard: Heard, talk: Talk): Miss {
  const awaited = wait.expected[wait.matcher.next() ?? 0];
  const near = awaited?.nearMiss();
  const isNear = near?.heard === heard;
  const label = talk.ear.tally.label(heard);
  const how = isNear ? near.how(talk.excerpt) : "";
  const words = isNear ? `${awaitedWords(wait)} came ${how}` : `${label} came instead of ${awaitedWords(wait)}`;
  return {
    outcome: "failed",
    words: `${words}${stepWords(talk, wait.at)}${cameWords(talk)}`,
    facts: {
      stage: "events",
      ...placeFacts(talk, wait.at, { kind: "events", wait }),
      at: untrusted(`event ${(wait.matcher.next() ?? 0) + 1} of ${wait.expected.length}`),
      expected: untrusted(awaited?.name ?? ""),
      seen: untrusted(isNear ? `${label} ${how}` : label),
    },
  };
}

/** An event came after the last one of a wait that allows nothing else. */
export function surplusMiss({ expected, at }: Wait, heard: Heard, talk: Talk): Miss {
  const label = talk.ear.tally.label(heard);
  const last = expected.at(-1)?.name ?? "";
  const after = `event ${expected.length} of ${expected.length} (${last})`;
  return {
    outcome: "failed",
    words: `${label} came after ${after}, where nothing else may come${stepWords(talk, at)}${cameWords(talk)}`,
    facts: {
      stage: "events",
      phase: "event",
      ...stepFacts(talk, at),
      events: expected.length,
      expectedEvents: expected.map(({ name }) => untrusted(name)),
      at: untrusted(`what comes after ${last}`),
      expected: untrusted("nothing else"),
      seen: untrusted(label),
    },
  };
}

export function authTimeoutMiss(timeoutMs: number, talk: Talk, at: number): Miss {
  const { authEvent } = talk.probe.connection;
  const names = authEvent === null ? [] : [authEvent];
  const event = names.map(reveal).join("");
  const within = `within ${duration(timeoutMs)}`;
  return {
    outcome: "failed",
    words: `${event}, which says that the token is accepted, did not come ${within}${cameWords(talk)}`,
    facts: {
      ...placeFacts(talk, at, { kind: "auth" }),
      stage: "auth",
      timedOut: "events",
      expectedEvents: names,
      missingEvents: names,
    },
  };
}

/** The service did not close. */
export function openMiss(codes: readonly number[], withinMs: number, talk: Talk, at: number): Miss {
  const expected = codes.length === 0 ? "a close" : `a close with ${codes.join(" or ")}`;
  return {
    outcome: "failed",
    words: `still open after ${duration(withinMs)}, expected ${expected}${stepWords(talk, at)}${cameWords(talk)}`,
    facts: {
      ...placeFacts(talk, at, { kind: "close", codes }),
      stage: "events",
      at: untrusted("the connection"),
      expected: untrusted(expected),
      seen: untrusted("still open"),
    },
  };
}

export function noPongMiss(withinMs: number, doing: Doing, talk: Talk, at: number): Miss {
  const words = `no pong within ${duration(withinMs)}${placeWords(talk, at, doing)}${cameWords(talk)}`;
  const facts: Facts = { ...placeFacts(talk, at, doing), stage: "server", timedOut: "answer", errno: "HALF_OPEN" };
  return { outcome: "errored", words, facts };
}

/** A message needs a value that no event told. */
export function unsentMiss(lack: string, talk: Talk, at: number): Miss {
  const reference = `\${${lack}}`;
  return {
    outcome: "failed",
    words: `the message${ofStep(talk, at)} needs ${reference}, which no event told${cameWords(talk)}`,
    facts: {
      stage: "data",
      ...stepFacts(talk, at),
      expected: untrusted(`a value for ${reference}`),
      seen: untrusted("none"),
    },
  };
}

function ofStep({ probe }: Talk, at: number): string {
  const step = numberOf(probe, at);
  return step === null ? "" : ` of step ${step}`;
}

export function cancelledMiss(): Miss {
  return { outcome: "errored", words: "the run was cancelled", facts: { errno: "CANCELLED" } };
}

/** "event 3 of 5 (tool_executing) did not come within 10 s; also missing: tool_completed" */
function lateInOrder(wait: Wait, isOwn: boolean): string {
  const { expected, matcher } = wait;
  const index = matcher.next() ?? 0;
  const last = expected[matcher.came().findLastIndex((ms) => ms !== null)];
  const own = `${duration(expected[index]?.withinMs ?? 0)}${last === undefined ? "" : ` of ${last.name}`}`;
  const within = `within ${isOwn ? own : duration(wait.step.withinMs)}`;
  const turn = matcher.early().get(index);
  const others = missingOf(wait).slice(turn === undefined ? 1 : 0);
  if (turn === undefined) return `${awaitedWords(wait)} did not come ${within}${alsoWords(others)}`;
  const before = `event ${turn + 1} (${expected[turn]?.name ?? ""})`;
  return `${awaitedWords(wait)} came before ${before} and not again ${within}${alsoWords(others)}`;
}

/** "2 of 5 events did not come within 10 s: tool_executing, tool_completed" */
function lateInAnyOrder({ step, expected, matcher }: Wait, isOwn: boolean): string {
  const came = matcher.came();
  const missing = expected.filter(({ optional }, index) => !optional && came[index] === null);
  const names = missing.map(({ name }) => name);
  const within = `did not come within ${duration(step.withinMs)}`;
  if (!isOwn) return `${missing.length} of ${expected.length} events ${within}: ${names.join(", ")}`;
  const bound = Math.min(...missing.map(({ withinMs }) => withinMs ?? Infinity));
  const late = missing.findIndex(({ withinMs }) => withinMs === bound);
  return `${names[late] ?? ""} did not come within ${duration(bound)}${alsoWords(names.toSpliced(late, 1))}`;
}

function alsoWords(names: readonly string[]): string {
  return names.length === 0 ? "" : `; also missing: ${names.join(", ")}`;
}

/** What nearly was the awaited event: one that missed a condition, or a name that only looks like it. */
function nearWords({ expected, matcher }: Wait, talk: Talk): string {
  const awaited = expected[matcher.next() ?? 0];
  if (awaited === undefined) return "";
  const near = awaited.nearMiss();
  if (near !== null)
    return `; ${awaited.name} came ${near.how(talk.excerpt)}${near.count > 1 ? ` (last of ${near.count})` : ""}`;
  const alike = talk.ear.tally
    .entries()
    .find(({ name }) => name !== null && name !== awaited.name && plain(name) === plain(awaited.name));
  return alike === undefined ? "" : `; ${alike.label} came, which only looks like it`;
}

/** A name without what people write differently: "Agent-Started" and "agent_started". */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
