// A condition made ready for many messages.
import type { Condition } from "../../model/plan.ts";
import type { Bounded } from "../../model/world.ts";
import type { Excerpt } from "../../text/excerpt.ts";
import { reveal, type Untrusted } from "../../text/untrusted.ts";
import type { Scope } from "../fill.ts";
import { jsonWithin } from "../json.ts";
import { holds, wantedWords } from "../operators.ts";
import { createPlace, inTime, type Place } from "./place.ts";

export interface Comparison {
  readonly condition: Condition;
  readonly see: Place;
  /** Throws Unanswerable where a pattern takes too long. */
  readonly holds: (seen: unknown, expected: unknown) => boolean;
}

export function createComparison(condition: Condition, bounded: Bounded): Comparison {
  const { operator, at } = condition;
  return {
    condition,
    see: createPlace(at, bounded),
    holds:
      operator === "matches"
        ? (seen, expected) =>
            inTime(bounded, () => holds(operator, seen, expected), `the pattern for ${reveal(at)}`, at)
        : (seen, expected) => holds(operator, seen, expected),
  };
}

/** The first reference in a text for which there is no value: what an optional event would have told, or another user. */
export function lacking(text: Untrusted, scope: Scope): string | null {
  for (const [, kind = "", name = ""] of reveal(text).matchAll(/\$\{\s*(capture|user)\.([\w-]+)\s*\}/gu)) {
    const known = kind === "capture" ? scope.captures?.has(name) : Object.hasOwn(scope.user ?? {}, name);
    if (known !== true) return `${kind}.${name}`;
  }
  return null;
}

const LONGEST_VALUE = 100;
/** Short enough to be looked through for secrets at once. */
const LONGEST_JSON = 65_536;

/** A JSON value as people read it. */
export function shown(value: unknown, excerpt: Excerpt): string {
  return value === undefined ? "nothing" : excerpt(jsonOf(value), LONGEST_VALUE).replace(/\s+/gu, " ");
}

function jsonOf(value: unknown): string {
  const json = jsonWithin(value, LONGEST_JSON);
  if (json !== null) return json;
  if (typeof value === "string") return `a text of ${value.length} characters`;
  return Array.isArray(value) ? `a list of ${value.length}` : "a large object";
}

/** "at least 3": what a condition asks for. */
export function wanted({ operator }: Condition, expected: unknown, excerpt: Excerpt): string {
  return wantedWords(operator, shown(expected, excerpt));
}
