// Runs that overtake each other, in the orders in which random histories have found a loop lost or doubled.
import { NO_WISHES } from "../fakes/wishes.ts";
import { describe, expect, it } from "vitest";
import { again } from "../../src/after/again.ts";
import { follow } from "../../src/after/follow.ts";
import { beginLoop } from "../../src/loop/begin.ts";
import { identifyRun } from "../../src/loop/identity.ts";
import { stateLine } from "../../src/loop/state.ts";
import { decodeLoop, encodeLoop } from "../../src/loop/token.ts";
import type { RunRow } from "../../src/model/github.ts";
import type { Runner } from "../../src/model/runner.ts";
import { markerOf } from "../../src/report/comment.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import type { Job } from "../../src/world/job.ts";
import { COMMIT, cycle, loop, test } from "../fakes/checks.ts";
import { LIMITS } from "../fakes/limits.ts";
import { recordOf } from "../fakes/record.ts";
import { trigger } from "../fakes/trigger.ts";
import { fakeGitHub, fakeWorld, runRow, type FakeGitHub } from "../fakes/world.ts";

const NOW = 1_790_000_000_000;
const NEWER = "f".repeat(40);
const second = loop({ id: { loop: 4711, n: 2, redo: 0 }, ref: untrusted("agents"), expectedCommit: COMMIT });

function dispatched(id: number, key: string, over: Partial<RunRow> = {}): RunRow {
  return runRow({ id, title: untrusted(`Staging ${key}`), byBot: true, ...over });
}

function hubWith(runs: readonly RunRow[], options: Parameters<typeof fakeGitHub>[0] = {}): FakeGitHub {
  const hub = fakeGitHub(options);
  hub.runs.push(...runs);
  return hub;
}

describe("a push that goes on with the loop of its page", () => {
  async function cycleOf(run: RunRow): Promise<number> {
    const hub = hubWith([run], { pullRequest: 7 });
    const marker = markerOf(untrusted("staging"));
    const state = {
      stands: "open",
      id: { loop: 4711, n: 1, redo: 0 },
      runId: 4711,
      isFinal: true,
      isMending: false,
      nextRun: run.id,
    } as const;
    hub.comments.set(marker, `${marker}\n${stateLine({ ...state, next: second })}\n`);
    const pushed = trigger({ runId: 9_000, byPerson: true });
    const markers = { marker, nightMarker: "<!-- nights -->" };
    const begun = await beginLoop({ token: "", trigger: pushed, limits: LIMITS, now: NOW, ...markers }, hub);
    if (begun.kind !== "begun") throw new Error("another run has this night");
    const identified = await identifyRun(begun.loop, pushed, COMMIT, NOW, hub);
    expect([begun.beginning.kind, identified.kind]).toEqual(["continued", "mine"]);
    return begun.loop.id.n;
  }

  it("takes the cycle behind one that waits, so that each does not leave it to the other", async () => {
    expect(await cycleOf(dispatched(5_001, "4711/2"))).toBe(3);
  });

  it("takes the cycle behind one whose runner was lost", async () => {
    expect(await cycleOf(dispatched(5_001, "4711/2", { status: "completed", conclusion: "failure" }))).toBe(3);
  });

  it("takes the cycle of a run that was cancelled", async () => {
    expect(await cycleOf(dispatched(5_001, "4711/2", { status: "completed", conclusion: "cancelled" }))).toBe(2);
  });
});

describe("a run", () => {
  it("on an old tip does not hand over to the run with which its own loop began", async () => {
    const hub = hubWith([], { head: NEWER, eventRuns: [runRow({ id: 4_711 })] });
    const late = trigger({ event: "workflow_dispatch", runId: 5_001 });
    const expecting = { ...second, expectedCommit: NEWER };
    expect(await identifyRun(expecting, late, COMMIT, NOW, hub)).toEqual({ kind: "stale", head: NEWER });
  });

  it("does not hand over to a run of another branch with the same commit", async () => {
    const hub = hubWith([], { head: NEWER, eventRuns: [runRow({ id: 9_999, branch: untrusted("main") })] });
    expect(await identifyRun(second, trigger({ runId: 5_001 }), COMMIT, NOW, hub)).toMatchObject({ kind: "stale" });
  });

  it("with a token of a cycle that is past deploys nothing, also when a person gave it", async () => {
    const hub = hubWith([dispatched(5_001, "4711/2"), dispatched(5_002, "4711/3")]);
    const pasted = trigger({ event: "workflow_dispatch", runId: 5_009, byPerson: true });
    expect(await identifyRun({ ...second, id: { loop: 4711, n: 1, redo: 0 } }, pasted, COMMIT, NOW, hub)).toEqual({
      kind: "superseded",
      by: 5_002,
      reason: "later-cycle",
    });
  });

  it("may be started again when the cycle after it was cancelled", async () => {
    const hub = hubWith([dispatched(5_002, "4711/3", { status: "completed", conclusion: "cancelled" })]);
    expect(await identifyRun(second, trigger({ runId: 5_001, attempt: 2 }), COMMIT, NOW, hub)).toMatchObject({
      kind: "mine",
    });
  });
});

