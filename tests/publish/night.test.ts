// The issue of the nights: when it is opened, edited, closed and opened again, what stands in it, and what is refused.
import { describe, expect, it } from "vitest";
import { readNights } from "../../src/loop/nights.ts";
import { refused, type GitHub } from "../../src/model/github.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { COMMIT } from "../fakes/checks.ts";
import { MARKER, night, type NightRun } from "../fakes/nights.ts";
import { fakeGitHub, type FakeGitHub } from "../fakes/world.ts";

const RED = { failing: ["/chat"] } as const;

function on(day: number, over: Partial<NightRun> = {}): NightRun {
  const date = new Date(Date.UTC(2026, 2, day, 3, 17));
  return { at: date.toISOString(), runId: 1_000 + day, ...over };
}

describe("the issue of the nights", () => {
  it("is not opened by a first night that passes", async () => {
    const hub = fakeGitHub();
    const { record, summary } = await night(on(2), hub);
    expect([record.decision, hub.issues.size]).toEqual([{ kind: "stop", because: "reached" }, 0]);
    expect(summary).not.toContain("issue");
  });

  it("is opened by a night that ends without its target, for those who are named", async () => {
    const hub = fakeGitHub();
    const { issue, page } = await night(on(2, { ...RED, assignees: ["dana", "kim"] }), hub);
    expect(issue).toMatchObject({ isOpen: true, title: "Staging did not pass at night", assignees: ["dana", "kim"] });
    expect(page.split("\n").slice(0, 3)).toEqual([
      MARKER,
      expect.stringMatching(/^<!-- state z[\w-]+ -->$/u),
      expect.stringMatching(/^<!-- nights z[\w-]+ -->$/u),
    ]);
    expect(page).toContain("### ❌ Staging: 2 of 3 probes pass");
    expect(page).toContain("the next night starts a new loop");
    expect(readNights(untrusted(page))).toMatchObject({
      rows: [{ date: "2026-03-02", run: 1_002, n: 1, verdict: "not-met", isOpen: false }],
      tested: { date: "2026-03-02", ref: untrusted("agents"), failing: [expect.stringMatching(/^[0-9a-f]{8}$/u)] },
    });
  });

  it("is opened by a night that waits for a commit", async () => {
    const hub = fakeGitHub();
    const { issue, page } = await night(on(2, { ...RED, limits: { maxCycles: 5, nextCycle: "auto" } }), hub);
    expect(issue?.isOpen).toBe(true);
    expect(page).toContain("This error does not pass by itself; the next night begins a new loop.");
  });

  it("is not opened while the night goes on", async () => {
    const hub = fakeGitHub();
    const { record } = await night(on(2, { ...RED, limits: { maxCycles: 2 } }), hub);
    expect([record.decision.kind, hub.issues.size]).toEqual(["repeat", 0]);
  });

  it("is one for all nights: edited by a red one, closed by a good one, opened again by the next red one", async () => {
    const hub = fakeGitHub();
    const first = await night(on(2, RED), hub);
    const second = await night(on(3, { failing: ["/chat", "/login"] }), hub);
    const third = await night(on(4), hub);
    const fourth = await night(on(5, RED), hub);
    const all = [first, second, third, fourth].map(({ issue }) => [issue?.number, issue?.isOpen]);
    expect(all).toEqual([
      [1, true],
      [1, true],
      [1, false],
      [1, true],
    ]);
    expect(hub.issues.size).toBe(1);
    expect(third.page).toContain("### ✅ Staging is good");
    const places = ["**The last 2 nights:**", "- **B** · ", "<summary>The last 2 nights</summary>", "[Run]("];
    const found = places.map((each) => second.page.indexOf(each));
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(found[0]).toBeGreaterThan(0);
    expect(third.page).toContain("**The last 3 nights:** `▆▃█` · 1 met, 2 not met");
    // The report page knows them as soon as the issue has told of them; the first night has none before it.
    expect(first.report).not.toContain("nights reached the target");
    expect(third.report).toContain("1 of the last 3 nights reached the target.");
    expect(fourth.page).toContain(
      "| [2026-03-03](https://github.example/acme/chat/actions/runs/1003) | ❌ 1 of 3 probes | 1 |",
    );
  });

  it("keeps closed what a night that goes on finds closed, and tells it there", async () => {
    const hub = fakeGitHub();
    await night(on(2, RED), hub);
    await night(on(3), hub);
    const { issue, page } = await night(on(4, { ...RED, limits: { maxCycles: 2 } }), hub);
    expect(issue?.isOpen).toBe(false);
    expect(page).toContain("| ❌ 2 of 3 probes, goes on | 1 |");
  });

  it("says of a night whose runs stopped that they did", async () => {
    const hub = fakeGitHub();
    await night(on(2, RED), hub);
    await night(on(3, { ...RED, limits: { maxCycles: 2 } }), hub);
    const { page } = await night(on(4, RED), hub);
    expect(page).toMatch(/2026-03-03\S+ \| ❌ 2 of 3 probes, then its runs stopped \| 1 \|/u);
  });

  it("does not count a night that was not tested, and still compares with the one before", async () => {
    const hub = fakeGitHub();
    await night(on(2, RED), hub);
    const { page, issue } = await night(on(3, { failing: ["/up"] }), hub);
    expect(issue?.isOpen).toBe(true);
    expect(page).toContain("**The last 2 nights:** `▆–` · 0 met, 1 not met, 1 not tested");
    expect(page).toMatch(/2026-03-03\S+ \| ⚪ not tested \| 1 \|/u);
    expect(readNights(untrusted(page))?.tested?.date).toBe("2026-03-02");
  });

  it("keeps 30 nights", async () => {
    const hub = fakeGitHub();
    for (let day = 1; day <= 31; day++) await night(on(day, RED), hub);
    const { page } = await night(on(32, RED), hub);
    const dates = readNights(untrusted(page))?.rows.map(({ date }) => date);
    expect([dates?.length, dates?.[0], dates?.at(-1)]).toEqual([30, "2026-03-03", "2026-04-01"]);
  });

  it("is not written over by an older night that a person starts again", async () => {
    const hub = fakeGitHub();
    await night(on(2, RED), hub);
    const { page } = await night(on(3, RED), hub);
    const older = await night(on(4, { ...RED, runId: 999 }), hub);
    expect(older.page).toBe(page);
  });

  it("forgets nothing but what a stranger wrote into it", async () => {
    const hub = fakeGitHub();
    const { issue, page } = await night(on(2, RED), hub);
    if (issue === null) throw new Error("no issue was opened");
    const forged = page.replace(/<!-- nights \S+ -->/u, "<!-- nights zAAAA -->");
    hub.issues.set(MARKER, { ...issue, body: untrusted(forged) });
    const { page: after } = await night(on(3, RED), hub);
    expect(readNights(untrusted(after))?.rows.map(({ date }) => date)).toEqual(["2026-03-03"]);
  });
});

