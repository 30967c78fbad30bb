// Many failures, few errors: grouping, causes and what they drag along, and what changed since the last tested cycle.
import { describe, expect, it } from "vitest";
import { analyse } from "../../src/judge/analyse.ts";
import { recordCycle } from "../../src/loop/advance.ts";
import { decodeLoop, encodeLoop } from "../../src/loop/token.ts";
import { NO_TESTS, type CheckResult } from "../../src/model/check.ts";
import type { Cycle } from "../../src/model/cycle.ts";
import { bestTested, type Loop } from "../../src/model/loop.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { cycle, loop, probe, suiteRun, test } from "../fakes/checks.ts";

const CLOSED = "received 1011 (internal error) Factory SSOT validation failed";
const EMPTY = "0/5 critical events found. Missing Events: {'agent_started', 'agent_completed'}";

function after(first: Cycle, before: Loop = loop()): Loop {
  const recorded = recordCycle(before, first, analyse(first, before), () => untrusted("an error"));
  const handed = decodeLoop(encodeLoop({ ...recorded, id: { ...recorded.id, n: recorded.id.n + 1 } }));
  if ("problem" in handed) throw new Error(handed.problem);
  return handed;
}

function next(checks: readonly CheckResult[]): Cycle {
  return cycle(checks, {
    id: { loop: 4711, n: 2, redo: 0 },
    commit: "b".repeat(40),
    servedAfter: [untrusted("b".repeat(40))],
  });
}

describe("the errors", () => {
  it("are few where the failures are many, and each failure belongs to exactly one", () => {
    const checks = [
      ...Array.from({ length: 9 }, (_, at) => test(`socket ${at}`, "failed", CLOSED)),
      test("agents", "failed", "assert 404 == 200 for /api/agents/start"),
      test("odd", "failed", "nobody knows this one"),
      test("fine", "passed"),
    ];
    const { patterns } = analyse(cycle(checks), loop());
    expect(patterns.map((pattern) => [pattern.class, pattern.checks.length])).toEqual([
      ["svc.server-error", 9],
      ["svc.not-found", 1],
      ["unknown", 1],
    ]);
    const members = patterns.flatMap((pattern) => pattern.checks);
    expect(new Set(members).size).toBe(members.length);
  });

  it("follow from a connection that cannot be used when they are only empty", () => {
    const checks = [test("socket", "failed", CLOSED), test("events", "failed", EMPTY)];
    const [cause, consequence] = analyse(cycle(checks), loop()).patterns;
    expect(cause).toMatchObject({ class: "svc.server-error", because: null });
    expect(consequence).toMatchObject({
      class: "assert.missing-output",
      because: { fingerprint: cause?.fingerprint, basis: "empty", confidence: "probable" },
    });
  });

  it("do not follow from an error on another kind of connection", () => {
    const checks = [
      probe("metrics", "failed", "GET /metrics answered 403", {
        stage: "auth",
        httpStatus: 403,
        target: untrusted("GET /metrics"),
      }),
      probe("list", "failed", "GET /list: $.items is nothing", {
        stage: "data",
        httpStatus: 200,
        target: untrusted("GET /list"),
        expected: untrusted("a value"),
        seen: untrusted("nothing"),
      }),
    ];
    expect(analyse(cycle(checks), loop()).patterns.every((pattern) => pattern.because === null)).toBe(true);
  });

  const waited = {
    stage: "events",
    target: untrusted("WebSocket /ws"),
    expectedEvents: [untrusted("done")],
    missingEvents: [untrusted("done")],
    timedOut: "events",
  } as const;
  const forbidden = { stage: "auth", target: untrusted("WebSocket /other"), upgradeStatus: 403 } as const;

  it("do not follow from another connection when their own was open", () => {
    const checks = [
      probe("refused", "failed", "the handshake was answered 403", { ...forbidden, phase: "upgrade" }),
      probe("silent", "failed", "done did not come", { ...waited, phase: "first-frame" }),
    ];
    expect(analyse(cycle(checks), loop()).patterns.every((pattern) => pattern.because === null)).toBe(true);
  });

  it("do not follow from a caller that had to be refused, only with another code", () => {
    const checks = [
      probe("locked", "failed", "answered 403", {
        ...forbidden,
        expected: untrusted("refusal with 401"),
        seen: untrusted("403"),
      }),
      test("events", "failed", EMPTY),
    ];
    expect(analyse(cycle(checks), loop()).patterns.every((pattern) => pattern.because === null)).toBe(true);
  });

  it("stand for themselves when nothing before them failed", () => {
    const [only] = analyse(cycle([test("events", "failed", EMPTY)]), loop()).patterns;
    expect(only).toMatchObject({ class: "assert.missing-output", because: null });
  });

  it("never make a wrong value the consequence of anything", () => {
    const checks = [test("socket", "failed", CLOSED), test("sum", "failed", "AssertionError: assert 3 == 4")];
    expect(analyse(cycle(checks), loop()).patterns.every((pattern) => pattern.because === null)).toBe(true);
  });
});

