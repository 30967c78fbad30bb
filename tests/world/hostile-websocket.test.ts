// WebSocket servers that refuse, break the protocol, fall silent and flood. Frames are made by hand.
import { describe, expect, it } from "vitest";
import type { Socket, SocketEvent, WebSocketOpening } from "../../src/model/world.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import type { NetOptions } from "../../src/world/net/net.ts";
import { answering, dripping, flood, httpAnswer, startRaw, type OnConnection } from "../servers/raw.ts";
import * as wire from "../servers/websocket.ts";
import { failureOf, netWith, openSocket, SECRET, upgrade, type AskedToOpen } from "./tools.ts";

const soon = 2_000;

async function knock(behave: OnConnection, asked: AskedToOpen = {}): Promise<WebSocketOpening> {
  const server = await startRaw(behave);
  return await openSocket(netWith(), upgrade(`ws://${server.name}/socket?token=${SECRET}#part`, asked));
}

async function opened(onOpen: (peer: wire.Peer) => void, options: Partial<NetOptions> = {}): Promise<Socket> {
  const server = await wire.startWebSocketServer(onOpen);
  const net = netWith({ closeTimeoutMs: 100, ...options });
  const opening = await openSocket(net, upgrade(`ws://${server.name}/`));
  if (opening.kind !== "open") throw new Error(`not open: ${JSON.stringify(opening)}`);
  return opening.socket;
}

/** The next event; it comes, or its absence is told, within a second of the time it was given. */
async function next(socket: Socket, timeoutMs = soon): Promise<SocketEvent> {
  const started = performance.now();
  const event = await socket.next(timeoutMs);
  expect(performance.now() - started).toBeLessThan(timeoutMs + 1_000);
  return event;
}

function closed(event: SocketEvent): Readonly<Record<string, unknown>> {
  if (event.kind !== "closed") throw new Error(`not closed but ${event.kind}`);
  return { code: event.code, reason: reveal(event.reason), errno: event.errno };
}

describe("a handshake that is refused", () => {
  it.each([
    ["WS4: 200", "200 OK", 200],
    ["WS4: 302 to the metadata service", "302 Found", 302],
    ["WS4: 401", "401 Unauthorized", 401],
    ["WS4: 403", "403 Forbidden", 403],
    ["WS4: 404", "404 Not Found", 404],
    ["WS4: 426", "426 Upgrade Required", 426],
    ["WS4: 429", "429 Too Many Requests", 429],
    ["WS4: 500", "500 Internal Server Error", 500],
    ["WS4: 502", "502 Bad Gateway", 502],
    ["WS4: 503", "503 Service Unavailable", 503],
  ])("%s is told with its headers, and followed nowhere", async (_, line, status) => {
    const server = await startRaw(answering(httpAnswer(line, ["Location: http://169.254.169.254/"], "because")));
    const opening = await openSocket(netWith(), upgrade(`ws://${server.name}/`));
    expect(opening).toMatchObject({
      kind: "refused",
      status,
      headers: { location: untrusted("http://169.254.169.254/"), "content-length": untrusted("7") },
      body: untrusted("because"),
    });
    expect(server.sockets).toHaveLength(1);
  });

  it("WS4: a long body is kept up to 4 KiB, and no half secret", async () => {
    const body = `${"x".repeat(2_000)}${SECRET}`.repeat(20);
    const opening = await knock(answering(httpAnswer("401 Unauthorized", [], body)));
    if (opening.kind !== "refused") throw new Error(opening.kind);
    expect(reveal(opening.body).length).toBeLessThanOrEqual(4_096);
    expect(reveal(opening.body)).toMatch(/^(?:x+\*\*\*)+x*$/u);
  });

  it.each([
    ["WS4: a body that never ends", "HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\nabc"],
    ["WS4: a body in an encoding of no name", "HTTP/1.1 403 Forbidden\r\nContent-Encoding: rot13\r\n\r\nabc"],
  ])("%s is a refusal all the same", async (_, bytes) => {
    const opening = await knock((socket) => socket.once("data", () => socket.write(bytes)), {
      handshakeTimeoutMs: 100,
    });
    expect(opening).toMatchObject({ kind: "refused", status: 403, body: untrusted("") });
  });
});

const SWITCH = "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";

