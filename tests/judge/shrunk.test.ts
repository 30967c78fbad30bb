// A fix that leaves tests out never meets the target; a person may leave them out.
import { expect, it } from "vitest";
import { analyse } from "../../src/judge/analyse.ts";
import { recordCycle } from "../../src/loop/advance.ts";
import type { Loop } from "../../src/model/loop.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { cycle, loop, test } from "../fakes/checks.ts";

const RED = cycle([test("a", "passed"), test("b", "failed", "boom")]);
const FEWER = cycle([test("a", "passed")]);
const SAME = cycle([test("a", "passed"), test("b", "passed")]);
const SKIPPED = cycle([test("a", "passed"), test("b", "skipped")]);

function after(over: Partial<Loop> = {}): Loop {
  const recorded = recordCycle(loop(), RED, analyse(RED, loop()), () => untrusted("boom"));
  return { ...recorded, id: { ...recorded.id, n: 2 }, ...over };
}

it.each([
  ["removed", FEWER],
  ["skipped", SKIPPED],
])("is not met where a fix has %s the test that failed", (_, facts) => {
  const { verdict, shrunk } = analyse(facts, after({ isMended: true }));
  expect([verdict.kind, shrunk]).toEqual(["not-met", { before: 2, now: 1 }]);
});

it("is met where the fix repaired it, and where a person pushed", () => {
  expect(analyse(SAME, after({ isMended: true }))).toMatchObject({ verdict: { kind: "met" }, shrunk: null });
  expect(analyse(FEWER, after())).toMatchObject({ verdict: { kind: "met" }, shrunk: null });
});

it("compares with the cycles since a person acted, not with those before", () => {
  expect(analyse(FEWER, after({ isMended: true, from: 2 }))).toMatchObject({ verdict: { kind: "met" }, shrunk: null });
});
