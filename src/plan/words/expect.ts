// The words of `expect`: what an answer has to be like. A scalar means equal, a list means one of.
import { OPERATORS, type Operator } from "../../model/plan.ts";
import { durationPattern } from "./duration-pattern.ts";
import { LONG_UNITS, parseLifetime } from "./duration.ts";
import { ANSWER_HEADER_JSON, readAnswerHeader } from "./headers.ts";
import { JSON_PATH_JSON, readJsonPath } from "./json-path.ts";
import { anyValue, duration, finite, flag, MINUTE, oneOrMore, pattern, scalar, scalarText, whole } from "./leaves.ts";
import { workspaceFile } from "./path.ts";
import {
  explained,
  filled,
  into,
  isMap,
  keyed,
  leaf,
  list,
  map,
  named,
  optional,
  pick,
  type Reading,
  type Shape,
  type Value,
} from "./shape.ts";

const statusCode = whole(100, 599);

/** One status code or a list of them. */
const statusCodes = oneOrMore(statusCode, "at least one status code");

const comparisons = {
  gt: optional(finite),
  gte: optional(finite),
  lt: optional(finite),
  lte: optional(finite),
  matches: optional(pattern),
  exists: optional(flag),
};

const BOUND_LINES = {
  gt: "Is more than this.",
  gte: "Is at least this.",
  lt: "Is less than this.",
  lte: "Is at most this.",
} as const;

const OPERATOR_LINES = {
  eq: "Is this value.",
  ne: "Is not this value.",
  ...BOUND_LINES,
  in: "Is one of these values.",
  contains: "Is a text that contains this one, or a list that holds it.",
  matches: "Is a text in which this regular expression finds something.",
  exists: "Is there at all (true), or is not there (false).",
} as const satisfies Readonly<Record<Operator, string>>;

/** The operators of one comparison; several of them all have to hold. */
export type OperatorWords = Value<typeof jsonOperators>;

const jsonOperators = explained(map({ ...equalities(anyValue), ...comparisons }), OPERATOR_LINES);

// Headers and bodies are text, so 5 and "5" are the same there; in JSON they are not.
const textOperators = explained(map({ ...equalities(scalarText), ...comparisons }), OPERATOR_LINES);

function equalities<T>(value: Shape<T>) {
  return {
    eq: optional(value),
    ne: optional(value),
    in: optional(list(value, "a list of values")),
    contains: optional(value),
  };
}

function condition<T>(all: Shape<OperatorWords>, value: Shape<T>, single: Shape<T>): Shape<OperatorWords> {
  const operators = filled(all, `at least one of ${OPERATORS.join(", ")}`);
  const oneOf = into(list(value, "at least one value"), (values): OperatorWords => ({ in: values }));
  const equal = into(single, (eq): OperatorWords => ({ eq }));
  return pick((input) => (Array.isArray(input) ? oneOf : isMap(input) ? operators : equal), [equal, oneOf, operators]);
}

const jsonCondition = named(condition(jsonOperators, anyValue, scalar), "condition");
const textCondition = named(condition(textOperators, scalarText, scalarText), "text-condition");

/** A map from JSON path to condition. */
export const jsonConditions = named(
  keyed(readJsonPath, jsonCondition, "a map from JSON path to condition", JSON_PATH_JSON),
  "json-conditions",
);

const common = {
  status: optional(statusCodes),
  headers: optional(keyed(readAnswerHeader, textCondition, "a map from header to condition", ANSWER_HEADER_JSON)),
  json: optional(jsonConditions),
  body: optional(textCondition),
  duration: optional(duration(1, 10 * MINUTE)),
};

/** A JSON Schema: a file of the workspace, or the schema itself. */
export type SchemaWords = { readonly file: string } | { readonly inline: Readonly<Record<string, unknown>> };

const schemaFile: Shape<SchemaWords> = into(workspaceFile, (file) => ({ file }));
const schemaMap: Shape<SchemaWords> = into(
  filled(
    keyed((key) => ({ value: key }), anyValue, "a JSON Schema", {}),
    "a JSON Schema that says something",
  ),
  (inline) => ({ inline }),
);
const schema = pick<SchemaWords>((value) => (isMap(value) ? schemaMap : schemaFile), [schemaFile, schemaMap]);

/** How long the certificate is still valid, compared in milliseconds. */
export type LifetimeWords = Value<typeof lifetimes>;

const LONGEST_LIFE_MS = 3_650 * LONG_UNITS.d;
const EXPECTED_LIFETIME = "expected a duration of at most 3650d with its unit, such as 14d";

const lifetime = leaf(readLifetime, {
  type: "string",
  pattern: durationPattern(0, LONGEST_LIFE_MS, LONG_UNITS),
  patternErrorMessage: EXPECTED_LIFETIME,
});
const lifetimes = filled(
  explained(
    map({ gt: optional(lifetime), gte: optional(lifetime), lt: optional(lifetime), lte: optional(lifetime) }),
    BOUND_LINES,
  ),
  "at least one of gt, gte, lt and lte",
);
const atLeast: Shape<LifetimeWords> = into(lifetime, (gte) => ({ gte }));
const certificate = explained(
  map({ "expires-in": pick<LifetimeWords>((value) => (isMap(value) ? lifetimes : atLeast), [atLeast, lifetimes]) }),
  { "expires-in": "How long the certificate is still valid: at least this, such as 14d, or gt, gte, lt and lte." },
);

export type ExpectWords = Value<typeof answer>;
export type HealthExpectWords = Value<typeof healthy>;

const COMMON_LINES = {
  status: "The status code, or a list of those that are accepted.",
  headers: "A map from header to what it has to be like. Headers are text.",
  json: "A map from JSON path (RFC 9535) to what the value there has to be like.",
  body: "What the whole body, as text, has to be like.",
  duration: "The answer takes at most this time. For more than one request see targets.",
} as const;

const answer = explained(map({ ...common, schema: optional(schema), tls: optional(certificate) }), {
  ...COMMON_LINES,
  schema: "A JSON Schema that the body has to meet: a file of the repository, or the schema itself.",
  tls: "What the certificate has to be like.",
});
const healthy = explained(map(common), COMMON_LINES);
const short: Shape<HealthExpectWords> = into(statusCodes, (status) => ({ status }));

const anyOfAnswer = filled(answer, "at least one of status, headers, json, body, duration, schema and tls");
const anyOfHealthy = filled(healthy, "at least one of status, headers, json, body and duration");

/** A status code, a list of them, or a map of everything that is expected of an answer. */
export const expectation = pick<ExpectWords>((value) => (isMap(value) ? anyOfAnswer : short), [short, anyOfAnswer]);

/** The same for an answer that only tells whether a service is up. */
export const healthExpectation = pick<HealthExpectWords>(
  (value) => (isMap(value) ? anyOfHealthy : short),
  [short, anyOfHealthy],
);

function readLifetime(value: unknown): Reading<number> {
  const ms = typeof value === "string" ? parseLifetime(value) : null;
  return ms !== null && ms <= LONGEST_LIFE_MS ? { value: ms } : { expected: EXPECTED_LIFETIME };
}
