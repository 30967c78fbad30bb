// What probes and targets find, and what is proven when they find nothing.
import type { CheckResult, Facts } from "../../src/model/check.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { command, cycle, probe, test } from "../fakes/checks.ts";
import { bound, event, failure, measured, missed, proven, target } from "./measured.ts";
import { NEXT, stop, type Scene } from "./telling.ts";

const SOCKET = untrusted("WebSocket /ws");
const EVENTS = ["agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed"].map(
  untrusted,
);
const TIMERS = { p99: 0.8, max: 2.4 };
const tests = ["test_login", "test_agents"].map((name) => test(name, "passed"));
const fine = [
  proven("api answers"),
  proven("agents listed", { token: { kind: "jwt", minted: true, accepted: true } }),
  proven("ws connects", { timings: null, httpStatus: null, events: [event("connection_established", 12)] }),
];

const waited: Facts = {
  stage: "events",
  phase: "event",
  target: SOCKET,
  timedOut: "events",
  step: 2,
  event: 2,
  events: 5,
  expectedEvents: EVENTS,
  missingEvents: EVENTS.slice(1),
  seenEvents: [event("connection_established", 9), event("agent_started", 40), event("ping", 1_000, 29, 29_000)],
};

const CLOSED_EARLY: Facts = {
  stage: "server",
  phase: "event",
  target: SOCKET,
  closeCode: 1011,
  closeReason: untrusted("agent crashed"),
  event: 3,
  events: 5,
  expectedEvents: EVENTS,
  missingEvents: EVENTS.slice(2),
};

const LEAK: Facts = {
  stage: "value",
  phase: "event",
  target: SOCKET,
  step: 2,
  event: 2,
  events: 5,
  at: untrusted("$.user_id"),
  expected: untrusted('"staging-e2e-user-001"'),
  seen: untrusted('"staging-e2e-user-002"'),
  user: untrusted("staging-e2e-user-001"),
  foreignUser: untrusted("staging-e2e-user-002"),
  seenEvents: [event("agent_started", 31), event("agent_thinking", 44, 3, 910)],
};

const LET_IN: Facts = {
  stage: "auth",
  target: untrusted("GET /api/me"),
  httpStatus: 200,
  letIn: "expired",
  expected: untrusted("401 or 403"),
  seen: untrusted("200"),
  token: { algorithm: "HS256", audience: untrusted("staging"), livesMs: 300_000, clockSkewMs: 0 },
};

const REFUSED: Facts = {
  stage: "auth",
  target: untrusted("GET /api/me"),
  httpStatus: 401,
  expected: untrusted("200"),
  seen: untrusted("401"),
  timings: { dnsMs: 2, tcpMs: 1, tlsMs: 14, firstByteMs: 9_800, totalMs: 9_820 },
  token: { algorithm: "HS256", audience: untrusted("staging"), livesMs: 300_000, clockSkewMs: -42_000 },
};

const SLOW: Facts = {
  stage: "value",
  limit: true,
  target: untrusted("http.duration [api]"),
  at: untrusted("p95"),
  expected: untrusted("at most 100 ms"),
  seen: untrusted("142 ms"),
};

const TOO_FEW: Facts = {
  stage: "data",
  noData: true,
  target: untrusted("ws.ping"),
  at: untrusted("p95"),
  expected: untrusted("at least 20 values"),
  seen: untrusted("12 values"),
};

const UNREACHABLE: Facts = { stage: "connect", target: untrusted("GET /api/me"), errno: "ENETUNREACH" };

const warns = (check: CheckResult): CheckResult => ({ ...check, severity: "warn" });
const sampled = proven("api is quick", {
  samples: { wanted: 100, done: 100, failed: 0, loopDelayMs: TIMERS },
  values: [{ metric: "http.duration", values: [58, 61] }],
});

