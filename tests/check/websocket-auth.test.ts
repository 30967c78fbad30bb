// Whether the service accepts who we are: by its first messages, by an event for it, or by a refusal.
import { describe, expect, it } from "vitest";
import type { TokenPlace } from "../../src/model/plan.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { answering, httpAnswer, startRaw } from "../servers/raw.ts";
import { closed, fakeWorld, message } from "../fakes/world.ts";
import {
  actor,
  expectation,
  facts,
  names,
  NOBODY,
  quietAfter,
  run,
  said,
  send,
  socketProbe,
  TOKEN,
} from "./socket/probes.ts";
import { startService, type Service } from "./socket/servers.ts";

const inMessage: TokenPlace = {
  in: "message",
  message: untrusted(JSON.stringify({ type: "authenticate", token: "${token}" })),
};
const connection = { token: inMessage, authEvent: untrusted("authenticated") };
const ready = [expectation(["ready"])];

/** Greets, and answers the first message. */
async function gatekeeper(answer: (service: Service) => void) {
  return await startService((service) => {
    service.tell("hello");
    service.onMessage = () => {
      service.onMessage = () => service.tell("ready");
      answer(service);
    };
  });
}

describe("a token in the first message", () => {
  it("is accepted by an event, and nothing is sent before that", async () => {
    const server = await gatekeeper((service) => {
      service.tell("authenticated");
    });
    const probe = socketProbe(server.name, [send({ type: "subscribe" }), ...ready], { connection });
    const attempt = await run(probe, { actor: actor("user-001") });
    expect(attempt).toMatchObject({ outcome: "passed", accepted: true });
    expect(server.messages).toEqual([{ type: "authenticate", token: TOKEN }, { type: "subscribe" }]);
  });

  it("is refused by a close", async () => {
    const server = await gatekeeper((service) => service.close(4401, "bad token"));
    const attempt = await run(socketProbe(server.name, ready, { connection }), { actor: actor("user-001") });
    expect(attempt).toMatchObject({ outcome: "failed", accepted: false });
    expect(said(attempt)).toBe(
      "WebSocket /ws: closed with 4401 bad token before authenticated said that the token is accepted; came: hello; the token is HS256, for staging, valid for 300 s",
    );
    expect(facts(attempt)).toMatchObject({ stage: "auth", phase: "authenticated", step: 1, closeCode: 4401 });
    expect(facts(attempt).token).toMatchObject({ algorithm: "HS256", clockSkewMs: null });
  });

  it("is neither when the event does not come", async () => {
    const steps = [{ kind: "connect", timeoutMs: 60 } as const, ...ready];
    const world = quietAfter("hello");
    const attempt = await run(socketProbe("staging", [], { connection, steps }), { actor: actor("user-001"), world });
    expect(world.sockets[0]?.sent).toEqual([JSON.stringify({ type: "authenticate", token: TOKEN })]);
    expect(attempt).toMatchObject({ outcome: "failed", accepted: null });
    expect(said(attempt)).toBe(
      "WebSocket /ws: authenticated, which says that the token is accepted, did not come within 60 ms; came: hello",
    );
    expect(facts(attempt)).toMatchObject({ stage: "auth", phase: "authenticated", timedOut: "events" });
    expect(names(facts(attempt).missingEvents)).toEqual(["authenticated"]);
  });

  it("was sent, and nothing came at all", async () => {
    const server = await startService(() => undefined);
    const steps = [{ kind: "connect", timeoutMs: 40 } as const, ...ready];
    const attempt = await run(socketProbe(server.name, [], { connection, steps }), { actor: actor("user-001") });
    expect(facts(attempt)).toMatchObject({ phase: "first-frame", stage: "auth" });
  });
});

