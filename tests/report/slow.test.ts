// The tests that took longest.
import { expect, it } from "vitest";
import { plainText } from "../../src/report/plain.ts";
import { slowTests } from "../../src/report/slow.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { cycle, probe, test } from "../fakes/checks.ts";
import { NEXT, tell } from "./telling.ts";

const took = (name: string, durationMs: number | null) => ({ ...test(name, "passed"), durationMs });
const names = (...checks: Parameters<typeof cycle>[0]) =>
  slowTests(tell({ cycle: cycle(checks), decision: NEXT })).map(({ name, durationMs }) => [
    plainText(name),
    durationMs,
  ]);

it("names the slowest first, and no more than ten", () => {
  const all = Array.from({ length: 14 }, (_, at) => took(`t${at}`, 1_000 + ((at * 5) % 14)));
  const found = names(...all);
  expect(found).toHaveLength(10);
  expect(found.map(([, ms]) => ms)).toEqual([1_013, 1_012, 1_011, 1_010, 1_009, 1_008, 1_007, 1_006, 1_005, 1_004]);
});

it("is silent about what is not slow, about probes, and about what nobody timed", () => {
  expect(
    names(
      took("quick", 999),
      took("untimed", null),
      { ...probe("slow probe", "passed"), durationMs: 9_000 },
      took("slow", 1_000),
    ),
  ).toEqual([["slow", 1_000]]);
});

it("leaves out a class that is nothing to read", () => {
  const [row] = slowTests(tell({ cycle: cycle([{ ...took("slow", 2_000), group: untrusted("  ") }]), decision: NEXT }));
  expect(row?.group).toBeNull();
});
