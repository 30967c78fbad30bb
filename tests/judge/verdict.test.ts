// What a cycle may claim once probes can warn, be tried again, and be measured: what decides, and what is only told.
import { describe, expect, it } from "vitest";
import { analyse } from "../../src/judge/analyse.ts";
import { recordCycle } from "../../src/loop/advance.ts";
import { decodeLoop, encodeLoop } from "../../src/loop/token.ts";
import type { Analysis } from "../../src/model/analysis.ts";
import type { CheckResult } from "../../src/model/check.ts";
import type { Cycle } from "../../src/model/cycle.ts";
import type { Loop } from "../../src/model/loop.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { command, cycle, loop, probe, test } from "../fakes/checks.ts";

const judge = (checks: readonly CheckResult[], over: Partial<Cycle> = {}): Analysis =>
  analyse(cycle(checks, over), loop());
const warns = (check: CheckResult): CheckResult => ({ ...check, severity: "warn" });
const target = (outcome: CheckResult["outcome"]): CheckResult => ({
  ...probe("http.duration", outcome, "http.duration: no data", { noData: outcome === "errored" }),
  key: "00000000000000aa",
  kind: "target",
});
const up = probe("up", "passed");
const broken = probe("flappy", "failed", "GET / answered 503", { httpStatus: 503 });
const MEASURED = {
  timings: null,
  httpStatus: 200,
  bodyBytes: 1,
  tries: 1,
  earlier: [],
  token: null,
  events: [],
  users: [],
  samples: null,
  values: [],
} as const;

describe("a probe that only warns", () => {
  it("decides nothing when it fails: it is degraded, and no error", () => {
    const { verdict, probes, patterns, degraded, regression } = judge([up, warns(broken)]);
    expect(verdict).toEqual({ kind: "met" });
    expect([probes.passed, probes.total, patterns.length, degraded, regression]).toEqual([
      1,
      1,
      0,
      [broken.key],
      false,
    ]);
  });

  it("is not part of the trend: its failure is no setback and its pass no progress", () => {
    const before = loopAfter(cycle([up, warns({ ...broken, outcome: "passed", failure: null })]));
    const now = analyse(second([up, warns(broken)]), before);
    expect(now.regression).toBe(false);
    expect(now.changes).toMatchObject({ newlyFailing: [], fixed: [] });
  });

  it("decides as a preflight probe, because the suites do not run without it", () => {
    const { verdict, degraded } = judge([{ ...warns(broken), preflight: true }]);
    expect(verdict).toMatchObject({ kind: "not-tested", reason: { kind: "preflight-failed" } });
    expect(degraded).toEqual([]);
  });

  it("proves nothing where nothing else was tested", () => {
    expect(judge([warns(up)]).verdict).toEqual({ kind: "unproven", reason: { kind: "no-checks" } });
  });

  it("does not make a target met that could not run because of it", () => {
    const blocked = { ...probe("needs it", "blocked"), blockedBy: [broken.key] };
    expect(judge([up, warns(broken), blocked]).verdict).toEqual({ kind: "not-met" });
  });
});

describe("a target", () => {
  it.each(["failed", "errored", "blocked", "not-run"] as const)("that is %s is not met", (outcome) => {
    const { verdict, targets, probes } = judge([up, target(outcome)]);
    expect(verdict).toEqual({ kind: "not-met" });
    expect([targets.passed, targets.total, probes.total]).toEqual([0, 1, 1]);
  });

  it("that is met counts beside the probes, never among them", () => {
    const { verdict, targets, probes } = judge([up, target("passed")]);
    expect(verdict).toEqual({ kind: "met" });
    expect([targets.passed, probes.total]).toEqual([1, 1]);
  });
});

it("names what passed only on another try, and nothing that failed on every one", () => {
  const flaky = { ...up, measured: { ...MEASURED, tries: 3 } };
  const lost = { ...broken, measured: { ...MEASURED, tries: 3 } };
  expect(judge([flaky, lost]).flaky).toEqual([flaky.key]);
  expect(judge([{ ...up, measured: MEASURED }]).flaky).toEqual([]);
});