describe("a handshake that is none", () => {
  it.each([
    ["WS1: silence", () => undefined],
    ["WS1: headers byte by byte", dripping("HTTP/1.1 101 S\r\nX: ", "x")],
  ])("%s ends with the deadline", async (_, behave) => {
    expect(failureOf(await knock(behave, { handshakeTimeoutMs: 100 }))).toEqual({
      stage: "handshake",
      errno: "TIMEOUT",
      message: expect.stringMatching(/^no answer to the WebSocket handshake from 127\.0\.0\.1:\d+ within 100 ms$/u),
    });
  });

  it.each([
    ["F12: nothing", "", "ECONNRESET", "closed the connection without an answer"],
    ["F12: another protocol", "SSH-2.0-OpenSSH\r\n", "NOT_HTTP", "did not answer in HTTP"],
    [
      "WS5: a wrong hash",
      `${SWITCH}Sec-WebSocket-Accept: AAAA\r\n\r\n`,
      "WS_ERR_HANDSHAKE",
      "broke the WebSocket protocol: Invalid Sec-WebSocket-Accept header",
    ],
    ["F12: no hash", `${SWITCH}\r\n`, "WS_ERR_HANDSHAKE", "Invalid Sec-WebSocket-Accept header"],
    ["F12: 101 without an upgrade", "HTTP/1.1 101 S\r\n\r\n", "WS_ERR_HANDSHAKE", "no Upgrade header"],
    [
      "F12: an upgrade to something else",
      "HTTP/1.1 101 S\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
      "WS_ERR_HANDSHAKE",
      "Invalid Upgrade header",
    ],
    ["ST13: interim answers before a 101", "HTTP/1.1 103 E\r\n\r\n".repeat(20), "HPE_TOO_MANY_INTERIM", "interim"],
    [
      "ST12: headers of a 101",
      `HTTP/1.1 101 S\r\n${"X: aaaaaaaaaa\r\n".repeat(2_000)}\r\n`,
      "HPE_HEADER_OVERFLOW",
      "16 KB",
    ],
  ])("%s", async (_, bytes, errno, words) => {
    const told = failureOf(await knock(answering(bytes)));
    expect(told).toMatchObject({ stage: "handshake", errno, message: expect.stringContaining(words) });
    expect(told.message).not.toContain(SECRET);
    expect(told.message).not.toMatch(/[\p{Cc}]/u);
  });

  it.each([
    ["WS6: none of the subprotocols", [], ["mine"], "no subprotocol"],
    ["WS6: a subprotocol that nobody offered", ["Sec-WebSocket-Protocol: other"], ["mine"], "invalid subprotocol"],
    ["WS6: two subprotocols", ["Sec-WebSocket-Protocol: mine, other"], ["mine", "other"], "invalid subprotocol"],
    ["WS6: a subprotocol although none was offered", ["Sec-WebSocket-Protocol: other"], [], "none was requested"],
    ["WS7: compression", ["Sec-WebSocket-Extensions: permessage-deflate"], [], "Extensions"],
    [
      "WS7: a window that breaks clients",
      ["Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=1000"],
      [],
      "Extensions",
    ],
    ["WS7: an extension that cannot be read", ["Sec-WebSocket-Extensions: ;;;=,"], [], "Extensions"],
    [
      "WS17: compression with every parameter",
      [`Sec-WebSocket-Extensions: permessage-deflate${PARAMETERS}`],
      [],
      "Extensions",
    ],
    ["F8: a window of no size", ["Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=0"], [], "Ext"],
  ])("%s", async (_, extra, subprotocols, words) => {
    const server = await wire.startWebSocketServer(() => undefined, extra);
    const opening = await openSocket(netWith(), upgrade(`ws://${server.name}/`, { subprotocols }));
    expect(failureOf(opening)).toMatchObject({
      stage: "handshake",
      errno: "WS_ERR_HANDSHAKE",
      message: expect.stringContaining(words),
    });
  });
});

