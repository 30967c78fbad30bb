// What a suite's run may claim: tests that were planned and did not run, results beyond the bound, reports that were
// published twice, passes without contact; and what became of the tests of the cycle before.
import { describe, expect, it } from "vitest";
import { analyse } from "../../src/judge/analyse.ts";
import { countsOf } from "../../src/judge/counts.ts";
import { recordCycle } from "../../src/loop/advance.ts";
import { decodeLoop, encodeLoop } from "../../src/loop/token.ts";
import type { Analysis } from "../../src/model/analysis.ts";
import {
  NO_TESTS,
  type CheckResult,
  type Contact,
  type ContactWatch,
  type ReportFile,
  type RunnerTold,
  type SuiteContact,
  type SuiteRun,
} from "../../src/model/check.ts";
import type { Cycle } from "../../src/model/cycle.ts";
import { digest } from "../../src/model/digest.ts";
import type { LedgerRow, Loop } from "../../src/model/loop.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { command, COMMIT, cycle, deployment, loop, probe, suiteRun, test } from "../fakes/checks.ts";

const PASSED = [test("a", "passed"), test("b", "passed")];
const judge = (checks: readonly CheckResult[], run: SuiteRun, before: Loop = loop()): Analysis =>
  analyse(cycle(checks, { suites: [run] }), before);
const reports = (...states: readonly ReportFile["state"][]): readonly ReportFile[] =>
  states.flatMap((state) => suiteRun(0).reports.map((each) => ({ ...each, state })));

describe("a suite in which no test ran", () => {
  const NOT_RUN = { kind: "not-tested", reason: { kind: "suite-not-run", suite: 0 } };

  it.each<readonly [string, readonly CheckResult[], Partial<SuiteRun>]>([
    ["its command failed", [], { command: command({ exitCode: 2 }) }],
    ["its command succeeded", [], {}],
    ["the report is empty", [], { reports: reports("empty") }],
    ["all were skipped", [test("s", "skipped")], {}],
    ["all that were planned were left out", [test("n", "not-run")], { planned: 1 }],
    ["its command failed and left no report", [], { command: command({ exitCode: 2 }), reports: reports("missing") }],
    ["there is a floor", [], { minTests: 10 }],
    ["probes passed", [probe("p", "passed")], {}],
  ])("was not tested when %s", (_, checks, over) => {
    expect(judge(checks, suiteRun(0, over)).verdict).toEqual(NOT_RUN);
  });

  it("is named as the second one", () => {
    const suites = [suiteRun(1), suiteRun(0, { key: digest("other") })];
    expect(analyse(cycle([test("a", "passed")], { suites }), loop()).verdict).toMatchObject({ reason: { suite: 1 } });
  });

  it("hides no failure elsewhere", () => {
    expect(judge([probe("p", "failed", "answered 500")], suiteRun(0)).verdict).toEqual({ kind: "not-met" });
  });

  it.each([
    ["unreadable-report", reports("refused")],
    ["stale-report", reports("stale")],
    ["stale-report", reports("missing")],
  ] as const)("may have run: %s", (kind, found) => {
    expect(judge([], suiteRun(0, { reports: found })).verdict).toEqual({
      kind: "unproven",
      reason: { kind, suite: 0 },
    });
  });
});

