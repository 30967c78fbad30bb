// What holds for every message while a probe listens: events that may never come, and data that is the user's own.
import { describe, expect, it, vi } from "vitest";
import { untrusted } from "../../src/text/untrusted.ts";
import { BINARY, frame, TEXT } from "../servers/websocket.ts";
import { fakeWorld, message } from "../fakes/world.ts";
import {
  actor,
  condition,
  expectation,
  facts,
  NOBODY,
  realWorld,
  run,
  said,
  send,
  socketProbe,
} from "./socket/probes.ts";
import { startService, type Service } from "./socket/servers.ts";

const done = [expectation(["done"])];
const own = { every: [condition("$.user_id", "eq", "${user.id}")] };
const USERS = ["user-001", "user-002", "user-003"];

describe("an event that may never come", () => {
  const never = ["agent_error"];

  it("fails at once, also where it is expected", async () => {
    const server = await startService((service) => service.tell("hello", { type: "agent_error", why: "boom" }, "done"));
    const attempt = await run(socketProbe(server.name, [expectation(["agent_error", "done"])], { never }));
    expect(said(attempt)).toBe("WebSocket /ws: event agent_error came, which must never come");
    expect(facts(attempt)).toMatchObject({
      stage: "events",
      phase: "event",
      event: 1,
      events: 2,
      expected: untrusted("never agent_error"),
      seen: untrusted("agent_error"),
    });
  });

  it("fails until the last step is over, not only until the last expected event", async () => {
    const all = ["done", "agent_error"].map((type) => frame(TEXT, JSON.stringify({ type })));
    const server = await startService((service) => service.raw(Buffer.concat(all)));
    const attempt = await run(socketProbe(server.name, done, { never }));
    expect(said(attempt)).toContain("agent_error came, which must never come");
    const closing = await run(socketProbe(server.name, [...done, { kind: "close", code: 1000 }], { never }));
    expect(said(closing)).toContain("agent_error came, which must never come");
  });

  it("fails while only listening", async () => {
    const world = fakeWorld({ socket: () => [message({ type: "agent_error" }, 900)] });
    const attempt = await run(socketProbe("staging", [{ kind: "wait", ms: 1_000 }], { never }), { world });
    expect(said(attempt)).toContain("agent_error came");
    expect(facts(attempt)).toMatchObject({ step: 2 });
  });

  it("fails while an accepted token is awaited", async () => {
    const server = await startService((service) => service.tell("agent_error"));
    const connection = { authEvent: untrusted("authenticated") };
    const attempt = await run(socketProbe(server.name, done, { never, connection }), { actor: actor("user-001") });
    expect(said(attempt)).toContain("agent_error came");
  });

  it.each([
    ["in bytes", (service: Service) => service.raw(frame(BINARY, '{"type":"agent_error"}'))],
    ["in a list", (service: Service) => service.say('[{"type":"hello"},{"type":"agent_error"}]')],
  ])("fails %s too", async (_, tell) => {
    const server = await startService((service) => {
      tell(service);
      service.tell("done");
    });
    const attempt = await run(socketProbe(server.name, done, { never }));
    expect(said(attempt)).toContain("event agent_error came, which must never come");
  });

  it("passes when it does not come", async () => {
    const server = await startService((service) => service.tell("agent_errors", "done"));
    expect((await run(socketProbe(server.name, done, { never }))).outcome).toBe("passed");
  });
});

