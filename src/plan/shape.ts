// Owns the schema library: the few kinds of shape a file is made of, and every way in which a value misses its
// shape as a plain problem. Which words the file has is decided elsewhere.
import * as v from "valibot";
import type { Path } from "./faults.ts";

/** What a value of the file has to look like to become a `T`. */
export type Shape<T> = v.GenericSchema<unknown, T>;
export type Value<S> = S extends Shape<infer T> ? T : never;

/** What reading one value gave: the value, or what was expected in plain words. */
export type Reading<T> =
  | { readonly value: T }
  | { readonly expected: string; readonly known?: readonly string[]; readonly secret?: true };

export interface Misfit {
  readonly path: Path;
  readonly kind: "unknown-key" | "missing" | "wrong-key" | "wrong-value";
  /** Our own words. */
  readonly message: string;
  readonly value: unknown;
  /** Words that would have been right. */
  readonly known: readonly string[];
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

/** One value without parts, read by a function. */
export function leaf<T>(read: (value: unknown) => Reading<T>): Shape<T> {
  return v.pipe(v.unknown(), reader(read));
}

function reader<I, T>(read: (value: I) => Reading<T>): v.RawTransformAction<I, T> {
  return v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const reading = read(dataset.value);
    if ("value" in reading) return reading.value;
    const { expected, known = [], secret = false } = reading;
    addIssue({ message: expected, expected: known.join(" "), received: secret ? SECRET : "" });
    return NEVER;
  });
}

/** A map with exactly these keys; those wrapped in `optional` may be absent. */
export function map<const E extends v.ObjectEntries>(
  entries: E,
  expected = "a map",
): Shape<v.InferOutput<v.ObjectSchema<E, undefined>>> {
  const known = Object.keys(entries).join(" ");
  const unknownKey = v.pipe(
    v.unknown(),
    v.rawCheck<unknown>(({ addIssue }) => addIssue({ message: "unknown key", expected: known, received: UNKNOWN_KEY })),
  );
  const keys = v.objectWithRest(entries, unknownKey, "missing");
  return pick<v.InferOutput<v.ObjectSchema<E, undefined>>>((value) => (isMap(value) ? keys : refuse(expected)));
}

/** A map whose keys are the user's own. */
export function keyed<T>(
  key: (text: string) => Reading<string>,
  value: Shape<T>,
  expected: string,
): Shape<Readonly<Record<string, T>>> {
  const own = v.record(v.pipe(v.string(), reader(key)), value);
  return pick<Readonly<Record<string, T>>>((input) => (isMap(input) ? own : refuse(expected)));
}

export function list<T>(item: Shape<T>, expected: string, least = 1): Shape<readonly T[]> {
  const items = v.array(item);
  const fits = (input: unknown): boolean => Array.isArray(input) && input.length >= least;
  return pick<readonly T[]>((input) => (fits(input) ? items : refuse(expected)));
}

export function optional<T>(shape: Shape<T>): v.OptionalSchema<Shape<T>, undefined> {
  return v.optional(shape, undefined);
}

/** Reads by the shape, then changes what was read into another form. */
export function into<T, U>(shape: Shape<T>, change: (value: T) => U): Shape<U> {
  return v.pipe(shape, v.transform(change));
}

/** Chooses by the look of the value, so that what is said about it is about the form that was meant. */
export function pick<T>(choose: (value: unknown) => Shape<T>): Shape<T> {
  return v.lazy(choose);
}

export function refuse(expected: string): Shape<never> {
  return leaf<never>(() => ({ expected: `expected ${expected}` }));
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const SECRET = "a secret";
const UNKNOWN_KEY = "an unknown key";

function misfit(issue: v.BaseIssue<unknown>, at: Path): Misfit {
  const steps = issue.path ?? [];
  const path = [...at, ...steps.map(({ key }) => (typeof key === "number" ? key : String(key)))];
  const isKey = steps.at(-1)?.origin === "key";
  const isMissing = issue.type === "object_with_rest";
  const isUnknown = issue.received === UNKNOWN_KEY;
  return {
    path,
    kind: isUnknown ? "unknown-key" : isMissing ? "missing" : isKey ? "wrong-key" : "wrong-value",
    message: issue.message,
    value: issue.input,
    known: isMissing || issue.expected === null ? [] : issue.expected.split(" ").filter((word) => word !== ""),
    secret: issue.received === SECRET,
  };
}
