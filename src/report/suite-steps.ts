// What each suite did, row by row: how many tests ran, its second try, its reports, its terminal, its contact.
import {
  isOld,
  isUnreadable,
  type CheckResult,
  type CommandResult,
  type ReportFile,
  type RunnerTold,
  type SuiteRun,
} from "../model/check.ts";
import type { Cycle } from "../model/cycle.ts";
import type { Phrase, StepRow, UnreadRow } from "../model/report.ts";
import { contactSteps } from "./contact.ts";
import { exitWords, signalWords } from "../model/exit-codes.ts";
import { joined } from "./names.ts";
import { isSame } from "./plain.ts";
import { count, duration } from "./words.ts";

export function suiteSteps(suite: SuiteRun, checks: readonly CheckResult[]): readonly StepRow[] {
  const ran = many(suite, skippedOf(suite, checks));
  return [
    { name: "Suite", result: [suite.name, ` ran ${ran}${howItEnded(suite.command, suite.runner)}${beyond(suite)}`] },
    ...reportSteps(suite),
    ...retrySteps(suite, checks),
    ...terminalSteps(suite),
    ...contactSteps(suite),
  ];
}

/** "7 tests, 2 skipped", "7 of 10 planned tests", "6 tests (`min-tests`: 9)". */
function many({ tests, planned, minTests }: SuiteRun, skipped: number): string {
  const wanted = (planned ?? 0) - skipped;
  return [
    wanted > tests ? `${tests} of ${wanted} planned tests` : count(tests, "test"),
    skipped > 0 ? `, ${skipped} skipped` : "",
    minTests > tests ? ` (\`min-tests\`: ${minTests})` : "",
  ].join("");
}

/** Results that say no more than that the test did not run. */
export function skippedOf({ key, beyond: rest }: SuiteRun, checks: readonly CheckResult[]): number {
  return checks.filter((each) => each.suite === key && each.outcome === "skipped").length + rest.skipped;
}

/** Tests that the runner itself says it ran. */
export function ranInTerminal({ passed, failed, errors }: RunnerTold): number {
  return (passed ?? 0) + (failed ?? 0) + (errors ?? 0);
}

function howItEnded(command: CommandResult, runner: RunnerTold | null): string {
  if (isOfNobody(command)) return "";
  if (command.spawnError !== null) return `; its command could not be started (${command.spawnError})`;
  const took = duration(command.durationMs);
  if (command.timedOut) return `, stopped at its time limit after ${took}`;
  const { signal, exitCode } = command;
  const words = signal === null ? exitWords(exitCode ?? 0, runner?.runner ?? null) : signalWords(signal);
  const how = signal === null ? `exit code ${exitCode ?? "none"}` : `killed by ${signal}`;
  return ` in ${took}, ${how}${words === null ? "" : ` (${words})`}`;
}

/** Reports that were handed over have no command that we could tell of. */
export function isOfNobody({ exitCode, signal, timedOut, spawnError }: CommandResult): boolean {
  return exitCode === null && signal === null && !timedOut && spawnError === null;
}

function beyond({ beyond: { tests } }: SuiteRun): string {
  return tests === 0 ? "" : `; ${count(tests, "result")} beyond the bound only counted`;
}

/** Files in one row; the rest is counted. */
const MAX_FILES = 5;

function reportSteps(suite: SuiteRun): readonly StepRow[] {
  const unread = withoutResults(suite);
  if (unread.length === 0) return [];
  const said = unread.slice(0, MAX_FILES).map(fileWords);
  const rest = unread.length - said.length;
  return [{ name: "Reports", result: [...joined(said, "; "), ...(rest > 0 ? [`; and ${rest} more`] : [])] }];
}

function withoutResults({ reports }: SuiteRun): readonly ReportFile[] {
  return onceEach([
    ...reports.filter(isUnreadable),
    ...reports.filter(({ state }) => state === "empty" || state === "ignored"),
    ...reports.filter(isOld),
  ]);
}

/** A file that is no report is also why none was found at its path, and a second try leaves a file at the same path. */
export function onceEach(reports: readonly ReportFile[]): readonly ReportFile[] {
  return reports.filter((each, at) => !reports.slice(0, at).some(({ path }) => isSame(path, each.path)));
}

/** Files that hold nothing for us, one by one. */
export function unreadRows({ suites }: Pick<Cycle, "suites">): readonly UnreadRow[] {
  return suites.flatMap((suite) =>
    withoutResults(suite).map(({ path, state, reason }): UnreadRow => ({
      suite: suite.name,
      path,
      why: stateWords(state, reason),
    })),
  );
}

function fileWords({ path, state, reason }: ReportFile): Phrase {
  return [path, ` ${stateWords(state, reason)}`];
}

/** "refused: it declares entities". That nothing is there needs no reason. */
function stateWords(state: ReportFile["state"], reason: string | null): string {
  return reason === null || state === "missing" || state === "stale" ? STATES[state] : `${STATES[state]}: ${reason}`;
}

const STATES = {
  read: "read",
  partial: "read in part",
  refused: "refused",
  unsupported: "of no known kind",
  ignored: "left out",
  empty: "empty",
  stale: "older than this run",
  missing: "not there",
} as const satisfies Record<ReportFile["state"], string>;

function retrySteps(suite: SuiteRun, checks: readonly CheckResult[]): readonly StepRow[] {
  const { name, retry } = suite;
  if (retry === null) return [];
  const left = isRetryEmpty(suite, checks) ? ", and left no result" : "";
  return [{ name: "Second try", result: [name, `: what had failed ran once more${howItEnded(retry, null)}${left}`] }];
}

/** A test that was tried twice knows its first failure. */
export function isRetryEmpty({ key, retry }: SuiteRun, checks: readonly CheckResult[]): boolean {
  return retry !== null && !checks.some(({ suite, test }) => suite === key && (test?.earlier ?? []).length > 0);
}

function terminalSteps({ runner }: SuiteRun): readonly StepRow[] {
  return runner === null ? [] : [{ name: "Terminal", result: runnerWords(runner) }];
}

/** "pytest: 243 collected, 58 passed, 10 errors; stopped: `stopping after 10 failures`". */
export function runnerWords(told: RunnerTold): Phrase {
  const numbers: readonly (readonly [n: number | null, word: string])[] = [
    [told.collected, "collected"],
    [told.passed, "passed"],
    [told.failed, "failed"],
    [told.errors, told.errors === 1 ? "error" : "errors"],
    [told.skipped, "skipped"],
  ];
  const said = numbers.flatMap(([n, word], at) => (n === null || (n === 0 && at > 1) ? [] : [`${n} ${word}`]));
  const stopped: Phrase = told.stopped === null ? [] : ["; stopped: ", told.stopped];
  return [`${told.runner}: ${said.length === 0 ? "no totals" : said.join(", ")}`, ...stopped];
}