describe("planned tests that no report mentions", () => {
  const skipped = test("s", "skipped");
  const notRun = test("n", "not-run");

  it.each<readonly [string, readonly CheckResult[], Partial<SuiteRun>, number]>([
    ["nothing was planned", PASSED, {}, 0],
    ["2 of 25 finished", PASSED, { planned: 25 }, 23],
    ["the skipped were planned too", [...PASSED, skipped], { planned: 4 }, 1],
    ["the report names them", [...PASSED, notRun], { planned: 3 }, 0],
    ["the report names some of them", [...PASSED, notRun], { planned: 5 }, 2],
    ["there is a floor only", PASSED, { minTests: 25 }, 23],
    ["there is a floor, and the skipped do not reach it", [...PASSED, skipped], { minTests: 3 }, 1],
    ["the floor is higher than the plan", PASSED, { minTests: 10, planned: 4 }, 8],
    ["the plan is higher than the floor", PASSED, { minTests: 4, planned: 10 }, 8],
    ["floor and named ones are the same tests", [...PASSED, notRun], { minTests: 3 }, 0],
    ["more ran than were planned", PASSED, { minTests: 1, planned: 1 }, 0],
    [
      "others are beyond the bound",
      PASSED,
      { planned: 20, tests: 12, beyond: { tests: 13, passed: 10, failed: 0, errored: 0, skipped: 3, notRun: 1 } },
      4,
    ],
  ])("when %s", (_, checks, over, wanted) => {
    const given = cycle(checks, { suites: [suiteRun(2, over)] });
    const named = checks.filter((each) => each.outcome === "not-run").length + (given.suites[0]?.beyond.notRun ?? 0);
    expect(analyse(given, loop()).tests.notRun).toBe(wanted + named);
  });

  it("are never green", () => {
    const { verdict, tests } = judge(PASSED, suiteRun(2, { planned: 25 }));
    expect(verdict).toEqual({ kind: "not-met" });
    expect(tests).toMatchObject({ total: 25, passed: 2, notRun: 23 });
  });

  it("are those of their own suite only", () => {
    const other = { ...test("s", "skipped"), suite: digest("other") };
    expect(judge([...PASSED, other], suiteRun(2, { planned: 3 })).tests.notRun).toBe(1);
  });

  it("are not those in quarantine, which ran", () => {
    const quarantine = { until: "2099-01-01", why: null };
    const aside = (check: CheckResult): CheckResult => ({ ...check, severity: "warn", quarantine });
    const checks = [...PASSED, aside(test("q", "failed", "boom")), aside(skipped)];
    const { tests } = judge(checks, suiteRun(3, { planned: 5, minTests: 3 }));
    expect(tests).toMatchObject({ total: 3, passed: 2, failed: 0, notRun: 1 });
  });
});

describe("what failed outside of every test", () => {
  const outside = { ...test("test_b", "errored", "collection failure"), test: null };

  it.each<readonly [string, Partial<SuiteRun>, Partial<Analysis["tests"]>]>([
    ["nothing was planned", {}, { total: 2, notRun: 0 }],
    ["243 were collected", { planned: 243 }, { total: 243, notRun: 241 }],
    ["there is a floor", { minTests: 3 }, { total: 3, notRun: 1 }],
  ])("is red, and no test: %s", (_, over, counts) => {
    const { verdict, tests, patterns } = judge([...PASSED, outside], suiteRun(2, over));
    expect(verdict).toEqual({ kind: "not-met" });
    expect(tests).toMatchObject({ passed: 2, failed: 0, errored: 0, ...counts });
    expect(patterns.map(({ checks }) => checks)).toEqual([[outside.key]]);
  });
});

describe("a suite that was blocked", () => {
  const blocked = { ...test("e2e", "blocked"), test: null, blockedBy: ["00000000000000aa"] };

  it.each([
    ["one", blocked, 1],
    ["as many as its floor", { ...blocked, standsFor: 6 }, 6],
  ])("counts as %s", (_, check, count) => {
    const { verdict, tests } = analyse(cycle([...PASSED, check], { suites: [suiteRun(2)] }), loop());
    expect(verdict).toEqual({ kind: "not-met" });
    expect(tests).toMatchObject({ total: 2 + count, passed: 2, blocked: count, notRun: 0 });
  });
});

