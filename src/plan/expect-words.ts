// The words of `expect`: what an answer has to be like. A scalar means equal, a list means one of.
import { OPERATORS } from "../model/plan.ts";
import { readHeaderName } from "./headers.ts";
import { readJsonPath } from "./json-path.ts";
import { anyValue, duration, finite, flag, pattern, scalarText, whole } from "./leaves.ts";
import { into, isMap, keyed, list, map, optional, pick, refuse, type Shape, type Value } from "./shape.ts";

const statusCode = whole(100, 599);

/** One status code or a list of them. */
const statusCodes: Shape<readonly number[]> = pick((value) =>
  Array.isArray(value) ? list(statusCode, "at least one status code") : into(statusCode, (code) => [code]),
);

const comparisons = {
  gt: optional(finite),
  gte: optional(finite),
  lt: optional(finite),
  lte: optional(finite),
  matches: optional(pattern),
  exists: optional(flag),
};

/** The operators of one comparison; several of them all have to hold. */
export type OperatorWords = Value<typeof jsonOperators>;

const jsonOperators = map({ ...equalities(anyValue), ...comparisons });

// Headers and bodies are text, so 5 and "5" are the same there; in JSON they are not.
const textOperators = map({ ...equalities(scalarText), ...comparisons });

function equalities<T>(value: Shape<T>) {
  return {
    eq: optional(value),
    ne: optional(value),
    in: optional(list(value, "a list of values")),
    contains: optional(value),
  };
}

function condition<T>(operators: Shape<OperatorWords>, value: Shape<T>): Shape<OperatorWords> {
  return pick<OperatorWords>((input) => {
    if (Array.isArray(input)) return into(list(value, "at least one value"), (values) => ({ in: values }));
    if (!isMap(input)) return into(value, (eq) => ({ eq }));
    return Object.keys(input).length > 0 ? operators : refuse(`at least one of ${OPERATORS.join(", ")}`);
  });
}

const jsonCondition = condition(jsonOperators, anyValue);
const textCondition = condition(textOperators, scalarText);

export type ExpectWords = Value<typeof answer>;

const answer = map({
  status: optional(statusCodes),
  headers: optional(keyed(readHeaderName, textCondition, "a map from header to condition")),
  json: optional(keyed(readJsonPath, jsonCondition, "a map from JSON path to condition")),
  body: optional(textCondition),
  duration: optional(duration(1, 600_000)),
});

/** A status code, a list of them, or a map of everything that is expected of an answer. */
export const expectation: Shape<ExpectWords> = pick<ExpectWords>((value) => {
  if (!isMap(value)) return into(statusCodes, (status) => ({ status }));
  return Object.keys(value).length > 0 ? answer : refuse("at least one of status, headers, json, body and duration");
});
