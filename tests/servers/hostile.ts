// Servers that mean harm, for measuring what they cost us: each with a name, its behaviour, and how it has to end.
import { randomBytes } from "node:crypto";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { HttpCase, SocketCase } from "./cost.ts";
import { answering, flood, flooding, httpAnswer, type OnConnection } from "./raw.ts";
import * as wire from "./websocket.ts";

/** Made when it is asked for: some are large. */
export type Named = readonly [name: string, make: () => HttpCase | SocketCase, end: string];

const HEAD = "HTTP/1.1 200 OK\r\n";
const MIB = 1024 * 1024;

const http = (behave: OnConnection, timeoutMs = 5_000): HttpCase => ({ kind: "http", timeoutMs, behave });

const compressed = (encoding: string, bytes: Uint8Array): HttpCase =>
  http(answering(httpAnswer("200 OK", [`Content-Encoding: ${encoding}`], bytes)));

const json = (text: string): HttpCase =>
  http(answering(httpAnswer("200 OK", ["Content-Type: application/json"], text)));

const REQUESTS: readonly Named[] = [
  ["F7: a body without end", () => http(flooding(`${HEAD}\r\n`, Buffer.alloc(64 * 1024, "x"))), "200"],
  ["ST7: a body without end, of random bytes", () => http(flooding(`${HEAD}\r\n`, randomBytes(256 * 1024))), "200"],
  [
    "F7: chunks of a byte without end",
    () => http(flooding(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, Buffer.from("1\r\nx\r\n".repeat(10_000))), 20_000),
    "200",
  ],
  ["F6: a gzip bomb of 200 MiB", () => compressed("gzip", gzipSync(Buffer.alloc(200 * MIB))), "200"],
  [
    "F6: a br bomb of 200 MiB",
    () =>
      compressed(
        "br",
        brotliCompressSync(Buffer.alloc(200 * MIB), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
      ),
    "200",
  ],
  [
    "F6: a thousand encodings",
    () => compressed(Array(1_000).fill("gzip").join(","), gzipSync("x")),
    "Z_UNKNOWN_ENCODING",
  ],
  [
    "ST8: a gigabyte announced, three bytes sent",
    () => http(stalled("Content-Length: 1000000000\r\n\r\nabc"), 200),
    "TIMEOUT",
  ],
  ["ST11: text without end", () => http(flooding("hello ", Buffer.alloc(64 * 1024, "x"))), "NOT_HTTP"],
  [
    "ST12: headers without end",
    () => http(flooding(HEAD, Buffer.from("X: aaaaaaaaaaaa\r\n".repeat(2_000)))),
    "HPE_HEADER_OVERFLOW",
  ],
  [
    "ST13: interim answers without end",
    () => http(flooding("", Buffer.from("HTTP/1.1 100 Continue\r\n\r\n".repeat(2_000)))),
    "HPE_TOO_MANY_INTERIM",
  ],
  ["ST19: 1 MiB of JSON, one long list", () => json(`{"a":[${"1,".repeat(MIB / 2 - 10)}1]}`), "200"],
  [
    "ST19: JSON with 100,000 keys",
    () => json(`{${Array.from({ length: 100_000 }, (_, at) => `"${at.toString(36)}":1`).join(",")}}`),
    "200",
  ],
  ["ST19: JSON a hundred thousand deep", () => json(`{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`), "200"],
];

const socket = (
  behave: SocketCase["behave"],
  kind: SocketCase["kind"] = "websocket",
  timeoutMs = 3_000,
): SocketCase => ({
  kind,
  timeoutMs,
  behave,
});

const small = repeated(wire.frame(wire.TEXT, "x"));
const large = wire.frame(wire.TEXT, "x".repeat(MIB));
const event = wire.frame(wire.TEXT, JSON.stringify({ type: "event", text: "x".repeat(MIB - 100) }));

const SOCKETS: readonly Named[] = [
  ["F13: events without end", () => socket((peer) => flood(peer.socket, small)), "FLOOD"],
  [
    "WS18: events without end over TLS",
    () => ({ ...socket((peer) => flood(peer.socket, small)), secure: true }),
    "FLOOD",
  ],
  [
    "WS18: events without end that nobody reads",
    () => socket((peer) => flood(peer.socket, small), "unread", 2_000),
    "FLOOD",
  ],
  ["WS18: events without end while we close", () => socket((peer) => flood(peer.socket, small), "closing"), "closed"],
  ["F13: messages of a mebibyte without end", () => socket((peer) => flood(peer.socket, large)), "FLOOD"],
  [
    "F13: messages of a mebibyte that nobody reads",
    () => socket((peer) => flood(peer.socket, large), "unread", 2_000),
    "FLOOD",
  ],
  [
    "WS20: JSON of a mebibyte",
    () => socket((peer) => peer.socket.write(Buffer.concat([event, wire.closeFrame(1000)]))),
    "1000",
  ],
  [
    "WS14: pings without end",
    () => socket((peer) => flood(peer.socket, repeated(wire.frame(wire.PING, "x")))),
    "FLOOD",
  ],
  [
    "WS14: long pings without end",
    () => socket((peer) => flood(peer.socket, repeated(wire.frame(wire.PING, "x".repeat(125))))),
    "FLOOD",
  ],
  ["WS16: empty pieces without end", () => socket(pieces("")), "WS_ERR_TOO_MANY_BUFFERED_PARTS"],
  ["WS16: pieces of a byte without end", () => socket(pieces("x")), "WS_ERR_TOO_MANY_BUFFERED_PARTS"],
  [
    "WS16: pieces of a kibibyte without end",
    () => socket(pieces("x".repeat(1024))),
    "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH",
  ],
  ["WS3: 90 MiB announced and sent", () => socket(announced(90 * MIB)), "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH"],
  ["WS15: 2^53 bytes announced and sent", () => socket(announced(2 ** 53)), "WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH"],
  [
    "WS17: a compressed bomb",
    () => socket((peer) => peer.socket.write(wire.frame(wire.TEXT, "x".repeat(MIB), 0xc1))),
    "WS_ERR_UNEXPECTED_RSV_1",
  ],
  ["WS22: a server that does not read", () => socket((peer) => peer.socket.pause(), "sending"), "WS_ERR_NOT_READING"],
  [
    "WS23: a thousand sockets",
    () => socket((peer) => peer.socket.write(wire.closeFrame(1000)), "thousand", 10_000),
    "1000",
  ],
];

export const HOSTILE: readonly Named[] = [...REQUESTS, ...SOCKETS];

function stalled(rest: string): OnConnection {
  return (connection) => connection.once("data", () => connection.write(HEAD + rest));
}

function repeated(frame: Buffer): Buffer {
  return Buffer.concat(Array.from({ length: 5_000 }, () => frame));
}

function pieces(payload: string): SocketCase["behave"] {
  return (peer) => {
    peer.socket.write(wire.frame(wire.TEXT, payload, wire.TEXT));
    flood(peer.socket, repeated(wire.frame(0, payload, 0)));
  };
}

function announced(bytes: number): SocketCase["behave"] {
  return (peer) => {
    peer.socket.write(wire.promise(wire.TEXT, bytes));
    flood(peer.socket, Buffer.alloc(64 * 1024, "x"));
  };
}
