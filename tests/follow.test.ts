// What follows a decided cycle: the fix, another look at the branch, the dispatch, and what people are told of it.
import { NO_WISHES } from "./fakes/wishes.ts";
import { describe, expect, it } from "vitest";
import { follow, type FollowOrder } from "../src/after/follow.ts";
import { readState } from "../src/loop/state.ts";
import { decodeLoop } from "../src/loop/token.ts";
import type { Decision } from "../src/model/analysis.ts";
import type { Comparison, Problem } from "../src/model/github.ts";
import type { CycleRecord } from "../src/record/record.ts";
import { reveal, untrusted } from "../src/text/untrusted.ts";
import { COMMIT, cycle, loop, test } from "./fakes/checks.ts";
import { recordOf } from "./fakes/record.ts";
import { fakeRunner } from "./fakes/runner.ts";
import { fakeGitHub, fakeWorld, runRow, type FakeGitHub, type FakeGitHubOptions, type Script } from "./fakes/world.ts";

const NEWER = "b".repeat(40);
const MARKER = "<!-- test-deploy-loop:staging -->";
const RED = cycle([test("a", "passed"), test("b", "failed", "expected 200, got 500")]);
const MAY_PASS: Decision = { kind: "repeat", because: "may-pass", waitMs: 60_000 };
const FIX: Decision = { kind: "repeat", because: "fix", waitMs: 60_000 };

function record(over: Partial<CycleRecord> = {}): CycleRecord {
  return { ...recordOf(RED), loop: loop({ ref: untrusted("agents") }), decision: MAY_PASS, pullRequest: 7, ...over };
}

interface Scene {
  readonly record?: Partial<CycleRecord>;
  readonly order?: Partial<FollowOrder>;
  readonly options?: FakeGitHubOptions;
  readonly script?: Script;
  readonly prepare?: (hub: FakeGitHub) => void;
}

async function followed(scene: Scene = {}) {
  const world = fakeWorld(scene.script);
  const runner = fakeRunner();
  const hub = fakeGitHub({ pullRequest: 7, ...scene.options });
  scene.prepare?.(hub);
  const order: FollowOrder = {
    record: record(scene.record),
    isCancelled: false,
    isDispatchedLater: false,
    isTold: true,
    fixCommand: null,
    brief: null,
    saidStatus: "",
    secrets: [],
    wishes: NO_WISHES,
    ...scene.order,
  };
  const code = await follow(order, world, runner, hub);
  const page = hub.comments.get(MARKER) ?? "";
  const token = hub.dispatches[0]?.inputs["loop"];
  const next = token === undefined ? null : decodeLoop(reveal(token));
  return { code, hub, world, runner, page, state: readState(untrusted(page)), next };
}

const changed = (...files: readonly string[]): Comparison => ({
  relation: "ahead",
  commits: [{ sha: NEWER, subject: untrusted("Repair b"), author: null, byBot: true }],
  files: files.map(untrusted),
});

