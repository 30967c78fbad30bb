// What no report tells: a test command that failed although its tests passed, that was stopped, or whose runner says
// more than its reports hold. The worst of exit code, terminal and reports counts.
import { PLAIN, type CheckResult, type CommandResult, type RunnerTold, type SuiteRun } from "../../model/check.ts";
import type { Suite } from "../../model/plan.ts";
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";
import { exitWords, isKilled, isOfRunner } from "../../model/exit-codes.ts";
import { keyOfCommand } from "./keys.ts";

/** How a command ended beside what its reports say. */
export interface Ended {
  readonly command: CommandResult;
  readonly runner: RunnerTold | null;
  /** Who ran the tests, where the terminal or the reports tell it. */
  readonly by: string | null;
  /** Results of tests that ran. */
  readonly ran: number;
  /** All results of tests, also those that were skipped. */
  readonly held: number;
  readonly passed: number;
  readonly failed: number;
  /** Tests that errored, and what failed outside of them. */
  readonly errored: number;
  readonly planned: number | null;
}

/**
 * When no test finished, there is no failed test to tell of: then the suite was not tested, which its command and
 * reports show. What its runner calls a failure is one in any case.
 */
export function whatTheReportHides(suite: Suite, ended: Ended, which: "run" | "retry" = "run"): readonly CheckResult[] {
  const told = toldByRunner(ended);
  const parts = ended.ran === 0 && told === null ? [] : [howItEnded(ended, told !== null), told].filter(isText);
  return parts.length === 0 ? [] : [ofCommand(suite, which, ended.command, parts.join("; "))];
}

/**
 * A run that stopped early is not complete: where nothing else of it is red, because that was forgiven, this is. `held`
 * are all results of tests. null: it did not stop, or nothing was left.
 */
export function whatWasCutShort(
  suite: Pick<Suite, "key" | "name">,
  { command, runner, tests }: SuiteRun,
  held: number,
): CheckResult | null {
  if (runner === null || runner.stopped === null || tests === 0) return null;
  const { collected } = runner;
  if (collected !== null && held >= collected) return null;
  const parts = [
    stoppedEarly(runner.runner, runner.stopped),
    collected === null ? "how many tests did not run is not told" : tooFew(collected, held),
  ];
  return ofCommand(suite, "run", command, parts.join("; "));
}

function ofCommand(
  { key, name }: Pick<Suite, "key" | "name">,
  which: "run" | "retry",
  command: CommandResult,
  message: string,
): CheckResult {
  return {
    key: keyOfCommand(key, which),
    kind: "test",
    name: untrusted(which === "run" ? "(the test command)" : "(the retry command)"),
    group: name,
    suite: key,
    outcome: "errored",
    durationMs: command.durationMs,
    failure: {
      message: untrusted(message),
      detail: tail(command.output),
      type: null,
      facts: command.exitCode === null ? {} : { exitCode: command.exitCode },
    },
    blockedBy: [],
    ...PLAIN,
    preflight: false,
    severity: "fail",
    measured: null,
  };
}

function isText(part: string | null): part is string {
  return part !== null;
}

function howItEnded(ended: Ended, isTold: boolean): string | null {
  const { command, ran, planned, by } = ended;
  if (command.spawnError !== null) return `the test command could not be started: ${command.spawnError}`;
  if (command.timedOut) {
    const after = `after ${Math.round(command.durationMs / 1_000)} s`;
    const finished = planned !== null && planned > ran ? `${ran} of ${planned}` : `${ran}`;
    return `the test command was stopped at its time limit ${after}; ${finished} tests had finished`;
  }
  if (command.signal !== null) return `the test command was killed by ${command.signal}`;
  const { exitCode } = command;
  if (exitCode === null || exitCode === 0) return null;
  const words = exitWords(exitCode, by);
  const how = `the test command ended with exit code ${exitCode}${words === null ? "" : ` (${words})`}`;
  // No test that failed explains it.
  if (isTold || isOfRunner(exitCode, by)) return how;
  if (ended.failed + ended.errored === 0) return `${how} although its report shows no failure`;
  // Mocha ends with the number of failures.
  return isKilled(exitCode) && exitCode !== ended.failed + ended.errored ? how : null;
}

/** What the runner says in the terminal and no report holds; null: nothing. */
function toldByRunner(ended: Ended): string | null {
  const { runner, command, failed, errored, ran, held } = ended;
  if (runner === null) return null;
  // What one calls an error, the other may call a failure; and a test can fail and err, which is one result.
  const errors = (runner.errors ?? 0) - errored - Math.max(0, failed - (runner.failed ?? 0));
  const failures = (runner.failed ?? 0) - failed - errored;
  const more = [countOf(failures, "failure"), countOf(errors, "error")].filter(isText);
  if (more.length === 0 && ran === 0) return null;
  const parts: string[] = [];
  if (more.length > 0) parts.push(`the terminal of ${runner.runner} tells ${more.join(" and ")} that no report holds`);
  const invented = inventedResults(runner, ended);
  if (invented !== null) parts.push(invented);
  const isGreen = failed + errored === 0;
  if (runner.stopped !== null && isGreen) parts.push(stoppedEarly(runner.runner, runner.stopped));
  // A run that failed, or was stopped, says by itself why tests are missing.
  const isLosing = command.exitCode === 0 && isGreen;
  const isShort = runner.collected !== null && held < runner.collected;
  if (isShort && (isLosing || parts.length > 0)) parts.push(tooFew(runner.collected ?? 0, held));
  return parts.length === 0 ? null : parts.join("; ");
}

/**
 * A test that never ran and that the report calls passed, as vitest does after `--bail`, or skipped, as Playwright's
 * JUnit does: the runner collected it and tells no result of it. Only where all results can be its own: another runner's would be more than it collected.
 */
function inventedResults(told: RunnerTold, { held, passed, failed, errored, command }: Ended): string | null {
  const { runner, collected } = told;
  if (collected === null || told.passed === null || held > collected) return null;
  const skipped = told.skipped ?? 0;
  const results = told.passed + skipped + (told.failed ?? 0) + (told.errors ?? 0);
  // What one calls skipped (an expected failure), the other may call passed: all results are compared.
  if (collected <= results || held <= results) return null;
  // Where nothing is wrong at all, a word that we do not know is likelier than a test that is made up.
  const isGood = command.exitCode === 0 && failed + errored === 0;
  if (isGood && passed <= told.passed + skipped) return null;
  const many = `${held} ${held === 1 ? "result" : "results"}`;
  return `the report holds ${many}, and the terminal of ${runner} tells ${results} of ${collected} tests`;
}

function stoppedEarly(runner: string, why: Untrusted): string {
  return `${runner} stopped early: ${reveal(why)}`;
}

function tooFew(collected: number, held: number): string {
  return `${collected} tests were collected, and ${held} are in the report`;
}

function countOf(count: number, what: string): string | null {
  if (count <= 0) return null;
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function tail(output: Untrusted): Untrusted {
  return untrusted(reveal(output).slice(-4_000));
}