describe("the changes", () => {
  const before = cycle([
    test("a", "failed", CLOSED),
    test("b", "failed", CLOSED),
    test("c", "passed"),
    test("gone", "failed", CLOSED),
  ]);

  it("name what is fixed, what fails newly, and what is not there any more", () => {
    const now = next([test("a", "passed"), test("b", "failed", CLOSED), test("c", "failed", CLOSED)]);
    const { changes } = analyse(now, after(before));
    expect(changes).toMatchObject({ against: 1, gone: 1 });
    expect([changes.fixed.length, changes.newlyFailing.length, changes.stillFailing.length]).toEqual([1, 1, 1]);
  });

  it("call a failure at a later stage advanced, and one at an earlier stage only changed", () => {
    const now = next([test("a", "failed", EMPTY), test("b", "failed", "getaddrinfo ENOTFOUND api.staging.example")]);
    const { changes } = analyse(now, after(before));
    expect(changes.advanced).toHaveLength(1);
    expect(changes.errorChanged).toHaveLength(1);
    expect(changes.fixed).toHaveLength(0);
  });

  it("flag fewer passes than in the best cycle, even when the last one was worse", () => {
    const best = cycle([test("a", "passed"), test("b", "passed"), test("c", "failed", CLOSED)]);
    const now = next([test("a", "passed"), test("b", "failed", EMPTY), test("c", "failed", CLOSED)]);
    expect(analyse(now, after(best)).regression).toBe(true);
    expect(analyse(now, loop()).regression).toBe(false);
  });

  const BEST = [test("a", "passed"), test("b", "passed"), probe("p", "passed"), test("c", "failed", CLOSED)];
  const worse = (checks: readonly CheckResult[]): boolean => analyse(next(checks), after(cycle(BEST))).regression;
  const [a, b, p, c] = [test("a", "passed"), test("b", "passed"), probe("p", "passed"), test("c", "failed", CLOSED)];
  const quarantined = { ...b, severity: "warn", quarantine: { until: "2099-01-01", why: null } } as const;

  it.each<readonly [string, boolean, readonly CheckResult[]]>([
    ["a test that passed fails", true, [a, test("b", "failed", EMPTY), p, c]],
    ["a probe that passed fails", true, [a, b, probe("p", "failed", "boom"), c]],
    ["a test fails and new ones pass", true, [a, test("b", "errored", EMPTY), p, c, test("d", "passed")]],
    ["one fails and one is repaired", false, [a, test("b", "failed", EMPTY), p, test("c", "passed")]],
    ["a passing test is quarantined", false, [a, quarantined, p, c]],
    ["a test is gone", false, [a, p, c]],
    ["a probe is gone", false, [a, b, c]],
    ["a whole suite is gone", false, [p, probe("q", "failed", "boom")]],
    ["a test is skipped", false, [a, test("b", "skipped"), p, c]],
    ["a test did not get its turn", false, [a, test("b", "not-run"), p, c]],
    ["a new test fails", false, [a, b, p, c, test("d", "failed", EMPTY)]],
    ["a test is gone and a new one fails", false, [a, p, c, test("d", "failed", EMPTY)]],
    ["nothing changed", false, BEST],
  ])("compare with the best cycle only what both measured: %s", (_, expected, checks) => {
    expect(worse(checks)).toBe(expected);
  });

  it("never call a commit worse than itself, and keep its best cycle to compare the next one with", () => {
    const first = after(cycle(BEST));
    const again = cycle([a, test("b", "failed", EMPTY), p, c], { id: { loop: 4711, n: 2, redo: 0 } });
    expect(analyse(again, first).regression).toBe(false);
    const second = after(again, first);
    expect([bestTested(second)?.n, second.best?.passed.length]).toEqual([1, 3]);
    expect(analyse(next([a, test("b", "failed", EMPTY), p, c]), second).regression).toBe(true);
  });

  it("hold the later one for the best when it is no worse", () => {
    const first = after(cycle(BEST));
    const second = after(next([a, quarantined, p, c]), first);
    expect(bestTested(second)).toMatchObject({ n: 2, commit: "b".repeat(40) });
  });

  it("go by numbers where there are too many to carry: fewer passes and more failures", () => {
    const many = (passed: number, failed: number): readonly CheckResult[] => [
      ...Array.from({ length: passed }, (_, at) => test(`p${at}`, "passed")),
      ...Array.from({ length: failed }, (_, at) => test(`f${at}`, "failed", EMPTY)),
    ];
    const first = after(cycle(many(1_600, 2)));
    expect(first.best).toBeNull();
    const judged = [many(1_590, 12), many(1_590, 2), many(1_700, 12)].map((each) => analyse(next(each), first));
    expect(judged.map(({ regression }) => regression)).toEqual([true, false, false]);
  });

  it("do not tie what failed with an error that was not kept to another one", () => {
    const known = after(cycle([test("a", "failed", CLOSED), test("b", "failed", CLOSED)]));
    const lost = { ...known, failing: known.failing.map((each, at) => (at === 0 ? { ...each, error: 20 } : each)) };
    const { failing, errors } = after(next([test("a", "skipped"), test("b", "failed", CLOSED)]), lost);
    const errorOf = (name: string) => errors[failing.find(({ key }) => key === test(name, "failed").key)?.error ?? -1];
    expect([errors.length, errorOf("a"), errorOf("b")?.count]).toEqual([1, undefined, 1]);
  });

  it("are not told of a cycle that was not tested", () => {
    const down = cycle([], { readiness: cycle([]).readiness.map((each) => ({ ...each, state: "not-ready" })) });
    expect(analyse(down, after(before)).changes.against).toBeNull();
  });
});

