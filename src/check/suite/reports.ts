// Reads the report files that a command wrote. What is old, missing, or could not be read is told of each.
import { NO_TESTS, type ReportFile } from "../../model/check.ts";
import type { FoundFile, World } from "../../model/world.ts";
import { reveal, type Untrusted } from "../../text/untrusted.ts";
import type { Keeping } from "../formats/bounds.ts";
import { readReport } from "../formats/read-report.ts";
import type { ReadReport, ReportSink } from "../formats/test-case.ts";
import { findCopies } from "./copies.ts";
import { CUT, isFresh, isOlder, listFiles, type Listed, type Marks } from "./marks.ts";

export interface ReportOrder {
  readonly patterns: readonly Untrusted[];
  /** As the files lay there before the command began. */
  readonly before: Marks;
  /** When the command began, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly kept: Keeping;
  readonly sink: ReportSink;
}

export interface ReadReports {
  readonly reports: readonly ReportFile[];
  /** How many tests the reports say were planned, in all; null where none says it. */
  readonly planned: number | null;
}

/** Every file once, however many patterns match it, and of files with the same bytes only the first. */
export async function readReports(order: ReportOrder, world: World): Promise<ReadReports> {
  const listed = await listFiles(order.patterns, world);
  const fresh = uniqueFiles(listed).filter((file) => whyOld(file, order) === null);
  const copies = await findCopies(fresh, world);
  const reports: ReportFile[] = [];
  let planned: number | null = null;
  let held = 0;
  const seen = new Set<string>();
  for (const { pattern, files, cut } of listed) {
    // There may be reports that nobody has seen, so that the suite is not proven.
    if (cut !== null) reports.push(unread(pattern, "partial", CUT[cut]));
    else if (files.length === 0) reports.push(unread(pattern, "missing", "no file matches"));
    const written = files.filter((file) => whyOld(file, order) === null);
    let useful = written.some((file) => seen.has(reveal(file.path)));
    // Old files beside new ones are left over; alone they show that nothing was written.
    for (const file of written.length > 0 ? written : files) {
      const path = reveal(file.path);
      if (seen.has(path)) continue;
      seen.add(path);
      if (written.length === 0) {
        reports.push(unread(file.path, "stale", whyOld(file, order)));
      } else if (copies.has(path)) {
        useful = true;
        reports.push(unread(file.path, "ignored", "the same bytes as another report of this run"));
      } else {
        const { planned: told, ...report } = await read(file, order, world);
        const tests = report.counts.tests + report.counts.notRun;
        reports.push({ path: file.path, ...report });
        held += tests;
        if (told !== null) planned = (planned ?? 0) + Math.max(0, told - tests);
        if (report.state !== "ignored") useful = true;
      }
    }
    // A page of an error saved where the report should be is no report; a coverage file beside one is no matter.
    if (written.length > 0 && !useful) reports.push(unread(pattern, "missing", "no test report matches"));
  }
  return { reports, planned: planned === null ? null : planned + held };
}

/** What a command that ran only some of the tests wrote: that it left other files alone says nothing. */
export async function readWritten(order: ReportOrder, world: World): Promise<readonly ReportFile[]> {
  const { reports } = await readReports(order, world);
  return reports.filter(({ state }) => state !== "stale" && state !== "missing");
}

/** null: this run of the command wrote it. */
function whyOld(file: FoundFile, { before, startedAt }: ReportOrder): string | null {
  if (!isFresh(file, before)) return "not written by this run of the command";
  return isOlder(file, startedAt) ? "its time lies before this run of the command" : null;
}

function uniqueFiles(listed: readonly Listed[]): readonly FoundFile[] {
  return [...new Map(listed.flatMap(({ files }) => files.map((file) => [reveal(file.path), file] as const))).values()];
}

async function read(file: FoundFile, { kept, sink }: ReportOrder, world: World): Promise<ReadReport> {
  try {
    return await readReport(world.files.read(file.path), kept, sink);
  } catch {
    // The file vanished or cannot be read any more; the path is shown, so the reason needs no text of the system.
    return {
      format: null,
      state: "refused",
      reason: "it could not be read",
      counts: NO_TESTS,
      errors: 0,
      planned: null,
    };
  }
}

function unread(path: Untrusted, state: ReportFile["state"], reason: string | null): ReportFile {
  return { path, state, reason, format: null, counts: NO_TESTS, errors: 0 };
}
