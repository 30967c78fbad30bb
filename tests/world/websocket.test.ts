// WebSockets that go well: the handshake, what comes and goes, pings, and the ends that we choose ourselves.
import { describe, expect, it } from "vitest";
import type { Socket, SocketEvent, WebSocketOpening } from "../../src/model/world.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { createClock } from "../../src/world/clock.ts";
import type { NetOptions } from "../../src/world/net/net.ts";
import { createAuthority } from "../../demo/staging/x509.ts";
import { closedPort, flood, startRaw, startTls } from "../servers/raw.ts";
import * as wire from "../servers/websocket.ts";
import { failureOf, netWith, openSocket, SECRET, upgrade, type AskedToOpen } from "./tools.ts";

const soon = 2_000;

async function open(
  server: { readonly name: string },
  asked: AskedToOpen = {},
  options: Partial<NetOptions> = {},
): Promise<WebSocketOpening> {
  const net = netWith({ closeTimeoutMs: 100, ...options });
  return await openSocket(net, upgrade(`ws://${server.name}/socket?token=${SECRET}#part`, asked));
}

async function opened(onOpen: (peer: wire.Peer) => void, options: Partial<NetOptions> = {}): Promise<Socket> {
  const opening = await open(await wire.startWebSocketServer(onOpen), {}, options);
  if (opening.kind !== "open") throw new Error(`not open: ${JSON.stringify(opening)}`);
  return opening.socket;
}

function plain(event: SocketEvent): Readonly<Record<string, unknown>> {
  if (event.kind === "nothing") return event;
  if (event.kind === "message") return { kind: "message", text: reveal(event.text), binary: event.binary };
  return { kind: "closed", code: event.code, reason: reveal(event.reason), errno: event.errno };
}

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

  it("with nobody is told", async () => {
    const port = await closedPort();
    expect(failureOf(await open({ name: `127.0.0.1:${port}` }))).toEqual({
      stage: "connect",
      errno: "ECONNREFUSED",
      message: `connection refused by 127.0.0.1:${port}`,
    });
  });

  it("is cancelled with the run", async () => {
    const clock = createClock();
    const server = await startRaw((socket) => socket.once("data", () => clock.cancel()));
    expect(await open(server, {}, { clock })).toMatchObject({ errno: "CANCELLED", stage: "handshake" });
    expect(await open(server, {}, { clock })).toMatchObject({ errno: "CANCELLED" });
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
    const socket = await opened(echo);
    socket.send(untrusted("grüße"));
    expect(plain(await socket.next(soon))).toMatchObject({ text: "1:grüße" });
  });

  it("decodes binary that is not UTF-8, and keeps a byte order mark", async () => {
    const socket = await opened(({ socket: peer }) => {
      peer.write(wire.frame(wire.BINARY, Buffer.from([0x61, 0xff])));
      peer.write(wire.frame(wire.TEXT, "\ufeffa"));
    });
    expect(plain(await socket.next(soon))).toEqual({ kind: "message", text: "a\ufffd", binary: true });
    expect(plain(await socket.next(soon))).toEqual({ kind: "message", text: "\ufeffa", binary: false });
  });

  it("stops waiting when the run is cancelled", async () => {
    const clock = createClock();
    const socket = await opened(() => undefined, { clock });
    const next = socket.next(60_000);
    const ping = socket.ping(60_000);
    clock.cancel();
    expect(await next).toEqual({ kind: "nothing" });
    expect(await ping).toBeNull();
    expect(await socket.next(60_000)).toEqual({ kind: "nothing" });
    expect(await socket.ping(60_000)).toBeNull();
    await socket.close();
  });
});

