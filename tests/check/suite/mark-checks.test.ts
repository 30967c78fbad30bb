// Priority and quarantine by name, to the end of a day in UTC.
import { describe, expect, it } from "vitest";
import { startCpu } from "../../cpu.ts";
import { blockedSuite } from "../../../src/check/suite/blocked.ts";
import { whatTheReportHides } from "../../../src/check/suite/hides.ts";
import { markChecks, type Marked } from "../../../src/check/suite/mark-checks.ts";
import type { CheckResult, RunnerTold, SuiteRun } from "../../../src/model/check.ts";
import type { Quarantine, Suite } from "../../../src/model/plan.ts";
import { reveal, untrusted } from "../../../src/text/untrusted.ts";
import { command, probe, suiteRun, test } from "../../fakes/checks.ts";
import { suite } from "../plans.ts";
import { outcomes } from "./cases.ts";

const DAY = Date.parse("2026-12-01T12:00:00Z");
const entry = (match: string, over: Partial<Quarantine> = {}): Quarantine => ({
  match: untrusted(match),
  until: "2026-12-01",
  why: untrusted("#412"),
  ...over,
});

function mark(
  checks: readonly CheckResult[],
  quarantine: readonly Quarantine[],
  more: { readonly now?: number; readonly suites?: readonly Suite[]; readonly runs?: readonly SuiteRun[] } = {},
): Marked {
  const { now = DAY, suites = [suite()], runs = [suiteRun(1)] } = more;
  return markChecks(checks, { quarantine, suites }, runs, now);
}

describe("a check in quarantine", () => {
  it.each(["*isolation*", "test_isolation", "tests.e2e.test_staging::test_isolation", "*::test_isolatio?"])(
    "is one whose name matches %s",
    (match) => {
      const { checks, notes } = mark(
        [test("test_isolation", "failed", "x"), test("other", "failed", "x")],
        [entry(match)],
      );
      expect(checks[0]).toMatchObject({
        severity: "warn",
        quarantine: { until: "2026-12-01", why: untrusted("#412") },
        outcome: "failed",
      });
      expect(checks[1]).toMatchObject({ severity: "fail", quarantine: null });
      expect(notes).toEqual([]);
    },
  );

  it("may have its project in front", () => {
    const plain = test("works", "failed", "x");
    const facts = plain.test ?? expect.fail();
    const check = { ...plain, test: { ...facts, project: untrusted("firefox") } };
    expect(mark([check], [entry("firefox::*")]).checks[0]?.severity).toBe("warn");
    expect(mark([check], [entry("chromium::*")]).checks[0]?.severity).toBe("fail");
  });

  it("may be a probe, and never one that has to pass first", () => {
    const flight = { ...probe("api", "failed"), preflight: true };
    const { checks, notes } = mark([probe("ws", "failed"), flight], [entry("ws"), entry("api")]);
    expect(checks.map(({ severity }) => severity)).toEqual(["warn", "fail"]);
    expect(notes).toEqual([]);
  });

  it("is never the test command itself", () => {
    const hidden = whatTheReportHides(suite(), {
      command: command({ exitCode: 1 }),
      runner: null,
      by: null,
      ran: 1,
      held: 1,
      passed: 1,
      failed: 0,
      errored: 0,
      planned: null,
    });
    expect(mark(hidden, [entry("*command*")]).checks).toEqual(hidden);
  });

  it("is nothing that is no test: a suite that did not run, a file that could not be loaded", () => {
    const blocked = blockedSuite(suite({ minTests: 6 }), [probe("api", "failed").key]);
    const broken = { ...test("checkout", "errored", "no such module"), test: null };
    const { checks } = mark([blocked, broken], [entry("*")]);
    expect(checks).toEqual([blocked, broken]);
    expect(blocked.standsFor).toBe(6);
  });

  it("takes probes with it that it alone keeps from running, and no suite", () => {
    const waits = (name: string, ...on: readonly string[]): CheckResult => ({
      ...probe(name, "blocked"),
      blockedBy: on.map((each) => probe(each, "failed").key),
    });
    const given = [
      waits("last", "after"),
      waits("after", "known"),
      probe("known", "failed"),
      probe("other", "failed"),
      waits("both", "known", "other"),
      { ...waits("first", "known"), preflight: true },
      blockedSuite(suite(), [probe("known", "failed").key]),
    ];
    const { checks } = mark(given, [entry("known")]);
    expect(checks.map(({ name, severity }) => `${reveal(name)} ${severity}`)).toEqual([
      "last warn",
      "after warn",
      "known warn",
      "other fail",
      "both fail",
      "first fail",
      "e2e fail",
    ]);
    expect(checks[0]?.quarantine).toEqual(checks[2]?.quarantine);
    // Its own entry does not: that it fails is known, not that it does not run.
    expect(mark([waits("after", "other"), probe("other", "failed")], [entry("after")]).checks[0]?.severity).toBe(
      "fail",
    );
  });

  it.each([
    ["2026-12-01T00:00:00Z", "warn", []],
    ["2026-12-01T23:59:59.999Z", "warn", []],
    ["2026-12-02T00:00:00Z", "fail", ["over"]],
  ])("decides again from the end of its day in UTC: %s", (now, severity, kinds) => {
    const { checks, notes } = mark([test("a1", "failed")], [entry("a1")], { now: Date.parse(now) });
    expect(checks[0]?.severity).toBe(severity);
    expect(notes.map(({ kind }) => kind)).toEqual(kinds);
  });

  it("stays in it while one of several entries is valid", () => {
    const { checks } = mark([test("a1", "failed")], [entry("a?", { until: "2026-01-01" }), entry("*1")]);
    expect(checks[0]?.quarantine?.until).toBe("2026-12-01");
  });
});

