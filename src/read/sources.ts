// Reads report files and the terminals of test runners that somebody hands over, and puts together what they say.
import { createCollector } from "../check/suite/collect.ts";
import { contactOf } from "../check/suite/contact.ts";
import { keeping, type Keeping } from "../check/formats/bounds.ts";
import { NO_KNOWN_REPORT } from "../check/formats/lines/driver.ts";
import { readReport } from "../check/formats/read-report.ts";
import type { ReadReport } from "../check/formats/test-case.ts";
import {
  isUnreadable,
  NO_TESTS,
  sumOf,
  type CheckResult,
  type Contact,
  type ReportFile,
  type RunnerTold,
  type SuiteContact,
  type TestCounts,
} from "../model/check.ts";
import { untrusted } from "../text/untrusted.ts";
import { NO_COMMAND, SUITE, toldByTerminals, unreadable } from "./outside.ts";
import { createPasses } from "./passes.ts";
import { readTerminal, together } from "./terminal.ts";

export interface Source {
  readonly path: string;
  /** Why it cannot be opened, in our words; null for a file. */
  readonly problem: string | null;
  readonly bytes: () => AsyncGenerator<Uint8Array>;
}

export interface Reading {
  readonly files: readonly ReportFile[];
  /** In the order of the files: tests, what failed outside of them, and what could not be read. */
  readonly results: readonly FoundResult[];
  /** The files together. */
  readonly counts: TestCounts;
  /** Passes that are counted and not kept one by one. */
  readonly beyond: TestCounts;
  /** null: nothing passed. */
  readonly contact: SuiteContact | null;
  /** Passes that took less than a millisecond, as a share of all; null without passes. */
  readonly shareUnderOneMs: number | null;
  /** What the terminals tell, together; null where there is none. */
  readonly runner: RunnerTold | null;
  /** Tests that were planned, as the reports or the terminals tell; null where none does. */
  readonly planned: number | null;
}

export interface FoundResult {
  /** "file": the file itself could not be read, so that nobody knows what it holds. */
  readonly about: "test" | "file";
  readonly check: CheckResult;
  /** The file that tells it. */
  readonly file: string;
}

/** Never throws for what stands in a file. `everything`: the passes are wanted too, however many there are. */
export async function readSources(
  sources: readonly Source[],
  mask: (text: string) => string,
  everything: boolean,
): Promise<Reading> {
  const kept = keeping(mask);
  const collector = createCollector(SUITE, kept, { quiet: Infinity, broken: Infinity });
  const results: FoundResult[] = [];
  const files: ReportFile[] = [];
  const terminals: RunnerTold[] = [];
  const passes = createPasses(everything);
  let isPlanned = false;
  let planned = 0;
  for (const source of sources) {
    const before = collector.collected().results.length;
    const { report, told } = await readOne(source, kept, {
      test: (found) => {
        if (found.outcome === "passed" && !passes.count(found.durationMs)) return;
        collector.test(found);
      },
      error: collector.error,
    });
    const file = fileOf(source, report);
    files.push(file);
    if (told !== null) terminals.push(told);
    isPlanned ||= report.planned !== null;
    planned += report.planned ?? report.counts.tests + report.counts.notRun;
    for (const check of collector.collected().results.slice(before))
      results.push({ about: "test", check, file: source.path });
    if (isUnreadable(file)) results.push({ about: "file", check: unreadable(source.path, file), file: source.path });
  }
  const counts = sumOf(files.map((each) => each.counts));
  const errors = files.reduce((sum, each) => sum + each.errors, 0);
  const { contact, levels } = contactOf({
    results: collector.collected().results,
    beyond: passes.beyond(),
    floorMs: null,
    connections: null,
    rule: null,
    command: NO_COMMAND,
  });
  const runner = together(terminals);
  const plannedAtAll = largest(isPlanned ? planned : null, runner?.collected ?? null);
  return {
    files,
    results: [
      ...results.map((each) => ({ ...each, check: withContact(each.check, levels.get(each.check.key)) })),
      ...toldByTerminals(runner, counts, errors, plannedAtAll).map((check): FoundResult => ({
        about: "test",
        check,
        file: "",
      })),
    ],
    counts,
    beyond: passes.beyond(),
    contact: contact === null ? null : passes.complete(contact, levels, collector.collected().results),
    shareUnderOneMs: passes.shareUnderOneMs(),
    runner,
    planned: plannedAtAll,
  };
}

function largest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

interface ReadSource {
  readonly report: ReadReport;
  readonly told: RunnerTold | null;
}

async function readOne(source: Source, kept: Keeping, sink: Parameters<typeof readReport>[2]): Promise<ReadSource> {
  if (source.problem !== null) return { report: refused(source.problem), told: null };
  try {
    const report = await closing(source.bytes(), (bytes) => readReport(bytes, kept, sink));
    // Only what nothing at all is known of may be what a test runner printed: words in a report, or in one that is broken
    // or refused, are those of its tests.
    const isOpen = report.state === "unsupported" && report.reason?.startsWith(NO_KNOWN_REPORT) === true;
    const told = isOpen ? await closing(source.bytes(), readTerminal) : null;
    return told === null
      ? { report, told }
      : { report: { ...report, state: "read", reason: told.reason }, told: told.runner };
  } catch (error) {
    if (!isOfTheSystem(error)) throw error;
    // It vanished or may not be read; the path is shown, so the reason needs no text of the system.
    return { report: refused("it could not be read"), told: null };
  }
}

/** "ENOENT", "EACCES": everything else is a fault of ours, which must not look like one of the file. */
function isOfTheSystem(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^E[A-Z]+$/u.test(String(error.code));
}

/** Whoever has read enough may just stop: the file is closed all the same. */
async function closing<T>(
  bytes: AsyncGenerator<Uint8Array>,
  use: (bytes: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
  try {
    return await use(bytes);
  } finally {
    await bytes.return(undefined);
  }
}

function refused(reason: string): ReadReport {
  return { format: null, state: "refused", reason, counts: NO_TESTS, errors: 0, planned: null };
}

function fileOf({ path }: Source, { format, state, reason, counts, errors }: ReadReport): ReportFile {
  return { path: untrusted(path), format, state, reason, counts, errors };
}

function withContact(check: CheckResult, contact: Contact | undefined): CheckResult {
  return check.test === null || contact === undefined ? check : { ...check, test: { ...check.test, contact } };
}