describe("a ping", () => {
  it("takes as long as its pong, and messages meanwhile are kept", async () => {
    const socket = await opened((peer) => {
      peer.onFrame = ({ opcode, payload }) => {
        if (opcode !== wire.PING) return;
        peer.socket.write(wire.frame(wire.TEXT, "meanwhile"));
        setTimeout(() => peer.socket.write(wire.frame(wire.PONG, payload)), 30);
      };
    });
    const ms = await socket.ping(soon);
    expect(ms).toBeGreaterThan(28);
    expect(Math.round((ms ?? 0) * 100) / 100).toBe(ms);
    expect(plain(await socket.next(0))).toMatchObject({ text: "meanwhile" });
  });

  it("waits for its own pong, in whatever order they come", async () => {
    const pings: Buffer[] = [];
    const socket = await opened((peer) => {
      // One that nobody asked for comes first.
      peer.onFrame = ({ payload }) => {
        pings.push(payload);
        peer.socket.write(wire.frame(wire.PONG, ""));
        if (pings.length < 3) return;
        peer.socket.write(wire.frame(wire.PONG, pings[2]));
        setTimeout(() => peer.socket.write(wire.frame(wire.PONG, pings[0])), 30);
      };
    });
    const [first, second, third] = await Promise.all([socket.ping(soon), socket.ping(100), socket.ping(soon)]);
    expect(first).toBeGreaterThan(28);
    expect(second).toBeNull();
    expect(third).toBeLessThan(first ?? 0);
  });

  it("may be sent a thousand times and more without being a flood", async () => {
    const socket = await opened((peer) => {
      peer.onFrame = ({ payload }) => peer.socket.write(wire.frame(wire.PONG, payload));
    });
    for (let times = 0; times < 1_100; times++) expect(await socket.ping(soon)).not.toBeNull();
  });

  it.each([
    ["ends with its time", (socket: Socket) => socket.ping(30), () => undefined],
    ["ends with the socket", (socket: Socket) => socket.ping(60_000), (peer: wire.Peer) => peer.socket.end()],
  ])("that nobody answers %s", async (_, ping, act) => {
    const socket = await opened((peer) => {
      peer.onFrame = () => act(peer);
    });
    const started = performance.now();
    expect(await ping(socket)).toBeNull();
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it("on a closed socket is none", async () => {
    const socket = await opened(({ socket: peer }) => peer.write(wire.closeFrame(1000)));
    await socket.next(soon);
    expect(await socket.ping(60_000)).toBeNull();
  });
});

describe("close", () => {
  it.each([
    [undefined, 1000],
    [1001, 1001],
    [3000, 3000],
    [4999, 4999],
  ])("(%s) says %d and waits for the answer", async (asked, code) => {
    const peers: wire.Peer[] = [];
    const socket = await opened((peer) => {
      peers.push(peer);
      peer.onFrame = ({ opcode, payload }) => {
        if (opcode === wire.CLOSE) peer.socket.end(wire.frame(wire.CLOSE, payload));
      };
    });
    await socket.close(asked);
    expect(peers[0]?.received).toEqual([{ opcode: wire.CLOSE, payload: Buffer.from([code >> 8, code & 0xff]) }]);
    expect(plain(await socket.next(soon))).toMatchObject({ kind: "closed", code });
  });

  it.each([1005, 1006, 1015, 2000, 5000, -1, 1.5])(
    "with code %d, which may not be sent, ends all the same",
    async (code) => {
      const peers: wire.Peer[] = [];
      const socket = await opened((peer) => peers.push(peer));
      await socket.close(code);
      expect(peers[0]?.received).toEqual([]);
      expect(plain(await socket.next(soon))).toMatchObject({ kind: "closed", code: 1006 });
    },
  );

  it.each([
    ["never answers", () => undefined],
    ["never answers and reads nothing", (peer: wire.Peer) => void peer.socket.pause()],
    ["floods instead", (peer: wire.Peer) => flood(peer.socket, Buffer.alloc(3_000, wire.frame(wire.TEXT, "x")))],
    ["has gone", (peer: wire.Peer) => void peer.socket.resetAndDestroy()],
    ["breaks the protocol", (peer: wire.Peer) => void peer.socket.write(wire.frame(3, "x"))],
  ])("does not hang when the server %s", async (_, act) => {
    const socket = await opened(act);
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

describe("abort", () => {
  it("resets the connection without a word", async () => {
    const ends: string[] = [];
    let gone: (value: unknown) => void = () => undefined;
    const ended = new Promise((resolve) => (gone = resolve));
    const peers: wire.Peer[] = [];
    const socket = await opened((peer) => {
      peers.push(peer);
      peer.socket.on("error", (error: NodeJS.ErrnoException) => ends.push(error.code ?? ""));
      peer.socket.once("close", gone);
    });
    const waiting = socket.next(60_000);
    const ping = socket.ping(60_000);
    socket.abort();
    socket.send(untrusted("too late"));
    expect(plain(await waiting)).toEqual({ kind: "closed", code: 1006, reason: "", errno: null });
    expect(await ping).toBeNull();
    await ended;
    expect(ends).toEqual(["ECONNRESET"]);
    expect(peers[0]?.received.filter(({ opcode }) => opcode === wire.CLOSE)).toEqual([]);
  });

  it("ends TLS without a close frame", async () => {
    const authority = createAuthority();
    let text = "";
    let gone: (value: unknown) => void = () => undefined;
    const ended = new Promise((resolve) => (gone = resolve));
    const server = await startTls(authority.issue({ names: ["127.0.0.1"] }), (peer) => {
      peer.once("data", (bytes) => {
        peer.write(wire.accept(String(bytes)));
        peer.on("data", (more) => (text += String(more)));
        peer.once("close", gone);
      });
    });
    const net = netWith();
    net.trust([untrusted(authority.cert)]);
    const opening = await openSocket(net, upgrade(`wss://${server.name}/`));
    if (opening.kind !== "open") throw new Error(opening.kind);
    opening.socket.abort();
    expect(plain(await opening.socket.next(soon))).toMatchObject({ kind: "closed", code: 1006 });
    await ended;
    expect(text).toBe("");
  });

  it("may come before or after a close", async () => {
    const socket = await opened(() => undefined);
    const closing = socket.close();
    socket.abort();
    await closing;
    socket.abort();
    await socket.close();
    expect(plain(await socket.next(0))).toMatchObject({ kind: "closed" });
  });
});

function echo(peer: wire.Peer): void {
  peer.onFrame = ({ opcode, payload }) => {
    peer.socket.write(wire.frame(wire.TEXT, `${opcode}:${payload.toString("utf8")}`));
  };
}
