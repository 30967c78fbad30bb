// Decides what the report page shows beyond what every other surface does: each check with its past, and the nights.
import { isTested } from "../model/loop.ts";
import type { Loop } from "../model/loop.ts";
import type { NightRow } from "../model/night.ts";
import type { PastCycle } from "../model/past.ts";
import type { NightPoint, PageReport } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { DESK, runUrl, type Trigger } from "../model/trigger.ts";
import { pointOf } from "./cycles.ts";
import { historyOf } from "./history.ts";
import { makeReport } from "./view.ts";

export interface PageOrder {
  readonly told: Told;
  /** The loop as this cycle found it. */
  readonly before: Loop;
  /** Earlier cycles whose records are at hand, in any order. */
  readonly past: readonly PastCycle[];
  /** Oldest first. */
  readonly nights: readonly NightRow[];
}

export function makePage({ told, before, past, nights }: PageOrder): PageReport {
  const { cycle, loop, trigger } = told;
  return {
    ...makeReport(told),
    history: historyOf(told, before, past),
    nights: nights.map((row) => nightPoint(row, trigger)),
    cycle: { n: cycle.id.n, most: told.maxCycles },
    ran: { startedAt: cycle.startedAt, durationMs: cycle.durationMs },
    loopStartedAt: loop.startedAt,
    spentMs: loop.spentMs,
    commit: cycle.commit,
    repository: trigger.event === DESK ? null : trigger.repository,
  };
}

function nightPoint(row: NightRow, trigger: Trigger): NightPoint {
  const { date, run, verdict, n, isOpen } = row;
  return {
    date,
    runUrl: runUrl(trigger, run),
    verdict,
    score: isTested(row) ? pointOf(row) : null,
    cycles: n,
    isOpen,
  };
}
