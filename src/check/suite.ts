// Runs the user's own test command and turns its report files into checks. What did not run is never a pass.
import type { CheckResult, ReportFile, SuiteRun } from "../model/check.ts";
import { digest } from "../model/digest.ts";
import type { Suite } from "../model/plan.ts";
import { SEARCH_LIMITS, type Found, type FoundFile, type SearchBound, type World } from "../model/world.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { bounded, keeping, MAX_NAME, type Keeping } from "./formats/bounds.ts";
import { readJUnit } from "./formats/junit.ts";
import type { TestCase } from "./formats/test-case.ts";

export interface SuiteOutcome {
  readonly run: SuiteRun;
  readonly results: readonly CheckResult[];
}

export async function runSuite(suite: Suite, commit: string, world: World): Promise<SuiteOutcome> {
  const before = marksOf(await listReports(suite, world));
  const command = await world.shell.run({
    line: suite.run,
    timeoutMs: suite.timeoutMs,
    environment: { TDL_COMMIT: commit },
    label: "test",
  });
  const kept = keeping((text) => world.secrets.mask(text));
  const reports: ReportFile[] = [];
  const cases: TestCase[] = [];
  const seen = new Set<string>();
  for (const { pattern, files, cut } of await listReports(suite, world)) {
    // There may be reports that nobody has seen, so that the suite is not proven.
    if (cut !== null) reports.push({ path: pattern, state: "partial", reason: CUT[cut], tests: 0 });
    else if (files.length === 0) reports.push({ path: pattern, state: "missing", reason: "no file matches", tests: 0 });
    const fresh = files.filter((file) => before.get(reveal(file.path)) !== markOf(file));
    let useful = fresh.some((file) => seen.has(reveal(file.path)));
    // Old files beside new ones are left over; alone they show that nothing was written.
    for (const file of fresh.length > 0 ? fresh : files) {
      const path = reveal(file.path);
      if (seen.has(path)) continue;
      seen.add(path);
      if (fresh.length === 0) {
        reports.push({ path: file.path, state: "stale", reason: "not written by this run of the command", tests: 0 });
        continue;
      }
      const parsed = await readReport(file, world, kept);
      reports.push({ path: file.path, state: parsed.state, reason: parsed.reason, tests: parsed.cases.length });
      if (parsed.state !== "ignored") useful = true;
      for (const each of parsed.cases) cases.push(each);
    }
    // A page of an error saved where the report should be is no report; a coverage file beside one is no matter.
    if (fresh.length > 0 && !useful) {
      reports.push({ path: pattern, state: "missing", reason: "no test report matches", tests: 0 });
    }
  }
  const results = toResults(suite, cases, kept);
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

const CUT = {
  pattern: `the pattern is too wide to search: more than ${SEARCH_LIMITS.alternatives} alternatives in braces, or too many repetitions in one name`,
  entries: `the search ended after ${SEARCH_LIMITS.entries} files and folders; name the folder that holds the reports`,
  files: `more than ${SEARCH_LIMITS.files} files match, and the rest was not read; let the pattern match reports only`,
} as const satisfies Record<SearchBound, string>;

interface Listed extends Found {
  readonly pattern: Untrusted;
}

async function listReports(suite: Suite, world: World): Promise<readonly Listed[]> {
  const listed: Listed[] = [];
  for (const pattern of suite.reports) listed.push({ pattern, ...(await world.files.find([pattern])) });
  return listed;
}

/** By path. No clock tells a new file from an old one: the file system's differs from ours, and both are coarse. */
function marksOf(listed: readonly Listed[]): ReadonlyMap<string, string> {
  return new Map(listed.flatMap(({ files }) => files.map((file) => [reveal(file.path), markOf(file)] as const)));
}

function markOf(file: FoundFile): string {
  return `${file.modifiedAt} ${file.sizeBytes}`;
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
    severity: "fail",
    measured: null,
  };
}

async function readReport(file: FoundFile, world: World, kept: Keeping): ReturnType<typeof readJUnit> {
  try {
    return await readJUnit(world.files.read(file.path), kept);
  } catch {
    // The file vanished or cannot be read any more; the path is shown, so the reason needs no text of the system.
    return { state: "refused", reason: "it could not be read", cases: [] };
  }
}

/**
 * Identity is class and name, with the suite's path and the project where the report names them: always, so that no
 * other test changes it. Only exact duplicates are numbered.
 */
function toResults(suite: Suite, cases: readonly TestCase[], kept: Keeping): readonly CheckResult[] {
  const seen = new Map<string, number>();
  return cases.map((each) => {
    const group = groupOf(each, kept);
    const place = [...each.suitePath.map(withoutNumbers), ...(each.project === null ? [] : [`@${each.project}`])];
    const key = digest(suite.key, group, each.name, ...place);
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return result(suite, each, group, nth > 1 ? digest(key, `#${nth}`) : key);
  });
}

/** Runners number their workers ("rspec2"), and name versions ("Chrome 141.0") and times in the names of suites. */
function withoutNumbers(name: string): string {
  return name.replace(/\d+/gu, "");
}

function result(suite: Suite, each: TestCase, group: string, key: string): CheckResult {
  const broken = each.outcome === "failed" || each.outcome === "errored";
  return {
    key,
    kind: "test",
    name: untrusted(each.name),
    group: untrusted(group),
    suite: suite.key,
    outcome: each.outcome,
    durationMs: each.durationMs,
    failure: broken
      ? { message: each.message ?? untrusted(""), detail: each.detail, type: each.type, facts: {} }
      : null,
    blockedBy: [],
    preflight: false,
    severity: "fail",
    measured: null,
  };
}

// node:test writes classname="test" for every test and puts the describe blocks into nested suites.
function groupOf(each: TestCase, kept: Keeping): string {
  const named = each.className !== null && each.className !== "" && each.className !== "test";
  if (named) return each.className ?? "";
  return bounded(each.suitePath.filter((name) => name !== "").join(" › "), MAX_NAME, kept);
}

/**
 * The command failed although every test in its report is fine, or was stopped. When no test finished, there is no
 * failed test to tell of: then the suite was not tested, which its command and reports show.
 */
function whatTheReportHides(suite: Suite, run: SuiteRun, results: readonly CheckResult[]): readonly CheckResult[] {
  if (run.tests === 0) return [];
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
      severity: "fail",
      measured: null,
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
