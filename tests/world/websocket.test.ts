// WebSockets against servers that behave, misbehave and attack (rows WS1–WS22, F12, F13). Frames are made by hand.
import { describe, expect, it } from "vitest";
import type { Socket, SocketEvent, WebSocketOpening, WebSocketRequest } from "../../src/model/world.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { createClock } from "../../src/world/clock.ts";
import type { NetOptions } from "../../src/world/net.ts";
import { answering, closedPort, httpAnswer, startRaw, type RawServer } from "../servers/raw.ts";
import * as wire from "../servers/websocket.ts";
import { boxed, failure, netWith, SECRET } from "./tools.ts";

type Asked = Partial<Omit<WebSocketRequest, "headers" | "subprotocols">> & {
  readonly headers?: Record<string, string>;
  readonly subprotocols?: readonly string[];
  readonly net?: Partial<NetOptions>;
};

async function open(server: Pick<RawServer, "name">, asked: Asked = {}): Promise<WebSocketOpening> {
  const { headers = {}, subprotocols = [], net = {}, ...rest } = asked;
  return await netWith({ closeTimeoutMs: 100, ...net }).openWebSocket({
    url: untrusted(`ws://${server.name}/socket?token=${SECRET}#part`),
    handshakeTimeoutMs: 2_000,
    ...rest,
    headers: boxed(headers),
    subprotocols: subprotocols.map(untrusted),
  });
}

async function opened(onOpen: (peer: wire.Peer) => void, asked: Asked = {}): Promise<Socket> {
  const opening = await open(await wire.startWebSocketServer(onOpen), asked);
  if (opening.kind !== "open") throw new Error(`not open: ${JSON.stringify(opening)}`);
  return opening.socket;
}

function plain(event: SocketEvent): Readonly<Record<string, unknown>> {
  if (event.kind === "nothing") return event;
  if (event.kind === "message") return { kind: "message", text: reveal(event.text), binary: event.binary };
  return { kind: "closed", code: event.code, reason: reveal(event.reason), errno: event.errno };
}

const soon = 2_000;

