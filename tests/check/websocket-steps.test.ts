// The steps of a probe: closing and opening again, waiting, pings, and values that travel from events into later steps.
import { describe, expect, it } from "vitest";
import type { Actor } from "../../src/check/attempt.ts";
import type { SocketStep } from "../../src/model/plan.ts";
import type { SocketEvent, World } from "../../src/model/world.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { closed, fakeWorld, message } from "../fakes/world.ts";
import {
  actor,
  capture,
  condition,
  event,
  expectation,
  facts,
  PATIENCE_MS,
  quietAfter,
  realWorld,
  run,
  said,
  send,
  socketProbe,
  values,
} from "./socket/probes.ts";
import { startService } from "./socket/servers.ts";

const established = expectation(["connection_established"]);
const connect: SocketStep = { kind: "connect", timeoutMs: PATIENCE_MS };
const greeting = () => startService((service) => service.tell("connection_established"));

describe("closing", () => {
  it("says the code of the plan, and opens again where the plan says so", async () => {
    const server = await greeting();
    const steps: readonly SocketStep[] = [established, { kind: "close", code: 4000 }, connect, established];
    const attempt = await run(socketProbe(server.name, steps));
    expect(attempt.outcome).toBe("passed");
    expect(server.closes).toEqual([4000, 1000]);
    expect(server.heads).toHaveLength(2);
    expect(attempt.events.map(({ name, count }) => [reveal(name), count])).toEqual([["connection_established", 2]]);
    expect(values(attempt, "ws.handshake")).toHaveLength(2);
  });

  it("abruptly ends without a word, and a service that recovers passes", async () => {
    const server = await greeting();
    const attempt = await run(
      socketProbe(server.name, [established, { kind: "close", code: "abrupt" }, connect, established]),
    );
    expect(attempt.outcome).toBe("passed");
    expect(server.closes).toEqual([1000]);
    expect(server.heads).toHaveLength(2);
  });

  it("abruptly shows a service that does not recover, with the step", async () => {
    const server = await startService((service) => {
      if (service.nth === 1) service.tell("connection_established");
      else service.close(1013, "still cleaning up");
    });
    const attempt = await run(
      socketProbe(server.name, [established, { kind: "close", code: "abrupt" }, connect, established]),
    );
    expect(said(attempt)).toBe(
      "WebSocket /ws: closed with 1013 still cleaning up at event 1 of 1 (connection_established), step 5 of 5; came: connection_established",
    );
    expect(facts(attempt)).toMatchObject({ step: 5, phase: "first-frame", closeCode: 1013 });
  });

  it("leaves the events of one socket to that socket", async () => {
    const world = fakeWorld({
      socket: (_, nth) => (nth === 1 ? [5, 6].map((at) => message({ type: "connection_established" }, at)) : []),
    });
    const listened: SocketStep = { kind: "wait", ms: 20 };
    const steps: readonly SocketStep[] = [established, listened, { kind: "close", code: 1000 }, connect, established];
    expect(said(await run(socketProbe("staging", steps), { world }))).toContain(
      "event 1 of 1 (connection_established) did not come within 10 s, step 6 of 6",
    );
  });

  it("asks nothing of one socket that is meant for the next", async () => {
    const world = fakeWorld({
      socket: (_, nth) => ["connection_established", nth === 1 ? "noise" : "ready"].map((type) => message({ type }, 1)),
    });
    const exact = expectation(["connection_established", "ready"], { order: "exact" });
    const steps = [established, { kind: "wait", ms: 20 } as const, { kind: "close", code: 1000 } as const, connect];
    expect((await run(socketProbe("staging", [...steps, exact]), { world })).outcome).toBe("passed");
  });

  it("counts time from the first open socket, so that what came last is last", async () => {
    const world = fakeWorld({ socket: () => [message({ type: "connection_established" }, 10)] });
    const attempt = await run(
      socketProbe("staging", [established, { kind: "close", code: 1000 }, connect, established]),
      { world },
    );
    expect(attempt.events).toMatchObject([{ count: 2, firstMs: 10, lastMs: 25 }]);
    expect(values(attempt, "ws.duration")).toEqual([25]);
  });
});

