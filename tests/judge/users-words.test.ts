// The error texts of real staging reports, and the kind that each of them is.
import { expect, it } from "vitest";
import { classify } from "../../src/judge/classify/classify.ts";
import type { Facts } from "../../src/model/check.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { probe, test } from "../fakes/checks.ts";

const SAID: readonly (readonly [said: string, kind: string, transient: string])[] = [
  ["received 1011 (internal error) Factory SSOT validation failed", "svc.server-error", "no"],
  [
    "received 1011 (internal error) Internal error; then sent 1011 (internal error) Internal error",
    "svc.server-error",
    "either",
  ],
  ["WebSocket connection failed: received 1008 (policy violation) SSOT Auth failed", "access.unauthenticated", "no"],
  ["sent 1011 (internal error) keepalive ping timeout; no close frame received", "net.dropped", "yes"],
  ["websockets.exceptions.InvalidStatus: server rejected WebSocket connection: HTTP 403", "access.forbidden", "no"],
  ["server rejected WebSocket connection: HTTP 401", "access.unauthenticated", "no"],
  ["Unexpected server response: 503", "svc.unavailable", "yes"],
  ["TimeoutError: timed out during opening handshake", "net.connect-timeout", "yes"],
  ["Authentication failed: user_context must be a UserExecutionContext instance", "svc.server-error", "no"],
  ["assert 404 == 200", "svc.not-found", "no"],
  ["AssertionError: POST /api/agents/start: expected 200, got 404", "svc.not-found", "no"],
  ["AssertionError: expected status 200 but was 500", "svc.server-error", "either"],
  ["AssertionError: expected 404 but was 200", "assert.value", "no"],
  [
    "AssertionError: Agent should provide some content or analysis (staging may use mock responses)",
    "assert.missing-output",
    "either",
  ],
  [
    "AssertionError: Optimization should use analysis tools\nassert 0 > 0 (where 0 = len([]))",
    "assert.missing-output",
    "either",
  ],
  ["0/5 critical events found. Missing Events: {'tool_executing', 'agent_started'}", "assert.missing-output", "either"],
  ["AssertionError: Quality SLA violation: 0.00 < 0.7", "assert.sla", "either"],
  ["AssertionError: latency 142 ms > 100 ms", "assert.sla", "either"],
  ["ModuleNotFoundError: No module named 'test_framework.staging'", "test.import", "no"],
  ["Missing required environment variable OPENAI_KEY", "env.missing-config", "no"],
  ["Failed: Timeout >30.0s", "test.timeout", "either"],
  ["AssertionError: assert 3 == 4", "assert.value", "no"],
  ["something nobody has ever seen", "unknown", "either"],
  ["AssertionError: expected 100 rows, got 404", "assert.value", "no"],
  ["assert 500 == 480", "assert.value", "no"],
  ["the query returned 503 rows", "unknown", "either"],
  ["ERROR 1045: error code: 1045 Access denied for user", "dep.datastore", "no"],
  ["WebSocket closed with code 4401 (token expired)", "access.unauthenticated", "no"],
  ["Request failed with status code 502", "svc.unavailable", "yes"],
];

it.each(SAID)("says of %j that it is %s", (said, kind, transient) => {
  const { classification } = classify(test("t", "failed", said));
  expect(classification).toMatchObject({ class: kind, transient });
});

const MEASURED: readonly (readonly [facts: Facts, kind: string])[] = [
  [{ closeCode: 1008, closeReason: untrusted("SSOT Auth failed") }, "access.unauthenticated"],
  [{ closeCode: 1008, closeReason: untrusted("message too chatty") }, "svc.rejected"],
  [{ closeCode: 1011, closeReason: untrusted("Factory SSOT validation failed") }, "svc.server-error"],
  [{ closeCode: 1006, closeReason: untrusted("") }, "net.dropped"],
  [{ upgradeStatus: 401 }, "access.unauthenticated"],
  [{ upgradeStatus: 403 }, "access.forbidden"],
  [{ upgradeStatus: 503 }, "svc.unavailable"],
  [{ upgradeStatus: 200 }, "svc.bad-response"],
  [{ stage: "handshake", errno: "TIMEOUT", timedOut: "handshake" }, "net.connect-timeout"],
  [{ stage: "server", errno: "TIMEOUT", timedOut: "answer" }, "svc.slow-response"],
  [{ stage: "resolve", errno: "ENOTFOUND" }, "net.dns"],
  [{ stage: "connect", errno: "ECONNREFUSED" }, "net.refused"],
  [{ stage: "tls", errno: "CERT_HAS_EXPIRED" }, "net.tls"],
  [{ httpStatus: 404, target: untrusted("GET /api/agents/start") }, "svc.not-found"],
  [{ httpStatus: 500 }, "svc.server-error"],
  [{ httpStatus: 429 }, "access.rate-limited"],
  [{ httpStatus: 504 }, "svc.slow-response"],
  [{ stage: "events", timedOut: "events", missingEvents: [untrusted("agent_started")] }, "assert.missing-output"],
  [{ stage: "value", httpStatus: 200, limit: true, seen: untrusted("0") }, "assert.sla"],
  [{ stage: "data", httpStatus: 200, expected: untrusted("JSON"), seen: untrusted("HTML") }, "svc.bad-response"],
  [{ stage: "value", httpStatus: 200, expected: untrusted("a"), seen: untrusted("b") }, "assert.value"],
];

it.each(MEASURED)("says of what a probe measured, %j, that it is %s", (facts, kind) => {
  const found = classify(probe("p", "failed", "whatever the message says: assert 500 == 200", facts));
  expect(found.classification).toMatchObject({ class: kind, confidence: "certain" });
  expect(found.classification.rule).toMatch(/^measured\./u);
});

it("gives a close that a probe measured and one that a library printed the same fingerprint", () => {
  const measured = classify(
    probe("p", "failed", "", { closeCode: 1011, closeReason: untrusted("Factory SSOT validation failed") }),
  );
  const printed = classify(test("t", "failed", "received 1011 (internal error) Factory SSOT validation failed"));
  expect(printed.fingerprint).toBe(measured.fingerprint);
});

it("keeps errors apart that differ in what decides", () => {
  const texts = [
    "assert 404 == 200 for /api/agents/start",
    "assert 404 == 200 for /api/messages",
    "assert 403 == 200 for /api/messages",
    "received 1011 (internal error) Factory SSOT validation failed",
    "received 1008 (policy violation) SSOT Auth failed",
  ];
  expect(new Set(texts.map((text) => classify(test("t", "failed", text)).fingerprint)).size).toBe(texts.length);
});

it("puts errors together that differ only in what changes from run to run", () => {
  const texts = [
    "worker 0x7f3a12 on 10.0.4.7:49152 gave up after 5.106s (request 3f2a9c1e-8b7d-4c6a-9e0f-1a2b3c4d5e6f)",
    "worker 0x11bb22 on 10.0.9.1:50001 gave up after 2.329s (request 00000000-8b7d-4c6a-9e0f-1a2b3c4d5e6f)",
  ];
  expect(new Set(texts.map((text) => classify(test("t", "failed", text)).fingerprint)).size).toBe(1);
});

it("reads the rest of a failure when its message is only an assertion", () => {
  const found = classify(
    test(
      "t",
      "failed",
      "AssertionError: connection failed",
      "E   received 1011 (internal error) Factory SSOT validation failed",
    ),
  );
  expect(found.classification.class).toBe("svc.server-error");
});
