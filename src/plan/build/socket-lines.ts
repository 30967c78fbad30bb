// Builds the steps of a socket from its short form: open, send, see what comes, ping.
import type { SocketStep } from "../../model/plan.ts";
import { untrusted } from "../../text/untrusted.ts";
import { NOTHING_CAPTURED } from "./acting.ts";
import { placeOf, type Desk } from "../desk.ts";
import { buildAwaited } from "./events.ts";
import { settledJson } from "./requests.ts";
import { WAIT_MS, type Stepping } from "./socket-steps.ts";
import type { WebSocketWords } from "../words/socket.ts";

export function buildLine(desk: Desk, words: WebSocketWords, stepping: Stepping): readonly SocketStep[] {
  const { path, acting, handshakeTimeoutMs } = stepping;
  const { send = [], expect, within = WAIT_MS, ping = false } = words;
  checkLine(desk, words, stepping);
  const fillable = acting.fillable(NOTHING_CAPTURED);
  const steps: SocketStep[] = [{ kind: "connect", timeoutMs: handshakeTimeoutMs }];
  for (const { message, at } of send) {
    steps.push({ kind: "send", message: untrusted(settledJson(desk, message, [...path, "send", ...at], fillable)) });
  }
  if (expect !== undefined) {
    const step = buildAwaited(desk, expect, {
      path: [...path, "expect"],
      acting,
      withinMs: within,
      captured: new Map(),
    });
    if (step !== null) steps.push(step);
  } else if (isWatched(words)) steps.push({ kind: "wait", ms: within });
  if (ping) steps.push({ kind: "ping", withinMs: words.within ?? WAIT_MS });
  return steps;
}

/** Says something about every message, so that somebody has to listen. */
export function isWatched({ never, every }: WebSocketWords): boolean {
  return never !== undefined || every !== undefined;
}

function checkLine(desk: Desk, words: WebSocketWords, { path }: Stepping): void {
  const { expect, within, ping = false } = words;
  if (within !== undefined && expect === undefined && !ping && !isWatched(words)) {
    desk.faults.add(placeOf(desk, [...path, "within"]), "nothing is waited for within this time", {
      hint: "What bounds the connection is handshake-timeout.",
    });
  }
  if (within !== undefined && expect?.within !== undefined) {
    desk.faults.add(placeOf(desk, [...path, "within"]), "within stands in expect already");
  }
  if (ping && expect?.["closed-with"] !== undefined) {
    desk.faults.add(placeOf(desk, [...path, "ping"]), "nobody answers a ping where closed-with is expected");
  }
}
