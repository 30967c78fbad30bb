// Tests that did not run because something before them failed: the runner says so, and mostly also what it was.
import type { Gathered, Member } from "./gather.ts";
import { sharedCause, type FindCause, type Link } from "./links.ts";
import { createLoads } from "./loads.ts";
import { createNames } from "./names.ts";
import { isOthers } from "./rank.ts";

const BLOCKED = "test.blocked";

/** `ranked`: all errors, the heaviest first; `firstToLast`: in the order of their checks. */
export function createBlockedCauses(ranked: readonly Gathered[], firstToLast: readonly Gathered[]): FindCause {
  if (!ranked.some(isBlocked)) return () => null;
  const causes = ranked.filter((error) => !isBlocked(error) && !isOthers(error));
  const named = createNames(causes);
  const tops = topOfSuites(causes);
  const loads = createLoads(firstToLast.filter((error) => !isBlocked(error) && !isOthers(error)));

  function causeOf(member: Member): Link | null {
    const suite = member.check.suite ?? "";
    const name = named(member);
    if (name !== null) return { root: name, basis: "runner", confidence: "certain" };
    const load = loads.ofModule(member);
    if (load !== null) return { root: load, basis: "load", confidence: "certain" };
    const ofSuite = loads.ofSuite(suite);
    if (ofSuite !== null) return { root: ofSuite, basis: "load", confidence: "probable" };
    const top = tops.get(suite);
    return top === undefined ? null : { root: top, basis: "runner", confidence: "probable" };
  }

  return (error) => (isBlocked(error) ? sharedCause(error, causeOf) : null);
}

function isBlocked({ first }: Gathered): boolean {
  return first.classification.class === BLOCKED;
}

function topOfSuites(ranked: readonly Gathered[]): ReadonlyMap<string, Gathered> {
  const tops = new Map<string, Gathered>();
  for (const error of ranked) {
    for (const { check } of error.members) {
      if (check.suite !== null && !tops.has(check.suite)) tops.set(check.suite, error);
    }
  }
  return tops;
}
