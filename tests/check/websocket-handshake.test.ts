// The way in: where the token travels, and everything that may come instead of an open socket, with its phase.
import { describe, expect, it } from "vitest";
import type { World } from "../../src/model/world.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { fakeWorld, noAnswer } from "../fakes/world.ts";
import { selfSigned } from "../../demo/staging/x509.ts";
import { answering, closedPort, httpAnswer, startRaw, startTls } from "../servers/raw.ts";
import { actor, expectation, facts, NOBODY, realWorld, run, said, socketProbe, TOKEN } from "./socket/probes.ts";
import { startService } from "./socket/servers.ts";

const ready = [expectation(["ready"])];

describe("the token travels", () => {
  const greeting = (extra: readonly string[] = []) => startService((service) => service.tell("ready"), extra);

  it("in the header that carries the auth", async () => {
    const server = await greeting();
    const who = actor("user-001", [], { headers: { authorization: untrusted(`Bearer ${TOKEN}`) } });
    const attempt = await run(socketProbe(server.name, ready), { actor: who });
    expect(server.heads[0]).toMatch(new RegExp(`^authorization: Bearer ${TOKEN}\\r$`, "mu"));
    expect(attempt).toMatchObject({ outcome: "passed", accepted: true });
  });

  it("in a subprotocol, beside headers of the plan's own", async () => {
    const server = await greeting(["Sec-WebSocket-Protocol: jwt-auth"]);
    const connection = {
      subprotocols: ["jwt-auth", "jwt.${token}"].map(untrusted),
      headers: { "x-user": untrusted("${user.id}") },
    };
    const attempt = await run(socketProbe(server.name, ready, { connection }), { actor: actor("user-001") });
    expect(server.heads[0]).toMatch(new RegExp(`^sec-websocket-protocol: jwt-auth,jwt\\.${TOKEN}\\r$`, "imu"));
    expect(server.heads[0]).toMatch(/^x-user: user-001\r$/mu);
    expect(attempt.outcome).toBe("passed");
  });

  it.each([
    ["", "/ws?access_token=a%26b%2Fc"],
    ["?room=1", "/ws?room=1&access_token=a%26b%2Fc"],
    ["?", "/ws?access_token=a%26b%2Fc"],
    ["?room=1&", "/ws?room=1&access_token=a%26b%2Fc"],
  ])("in the query, encoded, behind what is there (%s)", async (query, path) => {
    const server = await greeting();
    const connection = {
      url: untrusted(`ws://${server.name}/ws${query}`),
      token: { in: "query", parameter: "access_token" } as const,
    };
    const who = { ...NOBODY, scope: { ...NOBODY.scope, token: "a&b/c" } };
    await run(socketProbe(server.name, ready, { connection }), { actor: who });
    expect(server.heads[0]).toContain(`GET ${path} HTTP/1.1\r\n`);
  });

  it("nowhere for a caller without one", async () => {
    const server = await greeting();
    const connection = { token: { in: "query", parameter: "token" } as const };
    await run(socketProbe(server.name, ready, { connection }));
    expect(server.heads[0]).toContain("GET /ws HTTP/1.1\r\n");
  });

  it("and is shown nowhere: addresses are told without their query", async () => {
    const server = await startRaw(answering(httpAnswer("403 Forbidden", [], `no entry for ${TOKEN}`)));
    const connection = {
      url: untrusted(`ws://${server.name}/ws?room=secret-room`),
      token: { in: "query", parameter: "token" } as const,
    };
    const attempt = await run(socketProbe(server.name, ready, { connection }), { actor: actor("user-001") });
    const all = JSON.stringify(attempt);
    expect(all).toContain("WebSocket /ws: the handshake was answered 403");
    expect(all).not.toContain(TOKEN);
    expect(all).not.toContain("secret-room");
  });
});