describe("a token", () => {
  const token = (nth: number): Actor => {
    const first = actor("user-001");
    const authorization = untrusted(`Bearer token-${nth}`);
    const scope = { ...first.scope, token: `token-${nth}` };
    return { ...first, scope, headers: { authorization }, renew: () => token(nth + 1) };
  };

  it("is fresh at each connection and in what is sent over it", async () => {
    const world = fakeWorld({ socket: () => [message({ type: "connection_established" }, 1)] });
    const asking = send({ token: "${token}" });
    const steps: readonly SocketStep[] = [established, { kind: "close", code: 1000 }, connect, asking, established];
    expect((await run(socketProbe("staging", steps), { world, actor: token(0) })).outcome).toBe("passed");
    expect(world.sockets.map(({ request }) => reveal(request.headers["authorization"] ?? untrusted("")))).toEqual([
      "Bearer token-1",
      "Bearer token-2",
    ]);
    expect(world.sockets[1]?.sent).toEqual(['{"token":"token-2"}']);
  });

  it("that a login cut inside a character goes into the query all the same", async () => {
    const world = quietAfter("connection_established");
    const broken = { ...actor("user-001"), scope: { ...actor("user-001").scope, token: "abc\ud83d" } };
    const connection = { token: { in: "query", parameter: "token" } } as const;
    const attempt = await run(socketProbe("staging", [established], { connection }), { world, actor: broken });
    expect(attempt.outcome).toBe("passed");
    expect(world.sockets[0]?.request.url).toEqual(untrusted("ws://staging/ws?token=abc%EF%BF%BD"));
  });
});

describe("a handshake that is refused", () => {
  it("the second time is told with its step", async () => {
    const opening = { kind: "refused", status: 503, headers: {}, body: untrusted("") } as const;
    const timings = { dnsMs: null, tcpMs: 1, tlsMs: null, firstByteMs: 1, totalMs: 2 };
    const world = fakeWorld({
      socket: (_, nth) =>
        nth === 1 ? [message({ type: "connection_established" }, 10)] : { ...opening, durationMs: 2, timings },
    });
    const attempt = await run(socketProbe("staging", [established, { kind: "close", code: 1000 }, connect]), { world });
    expect(attempt).toMatchObject({ outcome: "failed", httpStatus: 503 });
    expect(facts(attempt)).toMatchObject({ step: 4, upgradeStatus: 503, phase: "upgrade" });
  });
});

describe("waiting for the service to close", () => {
  const expectClose = (codes: readonly number[], withinMs = PATIENCE_MS): SocketStep => ({
    kind: "expect-close",
    codes,
    withinMs,
  });
  const closes = (code: number, reason = "") => startService((service) => service.close(code, reason));

  it.each([
    [[4408], 4408],
    [[1000, 4408], 4408],
    [[], 1011],
    [[1008], 1008],
  ])("for %j passes with %d", async (codes, code) => {
    expect((await run(socketProbe((await closes(code)).name, [expectClose(codes)]))).outcome).toBe("passed");
  });

  it("fails with another code", async () => {
    const attempt = await run(socketProbe((await closes(1011, "boom")).name, [expectClose([4408, 4409])]));
    expect(said(attempt)).toBe("WebSocket /ws: closed with 1011 boom, expected 4408 or 4409; nothing came");
    expect(facts(attempt)).toMatchObject({ phase: "close", closeCode: 1011, step: 2 });
  });

  it("fails when the connection stays open", async () => {
    const attempt = await run(socketProbe((await greeting()).name, [established, expectClose([4408], 30)]));
    expect(said(attempt)).toBe(
      "WebSocket /ws: still open after 30 ms, expected a close with 4408, step 3 of 3; came: connection_established",
    );
    expect(facts(attempt)).toMatchObject({
      phase: "close",
      expected: untrusted("a close with 4408"),
      seen: untrusted("still open"),
    });
    const any = await run(socketProbe("staging", [expectClose([], 30)]), { world: quietAfter() });
    expect(said(any)).toBe("WebSocket /ws: still open after 30 ms, expected a close; nothing came");
  });

  it("does not take a lost connection for a close, unless it is what is awaited", async () => {
    const drops = await startService((service) => service.drop());
    expect((await run(socketProbe(drops.name, [expectClose([])]))).outcome).toBe("errored");
    expect((await run(socketProbe(drops.name, [expectClose([1006])]))).outcome).toBe("passed");
  });

  it("goes on with a new socket", async () => {
    const server = await startService((service) => {
      if (service.nth === 1) service.close(1012, "restart");
      else service.tell("connection_established");
    });
    const steps = [expectClose([1012]), connect, established];
    expect((await run(socketProbe(server.name, steps))).outcome).toBe("passed");
    expect(server.heads).toHaveLength(2);
    const world = fakeWorld({
      socket: (_, nth) => (nth === 1 ? [closed(1012)] : [message({ type: "connection_established" })]),
    });
    expect((await run(socketProbe("staging", steps), { world })).outcome).toBe("passed");
    expect(world.sockets.map(({ closedWith }) => closedWith)).toEqual([1000, 1000]);
  });

  it("also counts a close that came while the probe only listened before", async () => {
    const world = fakeWorld({ socket: () => [closed(4408, "", 5)] });
    const attempt = await run(socketProbe("staging", [{ kind: "wait", ms: 500 }, expectClose([4408])]), { world });
    expect(attempt.outcome).toBe("passed");
    expect(attempt.durationMs).toBe(8);
  });
});

