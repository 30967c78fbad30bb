// How a loop goes on, waits and ends: cycle after cycle, as people get it told at the last of them.
import { analyse } from "../../src/judge/analyse.ts";
import { decodeLoop, encodeLoop } from "../../src/loop/token.ts";
import type { CheckResult } from "../../src/model/check.ts";
import type { Cycle } from "../../src/model/cycle.ts";
import type { Component } from "../../src/model/declared.ts";
import { digest } from "../../src/model/digest.ts";
import { KNOWN_KEY, type Loop } from "../../src/model/loop.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { command, cycle, deployment, loop, probe, suiteRun, test } from "../fakes/checks.ts";
import { names } from "./scenes.ts";
import { withFacts } from "./suite-scenes.ts";
import { NEXT, stop, tell, type Scene } from "./telling.ts";

const CLOSED = "received 1011 (internal error) Factory SSOT validation failed";
const MISSING = "assert 404 == 200 for GET /api/agents/start";
const SUM = "AssertionError: assert 3 == 4";

const probes = [probe("api answers", "passed"), probe("ws connects", "passed")];

/** So many of 12 tests pass; the first of the others cannot connect, the last one finds nothing at its address. */
function tests(passed: number): readonly CheckResult[] {
  return names("test_flow", 12).map((name, at) => {
    if (at < passed) return test(name, "passed");
    return test(name, "failed", at === 11 ? MISSING : CLOSED);
  });
}

const commitOf = (n: number): string => digest("commit", String(n)).padEnd(40, "0").slice(0, 40);

/** Each at a commit of its own. */
function cycleAt(n: number, checks: readonly CheckResult[], over: Partial<Cycle> = {}): Cycle {
  const commit = over.commit ?? commitOf(n);
  return cycle(checks, {
    id: { loop: 4711, n, redo: 0 },
    runId: 4710 + n,
    commit,
    servedAfter: [untrusted(commit)],
    durationMs: 620_000,
    ...over,
  });
}

/** The loop after these cycles, as the token brings it to the next one. */
function after(...cycles: readonly Cycle[]): Loop {
  return cycles.reduce<Loop>((before, facts) => {
    const recorded = tell({ cycle: facts, before, decision: NEXT }).loop;
    const read = decodeLoop(encodeLoop({ ...recorded, id: { ...recorded.id, n: recorded.id.n + 1 } }));
    if ("problem" in read) throw new Error(read.problem);
    return read;
  }, loop());
}

const DOWN: Cycle = cycleAt(3, [], {
  suites: [],
  servedAfter: [],
  readiness: cycle([]).readiness.map((each) => ({
    ...each,
    state: "not-ready",
    tries: 31,
    elapsedMs: 600_000,
    served: null,
    revisionMatches: null,
    lastSeen: { kind: "answer", status: 503, url: untrusted("https://x"), excerpt: untrusted("deploying") },
    asked: "health",
  })),
});

const red = (n: number, passed: number, over: Partial<Cycle> = {}): Cycle =>
  cycleAt(n, [...probes, ...tests(passed)], over);

const BROWSER = digest("suite", "browser");

const CHAT: Component = {
  name: untrusted("Chat"),
  sentence: untrusted("Users see the agent answer"),
  value: { amount: 120_000, unit: untrusted("USD MRR") },
  owner: untrusted("@team-chat"),
};

function declared(): Scene {
  const [first = probe("none", "passed"), ...others] = tests(9);
  const facts = cycleAt(
    2,
    [
      ...probes.map((each) => ({ ...each, components: [1] })),
      first,
      ...others.map((each) => ({ ...each, components: [0], owners: [untrusted("@team-chat")] })),
    ],
    {
      components: [CHAT, { ...CHAT, name: untrusted("Connections"), sentence: null, value: null, owner: null }],
      criteria: [
        { text: untrusted("The WebSocket stays open"), checks: [others[8]?.key ?? ""], noError: null },
        { text: untrusted("The API answers"), checks: [probes[0]?.key ?? ""], noError: null },
        { text: untrusted("The on-call team knows"), checks: null, noError: null },
      ],
    },
  );
  const before = after(red(1, 4));
  const [top] = analyse(facts, before).patterns;
  const answers =
    top === undefined
      ? []
      : [
          {
            fingerprint: top.fingerprint,
            by: untrusted("@dana"),
            answers: [untrusted("The factory is built before the settings are read"), untrusted("Nobody awaits them")],
          },
        ];
  return { cycle: { ...facts, answers }, before, decision: NEXT };
}

/** A word of its own for each number: numbers do not tell errors apart. */
export function word(at: number): string {
  return [...String(at)].map((digit) => "bcdfghjklm".charAt(Number(digit))).join("e");
}

export const THOUSAND: Scene = {
  cycle: cycle(
    names("test", 1_000).map((name, at) =>
      test(name, "failed", `${word(at % 400)} went wrong ${"because of something else ".repeat(200)}`),
    ),
  ),
  decision: NEXT,
};

