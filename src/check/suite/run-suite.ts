// THE STORY of one suite: run the user's test command → read the reports that it wrote → run once more what failed →
// tell what no report tells → give each test what helps with it. What did not run is never a pass.
import { isBroken, type CheckResult, type RunnerTold, type SuiteRun } from "../../model/check.ts";
import type { Suite } from "../../model/plan.ts";
import type { Command, Connections, Progress, Ran, World } from "../../model/world.ts";
import { reveal } from "../../text/untrusted.ts";
import { keeping, type Keeping } from "../formats/bounds.ts";
import { shortName } from "../../text/short-name.ts";
import { createSoFar } from "../terminal/so-far.ts";
import { runnerTold } from "../terminal/runner-told.ts";
import { attachmentsOf } from "./attachments.ts";
import { createCollector, type Collected } from "./collect.ts";
import { contactOf } from "./contact.ts";
import { whatTheReportHides, whatWasCutShort, type Ended } from "./hides.ts";
import { belowRoot, nameFor } from "./ids.ts";
import { isFresh, listFiles, marksOf } from "./marks.ts";
import { printOf } from "./print.ts";
import { readReports } from "./reports.ts";
import { reproduceLine } from "./reproduce.ts";
import { changesResults, failedTests, joinRetry, mayRetry, retryFailed, type Retried } from "./retry-failed.ts";

export interface SuiteOrder {
  readonly suite: Suite;
  /** TDL_COMMIT and the addresses of staging. */
  readonly environment: Readonly<Record<string, string>>;
  /** The fastest answer that our own probes measured; null when none did. */
  readonly floorMs: number | null;
}

export interface SuiteOutcome {
  readonly run: SuiteRun;
  readonly results: readonly CheckResult[];
}

export async function runSuite({ suite, environment, floorMs }: SuiteOrder, world: World): Promise<SuiteOutcome> {
  const before = marksOf(await listFiles([...suite.reports, ...suite.attachments], world));
  const order: Command = {
    line: suite.run,
    timeoutMs: suite.timeoutMs,
    environment,
    label: "test",
    progress: progressOf(suite, world),
    ...(suite.contact === null ? {} : { watch: suite.contact.hosts }),
  };
  const ran = await world.console.fold(`Test ${shortName(suite.name)}`, () => world.shell.run(order));
  world.console.status(null);
  const kept = keeping((text) => world.secrets.mask(text));
  const collector = createCollector(suite.key, kept);
  const { startedAt } = ran.command;
  const read = await readReports({ patterns: suite.reports, before, startedAt, kept, sink: collector }, world);
  const first = collector.collected();
  const runner = runnerTold(reveal(ran.command.output), ran.command.exitCode);
  // Where a report says it, it says it of its own tests.
  const isPytest = runner?.runner === "pytest" && ![...first.origins.values()].some((origin) => origin.isPytest);
  const again = await retryIfFailed({ suite, environment, kept, isPytest }, first, ran, world);
  const all = again === null ? first : joinRetry(first, again.collected);
  const planned = largest(read.planned, runner?.collected ?? null);
  const hidden = [
    ...whatTheReportHides(suite, endOf(ran, runner, first, planned)),
    ...(again === null ? [] : whatTheRetryHides(suite, again)),
  ];
  const connections = joinConnections(ran.connections, again?.ran.connections ?? null);
  const { command } = ran;
  const rule = suite.contact;
  const { contact, levels } = contactOf({ ...all, floorMs, connections, rule, command });
  const written = (await listFiles(suite.attachments, world)).flatMap(({ files }) => files);
  const attachments = attachmentsOf(
    written.filter((file) => isFresh(file, before)),
    all.results,
    all.origins,
  );
  const root = world.environment("GITHUB_WORKSPACE") ?? world.environment("PWD") ?? "";
  const results = all.results.map((each): CheckResult => {
    if (each.test === null) return each;
    if (each.outcome === "passed") return { ...each, test: { ...each.test, contact: levels.get(each.key) ?? null } };
    if (each.failure === null) return each;
    const names = nameFor(each, belowRoot(all.origins.get(each.key) ?? null, root), isPytest);
    const reproduce = reproduceLine(suite, names, kept.mask);
    return { ...each, test: { ...each.test, reproduce, attachments: attachments.get(each.key) ?? [] } };
  });
  const run: SuiteRun = {
    key: suite.key,
    name: suite.name,
    command,
    retry: again?.ran.command ?? null,
    reports: [...read.reports, ...(again !== null && changesResults(first, all) ? again.reports : [])],
    tests: countRan(all),
    minTests: suite.minTests,
    planned,
    beyond: all.beyond,
    runner,
    contact,
    print: printOf(all.results),
  };
  const told = [...results, ...hidden];
  // Its failures passed when they ran again; the tests behind them never ran.
  const isRed = told.some(isBroken) || all.beyond.failed + all.beyond.errored > 0;
  const short = isRed ? null : whatWasCutShort(suite, run, endOf(ran, runner, all, planned).held);
  return { run, results: short === null ? told : [...told, short] };
}