describe("the event by which a token is accepted", () => {
  const greets = () => startService((service) => service.tell("hello", "authenticated", "ready"));
  const awaiting = { authEvent: untrusted("authenticated") };

  it.each([
    ["in order, without it", expectation(["ready"])],
    ["in order, with it", expectation(["authenticated", "ready"])],
    ["in order, with what came before it", expectation(["hello", "authenticated", "ready"])],
    ["exact, without it", expectation(["hello", "ready"], { order: "exact" })],
    ["exact, with it", expectation(["hello", "authenticated", "ready"], { order: "exact" })],
    ["any, with it", expectation(["ready", "authenticated"], { order: "any" })],
  ])("is no obstacle to events %s", async (_, step) => {
    const probe = socketProbe((await greets()).name, [step], { connection: awaiting });
    expect(await run(probe, { actor: actor("user-001") })).toMatchObject({ outcome: "passed", accepted: true });
  });

  it("is not awaited for a caller without a token", async () => {
    const server = await startService((service) => service.tell("ready"));
    const attempt = await run(socketProbe(server.name, ready, { connection }));
    expect(attempt).toMatchObject({ outcome: "passed", accepted: null });
    expect(server.messages).toEqual([]);
  });

  it("may not come where it may never come", async () => {
    const words = { connection: awaiting, never: ["authenticated"] };
    const attempt = await run(socketProbe((await greets()).name, ready, words), { actor: actor("user-001") });
    expect(said(attempt)).toBe("WebSocket /ws: event authenticated came, which must never come");
  });
});

describe("without an event for it", () => {
  it.each([
    ["a first message says that the token is accepted", (service: Service) => service.tell("ready"), true],
    ["a close because of the token says no", (service: Service) => service.close(1008, "invalid token"), false],
    ["so does one without a reason", (service: Service) => service.close(1008), false],
    ["so does a code that means it", (service: Service) => service.close(4401, "x"), false],
    ["a code of who is known and may not says nothing", (service: Service) => service.close(4403, "x"), null],
    [
      "so does a code of the service's own with such a reason",
      (service: Service) => service.close(4999, "expired"),
      false,
    ],
    ["a close for another reason says nothing", (service: Service) => service.close(1008, "message too long"), null],
    ["a crash says nothing", (service: Service) => service.close(1011), null],
    [
      "a greeting and then a no is a no",
      (service: Service) => {
        service.tell("hello");
        service.close(4401);
      },
      false,
    ],
  ])("%s", async (_, onOpen, accepted) => {
    const server = await startService(onOpen);
    const probe = socketProbe(server.name, ready);
    expect((await run(probe, { actor: actor("user-001") })).accepted).toBe(accepted);
  });
});

it("a header of the plan's own says nothing of our token", async () => {
  const headers = { authorization: untrusted("Bearer ours") };
  const words = { connection: { headers: { Authorization: untrusted("Bearer own") } } };
  const server = await startService((service) => service.tell("ready"));
  const attempt = await run(socketProbe(server.name, ready, words), { actor: actor("user-001", [], { headers }) });
  expect(attempt).toMatchObject({ outcome: "passed", accepted: null });
});

it("silence says nothing of a token", async () => {
  const attempt = await run(socketProbe("staging", ready), { actor: actor("user-001"), world: quietAfter() });
  expect(attempt).toMatchObject({ outcome: "failed", accepted: null });
});