describe("an entry that matches nothing", () => {
  it("is told", () => {
    const { notes } = mark([test("a1", "passed")], [entry("renamed")]);
    expect(notes).toEqual([{ match: untrusted("renamed"), until: "2026-12-01", kind: "matches-nothing" }]);
  });

  it.each<readonly [string, readonly SuiteRun[]]>([
    ["did not run", []],
    ["ran no test", [suiteRun(0)]],
    ["was stopped", [suiteRun(1, { command: command({ timedOut: true }) })]],
    ["was killed", [suiteRun(1, { command: command({ exitCode: null, signal: "SIGKILL" }) })]],
    [
      "left a report that could not be read",
      [suiteRun(1, { reports: suiteRun(1).reports.map((each) => ({ ...each, state: "partial" as const })) })],
    ],
    [
      "had too many results",
      [suiteRun(1, { beyond: { tests: 5, passed: 5, failed: 0, errored: 0, skipped: 0, notRun: 0 } })],
    ],
  ])("is not told when a suite %s", (_, runs) => {
    expect(mark([test("a1", "passed")], [entry("renamed")], { runs }).notes).toEqual([]);
  });
});

describe("the priority of a test", () => {
  const rules = (...given: readonly (readonly [string, number])[]): readonly Suite[] => [
    suite({ priorities: given.map(([match, priority]) => ({ match: untrusted(match), priority })) }),
  ];

  it("is that of the first rule of its suite that matches", () => {
    const suites = rules(["*login*", 1], ["*", 5]);
    const { checks } = mark([test("test_login", "failed"), test("other", "passed"), probe("login", "passed")], [], {
      suites,
    });
    expect(checks.map(({ priority }) => priority)).toEqual([1, 5, null]);
  });

  it("of a probe stays", () => {
    const checks = [{ ...probe("login", "failed"), priority: 3 }];
    expect(mark(checks, [entry("login")], { suites: rules(["*", 1]) }).checks[0]).toMatchObject({ priority: 3 });
  });
});

describe("a suite that stopped early", () => {
  const runner: RunnerTold = {
    runner: "pytest",
    collected: null,
    passed: 1,
    failed: 1,
    errors: 0,
    skipped: 0,
    stopped: untrusted("stopping after 1 failures"),
  };
  const runs = [suiteRun(2, { key: suite().key, runner })];
  const own = (check: CheckResult): CheckResult => ({ ...check, suite: suite().key });
  const names = ({ checks }: Marked): readonly string[] => outcomes(checks);

  it("is red while nothing else of it is: its failure is in quarantine", () => {
    const given = [own(test("good", "passed")), own(test("bad", "failed", "boom"))];
    expect(names(mark(given, [entry("bad")], { runs }))).toEqual([
      "good passed",
      "bad failed",
      "(the test command) errored",
    ]);
    expect(names(mark(given, [], { runs }))).toEqual(["good passed", "bad failed"]);
    const { checks } = mark(given, [entry("*")], { runs });
    expect(checks.at(-1)).toMatchObject({ severity: "fail", quarantine: null, test: null });
    // Told already.
    expect(mark(checks, [entry("*")], { runs }).checks).toHaveLength(checks.length);
  });

  it("may have run all the same when all that was collected is there", () => {
    const all = [suiteRun(2, { key: suite().key, runner: { ...runner, collected: 2 } })];
    const given = [own(test("good", "passed")), own(test("bad", "failed", "boom"))];
    expect(names(mark(given, [entry("bad")], { runs: all }))).toEqual(["good passed", "bad failed"]);
  });
});

it("takes many entries for many checks in a moment", () => {
  const checks = Array.from({ length: 52_000 }, (_, at) => test(`test_${at}_of_many`, "passed"));
  const entries = Array.from({ length: 200 }, (_, at) => entry(`*known_${at}_*`));
  const spent = startCpu();
  mark(checks, entries);
  expect(spent()).toBeLessThan(6_000);
});
