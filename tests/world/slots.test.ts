// Not more at once than a service should have to bear: the others wait their turn, and their wait is nobody's latency.
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Socket } from "../../src/model/world.ts";
import { createClock } from "../../src/world/clock.ts";
import { createSlots } from "../../src/world/net/slots.ts";
import { httpAnswer, startRaw, type RawServer } from "../servers/raw.ts";
import { accept } from "../servers/websocket.ts";
import { get, netWith, upgrade } from "./tools.ts";

/** Answers each request after a pause, and counts how many are there at once. */
async function counting(): Promise<{ readonly server: RawServer; readonly most: () => number }> {
  let now = 0;
  let most = 0;
  const server = await startRaw((socket) => {
    most = Math.max(most, ++now);
    socket.once("data", () => {
      setTimeout(() => {
        now--;
        socket.end(httpAnswer("200 OK", [], ""));
      }, 20);
    });
  });
  return { server, most: () => most };
}

describe("requests", () => {
  it("ST27: a hundred at once go eight by eight, and none counts its wait", async () => {
    const { server, most } = await counting();
    const net = netWith();
    const started = performance.now();
    const answers = await Promise.all(Array.from({ length: 100 }, () => net.request(get(`http://${server.name}/`))));
    const whole = performance.now() - started;
    expect(whole).toBeGreaterThan(12 * 18);
    expect(answers.map(({ kind }) => kind)).toEqual(Array(100).fill("answer"));
    expect(most()).toBe(8);
    expect(Math.max(...answers.map(({ durationMs }) => durationMs))).toBeLessThan(whole / 3);
  });

  it("ST27: a server that serves one at a time is not blamed for our hundred", async () => {
    let before = Promise.resolve();
    const server = await startRaw((socket) => {
      socket.once("data", () => {
        before = before.then(() => sleep(2)).then(() => void socket.end(httpAnswer("200 OK", [], "")));
      });
    });
    const net = netWith();
    const started = performance.now();
    const answers = await Promise.all(Array.from({ length: 100 }, () => net.request(get(`http://${server.name}/`))));
    const whole = performance.now() - started;
    expect(answers.map(({ kind }) => kind)).toEqual(Array(100).fill("answer"));
    // Each waits for seven others at most, not for ninety-nine.
    expect(Math.max(...answers.map(({ durationMs }) => durationMs))).toBeLessThan(whole / 3);
  });

  it("ST27: the time in the queue is not the request's own", async () => {
    const { server } = await counting();
    const net = netWith();
    const silent = await startRaw(() => undefined);
    const slow = Array.from({ length: 8 }, () => net.request(get(`http://${silent.name}/`, { timeoutMs: 300 })));
    // Waits longer for its turn than it has once it is there.
    const late = await net.request(get(`http://${server.name}/`, { timeoutMs: 250 }));
    expect(late).toMatchObject({ kind: "answer", status: 200 });
    expect((await Promise.all(slow)).map((each) => each.kind === "no-answer" && each.errno)).toEqual(
      Array(8).fill("TIMEOUT"),
    );
  });

  it("give their turn back however they end", async () => {
    const { server, most } = await counting();
    const net = netWith();
    const bad = ["not a url", "http://169.254.169.254/", "http://127.0.0.1:1/"];
    await Promise.all(Array.from({ length: 30 }, (_, at) => net.request(get(bad[at % 3] ?? ""))));
    await Promise.all(Array.from({ length: 16 }, () => net.request(get(`http://${server.name}/`))));
    expect(most()).toBe(8);
  });

  it("that wait end when the run is cancelled", async () => {
    const server = await startRaw(() => undefined);
    const clock = createClock();
    const net = netWith({ clock });
    const answers = Array.from({ length: 30 }, () => net.request(get(`http://${server.name}/`, { timeoutMs: 60_000 })));
    await sleep(20);
    clock.cancel();
    expect((await Promise.all(answers)).map((each) => each.kind === "no-answer" && each.errno)).toEqual(
      Array(30).fill("CANCELLED"),
    );
    expect(server.sockets.length).toBeLessThanOrEqual(8);
  });
});

