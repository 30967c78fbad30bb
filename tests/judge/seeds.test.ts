// The users' own reports, cycle by cycle: each error has the kind that they know it by, what they say blocks another one
// does, and what they call progress is told as such.
import { describe, expect, it } from "vitest";
import { analyse } from "../../src/judge/analyse.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import type { Pattern } from "../../src/model/analysis.ts";
import type { CheckResult } from "../../src/model/check.ts";
import { command, cycle, loop, suiteRun, test } from "../fakes/checks.ts";
import { after, cycleAt, inside, outside } from "./errors/errors.ts";

const FACTORY = "received 1011 (internal error) Factory SSOT validation failed";
const INTERNAL = "received 1011 (internal error) Internal error; then sent 1011 (internal error) Internal error";
const POLICY = "WebSocket connection failed: received 1008 (policy violation) SSOT Auth failed";
const FORBIDDEN = "HTTP 403: server rejected WebSocket connection";
const HANDSHAKE = "TimeoutError: timed out during opening handshake";
const CONTEXT = "Authentication failed: user_context must be a UserExecutionContext instance";
const NO_EVENTS =
  "0/5 critical events found. Missing Events: {'tool_executing', 'tool_completed', 'agent_started', 'agent_thinking', 'agent_completed'}";

const failed = (module: string, words: string, ...names: readonly string[]): readonly CheckResult[] =>
  names.map((name) => inside(`tests.e2e.staging.${module}`, test(`${module}.${name}`, "failed", words)));
const passed = (module: string, many: number): readonly CheckResult[] =>
  Array.from({ length: many }, (_, at) => inside(`tests.e2e.staging.${module}`, test(`${module}.ok${at}`, "passed")));

/** "class: checks in modules", with what an error follows from behind an arrow. */
function told(patterns: readonly Pattern[]): readonly string[] {
  const kinds = new Map(patterns.map((pattern) => [pattern.fingerprint, pattern.class]));
  return patterns.map((pattern) => {
    const many = `${pattern.class}: ${pattern.checks.length} in ${pattern.modules}`;
    return pattern.because === null ? many : `${many} <- ${kinds.get(pattern.because.fingerprint)}`;
  });
}

describe("an error of the users is of the kind that decides who acts", () => {
  it.each([
    [FACTORY, "svc.server-error", "no"],
    [INTERNAL, "svc.server-error", "either"],
    [POLICY, "access.unauthenticated", "no"],
    [FORBIDDEN, "access.forbidden", "no"],
    [HANDSHAKE, "net.connect-timeout", "yes"],
    [CONTEXT, "svc.server-error", "no"],
    ["503 Service Unavailable", "svc.unavailable", "yes"],
    ["HTTP 503 while the deployment is in progress", "deploy.in-progress", "yes"],
    ["assert 404 == 200", "svc.not-found", "no"],
    [
      "AssertionError: Agent should provide some content or analysis (staging may use mock responses)\nassert False",
      "assert.missing-output",
      "either",
    ],
    [
      "AssertionError: Optimization should use analysis tools\nassert 0 > 0 (where 0 = len([]))",
      "assert.missing-output",
      "either",
    ],
    [NO_EVENTS, "assert.missing-output", "either"],
    ["AssertionError: Quality SLA violation: 0.00 < 0.7", "assert.sla", "either"],
    ["ModuleNotFoundError: No module named 'test_framework.auth'", "test.import", "no"],
    ["Missing required environment variable: GEMINI_API_KEY", "env.missing-config", "no"],
  ])("%j", (words, kind, transient) => {
    const [pattern] = analyse(cycle([test("t", "failed", words)]), loop()).patterns;
    // Zero is mostly nothing at all, so that "no" is as good as "either" there.
    const wanted = kind === "assert.sla" ? ["no", "either"] : [transient];
    expect([pattern?.class, wanted.includes(pattern?.transient ?? "")]).toEqual([kind, true]);
  });
});

