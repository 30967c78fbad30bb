// A finished cycle is told whatever its record is: the page and the outputs never wait for a file.
import { NO_WISHES } from "./fakes/wishes.ts";
import { recordOf } from "./fakes/record.ts";
import { expect, it } from "vitest";
import type { CycleRecord } from "../src/record/record.ts";
import { decodeRecord } from "../src/record/record.ts";
import { encodePast, pastName, pastOf } from "../src/record/past.ts";
import { runUrl } from "../src/model/trigger.ts";
import type { PastCycle } from "../src/model/past.ts";
import { tell } from "../src/tell.ts";
import { untrusted } from "../src/text/untrusted.ts";
import type { LedgerRow } from "../src/model/loop.ts";
import { cycle, loop, test } from "./fakes/checks.ts";
import { fakeGitHub, fakeWorld, type Script } from "./fakes/world.ts";

function failingRecord(details: number, size: number): CycleRecord {
  const failure = { message: untrusted("broke"), detail: untrusted("w".repeat(size)), type: null, facts: {} };
  const checks = Array.from({ length: details }, (_, nth) => ({ ...test(`t${nth}`, "failed"), failure }));
  return recordOf(cycle(checks));
}

async function told(record: CycleRecord, isDispatchedLater = false, wishes = NO_WISHES, script: Script = {}) {
  const world = fakeWorld(script);
  const github = fakeGitHub();
  const outputs = new Map<string, string>();
  let summary = "";
  const runner = {
    writeSummary: async (markdown: string) => void (summary = markdown),
    setOutput: (name: string, value: string) => void outputs.set(name, value),
    saveState: () => {},
    readState: () => "",
    annotate: () => {},
  };
  await tell({ record, isDispatchedLater, notices: [], wishes }, world, runner, github);
  const { statuses, comments } = github;
  return {
    outputs,
    summary,
    statuses,
    comments: [...comments.values()],
    files: world.written,
    written: world.written.get("record.json") ?? null,
  };
}

it("writes the fix brief beside the record where something is to be repaired, and names it", async () => {
  const { outputs, files } = await told(failingRecord(1, 100));
  expect(outputs.get("brief")).toMatch(/brief\.md$/u);
  expect(files.get("brief.md")).toContain("# Fix brief: Staging: 0 of 1 test passes");
  expect(JSON.parse(files.get("brief.json") ?? "")).toMatchObject({ version: 1, verdict: "not-met" });
});

it("writes none where the target is met", async () => {
  const { outputs, files } = await told(recordOf(cycle([test("a", "passed")])));
  expect([outputs.get("brief"), files.has("brief.md"), files.has("brief.json")]).toEqual(["", false, false]);
});

it("writes the report page beside the record, and links to where people find it", async () => {
  const record = { ...failingRecord(1, 100), pullRequest: 7 };
  const { outputs, files, comments } = await told(record, false, { ...NO_WISHES, reportAt: { kind: "artifacts" } });
  expect(outputs.get("report")).toMatch(/report\.html$/u);
  expect(files.get("report.html")).toContain("Staging: 0 of 1 test passes");
  expect(comments.join("")).toContain(`[Report](${runUrl(record.trigger, record.trigger.runId)}#artifacts) · [Run](`);
  const elsewhere = { kind: "address", address: "https://pages.example/staging/" } as const;
  const other = await told(record, false, { ...NO_WISHES, reportAt: elsewhere });
  expect(other.comments.join("")).toContain("[Report](https://pages.example/staging/) · [Run](");
  expect((await told(record)).comments.join("")).not.toContain("[Report]");
});

it("adds the cycle to the history, and shows what became of each test before", async () => {
  const record = failingRecord(1, 100);
  const past: PastCycle = {
    ...pastOf(record),
    id: { loop: 4_000, n: 1, redo: 0 },
    outcomes: new Map(record.cycle.checks.map(({ key }) => [key, "passed"])),
  };
  const wishes = { ...NO_WISHES, history: untrusted(".history") };
  const reports = { ".history/**/*.json": encodePast(past) };
  const { files, summary } = await told(record, false, wishes, { reports });
  expect(files.get("report.html")).toContain('"past":"PF"');
  expect(files.get(`.history/${pastName(pastOf(record))}`)).toBe(encodePast(pastOf(record)));
  expect(summary).not.toContain("history");
  const broken = await told(record, false, wishes, { reports: { ".history/**/*.json": "{}" } });
  expect(broken.files.get("report.html")).toContain('"past":"F"');
  expect(broken.summary).toContain(
    "One file in the folder of `history` is no earlier cycle, or too large, and left out.",
  );
});

const SENTENCE = "kept without the details of failed tests";

it("with a record of any ordinary size it says nothing of it", async () => {
  const { outputs, summary, written } = await told(failingRecord(3, 1_000));
  expect([outputs.get("failed"), summary.includes(SENTENCE)]).toEqual(["3", false]);
  expect(decodeRecord(written ?? "")?.cycle.checks[0]?.failure?.detail).not.toBeNull();
});

it("with a record that would be too large to be read back it says that details are missing", async () => {
  const details = 10;
  const { outputs, summary, written } = await told(failingRecord(details, 7_000_000));
  expect(outputs.get("failed")).toBe(String(details));
  expect(summary).toContain(SENTENCE);
  expect(decodeRecord(written ?? "")?.cycle.checks.map(({ failure }) => failure?.detail)).toEqual(
    Array.from({ length: details }, () => null),
  );
});

const BEFORE: LedgerRow = {
  n: 1,
  run: 4_711,
  commit: "b".repeat(40),
  verdict: "not-met",
  passed: 1,
  failed: 1,
  total: 2,
  notRun: 0,
  probesPassed: 0,
  probesTotal: 0,
  seconds: 3,
  top: null,
  prints: [],
  why: null,
};

it.each([false, true])(
  "closes the commit of the cycle before; another job dispatches: %s",
  async (isDispatchedLater) => {
    const record = failingRecord(1, 100);
    const second: CycleRecord = {
      ...record,
      decision: { kind: "repeat", because: "new-commit", waitMs: 0 },
      loop: loop({ id: { loop: 4_711, n: 2, redo: 0 }, ledger: [BEFORE] }),
    };
    const { statuses } = await told(second, isDispatchedLater);
    expect(statuses.map(({ commit, state }) => [commit, state])).toEqual([
      [BEFORE.commit, "failure"],
      [record.cycle.commit, "pending"],
    ]);
  },
);
