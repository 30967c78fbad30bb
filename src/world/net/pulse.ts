// Whether the other side of an open socket still lives: pings with their pongs, and what silence means.
import type { WebSocket } from "ws";
import { LONGEST_TIMER_MS } from "../clock.ts";
import type { NetTools } from "./connection.ts";
import { toHundredths } from "./progress.ts";

export interface Pulse {
  /** Sends a ping; milliseconds until its pong, or null when none came in time. */
  ping(timeoutMs: number): Promise<number | null>;
  /** A pong came: true when it answers a ping of ours. */
  isOurs(payload: string): boolean;
  /** Bytes came, whatever they are. */
  heard(): void;
  /**
   * To be asked while somebody waits for something to happen: milliseconds after which to ask again. Pings a socket
   * that has been silent, and says "dead" when that did not help.
   */
  check(): number | "dead";
  /** No pong is awaited any longer. */
  stop(): void;
}

/** A pong that came while we were busy is read before the silence is believed. */
const SECOND_LOOK_MS = 10;

export function createPulse(
  websocket: WebSocket,
  { clock, silenceMs, pongTimeoutMs }: Pick<NetTools, "clock" | "silenceMs" | "pongTimeoutMs">,
): Pulse {
  const awaited = new Map<string, (ms: number | null) => void>();
  let count = 0;
  let heardAt = clock.monotonic();
  let patientUntil: number | null = null;
  let doubted = false;

  function ping(onEnd: (ms: number | null) => void): string {
    const payload = String(++count);
    const began = clock.monotonic();
    awaited.set(payload, (ms) => {
      awaited.delete(payload);
      onEnd(ms === null ? null : toHundredths(ms - began));
    });
    // A ping that cannot be sent is followed by "close", which is told.
    websocket.ping(payload, true, () => undefined);
    return payload;
  }

  return {
    ping(timeoutMs) {
      return new Promise((resolve) => {
        const payload = ping((ms) => {
          clearTimeout(timer);
          resolve(ms);
        });
        const timer = setTimeout(() => awaited.get(payload)?.(null), Math.min(timeoutMs, LONGEST_TIMER_MS));
      });
    },
    isOurs(payload) {
      const end = awaited.get(payload);
      end?.(clock.monotonic());
      return end !== undefined;
    },
    heard() {
      heardAt = clock.monotonic();
      patientUntil = null;
      doubted = false;
    },
    check() {
      const now = clock.monotonic();
      if (patientUntil === null) {
        if (now < heardAt + silenceMs) return heardAt + silenceMs - now;
        patientUntil = now + pongTimeoutMs;
        ping(() => undefined);
        return pongTimeoutMs;
      }
      if (now < patientUntil) return patientUntil - now;
      if (doubted) return "dead";
      doubted = true;
      return SECOND_LOOK_MS;
    },
    stop() {
      for (const end of awaited.values()) end(null);
    },
  };
}
