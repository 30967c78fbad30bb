import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { call, connect, expectStatus, tokenFor, USERS } from "./staging.mjs";

describe("authentication", { concurrency: true }, () => {
  test("staging user is known to the API", async () => {
    const me = await expectStatus(200, "GET", "/api/me");
    assert.equal(me.user_id, USERS[0]);
  });

  test("websocket authentication names the user", async (t) => {
    const connection = await connect(t, USERS[1]);
    const [greeting] = await connection.receive("connection_established");
    assert.equal(greeting?.user_id, USERS[1]);
  });

  test("forged token is refused by the API", async () => {
    const { status } = await call("GET", "/api/me", {
      token: tokenFor(USERS[0], "not-the-secret"),
    });
    assert.equal(status, 401, `GET /api/me: a forged token was answered ${status}`);
  });

  test("websocket without a token is refused", async (t) => {
    await assert.rejects(
      connect(t, USERS[0], ""),
      /HTTP (401|403)/,
      "a WebSocket without a token was accepted",
    );
  });
});
