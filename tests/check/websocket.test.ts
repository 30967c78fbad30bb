// A WebSocket probe and its events, against real servers: what passes, what does not, and what is told of it.
import { describe, expect, it } from "vitest";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import type { SocketEvent, World } from "../../src/model/world.ts";
import { closed, fakeWorld, message } from "../fakes/world.ts";
import { BINARY, frame, TEXT } from "../servers/websocket.ts";
import {
  condition,
  event,
  expectation,
  facts,
  FIVE,
  names,
  quietAfter,
  realWorld,
  run,
  said,
  send,
  socketProbe,
  values,
} from "./socket/probes.ts";
import { startService, type Service } from "./socket/servers.ts";

const FIRST_THREE = ["connection_established", "agent_started", "agent_thinking"];

/** Five events are expected after a message, with a greeting before it. */
async function chat(answer: (service: Service) => void, expected = expectation(FIVE)) {
  const server = await startService((service) => {
    service.tell("connection_established");
    service.onMessage = () => answer(service);
  });
  const attempt = await run(socketProbe(server.name, [send({ type: "user_message", text: "ping" }), expected]));
  return { server, attempt };
}

/** The same, after which nothing more comes; in virtual time, so that what is too late is so for certain. */
async function silence(told: readonly unknown[], expected = expectation(FIVE, { withinMs: 60 })) {
  const world = quietAfter("connection_established", ...told);
  return await run(socketProbe("staging", [send({ type: "user_message", text: "ping" }), expected]), { world });
}

describe("events in order", () => {
  it("pass, whatever comes before and between, and are measured", async () => {
    const { server, attempt } = await chat((service) => {
      service.tell("agent_started", "heartbeat", "agent_thinking", "agent_thinking", "tool_executing");
      service.tell("tool_completed", { type: "agent_completed", text: "pong" });
    });
    expect(attempt).toMatchObject({ outcome: "passed", failure: null, httpStatus: 101, accepted: null });
    expect(attempt.events.map(({ name, count }) => `${reveal(name)} ${count}`)).toEqual([
      "connection_established 1",
      "agent_started 1",
      "heartbeat 1",
      "agent_thinking 2",
      "tool_executing 1",
      "tool_completed 1",
      "agent_completed 1",
    ]);
    expect(server.messages).toEqual([{ type: "user_message", text: "ping" }]);
    expect(server.closes).toEqual([1000]);
    expect(values(attempt, "ws.handshake")).toEqual([attempt.timings?.totalMs]);
    const [duration = 0] = values(attempt, "ws.duration");
    expect(duration).toBeGreaterThan(0);
    expect(duration).toBeLessThan(attempt.durationMs);
  });

  it("pass when they came before the service closed", async () => {
    const { attempt } = await chat((service) => {
      service.tell(...FIVE);
      service.close(1000, "bye");
    });
    expect(attempt.outcome).toBe("passed");
  });

  it("pass on a stopwatch of their own: one event within a time since the one before", async () => {
    const bounded = [event("agent_started"), event("agent_completed", { withinMs: 5_000 })];
    const { attempt } = await chat((service) => service.tell(...FIVE), expectation(bounded));
    expect(attempt.outcome).toBe("passed");
  });
});