describe("a cycle that repeats", () => {
  it("dispatches the next one with its token, and links it everywhere", async () => {
    const { code, hub, next, state, page, runner } = await followed({
      record: { inputs: { region: untrusted("eu") } },
    });
    expect([code, hub.dispatches.length]).toEqual([0, 1]);
    expect(next).toMatchObject({ id: { loop: 4_711, n: 2, redo: 0 }, expectedCommit: COMMIT, waitMs: 60_000 });
    expect(hub.dispatches[0]).toMatchObject({ ref: untrusted("agents"), workflow: untrusted("staging.yml") });
    expect(hub.dispatches[0]?.inputs).toMatchObject({ cycle: untrusted("4711/2"), region: untrusted("eu") });
    expect(state).toMatchObject({ stands: "open", nextRun: 5_001, isFinal: true, next: { id: { n: 2 } } });
    expect(page).toContain("actions/runs/5001");
    expect(runner.outputs.get("next-run-url")).toBe("https://github.example/acme/chat/actions/runs/5001");
    expect(hub.statuses.at(-1)).toMatchObject({
      state: "pending",
      description: "cycle 1 of 5: 1 of 2 · error inside the service",
    });
  });

  it("leaves the dispatch to another job, and says nothing that was not said", async () => {
    const { code, hub, page } = await followed({ order: { isDispatchedLater: true } });
    expect([code, hub.dispatches.length, page]).toEqual([0, 0, ""]);
  });

  it("never dispatches after the job was cancelled", async () => {
    const { code, hub, page } = await followed({ order: { isCancelled: true } });
    expect([code, hub.dispatches.length]).toEqual([0, 0]);
    expect(page).toContain("was cancelled");
  });

  it("never dispatches after a signal, also where it came while the fix ran", async () => {
    const { code, hub, page } = await followed({
      record: { decision: FIX, canFix: true },
      order: { fixCommand: untrusted("./fix.sh") },
      script: {
        run: (_, time) => {
          time.cancelled = true;
          return { exitCode: null, signal: "SIGTERM" };
        },
      },
    });
    expect([code, hub.dispatches.length]).toEqual([0, 0]);
    expect(page).toContain("was cancelled");
  });

  it.each([
    ["the pull request was closed", { isOpen: false }, "pull request was closed", 0],
    ["somebody put the label on it", { labels: [untrusted("loop:stop")] }, "loop:stop", 0],
  ])("stops where %s meanwhile", async (_, pull, told, wanted) => {
    const { code, hub, page, state } = await followed({
      prepare: ({ pulls }) =>
        pulls.set(7, { number: 7, isOpen: true, head: COMMIT, branch: untrusted("agents"), labels: [], ...pull }),
    });
    expect([code, hub.dispatches.length, state?.stands]).toEqual([wanted, 0, "ended"]);
    expect(page).toContain(told);
  });

  it("goes on at once on a commit that came meanwhile, and names it", async () => {
    const { hub, next, page } = await followed({ options: { head: NEWER, comparison: changed("src/b.ts") } });
    expect(hub.dispatches).toHaveLength(1);
    expect(next).toMatchObject({ expectedCommit: NEWER, waitMs: 30_000 });
    expect(page).toMatch(/on the commit that was pushed meanwhile: .*bbbbbbb.*Repair b/u);
  });

  it("hands over to the run of that commit", async () => {
    const { code, hub, state } = await followed({ options: { head: NEWER, eventRuns: [runRow({ id: 6_000 })] } });
    expect([code, hub.dispatches.length]).toEqual([0, 0]);
    expect(state).toMatchObject({ stands: "handed-over", next: { id: { n: 2 } } });
  });

  it.each([
    [".github/workflows/staging.yml", true],
    [".github/test-deploy-loop.yml", true],
    ["src/.github/x", false],
  ])("does not go on by itself with a commit that changes %s: %s", async (file, isDenied) => {
    const { code, hub, page } = await followed({ options: { head: NEWER, comparison: changed("src/b.ts", file) } });
    expect([code, hub.dispatches.length]).toEqual(isDenied ? [1, 0] : [0, 1]);
    expect(page.includes("changes files below")).toBe(isDenied);
  });

  it("lets a person's push change whatever it wants: it has a run of its own", async () => {
    const options = { head: NEWER, comparison: changed(".github/x.yml"), eventRuns: [runRow({ id: 6_000 })] };
    expect((await followed({ options })).state?.stands).toBe("handed-over");
  });

  it("says which run failed at once", async () => {
    const { code, page, hub, state } = await followed({
      prepare: (known) => {
        const { runs } = known;
        known.runOf = (id) =>
          Promise.resolve({
            ok: true,
            value: {
              ...(runs.find((run) => run.id === id) ?? runRow()),
              status: "completed",
              conclusion: "startup_failure",
            },
          });
      },
    });
    expect([code, hub.dispatches.length, state?.stands]).toEqual([1, 1, "ended"]);
    expect(page).toContain("could not start");
  });

  const refusal = (kind: Problem["kind"], status: number, detail: string): Problem => ({
    kind,
    status,
    detail: untrusted(detail),
  });
  it.each([
    [refusal("forbidden", 403, "Resource not accessible by integration"), "Add `actions: write`"],
    [refusal("rejected", 422, "Workflow does not have 'workflow_dispatch' trigger"), "Add `workflow_dispatch:`"],
    [refusal("rejected", 422, 'Unexpected inputs provided: ["loop"]'), "Add `loop` and `cycle`"],
    [refusal("rejected", 422, "No ref found for: agents"), "the branch does not exist any more"],
    [refusal("not-found", 404, "Not Found"), "It has to be on the default branch"],
  ])("names what to change where the dispatch is refused: %o", async (refuseDispatch, told) => {
    const { code, page, state, hub } = await followed({ options: { refuseDispatch } });
    expect([code, state?.stands]).toEqual([1, "ended"]);
    expect(page).toContain(told);
    expect(hub.statuses.at(-1)?.description).toContain("next cycle not started");
  });
});

