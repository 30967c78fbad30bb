// Outcomes of the TRX format, of a test and of a whole run.
import type { TestCase } from "../test-case.ts";

/**
 * "Error" is what the schema takes for a test without an outcome. What was stopped or could never begin was not
 * measured; "Completed" and "Inconclusive" are no verdict, as a skipped test has none.
 */
const OUTCOMES: ReadonlyMap<string, TestCase["outcome"]> = new Map<string, TestCase["outcome"]>([
  ["Passed", "passed"],
  ["Warning", "passed"],
  ["PassedButRunAborted", "passed"],
  ["Failed", "failed"],
  ["Error", "errored"],
  ["Timeout", "errored"],
  ["Aborted", "errored"],
  ["Disconnected", "errored"],
  ["NotRunnable", "errored"],
  ["NotExecuted", "skipped"],
  ["Inconclusive", "skipped"],
  ["Completed", "skipped"],
  ["Pending", "not-run"],
  ["InProgress", "not-run"],
]);

/** An outcome that nobody knows is not taken for a good one. */
export function trxOutcome(word: string | undefined): TestCase["outcome"] {
  return OUTCOMES.get(word ?? "Error") ?? "errored";
}

/** Why a test without any message is not passed. */
export function withoutMessage(word: string | undefined): string {
  if (word === undefined) return "the report tells no outcome, which stands for an error";
  return OUTCOMES.has(word)
    ? `the report says ${word} and nothing more`
    : "the report tells an outcome that is not known";
}

/** What a run says of itself that is worse than what it says of its tests; null: nothing. */
export function worseThanTests(outcome: string | undefined, brokenTests: number, runErrors: number): string | null {
  switch (outcome) {
    case undefined:
    case "Passed":
    case "Completed":
    case "Warning":
    case "Inconclusive":
    case "NotExecuted":
      return null;
    case "Failed":
      return brokenTests > 0 || runErrors > 0 ? null : "the run failed, although no test in the report did";
    case "Aborted":
    case "Disconnected":
    case "PassedButRunAborted":
    case "Timeout":
    case "InProgress":
    case "Pending":
      return runErrors > 0 ? null : "the run was broken off before its end";
    default:
      return runErrors > 0 || (outcome === "NotRunnable" && brokenTests > 0) ? null : "the run ended with an error";
  }
}

/**
 * Adapters announce each test that failed as an error of the run as well: xUnit.net line by line, Microsoft's platform
 * once for all of them, with its exit code 2.
 */
export function announcesFailures(text: string): boolean {
  return /^\[xUnit\.net [\d:.]{1,20}\] {1,20}\S/u.test(text) && text.trimEnd().endsWith("[FAIL]")
    ? true
    : text.includes("'2'") && text.includes("aka.ms/testingplatform/exitcodes");
}
