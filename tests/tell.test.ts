// A finished cycle is told whatever its record is: the page and the outputs never wait for a file.
import { recordOf } from "./fakes/record.ts";
import { expect, it } from "vitest";
import type { CycleRecord } from "../src/record/record.ts";
import { decodeRecord } from "../src/record/record.ts";
import { tell } from "../src/tell.ts";
import { untrusted } from "../src/text/untrusted.ts";
import { cycle, test } from "./fakes/checks.ts";
import { fakeWorld } from "./fakes/world.ts";

function failingRecord(details: number, size: number): CycleRecord {
  const failure = { message: untrusted("broke"), detail: untrusted("w".repeat(size)), type: null, facts: {} };
  const checks = Array.from({ length: details }, (_, nth) => ({ ...test(`t${nth}`, "failed"), failure }));
  return recordOf(cycle(checks));
}

async function told(record: CycleRecord) {
  const world = fakeWorld();
  const outputs = new Map<string, string>();
  let summary = "";
  const runner = {
    writeSummary: async (markdown: string) => void (summary = markdown),
    setOutput: (name: string, value: string) => void outputs.set(name, value),
    saveState: () => {},
    readState: () => "",
    annotate: () => {},
  };
  await tell(record, world, runner, null);
  return { outputs, summary, written: world.written.get("record.json") ?? null };
}

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
