// Short ways to write facts down: checks, cycles and loops as the stages make them.
import {
  NO_TESTS,
  PLAIN,
  succeeded,
  type CheckResult,
  type CommandResult,
  type Facts,
  type Outcome,
  type SuiteRun,
  type TestFacts,
} from "../../src/model/check.ts";
import type { Cycle, Deployment } from "../../src/model/cycle.ts";
import { digest } from "../../src/model/digest.ts";
import type { Loop } from "../../src/model/loop.ts";
import { ALL } from "../../src/model/target.ts";
import { untrusted } from "../../src/text/untrusted.ts";

export const COMMIT = "4c1e9ab5f2a7d0e3b6c9184f7a2d5e8b1c4f7a0d";

export function test(name: string, outcome: Outcome, message = "", detail = ""): CheckResult {
  return check("test", name, outcome, message, detail, {});
}

export function probe(name: string, outcome: Outcome, message = "", facts: Facts = {}): CheckResult {
  return check("probe", name, outcome, message, "", facts);
}

function check(
  kind: CheckResult["kind"],
  name: string,
  outcome: Outcome,
  message: string,
  detail: string,
  facts: Facts,
): CheckResult {
  const broken = outcome === "failed" || outcome === "errored";
  return {
    key: digest(kind, name),
    kind,
    name: untrusted(name),
    group: kind === "test" ? untrusted("tests.e2e.test_staging") : null,
    suite: kind === "test" ? digest("suite") : null,
    outcome,
    durationMs: 120,
    failure: broken
      ? { message: untrusted(message), detail: detail === "" ? null : untrusted(detail), type: null, facts }
      : null,
    blockedBy: [],
    ...PLAIN,
    test: kind === "test" ? NO_FACTS : null,
    preflight: false,
    severity: "fail",
    measured: null,
  };
}

const NO_FACTS: TestFacts = {
  project: null,
  file: null,
  earlier: [],
  contact: null,
  reproduce: null,
  attachments: [],
};

export function deployment(over: Partial<Deployment> = {}): Deployment {
  const done = over.command === undefined ? command() : over.command;
  const state = done === null ? "elsewhere" : succeeded(done) ? "deployed" : "failed";
  return { name: untrusted("backend"), state, command: done, url: null, problem: null, owner: null, ...over };
}

export function command(over: Partial<CommandResult> = {}): CommandResult {
  return {
    exitCode: 0,
    signal: null,
    timedOut: false,
    spawnError: null,
    startedAt: 1_780_000_000_000,
    durationMs: 5_000,
    output: untrusted(""),
    log: null,
    ...over,
  };
}

export function suiteRun(tests: number, over: Partial<SuiteRun> = {}): SuiteRun {
  return {
    key: digest("suite"),
    name: untrusted("e2e"),
    command: command(),
    reports: [
      {
        path: untrusted("reports/e2e.xml"),
        state: "read",
        reason: null,
        format: "junit-xml",
        counts: { ...NO_TESTS, tests, passed: tests },
        errors: 0,
      },
    ],
    tests,
    retry: null,
    planned: null,
    beyond: NO_TESTS,
    runner: null,
    contact: null,
    print: null,
    minTests: 0,
    ...over,
  };
}

export function cycle(checks: readonly CheckResult[], over: Partial<Cycle> = {}): Cycle {
  const tests = checks.filter((each) => each.kind === "test").length;
  return {
    version: 1,
    id: { loop: 4711, n: 1, redo: 0 },
    runId: 4711,
    commit: COMMIT,
    environment: untrusted("staging"),
    startedAt: 1_780_000_000_000,
    durationMs: 60_000,
    cancelled: false,
    deployments: [deployment()],
    readiness: [
      {
        name: untrusted("backend"),
        state: "ready",
        tries: 3,
        flaps: 0,
        elapsedMs: 4_000,
        served: untrusted(COMMIT),
        revisionMatches: true,
        lastSeen: null,
        asked: "revision",
        healthy: null,
        at: 1_780_000_005_000,
      },
    ],
    servedAfter: [untrusted(COMMIT)],
    setup: null,
    teardown: null,
    rollback: null,
    logs: null,
    quarantine: [],
    components: [],
    criteria: [],
    classes: [],
    answers: [],
    target: ALL,
    control: null,
    records: null,
    checks,
    suites: tests > 0 ? [suiteRun(tests)] : [],
    ...over,
  };
}

export function loop(over: Partial<Loop> = {}): Loop {
  return {
    id: { loop: 4711, n: 1, redo: 0 },
    from: 1,
    isMended: false,
    same: 0,
    rootEvent: "push",
    ref: untrusted("main"),
    expectedCommit: null,
    pullRequest: null,
    parentRun: null,
    startedAt: 1_780_000_000_000,
    spentMs: 0,
    notBefore: 0,
    waitMs: 0,
    planDigest: null,
    ledger: [],
    failing: [],
    errors: [],
    signature: null,
    tests: null,
    best: null,
    components: [],
    explained: [],
    seen: [],
    ...over,
  };
}
