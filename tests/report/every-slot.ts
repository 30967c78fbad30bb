// Cycles in which one text stands wherever a service, a test or a configuration can put one.
import { cut } from "../../src/text/cut.ts";
import type { CheckResult, Facts, RunnerTold, SuiteContact, SuiteRun } from "../../src/model/check.ts";
import type { Cycle } from "../../src/model/cycle.ts";
import { clean } from "../../src/text/clean.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import type { Loop } from "../../src/model/loop.ts";
import { COMMIT, command, cycle, deployment, loop, suiteRun, test } from "../fakes/checks.ts";
import { bound, event, failure, missed, proven, target } from "./measured.ts";
import { analyse } from "../../src/judge/analyse.ts";
import { contact, reportFile, withFacts } from "./suite-scenes.ts";
import { NEXT, stop, type Scene } from "./telling.ts";

type Make = (text: string) => Scene;

/** What one probe failed with. One for each cycle, because what stands in the facts decides their order. */
const FAILURES: Readonly<Record<string, (text: string) => Facts>> = {
  "somebody who was let in": (text) => ({ letIn: "expired", httpStatus: 200, ...compared(text), token: tokenOf(text) }),
  "another user's data": (text) => ({
    stage: "value",
    ...compared(text),
    user: untrusted(text),
    foreignUser: untrusted(text),
  }),
  "a closed socket": (text) => ({ closeCode: 4_000, closeReason: untrusted(text), phase: "event" }),
  "a dropped socket": (text) => ({ closeCode: 1_006, errno: text, phase: "first-frame" }),
  "events that do not come": (text) => ({ timedOut: "events", phase: "event", ...awaited(text, 4) }),
  "a token that is not confirmed": (text) => ({ stage: "auth", timedOut: "events", ...awaited(text, 1) }),
  "an event that may not come": (text) => ({
    stage: "events",
    expected: untrusted(text),
    seen: untrusted(text),
  }),
  "a missed limit": (text) => ({ stage: "value", ...compared(text), limit: true }),
  "a missed schema": (text) => ({
    stage: "value",
    at: untrusted(text),
    expected: untrusted("what the schema says (type)"),
    seen: untrusted(text),
  }),
  "a refused token": (text) => ({ httpStatus: 401, stage: "auth", seen: untrusted(text), token: tokenOf(text) }),
  "a certificate that ends soon": (text) => ({
    stage: "value",
    at: untrusted("certificate"),
    expected: untrusted(text),
    seen: untrusted(text),
    limit: true,
    certificateExpiresAt: 1_780_000_000_000,
  }),
  "too little data": (text) => ({ noData: true, ...compared(text) }),
  "a value of its own": (text) => ({ stage: "value", ...compared(text) }),
};

/** Suites in which nothing failed. */
const UNPROVEN: Readonly<Record<string, (text: string) => SuiteRun>> = {
  "holds what nobody can read": (text) =>
    suiteRun(1, { reports: [{ ...reportFile(text, "partial", "not well-formed XML at line 3"), format: null }] }),
  "left no report": (text) => suiteRun(1, { reports: [reportFile(text, "missing", "no file matches")] }),
  "never connected": (text) => suiteRun(1, { contact: watched(text) }),
  "was republished": () => suiteRun(1, { print: PRINT }),
  "left its report elsewhere": (text) =>
    suiteRun(1, {
      reports: [reportFile(text, "missing", "no file matches")],
      command: command({ output: untrusted(`JUNIT report written to out/${lineOf(text)}\n`) }),
    }),
  "left nothing that can be read": (text) =>
    suiteRun(0, { reports: [text, text].map((path) => reportFile(path, "unsupported", "not a known test report")) }),
  crashed: (text) => suiteRun(0, { command: command({ exitCode: null, signal: "SIGSEGV" }), runner: ran(text) }),
  "ran no test": (text) => suiteRun(0, { reports: [reportFile(text, "empty", "the report holds no test")] }),
};

/** What a runner prints of it on one line. */
function lineOf(text: string): string {
  return clean(text).replace(/\s+/gu, " ").slice(0, 200);
}

