// The decision table, row by row, and the guards over it.
import { describe, expect, it } from "vitest";
import { UNCHANGED } from "../../src/judge/changes/compare.ts";
import { decide, type Situation } from "../../src/judge/decide.ts";
import type { Analysis, Because, Decision, NotTested, Verdict } from "../../src/model/analysis.ts";
import type { Limits } from "../../src/model/limits.ts";
import type { LedgerRow } from "../../src/model/loop.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { COMMIT, loop } from "../fakes/checks.ts";
import { LIMITS as USUAL } from "../fakes/limits.ts";

const LIMITS: Limits = { ...USUAL, maxCycles: 5 };
const NONE = { total: 0, passed: 0, failed: 0, errored: 0, skipped: 0, blocked: 0, notRun: 0 };

function analysis(verdict: Verdict, transient: readonly ("yes" | "no" | "either")[] = [], signature = "now"): Analysis {
  return {
    verdict,
    tests: NONE,
    probes: NONE,
    targets: NONE,
    target: { kind: "all", holds: false },
    beyondReach: null,
    flaky: [],
    degraded: [],
    patterns: transient.map((each, at) => ({
      fingerprint: `v1:${at}`,
      class: "svc.server-error",
      confidence: "certain",
      transient: each,
      transientBy: "class",
      rule: "r",
      span: null,
      stage: "server",
      title: "",
      owner: "service",
      advice: "",
      headline: [],
      alarm: null,
      example: untrusted("x"),
      checks: [],
      occurrences: 1,
      modules: 1,
      priority: null,
      owners: [],
      because: null,
      since: { cycle: 1, isNew: true, commits: null },
      why: { question: [], answered: null, state: "open" },
    })),
    components: [],
    criteria: [],
    explained: [],
    changes: UNCHANGED,
    regression: false,
    shrunk: null,
    signature,
  };
}

function row(n: number, verdict: LedgerRow["verdict"]): LedgerRow {
  const counts = { passed: 0, failed: 0, total: 0, notRun: 0, probesPassed: 0, probesTotal: 0 };
  return { n, run: n, commit: COMMIT, verdict, seconds: 60, top: null, prints: [], why: null, ...counts };
}

function situation(found: Analysis, over: Partial<Situation> = {}): Situation {
  return {
    analysis: found,
    loop: loop(),
    limits: LIMITS,
    newCommit: false,
    handedOver: false,
    halt: null,
    cycleMs: 60_000,
    shortestWaitMs: 0,
    canDispatch: true,
    canFix: false,
    onRegression: "continue",
    ...over,
  };
}

const notTested = (reason: NotTested): Verdict => ({ kind: "not-tested", reason });
const NOT_READY = notTested({ kind: "not-ready", readiness: 0 });
const twice = {
  loop: loop({ signature: "now", same: 1, ledger: [row(1, "not-tested")], id: { loop: 1, n: 2, redo: 0 } }),
};
const thrice = {
  loop: loop({
    signature: "now",
    same: 2,
    ledger: [row(1, "not-tested"), row(2, "not-tested")],
    id: { loop: 1, n: 3, redo: 0 },
  }),
};

