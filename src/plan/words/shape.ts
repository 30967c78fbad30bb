// Owns the schema library: the few kinds of shape a file is made of, and every way in which a value misses its
// shape as a plain problem. Which words the file has is decided elsewhere.
import * as v from "valibot";
import type { Path } from "../file/faults.ts";
import type { JsonSchema } from "./json-schema.ts";

/** What a value of the file has to look like to become a `T`. */
export interface Shape<T> extends v.GenericSchema<unknown, T> {
  /** The same for editors: accepts what is decoded, as exactly as JSON Schema can say it. */
  readonly json: JsonSchema;
}
export type Value<S> = S extends Shape<infer T> ? T : never;

/** What reading one value gave: the value, or what was expected in plain words. */
export type Reading<T> =
  | { readonly value: T }
  | {
      readonly expected: string;
      /** Words that would have been right. */
      readonly known?: readonly string[];
      /** The whole value as it was probably meant. */
      readonly meant?: string;
      readonly secret?: true;
    };

export interface Misfit {
  readonly path: Path;
  readonly kind: "unknown-key" | "missing" | "wrong-key" | "wrong-value";
  /** Our own words. */
  readonly message: string;
  readonly value: unknown;
  /** Words that would have been right. */
  readonly known: readonly string[];
  /** The whole value as it was probably meant. */
  readonly meant: string | null;
  /** The value may be a secret and is not shown. */
  readonly secret: boolean;
}

export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly misfits: readonly Misfit[] };

/** Reads a value by its shape; every misfit in it is told, not only the first. */
export function decode<T>(shape: Shape<T>, value: unknown, at: Path): Decoded<T> {
  const result = v.safeParse(shape, value);
  if (result.success) return { ok: true, value: result.output };
  return { ok: false, misfits: result.issues.map((issue) => misfit(issue, at)) };
}

/** One value without parts, read by a function; `json` accepts the same values. */
export function leaf<T>(read: (value: unknown) => Reading<T>, json: JsonSchema): Shape<T> {
  return { ...v.pipe(v.unknown(), reader(read)), json };
}

function reader<I, T>(read: (value: I) => Reading<T>): v.RawTransformAction<I, T> {
  return v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const reading = read(dataset.value);
    if ("value" in reading) return reading.value;
    const { expected, known = [], meant, secret = false } = reading;
    if (meant !== undefined) addIssue({ message: expected, expected: meant, received: MEANT });
    else addIssue({ message: expected, expected: known.join(" "), received: secret ? SECRET : "" });
    return NEVER;
  });
}

