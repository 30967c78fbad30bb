// Which loop a night goes on with, what a later night says of an earlier one, and what the loops of the day compare.
import { describe, expect, it } from "vitest";
import { nightsLine, readNights, withNight } from "../../src/loop/nights.ts";
import { readState } from "../../src/loop/state.ts";
import { decodeLoop } from "../../src/loop/token.ts";
import type { RunRow } from "../../src/model/github.ts";
import { MAX_FAILING } from "../../src/model/loop.ts";
import { nightOf } from "../../src/model/night.ts";
import { decodeRecord, encodeRecord } from "../../src/record/record.ts";
import { plain } from "../../src/report/plain.ts";
import { makeReport } from "../../src/report/view.ts";
import { toTold } from "../../src/tell.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { loop } from "../fakes/checks.ts";
import { begin, MARKER, night, type NightRun, type ToldNight } from "../fakes/nights.ts";
import { fakeGitHub, runRow, type FakeGitHub } from "../fakes/world.ts";

const RED = { failing: ["/chat"] } as const;
const LONG = { ...RED, limits: { maxCycles: 3 } } as const;

const MONDAY: NightRun = { at: "2026-03-02T23:40:00Z", runId: 100, ...RED };
const LATER: NightRun = { ...MONDAY, ...LONG, at: "2026-03-02T23:50:00Z", runId: 200 };
const TUESDAY: NightRun = { ...MONDAY, ...LONG, at: "2026-03-03T23:40:00Z", runId: 300 };

function said({ record }: Pick<ToldNight, "record">): string {
  return makeReport(toTold(record, [])).look.map(plain).join("\n");
}

/** An issue is there, and the loop of Monday has gone on from its first cycle. */
async function openOnMonday(run: Partial<RunRow> = {}): Promise<FakeGitHub> {
  const hub = fakeGitHub();
  await night({ ...MONDAY, at: "2026-03-01T03:00:00Z", runId: 50 }, hub);
  await night({ ...MONDAY, ...LONG }, hub);
  hub.runs.push(runRow({ id: 150, title: untrusted("Staging 100/2"), ...run }));
  return hub;
}

describe("a second run of the same night", () => {
  it("leaves the loop to the run that has it", async () => {
    const hub = await openOnMonday({ status: "in_progress" });
    expect(await begin(LATER, hub)).toEqual({ kind: "superseded", by: 150, reason: "same-night" });
  });

  it("leaves the loop to the run that has it also where no issue was opened yet", async () => {
    const hub = fakeGitHub();
    const root = runRow({ id: 100, event: "schedule", status: "completed", createdAt: Date.parse(MONDAY.at) });
    hub.runs.push(root, runRow({ id: 150, title: untrusted("Staging 100/2"), status: "queued" }));
    expect(await begin(LATER, hub)).toEqual({ kind: "superseded", by: 150, reason: "same-night" });
    expect((await begin(TUESDAY, hub)).kind).toBe("cycle");
  });

  it.each([
    ["of a push", { event: "push" }, {}],
    ["on another branch", {}, { branch: untrusted("other") }],
    ["that is over", {}, { status: "completed", conclusion: "success" }],
    ["without a name", {}, { title: untrusted("Staging") }],
  ])("begins a loop beside one %s", async (_, root, next) => {
    const hub = fakeGitHub();
    const at = Date.parse(MONDAY.at);
    hub.runs.push(runRow({ id: 100, event: "schedule", status: "completed", createdAt: at, ...root }));
    hub.runs.push(runRow({ id: 150, title: untrusted("Staging 100/2"), status: "queued", ...next }));
    expect((await begin(LATER, hub)).kind).toBe("cycle");
  });

  it("goes on with the loop whose runner was lost, with a key of its own, and says so", async () => {
    const hub = await openOnMonday({ status: "completed", conclusion: "failure" });
    const { record, page } = await night(LATER, hub);
    expect(record.loop).toMatchObject({ id: { loop: 100, n: 2, redo: 1 }, ledger: [{ n: 1, run: 100 }] });
    expect(said({ record })).toContain(
      "The loop stopped after cycle 1: its run failed or its runner was lost. This run goes on with it.",
    );
    expect(readNights(untrusted(page))?.rows.map(({ date, n }) => [date, n])).toEqual([
      ["2026-03-01", 1],
      ["2026-03-02", 2],
    ]);
  });

  it("begins a loop of its own where the first one has ended", async () => {
    const hub = fakeGitHub();
    await night(MONDAY, hub);
    const { record, page } = await night({ ...LATER, failing: [] }, hub);
    expect(record.loop.id).toEqual({ loop: 200, n: 1, redo: 0 });
    expect(readNights(untrusted(page))?.rows).toMatchObject([{ date: "2026-03-02", loop: 200, verdict: "met" }]);
  });

  it("goes on with a loop that waits for a commit", async () => {
    const hub = fakeGitHub();
    await night({ ...MONDAY, limits: { maxCycles: 3, nextCycle: "auto" } }, hub);
    const { record } = await night(LATER, hub);
    expect(record.loop.id).toEqual({ loop: 100, n: 2, redo: 0 });
    expect(said({ record })).toContain("The loop goes on after cycle 1 with this run.");
  });

  it("does not go on beyond the cycles that the workflow allows", async () => {
    const hub = await openOnMonday({ status: "completed", conclusion: "failure" });
    const { record } = await night({ ...LATER, limits: { maxCycles: 1 } }, hub);
    expect(record.loop.id).toEqual({ loop: 200, n: 1, redo: 0 });
  });

  it("does not take its own page for that of another run when it runs again", async () => {
    const hub = await openOnMonday({ status: "completed", conclusion: "failure" });
    const { record } = await night({ ...MONDAY, ...LONG, trigger: { attempt: 2 } }, fakeGitHubWith(hub));
    expect(record.loop.id).toEqual({ loop: 100, n: 1, redo: 0 });
  });
});

