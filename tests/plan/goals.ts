// Shared by the tests of targets: random trees that a text can say.
import * as fc from "fast-check";
import { CHECK_MEASURES, OPERATORS, TARGET_MEASURES, type Measure, type Target } from "../../src/model/target.ts";
import { readGoal } from "../../src/plan/words/goal.ts";

export function goal(text: string): Target {
  const read = readGoal(text);
  if (!("value" in read)) throw new Error(`${text}: ${read.expected}`);
  return read.value;
}

const SCOPE = fc.oneof(
  fc.constantFrom("checks" as const, "tests" as const, "probes" as const),
  fc.record({ priority: fc.integer({ min: 1, max: 100 }) }),
);
const MEASURE: fc.Arbitrary<Measure> = fc.oneof(
  fc.record({ of: SCOPE, what: fc.constantFrom(...CHECK_MEASURES) }),
  fc.record({ of: fc.constant("targets" as const), what: fc.constantFrom(...TARGET_MEASURES) }),
);

/** One comparison that some number meets; of a share in hundredths of a percent. */
export function comparisons(measures = MEASURE, most = 60): fc.Arbitrary<Target> {
  return fc
    .record({ measure: measures, operator: fc.constantFrom(...OPERATORS), number: fc.nat(most) })
    .map(({ measure, operator, number }): Target => {
      // Below nothing and above everything there is no number.
      const limit = measure.what === "pass-rate" ? Math.min(99.99, 0.01 + number * 1.67) : number + 1;
      return { kind: "compare", measure, operator, limit: Math.round(limit * 100) / 100 };
    });
}

/** Trees in which no comparison stands beside one of the same measure, where they could contradict each other. */
export function targets(part: fc.Arbitrary<Target> = comparisons()): fc.Arbitrary<Target> {
  const leaf = fc.oneof({ weight: 4, arbitrary: part }, { weight: 1, arbitrary: fc.constant<Target>({ kind: "all" }) });
  const level = (kind: "and" | "or", depth: number): fc.Arbitrary<Target> => {
    const other = kind === "and" ? "or" : "and";
    const inner = depth === 0 ? leaf : fc.oneof(leaf, level(other, depth - 1));
    return fc.uniqueArray(inner, { minLength: 2, maxLength: 3, selector: keyOf }).map((of): Target => ({ kind, of }));
  };
  return fc.oneof(leaf, level("and", 1), level("or", 2));
}

function keyOf(target: Target): string {
  return target.kind === "compare" ? JSON.stringify(target.measure) : JSON.stringify(target);
}