describe("a connection that ends", () => {
  it("because a message is larger than we read is no fault of the service's protocol", async () => {
    const server = await startService((service) => service.tell({ type: "big", text: "x".repeat(1024 * 1024) }));
    const attempt = await run(socketProbe(server.name, [expectation(["big"])]));
    expect(said(attempt)).toContain("a message was larger than a probe reads, 1 MiB");
  });

  it.each([1008, 1011])("with %i right after its greeting has let nobody in", async (code) => {
    const server = await startService((service) => {
      service.tell("connection_established");
      service.close(code, "token expired");
    });
    const attempt = await run(socketProbe(server.name, [expectation(["connection_established"])]));
    expect(said(attempt)).toContain(
      `closed with ${code} token expired after the last step; came: connection_established`,
    );
    expect(facts(attempt)).toMatchObject({ closeCode: code });
  });

  it("is told with the step as the file counts it, and without one where the file writes none", async () => {
    const server = await startService((service) => {
      service.onMessage = () => service.close(1011, "crashed");
    });
    const steps = [send(1), expectation(["a"], { withinMs: 500 })];
    expect(facts(await run(socketProbe(server.name, steps, { implied: 1 })))).toMatchObject({ step: 2 });
    expect(facts(await run(socketProbe(server.name, steps, { implied: null })))).not.toHaveProperty("step");
  });

  it("with a fault after the last event is told so", async () => {
    const told = FIVE.map((type, index) => message({ type }, index));
    const after = (end: SocketEvent) =>
      run(socketProbe("staging", [expectation(FIVE)]), {
        world: fakeWorld({ socket: () => [...told, end] }),
      });
    expect(said(await after(closed(1011, "late trouble", 4)))).toMatch(
      /^WebSocket \/ws: closed with 1011 late trouble after the last step; came: /u,
    );
    for (const code of [1000, 1001, 1005, 1006]) expect((await after(closed(code, "", 4))).outcome).toBe("passed");
  });

  it("before a message is sent is told, and nothing is sent", async () => {
    const world = fakeWorld({ socket: () => [message({ type: "hello" }, 1), closed(1011, "boom", 1)] });
    const steps = [expectation(["hello"]), send({ type: "x" }), { kind: "close", code: 1000 } as const];
    const attempt = await run(socketProbe("staging", steps), { world });
    expect(said(attempt)).toBe(
      "WebSocket /ws: closed with 1011 boom before the message of step 3 was sent; came: hello",
    );
    expect(world.sockets[0]?.sent).toEqual([]);
  });

  it.each([
    ["after a message that is the last step", [send({ type: "x" })]],
    ["after a message and before our own close", [send({ type: "x" }), { kind: "close", code: 1000 } as const]],
    ["when only a connection is asked for", []],
  ])("%s is told", async (_, steps) => {
    const server = await startService((service) => {
      service.tell("hello");
      service.close(1011, "boom");
    });
    const attempt = await run(socketProbe(server.name, steps));
    expect(said(attempt)).toMatch(/closed with 1011 boom (?:after the last step|before the message)/u);
  });

  it("with a goodbye is told too where nothing was expected", async () => {
    const world = fakeWorld({ socket: () => ({ reply: () => [closed(1000, "bye")] }) });
    const attempt = await run(socketProbe("staging", [send({ type: "x" })]), { world });
    expect(said(attempt)).toBe("WebSocket /ws: closed with 1000 bye after the last step; nothing came");
  });

  it("is no failure of a probe that was done when the run was cancelled", async () => {
    const world = fakeWorld({ socket: () => ({ reply: () => [message({ type: "pong" }, 1)] }) });
    const net: World["net"] = {
      ...world.net,
      async openWebSocket(request) {
        const opening = await world.net.openWebSocket(request);
        if (opening.kind !== "open") return opening;
        const next = async (ms: number) => {
          const happened = await opening.socket.next(ms);
          world.time.cancelled = true;
          return happened;
        };
        return { ...opening, socket: { ...opening.socket, next } };
      },
    };
    const steps = [send({ type: "ping" }), expectation(["pong"])];
    expect((await run(socketProbe("staging", steps), { world: { ...world, net } })).outcome).toBe("passed");
  });

  it("with a close code is told with code, reason, event and what came", async () => {
    const { server, attempt } = await chat((service) => {
      service.tell("agent_started", "agent_thinking");
      service.close(1011, "agent crashed");
    });
    expect(attempt.outcome).toBe("failed");
    expect(said(attempt)).toBe(
      "WebSocket /ws: closed with 1011 agent crashed at event 3 of 5 (tool_executing); came: connection_established, agent_started, agent_thinking",
    );
    expect(facts(attempt)).toMatchObject({
      stage: "server",
      phase: "event",
      event: 3,
      events: 5,
      step: 3,
      closeCode: 1011,
      closeReason: untrusted("agent crashed"),
      target: untrusted("WebSocket /ws"),
    });
    expect(names(facts(attempt).expectedEvents)).toEqual(FIVE);
    expect(names(facts(attempt).missingEvents)).toEqual(FIVE.slice(2));
    expect(facts(attempt).seenEvents?.map(({ name }) => reveal(name))).toEqual(FIRST_THREE);
    // Nothing is opened again behind anybody's back.
    expect(server.heads).toHaveLength(1);
  });

  it("before the first event is told so", async () => {
    const server = await startService((service) => service.close(1011, "Factory SSOT validation failed"));
    const attempt = await run(socketProbe(server.name, [expectation(FIVE)]));
    expect(said(attempt)).toBe(
      "WebSocket /ws: closed with 1011 Factory SSOT validation failed at event 1 of 5 (agent_started); nothing came",
    );
    expect(facts(attempt)).toMatchObject({ phase: "first-frame", event: 1, closeCode: 1011 });
  });

  it("after a greeting is past the first frame", async () => {
    const { attempt } = await chat((service) => service.close(1008, "SSOT Auth failed"));
    expect(said(attempt)).toContain("closed with 1008 SSOT Auth failed at event 1 of 5");
    expect(facts(attempt)).toMatchObject({ stage: "auth", phase: "event", event: 1, closeCode: 1008 });
  });

  it.each([
    ["a FIN", (service: Service) => service.drop(), ""],
    ["a reset", (service: Service) => service.reset(), " (ECONNRESET)"],
  ])("with %s and no close frame was not measured", async (_, end, how) => {
    const { server, attempt } = await chat((service) => {
      service.tell("agent_started");
      end(service);
    });
    expect(attempt.outcome).toBe("errored");
    expect(said(attempt)).toBe(
      `WebSocket /ws: the connection was dropped without a close code${how} at event 2 of 5 (agent_thinking); came: connection_established, agent_started`,
    );
    expect(facts(attempt)).toMatchObject({ stage: "server", closeCode: 1006, phase: "event" });
    expect(server.heads).toHaveLength(1);
  });

  it("as soon as it is open is as good as no handshake", async () => {
    const server = await startService((service) => service.drop());
    const attempt = await run(socketProbe(server.name, [expectation(FIVE)]));
    expect(attempt.outcome).toBe("errored");
    expect(facts(attempt)).toMatchObject({ stage: "handshake", phase: "first-frame", closeCode: 1006 });
  });

  it("by breaking the protocol is told with its error", async () => {
    const { attempt } = await chat((service) => service.raw(frame(3, "x")));
    expect(said(attempt)).toContain("the service broke the WebSocket protocol (WS_ERR_INVALID_OPCODE) at event 1 of 5");
    expect(facts(attempt)).toMatchObject({ errno: "WS_ERR_INVALID_OPCODE", closeCode: 1006 });
  });

  it("without a word and without a FIN is found out", async () => {
    const world = realWorld({ silenceMs: 30, pongTimeoutMs: 20 });
    const server = await startService((service) => {
      service.onPing = () => undefined;
      service.tell("connection_established");
    });
    const attempt = await run(socketProbe(server.name, [expectation(FIVE)]), { world });
    expect(attempt.outcome).toBe("errored");
    expect(said(attempt)).toContain("the connection went dead without a word (HALF_OPEN) at event 1 of 5");
    expect(facts(attempt)).toMatchObject({ errno: "HALF_OPEN", stage: "server" });
    expect(attempt.durationMs).toBeLessThan(5_000);
  });

  it("with a reason of controls, secrets and length is told in one clean line", async () => {
    const { attempt } = await chat((service) => service.close(4000, "a\u001b[31m\r\nb\u202ec"));
    expect(said(attempt)).toContain("closed with 4000 a b␦c at event 1 of 5 (agent_started)");
    expect(facts(attempt).closeReason).toEqual(untrusted("a b␦c"));
  });

  it("takes nothing that is sent after its close", async () => {
    const { attempt } = await chat((service) => {
      service.tell("agent_started");
      service.close(1000);
      service.tell(...FIVE.slice(1));
    });
    expect(said(attempt)).toBe(
      "WebSocket /ws: closed with 1000 at event 2 of 5 (agent_thinking); came: connection_established, agent_started",
    );
    expect(facts(attempt)).toMatchObject({ stage: "events", closeCode: 1000 });
  });
});

