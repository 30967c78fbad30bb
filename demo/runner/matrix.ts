// A job's matrix: one plan for each combination of its values.
import { interpolateValue, type Scope } from "../github/expressions.ts";
import { isList, toJson, type Json, type JsonObject } from "../github/json.ts";
import type { JobDefinition } from "../github/workflow.ts";

/** The combinations in the order of the file; a job without a matrix has the single combination null. */
export function combine(definition: JobDefinition, scope: Scope): readonly (JsonObject | null)[] {
  const { strategy } = definition;
  if (strategy === undefined) return [null];
  let combinations: JsonObject[] = [{}];
  for (const [name, given] of Object.entries(strategy.matrix)) {
    const values: Json = typeof given === "string" ? interpolateValue(given, scope) : toJson(given);
    if (!isList(values)) throw new Error(`The matrix '${name}' is not a list.`);
    combinations = combinations.flatMap((one) => values.map((value) => ({ ...one, [name]: toJson(value) })));
  }
  if (combinations.length > MAX_COMBINATIONS) {
    throw new Error(`The matrix has ${combinations.length} combinations; ${MAX_COMBINATIONS} are allowed.`);
  }
  return combinations;
}

/** https://docs.github.com/en/actions/reference/limits */
const MAX_COMBINATIONS = 256;
