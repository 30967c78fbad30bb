// The form of a loop's target in a record. Its depth and its size are bounded, whoever wrote it.
import * as v from "valibot";
import {
  CHECK_MEASURES,
  LONGEST_TARGET,
  MOST_LEVELS,
  MOST_LIMIT,
  MOST_PRIORITY,
  OPERATORS,
  TARGET_MEASURES,
  type Target,
} from "../model/target.ts";

const PRIORITY = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_PRIORITY));

const MEASURE = v.union([
  v.strictObject({
    of: v.union([v.picklist(["checks", "tests", "probes"]), v.strictObject({ priority: PRIORITY })]),
    what: v.picklist(CHECK_MEASURES),
  }),
  v.strictObject({ of: v.literal("targets"), what: v.picklist(TARGET_MEASURES) }),
]);

const LEAF = v.variant("kind", [
  v.strictObject({ kind: v.literal("all") }),
  v.strictObject({
    kind: v.literal("compare"),
    measure: MEASURE,
    operator: v.picklist(OPERATORS),
    limit: v.pipe(v.number(), v.minValue(0), v.maxValue(MOST_LIMIT)),
  }),
]);

export const TARGET: v.GenericSchema<unknown, Target> = targetOf(MOST_LEVELS);

/** One form for each level, so that no tree is deeper than a text can be. */
function targetOf(levels: number): v.GenericSchema<unknown, Target> {
  if (levels === 0) return LEAF;
  const parts = v.pipe(v.array(targetOf(levels - 1)), v.minLength(2), v.maxLength(LONGEST_TARGET));
  const combined = v.strictObject({ kind: v.picklist(["and", "or"]), of: parts });
  return v.union([LEAF, combined]);
}
