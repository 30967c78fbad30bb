import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { connect, converse, CRITICAL_EVENTS, USERS } from "./staging.mjs";

describe("websocket connection", { concurrency: true }, () => {
  test("websocket connection is accepted", async (t) => {
    const connection = await connect(t, USERS[0]);
    const events = await connection.receive("connection_established");
    assert.equal(events[0]?.type, "connection_established");
  });

  test("websocket subprotocol is negotiated", async (t) => {
    const connection = await connect(t, USERS[0]);
    await connection.receive("connection_established");
    assert.equal(connection.protocol, "jwt-auth");
  });

  test("websocket answers a ping", async (t) => {
    const connection = await connect(t, USERS[0]);
    connection.send({ type: "ping" });
    const events = await connection.receive("pong");
    assert.ok(
      events.some((event) => event.type === "pong"),
      "no pong within a second",
    );
  });
});

describe("agent events", { concurrency: true }, () => {
  test("all critical events are delivered", async (t) => {
    const connection = await connect(t, USERS[0]);
    await converse(connection, "Which costs grew?");
  });

  test("critical events arrive in order", async (t) => {
    const events = await converse(await connect(t, USERS[1]), "Which costs grew?");
    const order = CRITICAL_EVENTS.toSorted(
      (a, b) =>
        events.findIndex((event) => event.type === a) -
        events.findIndex((event) => event.type === b),
    );
    assert.deepEqual(order, CRITICAL_EVENTS, "critical events arrived out of order");
  });

  test("optimization uses analysis tools", async (t) => {
    const events = await converse(await connect(t, USERS[2]), "What can we save?");
    const tools = events.filter((event) => event.type === "tool_completed" && event.call_id);
    assert.ok(tools.length > 0, `Optimization should use analysis tools: ${tools.length} > 0`);
  });
});
