import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { connect, converse, expectStatus, USERS } from "./staging.mjs";

describe("message flow", { concurrency: true }, () => {
  test("message endpoints keep a message", async () => {
    const { id } = await expectStatus(201, "POST", "/api/messages", { body: { text: "hello" } });
    const { messages } = await expectStatus(200, "GET", "/api/messages");
    assert.ok(
      messages.some((message) => message.id === id),
      "the message was not kept",
    );
  });

  test("threads are created and listed", async () => {
    const { id } = await expectStatus(201, "POST", "/api/threads", { body: { title: "costs" } });
    const { threads } = await expectStatus(200, "GET", "/api/threads");
    assert.ok(
      threads.some((thread) => thread.id === id),
      "the thread was not kept",
    );
  });

  test("message comes back with content or analysis", async (t) => {
    const events = await converse(await connect(t, USERS[0]), "queries of last week");
    const { content } = events.find((event) => event.type === "agent_completed");
    assert.match(content, /queries of last week/, "Agent should provide some content or analysis");
  });
});
