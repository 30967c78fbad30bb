// An open WebSocket as a queue of what happened. A server that sends faster than we look is slowed down, one that
// floods is cut off, and one that says nothing costs no more than the caller's patience.
import type { RawData, WebSocket } from "ws";
import type { Socket, SocketEvent } from "../model/world.ts";
import { reveal, untrusted } from "../text/untrusted.ts";
import { LONGEST_TIMER_MS } from "./clock.ts";
import type { NetTools } from "./connection.ts";

export const MAX_MESSAGE_BYTES = 1024 * 1024;
/** Pings and pongs: a server that measures the line needs a few. */
export const MAX_CONTROL_FRAMES = 1_000;
/** Messages of one socket. A probe looks for a handful of events among a few thousand. */
const MAX_MESSAGES = 100_000;
/** From here on we stop reading from the network until the queue is half empty. What one read brought is still taken. */
const MAX_QUEUED = 1_000;
const MAX_QUEUED_CHARACTERS = 1024 * 1024;
const MAX_UNSENT_BYTES = 1024 * 1024;

/** Errors of the TCP connection, which ws swallows once it is open. */
export interface Link {
  errno: string | null;
}

type Closed = Extract<SocketEvent, { readonly kind: "closed" }>;
type Message = Extract<SocketEvent, { readonly kind: "message" }>;

const NOTHING: SocketEvent = { kind: "nothing" };

export function createSocket(websocket: WebSocket, link: Link, tools: NetTools): Socket {
  const { clock } = tools;
  const opened = clock.monotonic();
  const atMs = (): number => Math.round(clock.monotonic() - opened);
  const queue = createQueue(websocket);
  const waiting = new Set<(event: SocketEvent) => void>();
  const ended = new Promise<void>((resolve) => websocket.once("close", () => resolve()));
  let closed: Closed | null = null;
  let closing = false;
  let messages = 0;
  let controls = 0;
  let broken: string | null = null;

  function happened(event: Closed | Message): void {
    if (closed !== null) return;
    if (event.kind === "closed") closed = event;
    const [first] = waiting;
    if (event.kind === "message" && first === undefined) queue.push(event);
    else for (const wake of event.kind === "closed" ? waiting : [first]) wake?.(event);
  }

  /** Ends the connection from our side, for a reason that is the server's. */
  function cutOff(errno: string): void {
    happened({ kind: "closed", code: 1006, reason: untrusted(""), errno, atMs: atMs() });
    websocket.terminate();
  }

  function countControl(): void {
    if (++controls > MAX_CONTROL_FRAMES) cutOff("FLOOD");
  }

  websocket.on("message", (data, binary) => {
    if (closing || closed !== null) return;
    if (++messages > MAX_MESSAGES) return cutOff("FLOOD");
    happened({ kind: "message", text: untrusted(readText(data)), binary, atMs: atMs() });
  });
  websocket.on("ping", countControl);
  websocket.on("pong", countControl);
  websocket.on("error", (error) => {
    broken = "code" in error && typeof error.code === "string" ? error.code : "WS_ERR_UNKNOWN";
    websocket.terminate();
  });
  websocket.on("close", (code, reason) => {
    const errno = broken ?? (code === 1006 ? link.errno : null);
    happened({ kind: "closed", code, reason: untrusted(reason.toString("utf8")), errno, atMs: atMs() });
  });

  return {
    async next(timeoutMs) {
      const event = queue.take() ?? closed;
      if (event !== null) return event;
      if (clock.cancelled()) return NOTHING;
      return await new Promise<SocketEvent>((resolve) => {
        const timer = setTimeout(() => wake(NOTHING), Math.min(timeoutMs, LONGEST_TIMER_MS));
        const forget = clock.onCancel(() => wake(NOTHING));
        function wake(what: SocketEvent): void {
          clearTimeout(timer);
          forget();
          waiting.delete(wake);
          resolve(what);
        }
        waiting.add(wake);
      });
    },
    send(text) {
      if (closing || closed !== null) return;
      const payload = reveal(text);
      // A server that does not read lets our sends pile up in memory.
      if (websocket.bufferedAmount + payload.length > MAX_UNSENT_BYTES) return cutOff("WS_ERR_NOT_READING");
      // A send that fails is followed by "close", which is told.
      websocket.send(payload, () => undefined);
    },
    async close() {
      closing = true;
      queue.clear();
      websocket.close(1000);
      // ws itself waits that long for the answer; a little more, in case it does not.
      const timer = setTimeout(() => websocket.terminate(), tools.closeTimeoutMs + 250);
      const forget = clock.onCancel(() => websocket.terminate());
      if (websocket.readyState !== websocket.CLOSED) await ended;
      clearTimeout(timer);
      forget();
    },
  };
}

function readText(data: RawData): string {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : data;
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

function createQueue(websocket: WebSocket) {
  const messages: Message[] = [];
  let characters = 0;

  function isOver(share: number): boolean {
    return messages.length >= MAX_QUEUED * share || characters >= MAX_QUEUED_CHARACTERS * share;
  }

  return {
    push(message: Message): void {
      messages.push(message);
      characters += reveal(message.text).length;
      if (isOver(1) && !websocket.isPaused) websocket.pause();
    },
    take(): Message | null {
      const message = messages.shift() ?? null;
      if (message !== null) characters -= reveal(message.text).length;
      if (websocket.isPaused && !isOver(0.5)) websocket.resume();
      return message;
    },
    clear(): void {
      messages.length = 0;
      characters = 0;
      websocket.resume();
    },
  };
}