/** Shown on a terminal as it goes on. */
function progressOf({ name }: Suite, { console }: World): Progress {
  const soFar = createSoFar();
  return {
    take: (line) => {
      soFar.take(line);
      const said = soFar.said();
      if (said !== null) console.status(`Test ${shortName(name)} · ${said}`);
    },
    said: () => soFar.said(),
  };
}

interface RetryContext {
  readonly suite: Suite;
  readonly environment: Readonly<Record<string, string>>;
  readonly kept: Keeping;
  readonly isPytest: boolean;
}

async function retryIfFailed(
  context: RetryContext,
  first: Collected,
  { command }: Ran,
  world: World,
): Promise<Retried | null> {
  const retry = context.suite.retryFailed;
  if (retry === null || !mayRetry(command, world) || failedTests(first).length === 0) return null;
  return await retryFailed({ ...context, retry }, first, world);
}

/** Only where a test passed in it does it matter how it ended: all others stay as they were. */
function whatTheRetryHides(suite: Suite, { ran, collected }: Retried): readonly CheckResult[] {
  if (!collected.results.some((each) => each.outcome === "passed")) return [];
  const runner = runnerTold(reveal(ran.command.output), ran.command.exitCode);
  // It was not asked to run them all.
  return whatTheReportHides(
    suite,
    endOf(ran, runner === null ? null : { ...runner, collected: null }, collected, null),
    "retry",
  );
}

function endOf({ command }: Ran, runner: RunnerTold | null, collected: Collected, planned: number | null): Ended {
  const { results, beyond } = collected;
  const tests = results.filter((each) => each.test !== null && each.outcome !== "not-run").length + beyond.tests;
  const count = (outcome: CheckResult["outcome"]): number => results.filter((each) => each.outcome === outcome).length;
  return {
    command,
    runner,
    by: runner?.runner ?? ([...collected.origins.values()].some(({ isPytest }) => isPytest) ? "pytest" : null),
    ran: countRan(collected),
    held: tests,
    passed: count("passed") + beyond.passed,
    failed: count("failed") + beyond.failed,
    errored: count("errored") + beyond.errored,
    planned,
  };
}

/** Neither skipped nor left out, and a result of a test. */
function countRan({ results, beyond }: Collected): number {
  const ran = results.filter(({ test, outcome }) => test !== null && outcome !== "skipped" && outcome !== "not-run");
  return ran.length + beyond.tests - beyond.skipped;
}

function largest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

function joinConnections(first: Connections | null, retry: Connections | null): Connections | null {
  if (first?.kind !== "watched" || retry === null) return first;
  // What was not seen at first may have been in what nobody could see.
  if (retry.kind === "unwatchable") return first.seen.length === 0 ? retry : first;
  return { ...first, seen: [...first.seen, ...retry.seen], everyMs: Math.max(first.everyMs, retry.everyMs) };
}