describe("a run that does not reach main", () => {
  async function missMain(hub: FakeGitHub, token: string): Promise<boolean> {
    return again("", jobOf(hub, { loop: token, "github-token": "a-token", "job-status": "failure" }));
  }

  it("starts its cycle once more, on the commit that it had", async () => {
    const hub = hubWith([dispatched(5_001, "4711/2")]);
    await missMain(hub, "");
    const [order] = hub.dispatches;
    expect(order?.cycle).toEqual({ loop: 5_005, n: 1, redo: 1 });
    expect(decodeLoop(reveal(order?.inputs["loop"] ?? untrusted("")))).toMatchObject({ expectedCommit: COMMIT });
  });

  it.each(["failure", null])("starts nothing where main was there, or nobody can tell (%s)", async (mainStep) => {
    const hub = hubWith([], { mainStep });
    await missMain(hub, "");
    expect(hub.dispatches).toEqual([]);
  });

  it("starts nothing when another run has the same cycle", async () => {
    const hub = hubWith([dispatched(5_001, "4711/2")]);
    await missMain(hub, encodeLoop(second));
    expect(hub.dispatches).toEqual([]);
  });

  it("starts nothing after a day full of dispatches, whatever its token says", async () => {
    const hub = hubWith(Array.from({ length: 50 }, (_, nth) => dispatched(4_800 + nth, "1/1")));
    await missMain(hub, "");
    expect(hub.dispatches).toEqual([]);
  });
});

it("a cancel that comes while a fix pushes leaves nothing pending", async () => {
  const world = fakeWorld({
    run: (_, time) => {
      time.cancelled = true;
      return {};
    },
  });
  const hub = hubWith([], { head: NEWER, eventRuns: [runRow({ id: 9_999 })] });
  const record = {
    ...recordOf(cycle([test("a", "failed", "AssertionError: expected 1 to equal 2")])),
    decision: { kind: "repeat", waitMs: 60_000, because: "fix" },
    canFix: true,
  } as const;
  const order = { record, isCancelled: false, isDispatchedLater: false, brief: null, secrets: [], wishes: NO_WISHES };
  await follow({ ...order, isTold: true, saidStatus: "", fixCommand: untrusted("./fix.sh") }, world, RUNNER, hub);
  expect(hub.dispatches).toEqual([]);
  expect(hub.statuses.at(-1)).toMatchObject({ commit: COMMIT, state: "failure" });
});

const RUNNER: Runner = {
  writeSummary: async () => {},
  setOutput: () => {},
  saveState: () => {},
  readState: () => "",
  annotate: () => {},
};

function jobOf(hub: FakeGitHub, inputs: Readonly<Record<string, string>>): Job {
  const variables: Readonly<Record<string, string>> = {
    GITHUB_EVENT_NAME: "push",
    GITHUB_REPOSITORY: "acme/chat",
    GITHUB_RUN_ID: "5005",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_SHA: COMMIT,
    GITHUB_REF_TYPE: "branch",
    GITHUB_REF_NAME: "agents",
    GITHUB_WORKFLOW_REF: "acme/chat/.github/workflows/staging.yml@refs/heads/agents",
  };
  return {
    world: fakeWorld(),
    ending: { atLast: () => {}, onFault: () => {}, afterCancelledJob: () => {}, afterWork: () => {} },
    readJournal: async () => null,
    runner: RUNNER,
    variable: (name) => variables[name],
    input: (name) => inputs[name] ?? "",
    payload: () => ({}),
    github: () => hub,
  };
}
