// The nights of one environment as its issue keeps them, and what the loops of the day compare themselves with.
import type { Untrusted } from "../text/untrusted.ts";
import type { LedgerRow, Loop } from "./loop.ts";

export interface Nights {
  /** One a date, oldest first, at most MAX_NIGHTS. */
  readonly rows: readonly NightRow[];
  /** null: none was tested yet, or more failed in the last one than can be carried. */
  readonly tested: TestedNight | null;
}

/** A night as its last cycle left it. */
export interface NightRow extends Pick<
  LedgerRow,
  "run" | "verdict" | "passed" | "total" | "probesPassed" | "probesTotal"
> {
  /** In UTC: "2026-03-02". */
  readonly date: string;
  readonly loop: number;
  /** The number of its last cycle. */
  readonly n: number;
  /** A next cycle was on its way. */
  readonly isOpen: boolean;
}

/** What failed in the last night that was tested. */
export interface TestedNight {
  readonly date: string;
  readonly ref: Untrusted | null;
  /** The first KNOWN_KEY digits of the checks' keys. */
  readonly failing: readonly string[];
  readonly fingerprints: readonly string[];
}

export const MAX_NIGHTS = 30;

/** The date by which a loop of the night is known, from its first run to its last; null for a loop of the day. */
export function nightOf({ rootEvent, startedAt }: Pick<Loop, "rootEvent" | "startedAt">): string | null {
  return rootEvent === "schedule" ? dateOf(startedAt) : null;
}

/** In UTC, so that every run of a night means the same one. */
export function dateOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}