describe("a socket that has gone", () => {
  it.each([
    ["WS8: an end without a close frame", null, (peer: wire.Peer) => peer.socket.end()],
    ["WS8: a reset", "ECONNRESET", (peer: wire.Peer) => peer.socket.resetAndDestroy()],
  ])("%s is told as 1006", async (_, errno, act) => {
    const socket = await opened((peer) => {
      peer.onFrame = () => act(peer);
    });
    socket.send(untrusted("go"));
    expect(closed(await next(socket))).toEqual({ code: 1006, reason: "", errno });
  });

  it("WS21: drops each time, and each time that is the result", async () => {
    const server = await wire.startWebSocketServer(({ socket }) => {
      socket.write(wire.frame(wire.TEXT, "hello"));
      setTimeout(() => socket.end(), 20);
    });
    const net = netWith();
    for (let times = 1; times <= 3; times++) {
      const opening = await openSocket(net, upgrade(`ws://${server.name}/`));
      if (opening.kind !== "open") throw new Error(opening.kind);
      expect((await next(opening.socket)).kind).toBe("message");
      expect(closed(await next(opening.socket))).toEqual({ code: 1006, reason: "", errno: null });
      // Nothing opens it again behind the caller's back.
      expect(closed(await next(opening.socket, 30))).toMatchObject({ code: 1006 });
      expect(server.sockets).toHaveLength(times);
    }
  });

  it("WS11: a close frame, and the connection stays", async () => {
    const socket = await opened(({ socket: peer }) => {
      peer.removeAllListeners("end");
      peer.write(wire.closeFrame(1001));
    });
    expect(closed(await next(socket))).toMatchObject({ code: 1001 });
  });
});

describe("a socket that is silent", () => {
  const quick = { silenceMs: 30, pongTimeoutMs: 30 };

  it("WS2: and does not answer our ping has gone", async () => {
    const peers: wire.Peer[] = [];
    const socket = await opened((peer) => {
      peers.push(peer);
      // As with a cable that was cut: what we send arrives nowhere, and nothing comes.
      peer.socket.pause();
    }, quick);
    const started = performance.now();
    expect(closed(await next(socket))).toEqual({ code: 1006, reason: "", errno: "HALF_OPEN" });
    expect(performance.now() - started).toBeGreaterThan(55);
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(closed(await next(socket))).toMatchObject({ errno: "HALF_OPEN" });
  });

  it("WS2: but answers our pings lives", async () => {
    const peers: wire.Peer[] = [];
    const socket = await opened((peer) => {
      peers.push(peer);
      peer.onFrame = ({ opcode, payload }) => {
        if (opcode === wire.PING) peer.socket.write(wire.frame(wire.PONG, payload));
      };
    }, quick);
    expect(await next(socket, 200)).toEqual({ kind: "nothing" });
    expect(peers[0]?.received.filter(({ opcode }) => opcode === wire.PING).length).toBeGreaterThan(1);
  });

  it("WS2: and sends a long message bit by bit lives", async () => {
    const socket = await opened(({ socket: peer }) => {
      peer.write(wire.promise(wire.TEXT, 1_000));
      const drip = setInterval(() => peer.write("x"), 10);
      peer.once("close", () => clearInterval(drip));
    }, quick);
    expect(await next(socket, 200)).toEqual({ kind: "nothing" });
    socket.abort();
  });

  it("WS2: and announced more than it sent has gone", async () => {
    const socket = await opened(({ socket: peer }) => {
      peer.write(Buffer.concat([wire.promise(wire.TEXT, 1_000), Buffer.from("abc")]));
    }, quick);
    expect(closed(await next(socket))).toMatchObject({ code: 1006, errno: "HALF_OPEN" });
  });

  it("is left alone while nobody waits", async () => {
    const peers: wire.Peer[] = [];
    const socket = await opened((peer) => peers.push(peer), quick);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(peers[0]?.received).toEqual([]);
    socket.abort();
  });

  it("is asked once, however many wait and however short", async () => {
    const peers: wire.Peer[] = [];
    const socket = await opened((peer) => peers.push(peer), { silenceMs: 20, pongTimeoutMs: 500 });
    await Promise.all([next(socket, 100), next(socket, 100), next(socket, 100)]);
    for (let times = 0; times < 5; times++) await next(socket, 5);
    expect(peers[0]?.received.map(({ opcode }) => opcode)).toEqual([wire.PING]);
    socket.abort();
  });

  it("WS3: with a message announced but never sent costs no more than the caller's patience", async () => {
    const socket = await opened(({ socket: peer }) =>
      peer.write(Buffer.concat([wire.promise(wire.TEXT, 1_000), Buffer.from("abc")])),
    );
    expect(await next(socket, 50)).toEqual({ kind: "nothing" });
  });
});

