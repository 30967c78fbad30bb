// What happened around a loop while its cycle ran: on the branch, on the pull request, and by whom.
import { describe, expect, it } from "vitest";
import { commitsOf, newsOf, NO_NEWS } from "../../src/loop/news.ts";
import type { Problem, PullRequest } from "../../src/model/github.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { COMMIT, loop } from "../fakes/checks.ts";
import { trigger } from "../fakes/trigger.ts";
import { fakeGitHub, runRow } from "../fakes/world.ts";

const NEWER = "b".repeat(40);
const DOWN: Problem = { kind: "unreachable", status: null, detail: untrusted("no route") };
const PULL: PullRequest = { number: 7, isOpen: true, head: COMMIT, branch: untrusted("agents"), labels: [] };

function hubWith(pull: Partial<PullRequest>, head = COMMIT) {
  const hub = fakeGitHub({ head });
  hub.pulls.set(7, { ...PULL, ...pull });
  return hub;
}

describe("the news of a loop", () => {
  it("is nothing while the branch stands where it stood", async () => {
    expect(await newsOf(trigger(), 7, hubWith({}))).toEqual({ ...NO_NEWS, head: COMMIT });
  });

  it("is a commit that nobody else tests", async () => {
    const news = await newsOf(trigger(), 7, hubWith({}, NEWER));
    expect(news).toEqual({ head: NEWER, newCommit: true, handedOver: false, halt: null });
  });

  it("is a commit with a run of its own", async () => {
    const hub = fakeGitHub({ head: NEWER, eventRuns: [runRow({ id: 6_000 })] });
    expect(await newsOf(trigger(), null, hub)).toMatchObject({ handedOver: true });
  });

  it.each([
    ["closed", { isOpen: false }, "closed"],
    ["labelled", { labels: [untrusted("bug"), untrusted("loop:stop")] }, "label"],
    ["labelled and closed", { isOpen: false, labels: [untrusted("loop:stop")] }, "label"],
    ["merged long ago, seen from the branch that it went to", { isOpen: false, branch: untrusted("topic") }, null],
    ["labelled otherwise", { labels: [untrusted("loop:stopped")] }, null],
  ] as const)("is a pull request that was %s", async (_, pull, halt) => {
    expect((await newsOf(trigger(), 7, hubWith(pull))).halt).toBe(halt);
  });

  it("is a branch that is gone", async () => {
    const hub = { ...fakeGitHub(), headOf: () => Promise.resolve({ ok: true, value: null } as const) };
    expect(await newsOf(trigger(), 7, hub)).toEqual({ ...NO_NEWS, halt: "branch-gone" });
  });

  it("still is a label where the branch cannot be asked for", async () => {
    const hub = hubWith({ labels: [untrusted("loop:stop")] });
    const lame = { ...hub, headOf: () => Promise.resolve({ ok: false, problem: DOWN } as const) };
    expect(await newsOf(trigger(), 7, lame)).toEqual({ ...NO_NEWS, halt: "label" });
  });

  it("is none at a desk, and for a tag", async () => {
    expect(await newsOf(trigger(), null, null)).toEqual(NO_NEWS);
    expect(await newsOf(trigger({ ref: null }), null, fakeGitHub({ head: NEWER }))).toEqual(NO_NEWS);
  });

  it("asks for commits only where the last tested cycle had another one", async () => {
    const hub = fakeGitHub({
      comparison: {
        relation: "ahead",
        commits: [{ sha: NEWER, subject: untrusted("Fix"), author: null, byBot: true }],
        files: [],
      },
    });
    const row = {
      n: 1,
      run: 1,
      commit: COMMIT,
      verdict: "not-met",
      passed: 0,
      failed: 1,
      total: 1,
      notRun: 0,
    } as const;
    const rest = { probesPassed: 0, probesTotal: 0, seconds: 1, top: null, prints: [], why: null };
    const known = loop({ id: { loop: 1, n: 2, redo: 0 }, ledger: [{ ...row, ...rest }] });
    expect(await commitsOf(known, trigger(), hub)).toEqual([]);
    expect(await commitsOf(known, trigger({ commit: NEWER }), hub)).toHaveLength(1);
    expect(await commitsOf(loop(), trigger({ commit: NEWER }), hub)).toEqual([]);
  });
});
