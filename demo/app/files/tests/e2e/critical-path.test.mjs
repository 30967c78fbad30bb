import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { call, expectStatus } from "./staging.mjs";

describe("critical API", { concurrency: true }, () => {
  test("service reports healthy", async () => {
    const { status } = await expectStatus(200, "GET", "/health");
    assert.equal(status, "healthy");
  });

  test("agents can be discovered", async () => {
    const { agents } = await expectStatus(200, "POST", "/api/agents/search", {
      body: { q: "costs" },
    });
    assert.ok(agents.length > 0, `agents should be discoverable: ${agents.length} > 0`);
  });

  test("agent control endpoints answer", async () => {
    const paths = ["/api/agents/start", "/api/agents/status", "/api/agents/stop"];
    const answers = await Promise.all(paths.map((path) => call("GET", path)));
    answers.forEach(({ status }, index) => {
      assert.equal(status, 200, `GET ${paths[index]}: expected 200, got ${status}`);
    });
  });
});

describe("quality and performance", { concurrency: true }, () => {
  test("answer quality meets its SLA", async () => {
    const { quality_score: score } = await expectStatus(200, "GET", "/api/quality");
    assert.ok(score >= 0.7, `Quality SLA violation: ${score.toFixed(2)} < 0.7`);
  });

  test("API answers within 350 ms", async () => {
    await call("GET", "/health"); // the first connection of a process is not the API's time
    const answers = await Promise.all([1, 2, 3].map(() => call("GET", "/api/me")));
    const fastestMs = Math.round(Math.min(...answers.map(({ tookMs }) => tookMs)));
    assert.ok(fastestMs <= 350, `Performance SLA violation: API response ${fastestMs} ms > 350 ms`);
  });
});
