// What probes measure, and what is made of it: the kind, the words, and what makes two failures one error.
import { describe, expect, it } from "vitest";
import { analyse } from "../../src/judge/analyse.ts";
import { classify } from "../../src/judge/classify/classify.ts";
import type { Headline } from "../../src/model/analysis.ts";
import type { Facts } from "../../src/model/check.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { cycle, loop, probe, test } from "../fakes/checks.ts";
import { measured } from "../report/measured.ts";

const SOCKET = untrusted("WebSocket /ws");
const EVENTS = ["started", "thinking", "tool", "done", "closed"].map(untrusted);
const EXPIRES = Date.UTC(2026, 5, 3);

const said = (headline: Headline): string =>
  headline.map((part) => (typeof part === "string" ? part : reveal(part))).join("");
const found = (facts: Facts, message = "whatever the message says: assert 500 == 200") =>
  classify(probe("p", "failed", message, facts));
const fingerprint = (facts: Facts, message?: string): string => found(facts, message).fingerprint;

const KINDS: readonly (readonly [headline: string, kind: string, transient: string, facts: Facts])[] = [
  [
    "GET /me accepts a token that has expired",
    "access.bypassed",
    "no",
    {
      letIn: "expired",
      target: untrusted("GET /me"),
      httpStatus: 200,
      expected: untrusted("401"),
      seen: untrusted("200"),
    },
  ],
  [
    "WebSocket /ws lets a caller in without a token",
    "access.bypassed",
    "no",
    { letIn: "anonymous", target: SOCKET, closeCode: 1011, errno: "ECONNRESET", timedOut: "events" },
  ],
  [
    "GET /me accepts a token that is signed with another key",
    "access.bypassed",
    "no",
    { letIn: "wrong-key", target: untrusted("GET /me") },
  ],
  [
    "GET /me accepts a token without a signature",
    "access.bypassed",
    "no",
    { letIn: "unsigned", target: untrusted("GET /me") },
  ],
  [
    "WebSocket /ws lets a caller in that it has to refuse",
    "access.bypassed",
    "no",
    { stage: "auth", target: SOCKET, expected: untrusted("refused with 403"), seen: untrusted("accepted") },
  ],
  [
    "WebSocket /ws: a caller that has to be refused is neither refused nor accepted",
    "assert.missing-output",
    "either",
    {
      stage: "auth",
      target: SOCKET,
      expected: untrusted("refused with 403"),
      seen: untrusted("neither refused nor accepted"),
    },
  ],
  [
    "WebSocket /ws: user u1 gets data of user u2",
    "assert.value",
    "no",
    {
      stage: "value",
      target: SOCKET,
      at: untrusted("$.user_id"),
      expected: untrusted('"u1"'),
      seen: untrusted('"u2"'),
      user: untrusted("u1"),
      foreignUser: untrusted("u2"),
    },
  ],
  [
    "ws.ping: no data, 12 values where p95 needs at least 20 values",
    "assert.sla",
    "either",
    {
      stage: "data",
      noData: true,
      target: untrusted("ws.ping"),
      at: untrusted("p95"),
      expected: untrusted("at least 20 values"),
      seen: untrusted("12 values"),
    },
  ],
  [
    "the certificate ends on 2026-06-03, in 5 days, expected at least 14 days",
    "net.tls",
    "no",
    {
      stage: "value",
      limit: true,
      at: untrusted("certificate"),
      expected: untrusted("at least 14 days"),
      seen: untrusted("5 days"),
      httpStatus: 200,
      certificateExpiresAt: EXPIRES,
    },
  ],
  [
    "the certificate ended on 2026-06-03",
    "net.tls",
    "no",
    { stage: "tls", errno: "CERT_HAS_EXPIRED", certificateExpiresAt: EXPIRES },
  ],
  [
    "the WebSocket is open and dead: no ping is answered",
    "net.dropped",
    "yes",
    { stage: "server", timedOut: "answer", errno: "HALF_OPEN", target: SOCKET },
  ],
  [
    "the WebSocket floods its caller",
    "svc.bad-response",
    "either",
    { closeCode: 1006, errno: "FLOOD", target: SOCKET },
  ],
  [
    "the service does not read what the WebSocket sends",
    "svc.slow-response",
    "either",
    { closeCode: 1006, errno: "WS_ERR_NOT_READING", target: SOCKET },
  ],
  [
    "a pattern, schema or path of the probe takes too long on the answer",
    "test.defect",
    "no",
    { stage: "value", httpStatus: 200, at: untrusted("$..a"), errno: "PATTERN_TOO_SLOW" },
  ],
  ["a schema of the probe cannot be applied", "test.defect", "no", { httpStatus: 200, errno: "SCHEMA_NOT_APPLICABLE" }],
  ["the name is not resolved: ENOTFOUND", "net.dns", "either", { stage: "resolve", errno: "ENOTFOUND" }],
  ["the connection is refused: ECONNREFUSED", "net.refused", "either", { stage: "connect", errno: "ECONNREFUSED" }],
  [
    "the TLS handshake does not end in time",
    "net.connect-timeout",
    "yes",
    { stage: "tls", errno: "TIMEOUT", timedOut: "connect" },
  ],
  [
    "the name is not resolved in time",
    "net.connect-timeout",
    "yes",
    { stage: "resolve", errno: "TIMEOUT", timedOut: "connect" },
  ],
  [
    "only 1 of 5 expected events comes; the first missing one is thinking",
    "assert.missing-output",
    "either",
    { stage: "events", timedOut: "events", expectedEvents: EVENTS, missingEvents: EVENTS.slice(1) },
  ],
  [
    "only 3 of 5 expected events come; missing: done, closed",
    "assert.missing-output",
    "either",
    { stage: "events", timedOut: "events", expectedEvents: EVENTS, missingEvents: EVENTS.slice(3) },
  ],
  [
    "0 of 5 expected events come; the first missing one is started",
    "assert.missing-output",
    "either",
    { stage: "events", timedOut: "events", expectedEvents: EVENTS, missingEvents: EVENTS },
  ],
  [
    "the expected event does not come; missing: started",
    "assert.missing-output",
    "either",
    { stage: "events", timedOut: "events", expectedEvents: EVENTS.slice(0, 1), missingEvents: EVENTS.slice(0, 1) },
  ],
  [
    "the expected events come in another order",
    "assert.missing-output",
    "either",
    { stage: "events", timedOut: "events", expectedEvents: EVENTS, missingEvents: [] },
  ],
  [
    "the service never confirms the token: auth_ok does not come",
    "assert.missing-output",
    "either",
    {
      stage: "auth",
      phase: "first-frame",
      timedOut: "events",
      expectedEvents: [untrusted("auth_ok")],
      missingEvents: [untrusted("auth_ok")],
    },
  ],
  [
    "WebSocket /ws: agent_error comes, which may never come",
    "assert.value",
    "no",
    { stage: "events", target: SOCKET, expected: untrusted("never agent_error"), seen: untrusted("agent_error") },
  ],
  [
    "WebSocket /ws: event 2 of 5 is ping, expected thinking",
    "assert.value",
    "no",
    {
      stage: "events",
      target: SOCKET,
      at: untrusted("event 2 of 5"),
      expected: untrusted("thinking"),
      seen: untrusted("ping"),
    },
  ],
  [
    "the WebSocket closes with another code than expected",
    "assert.value",
    "no",
    { stage: "events", phase: "close", target: SOCKET, closeCode: 1000 },
  ],
  [
    "GET /agents: $.agents[*].id does not meet the schema: it is a number",
    "svc.bad-response",
    "no",
    {
      stage: "value",
      target: untrusted("GET /agents"),
      httpStatus: 200,
      at: untrusted("$.agents[*].id"),
      expected: untrusted("what the schema says (type)"),
      seen: untrusted("it is a number"),
    },
  ],
  [
    "GET /gone answers 200, expected 404",
    "assert.value",
    "no",
    {
      stage: "data",
      target: untrusted("GET /gone"),
      httpStatus: 200,
      expected: untrusted("404"),
      seen: untrusted("200"),
    },
  ],
  [
    "GET /agents answers with HTML, expected JSON",
    "svc.bad-response",
    "either",
    {
      stage: "data",
      target: untrusted("GET /agents"),
      httpStatus: 200,
      expected: untrusted("JSON"),
      seen: untrusted("HTML"),
    },
  ],
  [
    "http.duration [api]: p95 is 142 ms, expected at most 100 ms",
    "assert.sla",
    "either",
    {
      stage: "value",
      limit: true,
      target: untrusted("http.duration [api]"),
      at: untrusted("p95"),
      expected: untrusted("at most 100 ms"),
      seen: untrusted("142 ms"),
    },
  ],
];

