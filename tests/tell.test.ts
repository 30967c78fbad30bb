// A finished cycle is told whatever its record is: the page and the outputs never wait for a file.
import { recordOf } from "./fakes/record.ts";
import { expect, it } from "vitest";
import type { CycleRecord } from "../src/record/record.ts";
import { decodeRecord } from "../src/record/record.ts";
import { tell } from "../src/tell.ts";
import { untrusted } from "../src/text/untrusted.ts";
import type { LedgerRow } from "../src/model/loop.ts";
import { cycle, loop, test } from "./fakes/checks.ts";
import { fakeGitHub, fakeWorld } from "./fakes/world.ts";

function failingRecord(details: number, size: number): CycleRecord {
  const failure = { message: untrusted("broke"), detail: untrusted("w".repeat(size)), type: null, facts: {} };
  const checks = Array.from({ length: details }, (_, nth) => ({ ...test(`t${nth}`, "failed"), failure }));
  return recordOf(cycle(checks));
}

async function told(record: CycleRecord, isDispatchedLater = false) {
  const world = fakeWorld();
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
  await tell({ record, isDispatchedLater, notices: [], assignees: [] }, world, runner, github);
  const { statuses } = github;
  return { outputs, summary, statuses, files: world.written, written: world.written.get("record.json") ?? null };
}

it("writes the fix brief beside the record where something is to be repaired, and names it", async () => {
  const { outputs, files } = await told(failingRecord(1, 100));
  expect(outputs.get("brief")).toMatch(/brief\.md$/u);
  expect(files.get("brief.md")).toContain("# Fix brief: Staging: 0 of 1 tests pass");
  expect(JSON.parse(files.get("brief.json") ?? "")).toMatchObject({ version: 1, verdict: "not-met" });
});

it("writes none where the target is met", async () => {
  const { outputs, files } = await told(recordOf(cycle([test("a", "passed")])));
  expect([outputs.get("brief"), files.has("brief.md"), files.has("brief.json")]).toEqual(["", false, false]);
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