const ROWS: readonly (readonly [name: string, situation: Situation, decision: Partial<Decision>])[] = [
  ["target met", situation(analysis({ kind: "met" })), { kind: "stop", because: "reached" }],
  [
    "target met in the last cycle",
    situation(analysis({ kind: "met" }), { loop: loop({ id: { loop: 1, n: 5, redo: 0 } }) }),
    { because: "reached" },
  ],
  [
    "deploy failed for good",
    situation(analysis(notTested({ kind: "deploy-failed", deployment: 0, transient: "no", cause: null }))),
    { because: "broken" },
  ],
  [
    "deploy failed, newer commit",
    situation(analysis(notTested({ kind: "deploy-failed", deployment: 0, transient: "no", cause: null })), {
      newCommit: true,
    }),
    { kind: "repeat", because: "new-commit" },
  ],
  [
    "deploy failed in passing",
    situation(analysis(notTested({ kind: "deploy-failed", deployment: 0, transient: "yes", cause: null }))),
    { kind: "repeat", waitMs: 60_000 },
  ],
  [
    "deploy failed in passing, second time",
    situation(analysis(notTested({ kind: "deploy-failed", deployment: 0, transient: "yes", cause: null })), twice),
    { kind: "repeat" },
  ],
  [
    "deploy failed in passing, third time",
    situation(analysis(notTested({ kind: "deploy-failed", deployment: 0, transient: "yes", cause: null })), thrice),
    { because: "needs-person" },
  ],
  [
    "set-up failed for good",
    situation(analysis(notTested({ kind: "setup-failed", transient: "no" }))),
    { because: "broken" },
  ],
  [
    "set-up failed for good, newer commit",
    situation(analysis(notTested({ kind: "setup-failed", transient: "no" })), { newCommit: true }),
    { kind: "repeat", because: "new-commit" },
  ],
  [
    "set-up failed in passing, second time",
    situation(analysis(notTested({ kind: "setup-failed", transient: "yes" })), twice),
    { kind: "repeat", because: "not-tested" },
  ],
  [
    "set-up failed in passing, third time",
    situation(analysis(notTested({ kind: "setup-failed", transient: "yes" })), thrice),
    { because: "needs-person" },
  ],
  [
    "own network down",
    situation(analysis(notTested({ kind: "control-failed" }))),
    { kind: "repeat", because: "not-tested", waitMs: 60_000 },
  ],
  [
    "own network down, twice",
    situation(analysis(notTested({ kind: "control-failed" })), twice),
    { because: "needs-person" },
  ],
  ["not ready", situation(analysis(NOT_READY)), { kind: "repeat", because: "not-tested" }],
  ["not ready, twice the same", situation(analysis(NOT_READY), twice), { because: "needs-person" }],
  ["not ready, another last answer", situation(analysis(NOT_READY, [], "other"), twice), { kind: "repeat" }],
  [
    "revision changed",
    situation(analysis(notTested({ kind: "revision-changed", readiness: 0 }))),
    { kind: "repeat", because: "not-tested" },
  ],
  [
    "preflight needs a person",
    situation(analysis(notTested({ kind: "preflight-failed", checks: [], needsPerson: true }))),
    { because: "needs-person" },
  ],
  [
    "preflight may pass",
    situation(analysis(notTested({ kind: "preflight-failed", checks: [], needsPerson: false }))),
    { kind: "repeat" },
  ],
  [
    "unproven",
    situation(analysis({ kind: "unproven", reason: { kind: "no-tests" } })),
    { kind: "repeat", because: "unproven" },
  ],
  [
    "unproven twice",
    situation(analysis({ kind: "unproven", reason: { kind: "no-tests" } }), {
      loop: loop({ signature: "now", same: 1, ledger: [row(1, "unproven")] }),
    }),
    { because: "needs-person" },
  ],
  [
    "newer commit",
    situation(analysis({ kind: "not-met" }, ["no"]), { newCommit: true }),
    { kind: "repeat", because: "new-commit", waitMs: 0 },
  ],
  [
    "only deterministic failures",
    situation(analysis({ kind: "not-met" }, ["no", "no"])),
    { kind: "repeat", because: "nothing-changed" },
  ],
  [
    "something may pass",
    situation(analysis({ kind: "not-met" }, ["no", "either"])),
    { kind: "repeat", because: "may-pass" },
  ],
  [
    "fewer pass than in the best cycle",
    situation({ ...analysis({ kind: "not-met" }, ["yes"]), regression: true }),
    { kind: "repeat", because: "may-pass" },
  ],
  ...(["stop", "rollback"] as const).map((onRegression): (typeof ROWS)[number] => [
    `fewer pass than in the best cycle, on-regression: ${onRegression}`,
    // Also before a new commit: it would be judged against what is broken.
    situation({ ...analysis({ kind: "not-met" }, ["yes"]), regression: true }, { onRegression, newCommit: true }),
    { kind: "stop", because: "regression" },
  ]),
  [
    "fewer pass than in the best cycle, and another run has taken over",
    situation({ ...analysis({ kind: "not-met" }), regression: true }, { onRegression: "stop", handedOver: true }),
    { kind: "stop", because: "superseded" },
  ],
  [
    "as many pass as in the best cycle, on-regression: stop",
    situation(analysis({ kind: "not-met" }, ["yes"]), { onRegression: "stop" }),
    { kind: "repeat", because: "may-pass" },
  ],
  [
    "fewer pass and all the same the target is met, on-regression: stop",
    situation({ ...analysis({ kind: "met" }), regression: true }, { onRegression: "stop" }),
    { because: "reached" },
  ],
  [
    "the last allowed cycle",
    situation(analysis({ kind: "not-met" }, ["yes"]), { loop: loop({ id: { loop: 1, n: 5, redo: 0 } }) }),
    { because: "exhausted" },
  ],
  [
    "a workflow that allows more than the ceiling",
    situation(analysis({ kind: "not-met" }, ["yes"]), {
      limits: { ...LIMITS, maxCycles: 9_999 },
      loop: loop({ id: { loop: 1, n: 50, redo: 0 } }),
    }),
    { because: "exhausted" },
  ],
  [
    "no budget for another one",
    situation(analysis({ kind: "not-met" }, ["yes"]), { limits: { ...LIMITS, budgetMs: 150_000 } }),
    { because: "budget" },
  ],
  [
    "nobody can dispatch",
    situation(analysis({ kind: "not-met" }, ["yes"]), { canDispatch: false }),
    { because: "no-dispatch" },
  ],
];

