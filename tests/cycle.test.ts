// Whole cycles on a world in memory: what is deployed, what is decided, and what the next cycle is handed.
import { describe, expect, it } from "vitest";
import { runCycle, successor, type Ended, type Order } from "../src/cycle.ts";
import { analyse } from "../src/judge/analyse.ts";
import { encodeLoop } from "../src/loop/token.ts";
import type { Decision } from "../src/model/analysis.ts";
import { UserError } from "../src/model/errors.ts";
import { readInputs } from "../src/plan/inputs.ts";
import { makePlan } from "../src/plan/plan.ts";
import { decodeRecord, encodeRecord, type CycleRecord } from "../src/record/record.ts";
import { toTold } from "../src/tell.ts";
import { renderTerminal } from "../src/report/terminal.ts";
import { makeReport } from "../src/report/view.ts";
import { reveal, untrusted } from "../src/text/untrusted.ts";
import { COMMIT } from "./fakes/checks.ts";
import { LIMITS } from "./fakes/limits.ts";
import { trigger } from "./fakes/trigger.ts";
import {
  answer,
  fakeGitHub,
  runRow,
  fakeWorld,
  noAnswer,
  type FakeGitHub,
  type FakeWorld,
  type Script,
} from "./fakes/world.ts";

const CONFIG = `
version: 1
url: https://api.staging.example
deploy:
  - { name: backend, run: ./deploy.sh, ready: { health: /health, revision: /version, timeout: 1m, interval: 5s } }
preflight: [answers]
probes:
  - { name: answers, http: { url: /api/me, expect: 200 } }
  - { name: agents, needs: [answers], http: { url: /api/agents, expect: 200 } }
suites:
  - { name: e2e, run: npm test, reports: reports/e2e.xml }
`;

const GREEN = `<testsuites><testsuite name="s"><testcase classname="c" name="a" time="0.2"/><testcase classname="c" name="b" time="0.3"/></testsuite></testsuites>`;
const RED = GREEN.replace(
  `name="b" time="0.3"/>`,
  `name="b" time="0.3"><failure message="received 1011 (internal error) Internal error"/></testcase>`,
);

function order(over: Partial<Order> = {}, config = CONFIG): Order {
  const { plan } = makePlan({
    inputs: readInputs(() => undefined),
    configPath: untrusted("c.yml"),
    configText: config,
    environment: () => undefined,
    files: new Map(),
    keyProblem: () => null,
  });
  return { plan, limits: LIMITS, trigger: trigger(), token: "", inputs: {}, canRepeat: true, canFix: false, ...over };
}

async function cycle(script: Script, over: Partial<Order> = {}, hub: FakeGitHub = fakeGitHub()) {
  const world = fakeWorld({ reports: { "reports/e2e.xml": GREEN }, ...script });
  const record = recordOf(await runCycle(order(over), world, hub));
  return { record, world, verdict: analyse(record.cycle, record.loop).verdict, decision: record.decision };
}

function recordOf(ended: Ended): CycleRecord {
  if (ended.kind !== "cycle") throw new Error(`expected a cycle, got ${ended.kind}`);
  return ended.record;
}

function tokenAfter(record: CycleRecord, world: FakeWorld): string {
  const next = successor(record, toTold(record, []).loop, world.time.now);
  return next === null ? "" : encodeLoop(next);
}

