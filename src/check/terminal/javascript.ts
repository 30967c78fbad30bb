// JavaScript test runners: vitest, jest, mocha, node:test and what else ends in the counts of TAP.
import {
  after,
  amounts,
  before,
  eachLine,
  lastBefore,
  numberOf,
  NUMBER,
  onlyWords,
  placesOf,
  stop,
  sumOf,
  summary,
  type Output,
  type Summary,
} from "./summary.ts";

const VITEST_FILES = new RegExp(`^ *Test Files {2}(no tests|.{1,200} \\((${NUMBER})\\))$`, "u");
const VITEST_TESTS = new RegExp(`^ *Tests {2}(no tests|(.{1,200}) \\((${NUMBER})\\))$`, "u");
const VITEST_ERRORS = new RegExp(`^ *(?:Type )?Errors {2}(${NUMBER}) errors?$`, "u");
const VITEST_WORDS: ReadonlySet<string> = new Set(["failed", "passed", "skipped", "todo", "expected fail", "flaky"]);

/** "Test Files  1 failed | 2 passed (3)", "     Tests  1 failed | 5 passed (6)", "    Errors  1 error". */
export function vitest(output: Output): readonly Summary[] {
  const { lines } = output;
  const headings = placesOf(output, FAILED_SUITES);
  let from = -1;
  return eachLine(output, VITEST_TESTS, (match, line) => {
    const files = before(lines, line, 3, VITEST_FILES);
    const told = match[2] === undefined ? new Map<string, number>() : amounts(match[2], "|");
    if (files < 0 || told === null || !onlyWords(told, VITEST_WORDS)) return null;
    const previous = from;
    from = line;
    const errorsAt = after(lines, line, 3, VITEST_ERRORS);
    const failed = sumOf(told, "failed");
    return summary("vitest", Math.max(line, errorsAt), {
      // Also those that never ran: after a bail they are in no other number.
      collected: match[3] === undefined ? null : numberOf(match[3]),
      passed: sumOf(told, "passed", "expected fail", "flaky"),
      failed,
      errors:
        numberOf(VITEST_ERRORS.exec(lines[errorsAt] ?? "")?.[1]) +
        failedFiles(lines, headings, previous, files, failed),
      skipped: sumOf(told, "skipped", "todo"),
    });
  });
}

const FAILED_SUITES = /^\u23af+ Failed Suites (\d{1,6}) \u23af+$/u;

/** Files that failed as a whole: they could not be loaded, or a hook of theirs failed. */
function failedFiles(
  lines: readonly string[],
  headings: readonly number[],
  previous: number,
  files: number,
  failedTests: number,
): number {
  const heading = lastBefore(headings, files);
  // Of this summary, not of one before it.
  if (heading > previous) return numberOf(FAILED_SUITES.exec(lines[heading] ?? "")?.[1]);
  const list = VITEST_FILES.exec(lines[files] ?? "")?.[1]?.replace(/ \([^()]*\)$/u, "") ?? "";
  return failedTests === 0 ? sumOf(amounts(list, "|") ?? new Map<string, number>(), "failed") : 0;
}

const JEST_SUITES = /^Test Suites: +(.{1,200})$/u;
const JEST_TESTS = /^Tests: {3,12}(.{1,200}), (\d[\d,]*) total$/u;
const NO_LOAD = /^ *\u25cf Test suite failed to run$/u;
const FAILED_FILE = /^FAIL +\S/u;

/** "Test Suites: 1 failed, 2 passed, 3 total", then "Tests:       1 failed, 5 passed, 6 total". */
export function jest(output: Output): readonly Summary[] {
  const { lines } = output;
  let from = 0;
  return eachLine(output, /^Tests: {3,12}(.{1,200} total)$/u, (match, line) => {
    const suites = before(lines, line, 1, JEST_SUITES);
    const told = amounts(
      (JEST_TESTS.exec(match[0])?.[1] ?? match[1] ?? "").replace(/^\d[\d,]* total$/u, "0 passed"),
      ", ",
    );
    if (suites < 0 || told === null) return null;
    const failed = sumOf(told, "failed");
    const files = amounts(JEST_SUITES.exec(lines[suites] ?? "")?.[1] ?? "", ", ") ?? new Map<string, number>();
    const broken = sumOf(files, "failed");
    const notLoaded = Math.min(broken, unloadable(lines, from, line));
    from = line;
    return summary("jest", line, {
      passed: sumOf(told, "passed"),
      failed,
      errors: failed === 0 ? broken : notLoaded,
      skipped: sumOf(told, "skipped", "todo", "pending"),
      stopped: bailed(files),
    });
  });
}