describe("only listening", () => {
  it("passes when nothing happens, and keeps what comes for the next step", async () => {
    const server = await greeting();
    const attempt = await run(socketProbe(server.name, [{ kind: "wait", ms: 30 }, established]));
    expect(attempt.outcome).toBe("passed");
    expect(attempt.durationMs).toBeGreaterThanOrEqual(25);
  });

  it("keeps for the next step what comes with the end of the time", async () => {
    const world = fakeWorld({ socket: () => [message({ type: "connection_established" }, 60)] });
    const attempt = await run(
      socketProbe("staging", [{ kind: "wait", ms: 50 }, established, { kind: "wait", ms: 10 }]),
      { world },
    );
    expect(attempt.outcome).toBe("passed");
    expect(attempt.durationMs).toBe(73);
  });

  it("gives what was awaited already no time of the wait before it", async () => {
    const world = fakeWorld({ socket: () => [message({ type: "a" }, 5)] });
    const steps = [{ kind: "wait", ms: 50 } as const, expectation(["a"]), expectation(["b"], { withinMs: 30 })];
    const attempt = await run(socketProbe("staging", steps), { world });
    expect(said(attempt)).toBe("WebSocket /ws: event 1 of 1 (b) did not come within 30 ms, step 4 of 4; came: a");
    expect(attempt.durationMs).toBe(83);
  });

  it("is part of the time of all steps, our own close is not", async () => {
    const world = fakeWorld({ socket: () => [message({ type: "a" }, 5), message({ type: "noise" }, 9)] });
    const steps = [expectation(["a"]), { kind: "wait", ms: 20 }, { kind: "close", code: 1000 }] as const;
    const attempt = await run(socketProbe("staging", steps), { world });
    expect(values(attempt, "ws.duration")).toEqual([25]);
  });

  it("fails when the connection ends", async () => {
    const world = fakeWorld({ socket: () => [message({ type: "hello" }, 5), closed(1001, "going away", 120)] });
    const attempt = await run(socketProbe("staging", [{ kind: "wait", ms: 2_000 }]), { world });
    expect(said(attempt)).toBe(
      "WebSocket /ws: closed with 1001 going away after 120 ms of 2 s of listening; came: hello",
    );
    expect(facts(attempt)).toMatchObject({ phase: "event", step: 2, closeCode: 1001 });
  });

  it("in vain for an exact wait that follows fails at once", async () => {
    const world = fakeWorld({ socket: () => [message({ type: "noise" }, 5)] });
    const exact = expectation(["ready"], { order: "exact" });
    const attempt = await run(socketProbe("staging", [{ kind: "wait", ms: 2_000 }, exact]), { world });
    expect(said(attempt)).toBe("WebSocket /ws: noise came instead of event 1 of 1 (ready), step 3 of 3; came: noise");
    expect(facts(attempt)).toMatchObject({ step: 3 });
  });

  it("is no failure of the service when the run is cancelled", async () => {
    const world = fakeWorld({ socket: () => [] });
    world.time.cancelled = true;
    for (const step of [{ kind: "wait", ms: 10 } as const, established, { kind: "ping", withinMs: 5 } as const]) {
      const dead = { ...world, net: fakeWorld({ socket: () => ({ pong: () => null }) }).net };
      const attempt = await run(socketProbe("staging", [step]), { world: dead });
      expect(attempt).toMatchObject({ outcome: "errored", failure: { facts: { errno: "CANCELLED" } } });
    }
  });
});

