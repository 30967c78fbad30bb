// Counts how many connections were opened and how many of them some look saw: what was over in between may have been the
// one that matters.
import { openedOf, pairOf, type Row } from "./watch-tables.ts";

export interface Opened {
  look(rows: readonly Row[]): void;
  /** Opened since the begin and seen by no look; null where the system does not tell. */
  missed(snmp: string): number | null;
}

/** `before`: the rows and the counters from before the command began. */
export function createOpened(before: readonly Row[], snmp: string): Opened {
  const began = openedOf(snmp);
  let present = pairsOf(before);
  let seen = 0;
  let dialling = 0;
  return {
    look(rows) {
      const now = pairsOf(rows);
      for (const pair of now) if (!present.has(pair)) seen++;
      present = now;
      dialling = rows.filter((row) => row.state === "dialling").length;
    },
    missed(later) {
      const opened = openedOf(later);
      return began === null || opened === null ? null : Math.max(0, opened - began - seen - dialling);
    },
  };
}

function pairsOf(rows: readonly Row[]): ReadonlySet<string> {
  return new Set(rows.flatMap((row) => (row.state !== "dialling" && row.table.startsWith("tcp") ? pairOf(row) : [])));
}
