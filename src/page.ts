// The report page as a file beside the record. It is a surface like any other: what goes wrong with it costs the page.
import type { NightRow } from "./model/night.ts";
import type { PastCycle } from "./model/past.ts";
import type { Phrase } from "./model/report.ts";
import type { Told } from "./model/told.ts";
import { runUrl, type Trigger } from "./model/trigger.ts";
import type { World } from "./model/world.ts";
import type { Inputs, ReportPlace } from "./plan/inputs.ts";
import type { CycleRecord } from "./record/record.ts";
import { renderHtml } from "./report/html/page.ts";
import { makePage } from "./report/page-view.ts";
import { keepPast, readPast } from "./past-cycles.ts";

/** What the workflow asks of the pages. */
export type PageWishes = Pick<Inputs, "assignees" | "history" | "reportAt">;

/** Where people find the page of this run; null where nobody publishes it. */
export function reportUrl(at: ReportPlace | null, trigger: Trigger): string | null {
  if (at === null) return null;
  return at.kind === "address" ? at.address : `${runUrl(trigger, trigger.runId)}#artifacts`;
}

/** The earlier cycles at hand, with this one added for the next; none in a run that is being cancelled. */
export async function pastCycles(
  record: CycleRecord,
  { history }: Pick<PageWishes, "history">,
  world: World,
): Promise<{ readonly past: readonly PastCycle[]; readonly notices: readonly Phrase[] }> {
  if (history === null || world.clock.cancelled()) return { past: [], notices: [] };
  const { past, notices } = await readPast(history, world);
  return { past, notices: [...notices, ...(await keepPast(record, history, world))] };
}

export interface PageOrder {
  readonly record: CycleRecord;
  readonly told: Told;
  readonly past: readonly PastCycle[];
  /** Oldest first. */
  readonly nights: readonly NightRow[];
}

/** Its path, or why there is none. */
export async function writePage(
  { record, told, past, nights }: PageOrder,
  world: World,
): Promise<{ readonly path: string; readonly notices: readonly Phrase[] }> {
  try {
    const html = renderHtml(makePage({ told, before: record.loop, past, nights }));
    return { path: await world.files.write("report.html", world.secrets.hide(html)), notices: [] };
  } catch (error) {
    const code = error instanceof Error ? ("code" in error ? String(error.code) : error.name) : "unknown error";
    return { path: "", notices: [[`The report page could not be written (${code}).`]] };
  }
}