it.each(KINDS)("says %j, which is %s and passes by itself: %s", (headline, kind, transient, facts) => {
  const { classification, headline: words } = found(facts);
  expect([said(words), classification.class, classification.transient]).toEqual([headline, kind, transient]);
  expect(classification).toMatchObject({ confidence: "certain", rule: expect.stringMatching(/^measured\./u) });
});

describe("an error stays the same", () => {
  const leak = (user: string, other: string): Facts => ({
    stage: "value",
    target: untrusted(`GET /users/${user}`),
    at: untrusted("$.user_id"),
    expected: untrusted(user),
    seen: untrusted(other),
    user: untrusted(user),
    foreignUser: untrusted(other),
  });
  const as = (user: string): Facts => ({ user: untrusted(user) });

  it.each<readonly [string, Facts, Facts]>([
    ["whoever sees whose data", leak("u1", "u2"), leak("u3", "u1")],
    [
      "whoever is closed on, with whatever request",
      { closeCode: 4001, closeReason: untrusted("no user u1 in 3f2a9c1e-8b7d-4c6a-9e0f-1a2b3c4d5e6f"), ...as("u1") },
      { closeCode: 4001, closeReason: untrusted("no user u2 in 00000000-8b7d-4c6a-9e0f-1a2b3c4d5e6f"), ...as("u2") },
    ],
    [
      "whoever is answered",
      { httpStatus: 404, target: untrusted("GET /users/u1/me"), ...as("u1") },
      { httpStatus: 404, target: untrusted("GET /users/u2/me"), ...as("u2") },
    ],
    [
      "whichever value one of several users should have seen",
      { stage: "value", at: untrusted("$.id"), expected: untrusted('"u1"'), seen: untrusted('"x"'), ...as("u1") },
      { stage: "value", at: untrusted("$.id"), expected: untrusted('"u2"'), seen: untrusted('"y"'), ...as("u2") },
    ],
    [
      "however many events came, and when",
      {
        timedOut: "events",
        expectedEvents: EVENTS,
        missingEvents: EVENTS.slice(1),
        seenEvents: [{ name: untrusted("ping"), count: 3, firstMs: 1, lastMs: 9 }],
      },
      {
        timedOut: "events",
        expectedEvents: EVENTS,
        missingEvents: EVENTS.slice(1),
        seenEvents: [],
        event: 2,
        events: 5,
      },
    ],
    [
      "however many values are too few",
      {
        noData: true,
        target: untrusted("ws.ping"),
        at: untrusted("p95"),
        expected: untrusted("at least 20 values"),
        seen: untrusted("12 values"),
      },
      {
        noData: true,
        target: untrusted("ws.ping"),
        at: untrusted("p95"),
        expected: untrusted("at least 20 values"),
        seen: untrusted("no values"),
      },
    ],
    [
      "on whichever day the certificate ended",
      { stage: "tls", errno: "CERT_HAS_EXPIRED", certificateExpiresAt: EXPIRES },
      { stage: "tls", errno: "CERT_HAS_EXPIRED", certificateExpiresAt: EXPIRES + 86_400_000 },
    ],
  ])("%s", (_, one, other) => {
    expect(fingerprint(one)).toBe(fingerprint(other));
  });

  it("whoever the message names, where nothing was measured", () => {
    expect(fingerprint(as("u1"), "user u1 is odd")).toBe(fingerprint(as("u2"), "user u2 is odd"));
  });

  it.each<readonly [string, Facts, Facts]>([
    ["another way in", { letIn: "expired", target: SOCKET }, { letIn: "unsigned", target: SOCKET }],
    [
      "another reason",
      { closeCode: 1011, closeReason: untrusted("a crash") },
      { closeCode: 1011, closeReason: untrusted("a leak") },
    ],
    [
      "another endpoint",
      { httpStatus: 404, target: untrusted("GET /v1/a") },
      { httpStatus: 404, target: untrusted("GET /v2/a") },
    ],
    [
      "another endpoint where a name is part of a word",
      { httpStatus: 404, target: untrusted("GET /v1/a"), user: untrusted("1") },
      { httpStatus: 404, target: untrusted("GET /v2/a"), user: untrusted("2") },
    ],
    [
      "another missing event",
      { timedOut: "events", missingEvents: EVENTS },
      { timedOut: "events", missingEvents: EVENTS.slice(1) },
    ],
  ])("but not with %s", (_, one, other) => {
    expect(fingerprint(one)).not.toBe(fingerprint(other));
  });
});

