// Whether tests went missing with a fix that nobody pushed: such a cycle never meets its target.
import type { Shrunk } from "../model/analysis.ts";
import type { Cycle } from "../model/cycle.ts";
import { isTested, type Loop } from "../model/loop.ts";
import { testsOf } from "./counts.ts";

/**
 * null where there are as many tests as in every tested cycle since a person has pushed, and where a person did: whoever
 * pushes may leave out tests, and is seen doing it.
 */
export function shrunkSince(cycle: Cycle, { isMended, from, ledger }: Loop): Shrunk | null {
  if (!isMended) return null;
  const before = ledger
    .filter((row) => row.n >= from && isTested(row))
    .reduce((most, row) => Math.max(most, row.total), 0);
  const now = testsOf(cycle).total;
  return now < before ? { before, now } : null;
}
