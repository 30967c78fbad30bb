// The cycles so far, one row each.
import { isTested, type LedgerRow } from "../model/loop.ts";
import type { CycleRow } from "../model/report.ts";
import { DESK, runUrl, type Trigger } from "../model/trigger.ts";
import { short } from "./words.ts";

export function cycleRow(row: LedgerRow, trigger: Trigger): CycleRow {
  return {
    n: row.n,
    runUrl: trigger.event === DESK ? null : runUrl(trigger, row.run),
    commit: short(row.commit),
    tests: isTested(row) ? scoreOf(row) : row.verdict === "unproven" ? "unproven" : "not tested",
    top: row.top ?? "",
  };
}

/** "47 of 58", of tests where there are any, otherwise of probes. */
export function scoreOf(row: Pick<LedgerRow, "passed" | "total" | "probesPassed" | "probesTotal">): string {
  const probes = `${row.probesPassed} of ${row.probesTotal} probes`;
  if (row.total === 0) return probes;
  // All tests pass and the target is missed: then the probes are the news.
  const tests = `${row.passed} of ${row.total}`;
  return row.passed === row.total && row.probesPassed < row.probesTotal ? `${tests} tests, ${probes}` : tests;
}

export function cyclesTitle(ledger: readonly LedgerRow[]): string {
  const scores = ledger.map((row) => (isTested(row) ? String(row.total > 0 ? row.passed : row.probesPassed) : "–"));
  const last = ledger.findLast(isTested);
  if (last === undefined) return `Cycles: ${ledger.length}, none tested`;
  return `Cycles: ${scores.join(" → ")} of ${last.total > 0 ? last.total : last.probesTotal}`;
}