describe("the fix command", () => {
  const fixing = (exitCode: number, options: FakeGitHubOptions = {}, over: Partial<CycleRecord> = {}) =>
    followed({
      record: { decision: FIX, canFix: true, ...over },
      order: { fixCommand: untrusted("./fix.sh"), brief: "/b.md", secrets: ["STAGING_TOKEN"] },
      script: { run: () => ({ exitCode }) },
      options,
    });

  it("that brought a commit is followed by a cycle on it, at once", async () => {
    const { code, world, next, page } = await fixing(0, { head: [COMMIT, NEWER], comparison: changed("src/b.ts") });
    expect(world.commands.map(({ without, label }) => [label, without])).toEqual([["fix", ["STAGING_TOKEN"]]]);
    expect(code).toBe(0);
    expect(next).toMatchObject({ expectedCommit: NEWER, waitMs: 30_000, spentMs: 61_000 });
    expect(page).toContain("on the commit that the fix command brought: ");
    expect(page).not.toContain("**The fix command**");
  });

  it("is judged by its commit, whatever it says of itself", async () => {
    const { next, page } = await fixing(1, { head: [COMMIT, NEWER], comparison: changed("src/b.ts") });
    expect(next).toMatchObject({ expectedCommit: NEWER });
    expect(page).toContain("ended with exit code 1 and brought 1 commit");
  });

  it("that brought none is followed by what the workflow wants: another try", async () => {
    const { hub, page } = await fixing(0);
    expect(hub.dispatches).toHaveLength(1);
    expect(page).toContain("succeeded and brought no commit");
  });

  it("that brought none lets the loop wait where the workflow wants that, and the job is red", async () => {
    const limits = { ...recordOf(RED).limits, nextCycle: "on-commit" } as const;
    const { code, hub, state, page } = await fixing(0, {}, { limits });
    expect([code, hub.dispatches.length, state?.stands]).toEqual([1, 0, "parked"]);
    expect(page).toContain("the loop waits for a commit");
  });

  it("that changes the workflows ends the loop", async () => {
    const { code, hub } = await fixing(0, { head: [COMMIT, NEWER], comparison: changed(".github/workflows/x.yml") });
    expect([code, hub.dispatches.length]).toEqual([1, 0]);
  });

  it("that pushes with a token of its own hands over to the run that it started", async () => {
    const { hub, state } = await fixing(0, { head: [COMMIT, NEWER], eventRuns: [runRow({ id: 6_000 })] });
    expect([hub.dispatches.length, state?.stands]).toEqual([0, "handed-over"]);
  });

  it("does not run where nothing is to be fixed", async () => {
    const { world } = await followed({ order: { fixCommand: untrusted("./fix.sh") } });
    expect(world.commands).toEqual([]);
  });
});