describe("events that do not come", () => {
  it("are told with the first that is missing and the others", async () => {
    const attempt = await silence(["agent_started", "agent_thinking"]);
    expect(attempt.outcome).toBe("failed");
    expect(said(attempt)).toBe(
      "WebSocket /ws: event 3 of 5 (tool_executing) did not come within 60 ms; also missing: tool_completed, agent_completed; came: connection_established, agent_started, agent_thinking",
    );
    expect(facts(attempt)).toMatchObject({ stage: "events", timedOut: "events", phase: "event", event: 3, events: 5 });
    expect(names(facts(attempt).missingEvents)).toEqual(["tool_executing", "tool_completed", "agent_completed"]);
    expect(values(attempt, "ws.duration")).toEqual([]);
  });

  it("are told when nothing came at all", async () => {
    const server = await startService(() => undefined);
    const attempt = await run(socketProbe(server.name, [expectation(["ready"], { withinMs: 30 })]));
    expect(said(attempt)).toBe("WebSocket /ws: event 1 of 1 (ready) did not come within 30 ms; nothing came");
    expect(facts(attempt)).toMatchObject({ phase: "first-frame", event: 1, events: 1 });
    expect(attempt.failure?.detail).toBeNull();
    expect(attempt.events).toEqual([]);
  });

  it("in time after the one before are told with that one", async () => {
    const bounded = [event("agent_started"), event("agent_thinking", { withinMs: 30 })];
    const attempt = await silence(["agent_started"], expectation(bounded));
    expect(said(attempt)).toBe(
      "WebSocket /ws: event 2 of 2 (agent_thinking) did not come within 30 ms of agent_started; came: connection_established, agent_started",
    );
    // Three for the handshake, two until the event before.
    expect(attempt.durationMs).toBe(35);
  });

  it("in time are told with their bound, whoever else is missing", async () => {
    const bounded = [event("agent_started", { withinMs: 30 }), event("agent_thinking"), event("tool_executing")];
    const first = await silence(["agent_thinking"], expectation(bounded));
    expect(said(first)).toBe(
      "WebSocket /ws: event 1 of 3 (agent_started) did not come within 30 ms; also missing: tool_executing; came: connection_established, agent_thinking",
    );
    const any = await silence(["agent_thinking"], expectation(bounded.toReversed(), { order: "any" }));
    expect(said(any)).toBe(
      "WebSocket /ws: agent_started did not come within 30 ms; also missing: tool_executing; came: connection_established, agent_thinking",
    );
  });

  it("in any order are told all together", async () => {
    const told = ["tool_completed", "agent_started"];
    const attempt = await silence(told, expectation(FIVE, { order: "any", withinMs: 40 }));
    expect(said(attempt)).toBe(
      "WebSocket /ws: 3 of 5 events did not come within 40 ms: agent_thinking, tool_executing, agent_completed; came: connection_established, tool_completed, agent_started",
    );
    expect(facts(attempt)).toMatchObject({ event: 3, events: 5 });
    expect(names(facts(attempt).missingEvents)).toEqual(["agent_thinking", "tool_executing", "agent_completed"]);
  });

  it("in any order are told when the connection ends before them", async () => {
    const { attempt } = await chat(
      (service) => {
        service.tell("tool_completed");
        service.close(1012);
      },
      expectation(["tool_completed", "agent_started"], { order: "any" }),
    );
    expect(said(attempt)).toBe(
      "WebSocket /ws: closed with 1012 with 1 of 2 events missing (agent_started); came: connection_established, tool_completed",
    );
  });
});

