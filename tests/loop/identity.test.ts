// Every row of the identity: which run may run a cycle, and on which commit, before anything is deployed.
import { describe, expect, it } from "vitest";
import { identifyRun, identifyTested } from "../../src/loop/identity.ts";
import { CEILING } from "../../src/model/limits.ts";
import type { RunRow } from "../../src/model/github.ts";
import type { Trigger } from "../../src/model/trigger.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { COMMIT, loop } from "../fakes/checks.ts";
import { trigger } from "../fakes/trigger.ts";
import { fakeGitHub, runRow, type FakeGitHubOptions } from "../fakes/world.ts";

const NOW = 1_790_000_000_000;
const NEWER = "b".repeat(40);
const SECOND = loop({ id: { loop: 4711, n: 2, redo: 0 }, expectedCommit: COMMIT });
const DISPATCHED = { event: "workflow_dispatch", runId: 5_002 } as const;

function runs(...titles: readonly (readonly [id: number, title: string, over?: Partial<RunRow>])[]) {
  return titles.map(([id, title, over]) => runRow({ id, title: untrusted(title), ...over }));
}

async function identify(
  over: Partial<Trigger>,
  options: FakeGitHubOptions = {},
  others: readonly RunRow[] = [],
  given = SECOND,
  checkedOut: string | null = COMMIT,
) {
  const hub = fakeGitHub(options);
  hub.runs.push(...others);
  return identifyRun(given, trigger(over), checkedOut, NOW, hub);
}

const OWN_RUN = { eventRuns: [runRow({ id: 6_000 })] };
const MINE = { kind: "mine", isRunaway: false };

describe("a run again", () => {
  it("of a cycle that a later one followed deploys nothing", async () => {
    const found = await identify({ ...DISPATCHED, attempt: 2 }, {}, runs([5_003, "Staging 4711/3"]));
    expect(found).toEqual({ kind: "superseded", by: 5_003, reason: "later-cycle" });
  });

  it("of the last cycle is allowed while its commit is the head", async () => {
    expect(await identify({ ...DISPATCHED, attempt: 2 }, {}, runs([5_002, "Staging 4711/2"]))).toEqual(MINE);
  });

  it("of the last cycle is refused when the branch has moved on", async () => {
    const found = await identify({ ...DISPATCHED, attempt: 2 }, { head: NEWER });
    expect(found).toEqual({ kind: "superseded", by: null, reason: "old-commit" });
  });

  it("does not mind the cycles of another loop", async () => {
    expect(await identify({ ...DISPATCHED, attempt: 2 }, {}, runs([5_003, "Staging 4712/3"]))).toEqual(MINE);
  });
});

describe("a duplicate", () => {
  it.each([
    ["that lives", {}],
    ["that is over", { status: "completed", conclusion: "success" }],
    ["that failed", { status: "completed", conclusion: "failure" }],
  ])("with a lower run id %s owns the cycle", async (_, over) => {
    const found = await identify(DISPATCHED, {}, runs([5_001, "Staging 4711/2", over]));
    expect(found).toEqual({ kind: "superseded", by: 5_001, reason: "duplicate" });
  });

  it.each(["cancelled", "skipped"])("that was %s before it did anything owns nothing", async (conclusion) => {
    const others = runs([5_001, "Staging 4711/2", { status: "completed", conclusion }]);
    expect(await identify(DISPATCHED, {}, others)).toEqual(MINE);
  });

  it("with a higher run id gives way itself", async () => {
    expect(await identify(DISPATCHED, {}, runs([5_003, "Staging 4711/2"]))).toEqual(MINE);
  });

  it("of the same cycle before it was started over is another key", async () => {
    const again = loop({ id: { loop: 4711, n: 2, redo: 1 } });
    expect(await identify(DISPATCHED, {}, runs([5_001, "Staging 4711/2"]), again)).toEqual(MINE);
  });
});

describe("a branch that has moved on", () => {
  it("makes a dispatched run stale where nobody else tests the newer commit", async () => {
    expect(await identify(DISPATCHED, { head: NEWER })).toEqual({ kind: "stale", head: NEWER });
  });

  it("belongs to the run of the push", async () => {
    const found = await identify(DISPATCHED, { head: NEWER, ...OWN_RUN });
    expect(found).toEqual({ kind: "superseded", by: 6_000, reason: "newer-commit" });
  });

  it("belongs to the run of the push also where the dispatched one began on that commit", async () => {
    const found = await identify(DISPATCHED, OWN_RUN, [], { ...SECOND, expectedCommit: NEWER });
    expect(found).toEqual({ kind: "superseded", by: 6_000, reason: "newer-commit" });
  });

  it("by a push that started nothing is tested by the dispatched run", async () => {
    expect(await identify(DISPATCHED, {}, [], { ...SECOND, expectedCommit: NEWER })).toEqual(MINE);
  });

  it("and does not exist any more deploys nothing", async () => {
    const hub = { ...fakeGitHub(), headOf: async () => Promise.resolve({ ok: true, value: null } as const) };
    const found = await identifyRun(SECOND, trigger(DISPATCHED), COMMIT, NOW, hub);
    expect(found).toEqual({ kind: "superseded", by: null, reason: "branch-gone" });
  });
});

describe("the checkout", () => {
  it.each([[NEWER], [null]])("of %s is not the commit under test", async (head) => {
    expect(await identify({}, {}, [], loop(), head)).toEqual({ kind: "wrong-checkout", head });
  });

  it("is right without any answer from GitHub", async () => {
    expect(await identifyRun(loop(), trigger(), COMMIT, NOW, null)).toEqual(MINE);
  });
});

describe("the second counter", () => {
  const many = (over: Partial<RunRow>): readonly RunRow[] =>
    Array.from({ length: CEILING }, (_, at) => runRow({ id: 100 + at, byBot: true, createdAt: NOW - 1_000, ...over }));

  it("stops a branch with as many dispatches within a day as no loop has", async () => {
    expect(await identify({}, {}, many({}), loop())).toMatchObject({ isRunaway: true });
  });

  it.each([
    ["people", { byBot: false }],
    ["another branch", { branch: untrusted("main") }],
    ["yesterday", { createdAt: NOW - 25 * 60 * 60_000 }],
  ])("does not count those of %s", async (_, over) => {
    expect(await identify({}, {}, many(over), loop())).toEqual(MINE);
  });
});

describe("a job that goes on from what others tested", () => {
  const tested = async (options: FakeGitHubOptions, others: readonly RunRow[] = []) => {
    const hub = fakeGitHub(options);
    hub.runs.push(...others);
    return identifyTested(SECOND, trigger(DISPATCHED), NOW, hub);
  };

  it("keeps their results whatever was pushed meanwhile", async () => {
    expect(await tested({ head: NEWER })).toEqual(MINE);
    expect(await tested({ head: NEWER, ...OWN_RUN })).toEqual(MINE);
  });

  it("does not start the next cycle twice", async () => {
    const found = await tested({}, runs([5_003, "Staging 4711/3"]));
    expect(found).toEqual({ kind: "superseded", by: 5_003, reason: "later-cycle" });
  });
});
