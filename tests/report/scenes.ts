// Where the loop's own story ends: green, red, not tested, unproven, and text that means harm.
import { decodeLoop, encodeLoop } from "../../src/loop/token.ts";
import type { CheckResult } from "../../src/model/check.ts";
import type { Cycle } from "../../src/model/cycle.ts";
import type { Loop } from "../../src/model/loop.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { COMMIT, command, cycle, deployment, probe, suiteRun, test } from "../fakes/checks.ts";
import { goal } from "../plan/goals.ts";
import { reportFile } from "./suite-scenes.ts";
import { NEXT, stop, tell, type Scene } from "./telling.ts";

const CLOSED = "received 1011 (internal error) Factory SSOT validation failed";
const MISSING = "assert 404 == 200 for GET /api/agents/start";
const EMPTY = "0/5 critical events found. Missing Events: {'agent_started', 'agent_completed'}";

function after(scene: Scene): Loop {
  const recorded = tell(scene).loop;
  const read = decodeLoop(encodeLoop({ ...recorded, id: { ...recorded.id, n: recorded.id.n + 1 } }));
  if ("problem" in read) throw new Error(read.problem);
  return read;
}

const SECOND = "9b2c7d04a1f3e5c7b9d1f3a5c7e9b1d3f5a7c9e1";
const second = (checks: readonly CheckResult[], over: Partial<Cycle> = {}): Cycle =>
  cycle(checks, {
    id: { loop: 4711, n: 2, redo: 0 },
    runId: 4712,
    commit: SECOND,
    servedAfter: [untrusted(SECOND)],
    ...over,
  });