describe("a caller that has to be refused", () => {
  const refused = { refusedWith: [401, 1008, 4401] };

  it.each([
    ["by the answer to its handshake", () => startRaw(answering(httpAnswer("401 Unauthorized", [], "")))],
    ["by a close", () => startService((service) => service.close(1008, "who are you"))],
    [
      "by a close after a greeting",
      () =>
        startService((service) => {
          service.tell("hello");
          service.close(4401);
        }),
    ],
  ])("passes when it is %s", async (_, start) => {
    const { name } = await start();
    expect(await run(socketProbe(name, [], refused))).toMatchObject({ outcome: "passed", accepted: null });
    const who = actor("user-001");
    const attempt = await run(socketProbe(name, [], { ...refused, badToken: "expired" }), { actor: who });
    expect(attempt).toMatchObject({ outcome: "passed", accepted: false });
  });

  it("fails when it is refused otherwise", async () => {
    const server = await startRaw(answering(httpAnswer("503 Service Unavailable", [], "")));
    const attempt = await run(socketProbe(server.name, [], refused));
    expect(said(attempt)).toBe(
      "WebSocket /ws: the handshake was answered 503, expected refusal with 401 or 1008 or 4401",
    );
    expect(facts(attempt).letIn).toBeUndefined();
  });

  it("fails when it is closed otherwise", async () => {
    const server = await startService((service) => service.close(1011, "boom"));
    const attempt = await run(socketProbe(server.name, [], refused));
    expect(attempt.outcome).toBe("failed");
    expect(said(attempt)).toBe(
      "WebSocket /ws: a caller without a token was not refused with 401 or 1008 or 4401 but closed with 1011 boom; nothing came",
    );
    expect(facts(attempt)).toMatchObject({ stage: "server", closeCode: 1011, phase: "first-frame" });
    expect(facts(attempt).letIn).toBeUndefined();
  });

  it("is refused all the same by another code that means it", async () => {
    const server = await startService((service) => service.close(3000, "no"));
    const words = { ...refused, badToken: "expired" } as const;
    const attempt = await run(socketProbe(server.name, [], words), { actor: actor("user-001") });
    expect(attempt).toMatchObject({ outcome: "failed", accepted: false });
    expect(facts(attempt).token).toBeUndefined();
  });

  it("says nothing of a token that was made wrong", async () => {
    const server = await startRaw(answering(httpAnswer("403 Forbidden", [], "")));
    const words = { ...refused, badToken: "expired" } as const;
    const attempt = await run(socketProbe(server.name, [], words), { actor: actor("user-001") });
    expect(said(attempt)).toBe(
      "WebSocket /ws: the handshake was answered 403, expected refusal with 401 or 1008 or 4401",
    );
    expect(attempt.accepted).toBeNull();
  });

  it("was not measured when the connection is dropped", async () => {
    const server = await startService((service) => service.reset());
    const attempt = await run(socketProbe(server.name, [], refused));
    expect(attempt.outcome).toBe("errored");
    expect(facts(attempt)).toMatchObject({ closeCode: 1006, errno: "ECONNRESET" });
  });

  it("fails at once when the service says that it accepts it", async () => {
    const server = await startService((service) => service.tell("hello", "authenticated"));
    const words = { ...refused, badToken: "wrong-key", connection: { authEvent: connection.authEvent } } as const;
    const attempt = await run(socketProbe(server.name, [], words), { actor: actor("user-001") });
    expect(attempt).toMatchObject({ outcome: "failed", accepted: true });
    expect(attempt.durationMs).toBeLessThan(2_000);
    expect(said(attempt)).toBe(
      "WebSocket /ws: a caller with a token signed by a wrong key was let in, expected a refusal with 401 or 1008 or 4401; came: hello, authenticated",
    );
    expect(facts(attempt)).toMatchObject({ stage: "auth", letIn: "wrong-key", seen: untrusted("accepted") });
    expect(facts(attempt).token).toBeUndefined();
  });

  it("brings its bad token in the first message too", async () => {
    const server = await gatekeeper((service) => service.close(4401, "expired"));
    const words = { ...refused, badToken: "expired", connection } as const;
    const attempt = await run(socketProbe(server.name, [], words), { actor: actor("user-001") });
    expect(attempt.outcome).toBe("passed");
    expect(server.messages).toEqual([{ type: "authenticate", token: TOKEN }]);
  });
});

