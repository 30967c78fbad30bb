// What travels from cycle to cycle: the loop's token, decoded. Anyone who may dispatch can forge it, so its
// texts are foreign and its numbers only ever lower a limit.
import type { Untrusted } from "../text/untrusted.ts";
import type { Stage } from "./check.ts";
import type { CycleId } from "./cycle.ts";
import { CEILING, type Limits } from "./limits.ts";

export interface Loop {
  readonly id: CycleId;
  /** The first cycle of the last commit by a person: `max-cycles` counts from here. */
  readonly from: number;
  /** The commit under test came between two cycles, from a fix; nobody pushed it. */
  readonly isMended: boolean;
  /** How many cycles in a row, up to the last one, ended in exactly the same way. */
  readonly same: number;
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
  /** Tests of the last tested cycle, so that one that disappears can be named; null when they were too many to carry. */
  readonly tests: readonly KnownTest[] | null;
  /** What the best cycle measured, to compare with; null when none was tested, or when it was too much to carry. */
  readonly best: Measured | null;
  /** How each component was in the first tested cycle that checked it. */
  readonly components: readonly KnownComponent[];
  /** Errors that somebody explained and that went, the last ones. */
  readonly explained: readonly Explained[];
  /** Every error of the tested cycles so far, in the order in which they came, for the pages alone. */
  readonly seen: readonly SeenError[];
}

/** An error that some cycle of the loop had as a cause. */
export interface SeenError {
  readonly fingerprint: string;
  /** At most 60 characters. */
  readonly title: Untrusted;
  /** In which cycles, and how many checks failed with it there. */
  readonly cycles: readonly SeenIn[];
}

export interface SeenIn {
  readonly n: number;
  readonly count: number;
}

/** How this run came to its cycle, where that is not plain. */
export type Beginning =
  | { readonly kind: "new" }
  | { readonly kind: "dispatched" }
  /** A person gave the token of the loop. */
  | { readonly kind: "resumed" }
  /** A person gave one that cannot be read, and began a new loop. */
  | { readonly kind: "token-unreadable" }
  /** The loop waited for a commit, or was left open; `lost` tells how its last run ended where nobody went on. */
  | { readonly kind: "continued"; readonly after: number; readonly lost: string | null }
  /** The first of a night, where the loop of an earlier one was left open. */
  | { readonly kind: "after-lost-night"; readonly date: string; readonly after: number; readonly lost: string | null };

export interface KnownComponent {
  /** At most 60 characters. */
  readonly name: Untrusted;
  readonly first: "working" | "broken";
}

export interface Explained {
  readonly fingerprint: string;
  /** Of the error, at most 60 characters. */
  readonly title: Untrusted;
  readonly by: Untrusted;
  /** The last of the answers, at most 120 characters. */
  readonly answer: Untrusted;
  /** The first tested cycle without the error. */
  readonly cycle: number;
}

/** More of them are not carried from cycle to cycle. */
export const MAX_COMPONENTS = 40;
export const MAX_EXPLAINED = 10;
export const MAX_SEEN = 40;

/** The tests and probes that decide, by the first KNOWN_KEY digits of their keys. */
export interface Measured {
  /** The cycle. */
  readonly n: number;
  readonly passed: readonly string[];
  readonly broken: readonly string[];
}

/** More of them are not carried from cycle to cycle. */
export const MAX_MEASURED = 1_500;

/** Digits of a check's key that tell the tests of one repository apart. */
export const KNOWN_KEY = 8;

export interface KnownTest {
  /** The first KNOWN_KEY digits of the check's key. */
  readonly key: string;
  /** At most 80 characters. */
  readonly name: Untrusted;
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
  /** Prints of its suites, where they have one: see SuiteRun. */
  readonly prints: readonly string[];
  /** Why it was not tested, or unproven: the kind of the reason; null for a tested one. */
  readonly why: string | null;
}

export interface LedgerError {
  readonly fingerprint: string;
  readonly class: string;
  /** How far the failing checks got. */
  readonly stage: Stage;
  /** Checks of the last tested cycle that failed with it; 0 for one that is carried because they did not run. */
  readonly count: number;
  readonly since: number;
  /** At most 60 characters. */
  readonly title: Untrusted;
  /** Somebody had answered why it is there; absent: nobody. */
  readonly answered?: true;
}

/** The last cycle that this loop may run: counted from the last commit by a person, and never beyond the ceiling. */
export function lastCycle({ from }: Pick<Loop, "from">, { maxCycles }: Pick<Limits, "maxCycles">): number {
  return Math.min(from - 1 + maxCycles, CEILING);
}

/** Only these cycles speak about the code. */
export function isTested(row: Pick<LedgerRow, "verdict">): boolean {
  return row.verdict === "met" || row.verdict === "not-met";
}

export function lastTested(loop: Loop): LedgerRow | null {
  return loop.ledger.findLast(isTested) ?? null;
}

/** Passes of tests and probes together. */
export function passes(row: LedgerRow): number {
  return row.passed + row.probesPassed;
}

/** The cycle that no later one was better than; where that is not known, the one with the most passes. */
export function bestTested(loop: Loop): LedgerRow | null {
  const known = loop.ledger.find((row) => row.n === loop.best?.n && isTested(row));
  if (known !== undefined) return known;
  return loop.ledger
    .filter(isTested)
    .reduce<LedgerRow | null>((best, row) => (best === null || passes(row) >= passes(best) ? row : best), null);
}