describe("a cycle", () => {
  it("reaches its target when everything passes on the commit that is served", async () => {
    const { verdict, decision, world } = await cycle({});
    expect(verdict).toEqual({ kind: "met" });
    expect(decision).toEqual({ kind: "stop", because: "reached" } satisfies Decision);
    expect(world.commands.map((each) => reveal(each.line))).toEqual(["./deploy.sh", "npm test"]);
  });

  it("says each phase when it is over, and nothing twice", async () => {
    const { world } = await cycle({
      request: (_, nth) => (nth < 3 ? answer(503) : answer(200, COMMIT)),
      reports: { "reports/e2e.xml": RED },
      run: ({ label }) => ({ exitCode: label === "test" ? 1 : 0 }),
    });
    expect(world.said).toEqual([
      "Deploy backend",
      "Deployed backend in 1 s",
      "Wait for backend",
      "backend serves 4c1e9ab after 5 tries, 20 s",
      "Preflight and probes",
      "✓ answers    5 ms",
      "✓ agents     5 ms",
      "Probes: 2 of 2 pass, 10 ms",
      "Test e2e",
      "e2e: 1 of 2 pass, 1 s",
    ]);
    expect(world.statuses.slice(0, 6)).toEqual([
      "backend answers 503 (try 1, 5 ms of 1 min)",
      "backend answers 503 (try 2, 5 s of 1 min)",
      "backend serves 4c1e9ab (try 3, 10 s of 1 min)",
      "backend serves 4c1e9ab (try 4, 15 s of 1 min)",
      null,
      "0 of 2 done · running answers",
    ]);
    expect(world.statuses.at(-1)).toBeNull();
  });

  it("says what does not run, and why", async () => {
    const { world } = await cycle({
      request: ({ url }) => (reveal(url).endsWith("/api/me") ? answer(401) : answer(200, COMMIT)),
    });
    expect(world.said.slice(-2)).toEqual([
      "Probes: 0 of 2 pass, 5 ms; failed: answers",
      "The preflight failed (answers), so the suite does not run",
    ]);
  });

  it("asks three times in a row before it believes that staging is ready", async () => {
    const { record } = await cycle({});
    expect(record.cycle.readiness[0]).toMatchObject({ state: "ready", tries: 3, revisionMatches: true });
  });

  it("starts counting anew when one answer in between is bad", async () => {
    const { record } = await cycle({ request: (_, nth) => (nth === 3 ? answer(503) : answer(200, COMMIT)) });
    expect(record.cycle.readiness[0]?.tries).toBe(5);
  });

  it("is not tested while the deployment is in progress, and says what it last saw", async () => {
    const { record, verdict, decision, world } = await cycle({ request: () => answer(503, "deployment in progress") });
    expect(verdict).toMatchObject({ kind: "not-tested", reason: { kind: "not-ready" } });
    expect(record.cycle.readiness[0]?.lastSeen).toMatchObject({ kind: "answer", status: 503 });
    expect(decision).toMatchObject({ kind: "repeat", because: "not-tested" });
    expect(world.commands).toHaveLength(1);
  });

  it("says of a service that comes and goes that it does", async () => {
    const { record, world } = await cycle({
      request: (_, nth) => (nth % 3 === 0 ? answer(503) : answer(200, COMMIT)),
    });
    expect(record.cycle.readiness[0]?.flaps).toBeGreaterThan(2);
    const lines = renderTerminal(makeReport(toTold(record, []))).join("\n");
    expect(lines).toContain("backend comes and goes");
    expect(lines).toMatch(/came and went: good answers broke off \d+ times/u);
    expect(world.commands).toHaveLength(1);
  });

  it("does not test an old revision that answers well", async () => {
    const { verdict } = await cycle({ request: () => answer(200, JSON.stringify({ commit: "0".repeat(40) })) });
    expect(verdict).toMatchObject({ kind: "not-tested", reason: { kind: "wrong-revision" } });
  });

  it("does not count tests during which the revision changed", async () => {
    const { verdict } = await cycle({
      request: (request, nth) =>
        answer(200, reveal(request.url).endsWith("/version") && nth > 8 ? "0".repeat(40) : COMMIT),
    });
    expect(verdict).toMatchObject({ kind: "not-tested", reason: { kind: "revision-changed" } });
  });

  it("runs no suite when preflight fails, and blocks what needs it", async () => {
    const { record, verdict, world } = await cycle({
      request: (request) => (reveal(request.url).includes("/api/") ? answer(500) : answer(200, COMMIT)),
    });
    expect(verdict).toMatchObject({ kind: "not-tested", reason: { kind: "preflight-failed", needsPerson: false } });
    expect(record.cycle.checks.map((check) => check.outcome)).toEqual(["failed", "blocked"]);
    expect(world.commands).toHaveLength(1);
  });

  it("does not run a suite whose needs failed, and says that it is blocked", async () => {
    const config = CONFIG.replace("preflight: [answers]\n", "").replace(
      "reports: reports/e2e.xml",
      "reports: reports/e2e.xml, needs: [answers]",
    );
    const { verdict, record, world } = await cycle(
      { request: (request) => (reveal(request.url).includes("/api/") ? answer(500) : answer(200, COMMIT)) },
      { plan: order({}, config).plan },
    );
    expect(verdict.kind).toBe("not-met");
    expect(record.cycle.checks.at(-1)).toMatchObject({ kind: "test", outcome: "blocked" });
    expect(world.commands).toHaveLength(1);
  });

  it("asks a person at once when preflight fails in a way that does not pass by itself", async () => {
    const { decision } = await cycle({
      request: (request) => (reveal(request.url).includes("/api/") ? answer(401) : answer(200, COMMIT)),
    });
    expect(decision).toEqual({ kind: "stop", because: "needs-person" });
  });

  it("stops when the deploy fails for good, and deploys nothing after it", async () => {
    const { verdict, decision, world } = await cycle({
      run: () => ({ exitCode: 1, output: untrusted("syntax error") }),
    });
    expect(verdict).toMatchObject({ kind: "not-tested", reason: { kind: "deploy-failed", transient: "no" } });
    expect(decision).toEqual({ kind: "stop", because: "broken" });
    expect(world.requests).toHaveLength(0);
  });

  it("tries again when the deploy failed in passing", async () => {
    const { decision } = await cycle({ run: () => ({ exitCode: 1, output: untrusted("registry answered 503") }) });
    expect(decision).toMatchObject({ kind: "repeat", because: "not-tested" });
  });

  it("is not tested, never met, when no test ran although the command succeeded", async () => {
    const { verdict } = await cycle({ reports: { "reports/e2e.xml": "<testsuites/>" } });
    expect(verdict).toEqual({ kind: "not-tested", reason: { kind: "suite-not-run", suite: 0 } });
  });

  it("is unproven when the command left no report at all", async () => {
    const { verdict } = await cycle({ reports: {} });
    expect(verdict.kind).toBe("unproven");
  });

  it("does not believe a green report of a command that failed", async () => {
    const { verdict, record } = await cycle({ run: (each) => ({ exitCode: each.label === "test" ? 1 : 0 }) });
    expect(verdict.kind).toBe("not-met");
    expect(record.cycle.checks.at(-1)).toMatchObject({ outcome: "errored" });
  });

  it("counts what was planned and did not run: 2 of 25 is not met", async () => {
    const config = CONFIG.replace("reports: reports/e2e.xml", "reports: reports/e2e.xml, min-tests: 25");
    const { verdict, record } = await cycle({}, { plan: order({}, config).plan });
    expect(verdict.kind).toBe("not-met");
    expect(analyse(record.cycle, record.loop).tests).toMatchObject({ passed: 2, total: 25, notRun: 23 });
  });

  it("ends exhausted at the last cycle that the workflow allows", async () => {
    const { decision } = await cycle({ reports: { "reports/e2e.xml": RED } }, { limits: { ...LIMITS, maxCycles: 1 } });
    expect(decision).toEqual({ kind: "stop", because: "exhausted" });
  });

  it("repeats at once for a commit that was pushed meanwhile", async () => {
    const { decision } = await cycle(
      { reports: { "reports/e2e.xml": RED } },
      {},
      fakeGitHub({ head: [COMMIT, "f".repeat(40)] }),
    );
    expect(decision).toMatchObject({ kind: "repeat", because: "new-commit", waitMs: 30_000 });
  });

  it("stops when the run is cancelled, with what is known", async () => {
    const { decision, record } = await cycle({
      run: (_, time) => {
        time.cancelled = true;
        return {};
      },
    });
    expect(decision).toEqual({ kind: "stop", because: "cancelled" });
    expect(analyse(record.cycle, record.loop).verdict).toEqual({ kind: "not-tested", reason: { kind: "cancelled" } });
    expect(record.cycle.deployments).toHaveLength(1);
  });

  it("is not tested when the test command leaves no result", async () => {
    const { verdict, decision } = await cycle({
      reports: { "reports/e2e.xml": "<testsuites/>" },
      run: (each) => ({ exitCode: each.label === "test" ? 127 : 0 }),
    });
    expect(verdict).toEqual({ kind: "not-tested", reason: { kind: "suite-not-run", suite: 0 } });
    expect(decision).toMatchObject({ kind: "repeat", because: "not-tested" });
  });

  it("is unproven when staging does not tell its revision after the tests", async () => {
    const { verdict } = await cycle({
      request: (request, nth) =>
        reveal(request.url).endsWith("/version") && nth > 8 ? answer(503) : answer(200, COMMIT),
    });
    expect(verdict).toEqual({ kind: "unproven", reason: { kind: "revision-not-told", readiness: 0 } });
  });

  it("survives an answer that is nested too deep to be looked into", async () => {
    const config = CONFIG.replace(
      "expect: 200 } }\nsuites",
      "expect: { json: { $..id: { exists: true } } } } }\nsuites",
    );
    const { record, verdict } = await cycle(
      {
        request: (request) =>
          answer(200, reveal(request.url).endsWith("/agents") ? "[".repeat(20_000) + "]".repeat(20_000) : COMMIT),
      },
      { plan: order({}, config).plan },
    );
    expect(verdict.kind).toBe("not-met");
    expect(reveal(record.cycle.checks[1]?.failure?.message ?? expect.fail())).toMatch(
      /nested more than 128 deep|not JSON/u,
    );
  });

  it("leaves a newer commit to the run that its push has started", async () => {
    const hub = fakeGitHub({ head: [COMMIT, "f".repeat(40)], eventRuns: [runRow({ id: 9_999 })] });
    const { decision } = await cycle({ reports: { "reports/e2e.xml": RED } }, {}, hub);
    expect(decision).toEqual({ kind: "stop", because: "superseded" });
  });

  it("deploys nothing for a commit that is not the one checked out", async () => {
    const world = fakeWorld({ head: "a".repeat(40) });
    await expect(runCycle(order(), world, fakeGitHub())).rejects.toThrow(UserError);
    expect(world.commands).toHaveLength(0);
  });

  it("deploys nothing for a pull request from outside", async () => {
    const world = fakeWorld();
    expect(await runCycle(order({ trigger: trigger({ foreign: true }) }), world, null)).toEqual({ kind: "foreign" });
    expect(world.commands).toHaveLength(0);
  });

  it("leaves no foreign text uncleaned or secret unmasked in the record", async () => {
    const world = fakeWorld({
      reports: { "reports/e2e.xml": RED.replace("Internal error", "key=s3cr3t-of-staging &#27;[31mred") },
    });
    world.secrets.register("s3cr3t-of-staging");
    const record = recordOf(await runCycle(order(), world, fakeGitHub()));
    expect(encodeRecord(record)).not.toContain("s3cr3t-of-staging");
    expect(encodeRecord(record)).not.toContain("\\u001b");
  });

  it("has a record that reads back as the same facts", async () => {
    const { record } = await cycle({ reports: { "reports/e2e.xml": RED } });
    expect(decodeRecord(encodeRecord(record))).toEqual(record);
  });
});