describe("a message that is read late, because the process had no time", () => {
  /** Tells what came so long after the open socket, and takes no time itself. */
  function lateWorld(...messages: readonly SocketEvent[]): World {
    const world = fakeWorld({ socket: () => [] });
    const queue = [...messages];
    return {
      ...world,
      net: {
        ...world.net,
        openWebSocket: async (request) => {
          const opening = await world.net.openWebSocket(request);
          if (opening.kind !== "open") return opening;
          const next = (): Promise<SocketEvent> => Promise.resolve(queue.shift() ?? { kind: "nothing" });
          return { ...opening, socket: { ...opening.socket, next } };
        },
      },
    };
  }

  it("counts when it came in time, and does not when it came later", async () => {
    const within = expectation(["hello", "ready"], { withinMs: 50 });
    const hello = message({ type: "hello" }, 1);
    const inTime = await run(socketProbe("staging", [within]), {
      world: lateWorld(hello, message({ type: "ready" }, 50)),
    });
    expect(inTime.outcome).toBe("passed");
    const late = await run(socketProbe("staging", [within]), {
      world: lateWorld(hello, message({ type: "ready" }, 51), message({ type: "ready" }, 52)),
    });
    expect(said(late)).toBe("WebSocket /ws: event 2 of 2 (ready) did not come within 50 ms; came: hello, ready");
  });

  it("is heard in the last look, although the socket was open before we knew", async () => {
    const world = lateWorld(message({ type: "hello" }, 1), message({ type: "noise" }, 20), closed(1011, "boom", 21));
    const attempt = await run(socketProbe("staging", [expectation(["hello"])]), { world });
    expect(said(attempt)).toBe("WebSocket /ws: closed with 1011 boom after the last step; came: hello, noise");
  });

  it("counts for the wait that follows when it came after one that only listens", async () => {
    const steps: readonly SocketStep[] = [{ kind: "wait", ms: 50 }, expectation(["ready", "set"])];
    const world = lateWorld(message({ type: "ready" }, 60), message({ type: "set" }, 61));
    expect((await run(socketProbe("staging", steps), { world })).outcome).toBe("passed");
  });
});