/** "1 failed, 1 of 3 total" after `--bail`; files whose tests are all skipped are not among those that ran either. */
function bailed(files: ReadonlyMap<string, number>): Summary["stopped"] {
  for (const [word, ran] of files) {
    const all = /^of (\d{1,9}) total$/u.exec(word)?.[1];
    if (all !== undefined && ran + sumOf(files, "skipped") < numberOf(all)) return stop(`${ran} ${word}`);
  }
  return null;
}

/** Files, not headings: the end repeats all failures when there are many files. */
function unloadable(lines: readonly string[], from: number, to: number): number {
  const files = new Set<string>();
  for (let at = from; at < to; at++) {
    if (!NO_LOAD.test(lines[at] ?? "")) continue;
    const file = before(lines, at, 4, FAILED_FILE);
    files.add(lines[file] ?? `${at}`);
  }
  return files.size;
}

const PASSING = new RegExp(`^ {2}(${NUMBER}) passing(?: \\(\\d+(?:ms|s|m|h|d)\\))?$`, "u");
const PENDING = new RegExp(`^ {2}(${NUMBER}) pending$`, "u");
const FAILING = new RegExp(`^ {2}(${NUMBER}) failing$`, "u");

/** "  3 passing (20ms)", "  1 pending", "  2 failing". */
export function mocha(output: Output): readonly Summary[] {
  const { lines } = output;
  return eachLine(output, PASSING, (match, line) => {
    const pending = after(lines, line, 1, PENDING);
    const failing = after(lines, Math.max(line, pending), 1, FAILING);
    return summary("mocha", Math.max(line, pending, failing), {
      passed: numberOf(match[1]),
      failed: numberOf(FAILING.exec(lines[failing] ?? "")?.[1]),
      errors: 0,
      skipped: numberOf(PENDING.exec(lines[pending] ?? "")?.[1]),
    });
  });
}

const COUNT = /^(?:[\u2139#] )(tests|suites|pass|fail|cancelled|skipped|skip|todo|duration_ms) +(\d{1,9})(?:\.\d+)?$/u;

/** Lines "# tests 3", "# pass 2", "# fail 1", with another sign before them in the spec reporter of Node. */
export function nodeTest(output: Output): readonly Summary[] {
  const { lines } = output;
  let from = 0;
  return eachLine(output, COUNT, (match, line) => {
    if (match[1] !== "tests") return null;
    const told = new Map<string, number>();
    let end = line;
    for (let at = line; at < Math.min(lines.length, line + 9); at++) {
      const [, word, number] = COUNT.exec(lines[at] ?? "") ?? [];
      if (word === undefined || told.has(word)) break;
      told.set(word, numberOf(number));
      end = at;
    }
    if (!told.has("pass")) return null;
    const isNode = told.has("cancelled") || told.has("duration_ms");
    const skipped = sumOf(told, "skipped", "skip", "todo");
    const errors = sumOf(told, "cancelled");
    const rest = Math.max(0, sumOf(told, "tests") - skipped - sumOf(told, "pass"));
    const listed = isNode && output.cuts.length === 0 ? failedThemselves(lines, from, end) : null;
    from = end + 1;
    const failed = listed === null ? (told.get("fail") ?? rest) : Math.max(0, listed - errors);
    return summary(isNode ? "node:test" : "TAP", end, { passed: sumOf(told, "pass"), failed, errors, skipped });
  });
}

/**
 * node:test counts a parent as failed when a subtest of its failed, which no report does, and does not count a suite
 * whose hook failed. What failed by itself is listed below the counts, or stands in TAP above them; null where it is not.
 */
function failedThemselves(lines: readonly string[], from: number, end: number): number | null {
  const heading = after(lines, end, 2, /^\u2716 failing tests:$/u);
  let listed = 0;
  if (heading >= 0) {
    for (let at = heading + 1; at < lines.length && COUNT.exec(lines[at] ?? "")?.[1] !== "tests"; at++) {
      if (/^\u2716 \S/u.test(lines[at] ?? "")) listed++;
    }
    return listed;
  }
  let failed = false;
  let isTap = false;
  for (let at = from; at < end; at++) {
    const text = lines[at] ?? "";
    if (/^ *(?:not )?ok \d/u.test(text)) failed = /^ *not/u.test(text) && !/ # (?:TODO|SKIP)\b/iu.test(text);
    const why = /^ *failureType: '(\w+)'$/u.exec(text)?.[1];
    if (why === undefined) continue;
    isTap = true;
    if (failed && why !== "subtestsFailed") listed++;
    failed = false;
  }
  return isTap ? listed : null;
}
