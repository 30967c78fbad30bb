// Of a suite no test has a result: whether that is sure to mean that none ran, and what is known of its run.
import { succeeded, type CheckResult, type SuiteRun } from "../model/check.ts";
import type { Cycle } from "../model/cycle.ts";
import type { Phrase } from "../model/report.ts";
import { howEnded } from "./command-words.ts";
import { isOfNobody, ranInTerminal, runnerWords, skippedOf } from "./suite-steps.ts";

/** Of a run that hung or crashed nobody knows what ran; only what it left is known. */
export function suiteHeadline({ suites, checks }: Cycle, at: number): Phrase {
  const suite = suites[at];
  if (suite === undefined) return ["no test ran"];
  return isSureThatNoneRan(suite, checks) ? ["no test of ", suite.name, " ran"] : [suite.name, " left no result"];
}

function isSureThatNoneRan(suite: SuiteRun, checks: readonly CheckResult[]): boolean {
  const { command, runner, reports } = suite;
  if (runner !== null && (ranInTerminal(runner) > 0 || runner.passed === null)) return false;
  if (command.timedOut || command.signal !== null) return false;
  const isNeverBegun = command.spawnError !== null || command.exitCode === 126 || command.exitCode === 127;
  const isReported = reports.some(({ state }) => state === "read" || state === "empty");
  return isNeverBegun || isReported || runner !== null || skippedOf(suite, checks) > 0;
}

/** How its command ended and what it left, in one sentence, and what its terminal tells beside. */
export function noTest({ suites, checks }: Cycle, at: number): Phrase {
  const suite = suites[at];
  if (suite === undefined) return ["The test command did not run, so this says nothing about your change."];
  const { command, runner } = suite;
  const skipped = skippedOf(suite, checks);
  const left = skipped > 0 ? `only skipped tests (${skipped})` : "no test result";
  const end = ", so this says nothing about your change.";
  if (isOfNobody(command)) return [`The reports hold ${left}${end}`];
  const how = succeeded(command) ? "ended well" : howEnded(command, runner?.runner ?? null);
  const isToldMore = runner !== null && ranInTerminal(runner) > 0;
  const terminal: Phrase = isToldMore ? [" Its terminal tells: ", ...runnerWords(runner), "."] : [];
  return [`The test command ${how} and left ${left}${end}`, ...terminal];
}
