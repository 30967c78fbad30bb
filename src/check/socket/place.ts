// Looks at one place of many messages: plain paths by property access, all others within bounded time.
import { BOUNDED_MS, type Bounded } from "../../model/world.ts";
import { reveal, type Untrusted } from "../../text/untrusted.ts";
import { isQuickPath, pathQuery } from "../conditions.ts";

/** A message cannot be looked into as the plan wants it; what stands in it decides that. */
export class Unanswerable extends Error {
  readonly errno = "PATTERN_TOO_SLOW";
  readonly at: Untrusted;
  constructor(what: string, at: Untrusted) {
    super(`${what} takes longer than ${BOUNDED_MS} ms on a message`);
    this.name = "Unanswerable";
    this.at = at;
  }
}

/** What stands at the place in a JSON value; undefined: nothing. */
export type Place = (value: unknown) => unknown;

/** Throws Unanswerable where looking takes too long. */
export function createPlace(path: Untrusted, bounded: Bounded): Place {
  const text = reveal(path);
  if (MEMBERS.test(text)) return memberPlace(text.split(".").slice(1));
  const query = pathQuery(path);
  if (isQuickPath(path)) return query;
  return (value) => inTime(bounded, () => query(value), text, path);
}

/** Runs work whose time a pattern or path decides; throws Unanswerable when it does not end. */
export function inTime<T>(bounded: Bounded, work: () => T, what: string, at: Untrusted): T {
  const done = bounded(work);
  if (!done.inTime) throw new Unanswerable(what, at);
  return done.value;
}

/** Names of members and nothing else (RFC 9535, 2.5.1.1). */
const MEMBERS = /^\$(?:\.[A-Za-z_]\w*)+$/u;

function memberPlace(names: readonly string[]): Place {
  return (value) => {
    let at: unknown = value;
    for (const name of names) {
      if (typeof at !== "object" || at === null || Array.isArray(at) || !Object.hasOwn(at, name)) return undefined;
      at = Reflect.get(at, name);
    }
    return at;
  };
}
