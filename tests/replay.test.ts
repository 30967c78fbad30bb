// Five reports that people wrote by hand, played again as cycles with their numbers: what each of them may claim.
import { describe, expect, it } from "vitest";
import { runCycle, successor, type Ended } from "../src/cycle.ts";
import { encodeLoop } from "../src/loop/token.ts";
import type { Told } from "../src/model/told.ts";
import { readInputs } from "../src/plan/inputs.ts";
import { makePlan } from "../src/plan/plan.ts";
import { decodeRecord, encodeRecord, type CycleRecord } from "../src/record/record.ts";
import { renderComment } from "../src/report/comment.ts";
import { plain } from "../src/report/plain.ts";
import { statusLine } from "../src/report/status-line.ts";
import { renderSummary } from "../src/report/summary.ts";
import { renderTerminal } from "../src/report/terminal.ts";
import { makeReport } from "../src/report/view.ts";
import { toTold } from "../src/tell.ts";
import { reveal, untrusted } from "../src/text/untrusted.ts";
import { LIMITS } from "./fakes/limits.ts";
import { trigger } from "./fakes/trigger.ts";
import { answer, fakeGitHub, fakeWorld, type Script } from "./fakes/world.ts";

const HEAD = `version: 1
url: https://api.staging.example
deploy:
  - { name: backend, run: ./deploy.sh, ready: { health: /health, revision: /version, timeout: 1m, interval: 5s } }
preflight: [answers]
probes: [{ name: answers, http: { url: /api/me, expect: 200 } }]
`;
const SUITE = "suites: [{ name: e2e, run: ./test.sh, reports: reports/e2e.xml, min-tests: 25 }]\n";

const COMMITS = ["1", "2", "3"].map((digit) => digit.repeat(40));

interface Played {
  readonly told: Told;
  readonly record: CycleRecord;
  readonly token: string;
}

/** One cycle, told from its record as it was written. */
async function play(config: string, script: Script, before: Played | null = null): Promise<Played> {
  const n = before === null ? 1 : before.record.loop.id.n + 1;
  const commit = COMMITS[n - 1] ?? "";
  const { plan } = makePlan({
    inputs: readInputs(() => undefined),
    configPath: untrusted("c.yml"),
    configText: config,
    environment: () => undefined,
    files: new Map(),
    keyProblem: () => null,
  });
  const world = fakeWorld({ head: commit, request: () => answer(200, JSON.stringify({ commit })), ...script });
  const run = trigger({ commit, runId: 4_710 + n });
  const order = {
    plan,
    limits: LIMITS,
    trigger: run,
    token: before?.token ?? "",
    inputs: {},
    canRepeat: true,
    canFix: false,
  };
  const record = written(await runCycle(order, world, fakeGitHub({ head: commit })));
  const told = toTold(record, []);
  const next = successor(record, told.loop, world.time.now);
  return { told, record, token: next === null ? "" : encodeLoop(next) };
}

function written(ended: Ended): CycleRecord {
  if (ended.kind !== "cycle") throw new Error(`expected a cycle, got ${ended.kind}`);
  return decodeRecord(encodeRecord(ended.record)) ?? expect.fail("the record cannot be read back");
}

/** A report with tests by number: those that fail and how, and those that passed. */
function report(total: number, failing: ReadonlyMap<number, string> = new Map()): Readonly<Record<string, string>> {
  const cases = Array.from({ length: total }, (_, at) => {
    const message = failing.get(at);
    const inside = message === undefined ? "/>" : `><failure message="${message}"/></testcase>`;
    return `<testcase classname="priority" name="test_${at}" time="0.${at + 1}"${inside}`;
  });
  return { "reports/e2e.xml": `<testsuite name="e2e">${cases.join("")}</testsuite>` };
}

const headline = ({ told }: Played): string => plain(makeReport(told).headline);
const surfaces = ({ told }: Played): readonly string[] => {
  const page = makeReport(told);
  return [renderComment(page), renderSummary(page), renderTerminal(page).join("\n")];
};

describe("until 1000 tests pass, with ten modules of 58", () => {
  const modules = [5, 5, 6, 7, 5, 6, 6, 6, 6, 6];
  const failing = new Map([0, 1, 2, 5, 6, 10, 11, 52].map((at) => [at, "received 1011 (internal error)"]));
  const script: Script = {
    reports: report(
      modules.reduce((sum, each) => sum + each),
      failing,
    ),
    run: (each) => ({ exitCode: each.label === "test" ? 1 : 0 }),
  };
  const config = `${HEAD}${SUITE.replace("min-tests: 25", "min-tests: 58")}`;

  it("is called unreachable in cycle 1, on every surface", async () => {
    const first = await play(`${config}target: tests.passed >= 1000\n`, script);
    expect(first.told.loop.id.n).toBe(1);
    expect(first.told.analysis.verdict).toEqual({ kind: "not-met" });
    for (const page of surfaces(first)) {
      expect(page).toMatch(
        /The target cannot be reached:.*it asks for at least 1000 tests passed, and there are 58 tests/u,
      );
    }
    expect(headline(first)).toBe("Staging misses its target: 50 of at least 1000 tests passed");
    expect(statusLine(first.told).description).toContain("50 of 58 · 50 of at least 1000 tests passed");
  });

  it("is called unreachable also when all of them pass", async () => {
    const first = await play(`${config}target: passed >= 1000\n`, { reports: report(58) });
    expect(first.told.analysis.verdict).toEqual({ kind: "not-met" });
    for (const page of surfaces(first)) {
      expect(page).toMatch(/it asks for at least 1000 passed, and there are 58 tests and 1 probe/u);
    }
  });

  it("is not 60 %, as the modules are, but 86 %", async () => {
    const first = await play(`${config}target: tests.pass-rate >= 87%\n`, script);
    expect(headline(first)).toContain("target: pass-rate of tests 86.2 % of at least 87 %");
  });
});

