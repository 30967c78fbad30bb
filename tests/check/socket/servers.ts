// Services on loopback that speak in events: as the test tells them, one connection like the other or each its own way.
import type { RawServer } from "../../servers/raw.ts";
import {
  CLOSE,
  closeFrame,
  frame,
  PING,
  PONG,
  startWebSocketServer,
  TEXT,
  type Peer,
} from "../../servers/websocket.ts";

export interface Service {
  /** The request of the handshake. */
  readonly head: string;
  /** From 1. */
  readonly nth: number;
  /** An event for each name or value. */
  tell(...events: readonly unknown[]): void;
  /** Text as it is. */
  say(text: string): void;
  raw(bytes: Uint8Array): void;
  close(code: number, reason?: string): void;
  /** Ends the connection without a word. */
  drop(): void;
  reset(): void;
  /** Called with each JSON message. */
  onMessage: (message: unknown) => void;
  /** Answers pings, as every server has to, unless told otherwise. */
  onPing: (payload: Buffer) => void;
}

export interface Served extends RawServer {
  /** Heads of all handshakes. */
  readonly heads: readonly string[];
  /** JSON of all messages, over all connections. */
  readonly messages: readonly unknown[];
  /** Codes with which clients closed. */
  readonly closes: readonly number[];
}

export async function startService(onOpen: (service: Service) => void, extra: readonly string[] = []): Promise<Served> {
  const heads: string[] = [];
  const messages: unknown[] = [];
  const closes: number[] = [];
  const server = await startWebSocketServer((peer) => {
    heads.push(peer.head);
    onOpen(serve(peer, heads.length, messages, closes));
  }, extra);
  return { ...server, heads, messages, closes };
}

function serve(peer: Peer, nth: number, messages: unknown[], closes: number[]): Service {
  const { socket } = peer;
  socket.setNoDelay(true);
  const service: Service = {
    head: peer.head,
    nth,
    tell(...events) {
      for (const each of events) service.say(JSON.stringify(typeof each === "string" ? { type: each } : each));
    },
    say: (text) => void socket.write(frame(TEXT, text)),
    raw: (bytes) => void socket.write(bytes),
    close: (code, reason = "") => void socket.write(closeFrame(code, reason)),
    drop: () => void socket.end(),
    reset: () => void socket.resetAndDestroy(),
    onMessage: () => undefined,
    onPing: (payload) => void socket.write(frame(PONG, payload)),
  };
  peer.onFrame = ({ opcode, payload }) => {
    if (opcode === PING) service.onPing(payload);
    if (opcode === CLOSE) {
      closes.push(payload.length >= 2 ? payload.readUInt16BE(0) : 1005);
      socket.end(frame(CLOSE, payload));
    }
    if (opcode !== TEXT) return;
    const message: unknown = JSON.parse(payload.toString("utf8"));
    messages.push(message);
    service.onMessage(message);
  };
  return service;
}
