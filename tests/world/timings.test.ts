// Where the time of a request went, phase by phase, as far as it came.
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Timings } from "../../src/model/check.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { createAuthority } from "../../demo/staging/x509.ts";
import { answering, closedPort, httpAnswer, startRaw, startTls, type OnConnection } from "../servers/raw.ts";
import { accept, frame, startWebSocketServer, TEXT } from "../servers/websocket.ts";
import { expectPhases, get, netWith, upgrade } from "./tools.ts";

const authority = createAuthority();
const day = 24 * 60 * 60_000;
const until = new Date(Math.floor(Date.now() / 1_000) * 1_000 + 30 * day);
const certificate = authority.issue({ names: ["127.0.0.1", "slow.example"], until });

const PAUSE = 30;
/** Timers may fire up to a millisecond early. */
const PAUSED = PAUSE - 1.5;

function trusting(options: Parameters<typeof netWith>[0] = {}): ReturnType<typeof netWith> {
  const net = netWith(options);
  net.trust([untrusted(authority.cert)]);
  return net;
}

/** Which phases have a number. */
function phases({ dnsMs, tcpMs, tlsMs, firstByteMs }: Timings): string {
  const named = { dns: dnsMs, tcp: tcpMs, tls: tlsMs, "first-byte": firstByteMs };
  return Object.entries(named)
    .filter(([, ms]) => ms !== null)
    .map(([name]) => name)
    .join(" ");
}

const slowly: OnConnection = (socket) =>
  socket.once("data", () => {
    void sleep(PAUSE)
      .then(() => socket.write("HTTP/1.1 200 OK\r\n"))
      .then(() => sleep(PAUSE))
      .then(() => socket.end("Content-Length: 2\r\n\r\nok"));
  });

async function slowResolve(): Promise<readonly { readonly address: string; readonly family: number }[]> {
  await sleep(PAUSE);
  return [{ address: "127.0.0.1", family: 4 }];
}

describe("the timings of an answer", () => {
  it("tell each phase apart", async () => {
    const server = await startTls(certificate, slowly);
    const answer = await trusting({ resolve: slowResolve }).request(get(`https://slow.example:${server.port}/`));
    expect(answer).toMatchObject({ kind: "answer", status: 200, certificateExpiresAt: until.getTime() });
    const { timings } = answer;
    expect(phases(timings)).toBe("dns tcp tls first-byte");
    expect(timings.dnsMs).toBeGreaterThan(PAUSED);
    expect(timings.firstByteMs).toBeGreaterThan(PAUSED);
    expect(timings.totalMs).toBeGreaterThan(3 * PAUSED);
    // The first byte is not the end of the headers.
    expect(timings.totalMs - (timings.firstByteMs ?? 0) - (timings.dnsMs ?? 0)).toBeGreaterThan(PAUSED / 3);
    expectPhases(timings, answer.durationMs);
  });

  it("have fractions of a millisecond, in hundredths", async () => {
    const server = await startRaw(answering(httpAnswer("200 OK", [], "ok")));
    const { timings } = await netWith().request(get(`http://${server.name}/`));
    expect(phases(timings)).toBe("tcp first-byte");
    for (const ms of Object.values(timings)) expect(Math.round((ms ?? 0) * 100) / 100).toBe(ms ?? 0);
  });

  it("have a first byte although an interim answer came before", async () => {
    const server = await startRaw((socket) =>
      socket.once("data", () => {
        socket.write("HTTP/1.1 103 Early Hints\r\n\r\n");
        setTimeout(() => socket.end(httpAnswer("200 OK", [], "ok")), PAUSE);
      }),
    );
    const { timings } = await netWith().request(get(`http://${server.name}/`));
    expect(timings.totalMs - (timings.firstByteMs ?? 0)).toBeGreaterThan(PAUSED / 3);
  });

  it("tell no certificate where there is none", async () => {
    const server = await startRaw(answering(httpAnswer("200 OK", [], "")));
    expect(await netWith().request(get(`http://${server.name}/`))).toMatchObject({ certificateExpiresAt: null });
  });
});