const NO_RECORD = notTested({ kind: "no-record", found: 1, expected: 2 });
const RED = analysis({ kind: "not-met" }, ["no"]);
const BROKEN = analysis(notTested({ kind: "deploy-failed", deployment: 0, transient: "no", cause: null }));
const CAUSED: Because = { fingerprint: "v1:1", basis: "needs", confidence: "certain" };
const auto: Limits = { ...LIMITS, nextCycle: "auto" };
const onCommit: Limits = { ...LIMITS, nextCycle: "on-commit" };
const stall = (stallLimit: number): Limits => ({ ...LIMITS, stallLimit });

/** Rows that wait for somebody, and what a fix command or a standing loop changes. */
const WAITS: typeof ROWS = [
  ["auto: nothing passes by itself", situation(RED, { limits: auto }), { kind: "park", because: "nothing-changed" }],
  [
    "auto: something may pass",
    situation(analysis({ kind: "not-met" }, ["no", "either"]), { limits: auto }),
    { kind: "repeat", because: "may-pass" },
  ],
  [
    "auto: what may pass only follows from what does not",
    situation(
      {
        ...RED,
        patterns: analysis({ kind: "not-met" }, ["no", "yes"]).patterns.map((each, at) =>
          at === 0 ? each : { ...each, because: CAUSED },
        ),
      },
      { limits: auto },
    ),
    { kind: "park", because: "nothing-changed" },
  ],
  [
    "auto: a newer commit",
    situation(RED, { limits: auto, newCommit: true }),
    { kind: "repeat", because: "new-commit" },
  ],
  ["auto: not tested", situation(analysis(NOT_READY), { limits: auto }), { kind: "repeat", because: "not-tested" }],
  [
    "auto in the last cycle: waiting costs none",
    situation(RED, { limits: auto, loop: loop({ id: { loop: 1, n: 5, redo: 0 } }) }),
    { kind: "park", because: "nothing-changed" },
  ],
  ["auto where nobody can dispatch", situation(RED, { limits: auto, canDispatch: false }), { kind: "park" }],
  [
    "on-commit: whatever failed",
    situation(analysis({ kind: "not-met" }, ["yes"]), { limits: onCommit }),
    { kind: "park", because: "on-commit" },
  ],
  ["on-commit: a newer commit", situation(RED, { limits: onCommit, newCommit: true }), { because: "new-commit" }],
  ["on-commit: not tested", situation(analysis(NOT_READY), { limits: onCommit }), { because: "not-tested" }],
  ["a fix is there", situation(RED, { canFix: true }), { kind: "repeat", because: "fix" }],
  ["a fix is there, on-commit", situation(RED, { canFix: true, limits: onCommit }), { kind: "repeat", because: "fix" }],
  [
    "a fix is there, and everything passes by itself",
    situation(analysis({ kind: "not-met" }, ["yes", "yes"]), { canFix: true }),
    { kind: "repeat", because: "may-pass" },
  ],
  ["a fix is there, and a newer commit", situation(RED, { canFix: true, newCommit: true }), { because: "new-commit" }],
  ["a fix is there for a broken deploy", situation(BROKEN, { canFix: true }), { kind: "repeat", because: "fix" }],
  [
    "a fix is there for a broken set-up",
    situation(analysis(notTested({ kind: "setup-failed", transient: "no" })), { canFix: true }),
    { kind: "repeat", because: "fix" },
  ],
  [
    "a fix is there in the last cycle",
    situation(RED, { canFix: true, loop: loop({ id: { loop: 1, n: 5, redo: 0 } }) }),
    { because: "exhausted" },
  ],
  ["stalled", situation(RED, { ...twice, limits: stall(2) }), { kind: "stop", because: "stalled" }],
  ["stalled, only told", situation(RED, { ...thrice, limits: stall(0) }), { kind: "repeat" }],
  ["not stalled yet", situation(RED, { ...twice, limits: stall(3) }), { kind: "repeat" }],
  [
    "another failure than before",
    situation({ ...RED, signature: "other" }, { ...twice, limits: stall(2) }),
    { kind: "repeat" },
  ],
  ["stalled, and a fix is there", situation(RED, { ...twice, limits: stall(2), canFix: true }), { because: "fix" }],
  ["stalled, newer commit", situation(RED, { ...twice, limits: stall(2), newCommit: true }), { because: "new-commit" }],
  [
    "stalled before it is parked",
    situation(RED, { ...twice, limits: { ...auto, stallLimit: 2 } }),
    { because: "stalled" },
  ],
  [
    "needs a person, and a newer commit is there",
    situation(analysis(NOT_READY), { ...twice, newCommit: true }),
    { kind: "repeat", because: "new-commit" },
  ],
  [
    "nothing is configured to be checked",
    situation(analysis({ kind: "unproven", reason: { kind: "no-checks" } })),
    { because: "needs-person" },
  ],
  ["a record is missing", situation(analysis(NO_RECORD)), { kind: "repeat", because: "not-tested" }],
  ["a record is missing twice", situation(analysis(NO_RECORD), twice), { because: "needs-person" }],
  [
    "a suite that did not run, twice",
    situation(analysis(notTested({ kind: "suite-not-run", suite: 0 })), twice),
    { because: "needs-person" },
  ],
  [
    "wrong revision served, twice",
    situation(analysis(notTested({ kind: "wrong-revision", readiness: 0 })), twice),
    { because: "needs-person" },
  ],
  [
    "revision changed, newer commit",
    situation(analysis(notTested({ kind: "revision-changed", readiness: 0 })), { newCommit: true }),
    { because: "new-commit" },
  ],
  ["the run was cancelled", situation(analysis(notTested({ kind: "cancelled" }))), { because: "cancelled" }],
  [
    "counted from the last commit by a person",
    situation(RED, { loop: loop({ id: { loop: 1, n: 5, redo: 0 }, from: 5 }) }),
    { kind: "repeat" },
  ],
  [
    "the last one counted from the last commit by a person",
    situation(RED, { loop: loop({ id: { loop: 1, n: 9, redo: 0 }, from: 5 }) }),
    { because: "exhausted" },
  ],
  [
    "budget spent by the cycles before",
    situation(RED, { loop: loop({ spentMs: LIMITS.budgetMs - 60_000 }) }),
    { because: "budget" },
  ],
];