describe("a close frame", () => {
  it.each([
    ["WS9: 1000", 1000],
    ["WS9: 1001", 1001],
    ["WS9: 1002", 1002],
    ["WS9: 1003", 1003],
    ["WS9: 1007", 1007],
    ["WS9: 1008", 1008],
    ["WS9: 1011", 1011],
    ["WS9: 1012", 1012],
    ["WS9: 1013", 1013],
    ["WS9: 4000", 4000],
    ["WS9: 4401", 4401],
    ["WS9: 4999", 4999],
  ])("%s is told with its reason", async (_, code) => {
    const socket = await opened(({ socket: peer }) => peer.write(wire.closeFrame(code, "why")));
    expect(closed(await next(socket))).toEqual({ code, reason: "why", errno: null });
  });

  it("WS9: without a code is 1005", async () => {
    const socket = await opened(({ socket: peer }) => peer.write(wire.frame(wire.CLOSE)));
    expect(closed(await next(socket))).toEqual({ code: 1005, reason: "", errno: null });
  });

  it("F9: with a command for a reason stays foreign text", async () => {
    const socket = await opened(({ socket: peer }) => peer.write(wire.closeFrame(4000, "\r\n::add-mask::a\x1b[2J")));
    const event = await next(socket);
    expect(event.kind === "closed" && `${Object(event.reason)}`).toBe("[object Object]");
  });
});