describe("a handshake", () => {
  it("brings headers and subprotocols, and tells the chosen one", async () => {
    const peers: wire.Peer[] = [];
    const server = await wire.startWebSocketServer((peer) => peers.push(peer), ["Sec-WebSocket-Protocol: bearer"]);
    const opening = await open(server, { headers: { Authorization: "Bearer x" }, subprotocols: ["bearer", "abc.def"] });
    expect(opening).toMatchObject({ kind: "open", subprotocol: untrusted("bearer") });
    expect(peers[0]?.head).toContain(`GET /socket?token=${SECRET} HTTP/1.1\r\n`);
    expect(peers[0]?.head).toMatch(/^authorization: Bearer x\r$/imu);
    expect(peers[0]?.head).toMatch(/^sec-websocket-protocol: bearer,abc\.def\r$/imu);
    expect(peers[0]?.head).not.toMatch(/sec-websocket-extensions/iu);
  });

  it.each([
    ["200 OK", 200],
    ["302 Found", 302],
    ["401 Unauthorized", 401],
    ["403 Forbidden", 403],
    ["404 Not Found", 404],
    ["426 Upgrade Required", 426],
    ["429 Too Many Requests", 429],
    ["500 Internal Server Error", 500],
    ["502 Bad Gateway", 502],
  ])("answered %s is refused", async (line, status) => {
    const server = await startRaw(answering(httpAnswer(line, ["Location: http://169.254.169.254/"], "because")));
    expect(await open(server)).toMatchObject({ kind: "refused", status, body: untrusted("because") });
    expect(server.sockets).toHaveLength(1);
  });

  it("refused with a long body keeps 4 KiB and no half secret", async () => {
    const body = `${"x".repeat(2_000)}${SECRET}`.repeat(20);
    const opening = await open(await startRaw(answering(httpAnswer("401 Unauthorized", [], body))));
    if (opening.kind !== "refused") throw new Error(opening.kind);
    expect(reveal(opening.body).length).toBeLessThanOrEqual(4_096);
    expect(reveal(opening.body)).toMatch(/^(?:x+\*\*\*)+x*$/u);
  });

  it("refused with a body that never ends is refused all the same", async () => {
    const server = await startRaw((socket) => {
      socket.once("data", () => socket.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\nabc"));
    });
    expect(await open(server, { handshakeTimeoutMs: 100 })).toMatchObject({ kind: "refused", status: 403 });
  });

  it.each([
    ["nothing at all", "", "ECONNRESET", "closed the connection without an answer"],
    ["another protocol", "SSH-2.0-OpenSSH\r\n", "NOT_HTTP", "did not answer in HTTP"],
    [
      "a wrong hash",
      "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: AAAA\r\n\r\n",
      "WS_ERR_HANDSHAKE",
      "Invalid Sec-WebSocket-Accept header",
    ],
    [
      "an upgrade to something else",
      "HTTP/1.1 101 S\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
      "WS_ERR_HANDSHAKE",
      "Invalid Upgrade header",
    ],
    ["a flood of interim answers", "HTTP/1.1 103 E\r\n\r\n".repeat(20), "HPE_TOO_MANY_INTERIM", "interim"],
    ["too many headers", `HTTP/1.1 101 S\r\n${"X: aaaaaaaaaa\r\n".repeat(2_000)}\r\n`, "HPE_HEADER_OVERFLOW", "16 KB"],
  ])("answered with %s is told", async (_, bytes, errno, words) => {
    const opening = await open(await startRaw(answering(bytes)));
    if (opening.kind !== "no-answer") throw new Error(opening.kind);
    expect(failure(opening)).toMatchObject({ stage: "handshake", errno, message: expect.stringContaining(words) });
    expect(failure(opening).message).not.toContain(SECRET);
  });

  it.each([
    ["a subprotocol that nobody offered", ["Sec-WebSocket-Protocol: other"], ["mine"], "invalid subprotocol"],
    ["a subprotocol although none was offered", ["Sec-WebSocket-Protocol: other"], [], "none was requested"],
    ["no subprotocol although one was offered", [], ["mine"], "no subprotocol"],
    ["two subprotocols", ["Sec-WebSocket-Protocol: mine, other"], ["mine", "other"], "invalid subprotocol"],
    ["compression", ["Sec-WebSocket-Extensions: permessage-deflate"], [], "Extensions"],
    [
      "a window that breaks clients",
      ["Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=1000"],
      [],
      "Extensions",
    ],
  ])("that chooses %s is told", async (_, extra, subprotocols, words) => {
    const opening = await open(await wire.startWebSocketServer(() => undefined, extra), { subprotocols });
    if (opening.kind !== "no-answer") throw new Error(opening.kind);
    expect(failure(opening)).toMatchObject({
      stage: "handshake",
      errno: "WS_ERR_HANDSHAKE",
      message: expect.stringContaining(words),
    });
  });

  it("that is never answered ends", async () => {
    const server = await startRaw(() => undefined);
    const opening = await open(server, { handshakeTimeoutMs: 100 });
    if (opening.kind !== "no-answer") throw new Error(opening.kind);
    expect(failure(opening)).toEqual({
      stage: "handshake",
      errno: "TIMEOUT",
      message: `no answer to the WebSocket handshake from ${server.name} within 100 ms`,
    });
  });

  it("drips in vain: not silence but the whole is bounded", async () => {
    const server = await startRaw((socket) => {
      socket.write("HTTP/1.1 101 S\r\nX: ");
      const drip = setInterval(() => socket.write("x"), 10);
      socket.once("close", () => clearInterval(drip));
    });
    expect(await open(server, { handshakeTimeoutMs: 100 })).toMatchObject({ errno: "TIMEOUT", stage: "handshake" });
  });

  it("with nobody is told", async () => {
    const port = await closedPort();
    const opening = await open({ name: `127.0.0.1:${port}` });
    if (opening.kind !== "no-answer") throw new Error(opening.kind);
    expect(failure(opening)).toEqual({
      stage: "connect",
      errno: "ECONNREFUSED",
      message: `connection refused by 127.0.0.1:${port}`,
    });
  });

  it("is cancelled with the run", async () => {
    const clock = createClock();
    const server = await startRaw((socket) => socket.once("data", () => clock.cancel()));
    expect(await open(server, { net: { clock } })).toMatchObject({ errno: "CANCELLED", stage: "handshake" });
    expect(await open(server, { net: { clock } })).toMatchObject({ errno: "CANCELLED" });
    expect(server.sockets).toHaveLength(1);
  });

  it.each([
    ["http://127.0.0.1:1/", "INVALID_URL"],
    ["nonsense", "INVALID_URL"],
    [`ws://user:${SECRET}@127.0.0.1:1/`, "USERINFO_REFUSED"],
    ["ws://169.254.169.254/", "ADDRESS_REFUSED"],
    ["ws://[::ffff:169.254.169.254]/", "ADDRESS_REFUSED"],
  ])("with %s is not tried", async (url, errno) => {
    const opening = await open({ name: "" }, { url: untrusted(url) });
    expect(opening).toMatchObject({ kind: "no-answer", errno });
    expect(JSON.stringify(opening)).not.toContain(SECRET);
  });

  it.each([
    [{ subprotocols: ["a b"] }, "INVALID_SUBPROTOCOL"],
    [{ subprotocols: [""] }, "INVALID_SUBPROTOCOL"],
    [{ headers: { "X-A": "b\r\nc" } }, "INVALID_HEADER"],
  ])("with %j is not tried", async (asked, errno) => {
    expect(await open({ name: "127.0.0.1:1" }, asked)).toMatchObject({ kind: "no-answer", errno });
  });

  it("takes a subprotocol that is named twice once", async () => {
    const server = await wire.startWebSocketServer(() => undefined, ["Sec-WebSocket-Protocol: a"]);
    expect(await open(server, { subprotocols: ["a", "a"] })).toMatchObject({ kind: "open" });
  });
});

describe("an open socket", () => {
  it("tells what came, in order, also what came with the handshake", async () => {
    const socket = await opened(({ socket: peer }) => {
      peer.write(
        Buffer.concat([wire.frame(wire.TEXT, "one"), wire.frame(wire.BINARY, "two"), wire.frame(wire.PING, "x")]),
      );
      peer.write(
        Buffer.concat([wire.frame(wire.TEXT, "th", wire.TEXT), wire.frame(0, "ree"), wire.closeFrame(1000, "bye")]),
      );
    });
    expect(plain(await socket.next(soon))).toEqual({ kind: "message", text: "one", binary: false });
    expect(plain(await socket.next(soon))).toEqual({ kind: "message", text: "two", binary: true });
    expect(plain(await socket.next(soon))).toEqual({ kind: "message", text: "three", binary: false });
    const end = await socket.next(soon);
    expect(plain(end)).toEqual({ kind: "closed", code: 1000, reason: "bye", errno: null });
    expect(await socket.next(soon)).toBe(end);
    expect(await socket.next(0)).toBe(end);
  });

  it("measures from the handshake", async () => {
    const socket = await opened(({ socket: peer }) => peer.write(wire.frame(wire.TEXT, "x")));
    const event = await socket.next(soon);
    expect(event.kind === "message" && event.atMs >= 0 && event.atMs < 500).toBe(true);
  });

  it("tells nothing when nothing came, and the next thing afterwards", async () => {
    const peers: wire.Peer[] = [];
    const socket = await opened((peer) => peers.push(peer));
    expect(await socket.next(0)).toEqual({ kind: "nothing" });
    expect(await socket.next(50)).toEqual({ kind: "nothing" });
    const next = socket.next(soon);
    peers[0]?.socket.write(wire.frame(wire.TEXT, "late"));
    expect(plain(await next)).toMatchObject({ text: "late" });
  });

  it("gives each of several waits its own event", async () => {
    const peers: wire.Peer[] = [];
    const socket = await opened((peer) => peers.push(peer));
    const waits = [socket.next(soon), socket.next(soon), socket.next(soon)];
    peers[0]?.socket.write(
      Buffer.concat([wire.frame(wire.TEXT, "a"), wire.frame(wire.TEXT, "b"), wire.closeFrame(1001)]),
    );
    expect((await Promise.all(waits)).map(plain)).toMatchObject([{ text: "a" }, { text: "b" }, { code: 1001 }]);
  });

  it("sends text, masked as it must be", async () => {
    const socket = await opened((peer) => {
      peer.onFrame = ({ opcode, payload }) =>
        peer.socket.write(wire.frame(wire.TEXT, `${opcode}:${payload.toString("utf8")}`));
    });
    socket.send(untrusted("grüße"));
    expect(plain(await socket.next(soon))).toMatchObject({ text: "1:grüße" });
  });

  it("decodes binary that is not UTF-8", async () => {
    const socket = await opened(({ socket: peer }) => peer.write(wire.frame(wire.BINARY, Buffer.from([0x61, 0xff]))));
    expect(plain(await socket.next(soon))).toEqual({ kind: "message", text: "a\ufffd", binary: true });
  });

  it.each([1000, 1001, 1002, 1003, 1007, 1008, 1011, 1012, 1013, 4000, 4401, 4999])(
    "tells close code %d",
    async (code) => {
      const socket = await opened(({ socket: peer }) => peer.write(wire.closeFrame(code, "why")));
      expect(plain(await socket.next(soon))).toEqual({ kind: "closed", code, reason: "why", errno: null });
    },
  );

  it("tells a close frame without a code as 1005", async () => {
    const socket = await opened(({ socket: peer }) => peer.write(wire.frame(wire.CLOSE)));
    expect(plain(await socket.next(soon))).toEqual({ kind: "closed", code: 1005, reason: "", errno: null });
  });

  it.each([
    ["an end without a close frame", null, (peer: wire.Peer) => peer.socket.end()],
    ["a reset", "ECONNRESET", (peer: wire.Peer) => peer.socket.resetAndDestroy()],
  ])("tells %s as 1006", async (_, errno, act) => {
    const socket = await opened((peer) => {
      peer.onFrame = () => act(peer);
    });
    socket.send(untrusted("go"));
    expect(plain(await socket.next(soon))).toEqual({ kind: "closed", code: 1006, reason: "", errno });
  });

  it("that the server closes but never lets go ends soon", async () => {
    const socket = await opened(({ socket: peer }) => {
      peer.removeAllListeners("end");
      peer.write(wire.closeFrame(1001));
    });
    expect(plain(await socket.next(soon))).toMatchObject({ kind: "closed", code: 1001 });
  });

  it.each([
    ["close code 0", wire.closeFrame(0), "WS_ERR_INVALID_CLOSE_CODE"],
    ["close code 999", wire.closeFrame(999), "WS_ERR_INVALID_CLOSE_CODE"],
    ["close code 1004", wire.closeFrame(1004), "WS_ERR_INVALID_CLOSE_CODE"],
    ["close code 1005", wire.closeFrame(1005), "WS_ERR_INVALID_CLOSE_CODE"],
    ["close code 1006", wire.closeFrame(1006), "WS_ERR_INVALID_CLOSE_CODE"],
    ["close code 1015", wire.closeFrame(1015), "WS_ERR_INVALID_CLOSE_CODE"],
    ["close code 5000", wire.closeFrame(5000), "WS_ERR_INVALID_CLOSE_CODE"],
    ["half a close code", wire.frame(wire.CLOSE, "x"), "WS_ERR_INVALID_CONTROL_PAYLOAD_LENGTH"],
    ["a close reason that is not UTF-8", wire.closeFrame(1000, Buffer.from([0xff])), "WS_ERR_INVALID_UTF8"],
    ["text that is not UTF-8", wire.frame(wire.TEXT, Buffer.from([0xff])), "WS_ERR_INVALID_UTF8"],
    ["text cut inside a character", wire.frame(wire.TEXT, Buffer.from([0xe2, 0x82])), "WS_ERR_INVALID_UTF8"],
    ["a compressed frame", wire.frame(wire.TEXT, "x", 0xc1), "WS_ERR_UNEXPECTED_RSV_1"],
    ["reserved bit 2", wire.frame(wire.TEXT, "x", 0xa1), "WS_ERR_UNEXPECTED_RSV_2_3"],
    ["reserved bit 3", wire.frame(wire.TEXT, "x", 0x91), "WS_ERR_UNEXPECTED_RSV_2_3"],
    ["opcode 3", wire.frame(3, "x"), "WS_ERR_INVALID_OPCODE"],
    ["opcode 7", wire.frame(7, "x"), "WS_ERR_INVALID_OPCODE"],
    ["opcode 11", wire.frame(11, "x"), "WS_ERR_INVALID_OPCODE"],
    ["opcode 15", wire.frame(15, "x"), "WS_ERR_INVALID_OPCODE"],
    ["a continuation of nothing", wire.frame(0, "x"), "WS_ERR_INVALID_OPCODE"],
    [
      "a message inside another",
      Buffer.concat([wire.frame(wire.TEXT, "a", wire.TEXT), wire.frame(wire.TEXT, "b")]),
      "WS_ERR_INVALID_OPCODE",
    ],
    ["a masked frame", Buffer.from([0x81, 0x81, 1, 2, 3, 4, 0x60]), "WS_ERR_UNEXPECTED_MASK"],
    ["a long ping", wire.frame(wire.PING, "x".repeat(126)), "WS_ERR_INVALID_CONTROL_PAYLOAD_LENGTH"],
    ["a ping in pieces", wire.frame(wire.PING, "x", wire.PING), "WS_ERR_EXPECTED_FIN"],
    ["90 MiB announced", wire.promise(wire.TEXT, 90 * 1024 * 1024), "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH"],
    ["1 MiB and a byte announced", wire.promise(wire.TEXT, 1024 * 1024 + 1), "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH"],
    ["2^53 bytes announced", wire.promise(wire.TEXT, 2 ** 53), "WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH"],
    [
      "endless empty pieces",
      Buffer.concat([
        wire.frame(wire.TEXT, "", wire.TEXT),
        ...Array.from({ length: 2_000 }, () => wire.frame(0, "", 0)),
      ]),
      "WS_ERR_TOO_MANY_BUFFERED_PARTS",
    ],
  ])("that breaks the protocol with %s is ended with ws's code", async (_, bytes, errno) => {
    const socket = await opened(({ socket: peer }) => peer.write(bytes));
    expect(plain(await socket.next(soon))).toEqual({ kind: "closed", code: 1006, reason: "", errno });
  });

  it("takes a message of 1 MiB", async () => {
    const socket = await opened(({ socket: peer }) => peer.write(wire.frame(wire.TEXT, "x".repeat(1024 * 1024))));
    const event = await socket.next(soon);
    expect(event.kind === "message" && reveal(event.text).length).toBe(1024 * 1024);
  });

  it("announced but never sent costs no more than the caller's patience", async () => {
    const socket = await opened(({ socket: peer }) =>
      peer.write(Buffer.concat([wire.promise(wire.TEXT, 1_000), Buffer.from("abc")])),
    );
    expect(await socket.next(50)).toEqual({ kind: "nothing" });
  });

  it("stops waiting when the run is cancelled", async () => {
    const clock = createClock();
    const socket = await opened(() => undefined, { net: { clock } });
    const next = socket.next(60_000);
    clock.cancel();
    expect(await next).toEqual({ kind: "nothing" });
    expect(await socket.next(60_000)).toEqual({ kind: "nothing" });
    await socket.close();
  });
});

describe("a flood", () => {
  const many = Buffer.concat(Array.from({ length: 10_000 }, () => wire.frame(wire.TEXT, "x")));

  it("of messages is slowed down to what we read, and loses none", async () => {
    const peers: wire.Peer[] = [];
    const socket = await opened((peer) => {
      peers.push(peer);
      for (let times = 0; times < 3; times++) peer.socket.write(many);
      peer.socket.write(Buffer.concat([wire.frame(wire.TEXT, "last"), wire.closeFrame(1000)]));
    });
    let count = 0;
    let event = await socket.next(soon);
    for (; event.kind === "message" && reveal(event.text) === "x"; event = await socket.next(soon)) count++;
    expect(count).toBe(30_000);
    expect(plain(event)).toMatchObject({ text: "last" });
    expect(plain(await socket.next(soon))).toMatchObject({ code: 1000 });
  });

  it("of large messages stays in the network until it is asked for", async () => {
    const big = wire.frame(wire.TEXT, "x".repeat(512 * 1024));
    let sent = 0;
    const socket = await opened(({ socket: peer }) => {
      (function more(): void {
        if (sent === 200) return;
        sent++;
        peer.write(big, more);
      })();
    });
    await socket.next(soon);
    // What the kernels hold on both sides, and what waits in the queue.
    expect(await settled(() => sent)).toBeLessThan(60);
    for (let left = 199; left > 0; left--) expect((await socket.next(soon)).kind).toBe("message");
    await socket.close();
  });

  it("of more than 100,000 messages is ended", async () => {
    const socket = await opened(({ socket: peer }) => {
      for (let times = 0; times < 11; times++) peer.write(many);
    });
    let count = 0;
    let event = await socket.next(soon);
    for (; event.kind === "message"; event = await socket.next(soon)) count++;
    expect(count).toBe(100_000);
    expect(plain(event)).toEqual({ kind: "closed", code: 1006, reason: "", errno: "FLOOD" });
  });

  it.each([
    ["pings", wire.PING],
    ["pongs", wire.PONG],
  ])("of %s is ended", async (_, opcode) => {
    const controls = Buffer.concat(Array.from({ length: 1_001 }, () => wire.frame(opcode, "x")));
    const socket = await opened(({ socket: peer }) => peer.write(controls));
    expect(plain(await socket.next(soon))).toEqual({ kind: "closed", code: 1006, reason: "", errno: "FLOOD" });
  });

  it("of a thousand pings is answered", async () => {
    const pings = Buffer.concat(Array.from({ length: 1_000 }, () => wire.frame(wire.PING, "x")));
    const peers: wire.Peer[] = [];
    const socket = await opened((peer) => {
      peers.push(peer);
      peer.socket.write(Buffer.concat([pings, wire.frame(wire.TEXT, "alive")]));
    });
    expect(plain(await socket.next(soon))).toMatchObject({ text: "alive" });
  });

  it("of ours that the server does not read is ended", async () => {
    const socket = await opened(({ socket: peer }) => peer.pause());
    const mebibyte = untrusted("x".repeat(256 * 1024));
    let sent = 0;
    for (let event = await socket.next(0); event.kind === "nothing" && sent < 400; event = await socket.next(0)) {
      socket.send(mebibyte);
      sent++;
    }
    expect(plain(await socket.next(soon))).toEqual({
      kind: "closed",
      code: 1006,
      reason: "",
      errno: "WS_ERR_NOT_READING",
    });
  });
});

describe("close", () => {
  it("says 1000 and waits for the answer", async () => {
    const peers: wire.Peer[] = [];
    const socket = await opened((peer) => {
      peers.push(peer);
      peer.onFrame = ({ opcode, payload }) => {
        if (opcode === wire.CLOSE) peer.socket.end(wire.frame(wire.CLOSE, payload));
      };
    });
    await socket.close();
    expect(peers[0]?.received).toEqual([{ opcode: wire.CLOSE, payload: Buffer.from([0x03, 0xe8]) }]);
    expect(plain(await socket.next(soon))).toMatchObject({ kind: "closed", code: 1000 });
  });

  it.each([
    ["never answers", () => undefined],
    [
      "floods instead",
      (peer: wire.Peer) => {
        const flood = Buffer.concat(Array.from({ length: 1_000 }, () => wire.frame(wire.TEXT, "x")));
        (function more(): void {
          while (!peer.socket.destroyed && peer.socket.write(flood));
          peer.socket.once("drain", more);
        })();
      },
    ],
    ["has gone", (peer: wire.Peer) => peer.socket.resetAndDestroy()],
    ["breaks the protocol", (peer: wire.Peer) => peer.socket.write(wire.frame(3, "x"))],
  ])("does not hang when the server %s", async (_, act) => {
    const socket = await opened((peer) => {
      act(peer);
    });
    const started = performance.now();
    await socket.close();
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(plain(await socket.next(0))).toMatchObject({ kind: "closed" });
  });

  it("may come twice, and sends after it are dropped", async () => {
    const peers: wire.Peer[] = [];
    const socket = await opened((peer) => peers.push(peer));
    await Promise.all([socket.close(), socket.close()]);
    socket.send(untrusted("too late"));
    await socket.close();
    expect(peers[0]?.received.map(({ opcode }) => opcode)).toEqual([wire.CLOSE]);
  });
});

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
