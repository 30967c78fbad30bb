// The page of one report file: passes on what its format finds, and counts it.
import { NO_TESTS, type TestCounts } from "../../model/check.ts";
import { keepAttachments, keepTries, MAX_PATH, type Keeping } from "./bounds.ts";
import { Refused, type Page, type ReportSink, type TestCase } from "./test-case.ts";

/** More than any suite has; a file beyond it is an attack or an accident. */
const MAX_RESULTS = 1_000_000;
/** Longer than any test runs: a year. */
const MAX_DURATION_MS = 366 * 86_400_000;

export interface OpenPage {
  readonly page: Page;
  readonly counts: () => TestCounts;
  readonly errors: () => number;
  /** null: the report does not say how many tests were planned. */
  readonly planned: () => number | null;
  /** Why the report is not whole; null: it is. */
  readonly problem: () => string | null;
}

export function openPage(kept: Keeping, sink: ReportSink): OpenPage {
  const counts = { ...NO_TESTS };
  let errors = 0;
  let planned: number | null = null;
  let problem: string | null = null;

  function bound(): void {
    if (counts.tests + counts.notRun + errors >= MAX_RESULTS) throw new Refused(`more than ${MAX_RESULTS} results`);
  }

  return {
    page: {
      kept,
      test: (found) => {
        bound();
        if (found.outcome === "not-run") counts.notRun++;
        else {
          counts.tests++;
          counts[found.outcome]++;
        }
        sink.test(inBounds(found, kept));
      },
      error: (found) => {
        bound();
        errors++;
        sink.error({ ...found, suitePath: pathOf(found.suitePath) });
      },
      planned: (tests) => {
        planned = Math.max(planned ?? 0, Math.min(tests, MAX_RESULTS));
      },
      incomplete: (reason) => {
        problem ??= reason;
      },
    },
    counts: () => counts,
    errors: () => errors,
    planned: () => planned,
    problem: () => problem,
  };
}

/** What every format bounds in the same way. Most tests are told as they are. */
function inBounds(found: TestCase, kept: Keeping): TestCase {
  const { suitePath, durationMs, earlier, attachments } = found;
  const known = durationMs === null || (durationMs >= 0 && durationMs <= MAX_DURATION_MS);
  if (known && suitePath.length <= MAX_PATH && earlier.length === 0 && attachments.length === 0) return found;
  return {
    ...found,
    suitePath: pathOf(suitePath),
    durationMs: known ? durationMs : null,
    earlier: keepTries(earlier, kept),
    attachments: keepAttachments(attachments, kept),
  };
}

function pathOf(names: readonly string[]): readonly string[] {
  return names.length <= MAX_PATH ? names : names.slice(0, MAX_PATH);
}
