// Services that send far more than anybody asked for: bounded in memory, in time, and in what is told.
import { expect, it } from "vitest";
import { reveal } from "../../src/text/untrusted.ts";
import { frame, TEXT } from "../servers/websocket.ts";
import { condition, event, expectation, facts, run, said, socketProbe } from "./socket/probes.ts";
import { startService, type Served } from "./socket/servers.ts";

const told = (message: unknown): Buffer => frame(TEXT, JSON.stringify(message));

/** The same event this many times, in thousands. */
function thousands(count: number, message: unknown): Buffer {
  const one = Buffer.concat(Array.from({ length: 1_000 }, () => told(message)));
  return Buffer.concat(Array.from({ length: count }, () => one));
}

/** Everything is written at once. */
async function flooding(bytes: Buffer): Promise<Served> {
  return await startService((service) => service.raw(bytes));
}

it("the expected event is found behind 99,000 others, and others still have their turn meanwhile", async () => {
  const server = await flooding(Buffer.concat([thousands(99, { type: "tick" }), told({ type: "ready" })]));
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const attempt = await run(socketProbe(server.name, [expectation(["ready"])]));
  clearInterval(timer);
  expect(attempt.outcome).toBe("passed");
  expect(attempt.events.map(({ name, count }) => [reveal(name), count])).toEqual([
    ["tick", 99_000],
    ["ready", 1],
  ]);
  expect(turns).toBeGreaterThan(10);
});

it("more than 100,000 messages are a flood, and what came is told", async () => {
  const server = await flooding(Buffer.concat([thousands(100, { type: "tick" }), told({ type: "ready" })]));
  const attempt = await run(socketProbe(server.name, [expectation(["ready"])]));
  expect(attempt.outcome).toBe("errored");
  expect(said(attempt)).toBe(
    "WebSocket /ws: more came than any probe reads (FLOOD) at event 1 of 1 (ready); came: tick ×100000",
  );
  expect(facts(attempt)).toMatchObject({ errno: "FLOOD", closeCode: 1006, phase: "event", event: 1 });
  const detail = attempt.failure?.detail ?? null;
  expect(detail === null ? "" : reveal(detail)).toContain("last 5 of 100000 messages:");
});

it("thousands of names are counted in a few, and those of the plan always", async () => {
  const names = Array.from({ length: 5_000 }, (_, index) => told({ type: `name-${index}` }));
  const server = await startService((service) => {
    service.raw(Buffer.concat([...names, told({ type: "ready" })]));
    service.close(1011);
  });
  const attempt = await run(socketProbe(server.name, [expectation(["ready", "set"])]));
  expect(attempt.events).toHaveLength(52);
  expect(attempt.events.slice(-2).map(({ name, count }) => [reveal(name), count])).toEqual([
    ["(other names)", 4_950],
    ["ready", 1],
  ]);
  expect(said(attempt)).toMatch(/; came: name-0, name-1, .*name-11 and 40 more$/u);
  expect(said(attempt).length).toBeLessThan(400);
});

it("thousands of events that nearly fit are counted, and the last is told", async () => {
  const server = await startService((service) => {
    service.raw(thousands(20, { type: "done", id: 7 }));
    service.close(1011);
  });
  const done = event("done", { match: [condition("$.id", "eq", "right")] });
  const attempt = await run(socketProbe(server.name, [expectation([done])]));
  expect(said(attempt)).toContain('; done came with $.id 7, expected "right" (last of 20000); came: done ×20000');
});

it("megabytes of text are heard and not kept", async () => {
  const large = told({ type: "large", text: "x".repeat(900_000) });
  const server = await startService((service) => {
    service.raw(Buffer.concat(Array.from({ length: 20 }, () => large)));
    service.close(1011);
  });
  const attempt = await run(socketProbe(server.name, [expectation(["ready"])]));
  expect(said(attempt)).toContain("; came: large ×20");
  expect(JSON.stringify(attempt).length).toBeLessThan(5_000);
});