describe("events in the wrong order", () => {
  it("do not pass, and none of them is called missing", async () => {
    const attempt = await silence(["agent_thinking", "agent_started", ...FIVE.slice(2)]);
    expect(said(attempt)).toBe(
      "WebSocket /ws: event 2 of 5 (agent_thinking) came before event 1 (agent_started) and not again within 60 ms; came: connection_established, agent_thinking, agent_started, tool_executing, tool_completed, agent_completed",
    );
    expect(names(facts(attempt).missingEvents)).toEqual([]);
  });

  it("are told beside those that are missing", async () => {
    const attempt = await silence(["agent_thinking", "agent_started"], expectation(FIVE.slice(0, 3)));
    expect(said(attempt)).toBe(
      "WebSocket /ws: event 2 of 3 (agent_thinking) came before event 1 (agent_started) and not again within 10 s; also missing: tool_executing; came: connection_established, agent_thinking, agent_started",
    );
  });

  it("pass in any order", async () => {
    const { attempt } = await chat(
      (service) => service.tell(...FIVE.toReversed()),
      expectation(FIVE, { order: "any" }),
    );
    expect(attempt.outcome).toBe("passed");
  });
});

describe("exact order", () => {
  const exact = (events: readonly string[]) => expectation(events, { order: "exact" });

  it("goes on from one wait to the next, with what may still be repeated", async () => {
    const server = await startService((service) => service.tell("a", "b", "b", "b", "c"));
    const steps = [exact(["a", "b+"]), send({ type: "next" }), exact(["c"])];
    expect((await run(socketProbe(server.name, steps))).outcome).toBe("passed");
    const strict = await run(socketProbe(server.name, [exact(["a", "b"]), exact(["c"])]));
    expect(said(strict)).toBe("WebSocket /ws: b came instead of event 1 of 1 (c), step 3 of 3; came: a, b ×2");
  });

  it("passes with nothing else", async () => {
    const all = ["connection_established", ...FIVE.map((name) => (name === "agent_thinking" ? `${name}+` : name))];
    const { attempt } = await chat(
      (service) => service.tell("agent_started", "agent_thinking", ...FIVE.slice(1)),
      exact(all),
    );
    expect(attempt.outcome).toBe("passed");
  });

  it("fails at once with anything else", async () => {
    const { attempt } = await chat((service) => service.tell(...FIVE), exact(FIVE));
    expect(said(attempt)).toBe(
      "WebSocket /ws: connection_established came instead of event 1 of 5 (agent_started); came: connection_established",
    );
    expect(facts(attempt)).toMatchObject({
      stage: "events",
      event: 1,
      at: untrusted("event 1 of 5"),
      expected: untrusted("agent_started"),
      seen: untrusted("connection_established"),
    });
  });

  it("fails with a duplicate, which in order may come", async () => {
    const double = ["agent_started", "agent_started", "agent_completed"];
    const two = ["connection_established", "agent_started", "agent_completed"];
    const inOrder = await chat((service) => service.tell(...double), expectation(two));
    expect(inOrder.attempt.outcome).toBe("passed");
    const { attempt } = await chat((service) => service.tell(...double), exact(two));
    expect(said(attempt)).toContain("agent_started came instead of event 3 of 3 (agent_completed)");
  });

  it("allows nothing after its last event until something else is done", async () => {
    const noisy = () => fakeWorld({ socket: () => [message({ type: "ready" }, 1), message({ type: "noise" }, 1)] });
    const wrong = "noise came after event 1 of 1 (ready), where nothing else may come";
    for (const steps of [
      [exact(["ready"])],
      [exact(["ready"]), { kind: "wait", ms: 20 } as const],
      [exact(["ready"]), send({ type: "x" }), expectation(["set"])],
      [exact(["ready"]), { kind: "close", code: 1000 } as const],
    ]) {
      const attempt = await run(socketProbe("staging", steps), { world: noisy() });
      expect(said(attempt)).toContain(wrong);
      expect(facts(attempt)).toMatchObject({ stage: "events", step: 2, seen: untrusted("noise") });
    }
    expect((await run(socketProbe("staging", [exact(["ready", "noise"])]), { world: noisy() })).outcome).toBe("passed");
    const two = [exact(["ready"]), expectation(["noise"])];
    expect((await run(socketProbe("staging", two), { world: noisy() })).outcome).toBe("passed");
  });

  it("allows repetitions after its last event, and everything once we have spoken", async () => {
    const world = fakeWorld({
      socket: () => ({
        events: [message({ type: "ready" }, 1), message({ type: "ready" }, 2)],
        reply: () => [message({ type: "noise" }, 1)],
      }),
    });
    const steps = [
      exact(["ready+"]),
      { kind: "wait", ms: 5 } as const,
      send({ a: 1 }),
      { kind: "wait", ms: 5 } as const,
    ];
    expect((await run(socketProbe("staging", steps), { world })).outcome).toBe("passed");
  });

  it.each([
    ["text that is not JSON", (service: Service) => service.say("<html>"), "(not JSON)"],
    ["an empty text", (service: Service) => service.say(""), "(not JSON)"],
    ["bytes", (service: Service) => service.raw(frame(BINARY, '{"type":"ready"}')), "(binary)"],
    ["no name", (service: Service) => service.tell({ event: "ready" }), "(no $.type)"],
    ["a name that is none", (service: Service) => service.tell({ type: { a: 1 } }), "(no $.type)"],
    ["a list", (service: Service) => service.say('["ready"]'), "(no $.type)"],
    ["depth", (service: Service) => service.say(`${"[".repeat(5_000)}${"]".repeat(5_000)}`), "(JSON nested too deep)"],
    ["an empty name", (service: Service) => service.tell({ type: "" }), '""'],
    [
      "a name without end",
      (service: Service) => service.tell({ type: "x".repeat(2_000) }),
      "(a name of 2000 characters)",
    ],
    ["one of our own words", (service: Service) => service.tell({ type: "(binary)" }), "(binary)"],
  ])("fails with %s, which in order may come", async (_, tell, label) => {
    const greet = (service: Service): void => {
      tell(service);
      service.tell("ready");
    };
    const strict = await run(socketProbe((await startService(greet)).name, [exact(["ready"])]));
    expect(said(strict)).toBe(`WebSocket /ws: ${label} came instead of event 1 of 1 (ready); came: ${label}`);
    const tolerant = await run(socketProbe((await startService(greet)).name, [expectation(["ready"])]));
    expect(tolerant.outcome).toBe("passed");
    expect(tolerant.events.map(({ name }) => reveal(name))).toEqual([label, "ready"]);
  });
});