describe("a loop", () => {
  it("hands the next cycle what it needs to tell what changed", async () => {
    const first = await cycle({ reports: { "reports/e2e.xml": RED } });
    const second = await cycle(
      {},
      { token: tokenAfter(first.record, first.world), trigger: trigger({ event: "workflow_dispatch", runId: 5_001 }) },
    );
    expect(second.record.loop.id).toEqual({ loop: 4711, n: 2, redo: 0 });
    const { changes } = analyse(second.record.cycle, second.record.loop);
    expect(changes).toMatchObject({ against: 1, newlyFailing: [], stillFailing: [] });
    expect(changes.fixed).toHaveLength(1);
  });

  it("waits at the start of the child, and not longer than it was told", async () => {
    const first = await cycle({ reports: { "reports/e2e.xml": RED } });
    const token = tokenAfter(first.record, first.world);
    const world = fakeWorld({ reports: { "reports/e2e.xml": GREEN } });
    world.time.now = first.world.time.now + 10_000;
    await runCycle(order({ token, trigger: trigger({ runId: 5_001 }) }), world, fakeGitHub());
    expect(world.time.sleeps.slice(0, 2)).toEqual([30_000, 20_000]);
    expect(world.statuses.slice(0, 3)).toEqual(["Cycle 2 starts in 50 s", "Cycle 2 starts in 20 s", null]);
  });

  it("asks a person when staging stays down in the same way twice", async () => {
    const down: Script = { request: () => noAnswer("ECONNREFUSED") };
    const first = await cycle(down);
    expect(first.decision).toMatchObject({ kind: "repeat" });
    const second = await cycle(down, { token: tokenAfter(first.record, first.world) });
    expect(second.decision).toEqual({ kind: "stop", because: "needs-person" });
  });

  it("keeps a cycle that was not tested out of the trend", async () => {
    const first = await cycle({ reports: { "reports/e2e.xml": RED } });
    const second = await cycle({ request: () => answer(503) }, { token: tokenAfter(first.record, first.world) });
    const third = await cycle({}, { token: tokenAfter(second.record, second.world) });
    expect(analyse(third.record.cycle, third.record.loop).changes.against).toBe(1);
    expect(toTold(third.record, []).loop.ledger.map((row) => row.verdict)).toEqual(["not-met", "not-tested", "met"]);
  });

  it("calls an error deterministic that comes back unchanged at the same commit", async () => {
    const red: Script = { reports: { "reports/e2e.xml": RED } };
    const first = await cycle(red);
    const second = await cycle(red, { token: tokenAfter(first.record, first.world) });
    const [pattern] = analyse(second.record.cycle, second.record.loop).patterns;
    expect(pattern).toMatchObject({ transient: "no", since: { cycle: 1, isNew: false } });
    expect(second.decision).toMatchObject({ kind: "repeat", because: "nothing-changed", waitMs: 120_000 });
  });

  it("does not forget a failure that could not be judged in between", async () => {
    const skipped = GREEN.replace(`name="b" time="0.3"/>`, `name="b" time="0.3"><skipped/></testcase>`);
    const first = await cycle({ reports: { "reports/e2e.xml": RED } });
    const second = await cycle(
      { reports: { "reports/e2e.xml": skipped } },
      { token: tokenAfter(first.record, first.world) },
    );
    const told = toTold(second.record, []);
    expect(told.analysis.changes).toMatchObject({ fixed: [], gone: 0 });
    expect(told.analysis.changes.unfinished).toHaveLength(1);
    const carried = encodeLoop({ ...told.loop, id: { ...told.loop.id, n: 3 } });
    const third = await cycle({ reports: { "reports/e2e.xml": RED } }, { token: carried });
    const { changes, patterns } = analyse(third.record.cycle, third.record.loop);
    expect(changes).toMatchObject({ newlyFailing: [], stillFailing: [expect.any(String)] });
    expect(patterns[0]?.since).toMatchObject({ cycle: 1, isNew: false });
  });

  it("starts nothing for a token that asks for more cycles than the workflow allows", async () => {
    const first = await cycle({ reports: { "reports/e2e.xml": RED } });
    const world = fakeWorld();
    const late = order({ token: tokenAfter(first.record, first.world), limits: { ...LIMITS, maxCycles: 1 } });
    await expect(runCycle(late, world, fakeGitHub())).rejects.toThrow(UserError);
    expect(world.commands).toHaveLength(0);
    // Where another job concludes, the number of cycles stands there.
    const part = await runCycle({ ...late, isPart: true }, fakeWorld(), fakeGitHub());
    expect(recordOf(part).loop.id.n).toBe(2);
  });

  it("finds its cycles in run names that also hold dates and branches", async () => {
    const hub = fakeGitHub();
    const title = untrusted("agents 12/5 · 4711/2 · 2026/11/21");
    hub.runs.push(runRow({ id: 5_002, title, status: "completed", conclusion: "success" }));
    const ended = await runCycle(order({ trigger: trigger({ attempt: 2 }) }), fakeWorld(), hub);
    expect(ended).toMatchObject({ kind: "superseded", by: 5_002 });
  });

  it("is superseded as a re-run while a later cycle exists", async () => {
    const hub = fakeGitHub();
    hub.runs.push(
      runRow({ id: 5_002, title: untrusted("Staging 4711/2"), status: "completed", conclusion: "success" }),
    );
    const world = fakeWorld();
    const ended = await runCycle(order({ trigger: trigger({ attempt: 2 }) }), world, hub);
    expect(ended).toMatchObject({ kind: "superseded", by: 5_002 });
    expect(world.commands).toHaveLength(0);
  });

  it("is superseded by an earlier run with the same key", async () => {
    const first = await cycle({ reports: { "reports/e2e.xml": RED } });
    const token = tokenAfter(first.record, first.world);
    const hub = fakeGitHub();
    for (const id of [5_001, 5_002]) {
      hub.runs.push(runRow({ id, title: untrusted("Staging 4711/2"), status: "in_progress" }));
    }
    const world = fakeWorld();
    const late = await runCycle(
      order({ token, trigger: trigger({ event: "workflow_dispatch", runId: 5_002 }) }),
      world,
      hub,
    );
    expect(late).toMatchObject({ kind: "superseded", by: 5_001 });
    const early = await runCycle(order({ token, trigger: trigger({ runId: 5_001 }) }), fakeWorld(), hub);
    expect(early.kind).toBe("cycle");
  });

  it("does not start from a token that cannot be read", async () => {
    const world = fakeWorld();
    await expect(runCycle(order({ token: "{}" }), world, fakeGitHub())).rejects.toThrow(UserError);
    expect(world.commands).toHaveLength(0);
  });
});