describe("three users at the same time", () => {
  /** Each user asks; `answer` decides whose data comes. */
  async function chat(answer: (user: string) => string) {
    const server = await startService((service: Service) => {
      service.onMessage = (asked) => {
        const user = typeof asked === "object" && asked !== null && "user" in asked ? String(asked.user) : "";
        service.tell("hello", { type: "agent_started", user_id: answer(user) }, { type: "done", user_id: user });
      };
    });
    const probe = socketProbe(server.name, [send({ user: "${user.id}" }), ...done], { ...own, users: 3 });
    return await Promise.all(
      USERS.map((id) => {
        const others = USERS.filter((each) => each !== id);
        return run(probe, { actor: actor(id, others) });
      }),
    );
  }

  it("pass when each gets its own data", async () => {
    const attempts = await chat((user) => user);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(["passed", "passed", "passed"]);
  });

  it("show who was sent whose data", async () => {
    const attempts = await chat((user) => (user === "user-001" ? "user-003" : user));
    expect(attempts.map(({ outcome }) => outcome)).toEqual(["failed", "passed", "passed"]);
    const [leak] = attempts;
    expect(leak === undefined ? "" : said(leak)).toBe(
      'WebSocket /ws: user-001 was sent data of user-003: $.user_id is "user-003" in agent_started, expected "user-001"',
    );
    expect(leak === undefined ? {} : facts(leak)).toMatchObject({
      stage: "value",
      at: untrusted("$.user_id"),
      expected: untrusted('"user-001"'),
      seen: untrusted('"user-003"'),
      user: untrusted("user-001"),
      foreignUser: untrusted("user-003"),
      event: 1,
      events: 1,
    });
  });

  it("name nobody for data that is nobody's", async () => {
    const [attempt] = await chat(() => "user-999");
    expect(attempt === undefined ? "" : said(attempt)).toBe(
      'WebSocket /ws: $.user_id is "user-999" in agent_started, expected "user-001"',
    );
    expect(attempt === undefined ? {} : facts(attempt)).toMatchObject({ user: untrusted("user-001") });
    expect(attempt === undefined ? {} : facts(attempt).foreignUser).toBeUndefined();
  });

  it("are each named in whatever failed", async () => {
    const server = await startService((service) => service.close(1011));
    const attempt = await run(socketProbe(server.name, done, { users: 3 }), { actor: actor("user-002", USERS) });
    expect(facts(attempt)).toMatchObject({ user: untrusted("user-002"), closeCode: 1011 });
    const alone = await run(socketProbe(server.name, done), { actor: actor("user-002", USERS) });
    expect(facts(alone).user).toBeUndefined();
  });
});

describe("users who are not equally fast", () => {
  /** Where all of them meet, told once by each, as the check hands it to them. */
  function meeting(users: number): () => () => Promise<void> {
    const all = Promise.withResolvers<undefined>();
    let missing = users;
    return () => {
      let isTold = false;
      return async () => {
        if (!isTold && --missing === 0) all.resolve(undefined);
        isTold = true;
        await all.promise;
      };
    };
  }

  /** Two users, the second of whom comes a little later; `tell` answers what one of them asks, knowing both. */
  async function gossip(tell: (user: string, asked: Service, other: Service | undefined) => void) {
    const all: Service[] = [];
    const server = await startService((service) => {
      all.push(service);
      service.onMessage = (asked) => {
        const user = JSON.stringify(asked).includes("user-001") ? "user-001" : "user-002";
        tell(
          user,
          service,
          all.find((each) => each !== service),
        );
      };
    });
    const [opened, finished] = [meeting(2), meeting(2)];
    const attempts = USERS.slice(0, 2).map(async (id, index) => {
      const steps = [send({ user: "${user.id}" }), expectation(["done"], { withinMs: 1_000 })];
      const together = { opened: opened(), done: finished() };
      const who = actor(id, [USERS[1 - index] ?? ""]);
      if (index === 1) await vi.waitFor(() => expect(all).toHaveLength(1));
      return await run(socketProbe(server.name, steps, { ...own, users: 2 }), { actor: who, options: { together } });
    });
    return await Promise.all(attempts);
  }

  it("are heard until all are done", async () => {
    const attempts = await gossip((user, asked, other) => {
      if (user === "user-001") return asked.tell({ type: "done", user_id: user });
      // The first user was done before.
      setTimeout(() => {
        other?.tell({ type: "note", user_id: user });
        asked.tell({ type: "done", user_id: user });
      }, 40);
    });
    expect(attempts.map((attempt) => facts(attempt).foreignUser)).toEqual([untrusted("user-002"), undefined]);
  });

  it("begin when all are connected", async () => {
    const present: boolean[] = [];
    const attempts = await gossip((user, asked, other) => {
      present.push(other !== undefined);
      asked.tell({ type: "done", user_id: user });
    });
    expect(present).toEqual([true, true]);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(["passed", "passed"]);
  });

  it("let nobody wait who fails", async () => {
    const server = await startService((service) => service.close(1011));
    const steps = [expectation(["done"])];
    const [opened, finished] = [meeting(1), meeting(1)];
    const together = { opened: opened(), done: finished() };
    const attempt = await run(socketProbe(server.name, steps), { options: { together } });
    expect(facts(attempt).closeCode).toBe(1011);
    await together.done();
  });
});