describe("an event that nearly fits", () => {
  const call = (id: string) => event("tool_completed", { match: [condition("$.call_id", "eq", id)] });

  it("is not the expected one, and the last such is told", async () => {
    const told = ["c2", 3].map((id) => ({ type: "tool_completed", call_id: id }));
    const attempt = await silence(told, expectation([call("c1")], { withinMs: 40 }));
    expect(said(attempt)).toBe(
      'WebSocket /ws: event 1 of 1 (tool_completed) did not come within 40 ms; tool_completed came with $.call_id 3, expected "c1" (last of 2); came: connection_established, tool_completed ×2',
    );
    expect(names(facts(attempt).missingEvents)).toEqual(["tool_completed"]);
  });

  it("may be followed by the right one", async () => {
    const told = [
      { type: "tool_completed", call_id: "c2" },
      { type: "tool_completed", call_id: "c1" },
    ];
    for (const order of ["in-order", "any"] as const) {
      const { attempt } = await chat((service) => service.tell(...told), expectation([call("c1")], { order }));
      expect(attempt.outcome).toBe("passed");
    }
  });

  it("fails at once in exact order", async () => {
    const { attempt } = await chat(
      (service) => service.tell({ type: "tool_completed", call_id: "c2" }),
      expectation(["connection_established", call("c1")], { order: "exact" }),
    );
    expect(said(attempt)).toBe(
      'WebSocket /ws: event 2 of 2 (tool_completed) came with $.call_id "c2", expected "c1"; came: connection_established, tool_completed',
    );
  });

  it("is told when the connection ends", async () => {
    const { attempt } = await chat(
      (service) => {
        service.tell({ type: "tool_completed" });
        service.close(1011);
      },
      expectation([call("c1")]),
    );
    expect(said(attempt)).toContain('; tool_completed came with $.call_id nothing, expected "c1"; came:');
  });

  it.each(["Tool-Completed", "toolCompleted", "tool.completed", " tool_completed "])(
    "only by its name (%s) is not the expected one either",
    async (name) => {
      const attempt = await silence([{ type: name }], expectation(["tool_completed"], { withinMs: 30 }));
      const shown = name === name.trim() ? name : `"${name}"`;
      expect(said(attempt)).toContain(`; ${shown} came, which only looks like it; came: connection_established`);
    },
  );
});