describe("our own network", () => {
  const down = { kind: "unreachable", status: null, detail: untrusted("no route to api.github.com") } as const;
  const stagingGone: Script = {
    request: (request, nth) =>
      reveal(request.url).includes("/api/") ? noAnswer("ETIMEDOUT") : answer(200, nth > 0 ? COMMIT : ""),
  };

  it("is asked only when staging cannot be reached", async () => {
    const { record } = await cycle({}, {}, fakeGitHub({ unreachable: down }));
    expect(record.cycle.control).toBeNull();
  });

  it("is to blame when GitHub cannot be reached either: nothing is judged", async () => {
    const { record, verdict, decision } = await cycle(stagingGone, {}, fakeGitHub({ unreachable: down }));
    expect(record.cycle.control).toMatchObject({ reachable: false });
    expect(verdict).toEqual({ kind: "not-tested", reason: { kind: "control-failed" } });
    expect(decision).toMatchObject({ kind: "repeat", because: "not-tested" });
    expect(analyse(record.cycle, record.loop).patterns).toEqual([]);
  });

  it("is not to blame when GitHub answers", async () => {
    const { record, verdict } = await cycle(stagingGone);
    expect(record.cycle.control).toMatchObject({ reachable: true });
    expect(verdict).toMatchObject({ kind: "not-tested", reason: { kind: "preflight-failed" } });
  });

  it("is asked while staging does not come up, too", async () => {
    const { verdict } = await cycle(
      { request: () => noAnswer("ENOTFOUND", "resolve") },
      {},
      fakeGitHub({ unreachable: down }),
    );
    expect(verdict).toEqual({ kind: "not-tested", reason: { kind: "control-failed" } });
  });

  it("can be told by another address of the user's, or by none", async () => {
    const config = (control: string): string => CONFIG.replace("probes:", `control: ${control}\nprobes:`);
    const other = order({}, config("https://status.example.com/ok")).plan;
    const asked = await cycle(stagingGone, { plan: other }, fakeGitHub({ unreachable: down }));
    expect(asked.record.cycle.control).toMatchObject({ reachable: true });
    const none = await cycle(stagingGone, { plan: order({}, config("none")).plan }, fakeGitHub({ unreachable: down }));
    expect(none.record.cycle.control).toBeNull();
  });
});