describe("a ping", () => {
  const ping: SocketStep = { kind: "ping", withinMs: PATIENCE_MS };

  it("is measured", async () => {
    const attempt = await run(socketProbe((await greeting()).name, [ping]));
    expect(attempt.outcome).toBe("passed");
    expect(values(attempt, "ws.ping")).toHaveLength(1);
    expect(values(attempt, "ws.ping")[0]).toBeGreaterThan(0);
  });

  it("is repeated on one connection, and the first ones do not count", async () => {
    const server = await greeting();
    const pings: string[] = [];
    const counting = await startService((service) => {
      const { onPing } = service;
      service.onPing = (payload) => {
        pings.push(payload.toString("hex"));
        onPing(payload);
      };
    });
    const attempt = await run(socketProbe(counting.name, [ping]), { options: { pings: { count: 20, warmup: 5 } } });
    expect(values(attempt, "ws.ping")).toHaveLength(20);
    expect(pings).toHaveLength(25);
    expect(counting.heads).toHaveLength(1);
    expect(server.heads).toHaveLength(0);
  });

  it("may be repeated as often as a plan may say", async () => {
    const attempt = await run(socketProbe((await greeting()).name, [ping]), {
      options: { pings: { count: 1_000, warmup: 100 } },
    });
    expect(attempt.outcome).toBe("passed");
    expect(values(attempt, "ws.ping")).toHaveLength(1_000);
  });

  it("hears what comes meanwhile, however much", async () => {
    const server = await startService((service) => {
      const { onPing } = service;
      service.onPing = (payload) => {
        service.tell(...Array.from({ length: 200 }, () => "tick"));
        onPing(payload);
      };
    });
    const attempt = await run(socketProbe(server.name, [ping]), { options: { pings: { count: 20, warmup: 0 } } });
    expect(attempt.outcome).toBe("passed");
    expect(attempt.events[0]?.count).toBeGreaterThanOrEqual(19 * 200);
  });

  it("that nobody answers is told, and the goodbye is not waited for", async () => {
    const world = fakeWorld({ socket: () => ({ pong: (nth) => (nth <= 2 ? 3 : null) }) });
    const options = { pings: { count: 5, warmup: 1 } };
    const attempt = await run(socketProbe("staging", [{ kind: "ping", withinMs: 30 }]), { world, options });
    expect(attempt.outcome).toBe("errored");
    expect(said(attempt)).toBe("WebSocket /ws: no pong within 30 ms at ping 3 of 6; nothing came");
    expect(facts(attempt)).toMatchObject({ errno: "HALF_OPEN", timedOut: "answer", stage: "server", step: 2 });
    expect(values(attempt, "ws.ping")).toEqual([3]);
    expect(world.sockets).toMatchObject([{ aborted: true, closedWith: null }]);
  });

  it("that a real service does not answer ends in time", async () => {
    const server = await startService((service) => {
      service.onPing = () => undefined;
    });
    const world = realWorld({ closeTimeoutMs: 60_000 });
    const attempt = await run(socketProbe(server.name, [{ kind: "ping", withinMs: 30 }]), { world });
    expect(said(attempt)).toBe("WebSocket /ws: no pong within 30 ms at the ping; nothing came");
    expect(server.closes).toEqual([]);
  });

  it("that is answered leaves a close to the step that waits for it", async () => {
    const server = await startService((service) => {
      const { onPing } = service;
      service.onPing = (payload) => {
        onPing(payload);
        service.close(1000);
      };
    });
    const steps: readonly SocketStep[] = [ping, { kind: "expect-close", codes: [1000], withinMs: PATIENCE_MS }];
    expect((await run(socketProbe(server.name, steps))).outcome).toBe("passed");
  });

  it("that is answered by a close is told with its code", async () => {
    const server = await startService((service) => {
      service.onPing = () => service.close(1011, "boom");
    });
    const attempt = await run(socketProbe(server.name, [ping]));
    expect(said(attempt)).toBe("WebSocket /ws: closed with 1011 boom at the ping; nothing came");
    expect(facts(attempt)).toMatchObject({ closeCode: 1011, step: 2 });
  });
});