describe("connected, and 1 of 7 tests of the agents", () => {
  it("has a good preflight, and tests that are not", async () => {
    const failing = new Map([0, 1, 2, 4, 5, 6].map((at) => [at, "received 1008 (policy violation)"]));
    const script: Script = {
      reports: report(7, failing),
      run: (each) => ({ exitCode: each.label === "test" ? 1 : 0 }),
    };
    const first = await play(`${HEAD}${SUITE.replace("min-tests: 25", "min-tests: 7")}`, script);
    const { analysis, cycle } = first.told;
    expect(cycle.checks.filter(({ preflight }) => preflight).map(({ outcome }) => outcome)).toEqual(["passed"]);
    expect(analysis.verdict).toEqual({ kind: "not-met" });
    expect(analysis.tests).toMatchObject({ passed: 1, failed: 6, total: 7 });
    expect(headline(first)).toBe("Staging: 1 of 7 tests pass, 1 of 1 probe");
    expect(makeReport(first.told).stepsTitle).toContain("preflight ✅");
  });
});

describe("eleven failures in four of ten modules", () => {
  it("are 47 of 58 tests, and their priority is missed whatever the rest does", async () => {
    const failing = new Map([0, 1, 2, 3, 5, 6, 7, 10, 11, 12, 52].map((at) => [at, "received 1011 (internal error)"]));
    const script: Script = {
      reports: report(58, failing),
      run: (each) => ({ exitCode: each.label === "test" ? 1 : 0 }),
    };
    const suite = SUITE.replace("min-tests: 25", 'min-tests: 58, priority: [{ match: "*test_?", priority: 1 }]');
    const first = await play(`${HEAD}${suite}target: priority(1).failed == 0\n`, script);
    expect(first.told.analysis.verdict).toEqual({ kind: "not-met" });
    expect(headline(first)).toBe("Staging misses its target: 7 failed with priority 1 instead of 0");
    const met = await play(`${HEAD}${suite}target: pass-rate >= 80%\n`, script);
    expect(met.told.analysis.verdict).toEqual({ kind: "met" });
    expect(headline(met)).toBe("Staging meets its target: pass-rate 81.3 % of at least 80 %; 11 tests still fail");
    for (const page of surfaces(met)) expect(page).toMatch(/closes with `?1011/u);
  });
});

describe("2 passed and 0 failed, of 25", () => {
  const stopped: Script = {
    reports: report(2),
    run: (each) => (each.label === "test" ? { exitCode: null, timedOut: true, durationMs: 1_200_000 } : {}),
  };

  it.each(["all", "failed == 0", "passed >= 25", "tests.pass-rate >= 92%", "failed == 0 && passed >= 1"])(
    "is not met under %s, and goes on",
    async (target) => {
      for (const script of [stopped, { reports: report(2) }]) {
        const first = await play(`${HEAD}${SUITE}target: ${target}\n`, script);
        expect(first.told.analysis.verdict).toEqual({ kind: "not-met" });
        expect(first.told.analysis.tests).toMatchObject({ total: 25, passed: 2, notRun: 23 });
        expect(first.record.decision.kind).toBe("repeat");
      }
    },
  );

  it("is told as what it is", async () => {
    const first = await play(`${HEAD}${SUITE}target: tests.failed == 0\n`, { reports: report(2) });
    expect(headline(first)).toBe("Staging misses its target: 0 tests failed, and 23 without a result");
  });
});

describe("24 of 25, then a deployment in progress, then 23 of 25", () => {
  const red = (...at: readonly number[]): Script => ({
    reports: report(25, new Map(at.map((each) => [each, "TypeError: the context of the user has no id"]))),
    run: (each) => ({ exitCode: each.label === "test" ? 1 : 0 }),
  });
  const config = `${HEAD}${SUITE}target: tests.pass-rate >= 98%\n`;

  it("is a regression against the best cycle, and the cycle between says nothing", async () => {
    const first = await play(config, red(1));
    const second = await play(config, { request: () => answer(503, "deployment in progress") }, first);
    const third = await play(config, red(1, 24), second);
    expect(first.told.analysis).toMatchObject({ verdict: { kind: "not-met" }, regression: false });
    expect(second.told.analysis).toMatchObject({
      verdict: { kind: "not-tested", reason: { kind: "not-ready" } },
      beyondReach: null,
    });
    expect(third.told.analysis).toMatchObject({ verdict: { kind: "not-met" }, regression: true });
    expect(third.told.loop.ledger.map(({ verdict, passed }) => [verdict, passed])).toEqual([
      ["not-met", 24],
      ["not-tested", 0],
      ["not-met", 23],
    ]);
    expect(third.told.analysis.changes.against).toBe(1);
    expect(headline(third)).toContain("target: pass-rate of tests 92 % of at least 98 %");
  });

  it("is 92 %: met where 92 % is asked for, and the two that fail are still named", async () => {
    const asked = config.replace("98%", "92%");
    const only = await play(asked, red(1, 24));
    expect(only.told.analysis.verdict).toEqual({ kind: "met" });
    expect(only.record.decision).toEqual({ kind: "stop", because: "reached" });
    expect(headline(only)).toBe(
      "Staging meets its target: pass-rate of tests 92 % of at least 92 %; 2 tests still fail",
    );
    for (const page of surfaces(only)) for (const name of ["test_1", "test_24"]) expect(page).toContain(name);
    expect(statusLine(only.told)).toEqual({ state: "success", description: "23 of 25 · target reached" });
    expect(only.told.cycle.checks.map((check) => reveal(check.name))).toContain("test_24");
  });
});
