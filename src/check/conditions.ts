// Looks at the places of a JSON value that conditions name, and finds the first condition that does not hold.
// Patterns and paths come from the user and values from a server: isQuick says what needs no `world.bounded` around it.
import { JSONPathEnvironment, type JSONValue } from "json-p3";
import type { Condition } from "../model/plan.ts";
import type { World } from "../model/world.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";
import { filledValue, type Scope } from "./fill.ts";
import { MAX_JSON_DEPTH } from "./json.ts";
import { holds } from "./operators.ts";

/** A condition that does not hold: what stands at its place (undefined: nothing), and what was wanted there. */
export interface Missed {
  readonly condition: Condition;
  readonly seen: unknown;
  readonly expected: unknown;
}

/** What stands at an RFC 9535 path: one value where the path can lead to one place only, otherwise a list. */
export function queryPath(path: Untrusted, value: unknown): unknown {
  return pathQuery(path)(value);
}

/** The same, compiled once for many values. */
export function pathQuery(path: Untrusted): (value: unknown) => unknown {
  const query = PATHS.compile(reveal(path));
  const isSingular = query.singularQuery();
  return (value) => {
    if (!isJson(value)) return undefined;
    const found = query.query(value).values();
    // RFC 9535, 2.3.5.1.
    return isSingular || found.length === 0 ? found[0] : found;
  };
}

/** The first condition that `value` misses, its references filled in from `scope`; null when all hold. */
export function firstMissed(conditions: readonly Condition[], value: unknown, scope: Scope): Missed | null {
  for (const condition of conditions) {
    const seen = queryPath(condition.at, value);
    const expected = expectedOf(condition, scope);
    if (!holds(condition.operator, seen, expected)) return { condition, seen, expected };
  }
  return null;
}

/** The value of a condition with its references filled in; a pattern has none. */
export function expectedOf({ operator, value }: Condition, scope: Scope): unknown {
  return operator === "matches" ? JSON.parse(reveal(value)) : filledValue(value, scope);
}

/** Does work over a foreign value within its bound of time; what is quick needs none, which would cost more. */
export function boundedUnless<T>(isShort: boolean, work: () => T, world: Pick<World, "bounded">): Ended<T> {
  return isShort ? { inTime: true, value: work() } : world.bounded(work);
}

export type Ended<T> = { readonly inTime: true; readonly value: T } | { readonly inTime: false };

/** Whether the time that these conditions take is bounded by the size of the value alone. */
export function isQuick(conditions: readonly Condition[]): boolean {
  return conditions.every(({ operator, at }) => operator !== "matches" && isQuickPath(at));
}

/** Whether the path names one place: filters and descents can take long over a large value. */
export function isQuickPath(path: Untrusted): boolean {
  return PLAIN_PATH.test(reveal(path));
}

const PLAIN_PATH = /^\$(?:\.[\w-]+|\[-?\d+\]|\['[^'\\]*'\]|\["[^"\\]*"\])*$/u;

// The library counts the value itself and the text or number that lies deepest too.
const PATHS = new JSONPathEnvironment({ maxRecursionDepth: MAX_JSON_DEPTH + 2 });

// Whatever was read from JSON text; only nothing at all is not.
function isJson(value: unknown): value is JSONValue {
  return value !== undefined;
}