describe("sockets", () => {
  /** Accepts each handshake, and counts the sockets that are open at once. */
  async function accepting(): Promise<{ readonly server: RawServer; readonly open: () => number; most: () => number }> {
    let now = 0;
    let most = 0;
    const server = await startRaw((socket) => {
      most = Math.max(most, ++now);
      socket.once("close", () => now--);
      socket.on("end", () => socket.end());
      socket.once("data", (bytes) => socket.write(accept(String(bytes))));
    });
    return { server, open: () => now, most: () => most };
  }

  it("WS23: of a thousand, sixteen are open at once, and none counts its wait", async () => {
    const { server, most } = await accepting();
    const net = netWith({ closeTimeoutMs: 20 });
    const started = performance.now();
    let longest = 0;
    const open = async (): Promise<void> => {
      const opening = await net.openWebSocket(upgrade(`ws://${server.name}/`, { handshakeTimeoutMs: 5_000 }));
      if (opening.kind !== "open") throw new Error(`not open: ${JSON.stringify(opening)}`);
      longest = Math.max(longest, opening.durationMs);
      opening.socket.abort();
    };
    await Promise.all(Array.from({ length: 1_000 }, open));
    expect(most()).toBeLessThanOrEqual(16);
    expect(longest).toBeLessThan((performance.now() - started) / 3);
  });

  it("WS23: the seventeenth waits until one of the others is closed", async () => {
    const { server, open } = await accepting();
    const net = netWith({ closeTimeoutMs: 20 });
    const order = upgrade(`ws://${server.name}/`, { handshakeTimeoutMs: 5_000 });
    const sockets: Socket[] = [];
    const openings = Array.from({ length: 17 }, async () => {
      const opening = await net.openWebSocket(order);
      if (opening.kind !== "open") throw new Error(opening.kind);
      sockets.push(opening.socket);
      return opening;
    });
    await Promise.all(openings.slice(0, 16));
    await sleep(60);
    expect([sockets.length, open()]).toEqual([16, 16]);
    const released = performance.now();
    await sockets[0]?.close();
    const last = await openings[16];
    expect(last?.durationMs).toBeLessThan(performance.now() - released);
    for (const socket of sockets) socket.abort();
  });

  it.each([
    ["fail", "http/1.1 no\r\n\r\n"],
    ["are refused", "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"],
  ])("that %s give their turn back", async (_, bytes) => {
    const server = await startRaw((socket) => socket.once("data", () => socket.end(bytes)));
    const net = netWith();
    const openings = Array.from({ length: 50 }, () => net.openWebSocket(upgrade(`ws://${server.name}/`)));
    expect((await Promise.all(openings)).every(({ kind }) => kind !== "open")).toBe(true);
  });

  it("that the server closes give their turn back", async () => {
    const server = await startRaw((socket) => {
      socket.once("data", (bytes) => socket.end(Buffer.concat([Buffer.from(accept(String(bytes))), CLOSE])));
    });
    const net = netWith();
    const openings = Array.from({ length: 40 }, () => net.openWebSocket(upgrade(`ws://${server.name}/`)));
    expect((await Promise.all(openings)).map(({ kind }) => kind)).toEqual(Array(40).fill("open"));
  });

  it("that wait end when the run is cancelled, whoever holds the others", async () => {
    const { server } = await accepting();
    const clock = createClock();
    const net = netWith({ clock, closeTimeoutMs: 20 });
    const order = upgrade(`ws://${server.name}/`, { handshakeTimeoutMs: 60_000 });
    const holders = await Promise.all(Array.from({ length: 16 }, () => net.openWebSocket(order)));
    const waiting = Array.from({ length: 4 }, () => net.openWebSocket(order));
    clock.cancel();
    expect((await Promise.all(waiting)).map((each) => each.kind === "no-answer" && each.errno)).toEqual(
      Array(4).fill("CANCELLED"),
    );
    for (const holder of holders) if (holder.kind === "open") holder.socket.abort();
  });
});

const CLOSE = Buffer.from([0x88, 2, 0x03, 0xe8]);

describe("a slot", () => {
  it("goes to whoever waits longest", async () => {
    const take = createSlots(1);
    const release = await take();
    const order: number[] = [];
    const waits = [1, 2, 3].map(async (each) => {
      const done = await take();
      order.push(each);
      done();
    });
    expect(order).toEqual([]);
    release();
    await Promise.all(waits);
    expect(order).toEqual([1, 2, 3]);
  });
});