/** What breaks the protocol, and ws's code for it. */
const BROKEN: readonly (readonly [string, Buffer, string])[] = [
  ["WS10: close code 0", wire.closeFrame(0), "WS_ERR_INVALID_CLOSE_CODE"],
  ["WS10: close code 999", wire.closeFrame(999), "WS_ERR_INVALID_CLOSE_CODE"],
  ["WS10: close code 1004", wire.closeFrame(1004), "WS_ERR_INVALID_CLOSE_CODE"],
  ["WS10: close code 1005", wire.closeFrame(1005), "WS_ERR_INVALID_CLOSE_CODE"],
  ["WS10: close code 1006", wire.closeFrame(1006), "WS_ERR_INVALID_CLOSE_CODE"],
  ["WS10: close code 1015", wire.closeFrame(1015), "WS_ERR_INVALID_CLOSE_CODE"],
  ["WS10: close code 5000", wire.closeFrame(5000), "WS_ERR_INVALID_CLOSE_CODE"],
  ["WS10: half a close code", wire.frame(wire.CLOSE, "x"), "WS_ERR_INVALID_CONTROL_PAYLOAD_LENGTH"],
  ["WS10: a close reason that is not UTF-8", wire.closeFrame(1000, Buffer.from([0xff])), "WS_ERR_INVALID_UTF8"],
  ["WS12: text that is not UTF-8", wire.frame(wire.TEXT, Buffer.from([0xff])), "WS_ERR_INVALID_UTF8"],
  ["WS12: text cut inside a character", wire.frame(wire.TEXT, Buffer.from([0xe2, 0x82])), "WS_ERR_INVALID_UTF8"],
  [
    "WS12: text in pieces, cut inside a character at the end",
    Buffer.concat([wire.frame(wire.TEXT, "a", wire.TEXT), wire.frame(0, Buffer.from([0xf0, 0x9f]))]),
    "WS_ERR_INVALID_UTF8",
  ],
  ["WS13: reserved bit 1", wire.frame(wire.TEXT, "x", 0xc1), "WS_ERR_UNEXPECTED_RSV_1"],
  ["WS13: reserved bit 2", wire.frame(wire.TEXT, "x", 0xa1), "WS_ERR_UNEXPECTED_RSV_2_3"],
  ["WS13: reserved bit 3", wire.frame(wire.TEXT, "x", 0x91), "WS_ERR_UNEXPECTED_RSV_2_3"],
  ["WS13: opcode 3", wire.frame(3, "x"), "WS_ERR_INVALID_OPCODE"],
  ["WS13: opcode 4", wire.frame(4, "x"), "WS_ERR_INVALID_OPCODE"],
  ["WS13: opcode 7", wire.frame(7, "x"), "WS_ERR_INVALID_OPCODE"],
  ["WS13: opcode 11", wire.frame(11, "x"), "WS_ERR_INVALID_OPCODE"],
  ["WS13: opcode 12", wire.frame(12, "x"), "WS_ERR_INVALID_OPCODE"],
  ["WS13: opcode 15", wire.frame(15, "x"), "WS_ERR_INVALID_OPCODE"],
  ["WS13: a continuation of nothing", wire.frame(0, "x"), "WS_ERR_INVALID_OPCODE"],
  [
    "WS13: a message inside another",
    Buffer.concat([wire.frame(wire.TEXT, "a", wire.TEXT), wire.frame(wire.TEXT, "b")]),
    "WS_ERR_INVALID_OPCODE",
  ],
  ["WS13: a masked frame", Buffer.from([0x81, 0x81, 1, 2, 3, 4, 0x60]), "WS_ERR_UNEXPECTED_MASK"],
  ["WS14: a long ping", wire.frame(wire.PING, "x".repeat(126)), "WS_ERR_INVALID_CONTROL_PAYLOAD_LENGTH"],
  ["WS14: a ping in pieces", wire.frame(wire.PING, "x", wire.PING), "WS_ERR_EXPECTED_FIN"],
  ["WS3: 90 MiB announced", wire.promise(wire.TEXT, 90 * 1024 * 1024), "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH"],
  ["WS15: 5 MiB announced", wire.promise(wire.TEXT, 5 * 1024 * 1024), "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH"],
  ["WS15: 1 MiB and a byte announced", wire.promise(wire.TEXT, 1024 * 1024 + 1), "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH"],
  ["WS15: 2^53 bytes announced", wire.promise(wire.TEXT, 2 ** 53), "WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH"],
  [
    "WS15: 1 MiB and a byte in pieces",
    Buffer.concat([wire.frame(wire.TEXT, "x".repeat(1024 * 1024), wire.TEXT), wire.frame(0, "x", 0)]),
    "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH",
  ],
  ["WS16: endless empty pieces", pieces(""), "WS_ERR_TOO_MANY_BUFFERED_PARTS"],
  ["WS16: endless pieces of a byte", pieces("x"), "WS_ERR_TOO_MANY_BUFFERED_PARTS"],
  ["F8: a hundred thousand pieces", pieces("", 100_000), "WS_ERR_TOO_MANY_BUFFERED_PARTS"],
  [
    "F6: a compressed bomb that nobody negotiated",
    wire.frame(wire.TEXT, "x".repeat(300_000), 0xc1),
    "WS_ERR_UNEXPECTED_RSV_1",
  ],
  ["WS17: a compressed message", wire.frame(wire.BINARY, "x", 0xc2), "WS_ERR_UNEXPECTED_RSV_1"],
];

describe("a broken protocol", () => {
  it.each(BROKEN)("%s ends the socket with its code", async (_, bytes, errno) => {
    const socket = await opened(({ socket: peer }) => peer.write(bytes));
    expect(closed(await next(socket))).toEqual({ code: 1006, reason: "", errno });
  });

  it("WS15: exactly 1 MiB is none", async () => {
    const socket = await opened(({ socket: peer }) => peer.write(wire.frame(wire.TEXT, "x".repeat(1024 * 1024))));
    const event = await next(socket);
    expect(event.kind === "message" && reveal(event.text).length).toBe(1024 * 1024);
  });
});