function ran(text: string): RunnerTold {
  return {
    runner: "pytest",
    collected: 2,
    passed: 1,
    failed: null,
    errors: null,
    skipped: null,
    stopped: untrusted(text),
  };
}

const PRINT = "00112233aabbccdd";

function watched(text: string): SuiteContact {
  const hosts = [text, "b", text].map((host) => ({ host: untrusted(host), connections: 0 }));
  return contact({ passes: 1, notShown: 1, atZero: 1, watch: { kind: "watched", required: true, hosts } });
}

function declaredCycle(text: string, message: string, own: boolean): Cycle {
  const foreign = untrusted(text);
  const fail = { ...failure(message), ...(own ? { own: { class: 0, span: foreign } } : {}) };
  const a: CheckResult = {
    ...test("a", "failed", message),
    failure: fail,
    components: [0, 99],
    owners: [foreign, foreign],
  };
  const b: CheckResult = { ...test("b", "passed"), components: [1] };
  const w: CheckResult = { ...test("w", "failed", message), severity: "warn", components: [3], owners: [foreign] };
  const comp = (name: string, unit: string): Cycle["components"][number] => ({
    name: untrusted(name),
    sentence: foreign,
    value: { amount: 5, unit: untrusted(unit) },
    owner: foreign,
  });
  return cycle([a, b, w], {
    components: [comp(text, text), comp(`w ${text}`, text), comp(`n ${text}`, "USD"), comp(`v ${text}`, text)],
    criteria: [
      { text: foreign, checks: [a.key], noError: null },
      { text: foreign, checks: [b.key], noError: null },
      { text: foreign, checks: null, noError: null },
    ],
    classes: [
      {
        id: "app.quota",
        title: foreign,
        transient: "no",
        next: foreign,
        owner: "service",
        stage: "server",
        tooSlow: true,
      },
    ],
    answers: [],
    id: { loop: 4711, n: 2, redo: 0 },
  });
}

const GONE = "v2:00112233aabbccdd";
function answeredScene(text: string, message: string, own: boolean, count: number): Scene {
  const cyc = declaredCycle(text, message, own);
  const before = {
    ...remembering(text),
    tests: null,
    components: [{ name: untrusted(cut(`w ${text}`, 60)), first: "broken" as const }],
    explained: [{ fingerprint: GONE, title: untrusted(text), by: untrusted(text), answer: untrusted(text), cycle: 1 }],
  };
  const prints = analyse(cyc, before).patterns.map(({ fingerprint }) => fingerprint);
  const answers = prints.map((fingerprint) => ({
    fingerprint,
    by: untrusted(text),
    answers: Array.from({ length: count }, () => untrusted(text)),
  }));
  return { cycle: { ...cyc, answers }, before, decision: NEXT };
}

const DECLARED: Readonly<Record<string, Make>> = {
  "what the team declares, own class": (text) => answeredScene(text, "AssertionError: boom", true, 0),
  "what the team declares, own class, answered": (text) => answeredScene(text, "AssertionError: boom", true, 3),
  "what the team declares, unknown error": (text) => answeredScene(text, `zzz ${text}`, false, 1),
  "what the team declares, five answers": (text) => answeredScene(text, "zzz qqq", false, 5),
  "what the team declares, span of ours": (text) =>
    answeredScene(text, `getaddrinfo ENOTFOUND ${text.replaceAll("\n", "")}`, false, 2),
};