describe("results beyond the bound", () => {
  const beyond = { tests: 60, passed: 40, failed: 10, errored: 5, skipped: 5, notRun: 2 };

  it("count like all others, and a failure among them is one", () => {
    const given = cycle(PASSED, { suites: [suiteRun(57, { beyond })] });
    expect(analyse(given, loop())).toMatchObject({
      verdict: { kind: "not-met" },
      tests: { total: 59, passed: 42, failed: 10, errored: 5, skipped: 5, notRun: 2, blocked: 0 },
      probes: { total: 0 },
    });
    expect(countsOf(PASSED)).toMatchObject({ total: 2, passed: 2 });
  });

  it("are met when all of them passed", () => {
    const passed = { ...NO_TESTS, tests: 40, passed: 40 };
    expect(judge(PASSED, suiteRun(42, { beyond: passed })).verdict).toEqual({ kind: "met" });
  });

  it("leave open whether a test that failed before is fixed or gone", () => {
    const before = after(cycle([test("a", "failed", "boom"), test("b", "passed")]));
    const passed = { ...NO_TESTS, tests: 40, passed: 40 };
    const { changes } = judge([test("b", "passed")], suiteRun(41, { beyond: passed }), before);
    expect(changes).toMatchObject({ gone: 0, fixed: [], unfinished: [test("a", "failed").key], disappearedCount: 0 });
  });
});

describe("a report that was published twice", () => {
  const print = digest("print");
  const row = (n: number, prints: readonly string[]): LedgerRow => ({
    n,
    run: n,
    commit: COMMIT,
    verdict: "not-met",
    passed: 0,
    failed: 1,
    total: 1,
    notRun: 0,
    probesPassed: 0,
    probesTotal: 0,
    seconds: 60,
    top: null,
    why: null,
    prints,
  });
  const third = { id: { loop: 4711, n: 3, redo: 0 } };

  it("proves nothing, and the cycle that it is from is named", () => {
    const before = loop({ ...third, ledger: [row(1, [digest("x"), print]), row(2, [print])] });
    expect(judge(PASSED, suiteRun(2, { print }), before).verdict).toEqual({
      kind: "unproven",
      reason: { kind: "republished-report", suite: 0, cycle: 1 },
    });
  });

  it("is another one when its times are, or cannot be told", () => {
    const before = loop({ ...third, ledger: [row(1, [digest("x")]), row(2, [])] });
    for (const own of [print, null])
      expect(judge(PASSED, suiteRun(2, { print: own }), before).verdict.kind).toBe("met");
  });

  it("with failures in it is red like any other", () => {
    const before = loop({ ...third, ledger: [row(1, [print])] });
    expect(judge([test("a", "failed", "boom")], suiteRun(1, { print }), before).verdict.kind).toBe("not-met");
  });

  it("is remembered by the loop", () => {
    const first = cycle(PASSED, { suites: [suiteRun(2, { print })] });
    expect(after(first).ledger.at(-1)?.prints).toEqual([print]);
    expect(judge(PASSED, suiteRun(2, { print }), after(first)).verdict).toMatchObject({ reason: { cycle: 1 } });
  });
});