it("four of ten modules fail with two closes and an endpoint", () => {
  const checks = [
    ...failed("test_1_websocket_events", FACTORY, "concurrent", "health", "event_flow"),
    ...failed("test_2_message_flow", POLICY, "endpoints", "message_flow"),
    ...failed("test_3_agent_pipeline", FACTORY, "execution", "error_handling"),
    ...failed(
      "test_10_critical_path",
      "AssertionError: critical endpoint /api/agents failed\nassert 404 == 200",
      "endpoints",
    ),
    ...passed("test_4_orchestration", 7),
  ];
  expect(told(analyse(cycle(checks), loop()).patterns)).toEqual([
    "svc.server-error: 5 in 2",
    "access.unauthenticated: 2 in 1",
    "svc.not-found: 1 in 1",
  ]);
});

it("one refused login is behind five of six failures of the agents, and not behind the one that says nothing of it", () => {
  const module = "test_real_agent_execution";
  const checks = [
    ...failed(
      module,
      "AssertionError: Agent should provide some content or analysis (staging may use mock responses)\nassert False",
      "unified_data",
    ),
    ...failed(
      module,
      "AssertionError: Optimization should use analysis tools\nassert 0 > 0 (where 0 = len([]))",
      "optimization",
    ),
    ...failed(module, POLICY, "coordination"),
    ...passed(module, 1),
    ...failed(module, "AssertionError: Error handling validation failed\nassert False", "error_recovery"),
    ...failed(module, "AssertionError: Quality SLA violation: 0.00 < 0.7", "performance"),
    ...failed(module, "AssertionError: Insufficient high-value scenarios: 0/3", "business_value"),
  ];
  const { patterns } = analyse(cycle(checks), loop());
  const roots = patterns.filter(({ because }) => because === null);
  expect(roots.map(({ class: kind, checks: all }) => [kind, all.length])).toEqual([
    ["access.unauthenticated", 1],
    ["assert.value", 1],
  ]);
  const follow = patterns.filter(({ because }) => because?.fingerprint === roots[0]?.fingerprint);
  expect(follow.flatMap((pattern) => pattern.checks)).toHaveLength(4);
  expect(follow.every(({ because }) => because?.confidence === "probable")).toBe(true);
});

it("ten closes in three modules are one error, and what does not load blocks its own file", () => {
  const names = (many: number): readonly string[] => Array.from({ length: many }, (_, at) => `t${at}`);
  const checks = [
    ...failed("test_1_websocket_events", INTERNAL, ...names(4)),
    ...failed("test_2_message_flow", INTERNAL, ...names(3)),
    ...failed("test_3_agent_pipeline", INTERNAL, ...names(3)),
    outside(
      "pytest \u203a tests.e2e.auth.test_login",
      "tests.e2e.auth.test_login",
      "collection failure",
      "E   ModuleNotFoundError: No module named 'test_framework.auth'",
    ),
    inside("tests.e2e.auth.test_login.TestLogin", test("logs in", "failed", "the previous test failed")),
  ];
  const { patterns } = analyse(cycle(checks), loop());
  expect(told(patterns)).toEqual([
    "svc.server-error: 10 in 3",
    "test.import: 1 in 1",
    "test.blocked: 1 in 1 <- test.import",
  ]);
  expect(patterns[0]?.occurrences).toBe(10);
});

it("two passes of twenty-five are two of twenty-five, and no criterion is met by them", () => {
  const checks = passed("test_priority1", 2);
  const criteria = [{ text: untrusted("login works"), checks: checks.map(({ key }) => key), noError: null }];
  const stopped = suiteRun(2, { planned: 25, command: command({ exitCode: null, timedOut: true }) });
  const { verdict, tests, criteria: states } = analyse(cycle(checks, { suites: [stopped], criteria }), loop());
  expect(verdict).toEqual({ kind: "not-met" });
  expect(tests).toMatchObject({ total: 25, passed: 2, notRun: 23 });
  expect(states[0]?.state).toBe("not-met");
});

