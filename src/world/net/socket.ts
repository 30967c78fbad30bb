// An open WebSocket as a queue of what happened. A server that floods is cut off, one that has gone without a word is
// found out, and one that says nothing costs no more than the caller's patience.
import type { Socket as Connection } from "node:net";
import { TLSSocket } from "node:tls";
import type { RawData, WebSocket } from "ws";
import type { Socket, SocketEvent } from "../../model/world.ts";
import { reveal, untrusted } from "../../text/untrusted.ts";
import { LONGEST_TIMER_MS } from "../clock.ts";
import type { NetTools } from "./connection.ts";
import { createMessageQueue, type Received } from "./message-queue.ts";
import { toHundredths } from "./progress.ts";
import { createPulse } from "./pulse.ts";
import { readInTurns } from "./turns.ts";

export const MAX_MESSAGE_BYTES = 1024 * 1024;
/** Pings and pongs that nobody asked for: a server that measures the line needs a few. */
export const MAX_CONTROL_FRAMES = 1_000;
/** Messages of one socket. A probe looks for a handful of events among a few thousand. */
const MAX_MESSAGES = 100_000;
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_UNSENT_BYTES = 1024 * 1024;

/** Messages that are handed out without a pause. A caller who reads a full queue would let nothing else run. */
const MAX_AT_ONCE = 100;

type Closed = Extract<SocketEvent, { readonly kind: "closed" }>;

const NOTHING: SocketEvent = { kind: "nothing" };