describe("passes without contact", () => {
  const NONE: SuiteContact = {
    basis: "floor",
    thresholdMs: 12,
    floorMs: 12,
    passes: 2,
    shown: 0,
    indicated: 2,
    notShown: 0,
    atZero: 0,
    toOneMs: 0,
    watch: null,
  };
  const watched = (required: boolean, ...connections: readonly number[]): ContactWatch => ({
    kind: "watched",
    required,
    hosts: connections.map((count, at) => ({ host: untrusted(`host${at}`), connections: count })),
  });
  const unwatchable = (required: boolean): ContactWatch => ({ kind: "unwatchable", required, reason: "a proxy" });
  const verdictFor = (over: Partial<SuiteContact>, checks = PASSED) =>
    judge(checks, suiteRun(2, { contact: { ...NONE, ...over } })).verdict;

  it.each<readonly [string, ContactWatch | null, boolean]>([
    ["nobody watched", null, true],
    ["a connection was seen", watched(false, 3), true],
    ["one of two hosts was connected to", watched(false, 0, 1), true],
    ["no host was", watched(false, 0, 0), false],
    ["nobody could see", unwatchable(false), true],
    ["all hosts are required and were connected to", watched(true, 2, 1), true],
    ["all hosts are required and one was not", watched(true, 0, 1), false],
    ["they are required and nobody could see", unwatchable(true), false],
  ])("when %s", (_, watch, isMet) => {
    expect(verdictFor({ watch })).toEqual(
      isMet ? { kind: "met" } : { kind: "unproven", reason: { kind: "no-contact", suite: 0 } },
    );
  });

  it("are only said when it is their time that shows it", () => {
    expect(verdictFor({ notShown: 2, indicated: 0, atZero: 2, toOneMs: 2 })).toEqual({ kind: "met" });
  });

  it("are no news where something failed", () => {
    expect(verdictFor({ watch: watched(true, 0) }, [test("a", "passed"), test("b", "failed", "boom")]).kind).toBe(
      "not-met",
    );
  });
});

describe("what changed for the tests", () => {
  const timed = (name: string, contact: Contact | null, outcome: CheckResult["outcome"] = "passed"): CheckResult => {
    const base = test(name, outcome, "boom");
    return { ...base, test: base.test === null ? null : { ...base.test, contact } };
  };
  const broken = ["a", "b", "c"].map((name) => test(name, "failed", "boom"));

  it("a repair that is too fast to be one is suspicious", () => {
    const now = [timed("a", "not-shown"), timed("b", "indicated"), timed("c", null), timed("new", "not-shown")];
    const { changes, verdict } = judge(now, suiteRun(4), after(cycle(broken)));
    expect(changes.fixed).toHaveLength(3);
    expect(changes.suspicious).toEqual([test("a", "passed").key]);
    expect(verdict).toEqual({ kind: "met" });
  });

  it("a test that no report holds any more is named, whether it passed or failed before", () => {
    const before = after(cycle([...broken, test("d", "passed"), test("e", "skipped")]));
    const { changes } = judge([test("a", "passed"), test("b", "skipped"), probe("p", "passed")], suiteRun(1), before);
    expect(changes.disappeared.map(reveal)).toEqual(["c", "d"]);
    expect(changes).toMatchObject({ disappearedCount: 2, gone: 1, unfinished: [test("b", "failed").key] });
  });

  it("twenty names are enough", () => {
    const before = after(cycle(Array.from({ length: 45 }, (_, at) => test(`t${at}`, "passed"))));
    const { changes } = judge([test("new", "passed")], suiteRun(1), before);
    expect([changes.disappeared.length, changes.disappearedCount]).toEqual([20, 45]);
  });

  const stopped: RunnerTold = {
    runner: "pytest",
    collected: 2,
    passed: 1,
    failed: 1,
    errors: null,
    skipped: null,
    stopped: untrusted("stopping after 1 failures"),
  };

  it.each<readonly [string, Partial<SuiteRun>, readonly CheckResult[]]>([
    ["was stopped at its time limit", { command: command({ timedOut: true, exitCode: null }) }, []],
    ["was killed", { command: command({ signal: "SIGKILL", exitCode: null }) }, []],
    ["left tests out", { planned: 9 }, []],
    ["names what it left out", {}, [test("n", "not-run")]],
    ["could not load a file", {}, [{ ...test("test_b", "errored", "no such module"), test: null }]],
    ["was killed, as its shell says", { command: command({ exitCode: 137 }) }, []],
    ["stopped at the first failure", { runner: stopped }, []],
    ["has a report that nobody could read", { reports: reports("read", "partial") }, []],
    ["has an old report", { reports: reports("read", "stale") }, []],
    ["waits for another one", {}, [{ ...test("w", "blocked"), suite: digest("other") }]],
  ])("nothing has disappeared when the suite %s", (_, over, more) => {
    const checks = [test("a", "failed", "boom"), ...more];
    const before = after(cycle([...broken, test("d", "passed")]));
    const given = cycle(checks, { suites: [suiteRun(1, over)] });
    const { changes, verdict } = analyse(given, before);
    expect(verdict.kind).toBe("not-met");
    expect(changes).toMatchObject({ disappeared: [], disappearedCount: 0, gone: 0 });
    expect(changes.unfinished).toHaveLength(2);
    // It is still known, for a cycle that runs to its end.
    expect(recordedNames(given, before)).toEqual(["a", "b", "c", "d"]);
  });
});

