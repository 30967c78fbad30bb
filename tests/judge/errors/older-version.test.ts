// Errors that an older version of the fingerprint named: nothing is claimed of them that the way of naming alone would say.
import { expect, it } from "vitest";
import { analyse } from "../../../src/judge/analyse.ts";
import { recordCycle } from "../../../src/loop/advance.ts";
import type { Loop } from "../../../src/model/loop.ts";
import { untrusted } from "../../../src/text/untrusted.ts";
import { cycle, loop, test } from "../../fakes/checks.ts";

const RED = cycle([test("a", "failed", "received 1011 (internal error)"), test("b", "passed")]);

/** The loop after the same failure, as a version before this one would have written it. */
function olderLoop(): Loop {
  const recorded = recordCycle(loop(), RED, analyse(RED, loop()), () => untrusted("an error"));
  const errors = recorded.errors.map((each) => ({ ...each, fingerprint: "v1:00000000000000aa" }));
  return { ...recorded, id: { ...recorded.id, n: 2 }, errors };
}

it("is neither gone nor new while its test still fails", () => {
  const { changes, patterns } = analyse(RED, olderLoop());
  expect(changes.errorsGone).toEqual([]);
  expect(patterns.map(({ since }) => since.isNew)).toEqual([false]);
});

it("is gone when its test passes", () => {
  const { changes } = analyse(cycle([test("a", "passed"), test("b", "passed")]), olderLoop());
  expect(changes.errorsGone.map(({ fingerprint }) => fingerprint)).toEqual(["v1:00000000000000aa"]);
});