describe("setup and teardown", () => {
  const config = CONFIG.replace("probes:", "setup: ./seed.sh\nteardown: ./clean.sh\nprobes:");
  const { plan } = order({}, config);
  const lines = (world: FakeWorld): readonly string[] => world.commands.map((each) => reveal(each.line));

  it("stand around the checks", async () => {
    const { world, verdict } = await cycle({}, { plan });
    expect(lines(world)).toEqual(["./deploy.sh", "./seed.sh", "npm test", "./clean.sh"]);
    expect(verdict).toEqual({ kind: "met" });
  });

  it("test nothing when the setup fails, and clean up all the same", async () => {
    const failing: Script = { run: ({ line }) => (reveal(line) === "./seed.sh" ? { exitCode: 1 } : {}) };
    const { world, verdict, record } = await cycle(failing, { plan });
    expect(lines(world)).toEqual(["./deploy.sh", "./seed.sh", "./clean.sh"]);
    expect(verdict).toMatchObject({ kind: "not-tested", reason: { kind: "setup-failed" } });
    expect(record.cycle.checks.map((check) => check.outcome)).toEqual(["not-run", "not-run"]);
  });

  it("clean up after a failed deployment, which may have left something", async () => {
    const { world } = await cycle({ run: () => ({ exitCode: 1 }) }, { plan });
    expect(lines(world)).toEqual(["./deploy.sh", "./clean.sh"]);
  });

  it("clean up in a cancelled run", async () => {
    const cancelling: Script = {
      run: ({ line }, time) => {
        if (reveal(line) === "npm test") time.cancelled = true;
        return {};
      },
    };
    const { world } = await cycle(cancelling, { plan });
    expect(world.commands.at(-1)).toMatchObject({ always: true, label: "teardown" });
  });
});

it("says each check as soon as it is done", async () => {
  const { world } = await cycle({});
  expect(world.said.filter((line) => /^[✓✗]/u.test(line)).map((line) => line.slice(0, 9))).toEqual([
    "✓ answers",
    "✓ agents ",
  ]);
});
