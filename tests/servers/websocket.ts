// A WebSocket server whose every byte the test decides (RFC 6455): the handshake, and frames made by hand.
import { createHash } from "node:crypto";
import type { Socket } from "node:net";
import { startRaw, startTls, type OnConnection, type RawServer } from "./raw.ts";

export interface Peer {
  readonly socket: Socket;
  /** The request of the handshake. */
  readonly head: string;
  /** Frames that came from the client, unmasked. */
  readonly received: Frame[];
  /** Called for each frame that comes after now. */
  onFrame: (frame: Frame) => void;
}

export interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
}

export const TEXT = 1;
export const BINARY = 2;
export const CLOSE = 8;
export const PING = 9;
export const PONG = 10;

/** Accepts each handshake and then does as told. `extra` stands among the headers of the 101. */
export async function startWebSocketServer(
  onOpen: (peer: Peer) => void,
  extra: readonly string[] = [],
  certificate?: { readonly cert: string; readonly key: string },
): Promise<RawServer> {
  const onConnection: OnConnection = (socket) => {
    let head = "";
    socket.on("data", function read(bytes: Buffer) {
      head += bytes.toString("latin1");
      if (!head.includes("\r\n\r\n")) return;
      socket.off("data", read);
      const peer: Peer = { socket, head, received: [], onFrame: () => undefined };
      readFrames(peer);
      // As servers do: the other side's end is answered with our own.
      socket.on("end", () => socket.end());
      socket.write(accept(head, extra));
      onOpen(peer);
    });
  };
  return certificate === undefined ? await startRaw(onConnection) : await startTls(certificate, onConnection);
}

/** The 101 that RFC 6455 section 4.2.2 demands. */
export function accept(head: string, extra: readonly string[] = []): string {
  const key = /sec-websocket-key: *(\S+)/iu.exec(head)?.[1] ?? "";
  const hash = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  const lines = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"];
  return [...lines, `Sec-WebSocket-Accept: ${hash}`, ...extra, "", ""].join("\r\n");
}

/** One frame, unmasked as a server has to send it. `first` replaces the first byte: FIN, reserved bits, opcode. */
export function frame(opcode: number, payload: string | Uint8Array = "", first = 0x80 | opcode): Buffer {
  const body = Buffer.from(payload);
  return Buffer.concat([Buffer.from([first]), lengthOf(body.length), body]);
}

export function closeFrame(code: number, reason: string | Uint8Array = ""): Buffer {
  const status = Buffer.alloc(2);
  status.writeUInt16BE(code);
  return frame(CLOSE, Buffer.concat([status, Buffer.from(reason)]));
}

/** The head of a frame that promises this many bytes. */
export function promise(opcode: number, bytes: number): Buffer {
  return Buffer.concat([Buffer.from([0x80 | opcode]), lengthOf(bytes)]);
}

function lengthOf(bytes: number): Buffer {
  if (bytes < 126) return Buffer.from([bytes]);
  if (bytes < 0x10000) return Buffer.from([126, bytes >> 8, bytes & 0xff]);
  const long = Buffer.alloc(9);
  long[0] = 127;
  long.writeBigUInt64BE(BigInt(bytes), 1);
  return long;
}

function readFrames(peer: Peer): void {
  let bytes = Buffer.alloc(0);
  peer.socket.on("data", (more: Buffer) => {
    bytes = Buffer.concat([bytes, more]);
    for (;;) {
      const found = takeFrame(bytes);
      if (found === null) return;
      bytes = bytes.subarray(found.length);
      peer.received.push(found.frame);
      peer.onFrame(found.frame);
    }
  });
}

function takeFrame(bytes: Buffer): { readonly frame: Frame; readonly length: number } | null {
  if (bytes.length < 6) return null;
  const short = bytes.readUInt8(1) & 0x7f;
  const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (bytes.length < 6 + extended) return null;
  const size = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  const start = 6 + extended;
  if (bytes.length < start + size) return null;
  const mask = bytes.subarray(start - 4, start);
  const payload = bytes.subarray(start, start + size).map((byte, at) => byte ^ (mask[at % 4] ?? 0));
  return { frame: { opcode: bytes.readUInt8(0) & 0x0f, payload: Buffer.from(payload) }, length: start + size };
}
