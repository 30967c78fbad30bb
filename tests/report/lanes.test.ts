// Errors over the cycles of a loop: when each lived, came back and went.
import { expect, it } from "vitest";
import { recordCycle } from "../../src/loop/advance.ts";
import { decodeLoop, encodeLoop } from "../../src/loop/token.ts";
import type { CheckResult } from "../../src/model/check.ts";
import type { Cycle } from "../../src/model/cycle.ts";
import type { Loop } from "../../src/model/loop.ts";
import type { ErrorLane } from "../../src/model/report.ts";
import { letterErrors } from "../../src/report/errors.ts";
import { errorLanes } from "../../src/report/lanes.ts";
import { errorText } from "../../src/report/error-title.ts";
import { plain } from "../../src/report/plain.ts";
import { analyse } from "../../src/judge/analyse.ts";
import { cycle, loop, test } from "../fakes/checks.ts";
import { NEXT, tell } from "./telling.ts";

const SOCKET = "received 1011 (internal error) crashed";
const ROUTE = "assert 404 == 200 for GET /api/agents";
const failing = (message: string, ...names: readonly string[]): readonly CheckResult[] =>
  names.map((name) => test(name, "failed", message));

/** Plays the cycles one after the other, the token between them, and tells the last. null: nothing was tested. */
function lanesAfter(...cycles: readonly (readonly CheckResult[] | null)[]): readonly ErrorLane[] {
  let before: Loop = loop();
  for (const [at, checks] of cycles.entries()) {
    const facts = cycleOf(at + 1, checks);
    if (at === cycles.length - 1) return errorLanes(letterErrors(tell({ cycle: facts, before, decision: NEXT })));
    const after = recordCycle(before, facts, analyse(facts, before), (pattern) => errorText(pattern, plain, 60));
    const read = decodeLoop(encodeLoop({ ...after, id: { ...after.id, n: at + 2 } }));
    if ("problem" in read) throw new Error(read.problem);
    before = read;
  }
  return [];
}

function cycleOf(n: number, checks: readonly CheckResult[] | null): Cycle {
  const facts = cycle([test("fine", "passed"), ...(checks ?? [])], { id: { loop: 4711, n, redo: 0 }, runId: 4710 + n });
  if (checks !== null) return facts;
  return {
    ...facts,
    checks: [],
    suites: [],
    readiness: facts.readiness.map((each) => ({ ...each, state: "not-ready" })),
  };
}

const short = ({ letter, counts, state }: ErrorLane): unknown => [letter, counts, state];

it("follows an error from its first cycle on, and says nothing where nothing was tested", () => {
  expect(lanesAfter(failing(SOCKET, "a", "b"), null, failing(SOCKET, "a")).map(short)).toEqual([
    ["A", [2, null, 1], "since cycle 1"],
  ]);
});

it("tells a new error from one that came back, and from those that are gone", () => {
  const lanes = lanesAfter(failing(SOCKET, "a"), failing(ROUTE, "b"), [
    ...failing(SOCKET, "a", "c"),
    ...failing("AssertionError: assert 3 == 4", "d"),
  ]);
  expect(lanes.map(short)).toEqual([
    ["A", [1, 0, 2], "came back in cycle 3"],
    ["B", [0, 0, 1], "new"],
    [null, [0, 1, 0], "gone since cycle 3"],
  ]);
  expect(plain(lanes[2]?.title ?? [])).toContain("404");
});

it("does not call an error gone where no later cycle was tested", () => {
  expect(lanesAfter(failing(SOCKET, "a"), failing(SOCKET, "a"), null).map(short)).toEqual([
    [null, [1, 1, null], "last seen in cycle 2"],
  ]);
});

it("needs two tested cycles", () => {
  expect(lanesAfter(failing(SOCKET, "a"))).toEqual([]);
  expect(lanesAfter(null, failing(SOCKET, "a"))).toEqual([]);
});

it("keeps those that are there where there are too many", () => {
  const word = (at: number): string => [...String(at)].map((digit) => "bcdfghjklm".charAt(Number(digit))).join("e");
  const many = (prefix: string, count: number): readonly CheckResult[] =>
    Array.from({ length: count }, (_, at) => test(`${prefix}${at}`, "failed", `${prefix} ${word(at)} went wrong`));
  const lanes = lanesAfter(many("old", 15), many("other", 15));
  expect(lanes).toHaveLength(20);
  expect(lanes.filter(({ letter }) => letter !== null)).toHaveLength(15);
});
