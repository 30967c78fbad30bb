// Builds the steps of a socket from their long form, in which each one stands by itself.
import type { SocketStep } from "../../model/plan.ts";
import { untrusted } from "../../text/untrusted.ts";
import type { Acting } from "./acting.ts";
import type { Certainty } from "./captures.ts";
import { placeOf, type Desk } from "../desk.ts";
import { buildAwaited } from "./events.ts";
import type { Path } from "../file/faults.ts";
import { settledJson } from "./requests.ts";
import type { StepWords } from "../words/socket.ts";

/** How long an answer is waited for. */
export const WAIT_MS = 10_000;

export interface Stepping {
  readonly path: Path;
  readonly acting: Acting;
  readonly handshakeTimeoutMs: number;
}

/** The socket is opened first, unless the first step says so itself. */
export function buildSteps(desk: Desk, all: readonly StepWords[], stepping: Stepping): readonly SocketStep[] {
  const { path, handshakeTimeoutMs } = stepping;
  const captured = new Map<string, Certainty>();
  const steps: SocketStep[] = [];
  if (all[0]?.connect === undefined) steps.push({ kind: "connect", timeoutMs: handshakeTimeoutMs });
  let isOpen = steps.length > 0;
  for (const [index, words] of all.entries()) {
    const at = [...path, index];
    const step = buildStep(desk, words, { ...stepping, path: at, captured });
    if (step === null) continue;
    const isConnect = step.kind === "connect";
    if (isConnect && isOpen) desk.faults.add(placeOf(desk, at), "the socket is open already: expected a close before");
    if (!isConnect && !isOpen)
      desk.faults.add(placeOf(desk, at), "the socket is closed by now: expected a connect before");
    isOpen = step.kind !== "close" && step.kind !== "expect-close";
    steps.push(step);
  }
  return steps;
}

interface Stepped extends Stepping {
  readonly captured: Map<string, Certainty>;
}

function buildStep(
  desk: Desk,
  words: StepWords,
  { path, acting, handshakeTimeoutMs, captured }: Stepped,
): SocketStep | null {
  const { connect, send, expect, wait, ping, close } = words;
  if (connect !== undefined) return { kind: "connect", timeoutMs: connect.within ?? handshakeTimeoutMs };
  if (send !== undefined) {
    return { kind: "send", message: untrusted(settledJson(desk, send, [...path, "send"], acting.fillable(captured))) };
  }
  if (expect !== undefined) {
    return buildAwaited(desk, expect, { path: [...path, "expect"], acting, withinMs: WAIT_MS, captured });
  }
  if (wait !== undefined) return { kind: "wait", ms: wait };
  if (ping !== undefined) return { kind: "ping", withinMs: ping.within ?? WAIT_MS };
  return close === undefined ? null : { kind: "close", code: close };
}
