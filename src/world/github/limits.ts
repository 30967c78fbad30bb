// What GitHub's answers tell about its limits and its clock, for all calls of one step together.
import type { Problem } from "../../model/github.ts";
import type { Clock } from "../../model/world.ts";
import { untrusted } from "../../text/untrusted.ts";
import type { Received } from "./send.ts";

export interface Limits {
  note(received: Received): void;
  /** Nothing is sent before its end. */
  reached(problem: Problem, waitMs: number): void;
  /** The limit that holds now, and for how long. */
  current(): { readonly problem: Problem; readonly waitMs: number } | null;
  /** So few requests are left that what is not needed is left out. */
  isLow(): boolean;
  /** GitHub's time; null before its first answer. */
  serverNow(): number | null;
}

const FEW = 100;
const MINUTE = 60_000;
/** GitHub counts its limits by the hour. */
const LONGEST = 60 * MINUTE;

export function keepLimits(clock: Clock): Limits {
  let server: { readonly at: number; readonly time: number } | null = null;
  let left = Number.POSITIVE_INFINITY;
  let limit: { readonly problem: Problem; readonly until: number } | null = null;
  return {
    note: ({ header }) => {
      const time = Date.parse(header("date") ?? "");
      if (Number.isFinite(time)) server = { at: clock.monotonic(), time };
      const remaining = header("x-ratelimit-remaining") ?? "";
      if (/^\d+$/u.test(remaining)) left = Number(remaining);
    },
    reached: (problem, waitMs) => {
      limit = { problem, until: clock.monotonic() + waitMs };
    },
    current: () => {
      const waitMs = limit === null ? 0 : limit.until - clock.monotonic();
      return limit === null || waitMs <= 0 ? null : { problem: limit.problem, waitMs };
    },
    isLow: () => left < FEW,
    serverNow: () => (server === null ? null : server.time + clock.monotonic() - server.at),
  };
}

/** Whether a refusal is a limit and no missing permission: GitHub answers 403 to both. */
export function isLimit({ status, header }: Received, message: string): boolean {
  if (status === 429) return true;
  return status === 403 && (header("retry-after") !== null || /rate limit|abuse detection/iu.test(message));
}

/** How long GitHub wants to be left alone: at least a minute where it does not say it in a form that we know. */
export function restOf({ header }: Received, now: number): { readonly waitMs: number; readonly resetAt: number } {
  const after = header("retry-after");
  const reset = header("x-ratelimit-remaining") === "0" ? (header("x-ratelimit-reset") ?? "") : "";
  const waitMs =
    after !== null ? afterMs(after.trim(), now) : /^\d{1,12}$/u.test(reset) ? Number(reset) * 1_000 - now : MINUTE;
  const bounded = Math.min(Math.max(waitMs, 1_000), LONGEST);
  return { waitMs: bounded, resetAt: now + bounded };
}

/** Seconds, or a date in the one form that HTTP allows to be sent. */
function afterMs(text: string, now: number): number {
  if (/^\d{1,12}$/u.test(text)) return Number(text) * 1_000;
  const date = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/u.test(text) ? Date.parse(text) : NaN;
  return Number.isFinite(date) ? date - now : MINUTE;
}

export const LOW: Problem = {
  kind: "rate-limited",
  status: null,
  detail: untrusted(`fewer than ${FEW} requests are left for this hour, and they are kept for what is needed`),
};
