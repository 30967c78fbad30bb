// Runs the failed tests once more and joins what came of it with the first results. A pass then is a flaky test; a
// failure then is one, whatever came first.
import { isBroken, type CheckResult, type CommandResult, type Failure, type ReportFile } from "../../model/check.ts";
import type { RetryFailed, Suite } from "../../model/plan.ts";
import type { Command, Ran, World } from "../../model/world.ts";
import { clean } from "../../text/clean.ts";
import { shortName } from "../../text/short-name.ts";
import { reveal, untrusted } from "../../text/untrusted.ts";
import type { Keeping } from "../formats/bounds.ts";
import { createCollector, type Collected, type Origin } from "./collect.ts";
import { nameFor } from "./ids.ts";
import { listFiles, marksOf } from "./marks.ts";
import { readWritten } from "./reports.ts";

export interface Retried {
  readonly ran: Ran;
  readonly reports: readonly ReportFile[];
  readonly collected: Collected;
}

export interface RetryOrder {
  readonly suite: Suite;
  readonly retry: RetryFailed;
  readonly environment: Readonly<Record<string, string>>;
  readonly kept: Keeping;
  /** pytest wrote the reports, so that tests are named as it names them. */
  readonly isPytest: boolean;
}

/** Tests, which can be run again: nothing can be said about what failed outside of them. */
export function failedTests({ results }: Collected): readonly CheckResult[] {
  return results.filter((each) => each.test !== null && (each.outcome === "failed" || each.outcome === "errored"));
}

/** A command that did not come to its own end may have been stopped for a reason, and is not begun again. */
export function mayRetry(command: CommandResult, { clock }: World): boolean {
  const ended = command.exitCode !== null && command.exitCode <= 125;
  return ended && !command.timedOut && command.spawnError === null && !clock.cancelled();
}

/** null: the command could not be told which tests failed. */
export async function retryFailed(order: RetryOrder, first: Collected, world: World): Promise<Retried | null> {
  const { suite, retry, environment, kept } = order;
  const patterns = retry.reports.length > 0 ? retry.reports : suite.reports;
  const before = marksOf(await listFiles(patterns, world));
  const failed = failedTests(first);
  const path = await writeList(suite, linesFor(failed, first, order, world), world);
  if (path === null) return null;
  const how = failed.length === 1 ? "1 test failed and is" : `${failed.length} tests failed and are`;
  world.console.say(`${how} run once more`);
  const command: Command = {
    line: retry.run,
    timeoutMs: suite.timeoutMs,
    environment: { ...environment, TDL_FAILED_TESTS: path },
    label: "retry",
    ...(suite.contact === null ? {} : { watch: suite.contact.hosts }),
  };
  const title = `Run once more what failed in ${shortName(suite.name)}`;
  const ran = await world.console.fold(title, () => world.shell.run(command));
  const collector = createCollector(suite.key, kept);
  const { startedAt } = ran.command;
  const reports = await readWritten({ patterns, before, startedAt, kept, sink: collector }, world);
  if (reports.length === 0) world.console.say("The second try left no report, so it proves nothing");
  return { ran, reports, collected: collector.collected() };
}

async function writeList({ key }: Suite, lines: string, { files, console }: World): Promise<string | null> {
  try {
    return await files.write(`failed-tests-${key}.txt`, lines);
  } catch {
    console.say("The list of failed tests could not be written, so they are not run again");
    return null;
  }
}

function linesFor(failed: readonly CheckResult[], first: Collected, { isPytest }: RetryOrder, world: World): string {
  const names = failed.map((each) => nameFor(each, first.origins.get(each.key) ?? null, isPytest).id);
  const lines = names.map((id) => {
    // A line end inside a name would make two tests of it, and may stand in a secret: that is looked for first.
    const line = world.secrets.mask(clean(id)).replace(/\n+/gu, " ");
    const name = line.trimStart();
    // A runner would take it for an option; behind "./" it is none, and a path stays what it is.
    return name.startsWith("-") ? `./${name}` : line;
  });
  return lines.map((line) => `${line}\n`).join("");
}

/** First results in their order, each with what the retry says about it, and what failed only then. */
export function joinRetry(first: Collected, retry: Collected): Collected {
  const again = pairs(first, retry);
  const used = new Set<CheckResult>();
  const known = new Set(first.results.map(({ key }) => key));
  const results = first.results.map((each) => {
    const second = again.get(each.key);
    if (second === undefined) return each;
    used.add(second);
    return joined(each, second);
  });
  const added = retry.results.filter((each) => isBroken(each) && !used.has(each) && !known.has(each.key));
  return {
    ...first,
    results: [...results, ...added],
    origins: new Map<string, Origin>([...first.origins, ...retry.origins]),
  };
}

/** What the retry says, by the key of the first result. */
function pairs(first: Collected, retry: Collected): ReadonlyMap<string, CheckResult> {
  const found = new Map(retry.results.filter((each) => each.test !== null).map((each) => [each.key, each] as const));
  const bases = new Set([...first.twins.bases, ...retry.twins.bases]);
  if (bases.size === 0) return found;
  const broken = new Set(first.results.filter(isBroken).map(({ key }) => key));
  const again = new Map(found);
  for (const base of bases) {
    const inRetry = retry.twins.of(base).filter(({ key }) => found.has(key));
    for (const { key } of inRetry) again.delete(key);
    const before = Map.groupBy(first.twins.of(base), ({ path }) => path);
    for (const [path, then] of Map.groupBy(inRetry, (each) => each.path)) {
      // Only their order tells these apart: that of all of them, or of those that failed.
      const all = before.get(path) ?? [];
      const failed = all.filter(({ key }) => broken.has(key));
      const meant = then.length === all.length ? all : then.length === failed.length ? failed : [];
      meant.forEach(({ key }, at) => {
        const second = found.get(then[at]?.key ?? "");
        if (second !== undefined) again.set(key, second);
      });
    }
  }
  return again;
}

/** It made another result of a test, or found one more failure: else everything is as if it had not run. */
export function changesResults(first: Collected, all: Collected): boolean {
  const isOther = (each: CheckResult, at: number): boolean => each.outcome !== first.results[at]?.outcome;
  return all.results.length > first.results.length || all.results.some(isOther);
}

function joined(first: CheckResult, second: CheckResult): CheckResult {
  if (isBroken(second)) return brokenAgain(first, second);
  if (second.outcome !== "passed" || first.test === null) return first;
  // A test that was skipped at first, and passes now, is not one that failed.
  if (first.outcome === "not-run") return { ...second, key: first.key };
  if (!isBroken(first)) return first;
  const told = second.test ?? first.test;
  return { ...second, key: first.key, test: { ...told, earlier: [...earlierOf(first), ...told.earlier] } };
}

function brokenAgain(first: CheckResult, second: CheckResult): CheckResult {
  const test = second.test === null ? first.test : { ...second.test, earlier: earlierOf(first) };
  if (isBroken(first) || second.failure === null) return { ...second, key: first.key, test };
  return { ...second, key: first.key, test, failure: withNote(second.failure, first.outcome) };
}

function earlierOf({ test, failure }: CheckResult): readonly Failure[] {
  const before = test?.earlier ?? [];
  return failure === null ? before : [...before, failure];
}

function withNote(failure: Failure, outcome: CheckResult["outcome"]): Failure {
  const before = outcome === "passed" ? "it passed" : outcome === "skipped" ? "it was skipped" : "it did not run";
  return {
    ...failure,
    message: untrusted(`${reveal(failure.message)} (at first ${before}; it failed when run again)`),
  };
}
