// What a TRX file says of the run as a whole: its outcome, its counters, its errors; against what the file holds.
import { declaredCount, loss } from "../declared-count.ts";
import { untrusted } from "../../../text/untrusted.ts";
import type { LongText } from "../long-text.ts";
import type { Page, RunError, TestCase } from "../test-case.ts";
import { isBroken, plain, runError } from "./evidence.ts";
import { announcesFailures, worseThanTests } from "./trx-outcomes.ts";

import type { Walk } from "./walk.ts";

type Attributes = Readonly<Record<string, string>>;

export interface Summary {
  readonly open: (name: string, parent: string, attributes: Attributes, walk: Walk) => void;
  readonly close: (name: string) => void;
  readonly counted: (outcome: TestCase["outcome"], hasRows: boolean) => void;
  readonly error: (found: RunError) => void;
  readonly end: () => void;
}

interface RunInfo {
  readonly bad: boolean;
  text: LongText | null;
  exception: LongText | null;
}

/** What a run may remark without having failed. */
const REMARKS: ReadonlySet<string> = new Set(["Warning", "Passed", "Completed", "Inconclusive", "NotExecuted"]);

export function createSummary(page: Page): Summary {
  let outcome: string | undefined = "Completed";
  let counters: Attributes = {};
  let info: RunInfo | null = null;
  // Rows and the tests above them: the counters count both.
  let held = 0;
  let broken = 0;
  let tests = 0;
  let brokenTests = 0;
  let errors = 0;
  let announced = 0;

  function open(name: string, parent: string, attributes: Attributes, walk: Walk): void {
    if (name === "ResultSummary" && parent === "TestRun") outcome = attributes["outcome"];
    else if (name === "Counters" && parent === "ResultSummary") counters = attributes;
    else if (name === "RunInfo" && parent === "RunInfos") {
      info = { bad: !REMARKS.has(attributes["outcome"] ?? "Error"), text: null, exception: null };
    } else if (info !== null && parent === "RunInfo") {
      if (name === "Text") info.text ??= walk.gather();
      else if (name === "Exception") info.exception ??= walk.gather();
    }
  }

  function close(name: string): void {
    if (name !== "RunInfo" || info === null) return;
    const { bad, text, exception } = info;
    info = null;
    if (!bad) return;
    if (announcesFailures(plain(text))) announced++;
    else error(runError([], "", { message: text ?? exception, stack: exception, type: null }, page.kept));
  }

  function error(found: RunError): void {
    errors++;
    page.error(found);
  }

  function counted(each: TestCase["outcome"], hasRows: boolean): void {
    held++;
    if (isBroken(each)) broken++;
    if (hasRows) return;
    tests++;
    if (isBroken(each)) brokenTests++;
  }

  function end(): void {
    const total = declaredCount(counters["total"], page);
    if (total > held) {
      page.planned(tests + total - held);
      page.incomplete(loss(total, "test", held));
    }
    const names = ["failed", "error", "timeout", "aborted", "disconnected", "notRunnable"];
    const declared = names.reduce((sum, name) => sum + declaredCount(counters[name], page), 0);
    if (declared > broken) page.incomplete(loss(declared, "failure", broken));
    if (announced > brokenTests) {
      error({ suitePath: [], message: untrusted(UNNAMED), detail: null, type: null });
    }
    const worse = worseThanTests(outcome, broken, errors);
    if (worse !== null) error({ suitePath: [], message: untrusted(worse), detail: null, type: null });
  }

  return { open, close, counted, error, end };
}

const UNNAMED = "the run announced more failures than the report holds";
