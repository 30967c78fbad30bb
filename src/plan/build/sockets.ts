// Builds WebSocket probes: how the socket is opened, and what happens on it or that nobody is let in.
import type { WebSocketProbe } from "../../model/plan.ts";
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";
import { NOTHING_CAPTURED, only, type Acting } from "./acting.ts";
import { buildConditions } from "./conditions.ts";
import { placeOf, type Desk } from "../desk.ts";
import { shown, type Path } from "../file/faults.ts";
import { buildConnection } from "./handshake.ts";
import { buildLine, isWatched } from "./socket-lines.ts";
import { buildSteps, type Stepping } from "./socket-steps.ts";
import type { WebSocketWords } from "../words/socket.ts";

const EVENT_AT = "$.type";
/** HTTP statuses, and the close codes by which services and proxies refuse a token. */
const REFUSALS = [401, 403, 1008, 3000, 3003, 4001, 4003, 4401, 4403];

export function buildWebSocket(desk: Desk, words: WebSocketWords, path: Path, acting: Acting): WebSocketProbe {
  const connection = buildConnection(desk, words, path, acting);
  const stepping: Stepping = { path, acting, handshakeTimeoutMs: connection.handshakeTimeoutMs };
  const fillable = acting.fillable(NOTHING_CAPTURED);
  const isRefused = mustBeRefused(words, acting);
  const every = buildConditions(
    desk,
    words.every ?? {},
    [...path, "every"],
    only(fillable, (scope) => scope === "user"),
  );
  if (isRefused) checkRefusal(desk, words, path, acting);
  else if (words.steps !== undefined) checkLong(desk, words, path);
  const steps = isRefused
    ? buildLine(desk, {}, stepping)
    : words.steps === undefined
      ? buildLine(desk, words, stepping)
      : buildSteps(desk, words.steps, { ...stepping, path: [...path, "steps"] });
  if (!isRefused) checkNever(desk, words, path, connection.authEvent);
  return {
    ...acting.common,
    kind: "websocket",
    connection,
    eventAt: untrusted(words.event ?? desk.config?.defaults.websocket?.event ?? EVENT_AT),
    steps,
    implied: words.steps === undefined || isRefused ? null : words.steps[0]?.connect === undefined ? 1 : 0,
    never: (words.never ?? []).map(untrusted),
    every,
    refusedWith: isRefused ? (words.expect?.["refused-with"] ?? REFUSALS) : [],
  };
}

/** Passes when the caller is not let in. */
export function mustBeRefused({ expect }: WebSocketWords, { common }: Pick<Acting, "common">): boolean {
  return common.badToken !== null || expect?.["refused-with"] !== undefined;
}

// Who is refused neither sends nor sees anything.
function checkRefusal(desk: Desk, { expect, ...words }: WebSocketWords, path: Path, { common }: Acting): void {
  for (const key of ["send", "never", "every", "within", "ping", "steps"] as const) {
    if (words[key] === undefined) continue;
    desk.faults.add(placeOf(desk, [...path, key]), `expected no ${key}: this caller has to be refused`);
  }
  if (expect === undefined) return;
  const { "refused-with": codes, ...others } = expect;
  const place = placeOf(desk, [...path, "expect"]);
  if (codes === undefined) {
    desk.faults.add(place, `the token is ${common.badToken} and has to be refused: expected refused-with`);
  } else if (Object.values(others).some((each) => each !== undefined)) {
    desk.faults.add(place, "expected nothing beside refused-with");
  }
}

function checkLong(desk: Desk, words: WebSocketWords, path: Path): void {
  for (const key of ["send", "expect", "within", "ping"] as const) {
    if (words[key] === undefined) continue;
    const why = key === "within" ? "each step has its own" : `${key} is a step too`;
    desk.faults.add(placeOf(desk, [...path, key]), `expected either steps or ${key}: ${why}`);
  }
  const listens = (words.steps ?? []).some(({ expect, wait }) => expect !== undefined || wait !== undefined);
  if (isWatched(words) && !listens) {
    const key = words.never === undefined ? "every" : "never";
    desk.faults.add(placeOf(desk, [...path, key]), "no step listens: expected a step expect or wait");
  }
}

function checkNever(desk: Desk, words: WebSocketWords, path: Path, authEvent: Untrusted | null): void {
  const expectations = [words.expect, ...(words.steps ?? []).map(({ expect }) => expect)];
  const expected = new Set(expectations.flatMap((each) => each?.events ?? []).map(({ name }) => name));
  if (authEvent !== null) expected.add(reveal(authEvent));
  for (const [index, name] of (words.never ?? []).entries()) {
    if (!expected.has(name)) continue;
    desk.faults.add(
      placeOf(desk, [...path, "never", index]),
      "this event is expected, so it cannot be one that never comes",
      {
        found: shown(name),
      },
    );
  }
}
