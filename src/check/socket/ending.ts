// What the end of an open connection means: how far the probe got, whether it was measured, and how it is said.
import type { Stage } from "../../model/check.ts";
import type { SocketEvent } from "../../model/world.ts";
import type { Excerpt } from "../../text/excerpt.ts";
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";

export type Closed = Extract<SocketEvent, { readonly kind: "closed" }>;

export interface Ending {
  /** "errored": nobody said goodbye, so the service was not measured. */
  readonly outcome: "failed" | "errored";
  readonly stage: Stage;
  /** For example "closed with 1011 agent crashed". */
  readonly words: string;
  readonly facts: { readonly closeCode: number; readonly closeReason: Untrusted; readonly errno?: string };
}

/** `came`: the service had said something before. */
export function readEnding(closed: Closed, came: boolean, excerpt: Excerpt): Ending {
  const { code, errno } = closed;
  const reason = excerpt(reveal(closed.reason), LONGEST_REASON).replace(/\s+/gu, " ").trim();
  const dropped = isDrop(closed);
  return {
    outcome: dropped ? "errored" : "failed",
    stage: stageOf(closed, came),
    words: dropped ? dropWords(code, errno) : `closed with ${code}${reason === "" ? "" : ` ${reason}`}`,
    facts: { closeCode: code, closeReason: untrusted(reason), ...(errno === null ? {} : { errno }) },
  };
}

/** Whether the service closed by itself with one of these codes; none stands for any. A drop counts only by name. */
export function isClosedWith({ code, errno }: Closed, codes: readonly number[]): boolean {
  if (code === ABNORMAL) return codes.includes(code) && (errno === null || /^E[A-Z]+$/u.test(errno));
  return codes.length === 0 || codes.includes(code);
}

/** Whether the service closed because something went wrong, and says so. */
export function isTrouble(closed: Closed): boolean {
  return !isDrop(closed) && closed.code !== NORMAL && closed.code !== GOING_AWAY;
}

/** Whether the service closed because of who we are: codes of the IANA registry and of common frameworks. */
export function isAuthClose({ code, reason }: Closed): boolean {
  if ([3000, 3003, 4001, 4003, 4401, 4403].includes(code)) return true;
  // 1008 is any policy, and 4000 to 4999 are the service's own: there the reason decides.
  const words = reveal(reason).trim();
  if (code === 1008) return words === "" || AUTH.test(words);
  return code >= 4000 && AUTH.test(words);
}

const AUTH = /auth|token|jwt|credential|login|session|unauthori[sz]ed|forbidden|permission|expired/iu;

/** RFC 6455 section 7.4.1: no frame said goodbye, or one without a code. */
const ABNORMAL = 1006;
const NO_STATUS = 1005;
const NORMAL = 1000;
const GOING_AWAY = 1001;
/** Bytes of a close reason (section 5.5). */
const LONGEST_REASON = 123;

function isDrop({ code }: Closed): boolean {
  return code === ABNORMAL || code === NO_STATUS;
}

function stageOf(closed: Closed, came: boolean): Stage {
  if (isAuthClose(closed)) return "auth";
  if (closed.code === ABNORMAL && !came) return "handshake";
  return closed.code === NORMAL ? "events" : "server";
}

function dropWords(code: number, errno: string | null): string {
  if (errno === "FLOOD") return "more came than any probe reads (FLOOD)";
  if (errno === "HALF_OPEN") return "the connection went dead without a word (HALF_OPEN)";
  if (errno === "WS_ERR_NOT_READING") return "the service does not read what we send (WS_ERR_NOT_READING)";
  if (errno === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH") return "a message was larger than a probe reads, 1 MiB";
  if (errno?.startsWith("WS_ERR_") === true) return `the service broke the WebSocket protocol (${errno})`;
  if (code === NO_STATUS) return "closed without a close code";
  return `the connection was dropped without a close code${errno === null ? "" : ` (${errno})`}`;
}