describe("what every message has to be like", () => {
  it.each([
    ["in bytes", (service: Service) => service.raw(frame(BINARY, '{"type":"done","user_id":"user-003"}')), "(binary)"],
    [
      "in a list",
      (service: Service) => service.tell([{ user_id: "user-001" }, { type: "more", user_id: "user-003" }], "done"),
      "(no $.type)",
    ],
  ])("is asked of what comes %s too", async (_, tell, label) => {
    const server = await startService(tell);
    const attempt = await run(socketProbe(server.name, done, own), { actor: actor("user-001", USERS.slice(1)) });
    expect(said(attempt)).toBe(
      `WebSocket /ws: user-001 was sent data of user-003: $.user_id is "user-003" in ${label}, expected "user-001"`,
    );
  });

  it("is proven by what stands in a list", async () => {
    const server = await startService((service) => service.tell([{ user_id: "user-001" }], "done"));
    expect((await run(socketProbe(server.name, done, own), { actor: actor("user-001") })).outcome).toBe("passed");
  });

  it("is told short and soon where a search finds the same again and again", async () => {
    let value: unknown = "A b9".repeat(20_000);
    for (let depth = 0; depth < 100; depth++) value = { user_id: value };
    const every = [condition("$..user_id", "eq", "user-001")];
    const world = fakeWorld({ socket: () => [message({ type: "done", ...Object(value) }, 1)] });
    const began = performance.now();
    const attempt = await run(socketProbe("staging", done, { every }), { world });
    expect(said(attempt)).toContain("$..user_id is a list of 100 in done, expected");
    expect(performance.now() - began).toBeLessThan(500);
  });

  it("says nothing of messages without the place, and proves nothing without any that has it", async () => {
    const server = await startService((service) => service.tell("hello", "done"));
    const attempt = await run(socketProbe(server.name, done, own), { actor: actor("user-001", USERS) });
    expect(said(attempt)).toBe(
      "WebSocket /ws: no message told $.user_id, so nothing is proven by it; came: hello, done",
    );
    expect(facts(attempt)).toMatchObject({
      stage: "data",
      at: untrusted("$.user_id"),
      seen: untrusted("in no message"),
    });
  });

  it("may be that there is nothing", async () => {
    const every = [condition("$.debug", "exists", false)];
    const clean = await startService((service) => service.tell("hello", "done"));
    expect((await run(socketProbe(clean.name, done, { every }))).outcome).toBe("passed");
    const chatty = await startService((service) => service.tell({ type: "hello", debug: "stack" }, "done"));
    const attempt = await run(socketProbe(chatty.name, done, { every }));
    expect(said(attempt)).toBe('WebSocket /ws: $.debug is "stack" in hello, expected nothing');
  });

  it("is held against a caller without a name", async () => {
    const every = [condition("$.level", "lt", 3)];
    const server = await startService((service) => service.tell({ type: "done", level: 3 }));
    const attempt = await run(socketProbe(server.name, done, { every }), { actor: NOBODY });
    expect(said(attempt)).toBe("WebSocket /ws: $.level is 3 in done, expected less than 3");
    expect(facts(attempt).user).toBeUndefined();
  });

  it("is told masked and short", async () => {
    const server = await startService((service) =>
      service.tell({ type: "done", user_id: `password=correct-horse ${"x".repeat(500)}` }),
    );
    const attempt = await run(socketProbe(server.name, done, own), { actor: actor("user-001") });
    expect(said(attempt)).toMatch(
      /^WebSocket \/ws: \$\.user_id is "password=\*\*\* x+… in done, expected "user-001"$/u,
    );
  });

  it("may be a pattern or a search through the message, within bounded time", async () => {
    const slow = realWorld({}, { isTooSlow: true });
    const server = await startService((service) => service.tell({ type: "done", user_id: "user-001" }));
    const pattern = { every: [condition("$.user_id", "matches", "^user-\\d+$")] };
    const search = { every: [condition("$..user_id", "contains", "user-001")] };
    for (const words of [pattern, search]) {
      expect((await run(socketProbe(server.name, done, words))).outcome).toBe("passed");
      const attempt = await run(socketProbe(server.name, done, words), { world: slow });
      expect(attempt.outcome).toBe("errored");
      expect(said(attempt)).toMatch(/\$\.{1,2}user_id takes longer than 250 ms on a message/u);
      expect(facts(attempt)).toMatchObject({ errno: "PATTERN_TOO_SLOW", stage: "value", at: words.every[0]?.at });
    }
    // Plain places and comparisons need no bound, so nothing can be too slow.
    expect((await run(socketProbe(server.name, done, own), { world: slow, actor: actor("user-001") })).outcome).toBe(
      "passed",
    );
  });
});