describe("a handshake that is refused", () => {
  const now = Date.parse("2026-11-20T12:00:00Z");
  const date = new Date(now + 95_000).toUTCString();
  const world = realWorld();
  const then: World = { ...world, clock: { ...world.clock, now: () => now + 400 } };

  it.each([
    ["401 Unauthorized", 401, "auth", false],
    ["403 Forbidden", 403, "auth", null],
    ["503 Service Unavailable", 503, "handshake", null],
    ["404 Not Found", 404, "handshake", null],
    ["200 OK", 200, "handshake", null],
  ])("with %s is told with its status", async (line, status, stage, accepted) => {
    const server = await startRaw(answering(httpAnswer(line, [`Date: ${date}`], "because")));
    const attempt = await run(socketProbe(server.name, ready), { actor: actor("user-001"), world: then });
    expect(attempt).toMatchObject({ outcome: "failed", httpStatus: status, accepted });
    const token = "; the token is HS256, for staging, valid for 300 s; the service's clock is 95 s ahead";
    expect(said(attempt)).toBe(
      `WebSocket /ws: the handshake was answered ${status}, expected 101${stage === "auth" ? token : ""}`,
    );
    expect(attempt.failure?.detail).toEqual(untrusted("because"));
    expect(facts(attempt)).toMatchObject({ stage, phase: "upgrade", step: 1, upgradeStatus: status });
    expect(facts(attempt).timings).toEqual(attempt.timings);
    // What the token was, and how far apart the clocks are, helps only where the token may be the reason.
    expect(facts(attempt).token?.clockSkewMs).toBe(stage === "auth" ? 95_000 : undefined);
  });

  it("tells the shape of the token without a clock where the service tells none", async () => {
    const server = await startRaw(answering(httpAnswer("401 Unauthorized", [], "")));
    const attempt = await run(socketProbe(server.name, ready), { actor: actor("user-001") });
    expect(facts(attempt).token).toEqual({
      algorithm: "HS256",
      audience: untrusted("staging"),
      livesMs: 300_000,
      clockSkewMs: null,
    });
    expect(attempt.failure?.detail).toBeNull();
  });

  it("says nothing of a token where there is none", async () => {
    const server = await startRaw(answering(httpAnswer("401 Unauthorized", [], "")));
    const attempt = await run(socketProbe(server.name, ready));
    expect(attempt.accepted).toBeNull();
    expect(facts(attempt).token).toBeUndefined();
  });
});

describe("a handshake that does not come to an end", () => {
  it("because nobody answers is told with the time", async () => {
    const server = await startRaw(() => undefined);
    const probe = socketProbe(server.name, ready, { steps: [{ kind: "connect", timeoutMs: 40 }, ...ready] });
    const attempt = await run(probe);
    expect(attempt).toMatchObject({ outcome: "errored", httpStatus: null, events: [], values: [] });
    expect(said(attempt)).toBe(`WebSocket /ws: no answer to the WebSocket handshake from ${server.name} within 40 ms`);
    expect(facts(attempt)).toMatchObject({ phase: "upgrade", errno: "TIMEOUT", timedOut: "handshake", step: 1 });
  });

  it("because nobody listens is told", async () => {
    const attempt = await run(socketProbe(`127.0.0.1:${await closedPort()}`, ready));
    expect(attempt.outcome).toBe("errored");
    expect(facts(attempt)).toMatchObject({ stage: "connect", phase: "tcp", errno: "ECONNREFUSED" });
    expect(facts(attempt).timedOut).toBeUndefined();
  });

  it("because the name does not resolve is told", async () => {
    const resolve = () => Promise.reject(Object.assign(new Error("no"), { code: "ENOTFOUND", syscall: "getaddrinfo" }));
    const attempt = await run(socketProbe("staging.invalid", ready), { world: realWorld({ resolve }) });
    expect(facts(attempt)).toMatchObject({ stage: "resolve", phase: "dns", errno: "ENOTFOUND" });
  });

  it.each([
    ["resolve", "dns", "connect"],
    ["connect", "tcp", "connect"],
    ["tls", "tls", "connect"],
    ["handshake", "upgrade", "handshake"],
    ["data", "upgrade", "handshake"],
  ] as const)("in time is told with how far it came (%s)", async (stage, phase, timedOut) => {
    const world = fakeWorld({ socket: () => noAnswer("TIMEOUT", stage) });
    const attempt = await run(socketProbe("staging", ready), { world });
    expect(facts(attempt)).toMatchObject({ stage, phase, timedOut, errno: "TIMEOUT" });
  });

  it("because the certificate has expired is told with its date", async () => {
    const until = new Date("2020-01-02T03:04:05Z");
    const from = new Date("2019-01-01T00:00:00Z");
    const server = await startTls(selfSigned({ names: ["127.0.0.1"], from, until }), () => undefined);
    const connection = { url: untrusted(`wss://${server.name}/ws`) };
    const attempt = await run(socketProbe(server.name, ready, { connection }));
    expect(attempt.outcome).toBe("errored");
    expect(facts(attempt)).toMatchObject({ stage: "tls", phase: "tls", certificateExpiresAt: until.getTime() });
  });

  it.each([
    ["none", []],
    ["one that nobody asked for", ["Sec-WebSocket-Protocol: other"]],
  ])("because the service agrees on no subprotocol (%s) tells what was asked for", async (_, extra) => {
    const server = await startService(() => undefined, extra);
    const connection = { subprotocols: ["jwt-auth", "jwt.${token}"].map(untrusted) };
    const attempt = await run(socketProbe(server.name, ready, { connection }), { actor: actor("user-001") });
    expect(attempt.outcome).toBe("errored");
    expect(said(attempt)).toMatch(/subprotocol.*; asked for jwt-auth, jwt\.\$\{token\}$/u);
    expect(facts(attempt)).toMatchObject({
      phase: "upgrade",
      errno: "WS_ERR_HANDSHAKE",
      expected: untrusted("one of the subprotocols jwt-auth, jwt.${token}"),
    });
    expect(JSON.stringify(attempt)).not.toContain(TOKEN);
  });
});
