// What is declared to need another check, and failed after that one had failed.
import type { CheckResult } from "../../model/check.ts";
import type { Gathered } from "./gather.ts";
import { sharedCause, type FindCause, type Link } from "./links.ts";

/** `checks`: all of the cycle, because one may wait for another that was blocked itself. */
export function createNeededCauses(all: readonly Gathered[], checks: readonly CheckResult[]): FindCause {
  if (!all.some(({ members }) => members.some(({ check }) => check.blockedBy.length > 0))) return () => null;
  const errors = new Map(all.flatMap((error) => error.members.map(({ check }) => [check.key, error] as const)));
  const blocked = new Map(
    checks.filter(({ outcome }) => outcome === "blocked").map(({ key, blockedBy }) => [key, blockedBy] as const),
  );

  function causeOf({ blockedBy }: CheckResult): Link | null {
    const seen = new Set<string>();
    const open = [...blockedBy];
    for (const key of open) {
      if (seen.has(key)) continue;
      seen.add(key);
      const root = errors.get(key);
      if (root !== undefined) return { root, basis: "needs", confidence: "certain" };
      open.push(...(blocked.get(key) ?? []));
    }
    return null;
  }

  return (error) => sharedCause(error, ({ check }) => (check.blockedBy.length === 0 ? null : causeOf(check)));
}
