// Whole cycles with services that tell their address, that fail in their own ways, and that are rolled back.
import { describe, expect, it } from "vitest";
import { runCycle, successor } from "../../src/cycle.ts";
import { analyse } from "../../src/judge/analyse.ts";
import { encodeLoop } from "../../src/loop/token.ts";
import { decodeRecord, encodeRecord, type CycleRecord } from "../../src/record/record.ts";
import { logLinks } from "../../src/report/log-links.ts";
import { toTold } from "../../src/tell.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { COMMIT } from "../fakes/checks.ts";
import { LIMITS } from "../fakes/limits.ts";
import { trigger } from "../fakes/trigger.ts";
import {
  answer,
  noAnswer,
  fakeGitHub,
  runRow,
  fakeWorld,
  type FakeGitHub,
  type FakeWorld,
  type Script,
} from "../fakes/world.ts";
import { made } from "../plan/made.ts";

const TOLD = `version: 1
url: \${deploy.backend.url}
logs: https://logs.example/q?s=\${deploy.name}
deploy:
  - { name: backend, run: ./deploy.sh, ready: { health: /health, revision: /version } }
probes:
  - { name: answers, http: { url: /api/me, expect: 200 } }
  - { name: agents, http: { url: /api/agents, expect: 200 } }
`;

interface Ran {
  readonly record: CycleRecord;
  readonly world: FakeWorld;
  readonly token: string;
}

interface Order {
  readonly token?: string;
  readonly hub?: FakeGitHub;
  readonly commit?: string;
}

const NEWER = "b".repeat(40);

async function run(file: string, script: Script, order: Order = {}): Promise<Ran> {
  const { token = "", commit = COMMIT, hub = fakeGitHub({ head: commit }) } = order;
  const world = fakeWorld({ ...script, head: commit });
  if (script.environment?.["SECRET"] !== undefined) world.secrets.register(script.environment["SECRET"]);
  const ended = await runCycle(
    {
      plan: made(file),
      limits: { ...LIMITS, maxCycles: 5 },
      trigger: trigger(token === "" ? { commit } : { commit, runId: 5_001 }),
      token,
      inputs: {},
      canRepeat: true,
      canFix: false,
    },
    world,
    hub,
  );
  if (ended.kind !== "cycle") throw new Error(`expected a cycle, got ${ended.kind}`);
  const { record } = ended;
  const next = successor(record, toTold(record, []).loop, world.time.now);
  return { record, world, token: next === null ? "" : encodeLoop(next) };
}

const url = (text: string): Pick<Script, "ran"> => ({
  ran: (order) => ({ outputs: order.label === "deploy" ? new Map([["url", untrusted(text)]]) : new Map() }),
});

/** Staging on which the first so many probes pass. */
function passing(count: number): Script {
  return {
    request: (request) => {
      const at = ["/api/me", "/api/agents"].findIndex((path) => reveal(request.url).endsWith(path));
      return at >= count ? answer(500) : answer(200, COMMIT);
    },
  };
}

describe("an address that a deploy tells", () => {
  it("is where the whole cycle asks", async () => {
    const { record, world } = await run(TOLD, { ...passing(2), ...url("https://green.example") });
    expect(analyse(record.cycle, record.loop).verdict).toEqual({ kind: "met" });
    expect(reveal(record.cycle.deployments[0]?.url ?? expect.fail())).toBe("https://green.example");
    expect(world.requests.every((each) => reveal(each.url).startsWith("https://green.example/"))).toBe(true);
    expect(decodeRecord(encodeRecord(record))).toEqual(record);
  });

  it("stops the cycle before anything is asked when it is missing, for good", async () => {
    const { record, world } = await run(TOLD, passing(2));
    expect(record.cycle.deployments[0]).toMatchObject({
      state: "failed",
      problem: expect.stringContaining("it told no url"),
    });
    expect(analyse(record.cycle, record.loop).verdict).toMatchObject({
      kind: "not-tested",
      reason: { kind: "deploy-failed", deployment: 0, transient: "no" },
    });
    expect(record.decision).toEqual({ kind: "stop", because: "broken" });
    expect(world.requests).toEqual([]);
    expect(decodeRecord(encodeRecord(record))).toEqual(record);
  });

  it("D13: is never part of the token, and a secret in it never part of the record", async () => {
    const SECRET = "s3cr3t-of-staging";
    const { record, token } = await run(TOLD, {
      ...passing(1),
      ...url(`https://${SECRET}.example`),
      environment: { SECRET },
    });
    expect(record.decision.kind).toBe("repeat");
    expect(token).not.toBe("");
    const carried = Buffer.from(token, "base64url").toString("latin1");
    for (const text of [token, carried, encodeRecord(record)]) expect(text).not.toContain(SECRET);
    const other = await run(TOLD, { ...passing(1), ...url("https://blue.example") });
    expect(other.token).toBe((await run(TOLD, { ...passing(1), ...url("https://green.example") })).token);
  });

  it("tells which service's logs to open", async () => {
    const { record } = await run(TOLD, { ...passing(1), ...url("https://green.example") });
    expect(logLinks(record.cycle).map((each) => reveal(each.url))).toEqual(["https://logs.example/q?s=backend"]);
  });
});