const NIGHT: NonNullable<Scene["night"]> = {
  date: "2026-05-28",
  ref: untrusted("main"),
  failing: tests(9).flatMap(({ outcome, key }) => (outcome === "failed" ? [key.slice(0, KNOWN_KEY)] : [])),
  fingerprints: [],
};

/** With the cycle that is the last of them. */
const STUCK = [red(1, 8), red(2, 9), red(3, 9, { commit: commitOf(2) }), red(4, 9, { commit: commitOf(2) })] as const;

export const LOOP_SCENES: Readonly<Record<string, Scene>> = {
  "loop-charted": {
    cycle: red(4, 11),
    before: after(red(1, 4), red(2, 9), DOWN),
    decision: NEXT,
    dispatch: { kind: "started", runId: 4715 },
  },
  "loop-reached": { cycle: red(4, 12), before: after(red(1, 4), red(2, 9), DOWN), decision: stop("reached") },
  "loop-exhausted": {
    cycle: red(5, 10),
    before: after(red(1, 4), red(2, 9), DOWN, red(4, 9)),
    decision: stop("exhausted"),
  },
  "loop-stalled": {
    cycle: red(4, 9, { commit: commitOf(2) }),
    before: after(...STUCK.slice(0, 3)),
    decision: stop("stalled"),
  },
  "loop-budget": { cycle: red(2, 9), before: after(red(1, 4)), decision: stop("budget") },
  "loop-needs-person": { cycle: DOWN, before: after(red(1, 4), red(2, 9)), decision: stop("needs-person") },
  "loop-cancelled": {
    cycle: cycleAt(2, [...probes, ...tests(2).slice(0, 3)], {
      cancelled: true,
      cut: { phase: "tests", by: "cancel" },
    }),
    before: after(red(1, 4)),
    decision: stop("cancelled"),
  },
  "loop-superseded": {
    cycle: red(2, 9),
    before: after(red(1, 4)),
    decision: stop("superseded"),
    pushed: [{ sha: commitOf(9), subject: untrusted("Await the settings"), author: null, byBot: false }],
  },
  "loop-parked": {
    cycle: cycleAt(2, [...probes, ...tests(12).slice(1), test("test_sum", "failed", SUM)]),
    before: after(red(1, 4)),
    decision: { kind: "park", because: "nothing-changed" },
  },
  "loop-parked-on-commit": { cycle: red(1, 9), decision: { kind: "park", because: "on-commit" } },
  "loop-resumed": {
    cycle: red(3, 9),
    before: after(red(1, 4), red(2, 9)),
    decision: NEXT,
    beginning: { kind: "resumed" },
  },
  "loop-fixed": {
    cycle: red(2, 9),
    before: after(red(1, 4)),
    decision: { ...NEXT, because: "fix" },
    commits: [
      { sha: commitOf(2), subject: untrusted("Build the factory once"), author: untrusted("repair[bot]"), byBot: true },
    ],
  },
  "loop-fix-brought-nothing": {
    cycle: red(2, 9),
    before: after(red(1, 4)),
    decision: stop("stalled"),
    fix: { how: "ended with exit code 1", isClean: false, commits: 0 },
  },
  "loop-declared": declared(),
  "loop-beside-the-night": { cycle: red(1, 7), decision: NEXT, night: NIGHT },
  "loop-flaky": {
    cycle: cycleAt(2, [...probes, ...tests(11), test("test_reconnect", "passed")], { commit: commitOf(1) }),
    before: after(cycleAt(1, [...probes, ...tests(11), test("test_reconnect", "failed", CLOSED)])),
    decision: NEXT,
  },
  "loop-worse": { cycle: red(3, 6), before: after(red(1, 4), red(2, 9)), decision: stop("regression") },
  "red-two-services": {
    cycle: cycle(
      [
        ...probes,
        ...tests(10).map((each) =>
          each.outcome === "failed"
            ? withFacts(
                {
                  ...each,
                  at: 1_780_000_000_000,
                  failure: each.failure === null ? null : { ...each.failure, facts: { closeCode: 1011 } },
                },
                { reproduce: untrusted("python -m pytest tests/e2e/test_flow.py") },
              )
            : each,
        ),
      ],
      {
        deployments: [deployment(), deployment({ name: untrusted("auth"), command: command({ durationMs: 31_000 }) })],
        suites: [suiteRun(12)],
      },
    ),
    decision: NEXT,
  },
  "not-tested-record-lost": {
    cycle: cycle([...probes, ...tests(12)], { records: { found: 1, expected: 2 } }),
    decision: { ...NEXT, because: "not-tested" },
  },
  "red-merged-records": {
    cycle: cycle([...probes, ...tests(9), ...tests(12).map((each) => inBrowser(each))], {
      records: { found: 2, expected: 2 },
      suites: [suiteRun(12), suiteRun(12, { key: BROWSER, name: untrusted("browser") })],
    }),
    decision: NEXT,
  },
  "red-thousand": THOUSAND,
};

function inBrowser(check: CheckResult): CheckResult {
  return { ...check, suite: BROWSER, key: digest("browser", check.key) };
}