describe("the loop", () => {
  it("remembers the tests that ran, by the begin of their key and of their name", () => {
    const long = `test_${"x".repeat(200)}`;
    const hidden = { ...test("(the test command)", "errored", "ended with exit code 1"), test: null };
    const checks = [
      test("a", "passed"),
      test(long, "failed", "boom"),
      test("s", "skipped"),
      hidden,
      probe("p", "passed"),
    ];
    const { tests } = after(cycle(checks));
    expect(tests?.map((each) => each.key)).toEqual([test("a", "passed"), test(long, "passed")].map(keyOf));
    expect(tests?.map((each) => reveal(each.name).length)).toEqual([1, 80]);
  });

  it("keeps what it knew through a cycle that was not tested", () => {
    const first = after(cycle(PASSED));
    const failed = cycle([], { deployments: [deployment({ command: command({ exitCode: 1 }) })], suites: [] });
    expect(after(failed, first).tests).toEqual(first.tests);
  });

  it("carries no names when they are too many or too long", () => {
    const many = (count: number, name: string): readonly CheckResult[] =>
      Array.from({ length: count }, (_, at) => test(`${name}${at}`, "passed"));
    expect(after(cycle(many(500, "t"))).tests).toHaveLength(500);
    expect(after(cycle(many(501, "t"))).tests).toBeNull();
    expect(after(cycle(many(250, "x".repeat(60)))).tests).toBeNull();
    const beyond = { ...NO_TESTS, tests: 1, passed: 1 };
    expect(after(cycle(PASSED, { suites: [suiteRun(3, { beyond })] })).tests).toBeNull();
  });

  it("keeps the names in a token that is deflated before it is too long to be read", () => {
    const failing = Array.from({ length: 1_400 }, (_, at) => test(`f${at}`, "failed", `boom ${"abcdefgh"[at % 8]}`));
    const named = Array.from({ length: 490 }, (_, at) => test(`test_with_a_name_${at}`, "passed"));
    const ledger = Array.from({ length: 40 }, (_, at): LedgerRow => ({
      n: at + 1,
      run: 27_000_000_000 + at,
      commit: COMMIT,
      verdict: "not-met",
      passed: 490,
      failed: 1_400,
      total: 1_890,
      notRun: 0,
      probesPassed: 0,
      probesTotal: 0,
      seconds: 60,
      top: untrusted("x".repeat(60)),
      why: null,
      prints: [digest("a"), digest("b")],
    }));
    const before = loop({ id: { loop: 27_000_000_000, n: 41, redo: 0 }, ledger });
    const given = cycle([...named, ...failing.map((each) => ({ ...each, test: null }))]);
    const recorded = recordCycle(before, given, analyse(given, before), () => untrusted("x".repeat(60)));
    const carried = decodeLoop(encodeLoop({ ...recorded, id: { ...recorded.id, n: 42 } }));
    expect(carried).toMatchObject({ ledger: [...ledger, { n: 41, prints: [] }] });
    expect(carried).toHaveProperty("tests.length", 490);
    expect(carried).toHaveProperty("failing.length", 1_400);
    const [first, ...rest] = given.checks;
    const small = cycle(first === undefined ? [] : [first, ...rest.slice(0, 900)]);
    expect(recordCycle(before, small, analyse(small, before), () => untrusted("x")).tests).toHaveLength(490);
  });
});