/** The same issue, and none of the runs. */
function fakeGitHubWith(hub: FakeGitHub): FakeGitHub {
  const other = fakeGitHub();
  for (const [marker, issue] of hub.issues) other.issues.set(marker, issue);
  return other;
}

describe("a new night", () => {
  it("begins a new loop, and tells of the one before that was left open", async () => {
    const hub = await openOnMonday({ status: "completed", conclusion: "timed_out" });
    const { record } = await night(TUESDAY, hub);
    expect(record.loop.id).toEqual({ loop: 300, n: 1, redo: 0 });
    expect(said({ record })).toContain(
      "The night of 2026-03-02 stopped after cycle 1: its run took too long. This is a new loop.",
    );
    expect(decodeRecord(encodeRecord(record))?.beginning).toEqual(record.beginning);
  });

  it("says nothing of one that waited for a commit", async () => {
    const hub = fakeGitHub();
    await night({ ...MONDAY, limits: { maxCycles: 3, nextCycle: "auto" } }, hub);
    const { record, page } = await night(TUESDAY, hub);
    expect([record.loop.id.loop, record.beginning]).toEqual([300, { kind: "new" }]);
    expect(readNights(untrusted(page))?.rows).toHaveLength(2);
  });

  it("owns its cycles after midnight", async () => {
    const hub = fakeGitHub();
    const { token } = await night({ ...MONDAY, limits: { maxCycles: 2 } }, hub);
    const after = { ...TUESDAY, at: "2026-03-03T00:20:00Z", event: "workflow_dispatch", limits: { maxCycles: 2 } };
    const { page, record } = await night({ ...after, token }, hub);
    expect(nightOf(record.loop)).toBe("2026-03-02");
    expect(readNights(untrusted(page))?.rows).toMatchObject([{ date: "2026-03-02", n: 2, run: 300 }]);
    const state = readState(untrusted(page));
    expect([state?.stands, state?.id.n]).toEqual(["ended", 2]);
  });
});

