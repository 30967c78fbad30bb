// The line that each phase leaves when it is over, and what is said while something is awaited.
import { describe, expect, it } from "vitest";
import type { CheckResult } from "../../src/model/check.ts";
import type { Deployment, Readiness } from "../../src/model/cycle.ts";
import {
  blockedLine,
  deployedLine,
  dispatchLine,
  fixLine,
  hookLine,
  preflightLine,
  probesLine,
  readyLine,
  rolledBackLine,
  suiteLine,
  waitingLine,
  type Said,
} from "../../src/report/phases.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { COMMIT, command, probe, suiteRun, test } from "../fakes/checks.ts";

const backend = untrusted("backend");
const deployment = (over: Partial<Deployment> = {}): Deployment => ({
  name: backend,
  state: "deployed",
  command: command({ durationMs: 5_000 }),
  url: null,
  problem: null,
  owner: null,
  ...over,
});
const answer = (status: number): Readiness["lastSeen"] => ({
  kind: "answer",
  status,
  url: untrusted("https://x.example/health"),
  excerpt: untrusted("::error::x"),
});
const readiness = (over: Partial<Readiness> = {}): Readiness => ({
  name: backend,
  state: "ready",
  tries: 3,
  flaps: 0,
  elapsedMs: 12_000,
  served: untrusted(COMMIT),
  revisionMatches: true,
  lastSeen: answer(200),
  asked: "revision",
  healthy: null,
  at: 0,
  ...over,
});
const waiting = (over: Partial<Readiness>): string =>
  waitingLine(readiness({ state: "not-ready", tries: 12, elapsedMs: 150_000, ...over }), COMMIT, 600_000);
const bad = (line: string): Said => ({ line, tone: "bad" });
const failed = (exitCode: number): Deployment["command"] => command({ exitCode, durationMs: 5_000 });

describe("a deploy", () => {
  it.each<readonly [Said | null, Partial<Deployment>]>([
    [{ line: "Deployed backend in 5 s" }, {}],
    [
      { line: "Deployed backend in 5 s, at https://pr-17.example.com" },
      { url: untrusted("https://pr-17.example.com") },
    ],
    [
      bad("The deploy of backend failed: its command ended with exit code 2 after 5 s"),
      { state: "failed", command: failed(2) },
    ],
    [
      bad("The deploy of backend failed: its command was stopped at its time limit after 5 s"),
      { state: "failed", command: command({ exitCode: null, timedOut: true, durationMs: 5_000 }) },
    ],
    [bad("The deploy of backend failed: it told no address"), { state: "failed", problem: "it told no address" }],
    [null, { state: "elsewhere", command: null }],
    [null, { state: "not-run", command: null }],
  ])("says %j", (said, over) => {
    expect(deployedLine(deployment(over))).toEqual(said);
  });
});

describe("a service that is awaited", () => {
  it.each<readonly [Said | null, Partial<Readiness>]>([
    [{ line: "backend serves 4c1e9ab after 3 tries, 12 s" }, {}],
    [{ line: "backend is healthy after 1 try, 12 s" }, { tries: 1, revisionMatches: null, served: null }],
    [{ line: "backend serves 4c1e9ab after 3 tries, 12 s; it came and went 2 times" }, { flaps: 2 }],
    [
      bad("backend is not ready after 3 tries, 12 s: it answers 503"),
      { state: "not-ready", asked: "health", lastSeen: answer(503) },
    ],
    [null, { state: "not-awaited" }],
  ])("ends with %j", (said, over) => {
    expect(readyLine(readiness(over), COMMIT)).toEqual(said);
  });

  it.each<readonly [string, Partial<Readiness>]>([
    ["backend answers 503 (try 12, 2m 30s of 10 min)", { asked: "health", lastSeen: answer(503) }],
    [
      "backend does not answer (ECONNREFUSED) (try 12, 2m 30s of 10 min)",
      {
        lastSeen: {
          kind: "no-answer",
          url: untrusted("https://x.example"),
          errno: "ECONNREFUSED",
          message: untrusted("refused"),
        },
      },
    ],
    [
      "backend serves 0123456, not 4c1e9ab (try 12, 2m 30s of 10 min)",
      { served: untrusted("0123456789012345678901234567890123456789"), revisionMatches: false },
    ],
    ["backend tells no revision (try 12, 2m 30s of 10 min)", { served: null, revisionMatches: false }],
    ["backend answers 404 (try 12, 2m 30s of 10 min)", { served: null, revisionMatches: null, lastSeen: answer(404) }],
    ["backend serves 4c1e9ab (try 12, 2m 30s of 10 min)", {}],
  ])("is told with %j", (line, over) => {
    expect(waiting(over)).toBe(line);
  });
});

it("a command around the checks says how it ended", () => {
  expect(hookLine("Set-up", command({ durationMs: 2_000 }))).toEqual({ line: "Set-up done in 2 s" });
  expect(hookLine("Teardown", command({ exitCode: 1, durationMs: 800 }))).toEqual(
    bad("Teardown failed: its command ended with exit code 1 after 800 ms"),
  );
  expect(rolledBackLine(command({ durationMs: 3_000 }), COMMIT)).toEqual({ line: "Rolled back to 4c1e9ab in 3 s" });
  expect(fixLine({ how: "ended with exit code 1", isClean: false, durationMs: 3_000 })).toEqual(
    bad("The fix command ended with exit code 1 after 3 s"),
  );
});