export const names = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}_${at + 1}`);
const passing = names("test_fine", 12).map((name) => test(name, "passed"));
const probes = [probe("api answers", "passed"), probe("ws connects", "passed")];

const FIRST_RED: Scene = {
  cycle: cycle([
    ...probes,
    ...passing,
    ...names("test_socket", 5).map((name) => test(name, "failed", CLOSED)),
    test("test_agent_control", "failed", MISSING),
  ]),
  decision: NEXT,
  dispatch: { kind: "started", runId: 4712 },
};

const DOWN: Cycle = second([], {
  suites: [],
  servedAfter: [],
  readiness: cycle([]).readiness.map((each) => ({
    ...each,
    state: "not-ready",
    tries: 31,
    flaps: 0,
    elapsedMs: 600_000,
    served: null,
    revisionMatches: null,
    lastSeen: { kind: "answer", status: 503, url: untrusted("https://x"), excerpt: untrusted("deploying") },
    asked: "health",
  })),
});

/** It is healthy, and the address of its revision is none. */
const UNTOLD: Cycle = {
  ...DOWN,
  readiness: DOWN.readiness.map((each) => ({
    ...each,
    lastSeen: {
      kind: "answer",
      status: 404,
      url: untrusted("https://api.example/revision"),
      excerpt: untrusted("not found"),
    },
    asked: "revision",
    healthy: { url: untrusted("https://api.example/health"), status: 200 },
  })),
};

export const SCENES: Readonly<Record<string, Scene>> = {
  green: { cycle: cycle([...probes, ...passing]), decision: stop("reached") },
  "green-after-red": {
    cycle: second([
      ...probes,
      ...passing,
      ...names("test_socket", 5).map((name) => test(name, "passed")),
      test("test_agent_control", "passed"),
    ]),
    before: after(FIRST_RED),
    decision: stop("reached"),
  },
  "red-first": FIRST_RED,
  "green-target-with-rest": {
    cycle: cycle(
      [
        ...probes,
        ...names("test_good", 47).map((name) => test(name, "passed")),
        ...names("test_socket", 2).map((name) => test(name, "failed", CLOSED)),
        test("test_agent_control", "failed", MISSING),
      ],
      { target: goal("tests.pass-rate >= 92% && targets.missed == 0 || tests.passed >= 47") },
    ),
    decision: stop("reached"),
  },
  "red-target-short": {
    cycle: cycle(
      [
        ...probes,
        ...passing,
        ...names("test_socket", 2).map((name) => test(name, "failed", CLOSED)),
        { ...test("test_agent_control", "failed", MISSING), priority: 1 },
      ],
      { target: goal("pass-rate >= 92% && priority(1).failed == 0 && tests.passed >= 10") },
    ),
    decision: NEXT,
  },
  "red-target-unreachable": {
    cycle: cycle([...probes, ...passing], { target: goal("passed >= 1000") }),
    decision: NEXT,
  },
  "red-target-not-run": {
    cycle: cycle(passing.slice(0, 2), { suites: [suiteRun(2, { planned: 25 })], target: goal("failed == 0") }),
    decision: NEXT,
  },
  "unproven-target-with-rest": {
    cycle: cycle([...passing, test("test_agent_control", "failed", MISSING)], {
      suites: [
        suiteRun(13, {
          reports: [
            reportFile("reports/a.xml", "read", null, 13),
            reportFile("reports/b.xml", "partial", "not well-formed XML at line 3", 0),
          ],
        }),
      ],
      target: goal("passed >= 12"),
    }),
    decision: NEXT,
  },
  "red-second": {
    cycle: second([
      ...probes,
      ...passing.slice(0, 10),
      test("test_fine_11", "failed", EMPTY),
      test("test_fine_12", "failed", "something that nobody knows"),
      ...names("test_socket", 2).map((name) => test(name, "passed")),
      ...names("test_socket", 5)
        .slice(2)
        .map((name) => test(name, "failed", EMPTY)),
      test("test_agent_control", "failed", MISSING),
    ]),
    before: after(FIRST_RED),
    decision: { ...NEXT, because: "new-commit", waitMs: 0 },
    dispatch: { kind: "started", runId: 4713 },
    commits: [{ sha: SECOND, subject: untrusted("Build the factory once per connection"), author: null, byBot: false }],
    pushed: [
      { sha: "c".repeat(40), subject: untrusted("Route the agent control endpoints"), author: null, byBot: false },
    ],
  },
  "red-cascade": {
    cycle: cycle([
      probe("ws connects", "failed", "WebSocket /ws: closed with 1011 Internal error; 0 of 1 events came", {
        stage: "server",
        target: untrusted("WebSocket /ws"),
        closeCode: 1011,
        closeReason: untrusted("Internal error"),
      }),
      { ...probe("agent events", "blocked"), blockedBy: [probe("ws connects", "failed").key] },
      test("test_events", "failed", EMPTY),
      ...passing,
    ]),
    decision: { ...NEXT, because: "nothing-changed" },
    dispatch: { kind: "started", runId: null },
  },

  "red-no-permission": {
    ...FIRST_RED,
    dispatch: {
      kind: "failed",
      why: [
        "The next cycle needs a permission that the job does not have. Add `actions: write` to its `permissions:`.",
      ],
    },
  },
  "red-planned-missing": {
    cycle: cycle(passing.slice(0, 2), {
      suites: [suiteRun(2, { minTests: 25, command: command({ exitCode: null, timedOut: true }) })],
    }),
    decision: NEXT,
  },
  "not-tested": {
    cycle: DOWN,
    before: after(FIRST_RED),
    decision: { ...NEXT, because: "not-tested" },
    dispatch: { kind: "started", runId: 4713 },
  },
  "not-tested-revision-not-told": { cycle: UNTOLD, decision: { ...NEXT, because: "not-tested" } },
  "not-tested-wrong-revision": {
    cycle: second([], {
      suites: [],
      readiness: DOWN.readiness.map((each) => ({ ...each, served: untrusted(COMMIT), revisionMatches: false })),
    }),
    decision: stop("needs-person"),
  },
  "not-tested-deploy-failed": {
    cycle: cycle([], {
      deployments: [deployment({ command: command({ exitCode: 2 }) })],
      readiness: [],
      suites: [],
    }),
    decision: stop("broken"),
  },
  unproven: {
    cycle: cycle([...probes], {
      suites: [
        suiteRun(0, { reports: [reportFile("reports/e2e.xml", "stale", "not written by this run of the command")] }),
      ],
    }),
    decision: { ...NEXT, because: "unproven" },
  },
  hostile: {
    cycle: cycle(
      [
        test(
          "# All green\n<!-- test-deploy-loop:staging --> @acme/team fixes #1 | `x`",
          "failed",
          "</details>\n```\n# out [x](https://evil.example)",
        ),
      ],
      { environment: untrusted("prod | <b>@x</b>") },
    ),
    decision: NEXT,
  },
};
