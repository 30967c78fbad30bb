// How far a test run is, read from the lines that the runner prints meanwhile: for whoever waits, never for a verdict.
import { clean } from "../../text/clean.ts";
import { reveal, type Untrusted } from "../../text/untrusted.ts";

export interface SoFar {
  take(line: Untrusted): void;
  /** "23 of 58 tests so far"; null as long as no line tells. */
  said(): string | null;
}

/** No runner tells of a test in a longer line. */
const LONGEST = 400;

export function createSoFar(): SoFar {
  let done = 0;
  let total: number | null = null;
  let percent: number | null = null;

  function take(raw: Untrusted): void {
    if (reveal(raw).length > LONGEST) return;
    const line = clean(reveal(raw));
    total = numberIn(TOTALS, line) ?? total;
    const [nth, of] = pairIn(line);
    if (nth !== null) {
      done = Math.max(done, nth);
      total = of ?? total;
    } else if (ENDED.test(line)) done++;
    percent = numberIn([PERCENT], line) ?? percent;
  }

  function said(): string | null {
    const all = total !== null && total >= done ? total : null;
    // A share is told of what was collected, whatever stands in a line.
    const far = percent !== null && all !== null ? Math.max(done, Math.floor((percent * all) / 100)) : done;
    if (far === 0) return null;
    return all === null ? `${far} ${far === 1 ? "test" : "tests"} so far` : `${far} of ${all} tests so far`;
  }

  return { take, said };
}

/** How many there are: pytest, Playwright and Rust, TAP. */
const TOTALS: readonly RegExp[] = [
  /^collected (\d{1,7}) items?\b/u,
  /^Running (\d{1,7}) tests? using \d{1,4} workers?/iu,
  /^running (\d{1,7}) tests?$/u,
  /^1\.\.(\d{1,7})$/u,
];

/** pytest ends each line of dots with it. */
const PERCENT = /\[ {0,2}(\d{1,3})%\]$/u;

/** The number of the last test, and of how many: Playwright, PHPUnit; TAP and Playwright's list without. */
const NUMBERED: readonly RegExp[] = [
  /^\[(\d{1,7})\/(\d{1,7})\] /u,
  /^[.FEWRSIDN]{1,80} {1,80}(\d{1,7}) \/ (\d{1,7}) \( {0,2}\d{1,3}%\)$/u,
  /^(?:not )?ok (\d{1,7})\b/u,
  /^ {1,8}[\u2713\u2714\u2718\u2717x-] {1,8}(\d{1,7}) \[/u,
];

/** One test has ended: Mocha, Jest, Vitest and Node; Go; Rust; Gradle; .NET; pytest -v. */
const ENDED =
  /^(?: {0,20}[\u2713\u2714\u2716\u2715\u2717\u00d7] .|--- (?:PASS|FAIL|SKIP): |test [^ ].{0,300} \.\.\. (?:ok|FAILED|ignored)$|\S.{0,300} > .{0,300} (?:PASSED|FAILED|SKIPPED)$| {0,4}(?:Passed|Failed|Skipped) \S.{0,300} \[[^\]]{1,20}\]$|\S{1,300}::\S.{0,200} (?:PASSED|FAILED|ERROR|SKIPPED)(?: |$))/u;

function pairIn(line: string): readonly [nth: number | null, of: number | null] {
  for (const pattern of NUMBERED) {
    const found = pattern.exec(line);
    if (found !== null) return [Number(found[1]), found[2] === undefined ? null : Number(found[2])];
  }
  return [null, null];
}

function numberIn(patterns: readonly RegExp[], line: string): number | null {
  for (const pattern of patterns) {
    const found = pattern.exec(line)?.[1];
    if (found !== undefined) return Number(found);
  }
  return null;
}
