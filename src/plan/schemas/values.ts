// What may stand in those keywords of JSON Schema that hold no schema.
import type { Reading } from "../words/shape.ts";
import { isMap } from "../words/shape.ts";
import { TYPES, type Draft, type KeywordKind } from "./keywords.ts";

type ValueKind = Extract<
  KeywordKind,
  | "type"
  | "number"
  | "bound"
  | "divisor"
  | "count"
  | "flag"
  | "text"
  | "pattern"
  | "names"
  | "names-map"
  | "list"
  | "any"
>;

type Read = (value: unknown, draft: Draft) => Reading<unknown>;

/** Reads the value of a keyword, or says what is expected there. */
export const VALUES = {
  type: readType,
  number: fits(isNumber, "expected a number"),
  bound: (value, draft) =>
    draft === "4"
      ? fits(isFlag, "expected true or false, as in draft 4")(value)
      : fits(isNumber, "expected a number; true and false are for draft 4")(value),
  divisor: fits((value) => isNumber(value) && Number(value) > 0, "expected a number above 0"),
  count: fits((value) => Number.isSafeInteger(value) && Number(value) >= 0, "expected a whole number from 0"),
  flag: fits(isFlag, "expected true or false"),
  text: fits((value) => typeof value === "string", "expected text"),
  pattern: readPattern,
  names: fits(isNames, "expected a list of names"),
  "names-map": fits((value) => isMap(value) && Object.values(value).every(isNames), "expected a map of lists of names"),
  list: fits((value) => Array.isArray(value) && value.length > 0, "expected a list of values"),
  any: (value) => ({ value }),
} as const satisfies Readonly<Record<ValueKind, Read>>;

export function isValueKind(kind: KeywordKind): kind is ValueKind {
  return Object.hasOwn(VALUES, kind);
}

/** Why a text is no regular expression of JavaScript with the flag u; null when it is. */
export function readPattern(value: unknown): Reading<unknown> {
  const expected = "expected a regular expression that JavaScript can read";
  if (typeof value !== "string") return { expected };
  try {
    return { value: new RegExp(value, "u").source };
  } catch {
    // Only its syntax can be wrong, and the engine's own words would repeat the pattern.
    return { expected };
  }
}

export function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => typeof name === "string");
}

function readType(value: unknown): Reading<unknown> {
  const words: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isKnown = (word: unknown): boolean => TYPES.some((type) => type === word);
  if (words.length > 0 && words.every(isKnown)) return { value };
  return { expected: `expected ${TYPES.slice(0, -1).join(", ")} or ${TYPES.at(-1)}, or a list of them`, known: TYPES };
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value);
}

function isFlag(value: unknown): boolean {
  return typeof value === "boolean";
}

function fits(isRight: (value: unknown) => boolean, expected: string): (value: unknown) => Reading<unknown> {
  return (value) => (isRight(value) ? { value } : { expected });
}