describe("the first error", () => {
  const many = ["a", "b", "c"].map((name) => test(name, "failed", "assert 500 == 200 for GET /api/agents"));
  const leak = probe("isolation", "failed", "", {
    foreignUser: untrusted("u2"),
    user: untrusted("u1"),
    target: SOCKET,
  });
  const letIn = probe("refused", "failed", "", { letIn: "anonymous", target: SOCKET });

  it("is that somebody got in, then that somebody saw what is not theirs, however much the others break", () => {
    const { patterns } = analyse(cycle([...many, leak, letIn]), loop());
    expect(patterns.map((pattern) => pattern.alarm)).toEqual(["let-in", "leak", null]);
  });
});

describe("a socket that closes", () => {
  const closed = (name: string, facts: Facts) =>
    probe(name, "failed", "", { closeCode: 1011, closeReason: untrusted("Internal error"), ...facts });
  const first = (...checks: Parameters<typeof cycle>[0]): string =>
    said(analyse(cycle(checks), loop()).patterns[0]?.headline ?? []);

  it.each<readonly [string, Facts]>([
    ["at event 3 of 5", { phase: "event", event: 3, events: 5 }],
    ["before anything comes", { phase: "first-frame" }],
    ["before the token is confirmed", { phase: "authenticated" }],
  ])("says how far the talk had come: %s", (place, facts) => {
    expect(first(closed("a", facts), closed("b", facts))).toBe(
      `the WebSocket closes with 1011 Internal error ${place}`,
    );
  });

  it("says no place where it closed at several, and stays one error", () => {
    const checks = [closed("a", { phase: "first-frame" }), closed("b", { phase: "event", event: 3, events: 5 })];
    expect(first(...checks)).toBe("the WebSocket closes with 1011 Internal error");
    expect(analyse(cycle(checks), loop()).patterns).toHaveLength(1);
  });
});

it("tells of the one of several users who saw what is not theirs, though another one's failure stands for all", () => {
  const closed = { message: untrusted("closed"), detail: null, type: null, facts: { closeCode: 1011 } };
  const leak = { ...closed, facts: { user: untrusted("u2"), foreignUser: untrusted("u1"), target: SOCKET } };
  const user = (name: string, failure: typeof closed | typeof leak) =>
    ({ user: untrusted(name), outcome: "failed", durationMs: 1, failure }) as const;
  const check = {
    ...probe("events", "failed"),
    failure: closed,
    measured: measured({ users: [user("u1", closed), user("u2", leak)] }),
  };
  expect(said(classify(check).headline)).toBe("WebSocket /ws: user u2 gets data of user u1");
  expect(classify(check).alarm).toBe("leak");
});

it("counts a path as a path from its first part on", () => {
  const one = classify(test("t", "failed", "assert 404 == 200 for /api/agents"));
  expect(said(one.headline)).toBe("/api/agents answers 404");
  expect(said(classify(test("t", "failed", "assert 404 == 200 for https://x.example/api/agents")).headline)).toBe(
    "/api/agents answers 404",
  );
});
