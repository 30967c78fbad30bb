// What is wrong outside every test: a file that nobody can read, and what only a terminal tells.
import { whatTheReportHides } from "../check/suite/hides.ts";
import {
  PLAIN,
  type CheckResult,
  type CommandResult,
  type ReportFile,
  type RunnerTold,
  type TestCounts,
} from "../model/check.ts";
import { digest } from "../model/digest.ts";
import type { Suite } from "../model/plan.ts";
import { untrusted } from "../text/untrusted.ts";

/** Key of the one suite that all files together are. */
export const SUITE = digest("suite", "tests");

const THE_SUITE: Suite = {
  key: SUITE,
  name: untrusted("tests"),
  run: untrusted(""),
  reports: [],
  timeoutMs: 0,
  minTests: 0,
  needs: [],
  retryFailed: null,
  reproduce: null,
  attachments: [],
  contact: null,
  priorities: [],
};

/** Reports that were handed over were made by no command of ours. */
export const NO_COMMAND: CommandResult = {
  exitCode: null,
  signal: null,
  timedOut: false,
  spawnError: null,
  startedAt: 0,
  durationMs: 0,
  output: untrusted(""),
  log: null,
};

/** Empty where the reports hold everything that the terminals tell. */
export function toldByTerminals(
  runner: RunnerTold | null,
  counts: TestCounts,
  errors: number,
  planned: number | null,
): readonly CheckResult[] {
  const hidden = whatTheReportHides(THE_SUITE, {
    command: NO_COMMAND,
    runner,
    by: runner?.runner ?? null,
    ran: counts.passed + counts.failed + counts.errored,
    held: counts.tests,
    passed: counts.passed,
    failed: counts.failed,
    errored: counts.errored + errors,
    planned,
  });
  // Nobody ran a command here: what the terminal tells is all there is.
  return hidden.map((check) => ({
    ...check,
    group: null,
    durationMs: null,
    failure: check.failure === null ? null : { ...check.failure, detail: null },
  }));
}

export function unreadable(path: string, { state, reason }: ReportFile): CheckResult {
  const name = `(report ${path})`;
  const what = state === "partial" ? "the report is not whole" : "the report could not be read";
  const message = untrusted(`${what}: ${reason ?? "no reason known"}`);
  return {
    key: digest(SUITE, "", name),
    kind: "test",
    name: untrusted(name),
    group: null,
    suite: SUITE,
    outcome: "errored",
    durationMs: null,
    failure: { message, detail: null, type: null, facts: {} },
    blockedBy: [],
    ...PLAIN,
    preflight: false,
    severity: "fail",
    measured: null,
  };
}
