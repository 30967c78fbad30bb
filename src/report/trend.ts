// How much passed, time after time, in one line of bars.
import type { LedgerRow } from "../model/loop.ts";
import { isTested } from "../model/loop.ts";
import type { CycleRow } from "../model/report.ts";
import { wayOf } from "./cycles.ts";

const BARS = "▁▂▃▄▅▆▇█";

type Scored = Pick<LedgerRow, "verdict" | "passed" | "total" | "probesPassed" | "probesTotal">;

/** The full height stands for the target alone; a dash for what was not tested. */
export function bar(row: Scored): string {
  if (row.verdict === "met") return BARS.slice(-1);
  if (!isTested(row)) return "–";
  const total = row.total + row.probesTotal;
  const share = total === 0 ? 0 : (row.passed + row.probesPassed) / total;
  return BARS.charAt(Math.min(Math.floor(share * BARS.length), BARS.length - 2));
}

/** "▅▅–█ 12 → 12 → – → 18 of 18 tests"; null where there is nothing to compare. */
export function trendOf(ledger: readonly Scored[], rows: readonly CycleRow[]): string | null {
  const points = rows.map(({ score }) => score);
  const way = wayOf(points);
  const level = points.findLast((point) => point !== null)?.of ?? "";
  return rows.length < 2 || way === null ? null : `\`${ledger.map(bar).join("")}\` ${way} ${level}`;
}
