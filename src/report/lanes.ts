// Which error lived in which cycle of the loop.
import { isTested, type LedgerRow, type SeenError } from "../model/loop.ts";
import type { ErrorLane } from "../model/report.ts";
import { errorPhrase } from "./error-title.ts";
import type { Lettered } from "./errors.ts";

/** Lanes of a chart; errors that are gone give way to those that are there. */
const MAX_LANES = 20;

/** The errors of this cycle by their letters, then those that are gone, the last one first. */
export function errorLanes({ told, causes, letters }: Lettered): readonly ErrorLane[] {
  const { ledger, seen } = told.loop;
  if (ledger.filter(isTested).length < 2) return [];
  const known = new Map(seen.map((error) => [error.fingerprint, error]));
  const here = causes.flatMap((pattern): readonly ErrorLane[] => {
    const error = known.get(pattern.fingerprint);
    const letter = letters.get(pattern.fingerprint) ?? null;
    if (error === undefined) return [];
    return [{ letter, title: errorPhrase(pattern), counts: countsOf(error, ledger), state: sinceOf(error, ledger) }];
  });
  const gone = seen
    .filter((error) => !letters.has(error.fingerprint))
    .toSorted((a, b) => lastOf(b) - lastOf(a))
    .map((error): ErrorLane => {
      const after = ledger.find((row) => isTested(row) && row.n > lastOf(error));
      const state = after === undefined ? `last seen in cycle ${lastOf(error)}` : `gone since cycle ${after.n}`;
      return { letter: null, title: [error.title], counts: countsOf(error, ledger), state };
    });
  return [...here, ...gone].slice(0, MAX_LANES);
}

function countsOf({ cycles }: SeenError, ledger: readonly LedgerRow[]): ErrorLane["counts"] {
  const counts = new Map(cycles.map(({ n, count }) => [n, count]));
  return ledger.map((row) => (isTested(row) ? (counts.get(row.n) ?? 0) : null));
}

function sinceOf({ cycles }: SeenError, ledger: readonly LedgerRow[]): string {
  const had = new Set(cycles.map(({ n }) => n));
  const tested = ledger.filter(isTested);
  const broken = tested.findLastIndex(({ n }) => !had.has(n));
  const first = tested[broken + 1]?.n ?? lastOf({ cycles });
  if (cycles.some(({ n }) => n < first)) return `came back in cycle ${first}`;
  return first === tested.at(-1)?.n ? "new" : `since cycle ${first}`;
}

function lastOf({ cycles }: Pick<SeenError, "cycles">): number {
  return cycles.at(-1)?.n ?? 0;
}
