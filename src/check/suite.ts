// Runs the user's own test command and turns its report files into checks. What did not run is never a pass.
import type { CheckResult, ReportFile, SuiteRun } from "../model/check.ts";
import { digest } from "../model/digest.ts";
import type { Suite } from "../model/plan.ts";
import type { FoundFile, World } from "../model/world.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { readJUnit } from "./formats/junit.ts";
import type { TestCase } from "./formats/test-case.ts";

export interface SuiteOutcome {
  readonly run: SuiteRun;
  readonly results: readonly CheckResult[];
}

/** File systems keep times to a second or worse, and the command's start is measured a little after its real start. */
const CLOCK_SLACK_MS = 2_000;

export async function runSuite(suite: Suite, world: World): Promise<SuiteOutcome> {
  const command = await world.shell.run({
    line: suite.run,
    timeoutMs: suite.timeoutMs,
    environment: {},
    label: "test",
  });
  const found = await world.files.find(suite.reports);
  const reports: ReportFile[] = [];
  const cases: TestCase[] = [];
  for (const file of found) {
    if (file.modifiedAt < command.startedAt - CLOCK_SLACK_MS) {
      reports.push({ path: file.path, state: "stale", reason: "older than this run of the command", tests: 0 });
      continue;
    }
    const parsed = await readReport(file, world);
    reports.push({ path: file.path, state: parsed.state, reason: parsed.reason, tests: parsed.cases.length });
    cases.push(...parsed.cases);
  }
  for (const pattern of found.length === 0 ? suite.reports : []) {
    reports.push({ path: pattern, state: "missing", reason: "no file matches", tests: 0 });
  }
  const results = toResults(suite, cases);
  const run: SuiteRun = {
    key: suite.key,
    name: suite.name,
    command,
    reports,
    tests: results.filter((each) => each.outcome !== "skipped").length,
    minTests: suite.minTests,
  };
  return { run, results: [...results, ...whatTheReportHides(suite, run, results)] };
}

/** A suite that was not run because what it needs failed: one check that says so. */
export function blockedSuite(suite: Suite, blockedBy: readonly string[]): CheckResult {
  return {
    key: digest(suite.key, "", "(whole suite)"),
    kind: "test",
    name: suite.name,
    group: suite.name,
    suite: suite.key,
    outcome: "blocked",
    durationMs: null,
    failure: null,
    blockedBy,
    preflight: false,
  };
}

async function readReport(file: FoundFile, world: World): ReturnType<typeof readJUnit> {
  try {
    return await readJUnit(world.files.read(file.path));
  } catch {
    // The file vanished or cannot be read any more; the path is shown, so the reason needs no text of the system.
    return { state: "refused", reason: "it could not be read", cases: [] };
  }
}

/** Identity is class and name; the suite's path and host only where those two are not enough. */
function toResults(suite: Suite, cases: readonly TestCase[]): readonly CheckResult[] {
  const plain = cases.map((each) => [suite.key, groupOf(each), each.name]);
  const counts = tally(plain);
  const detailed = plain.map((parts, at) => {
    const each = cases[at];
    const ambiguous = (counts.get(parts.join("\0")) ?? 0) > 1 && each !== undefined;
    return ambiguous ? [...parts, ...each.suitePath, each.host ?? ""] : parts;
  });
  const seen = new Map<string, number>();
  return cases.map((each, at) => {
    const parts = detailed[at] ?? [];
    const id = parts.join("\0");
    const nth = (seen.get(id) ?? 0) + 1;
    seen.set(id, nth);
    return result(suite, each, digest(...parts, ...(nth > 1 ? [`#${nth}`] : [])));
  });
}

function result(suite: Suite, each: TestCase, key: string): CheckResult {
  const broken = each.outcome === "failed" || each.outcome === "errored";
  return {
    key,
    kind: "test",
    name: untrusted(each.name),
    group: untrusted(groupOf(each)),
    suite: suite.key,
    outcome: each.outcome,
    durationMs: each.durationMs,
    failure: broken
      ? { message: each.message ?? untrusted(""), detail: each.detail, type: each.type, facts: {} }
      : null,
    blockedBy: [],
    preflight: false,
  };
}

// node:test writes classname="test" for every test and puts the describe blocks into nested suites.
function groupOf(each: TestCase): string {
  const named = each.className !== null && each.className !== "" && each.className !== "test";
  return named ? (each.className ?? "") : each.suitePath.filter((name) => name !== "").join(" › ");
}

function tally(ids: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id.join("\0"), (counts.get(id.join("\0")) ?? 0) + 1);
  return counts;
}

/** The command failed although every test in its report is fine, was stopped, or could not start: worst wins. */
function whatTheReportHides(suite: Suite, run: SuiteRun, results: readonly CheckResult[]): readonly CheckResult[] {
  const { command } = run;
  const red = results.some((each) => each.outcome === "failed" || each.outcome === "errored");
  const message = commandFault(run, red);
  if (message === null) return [];
  const facts = command.exitCode === null ? {} : { exitCode: command.exitCode };
  return [
    {
      key: digest(suite.key, "", "(command)"),
      kind: "test",
      name: untrusted("(the test command)"),
      group: suite.name,
      suite: suite.key,
      outcome: "errored",
      durationMs: command.durationMs,
      failure: { message: untrusted(message), detail: tail(command.output), type: null, facts },
      blockedBy: [],
      preflight: false,
    },
  ];
}

function commandFault(run: SuiteRun, red: boolean): string | null {
  const { command } = run;
  if (command.spawnError !== null) return `the test command could not be started: ${command.spawnError}`;
  if (command.timedOut) {
    return `the test command was stopped at its time limit after ${Math.round(command.durationMs / 1_000)} s; ${run.tests} tests had finished`;
  }
  if (command.signal !== null) return `the test command was killed by ${command.signal}`;
  if (command.exitCode !== 0 && !red) {
    return `the test command ended with exit code ${command.exitCode} although its report shows no failure`;
  }
  return null;
}

function tail(output: Untrusted): Untrusted {
  return untrusted(reveal(output).slice(-4_000));
}