describe("the probes", () => {
  const passed = probe("api answers", "passed");
  const broken = ["a", "b", "c", "d"].map((name) => probe(name, "failed"));

  it("are counted, and the first that failed are named", () => {
    expect(probesLine([passed], 3_200)).toEqual({ line: "Probes: 1 of 1 pass, 3.2 s" });
    expect(probesLine([passed, ...broken], 3_200)).toEqual(
      bad("Probes: 1 of 5 pass, 3.2 s; failed: a, b, c and 1 more"),
    );
  });

  it("that only warn are not called failed, and targets are counted apart", () => {
    const warning: CheckResult = { ...probe("late", "failed"), severity: "warn" };
    const limit: CheckResult = { ...probe("p95", "failed"), kind: "target" };
    expect(probesLine([passed, warning], 100)).toEqual({ line: "Probes: 1 of 2 pass, 100 ms" });
    expect(probesLine([passed, limit], 100)).toEqual(
      bad("Probes: 1 of 1 pass, 100 ms; targets: 0 of 1 pass; failed: p95"),
    );
    expect(probesLine([limit], 100)).toEqual(bad("Targets: 0 of 1 pass; failed: p95"));
  });

  it("of a failed preflight say what does not run", () => {
    expect(preflightLine([passed, ...broken.slice(0, 1)], 2)).toEqual(
      bad("The preflight failed (a), so no suite runs"),
    );
    expect(preflightLine([passed], 2)).toBeNull();
    expect(preflightLine(broken, 0)).toBeNull();
  });
});

describe("a suite", () => {
  const results = [test("a", "passed"), test("b", "passed"), test("c", "failed"), test("d", "skipped")];

  it("is counted as its tests ran", () => {
    expect(suiteLine(suiteRun(3, { command: command({ durationMs: 55_200 }) }), results)).toEqual(
      bad("e2e: 2 of 3 pass, 55.2 s, 1 skipped"),
    );
    expect(suiteLine(suiteRun(2, { command: command({ durationMs: 900 }) }), results.slice(0, 2))).toEqual({
      line: "e2e: 2 of 2 pass, 900 ms",
    });
  });

  it("says what was planned and what its second try changed", () => {
    const { test: facts, ...passed } = test("c", "passed");
    if (facts === null) throw new Error("a test has facts");
    const flaky: CheckResult = {
      ...passed,
      test: { ...facts, earlier: [{ message: untrusted("no"), detail: null, type: null, facts: {} }] },
    };
    const run = suiteRun(3, {
      command: command({ durationMs: 1_000 }),
      retry: command({ durationMs: 500 }),
      planned: 25,
    });
    expect(suiteLine(run, [...results.slice(0, 2), flaky])).toEqual({
      line: "e2e: 3 of 3 pass, 1.5 s, 1 only on another try, 25 were planned",
    });
  });

  it("that was stopped, has no result or does not run is never called good", () => {
    const stopped = command({ exitCode: null, timedOut: true, durationMs: 600_000 });
    expect(suiteLine(suiteRun(2, { command: stopped }), results.slice(0, 2))).toEqual(
      bad("e2e: 2 of 2 pass, 10 min; stopped at its time limit"),
    );
    expect(suiteLine(suiteRun(0, { command: command({ exitCode: 127, durationMs: 10 }) }), [])).toEqual(
      bad(
        "e2e: no test has a result; the command ended with exit code 127 (a program in it was not found) after 10 ms",
      ),
    );
    expect(blockedLine(test("e2e", "blocked"), [probe("ws connects", "failed")])).toEqual(
      bad("e2e does not run: ws connects did not pass"),
    );
  });
});

it("the dispatch says where the next cycle runs, or what keeps it", () => {
  const url = "https://github.com/acme/chat/actions/runs/7";
  expect(dispatchLine(3, { kind: "started", runId: 7 }, url)).toEqual({ line: `GitHub starts cycle 3: ${url}` });
  expect(dispatchLine(3, { kind: "started", runId: null }, null)).toEqual({ line: "GitHub starts cycle 3" });
  expect(dispatchLine(3, { kind: "failed", why: ["add `actions: write`."] }, null)).toEqual(
    bad("Cycle 3 does not start: add actions: write."),
  );
});

it("stays one line without commands, whatever a service is called or answers", () => {
  const harm = untrusted("x\n::error::y ##[warning]z\u001b[2J\r");
  const lines = [
    deployedLine(deployment({ name: harm, url: harm })),
    readyLine(readiness({ name: harm }), COMMIT),
    { line: waiting({ name: harm, served: harm, revisionMatches: false }) },
    probesLine([{ ...probe("a", "failed"), name: harm }], 1),
    suiteLine(suiteRun(1, { name: harm }), []),
    blockedLine({ ...test("a", "blocked"), name: harm }, [{ ...probe("a", "failed"), name: harm }]),
  ];
  for (const said of lines) expect(said?.line ?? "").not.toMatch(/[\u0000-\u001f]|::|##\[/u);
});
