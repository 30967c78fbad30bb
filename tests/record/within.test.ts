// A record that would be too large is written without what is only said in words.
import { recordOf } from "../fakes/record.ts";
import { expect, it } from "vitest";
import { decodeRecord } from "../../src/record/record.ts";
import { encodeWithin } from "../../src/record/within.ts";
import type { CheckResult } from "../../src/model/check.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { cycle, probe, test } from "../fakes/checks.ts";

const long = (size: number) => untrusted("w".repeat(size));
const FAILURE = { message: long(5_000), detail: long(5_000), type: untrusted("E"), facts: {} };

function large(name: string): CheckResult {
  const check = test(name, "failed", "m");
  const facts = check.test ?? expect.fail();
  return {
    ...check,
    name: long(900),
    failure: FAILURE,
    test: { ...facts, file: long(900), earlier: [FAILURE, FAILURE] },
  };
}

const RECORD = recordOf(cycle([large("a"), test("b", "passed"), { ...probe("p", "failed"), failure: FAILURE }]));

it("is whole where there is room", () => {
  const { text, isWhole } = encodeWithin(RECORD);
  expect([isWhole, decodeRecord(text)]).toEqual([true, RECORD]);
});

it("keeps results, kinds and what probes measured", () => {
  const { text, isWhole } = encodeWithin(RECORD, 10_000);
  const read = decodeRecord(text) ?? expect.fail();
  const [a, b, p] = read.cycle.checks;
  expect([isWhole, text.length < 20_000]).toEqual([false, true]);
  expect(read.cycle.checks.map(({ key, outcome }) => [key, outcome])).toEqual(
    RECORD.cycle.checks.map(({ key, outcome }) => [key, outcome]),
  );
  expect(a?.failure).toMatchObject({ detail: null, type: FAILURE.type });
  expect(reveal(a?.failure?.message ?? untrusted("")).length).toBe(500);
  // That it failed before it passed is not lost.
  expect(a?.test).toMatchObject({ file: null, earlier: [{ message: untrusted(""), detail: null }] });
  expect([b, p]).toEqual([RECORD.cycle.checks[1], RECORD.cycle.checks[2]]);
});