describe("the verdict", () => {
  const passed = [test("a", "passed"), probe("p", "passed")];

  it.each([
    ["met when all passed", cycle(passed), "met"],
    ["not met when one could not be measured", cycle([...passed, probe("q", "errored", "refused")]), "not-met"],
    ["not met when one was blocked", cycle([...passed, probe("q", "blocked")]), "not-met"],
    ["met when some were skipped", cycle([...passed, test("s", "skipped")]), "met"],
    ["not tested when all were skipped", cycle([test("s", "skipped")], { suites: [suiteRun(0)] }), "not-tested"],
    [
      "not tested when a suite had no test, whatever the probes say",
      cycle([probe("p", "passed")], { suites: [suiteRun(0)] }),
      "not-tested",
    ],
    ["met by probes alone where there is no suite", cycle([probe("p", "passed")], { suites: [] }), "met"],
    ["unproven when nothing was checked at all", cycle([], { suites: [] }), "unproven"],
    [
      "not met when fewer tests ran than planned",
      cycle(passed, { suites: [suiteRun(1, { minTests: 25 })] }),
      "not-met",
    ],
  ])("is %s", (_, given, wanted) => {
    expect(analyse(given, loop()).verdict.kind).toBe(wanted);
  });

  it.each(["partial", "refused", "unsupported"] as const)(
    "is unproven when a report is %s, even if all else passed",
    (state) => {
      const half = suiteRun(1, {
        reports: [
          {
            path: untrusted("r.xml"),
            state,
            reason: "it breaks off",
            format: "junit-xml",
            counts: { ...NO_TESTS, tests: 1 },
            errors: 0,
          },
        ],
      });
      expect(analyse(cycle(passed, { suites: [half] }), loop()).verdict).toEqual({
        kind: "unproven",
        reason: { kind: "unreadable-report", suite: 0 },
      });
    },
  );

  it("is unproven and names the report when the report is older than the run", () => {
    const stale = suiteRun(0, {
      reports: [
        {
          path: untrusted("r.xml"),
          state: "stale",
          reason: "older",
          format: "junit-xml",
          counts: { ...NO_TESTS, tests: 0 },
          errors: 0,
        },
      ],
    });
    expect(analyse(cycle([], { suites: [stale] }), loop()).verdict).toEqual({
      kind: "unproven",
      reason: { kind: "stale-report", suite: 0 },
    });
  });
});