describe("a deploy that fails", () => {
  const FILE =
    "version: 1\nurl: https://x.example\ndeploy: [{ name: a, run: one }, { name: b, run: two }]\nprobes: [{ name: p, http: { url: /p } }]\n";

  it("says why, and whether that passes", async () => {
    const { record } = await run(FILE, {
      run: () => ({ exitCode: 1, output: untrusted("pulling\nError: Error acquiring the state lock\nexit") }),
    });
    const { verdict } = analyse(record.cycle, record.loop);
    expect(verdict).toMatchObject({
      kind: "not-tested",
      reason: { kind: "deploy-failed", deployment: 0, transient: "yes" },
    });
    expect(record.cycle.deployments.map(({ state }) => state)).toEqual(["failed", "not-run"]);
    expect(record.decision).toMatchObject({ kind: "repeat", because: "not-tested" });
  });
});

describe("a cycle that is worse than the best", () => {
  const file = (rest: string): string => `version: 1
url: https://x.example
deploy: [{ name: backend, run: ./deploy.sh }]
probes:
  - { name: answers, http: { url: /api/me, expect: 200 } }
  - { name: agents, http: { url: /api/agents, expect: 200 } }
${rest}`;
  const ROLLBACK = file("on-regression: rollback\nrollback: { run: ./back.sh, timeout: 1m }\n");
  const lines = ({ world }: Ran): readonly string[] => world.commands.map(({ line }) => reveal(line));

  it("is rolled back to the best commit, and the loop stops", async () => {
    const first = await run(ROLLBACK, passing(1));
    expect(lines(first)).toEqual(["./deploy.sh"]);
    expect(first.record.cycle.rollback).toBeNull();
    const second = await run(ROLLBACK, passing(0), { token: first.token, commit: NEWER });
    expect(lines(second)).toEqual(["./deploy.sh", "./back.sh"]);
    expect(second.world.commands[1]).toMatchObject({
      label: "rollback",
      timeoutMs: 60_000,
      environment: { TDL_COMMIT: NEWER, TDL_GOOD_COMMIT: COMMIT },
    });
    expect(second.record.decision).toEqual({ kind: "stop", because: "regression" });
    expect(second.record.cycle.rollback).toMatchObject({ exitCode: 0 });
    expect(second.record.cycle.durationMs).toBeGreaterThanOrEqual(2_000);
    expect(decodeRecord(encodeRecord(second.record))).toEqual(second.record);
  });

  it("keeps what the rollback printed without secrets", async () => {
    const SECRET = "s3cr3t-of-staging";
    const first = await run(ROLLBACK, passing(1));
    const second = await run(
      ROLLBACK,
      { ...passing(0), environment: { SECRET }, run: () => ({ output: untrusted(`with ${SECRET}`) }) },
      { token: first.token, commit: NEWER },
    );
    expect(second.record.cycle.rollback).not.toBeNull();
    expect(encodeRecord(second.record)).not.toContain(SECRET);
  });

  it.each([
    ["continue", "", "repeat"],
    ["stop", "on-regression: stop\n", "stop"],
  ])("is not rolled back with %s", async (_, rest, kind) => {
    const first = await run(file(rest), passing(1));
    const second = await run(file(rest), passing(0), { token: first.token, commit: NEWER });
    expect(lines(second)).toEqual(["./deploy.sh"]);
    expect(second.record.decision.kind).toBe(kind);
  });

  it("is not rolled back where it was not tested, where it is no worse, or where another run has taken over", async () => {
    const first = await run(ROLLBACK, passing(1), { hub: fakeGitHub({ head: [COMMIT, NEWER] }) });
    const order = { token: first.token, commit: NEWER };
    const again = await run(ROLLBACK, passing(1), order);
    const broken = await run(ROLLBACK, { ...passing(0), run: () => ({ exitCode: 1 }) }, order);
    const hub = fakeGitHub({ head: [NEWER, "f".repeat(40)], eventRuns: [runRow({ id: 9_999 })] });
    const over = await run(ROLLBACK, passing(0), { ...order, hub });
    expect([again, broken, over].map(({ record }) => record.cycle.rollback)).toEqual([null, null, null]);
  });

  it("is not rolled back to its own commit: the same one is not worse but comes and goes", async () => {
    const first = await run(ROLLBACK, passing(1));
    const second = await run(ROLLBACK, passing(0), { token: first.token });
    expect(second.record.decision.kind).toBe("repeat");
    expect(lines(second)).toEqual(["./deploy.sh"]);
  });

  it("is not rolled back when what passed is only not asked for any more", async () => {
    const first = await run(ROLLBACK, {
      request: (request) => answer(reveal(request.url).endsWith("agents") ? 500 : 200),
    });
    const fewer = ROLLBACK.replace(/ {2}- \{ name: answers.*\n/u, "");
    const second = await run(fewer, passing(1), { token: first.token, commit: NEWER });
    expect(second.record.cycle.checks).toHaveLength(1);
    expect(second.record.decision.kind).toBe("repeat");
    expect(lines(second)).toEqual(["./deploy.sh"]);
  });
});

describe("what is served after the tests", () => {
  const FILE = `version: 1
url: https://x.example
deploy: [{ name: backend, run: ./up.sh, ready: { health: /health, revision: /version, success-threshold: 1 } }]
teardown: ./down.sh
probes: [{ name: answers, http: { url: /api/me, expect: 200 } }]
`;

  it("is asked before the teardown, which may take staging down", async () => {
    let isDown = false;
    const { record } = await run(FILE, {
      request: () => (isDown ? noAnswer("ECONNREFUSED") : answer(200, COMMIT)),
      run: (order) => {
        if (order.label === "teardown") isDown = true;
        return {};
      },
    });
    expect(isDown).toBe(true);
    expect(record.cycle.servedAfter.map((each) => reveal(each ?? untrusted("")))).toEqual([COMMIT]);
    expect(analyse(record.cycle, record.loop).verdict).toEqual({ kind: "met" });
  });

  /** What the revision's address answers after the tests, one look after the other; the last one from then on. */
  const judged = async (...after: readonly string[]) => {
    let looks = -1;
    const { record } = await run(FILE, {
      request: (request) => {
        if (!reveal(request.url).endsWith("/version")) return answer(200, "");
        return answer(200, looks++ < 0 ? COMMIT : (after[Math.min(looks, after.length) - 1] ?? ""));
      },
    });
    const { verdict } = analyse(record.cycle, record.loop);
    return { looks, said: "reason" in verdict ? verdict.reason.kind : verdict.kind };
  };

  it.each([
    ["one empty answer is no change", ["", COMMIT], 2, "met"],
    ["nor is one page of a proxy", ["<html>One moment</html>", COMMIT], 2, "met"],
    ["another revision is one at once", ["9e32abe0"], 1, "revision-changed"],
    ["nothing that is ever told proves nothing", [""], 3, "revision-not-told"],
    ["what stays no revision is another version", ["v2"], 3, "revision-changed"],
  ])("%s", async (_, after, looks, said) => {
    expect(await judged(...after)).toEqual({ looks, said });
  });
});
