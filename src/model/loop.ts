// What travels from cycle to cycle: the loop's token, decoded. Anyone who may dispatch can forge it, so its
// texts are foreign and its numbers only ever lower a limit.
import type { Untrusted } from "../text/untrusted.ts";
import type { Stage } from "./check.ts";
import type { CycleId } from "./cycle.ts";

export interface Loop {
  readonly id: CycleId;
  readonly rootEvent: string;
  readonly ref: Untrusted | null;
  /** Commit that the parent saw at the head; null in the first cycle. */
  readonly expectedCommit: string | null;
  readonly pullRequest: number | null;
  readonly parentRun: number | null;
  readonly startedAt: number;
  /** Runner time of the finished cycles. */
  readonly spentMs: number;
  /** The next cycle begins no earlier than this. */
  readonly notBefore: number;
  readonly waitMs: number;
  /** Hash of target, probes and suites of the parent. */
  readonly planDigest: string | null;
  readonly ledger: readonly LedgerRow[];
  /** Failing checks of the last tested cycle: key of the check and index into `errors`. */
  readonly failing: readonly FailingCheck[];
  readonly errors: readonly LedgerError[];
  /** Signature of the last cycle, to tell the same failure twice. */
  readonly signature: string | null;
}

/** More failing checks than this are not carried from cycle to cycle. */
export const MAX_FAILING = 1_500;

export interface FailingCheck {
  readonly key: string;
  readonly error: number;
}

/** One finished cycle, one row. */
export interface LedgerRow {
  readonly n: number;
  readonly run: number;
  readonly commit: string;
  readonly verdict: "met" | "not-met" | "not-tested" | "unproven";
  /** Tests of the suites; the probes stand apart. */
  readonly passed: number;
  readonly failed: number;
  readonly total: number;
  readonly notRun: number;
  readonly probesPassed: number;
  readonly probesTotal: number;
  readonly seconds: number;
  /** The biggest error in at most 60 characters. */
  readonly top: Untrusted | null;
}

export interface LedgerError {
  readonly fingerprint: string;
  readonly class: string;
  /** How far the failing checks got. */
  readonly stage: Stage;
  readonly count: number;
  readonly since: number;
  /** At most 60 characters. */
  readonly title: Untrusted;
}

/** Only these cycles speak about the code. */
export function isTested(row: LedgerRow): boolean {
  return row.verdict === "met" || row.verdict === "not-met";
}

export function lastTested(loop: Loop): LedgerRow | null {
  return loop.ledger.findLast(isTested) ?? null;
}

/** Passes of tests and probes together. */
export function passes(row: LedgerRow): number {
  return row.passed + row.probesPassed;
}

/** The tested cycle with the most passes; the later one of equals. */
export function bestTested(loop: Loop): LedgerRow | null {
  return loop.ledger
    .filter(isTested)
    .reduce<LedgerRow | null>((best, row) => (best === null || passes(row) >= passes(best) ? row : best), null);
}