describe("where the name stands", () => {
  it.each([
    ["$.event.name", { event: { name: "ready" } }, "ready"],
    ["$['event']['name']", { event: { name: "ready" } }, "ready"],
    ["$[0]", ["ready", { a: 1 }], "ready"],
    ["$..name", { deep: [{ name: "ready" }] }, "ready"],
    ["$.op", { op: 10 }, "10"],
    ["$.constructor.name", { constructor: { name: "ready" } }, "ready"],
  ])("is the plan's: %s", async (at, told, name) => {
    const server = await startService((service) => service.tell(told));
    const probe = socketProbe(server.name, [expectation([name])], { eventAt: untrusted(at) });
    expect((await run(probe)).outcome).toBe("passed");
  });

  it("is never looked for in what every object has", async () => {
    const world = quietAfter({ a: 1 }, [1], "done");
    const words = { eventAt: untrusted("$.constructor.name") };
    const attempt = await run(socketProbe("staging", [expectation(["Object"])], words), { world });
    expect(said(attempt)).toContain("came: (no $.constructor.name) ×3");
  });
});

it("tells the last five messages, clean, masked and short", async () => {
  const notes = [1, 2, 3, 4, 5, 6].map((nth) => ({ type: "note", nth }));
  const evil = { type: "evil", text: `\u001b[2J password=correct-horse ${"x".repeat(1_000)}` };
  const attempt = await silence([...notes, evil], expectation(["agent_started"]));
  const detail = attempt.failure?.detail ?? null;
  const lines =
    detail === null
      ? []
      : reveal(detail)
          .split("\n")
          .map((line) => line.replace(/\+\d+ ms/gu, "+N ms"));
  expect(lines.slice(0, 5)).toEqual([
    "events:",
    "  connection_established +N ms",
    "  note ×6 +N ms to +N ms",
    "  evil +N ms",
    "last 5 of 8 messages:",
  ]);
  expect(lines.slice(5, 9)).toEqual([3, 4, 5, 6].map((nth) => `  +N ms {"type":"note","nth":${nth}}`));
  expect(lines[9]).toMatch(
    /^ {2}\+N ms \{"type":"evil","text":".{0,20}password=\*\*\* x+ … \d+ characters cut … x+"\}$/u,
  );
  expect(lines[9]?.length).toBeLessThan(320);
});

it("takes the numbers that targets want from every message", async () => {
  const server = await startService((service) =>
    service.tell({ type: "score", quality: 0.7 }, { type: "score", quality: "high" }, { type: "done", quality: 1 }),
  );
  const extract = [
    { key: "target-1", from: untrusted("$.quality") },
    { key: "target-2", from: untrusted("$..quality") },
    { key: "target-3", from: untrusted("$.missing") },
  ];
  const attempt = await run(socketProbe(server.name, [expectation(["done"])]), { options: { extract } });
  expect(values(attempt, "target-1")).toEqual([0.7, 1]);
  expect(values(attempt, "target-2")).toEqual([0.7, 1]);
  expect(attempt.values.map(({ metric }) => metric)).not.toContain("target-3");
});

it("hears everything until the end where targets want numbers", async () => {
  const told = ["done", "score"].map((type) => frame(TEXT, JSON.stringify({ type, quality: 0.5 })));
  const server = await startService((service) => service.raw(Buffer.concat(told)));
  const extract = [{ key: "target-1", from: untrusted("$.quality") }];
  const attempt = await run(socketProbe(server.name, [expectation(["done"])]), { options: { extract } });
  expect(values(attempt, "target-1")).toEqual([0.5, 0.5]);
});
