// One number from many: against the plain definition, on any list of numbers.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aggregateOf } from "../../src/check/percentiles.ts";
import { AGGREGATES } from "../../src/model/plan.ts";

const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 300 });
const percents = fc.constantFrom(
  ["p50", 50] as const,
  ["p75", 75] as const,
  ["p90", 90] as const,
  ["p95", 95] as const,
  ["p99", 99] as const,
);

/** The smallest value that at least so many percent of the values do not exceed. */
function naive(all: readonly number[], percent: number): number {
  const enough = all.filter((each) => all.filter((other) => other <= each).length * 100 >= percent * all.length);
  return Math.min(...enough);
}

describe("a percentile", () => {
  it("is the nearest rank", () => {
    fc.assert(
      fc.property(values, percents, (all, [aggregate, percent]) => {
        expect(aggregateOf(all, aggregate) === naive(all, percent)).toBe(true);
      }),
    );
  });

  it("is a value that was seen, and no smaller percentile is larger", () => {
    fc.assert(
      fc.property(values, (all) => {
        const found = (["min", "p50", "p75", "p90", "p95", "p99", "max"] as const).map((each) =>
          aggregateOf(all, each),
        );
        expect(found.every((each) => all.some((value) => value === each))).toBe(true);
        expect(found.every((each, at) => at === 0 || each >= (found[at - 1] ?? Infinity))).toBe(true);
      }),
    );
  });

  it("does not depend on the order, and leaves the values alone", () => {
    fc.assert(
      fc.property(values, fc.constantFrom(...AGGREGATES.filter((each) => each !== "mean")), (all, aggregate) => {
        const before = [...all];
        expect(aggregateOf(all.toReversed(), aggregate) === aggregateOf(all, aggregate)).toBe(true);
        expect(all).toEqual(before);
      }),
    );
  });

  it.each([
    [20, "p95", 19],
    [100, "p99", 99],
    [10, "p90", 9],
    [4, "p75", 3],
    [2, "p50", 1],
    [1_000, "p95", 950],
    [101, "p99", 100],
  ] as const)("of 1 to %i at %s is %i", (count, aggregate, wanted) => {
    expect(
      aggregateOf(
        Array.from({ length: count }, (_, at) => at + 1),
        aggregate,
      ),
    ).toBe(wanted);
  });
});

it("means what it says otherwise, and nothing where there are no values", () => {
  expect(aggregateOf([3, 1, 2], "mean")).toBe(2);
  expect(aggregateOf([3, 1, 2], "min")).toBe(1);
  expect(aggregateOf([3, 1, 2], "max")).toBe(3);
  for (const each of AGGREGATES) expect(aggregateOf([], each)).toBeNaN();
});