/** A map with exactly these keys; those wrapped in `optional` may be absent. */
export function map<const E extends Readonly<Record<string, Shape<unknown>>>>(
  entries: E,
  expected = "a map",
): Shape<v.InferOutput<v.ObjectSchema<E, undefined>>> {
  const known = Object.keys(entries).join(" ");
  const unknownKey = v.pipe(
    v.unknown(),
    v.rawCheck<unknown>(({ addIssue }) => addIssue({ message: "unknown key", expected: known, received: UNKNOWN_KEY })),
  );
  const keys = v.objectWithRest(entries, unknownKey, "missing");
  const all = Object.entries(entries);
  const required = all.filter(([, { type }]) => type !== "optional").map(([key]) => key);
  const decoder = byLook<v.InferOutput<v.ObjectSchema<E, undefined>>>((value) =>
    isMap(value) ? keys : refuse(expected),
  );
  const json: JsonSchema = {
    type: "object",
    properties: Object.fromEntries(all.map(([key, shape]) => [key, shape.json])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
  return { ...decoder, json };
}

/** A map whose keys are the user's own; `keyJson` accepts the same keys. */
export function keyed<T>(
  key: (text: string) => Reading<string>,
  value: Shape<T>,
  expected: string,
  keyJson: JsonSchema,
): Shape<Readonly<Record<string, T>>> {
  const own = v.record(v.pipe(v.string(), reader(key)), value);
  const decoder = byLook<Readonly<Record<string, T>>>((input) => (isMap(input) ? own : refuse(expected)));
  return { ...decoder, json: { type: "object", propertyNames: keyJson, additionalProperties: value.json } };
}

export function list<T>(item: Shape<T>, expected: string, least = 1): Shape<readonly T[]> {
  const items = v.array(item);
  const fits = (input: unknown): boolean => Array.isArray(input) && input.length >= least;
  const decoder = byLook<readonly T[]>((input) => (fits(input) ? items : refuse(expected)));
  return { ...decoder, json: { type: "array", items: item.json, ...(least > 0 ? { minItems: least } : {}) } };
}

/** A key of a map that may be absent. */
export function optional<T>(shape: Shape<T>): v.OptionalSchema<Shape<T>, undefined> & { readonly json: JsonSchema } {
  return { ...v.optional(shape, undefined), json: shape.json };
}

/** Reads by the shape, then changes what was read into another form. */
export function into<T, U>(shape: Shape<T>, change: (value: T) => U): Shape<U> {
  return { ...v.pipe(shape, v.transform(change)), json: shape.json };
}

/**
 * Chooses by the look of the value, so that what is said about it is about the form that was meant. The alternatives
 * are all the shapes that may be chosen; none of them accepts a value for which another one would be chosen.
 */
export function pick<T>(choose: (value: unknown) => Shape<T>, alternatives: readonly Shape<T>[]): Shape<T> {
  const forms = alternatives.flatMap(({ json }) => (isChoice(json) ? json.anyOf : [json]));
  return { ...byLook(choose), json: { anyOf: forms } };
}

/** Of the values of the shape only those that fit; `json` says the same, for example `{ minProperties: 1 }`. */
export function narrow<T>(
  shape: Shape<T>,
  fits: (value: unknown) => boolean,
  expected: string,
  json: JsonSchema,
): Shape<T> {
  const { named: _, ...wide } = shape.json;
  return { ...byLook<T>((value) => (fits(value) ? shape : refuse(expected))), json: { ...wide, ...json } };
}

/** A map of the shape that is not empty. */
export function filled<T>(shape: Shape<T>, expected: string): Shape<T> {
  return narrow(shape, (value) => !isMap(value) || Object.keys(value).length > 0, expected, { minProperties: 1 });
}

/** Says in one line what each key of a map is for; editors show it beside the key. */
export function explained<T>(shape: Shape<T>, lines: Readonly<Record<keyof T & string, string>>): Shape<T> {
  const known = new Map<string, string>(Object.entries(lines));
  const properties = Object.entries(shape.json.properties ?? {}).map(([key, json]) => {
    const description = known.get(key);
    return [key, description === undefined ? json : { ...json, description }] as const;
  });
  return { ...shape, json: { ...shape.json, properties: Object.fromEntries(properties) } };
}

/** Gives the shape a name in the JSON Schema, where it then stands once, however often it is used. */
export function named<S extends Shape<unknown>>(shape: S, name: string): S {
  return { ...shape, json: { ...shape.json, named: name } };
}

/** Accepts nothing. */
export function refuse(expected: string): Shape<never> {
  return leaf<never>(() => ({ expected: `expected ${expected}` }), { not: {} });
}

function isChoice(json: JsonSchema): json is { readonly anyOf: readonly JsonSchema[] } {
  return json.anyOf !== undefined && Object.keys(json).length === 1;
}

function byLook<T>(choose: (value: unknown) => v.GenericSchema<unknown, T>): v.GenericSchema<unknown, T> {
  return v.lazy(choose);
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const SECRET = "a secret";
const UNKNOWN_KEY = "an unknown key";
const MEANT = "what was meant is expected";

function misfit(issue: v.BaseIssue<unknown>, at: Path): Misfit {
  const steps = issue.path ?? [];
  const path = [...at, ...steps.map(({ key }) => (typeof key === "number" ? key : String(key)))];
  const isKey = steps.at(-1)?.origin === "key";
  const isMissing = issue.type === "object_with_rest";
  const isUnknown = issue.received === UNKNOWN_KEY;
  const isMeant = issue.received === MEANT;
  return {
    path,
    kind: isUnknown ? "unknown-key" : isMissing ? "missing" : isKey ? "wrong-key" : "wrong-value",
    message: issue.message,
    value: issue.input,
    known:
      isMissing || isMeant || issue.expected === null ? [] : issue.expected.split(" ").filter((word) => word !== ""),
    meant: isMeant ? issue.expected : null,
    secret: issue.received === SECRET,
  };
}
