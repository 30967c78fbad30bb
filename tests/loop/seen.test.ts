// Every error of a loop, with the cycles that had it: what the charts of the pages are drawn from.
import { describe, expect, it } from "vitest";
import { decodeLoop, encodeLoop } from "../../src/loop/token.ts";
import { MAX_SEEN, type Loop } from "../../src/model/loop.ts";
import { reveal } from "../../src/text/untrusted.ts";
import { cycle, loop, test } from "../fakes/checks.ts";
import { NEXT, tell } from "../report/telling.ts";

/** The loop after cycles in which these errors happened, one after the other; "" is one that was cancelled. */
function after(cycles: readonly (readonly string[] | "")[]): Loop {
  return cycles.reduce<Loop>((before, errors, at) => {
    const n = at + 1;
    const checks = errors === "" ? [] : errors.map((message, nth) => test(`test_${nth}`, "failed", message));
    const facts = cycle([test("fine", "passed"), ...checks], {
      id: { loop: 4711, n, redo: 0 },
      cancelled: errors === "",
    });
    const read = decodeLoop(encodeLoop({ ...before, id: { ...before.id, n } }));
    if ("problem" in read) throw new Error(read.problem);
    return tell({ cycle: facts, before: read, decision: NEXT }).loop;
  }, loop());
}

function seenIn({ seen }: Loop): readonly (readonly [string, readonly string[]])[] {
  return seen.map(({ title, cycles }) => [reveal(title), cycles.map(({ n, count }) => `${count} in ${n}`)]);
}

const A = "received 1011 (internal error) Factory failed";
const B = "assert 404 == 200 for GET /api/agents/start";

describe("the errors of a loop", () => {
  it("stand in the order in which they came, each with its cycles", () => {
    expect(seenIn(after([[A, A], [A, B], [B], [A]]))).toEqual([
      [expect.stringContaining("1011"), ["2 in 1", "1 in 2", "1 in 4"]],
      [expect.stringContaining("/api/agents/start"), ["1 in 2", "1 in 3"]],
    ]);
  });

  it("learn nothing from a cycle that was not tested", () => {
    expect(seenIn(after([[A], "", [B]])).map(([, cycles]) => cycles)).toEqual([["1 in 1"], ["1 in 3"]]);
  });

  it("are as many as the token carries, the newest", () => {
    const words = (at: number): string =>
      `ValueError: ${"abcdefghijklmnopqrstuvwxyz".charAt(at % 26).repeat(3 + at)} lost`;
    const many = after(Array.from({ length: MAX_SEEN + 3 }, (_, at) => [words(at)]));
    expect(many.seen.length).toBeLessThanOrEqual(MAX_SEEN);
    expect(many.seen.at(-1)?.cycles).toEqual([{ n: MAX_SEEN + 3, count: 1 }]);
  });
});
