// THE TABLE of comparisons: when each operator holds, and how it is said.
import type { Operator } from "../model/plan.ts";
import { jsonWithin } from "./json.ts";

/** Whether `seen` stands in the relation to `value`. What is absent satisfies nothing but `exists: false` and `ne`. */
export function holds(operator: Operator, seen: unknown, value: unknown): boolean {
  switch (operator) {
    case "exists":
      return (seen !== undefined) === (value !== false);
    case "eq":
      return same(seen, value);
    case "ne":
      return !same(seen, value);
    case "in":
      return Array.isArray(value) && value.some((each) => same(seen, each));
    case "gt":
      return ordered(seen, value, (a, b) => a > b);
    case "gte":
      return ordered(seen, value, (a, b) => a >= b);
    case "lt":
      return ordered(seen, value, (a, b) => a < b);
    case "lte":
      return ordered(seen, value, (a, b) => a <= b);
    case "contains":
      if (Array.isArray(seen)) return seen.some((each) => same(each, value));
      return typeof seen === "string" && typeof value === "string" && seen.includes(value);
    case "matches":
      return typeof seen === "string" && typeof value === "string" && new RegExp(value, "u").test(seen);
  }
}

/** "at least 0.7", "one of …": what an operator asks for, around the value in `words`. */
export function wantedWords(operator: Operator, words: string): string {
  if (operator === "exists") return words === "false" ? "nothing" : "a value";
  return WORDS[operator] + words;
}

const WORDS = {
  eq: "",
  ne: "anything but ",
  gt: "more than ",
  gte: "at least ",
  lt: "less than ",
  lte: "at most ",
  in: "one of ",
  contains: "something that contains ",
  matches: "something that matches ",
} as const satisfies Readonly<Record<Exclude<Operator, "exists">, string>>;

/** Compares numbers with a limit. */
export function isLimit(operator: Operator): boolean {
  return operator === "gt" || operator === "gte" || operator === "lt" || operator === "lte";
}

function same(seen: unknown, value: unknown): boolean {
  if (seen === value) return true;
  if (typeof seen !== "object" || typeof value !== "object" || seen === null || value === null) return false;
  const wanted = canonical(value);
  // As long as the other, whatever the order of the names; what is longer need not be written out.
  return jsonWithin(seen, wanted.length) !== null && canonical(seen) === wanted;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

function ordered(seen: unknown, value: unknown, compare: (a: number, b: number) => boolean): boolean {
  return typeof seen === "number" && typeof value === "number" && compare(seen, value);
}