describe("a test that passed only when it was run again", () => {
  const retried = (outcome: CheckResult["outcome"]): CheckResult => {
    const base = test("again", outcome, "boom");
    const earlier = [{ message: untrusted("boom"), detail: null, type: null, facts: {} }];
    return { ...base, test: base.test === null ? null : { ...base.test, earlier } };
  };

  it("is flaky, and one that failed again is not", () => {
    expect(judge([retried("passed")], suiteRun(1)).flaky).toEqual([retried("passed").key]);
    expect(judge([retried("failed")], suiteRun(1)).flaky).toEqual([]);
    expect(judge(PASSED, suiteRun(2)).flaky).toEqual([]);
  });
});

describe("the order of the errors", () => {
  const failing = (name: string, message: string, priority: number | null): CheckResult => ({
    ...test(name, "failed", message),
    priority,
  });
  const many = ["x", "y", "z"].map((name) => failing(name, "received 1011 (internal error)", null));

  it("is by the most important check of each, and by number where none has a priority", () => {
    const one = failing("one", "AssertionError: assert 3 == 4", 1);
    const two = failing("two", "getaddrinfo ENOTFOUND api.staging.example", 2);
    const order = (checks: readonly CheckResult[]): readonly number[] =>
      judge(checks, suiteRun(checks.length)).patterns.map((pattern) => pattern.checks.length);
    const first = (checks: readonly CheckResult[]): string | undefined =>
      judge(checks, suiteRun(checks.length)).patterns[0]?.checks[0];
    expect(order([...many, { ...one, priority: null }])).toEqual([3, 1]);
    expect(order([...many, one])).toEqual([1, 3]);
    expect(first([...many, two, one])).toBe(one.key);
    expect(
      first([...many, one, { ...two, priority: 1 }, failing("w", "getaddrinfo ENOTFOUND api.staging.example", 9)]),
    ).toBe(two.key);
  });

  it("has whoever was let in before any priority", () => {
    const letIn = probe("locked", "failed", "let in", { stage: "auth", letIn: "anonymous", httpStatus: 200 });
    const one = failing("one", "AssertionError: assert 3 == 4", 1);
    expect(judge([one, letIn], suiteRun(1)).patterns[0]?.checks).toEqual([letIn.key]);
  });
});

describe("a deploy that failed", () => {
  it("has its cause where its output tells one", () => {
    const failed = deployment({
      command: command({ exitCode: 1, output: untrusted("Error: denied: permission denied for registry\n") }),
    });
    const { verdict } = analyse(cycle([], { deployments: [deployment(), failed], suites: [] }), loop());
    expect(verdict).toMatchObject({
      kind: "not-tested",
      reason: { kind: "deploy-failed", deployment: 1, transient: "no", cause: { line: expect.anything() } },
    });
  });

  it("is one too when its command succeeded and told no address", () => {
    const failed = deployment({ state: "failed", problem: "it told no url" });
    expect(analyse(cycle([], { deployments: [failed], suites: [] }), loop()).verdict).toEqual({
      kind: "not-tested",
      reason: { kind: "deploy-failed", deployment: 0, transient: "no", cause: null },
    });
  });
});

function keyOf({ key }: CheckResult): string {
  return key.slice(0, 8);
}

/** The loop as the next cycle reads it. */
function after(first: Cycle, before: Loop = loop()): Loop {
  const recorded = recordCycle(before, first, analyse(first, before), () => untrusted("an error"));
  const handed = decodeLoop(encodeLoop({ ...recorded, id: { ...recorded.id, n: recorded.id.n + 1 } }));
  if ("problem" in handed) throw new Error(handed.problem);
  return handed;
}

function recordedNames(given: Cycle, before: Loop): readonly string[] {
  return (after(given, before).tests ?? []).map((each) => reveal(each.name)).toSorted();
}