describe("a loop of the day", () => {
  const DAY: NightRun = { at: "2026-03-03T12:00:00Z", runId: 400, event: "push", failing: ["/chat", "/login"] };

  it("says which of its failures are its own", async () => {
    const hub = fakeGitHub();
    await night(MONDAY, hub);
    const { record } = await night(DAY, hub);
    expect(record.night).toMatchObject({ date: "2026-03-02", ref: untrusted("agents") });
    expect(said({ record })).toContain("1 new, 1 already failing on agents in the night of 2026-03-02.");
    const fingerprints = toTold(record, []).analysis.patterns.map(({ fingerprint }) => fingerprint);
    const known = { ...record, night: { date: "2026-03-02", ref: null, failing: [], fingerprints } };
    expect(said({ record: known })).toContain(
      "2 new (with an error that was there), none of them failed in the night of 2026-03-02.",
    );
    const again = decodeRecord(encodeRecord(record));
    expect(again === null ? "" : said({ record: again })).toBe(said({ record }));
  });

  it("says that none of its failures is new", async () => {
    const hub = fakeGitHub();
    await night(MONDAY, hub);
    const { record } = await night({ ...DAY, ...RED }, hub);
    expect(said({ record })).toContain("Nothing new: it failed already on agents in the night of 2026-03-02.");
  });

  it("asks for the issue only where something fails", async () => {
    const hub = fakeGitHub();
    await night(MONDAY, hub);
    const asked: string[] = [];
    const real = { ...hub };
    Object.assign(hub, {
      readIssue: (marker: string) => {
        asked.push(marker);
        return real.readIssue(marker);
      },
    });
    const good = await night({ ...DAY, failing: [] }, hub);
    expect([good.record.night, asked]).toEqual([null, []]);
    await night(DAY, hub);
    expect(asked).toEqual([MARKER]);
  });

  it("compares with nothing where there is no issue", async () => {
    const { record } = await night(DAY, fakeGitHub());
    expect([record.night, said({ record })]).toEqual([null, expect.not.stringContaining("Beside")]);
  });

  it("leaves the issue as it is", async () => {
    const hub = fakeGitHub();
    const { page } = await night(MONDAY, hub);
    expect((await night({ ...DAY, failing: [] }, hub)).page).toBe(page);
  });
});

describe("the memory of the nights", () => {
  const ended = loop({
    rootEvent: "schedule",
    startedAt: Date.parse("2026-03-02T03:17:00Z"),
    ledger: [
      {
        n: 1,
        run: 4711,
        commit: "a".repeat(40),
        verdict: "not-met",
        passed: 47,
        failed: 11,
        total: 58,
        notRun: 0,
        probesPassed: 14,
        probesTotal: 14,
        seconds: 240,
        top: null,
        prints: [],
        why: null,
      },
    ],
    failing: [{ key: "0123456789abcdef", error: 0 }],
    errors: [],
  });

  const pageWith = (line: string) => untrusted(`${MARKER}\n<!-- state -->\n${line}\n### Staging`);
  const nights = withNight(null, ended, false);

  it("is read as it was written", () => {
    expect(readNights(pageWith(nightsLine(nights)))).toEqual(nights);
    expect(nights.tested?.failing).toEqual(["01234567"]);
  });

  it("stays readable with the most that it can hold", () => {
    const failing = Array.from({ length: MAX_FAILING }, (_, nth) => ({
      key: nth.toString(16).padStart(16, "0").split("").toReversed().join(""),
      error: 0,
    }));
    const days = Array.from({ length: 40 }, (_, nth) => Date.UTC(2026, 2, 1 + nth));
    const most = days.reduce<ReturnType<typeof withNight> | null>(
      (before, startedAt) => withNight(before, { ...ended, startedAt, failing }, true),
      null,
    );
    expect(most === null ? null : readNights(pageWith(nightsLine(most)))).toEqual(most);
    expect(most?.tested?.failing).toHaveLength(MAX_FAILING);
    const more = [...failing, { key: "f".repeat(16), error: 0 }];
    expect(withNight(null, { ...ended, failing: more }, false).tested).toBeNull();
  });

  it.each([
    ["a night twice", { ...nights, rows: [...nights.rows, ...nights.rows] }],
    ["a day that no calendar has", { ...nights, rows: nights.rows.map((row) => ({ ...row, date: "2026-13-01" })) }],
    ["a run without a number", { ...nights, rows: nights.rows.map((row) => ({ ...row, run: 0.5 })) }],
    ["more nights than it keeps", { ...nights, rows: Array.from({ length: 31 }, () => nights.rows).flat() }],
  ])("is not believed with %s", (_, forged) => {
    expect(readNights(pageWith(nightsLine(forged)))).toBeNull();
  });

  it("is not looked for anywhere but on the third line", () => {
    const line = nightsLine(nights);
    expect(readNights(untrusted(`${MARKER}\n${line}\n### Staging`))).toBeNull();
    expect(readNights(untrusted(`${MARKER}\n<!-- state -->\n### Staging\n${line}`))).toBeNull();
  });
});

it("the token of a night carries the moment by which it is known", async () => {
  const { token } = await night({ ...MONDAY, limits: { maxCycles: 2 } }, fakeGitHub());
  const next = decodeLoop(token);
  expect("problem" in next ? next : nightOf(next)).toBe("2026-03-02");
});