describe("the timings of no answer go as far as it came", () => {
  const lost = Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND", syscall: "getaddrinfo" });

  it.each([
    ["nothing is sent", "", () => Promise.resolve("not a url"), {}],
    [
      "the name does not resolve",
      "",
      () => Promise.resolve("http://no.example/"),
      { resolve: () => Promise.reject(lost) },
    ],
    ["nobody listens", "", async () => `http://127.0.0.1:${await closedPort()}/`, {}],
    [
      "nobody listens behind a name",
      "dns",
      async () => `http://slow.example:${await closedPort()}/`,
      { resolve: slowResolve },
    ],
    ["TLS never begins", "tcp", async () => `https://${(await startRaw(() => undefined)).name}/`, {}],
    [
      "the certificate is for others",
      "tcp",
      async () => `https://${(await startTls(authority.issue({ names: ["a.example"] }), () => undefined)).name}/`,
      {},
    ],
    ["the server is silent", "tcp", async () => `http://${(await startRaw(() => undefined)).name}/`, {}],
    [
      "the server is silent behind TLS",
      "tcp tls",
      async () => `https://${(await startTls(certificate, () => undefined)).name}/`,
      {},
    ],
    [
      "the body does not end",
      "tcp first-byte",
      async () => `http://${(await startRaw((socket) => socket.write("HTTP/1.1 200 OK\r\n\r\n"))).name}/`,
      {},
    ],
  ])("%s: %s", async (_, wanted, place, options) => {
    const answer = await trusting(options).request(get(await place(), { timeoutMs: 80 }));
    expect(answer.kind).toBe("no-answer");
    expect(phases(answer.timings)).toBe(wanted);
    expectPhases(answer.timings, answer.durationMs);
  });
});

describe("the timings of a handshake", () => {
  it("end when the socket is open", async () => {
    const server = await startTls(certificate, (socket) => {
      socket.once("data", (bytes) => setTimeout(() => socket.write(accept(String(bytes))), PAUSE));
    });
    const net = trusting({ resolve: slowResolve, closeTimeoutMs: 10 });
    const opening = await net.openWebSocket(upgrade(`wss://slow.example:${server.port}/`));
    if (opening.kind !== "open") throw new Error(opening.kind);
    expect(phases(opening.timings)).toBe("dns tcp tls first-byte");
    expect(opening.timings.dnsMs).toBeGreaterThan(PAUSED);
    expect(opening.timings.firstByteMs).toBeGreaterThan(PAUSED);
    expectPhases(opening.timings, opening.durationMs);
    opening.socket.abort();
  });

  it("are there when it is refused", async () => {
    const server = await startRaw(answering(httpAnswer("403 Forbidden", ["X-Reason: tenant"], "no")));
    const opening = await netWith().openWebSocket(upgrade(`ws://${server.name}/`));
    expect(opening).toMatchObject({
      kind: "refused",
      status: 403,
      headers: { "x-reason": untrusted("tenant") },
      body: untrusted("no"),
    });
    expect(phases(opening.timings)).toBe("tcp first-byte");
    expectPhases(opening.timings, opening.durationMs);
  });

  it("go as far as it came", async () => {
    const server = await startRaw(() => undefined);
    const opening = await netWith().openWebSocket(upgrade(`ws://${server.name}/`, { handshakeTimeoutMs: 50 }));
    expect(opening).toMatchObject({ kind: "no-answer", certificateExpiresAt: null });
    expect(phases(opening.timings)).toBe("tcp");
  });

  it("tell when events came, in hundredths", async () => {
    const server = await startWebSocketServer(({ socket }) => setTimeout(() => socket.write(frame(TEXT, "x")), PAUSE));
    const opening = await netWith().openWebSocket(upgrade(`ws://${server.name}/`));
    if (opening.kind !== "open") throw new Error(opening.kind);
    const event = await opening.socket.next(1_000);
    expect(event.kind === "message" && event.atMs > PAUSED / 3 && event.atMs < 500).toBe(true);
    opening.socket.abort();
  });
});
