import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { connect, converse, USERS } from "./staging.mjs";

describe("concurrent users", { concurrency: true }, () => {
  test("three users are connected at the same time", async (t) => {
    const connections = await Promise.all(USERS.map((userId) => connect(t, userId)));
    await Promise.all(connections.map((each) => each.receive("connection_established")));
    const open = connections.filter((each) => each.isOpen()).length;
    assert.equal(open, 3, `${open} of 3 connections are open`);
  });

  test("users receive nothing of each other", async (t) => {
    const connections = await Promise.all(USERS.map((userId) => connect(t, userId)));
    await Promise.all(connections.map((each) => each.receive("connection_established")));
    await Promise.all(connections.map((each, index) => converse(each, `question ${index}`)));
    connections.forEach(({ received }, index) => {
      const foreign = received.find((event) => event.user_id && event.user_id !== USERS[index]);
      assert.ok(!foreign, `${USERS[index]} received ${foreign?.type} of ${foreign?.user_id}`);
    });
  });
});