export const everySlot: Readonly<Record<string, Make>> = {
  ...Object.fromEntries(
    Object.entries(FAILURES).map(([name, factsOf]): [string, Make] => [
      name,
      (text) => ({ cycle: failed(text, factsOf(text)), decision: NEXT }),
    ]),
  ),
  "what nobody should miss": (text) => ({ cycle: worthALook(text), decision: NEXT }),
  "a preflight that failed": (text) => ({ cycle: preflight(text), decision: NEXT }),
  "a set-up that failed": (text) => ({
    cycle: cycle([], { suites: [], setup: command({ exitCode: 1, output: untrusted(text) }) }),
    decision: NEXT,
  }),
  "a network that is down": (text) => ({ cycle: down(text), decision: NEXT }),
  "suites in every way": (text) => ({ cycle: suites(text), decision: NEXT }),
  "a deploy that failed": (text) => ({ cycle: deploys(text, ""), decision: NEXT }),
  "a deploy whose cause is known": (text) => ({
    cycle: deploys(text, "requested access to the resource is denied: "),
    decision: NEXT,
  }),
  "tests that are gone": (text) => ({
    cycle: { ...cycle([test("a", "passed")]), id: { loop: 4711, n: 2, redo: 0 } },
    before: remembering(text),
    decision: stop("reached"),
  }),
  "suites without a result": (text) => ({
    cycle: silent(text),
    before: remembering(text),
    decision: NEXT,
  }),
  ...DECLARED,
  "a rollback": (text) => ({
    cycle: { ...suites(text), rollback: command({ exitCode: 1, output: untrusted(text) }) },
    decision: stop("regression"),
  }),
  ...Object.fromEntries(
    Object.entries(UNPROVEN).map(([name, runOf]): [string, Make] => [
      `a suite that ${name}`,
      (text) => ({
        cycle: cycle([{ ...test(text, "passed"), group: untrusted(text) }], {
          suites: [{ ...runOf(text), name: untrusted(text) }],
        }),
        before: remembering(text),
        decision: { ...NEXT, because: "unproven" },
      }),
    ]),
  ),
};

function compared(text: string): Facts {
  return { at: untrusted(text), expected: untrusted(text), seen: untrusted(text) };
}

function awaited(text: string, count: number): Facts {
  const names = [text, "b", "c", "d"].slice(0, count).map(untrusted);
  return { expectedEvents: names, missingEvents: names };
}

function tokenOf(text: string): NonNullable<Facts["token"]> {
  return { algorithm: text, audience: untrusted(text), livesMs: 1, clockSkewMs: -5_000 };
}

function failed(text: string, facts: Facts): Cycle {
  const foreign = untrusted(text);
  const events = [event(text, 1), event("b", 2, 3, 4)];
  const all: Facts = { target: foreign, step: 1, event: 1, events: 4, seenEvents: events, ...facts };
  return cycle([
    missed(text, text, all, {
      earlier: [failure(text, all), failure(text)],
      tries: 3,
      users: [{ user: foreign, outcome: "failed", durationMs: 1, failure: failure(text, all) }],
      events,
    }),
    { ...proven(`blocked ${text}`), outcome: "blocked", blockedBy: [missed(text, text, all).key] },
  ]);
}

function worthALook(text: string): Cycle {
  const foreign = untrusted(text);
  const closed: Facts = { closeCode: 4_000, closeReason: foreign };
  return cycle(
    [
      { ...missed(text, text, closed), severity: "warn" },
      proven(`flaky ${text}`, { tries: 2, earlier: [failure(text, closed)] }),
      target(text, [bound(92, { warn: 80 })]),
      { ...test(text, "failed", "received 1011 (internal error) crashed", text), group: foreign },
    ],
    {
      suites: [suiteRun(1, { name: foreign })],
      teardown: command({ exitCode: 1, output: foreign }),
      control: { target: foreign, reachable: true, message: foreign },
    },
  );
}