describe("a flood", () => {
  const many = Buffer.concat(Array.from({ length: 10_000 }, () => wire.frame(wire.TEXT, "x")));

  it("F13: of messages is slowed down to what we read, and loses none", async () => {
    const socket = await opened(({ socket: peer }) => {
      for (let times = 0; times < 3; times++) peer.write(many);
      peer.write(Buffer.concat([wire.frame(wire.TEXT, "last"), wire.closeFrame(1000)]));
    });
    let count = 0;
    let event = await next(socket);
    for (; event.kind === "message" && reveal(event.text) === "x"; event = await socket.next(soon)) count++;
    expect(count).toBe(30_000);
    expect(event).toMatchObject({ kind: "message", text: untrusted("last") });
    expect(closed(await next(socket))).toMatchObject({ code: 1000 });
  });

  it("F13: of large messages stays in the network until it is asked for", async () => {
    const big = wire.frame(wire.TEXT, "x".repeat(128 * 1024));
    let sent = 0;
    const socket = await opened(({ socket: peer }) => {
      (function more(): void {
        if (sent === 250) return;
        sent++;
        peer.write(big, more);
      })();
    });
    await next(socket);
    // What the kernels hold on both sides, and what waits in the queue.
    expect(await settled(() => sent)).toBeLessThan(200);
    for (let left = 249; left > 0; left--) expect((await next(socket)).kind).toBe("message");
    await socket.close();
  });

  it("WS18: of more than 100,000 messages is ended, and timers and other requests are served meanwhile", async () => {
    const http = await startRaw(answering(httpAnswer("200 OK", [], "ok")));
    const server = await wire.startWebSocketServer(({ socket }) => flood(socket, many));
    const net = netWith({ closeTimeoutMs: 100 });
    const opening = await openSocket(net, upgrade(`ws://${server.name}/`));
    if (opening.kind !== "open") throw new Error(opening.kind);
    const other = net.request({
      method: "GET",
      url: untrusted(`http://${http.name}/`),
      headers: {},
      body: null,
      timeoutMs: 2_000,
      redirects: 0,
    });
    let count = 0;
    let event = await next(opening.socket);
    for (; event.kind === "message"; event = await opening.socket.next(soon)) count++;
    expect(count).toBe(100_000);
    expect(closed(event)).toEqual({ code: 1006, reason: "", errno: "FLOOD" });
    expect(await other).toMatchObject({ status: 200 });
  });

  it("F13: of more than 32 MiB is ended", async () => {
    const socket = await opened(({ socket: peer }) => flood(peer, wire.frame(wire.TEXT, "é".repeat(500 * 1024))));
    let count = 0;
    let event = await next(socket);
    for (; event.kind === "message"; event = await next(socket)) {
      count++;
      // Long texts are read in two parts; no character is lost between them.
      expect(/^é+$/u.test(reveal(event.text)) && reveal(event.text).length).toBe(500 * 1024);
    }
    expect(count).toBe(32);
    expect(closed(event)).toEqual({ code: 1006, reason: "", errno: "FLOOD" });
  });

  it.each([
    ["WS14: of pings", wire.PING],
    ["F13: of pongs", wire.PONG],
  ])("%s is ended", async (_, opcode) => {
    const controls = Buffer.concat(Array.from({ length: 1_001 }, () => wire.frame(opcode, "x")));
    const socket = await opened(({ socket: peer }) => peer.write(controls));
    expect(closed(await next(socket))).toEqual({ code: 1006, reason: "", errno: "FLOOD" });
  });

  it("WS14: of a thousand pings is answered", async () => {
    const pings = Buffer.concat(Array.from({ length: 1_000 }, () => wire.frame(wire.PING, "x")));
    const socket = await opened(({ socket: peer }) => {
      peer.write(Buffer.concat([pings, wire.frame(wire.TEXT, "alive")]));
    });
    expect(await next(socket)).toMatchObject({ kind: "message", text: untrusted("alive") });
  });

  it("WS22: of ours that the server does not read is ended", async () => {
    const socket = await opened(({ socket: peer }) => peer.pause());
    const part = untrusted("x".repeat(256 * 1024));
    let sent = 0;
    for (let event = await next(socket, 0); event.kind === "nothing" && sent < 400; event = await next(socket, 0)) {
      socket.send(part);
      sent++;
    }
    expect(closed(await next(socket))).toEqual({ code: 1006, reason: "", errno: "WS_ERR_NOT_READING" });
  });
});

const PARAMETERS =
  "; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=15; client_max_window_bits=15";

/** A message that never ends. */
function pieces(payload: string, count = 2_000): Buffer {
  const piece = wire.frame(0, payload, 0);
  return Buffer.concat([wire.frame(wire.TEXT, payload, wire.TEXT), ...Array.from({ length: count }, () => piece)]);
}

/** The value once it has not changed for some turns of the event loop. */
async function settled(value: () => number): Promise<number> {
  for (let same = 0, before = value(); ;) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const now = value();
    same = now === before ? same + 1 : 0;
    before = now;
    if (same === 6) return now;
  }
}