it("missing endpoints stand for themselves beside the login that keeps the events away", () => {
  const checks = [
    ...failed("test_priority1", CONTEXT, "auth"),
    ...failed("test_priority1", NO_EVENTS, "events"),
    ...failed("test_priority1", "AssertionError: POST /api/agents/start: expected 200, got 404", "start"),
    ...failed("test_priority1", "AssertionError: POST /api/agents/stop: expected 200, got 404", "stop"),
    ...failed("test_priority1", "AssertionError: GET /api/messages: expected 200, got 403", "messages"),
  ];
  const patterns = told(analyse(cycle(checks), loop()).patterns);
  expect(patterns).toHaveLength(5);
  expect(patterns.filter((each) => each.includes("<-"))).toEqual(["assert.missing-output: 1 in 1 <- svc.server-error"]);
});

describe("three cycles of one loop", () => {
  const auth = (words: string): readonly CheckResult[] => failed("test_priority1", words, "auth");
  const others = passed("test_priority1", 23);
  const first = (words: string) => after(cycleAt(1, "a", [...auth(words), ...others]));
  const down = cycleAt(2, "b", [], {
    suites: [],
    readiness: cycle([]).readiness.map((each) => ({
      ...each,
      state: "not-ready",
      lastSeen: { kind: "answer", status: 503, url: untrusted("https://x"), excerpt: untrusted("deploying") },
    })),
  });
  const last = cycleAt(3, "c", [...auth(CONTEXT), ...failed("test_priority1", NO_EVENTS, "events"), ...others]);

  it.each([FORBIDDEN, HANDSHAKE])("a test that gets further is advanced and not fixed, before: %s", (words) => {
    const { changes, patterns } = analyse(last, after(down, first(words)));
    expect(changes).toMatchObject({ against: 1, fixed: [] });
    expect(changes.advanced.map(({ key }) => key)).toEqual(auth(words).map(({ key }) => key));
    expect(told(patterns)).toEqual(["svc.server-error: 1 in 1", "assert.missing-output: 1 in 1 <- svc.server-error"]);
    // The error from before may have hidden it, so that no commit is to blame.
    expect(patterns[0]?.since).toEqual({ cycle: 3, isNew: true, commits: null });
  });

  it("a test that falls back is not", () => {
    const before = after(cycleAt(1, "a", [...auth(CONTEXT), ...others]));
    const { changes } = analyse(cycleAt(2, "b", [...auth(FORBIDDEN), ...others]), before);
    expect([changes.advanced, changes.fixed, changes.errorChanged.map(({ fellBack }) => fellBack)]).toEqual([
      [],
      [],
      [true],
    ]);
  });

  it("a test that passes is fixed and not advanced", () => {
    const now = cycleAt(2, "b", [
      ...auth("").map((each) => ({ ...each, outcome: "passed" as const, failure: null })),
      ...others,
    ]);
    const { changes, verdict } = analyse(now, first(FORBIDDEN));
    expect([verdict.kind, changes.fixed.length, changes.advanced]).toEqual(["met", 1, []]);
  });

  it("the cycle in between says nothing about the code", () => {
    const { verdict, changes } = analyse(down, first(FORBIDDEN));
    expect([verdict.kind, changes.against]).toEqual(["not-tested", null]);
  });

  it("asks first why the service fails, and takes an answer", () => {
    const before = after(last);
    const fingerprint = analyse(last, loop()).patterns[0]?.fingerprint ?? "";
    const answers = [{ fingerprint, by: untrusted("@auth"), answers: [untrusted("another factory is used")] }];
    const [again] = analyse(
      { ...last, id: { loop: 4711, n: 2, redo: 0 }, commit: "b".repeat(40), servedAfter: [], answers },
      before,
    ).patterns;
    expect(again?.why.question.map((part) => (typeof part === "string" ? part : reveal(part))).join("")).toBe(
      "Why does the service fail with user_context must be a UserExecutionContext instance?",
    );
    expect(again?.why).toMatchObject({ answered: answers[0], state: "open" });
  });
});