/** Calls `onEnd` when nothing of the connection is left. */
export function createSocket(websocket: WebSocket, connection: Connection, tools: NetTools, onEnd: () => void): Socket {
  const { clock } = tools;
  const opened = clock.monotonic();
  const atMs = (): number => toHundredths(clock.monotonic() - opened);
  const queue = createMessageQueue(websocket);
  const pulse = createPulse(websocket, tools);
  const waiting = new Set<(event: SocketEvent) => void>();
  const forget = clock.onCancel(() => {
    pulse.stop();
    for (const wake of waiting) wake(NOTHING);
  });
  let closed: Closed | null = null;
  let closing = false;
  let messages = 0;
  let bytes = 0;
  let asked = 0;
  let controls = 0;
  let errno: string | null = null;

  function happened(message: Received): void {
    const [first] = waiting;
    if (first === undefined) queue.push(message);
    else first(eventOf(message));
  }

  function end(code: number, reason: string, broken: string | null): void {
    if (closed !== null) return;
    closed = { kind: "closed", code, reason: untrusted(reason), errno: broken, atMs: atMs() };
    pulse.stop();
    for (const wake of waiting) wake(closed);
  }

  /** Ends the connection from our side, for a reason that is the server's. */
  function cutOff(reason: string): void {
    end(1006, "", reason);
    websocket.terminate();
  }

  function countControl(): void {
    if (++controls > MAX_CONTROL_FRAMES) cutOff("FLOOD");
  }

  connection.on("data", () => pulse.heard());
  readInTurns(
    connection,
    () => websocket.pause(),
    () => queue.resume(),
  );
  // Errors of the connection, which ws swallows once it is open.
  connection.on("error", (error: NodeJS.ErrnoException) => {
    errno ??= error.code ?? null;
  });
  websocket.on("message", (data, binary) => {
    if (closing || closed !== null) return;
    const received = bytesOf(data);
    bytes += received.length;
    if (++messages > MAX_MESSAGES || bytes > MAX_BYTES) return cutOff("FLOOD");
    happened({ text: readText(received), binary, atMs: atMs() });
  });
  websocket.on("ping", countControl);
  websocket.on("pong", (payload) => {
    if (!pulse.isOurs(payload.toString("latin1"))) countControl();
  });
  websocket.on("error", (error) => {
    errno = "code" in error && typeof error.code === "string" ? error.code : "WS_ERR_UNKNOWN";
    websocket.terminate();
  });
  websocket.on("close", (code, reason) => {
    onEnd();
    forget();
    end(code, reason.toString("utf8"), code === 1006 ? errno : null);
  });

  function wait(timeoutMs: number): Promise<SocketEvent> {
    return new Promise((resolve) => {
      const deadline = clock.monotonic() + timeoutMs;
      let timer: NodeJS.Timeout | undefined;
      function look(leftMs: number): void {
        const again = pulse.check();
        if (again === "dead") cutOff("HALF_OPEN");
        else timer = setTimeout(late, Math.min(leftMs, again, LONGEST_TIMER_MS));
      }
      function late(): void {
        const leftMs = deadline - clock.monotonic();
        // Timers may fire up to a millisecond early.
        if (leftMs > 1) look(leftMs);
        else wake(NOTHING);
      }
      function wake(what: SocketEvent): void {
        clearTimeout(timer);
        waiting.delete(wake);
        resolve(what);
      }
      waiting.add(wake);
      look(timeoutMs);
    });
  }

  /** What the network has brought by now: a timer would take a millisecond even for no time at all. */
  function glance(): Promise<SocketEvent> {
    return new Promise((resolve) => {
      const turn = setImmediate(() => wake(NOTHING));
      function wake(what: SocketEvent): void {
        clearImmediate(turn);
        waiting.delete(wake);
        resolve(what);
      }
      waiting.add(wake);
    });
  }

  function takeOrWait(timeoutMs: number): Promise<SocketEvent> {
    const message = queue.take();
    if (message !== null) return Promise.resolve(eventOf(message));
    if (closed !== null) return Promise.resolve(closed);
    if (clock.cancelled()) return Promise.resolve(NOTHING);
    return timeoutMs <= 0 ? glance() : wait(timeoutMs);
  }

  return {
    next(timeoutMs) {
      if (++asked % MAX_AT_ONCE !== 0) return takeOrWait(timeoutMs);
      return new Promise((resolve) => setImmediate(() => resolve(takeOrWait(timeoutMs))));
    },
    send(text) {
      if (closing || closed !== null) return;
      const payload = reveal(text);
      // A server that does not read lets our sends pile up in memory.
      if (websocket.bufferedAmount + payload.length > MAX_UNSENT_BYTES) return cutOff("WS_ERR_NOT_READING");
      // A send that fails is followed by "close", which is told.
      websocket.send(payload, () => undefined);
    },
    async ping(timeoutMs) {
      return closing || closed !== null || clock.cancelled() ? null : await pulse.ping(timeoutMs);
    },
    async close(code = 1000) {
      closing = true;
      queue.clear();
      sayGoodbye(websocket, code);
      // ws itself waits that long for the answer; a little more, in case it does not.
      const timer = setTimeout(() => websocket.terminate(), tools.closeTimeoutMs + 250);
      const stop = clock.onCancel(() => websocket.terminate());
      if (websocket.readyState !== websocket.CLOSED) await new Promise((resolve) => websocket.once("close", resolve));
      clearTimeout(timer);
      stop();
    },
    abort() {
      closing = true;
      queue.clear();
      // A reset is the harshest end there is; Node has none for TLS.
      if (connection instanceof TLSSocket) websocket.terminate();
      else connection.resetAndDestroy();
    },
  };
}

// ws throws for codes that may not be sent (RFC 6455 section 7.4). Whoever asks for one gets an end all the same.
function sayGoodbye(websocket: WebSocket, code: number): void {
  try {
    websocket.close(code);
  } catch {
    websocket.terminate();
  }
}

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? Buffer.from(data) : data;
}

function eventOf({ text, binary, atMs }: Received): SocketEvent {
  return { kind: "message", text: untrusted(text), binary, atMs };
}

/** V8 keeps longer texts outside its heap, where they pile up to 64 MiB before it looks at them. */
const MAX_TEXT = 512 * 1024;

function readText(bytes: Buffer): string {
  if (bytes.length <= MAX_TEXT) return bytes.toString("utf8");
  let cut = MAX_TEXT;
  // Not inside a character (RFC 3629 section 3).
  while (cut < bytes.length && ((bytes[cut] ?? 0) & 0xc0) === 0x80) cut++;
  return bytes.toString("utf8", 0, cut) + bytes.toString("utf8", cut);
}
