// Since when an error is there, and between which commits it came.
import type { Since } from "../../model/analysis.ts";
import { isTested, lastTested, MAX_FAILING, type LedgerError, type LedgerRow, type Loop } from "../../model/loop.ts";
import { NO_COMMIT } from "../../model/trigger.ts";
import { isSameVersion } from "../fingerprint/fingerprint.ts";

export interface Now {
  readonly commit: string;
  /** What this cycle shows is about the commit. */
  readonly isTested: boolean;
}

/** `known`: the error as the loop remembers it · `isHidden`: all of its checks failed before, with this or with another. */
export function sinceOf(
  fingerprint: string,
  known: LedgerError | undefined,
  loop: Loop,
  now: Now,
  isHidden: boolean,
): Since {
  if (known === undefined) {
    const isRemembered = isWhole(loop, fingerprint);
    // What a loop does not remember may be old, if all of its checks failed before.
    return {
      cycle: loop.id.n,
      isNew: isRemembered || !isHidden,
      commits: now.isTested && isRemembered && !isHidden ? between(lastTested(loop), now.commit) : null,
    };
  }
  const first = loop.ledger.find((row) => row.n === known.since && isTested(row));
  const before = loop.ledger.findLast((row) => row.n < known.since && isTested(row));
  return { cycle: known.since, isNew: false, commits: between(before, first?.commit) };
}

/**
 * Every failure that the loop remembers belongs to an error that it remembers too, under a fingerprint that would be
 * made in the same way today: what it does not know is new.
 */
function isWhole({ failing, errors }: Loop, fingerprint: string): boolean {
  return (
    failing.length < MAX_FAILING &&
    failing.every(({ error }) => error < errors.length) &&
    errors.every((each) => isSameVersion(each.fingerprint, fingerprint))
  );
}

function between(good: LedgerRow | null | undefined, bad: string | undefined): Since["commits"] {
  if (good === null || good === undefined || bad === undefined || good.commit === bad) return null;
  return good.commit === NO_COMMIT || bad === NO_COMMIT ? null : { good: good.commit, bad };
}