describe("our own network", () => {
  const lost = probe("lost", "errored", "network is unreachable", { stage: "connect", errno: "ENETUNREACH" });
  const dropped = probe("dropped", "errored", "reset", { stage: "server", errno: "ECONNRESET" });
  const refused = probe("refused", "errored", "refused", { stage: "connect", errno: "ECONNREFUSED" });
  const control = (reachable: boolean) => ({
    control: { target: untrusted("GitHub's API"), reachable, message: untrusted("no answer") },
  });

  it("is down when neither staging nor the control can be reached: nothing is judged", () => {
    const found = judge([up, lost], control(false));
    expect(found.verdict).toEqual({ kind: "not-tested", reason: { kind: "control-failed" } });
    expect([found.patterns, found.flaky, found.degraded, found.changes.against]).toEqual([[], [], [], null]);
  });

  it("is down when nothing at all is answered, in whatever way", () => {
    for (const check of [dropped, refused]) {
      expect(judge([check], control(false)).verdict).toMatchObject({ reason: { kind: "control-failed" } });
    }
  });

  it("hides nobody who was let in", () => {
    const letIn = probe("locked", "failed", "let in", { stage: "auth", letIn: "anonymous", httpStatus: 200 });
    const found = judge([letIn, lost], control(false));
    expect(found.verdict).toMatchObject({ reason: { kind: "control-failed" } });
    expect(found.patterns.map((pattern) => pattern.class)).toEqual(["access.bypassed"]);
  });

  it("is down when a service was waited for in vain and the control is silent too", () => {
    const seen = {
      kind: "no-answer",
      url: untrusted("https://x"),
      errno: "ETIMEDOUT",
      message: untrusted("late"),
    } as const;
    const readiness = cycle([]).readiness.map((each) => ({ ...each, state: "not-ready" as const, lastSeen: seen }));
    expect(judge([], { readiness, suites: [], ...control(false) }).verdict).toMatchObject({
      reason: { kind: "control-failed" },
    });
  });

  it.each<readonly [string, readonly CheckResult[], boolean]>([
    ["works when the control answers", [up, lost], true],
    ["is not in question when staging answered, only wrongly", [up, broken], false],
    ["is not in question when one probe is answered and another is dropped", [up, dropped], false],
    ["is not in question when one probe is answered and another refused", [up, refused], false],
    ["is not in question when only a probe that warns got no answer", [up, warns(lost), broken], false],
  ])("%s", (_, checks, reachable) => {
    expect(judge(checks, control(reachable)).verdict).toEqual({ kind: "not-met" });
  });

  it("moves no trend, and is the same obstacle however it shows", () => {
    const first = cycle([test("a", "failed", "assert 3 == 4"), up]);
    const before = loopAfter(first);
    const down = analyse(second([lost], control(false)), before);
    const after = recordCycle(before, second([lost], control(false)), down, () => untrusted("x"));
    expect([after.failing, after.errors]).toEqual([before.failing, before.errors]);
    const other = { ...lost, failure: null, outcome: "passed" } as const;
    const lostToo = probe("other", "errored", "x", { stage: "resolve", errno: "EAI_AGAIN" });
    expect(analyse(second([other, lostToo], control(false)), before).signature).toBe(down.signature);
  });
});

describe("a set-up that failed", () => {
  it.each([
    ["connection timed out", "yes"],
    ["relation users does not exist", "no"],
  ])("is not tested, and may pass as its output says: %s", (output, transient) => {
    const setup = command({ exitCode: 1, output: untrusted(output) });
    expect(judge([], { setup, suites: [] }).verdict).toEqual({
      kind: "not-tested",
      reason: { kind: "setup-failed", transient },
    });
  });

  it("is none when it succeeded, and a teardown that failed decides nothing", () => {
    expect(judge([up], { setup: command(), teardown: command({ exitCode: 1 }) }).verdict).toEqual({ kind: "met" });
  });
});

function second(checks: readonly CheckResult[], over: Partial<Cycle> = {}): Cycle {
  return cycle(checks, { id: { loop: 4711, n: 2, redo: 0 }, ...over });
}

function loopAfter(first: Cycle): Loop {
  const recorded = recordCycle(loop(), first, analyse(first, loop()), () => untrusted("an error"));
  const handed = decodeLoop(encodeLoop({ ...recorded, id: { ...recorded.id, n: 2 } }));
  if ("problem" in handed) throw new Error(handed.problem);
  return handed;
}