export const PROBE_SCENES: Readonly<Record<string, Scene>> = {
  "green-proven": {
    cycle: cycle(
      [
        ...fine,
        { ...proven("bad token is refused", { token: { kind: "jwt", minted: true, accepted: false } }) },
        sampled,
        target("http.duration [api] p95 ≤ 100 ms", [bound(61, { warn: 80 })]),
        target("quality min ≥ 0.7", [bound(0.83, { aggregate: "min", limit: 0.7, unit: "", values: 5 })]),
        ...tests,
      ],
      { setup: command({ durationMs: 1_200 }), teardown: command({ durationMs: 300 }) },
    ),
    decision: stop("reached"),
  },
  "green-look": {
    cycle: cycle(
      [
        ...fine,
        proven("agent events", { tries: 2, earlier: [failure("closed", CLOSED_EARLY)] }),
        warns(
          missed("recovers after a drop", "WebSocket /ws: the connection was dropped without a close code", {
            stage: "handshake",
            phase: "first-frame",
            target: SOCKET,
            closeCode: 1006,
          }),
        ),
        {
          ...sampled,
          measured: measured({ samples: { wanted: 100, done: 100, failed: 0, loopDelayMs: { p99: 38, max: 61 } } }),
        },
        target("http.duration [api] p95 ≤ 100 ms", [bound(92, { warn: 80 })]),
        proven("weak", { token: { kind: "jwt", minted: true, accepted: true, weakKey: true } }),
      ],
      { teardown: command({ exitCode: 2 }) },
    ),
    decision: stop("reached"),
  },
  "red-events": {
    cycle: cycle([
      ...fine,
      missed(
        "agent events",
        "user 2 of 3 (staging-e2e-user-002): WebSocket /ws: no event 2 of 5 (agent_thinking) within 30 s; came: connection_established, agent_started, ping ×29",
        { ...waited, user: untrusted("staging-e2e-user-002") },
        {
          timings: null,
          httpStatus: null,
          tries: 3,
          earlier: [failure("closed", CLOSED_EARLY), failure("late", waited)],
          users: [
            { user: untrusted("staging-e2e-user-001"), outcome: "passed", durationMs: 4_100, failure: null },
            {
              user: untrusted("staging-e2e-user-002"),
              outcome: "failed",
              durationMs: 30_000,
              failure: failure("late", waited),
            },
            { user: untrusted("staging-e2e-user-003"), outcome: "passed", durationMs: 4_300, failure: null },
          ],
        },
      ),
      ...tests,
    ]),
    decision: NEXT,
  },
  "red-isolation": {
    cycle: cycle([
      ...fine,
      missed("agent events", "staging-e2e-user-001 was sent data of staging-e2e-user-002", LEAK, { timings: null }),
      ...["test_a", "test_b", "test_c"].map((name) => test(name, "failed", "assert 404 == 200 for /api/agents")),
    ]),
    decision: NEXT,
  },
  "red-let-in": {
    cycle: cycle([
      ...fine,
      missed(
        "an expired token is refused",
        "GET /api/me answered 200 to a token that is expired, expected 401 or 403",
        LET_IN,
      ),
      missed("a caller without a token is refused", "WebSocket /ws: a caller without a token was let in", {
        stage: "auth",
        phase: "event",
        target: SOCKET,
        letIn: "anonymous",
        expected: untrusted("refused with 401 or 1008"),
        seen: untrusted("accepted"),
      }),
      ...["test_a", "test_b", "test_c"].map((name) => test(name, "failed", "assert 500 == 200 for /api/agents")),
    ]),
    decision: NEXT,
  },
  "red-token": {
    cycle: cycle([
      missed(
        "api answers",
        "GET /api/me answered 401, expected 200; the token is HS256, for staging, valid for 300 s",
        REFUSED,
        {
          token: { kind: "jwt", minted: true, accepted: false },
        },
      ),
      { ...probe("agents listed", "blocked"), blockedBy: [probe("api answers", "failed").key] },
      proven("health"),
    ]),
    decision: { ...NEXT, because: "nothing-changed" },
  },
  "red-closed": {
    cycle: cycle([
      ...fine,
      missed("agent events", "WebSocket /ws: closed with 1011 agent crashed at event 3 of 5 (tool_executing)", {
        ...CLOSED_EARLY,
        seenEvents: [event("agent_started", 31), event("agent_thinking", 44, 3, 910)],
      }),
    ]),
    decision: NEXT,
  },
  "red-targets": {
    cycle: cycle([
      ...fine,
      sampled,
      target("http.duration [api] p95 ≤ 100 ms", [bound(142, { warn: 80 })], {
        outcome: "failed",
        failure: failure("http.duration [api]: p95 is 142 ms, expected at most 100 ms", SLOW),
      }),
      target("ws.ping p95 ≤ 100 ms", [bound(null, { values: 12 })], {
        outcome: "errored",
        failure: failure("ws.ping: 12 values are too few for p95, which needs 20", TOO_FEW),
      }),
      ...tests,
    ]),
    decision: NEXT,
  },
  "red-certificate": {
    cycle: cycle([
      ...fine,
      missed(
        "certificate is fresh",
        "GET /health: the certificate is valid until 2026-06-03, for 5 days, expected at least 14 days",
        {
          stage: "value",
          limit: true,
          target: untrusted("GET /health"),
          httpStatus: 200,
          at: untrusted("certificate"),
          expected: untrusted("at least 14 days"),
          seen: untrusted("5 days"),
          certificateExpiresAt: 1_780_432_000_000,
        },
      ),
    ]),
    decision: { ...NEXT, because: "nothing-changed" },
  },
  "red-blocked-only": {
    cycle: cycle([
      ...fine,
      warns(
        missed("recovers after a drop", "WebSocket /ws: closed with 1001", {
          stage: "server",
          target: SOCKET,
          closeCode: 1001,
        }),
      ),
      { ...probe("agent events", "blocked"), blockedBy: [probe("recovers after a drop", "failed").key] },
    ]),
    decision: NEXT,
  },
  "not-tested-preflight": {
    cycle: cycle(
      [
        {
          ...missed("api answers", "GET /api/me answered 401, expected 200", REFUSED, {
            token: { kind: "jwt", minted: true, accepted: false },
          }),
          preflight: true,
        },
        ...fine.slice(1),
      ],
      { suites: [] },
    ),
    decision: stop("needs-person"),
  },
  "not-tested-setup": {
    cycle: cycle([], {
      suites: [],
      setup: command({ exitCode: 1, output: untrusted("seeding users\npsql: connection timed out\n") }),
    }),
    decision: { ...NEXT, because: "not-tested" },
  },
  "not-tested-control": {
    cycle: cycle(
      [
        {
          ...missed("api answers", "GET /api/me: network is unreachable", UNREACHABLE),
          outcome: "errored",
          measured: null,
        },
      ],
      {
        suites: [],
        control: {
          target: untrusted("GitHub's API"),
          reachable: false,
          message: untrusted("network is unreachable (ENETUNREACH)"),
        },
      },
    ),
    decision: { ...NEXT, because: "not-tested" },
  },
  "unproven-only-warnings": {
    cycle: cycle([warns(proven("api answers"))], { suites: [] }),
    decision: stop("needs-person"),
  },
};