describe("a night", () => {
  it("sets the commit status as a push does, writes no comment, and asks no pull request", async () => {
    const hub = fakeGitHub({ pullRequest: 7 });
    const { record } = await night(on(2, RED), hub);
    expect(hub.statuses.at(-1)).toMatchObject({
      commit: COMMIT,
      state: "failure",
      context: "test-deploy-loop/staging",
    });
    expect([record.pullRequest, hub.comments.size]).toEqual([null, 0]);
  });

  it("keeps its verdict without the permission, and names the line to add", async () => {
    const hub = fakeGitHub();
    const refuses = refusing(hub, () => refused("forbidden", 403, untrusted("Resource not accessible by integration")));
    const { record, summary } = await night(on(2, RED), refuses);
    expect(record.decision).toEqual({ kind: "stop", because: "exhausted" });
    expect(summary).toContain(
      "The issue of the nights needs a permission that the job does not have. Add `issues: write`",
    );
  });

  it("says that the repository has no issues", async () => {
    const refuses = refusing(fakeGitHub(), () => refused("not-found", 410, untrusted("Issues are disabled")));
    const { summary } = await night(on(2, RED), refuses);
    expect(summary).toContain("issues are switched off in the settings of the repository");
  });

  it("opens the issue for nobody where GitHub does not accept who is named", async () => {
    const hub = fakeGitHub();
    const refuses = refusing(hub, ({ assignees }) =>
      assignees.length > 0 ? refused("rejected", 422, untrusted("Validation Failed")) : null,
    );
    const { summary } = await night(on(2, { ...RED, assignees: ["gone"] }), refuses);
    expect(hub.issues.get(MARKER)).toMatchObject({ isOpen: true, assignees: [] });
    expect(summary).toContain("The issue of the nights is assigned to nobody");
  });
});

type WriteIssue = GitHub["writeIssue"];

function refusing(
  hub: FakeGitHub,
  refusal: (order: Parameters<WriteIssue>[0]) => Awaited<ReturnType<WriteIssue>> | null,
): FakeGitHub {
  const real = { ...hub };
  return Object.assign(hub, {
    writeIssue: (...[order, before]: Parameters<WriteIssue>) => {
      const answer = refusal(order);
      return answer === null ? real.writeIssue(order, before) : Promise.resolve(answer);
    },
  });
}