/** Everything that a suite, its reports, its runner and its tests can tell. */
function suites(text: string): Cycle {
  const foreign = untrusted(text);
  const quarantine = { until: "2026-12-01", why: foreign };
  const failing = withFacts(test(text, "failed", text, text), {
    project: foreign,
    file: foreign,
    earlier: [failure(text), failure(text)],
    reproduce: foreign,
    attachments: [foreign, foreign],
  });
  return cycle(
    [
      { ...failing, group: foreign, priority: 1 },
      { ...test(`held ${text}`, "failed", text), name: foreign, severity: "warn", quarantine },
      { ...test(`held and fine ${text}`, "passed"), name: foreign, severity: "warn", quarantine },
      withFacts(test(`flaky ${text}`, "passed"), { earlier: [failure(text)] }),
      withFacts({ ...test(`quick ${text}`, "passed"), name: foreign, durationMs: 0 }, { contact: "not-shown" }),
    ],
    {
      suites: [
        suiteRun(5, {
          name: foreign,
          contact: watched(text),
          retry: command({ exitCode: 1, output: foreign }),
          runner: {
            runner: "pytest",
            collected: 9,
            passed: 1,
            failed: 1,
            errors: 1,
            skipped: 1,
            stopped: foreign,
          },
          reports: [
            reportFile(text, "refused", "it declares entities"),
            reportFile(text, "stale", "not written by this run of the command"),
            reportFile(text, "ignored", null),
          ],
        }),
        suiteRun(1, { key: "00000000000000aa", name: foreign, contact: watched(text) }),
      ],
      quarantine: [
        { match: foreign, until: "2026-11-01", kind: "over" },
        { match: foreign, until: "2026-12-01", kind: "matches-nothing" },
      ],
    },
  );
}

/** One suite that failed, was republished and touched nothing, others that say nothing, and one that was blocked. */
function silent(text: string): Cycle {
  const foreign = untrusted(text);
  const held: CheckResult = {
    ...missed(text, text, {}),
    severity: "warn",
    quarantine: { until: "2026-12-01", why: null },
  };
  const blocked = { ...test("blocked", "blocked"), name: foreign, suite: "00000000000000ac", test: null };
  const old = [reportFile(text, "missing", "no file matches")];
  return cycle(
    [
      { ...test(text, "failed", "collection failure", `E   ${text}\n${text}`), group: foreign },
      held,
      { ...blocked, blockedBy: [held.key] },
      { ...proven(`waits ${text}`), outcome: "blocked", blockedBy: [held.key] },
    ],
    {
      id: { loop: 4711, n: 2, redo: 0 },
      suites: [
        suiteRun(1, { name: foreign, print: PRINT, contact: watched(text), minTests: 3, retry: command() }),
        suiteRun(0, { key: "00000000000000aa", name: foreign, reports: old, runner: ran(text) }),
        suiteRun(0, { key: "00000000000000ab", name: foreign, command: command({ exitCode: 127 }), runner: ran(text) }),
      ],
    },
  );
}

function deploys(text: string, before: string): Cycle {
  const foreign = untrusted(text);
  const output = untrusted(`${before}${text.replaceAll("\n", "")}`);
  return cycle([], {
    deployments: [
      deployment({ name: foreign, url: foreign }),
      deployment({ name: foreign, command: command({ exitCode: 1, output, log: foreign }) }),
      deployment({ name: foreign, command: null, state: "not-run" }),
      deployment({ name: foreign, command: null, state: "elsewhere" }),
    ],
    readiness: [],
    suites: [],
  });
}

/** The cycle before was tested, ran another test, and left the same print. */
function remembering(text: string): Loop {
  return loop({
    id: { loop: 4711, n: 2, redo: 0 },
    tests: [{ key: "deadbeef", name: untrusted(text) }],
    ledger: [
      {
        n: 1,
        run: 4711,
        commit: COMMIT,
        verdict: "not-met",
        passed: 1,
        failed: 1,
        total: 2,
        notRun: 0,
        probesPassed: 0,
        probesTotal: 0,
        seconds: 60,
        top: untrusted(text),
        why: null,
        prints: [PRINT],
      },
    ],
  });
}

function preflight(text: string): Cycle {
  const facts: Facts = { stage: "value", target: untrusted(text), ...compared(text) };
  return cycle([{ ...missed(text, text, facts), preflight: true }], { suites: [] });
}

function down(text: string): Cycle {
  const facts: Facts = { stage: "connect", errno: "ENETUNREACH", target: untrusted(text) };
  return cycle([{ ...missed(text, text, facts), outcome: "errored" }], {
    suites: [],
    control: { target: untrusted(text), reachable: false, message: untrusted(text) },
  });
}