describe("an end", () => {
  const SECOND = loop({
    id: { loop: 4_711, n: 2, redo: 0 },
    ref: untrusted("agents"),
    ledger: [
      {
        n: 1,
        run: 4_710,
        commit: COMMIT,
        verdict: "not-met",
        passed: 1,
        failed: 1,
        total: 2,
        notRun: 0,
        probesPassed: 0,
        probesTotal: 0,
        seconds: 60,
        top: null,
        prints: [],
        why: null,
      },
    ],
  });

  it("of several cycles is told by one new comment, once", async () => {
    const ended = { loop: SECOND, decision: { kind: "stop", because: "exhausted" } } as const;
    const { hub } = await followed({ record: ended });
    const [only, ...more] = [...hub.comments].filter(([marker]) => marker.includes("end of 4711/2"));
    expect(more).toEqual([]);
    expect(only?.[1]).toContain("**After 2 cycles:**");
    expect(hub.statuses).toEqual([]);
  });

  it("folds the comment that was edited until then, where every later run still reads how the loop stands", async () => {
    const ended = { loop: SECOND, decision: { kind: "stop", because: "exhausted" } } as const;
    const newer: Partial<CycleRecord> = {
      loop: loop({ id: { loop: 4_800, n: 1, redo: 0 }, ref: untrusted("agents") }),
      cycle: { ...RED, id: { loop: 4_800, n: 1, redo: 0 }, runId: 4_800 },
    };
    const { hub, page, state } = await followed({
      record: ended,
      prepare: (each) => each.comments.set(MARKER, "main's"),
    });
    const [end = ""] = [...hub.comments].flatMap(([marker, body]) => (marker.includes("end of 4711/2") ? [body] : []));
    expect(page.split("\n").slice(2, 5)).toEqual(["<details><summary>", "", end.split("\n")[1]]);
    expect(page.trimEnd()).toMatch(/<\/details>\n\n\[How the loop ended\]\(https:\/\/github\.example\/pull\/7\)$/u);
    expect(state).toMatchObject({ stands: "ended", isFinal: true, id: { loop: 4_711, n: 2 } });
    // Started again, it is told and folded as it was; a newer loop writes over it.
    const again = await followed({ record: ended, prepare: (each) => each.comments.set(MARKER, page) });
    expect(again.page).toBe(page);
    const next = await followed({ record: newer, prepare: (each) => each.comments.set(MARKER, page) });
    expect(next.page).toContain("\n### ❌ Staging");
    expect(next.page).not.toContain("How the loop ended");
  });

  it("that only waits for a commit leaves the comment open", async () => {
    const limits = { ...recordOf(RED).limits, nextCycle: "on-commit" } as const;
    const parked: Partial<CycleRecord> = { loop: SECOND, limits, decision: { kind: "park", because: "on-commit" } };
    const { page, hub } = await followed({ record: parked, prepare: (each) => each.comments.set(MARKER, "main's") });
    expect([page, hub.comments.size]).toEqual(["main's", 2]);
  });

  it("of a single cycle needs none", async () => {
    const { hub } = await followed({ record: { decision: { kind: "stop", because: "reached" } } });
    expect(hub.comments.size).toBe(0);
  });

  it("that a later commit changes goes on", async () => {
    const late = cycle([test("a", "failed", "x")], { deployments: [] });
    const scene = {
      cycle: late,
      decision: { kind: "stop", because: "stalled" },
      limits: recordOf(RED).limits,
    } as const;
    const { hub } = await followed({ record: scene, options: { head: [COMMIT, NEWER], comparison: changed("a") } });
    expect(hub.dispatches).toHaveLength(1);
  });
});

describe("a job that only goes on", () => {
  const limits = { ...recordOf(RED).limits, nextCycle: "on-commit" } as const;
  const parked: Partial<CycleRecord> = { decision: { kind: "park", because: "on-commit" }, limits };

  it("tells the pages what main has told nobody, and is red where the loop waits", async () => {
    const { code, state, page, hub } = await followed({ record: parked, order: { isTold: false } });
    expect([code, state?.stands]).toEqual([1, "parked"]);
    expect(page).toContain("the loop waits for a commit");
    expect(hub.statuses.at(-1)).toMatchObject({
      state: "failure",
      description: "waiting for a commit: 1 of 2 · error inside the service",
    });
  });

  it("does not tell twice what stands there already", async () => {
    const { code, page } = await followed({ record: parked });
    expect([code, page]).toEqual([0, ""]);
  });
});