describe("a caller that has to be refused and is not", () => {
  const words = { refusedWith: [401, 1008] };

  it("is let in: the socket is still open after three seconds", async () => {
    const world = fakeWorld({ socket: () => [message({ type: "hello" }, 5), message({ type: "data" }, 2_000)] });
    const attempt = await run(socketProbe("staging", [], words), { world });
    expect(attempt.outcome).toBe("failed");
    expect(said(attempt)).toBe(
      "WebSocket /ws: a caller without a token was let in, expected a refusal with 401 or 1008; came: hello, data",
    );
    expect(facts(attempt)).toMatchObject({ stage: "auth", phase: "event", letIn: "anonymous" });
    expect(attempt.durationMs).toBe(3_003);
    expect(world.sockets[0]?.closedWith).toBe(1000);
  });

  it.each([
    ["expired", "an expired token"],
    ["unsigned", "an unsigned token"],
    ["wrong-key", "a token signed by a wrong key"],
  ] as const)("is let in with a token that is %s", async (badToken, kind) => {
    const world = fakeWorld({ socket: () => [] });
    const who = actor("user-001");
    const attempt = await run(socketProbe("staging", [], { ...words, badToken }), { world, actor: who });
    expect(said(attempt)).toContain(`a caller with ${kind} was let in`);
    expect(facts(attempt)).toMatchObject({ letIn: badToken, phase: "first-frame" });
    expect(attempt.accepted).toBe(true);
  });

  it("is no case of a bypass with a good token", async () => {
    const attempt = await run(socketProbe("staging", [], words), {
      world: fakeWorld({ socket: () => [] }),
      actor: actor("user-001"),
    });
    expect(said(attempt)).toContain("a caller that must be refused was let in");
    expect(facts(attempt).letIn).toBeUndefined();
  });

  it.each([
    ["a header of the plan's own", { headers: { Cookie: untrusted("session=e2e") } }],
    ["a secret in the address", { url: untrusted("ws://staging/ws?key=${secrets.KEY}") }],
  ])("is no case of a bypass with %s", async (_, more) => {
    const attempt = await run(socketProbe("staging", [], { ...words, connection: more }), {
      world: fakeWorld({ socket: () => [] }),
      actor: { ...NOBODY, scope: { ...NOBODY.scope, environment: () => "correct-horse" } },
    });
    expect(said(attempt)).toContain("a caller that must be refused was let in");
    expect(facts(attempt).letIn).toBeUndefined();
  });

  it.each([
    ["its first message is only not answered", { token: inMessage }],
    ["the event that would say so does not come", { authEvent: untrusted("authenticated") }],
  ])("is not called let in where %s", async (_, more) => {
    const world = fakeWorld({ socket: () => [message({ type: "hello" }, 5)] });
    const attempt = await run(socketProbe("staging", [], { ...words, connection: more }), { world });
    expect(attempt.outcome).toBe("failed");
    expect(said(attempt)).toBe(
      "WebSocket /ws: a caller without a token was not refused within 3 s, expected 401 or 1008; came: hello",
    );
    expect(facts(attempt)).toMatchObject({ stage: "auth", seen: untrusted("neither refused nor accepted") });
    expect(facts(attempt).letIn).toBeUndefined();
  });

  it("is refused all the same when the close comes late", async () => {
    const world = fakeWorld({ socket: () => [message({ type: "hello" }, 5), closed(1008, "", 2_900)] });
    expect((await run(socketProbe("staging", [], words), { world })).outcome).toBe("passed");
  });

  it("is not measured where its messages cannot be looked into", async () => {
    const world = fakeWorld({ socket: () => [message({ type: "hello" }, 5)], isTooSlow: true });
    const extract = [{ key: "target-1", from: untrusted("$..quality") }];
    const attempt = await run(socketProbe("staging", [], words), { world, options: { extract } });
    expect(attempt).toMatchObject({ outcome: "errored", failure: { facts: { errno: "PATTERN_TOO_SLOW" } } });
  });

  it("is nothing of all that when the run is cancelled", async () => {
    const world = fakeWorld({ socket: () => [] });
    world.time.cancelled = true;
    const attempt = await run(socketProbe("staging", [], words), { world });
    expect(attempt).toMatchObject({ outcome: "errored", failure: { facts: { errno: "CANCELLED" } } });
  });
});