const HALTS = ["cancelled", "closed", "label", "branch-gone", "runaway", "fix-denied"] as const;

describe("a loop that somebody or something ended", () => {
  it.each(HALTS)("does not go on (%s), whatever would follow", (halt) => {
    const open = [
      situation(RED, { halt }),
      situation(RED, { halt, newCommit: true }),
      situation(RED, { halt, canFix: true }),
      situation(RED, { halt, limits: auto }),
      situation(RED, { halt, limits: onCommit }),
      situation(RED, { halt, ...twice, limits: stall(2) }),
      situation(BROKEN, { halt }),
      situation(analysis(NOT_READY), { halt }),
      situation(analysis(NOT_READY), { halt, ...twice }),
      situation(analysis({ kind: "unproven", reason: { kind: "no-tests" } }), { halt }),
      // Also before the guards: what ended it is what has to be said.
      situation(RED, { halt, canDispatch: false }),
      situation(RED, { halt, loop: loop({ id: { loop: 1, n: 5, redo: 0 } }) }),
    ];
    for (const each of open) expect(decide(each)).toEqual({ kind: "stop", because: halt });
  });

  it.each(HALTS)("has reached its target all the same (%s)", (halt) => {
    expect(decide(situation(analysis({ kind: "met" }), { halt }))).toEqual({ kind: "stop", because: "reached" });
  });

  it("has another run going on with it, whatever would follow", () => {
    const over = { newCommit: true, handedOver: true };
    for (const each of [RED, BROKEN, analysis(NOT_READY)]) {
      expect(decide(situation(each, over))).toEqual({ kind: "stop", because: "superseded" });
      expect(decide(situation(each, { ...over, canFix: true, limits: auto }))).toMatchObject({ because: "superseded" });
    }
  });
});

describe("the decision", () => {
  it.each(WAITS)("after: %s", (_, given, wanted) => {
    expect(decide(given)).toMatchObject(wanted);
  });

  it("hands over to the run that a push has started", () => {
    const given = situation(analysis({ kind: "not-met" }, ["no"]), { newCommit: true, handedOver: true });
    expect(decide(given)).toEqual({ kind: "stop", because: "superseded" });
  });

  it.each(ROWS)("after: %s", (_, given, wanted) => {
    expect(decide(given)).toMatchObject(wanted);
  });

  it("keeps the distance between two dispatches even for a new commit", () => {
    const given = situation(analysis({ kind: "not-met" }, ["no"]), { newCommit: true, shortestWaitMs: 30_000 });
    expect(decide(given)).toMatchObject({ waitMs: 30_000 });
  });

  it("doubles the wait while nothing changes, up to 15 minutes", () => {
    const waits: number[] = [];
    for (let waitMs = 60_000; waits.length < 6;) {
      const given = situation(analysis({ kind: "not-met" }, ["no"]), { loop: loop({ signature: "now", waitMs }) });
      const decision = decide(given);
      if (decision.kind !== "repeat") throw new Error("expected another cycle");
      waits.push(decision.waitMs / 60_000);
      waitMs = decision.waitMs;
    }
    expect(waits).toEqual([2, 4, 8, 15, 15, 15]);
  });
});