describe("values from events", () => {
  const call = event("tool_executing", { capture: [capture("call", "$.call_id"), capture("args", "$.args")] });

  it("travel into later messages and conditions, each in its own kind", async () => {
    const server = await startService((service) => {
      service.tell({ type: "tool_executing", call_id: 7, args: { a: ["b"] } });
      service.onMessage = () =>
        service.tell({ type: "tool_completed", call_id: 8 }, { type: "tool_completed", call_id: 7 });
    });
    const done = event("tool_completed", { match: [condition("$.call_id", "eq", "${capture.call}")] });
    const steps = [
      expectation([call]),
      send({ type: "ack", call: "${capture.call}", text: "call ${capture.call}", args: "${capture.args}" }),
      expectation([done]),
    ];
    const attempt = await run(socketProbe(server.name, steps));
    expect(attempt.outcome).toBe("passed");
    expect(server.messages).toEqual([{ type: "ack", call: 7, text: "call 7", args: { a: ["b"] } }]);
    expect([...attempt.captures].map(([name, { json }]) => [name, reveal(json)])).toEqual([
      ["call", "7"],
      ["args", '{"a":["b"]}'],
    ]);
  });

  it.each(["in-order", "exact"] as const)("are known to the next event of the same wait (%s)", async (order) => {
    const server = await startService((service) =>
      service.tell({ type: "tool_executing", call_id: "c1", args: 0 }, { type: "tool_completed", call_id: "c1" }),
    );
    const done = event("tool_completed", { match: [condition("$.call_id", "eq", "${capture.call}")] });
    expect((await run(socketProbe(server.name, [expectation([call, done], { order })]))).outcome).toBe("passed");
  });

  it("go on to a new socket", async () => {
    const server = await startService((service) =>
      service.tell({ type: "tool_executing", call_id: service.nth, args: 0 }),
    );
    const again = event("tool_executing", { match: [condition("$.call_id", "gt", "${capture.call}")] });
    const steps: readonly SocketStep[] = [
      expectation([call]),
      { kind: "close", code: 1000 },
      connect,
      send({ resume: "${capture.call}" }),
      expectation([again]),
    ];
    const attempt = await run(socketProbe(server.name, steps));
    expect(attempt.outcome).toBe("passed");
    expect(server.messages).toEqual([{ resume: 1 }]);
  });

  it("that are not there make another event of it", async () => {
    const world = quietAfter({ type: "tool_executing", call_id: 7 });
    const attempt = await run(socketProbe("staging", [expectation([call])]), { world });
    expect(said(attempt)).toContain("; tool_executing came without $.args, which is captured; came:");
    expect(attempt.captures.size).toBe(0);
  });

  it("are at most 4 KiB, also where a path finds the same again and again", async () => {
    let value: unknown = "x".repeat(10_000);
    for (let depth = 0; depth < 100; depth++) value = { call_id: value };
    const world = quietAfter({ type: "tool_executing", ...Object(value) });
    const all = event("tool_executing", { capture: [capture("call", "$..call_id")] });
    const attempt = await run(socketProbe("staging", [expectation([all])]), { world });
    expect(said(attempt)).toContain("; tool_executing came with more than 4 KiB at $..call_id; came:");
  });

  it("belong together, whichever of several begins", async () => {
    const world = quietAfter(
      { type: "tool_executing", call_id: 1, args: 0 },
      { type: "tool_executing", call_id: 2, args: 0 },
      { type: "tool_completed", call_id: 2 },
    );
    const completed = event("tool_completed", { match: [condition("$.call_id", "eq", "${capture.call}")] });
    const attempt = await run(socketProbe("staging", [expectation([call, completed])]), { world });
    expect(attempt.outcome).toBe("passed");
    expect(attempt.captures.get("call")).toEqual({ json: untrusted("2") });
  });

  it("are at most 4 KiB", async () => {
    const world = quietAfter({ type: "tool_executing", call_id: "x".repeat(5_000), args: 0 });
    const attempt = await run(socketProbe("staging", [expectation([call])]), { world });
    expect(said(attempt)).toContain("; tool_executing came with more than 4 KiB at $.call_id; came:");
  });

  it("of an event that did not come are missed where they are needed", async () => {
    const server = await startService((service) => service.tell("done"));
    const optional = { ...call, optional: true };
    const steps = [expectation([optional, "done"]), send({ call: "${capture.call}" })];
    const attempt = await run(socketProbe(server.name, steps));
    expect(said(attempt)).toBe(
      "WebSocket /ws: the message of step 3 needs ${capture.call}, which no event told; came: done",
    );
    expect(facts(attempt)).toMatchObject({ stage: "data", step: 3 });
    expect(server.messages).toEqual([]);
    const late = event("done", { match: [condition("$.id", "eq", "${capture.call}")] });
    const waiting = await run(socketProbe("staging", [expectation([optional, late])]), { world: quietAfter("done") });
    expect(said(waiting)).toContain("; done came before ${capture.call} was known; came: done");
  });

  it("of other probes are known from the begin, those of an earlier try are not", async () => {
    const server = await startService((service) => service.tell({ type: "tool_executing", call_id: 7, args: 0 }));
    const captures = new Map([
      ["agent", { json: untrusted('"a1"') }],
      ["call", { json: untrusted("99") }],
    ]);
    const who = actor("user-001");
    const steps = [send({ agent: "${capture.agent}" }), expectation([call]), send({ call: "${capture.call}" })];
    const attempt = await run(socketProbe(server.name, [...steps, { kind: "ping", withinMs: 500 }]), {
      actor: { ...who, scope: { ...who.scope, captures } },
    });
    expect(server.messages).toEqual([{ agent: "a1" }, { call: 7 }]);
    expect([...attempt.captures.keys()]).toEqual(["call", "args"]);
    const early = await run(socketProbe(server.name, [send({ call: "${capture.call}" }), expectation([call])]), {
      actor: { ...who, scope: { ...who.scope, captures } },
    });
    expect(said(early)).toContain("the message of step 2 needs ${capture.call}, which no event told");
  });
});

it("only connecting is a probe too", async () => {
  const server = await greeting();
  const attempt = await run(socketProbe(server.name, []));
  expect(attempt).toMatchObject({ outcome: "passed", httpStatus: 101 });
  expect(attempt.values.map(({ metric }) => metric)).toEqual(["ws.handshake", "ws.duration"]);
});
