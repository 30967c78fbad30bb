// Runners that drive a browser or an API: Playwright, Cypress, newman.
import {
  after,
  eachLine,
  lastBefore,
  numberOf,
  NUMBER,
  placesOf,
  stop,
  sumOf,
  summary,
  type Output,
  type Summary,
} from "./summary.ts";
import { createPairs } from "./pairs.ts";

const RUNNING = new RegExp(`^Running (${NUMBER}) tests? using \\d+ workers?`, "u");
const RESULT = new RegExp(
  `^ {1,4}(${NUMBER}) (failed|interrupted|flaky|skipped|did not run|passed)(?: \\(\\d[\\d.]*(?:ms|s|m|h|d)\\))?$`,
  "u",
);
const OUTSIDE = /^ {1,4}(\d{1,6}) errors? (?:was|were) not (?:a )?part of any test/u;
const EARLY = /^(?:Testing stopped early after .{1,60}|Timed out waiting .{1,60} for the .{1,40}run)\.?$/u;

/**
 * A block of "  1 failed" with the names of those tests below it, "  2 skipped", "  20 passed (12.3s)". A line "1 failed"
 * begins a block anew when that word was told already, or when all tests of the run were.
 */
export function playwright(output: Output): readonly Summary[] {
  const found: Summary[] = [];
  const pairs = createPairs();
  let block = new Map<string, number>();
  let outside = 0;
  let last = -1;
  let stopped = stop("");
  const total = (): number => sumOf(block, ...block.keys());
  output.lines.forEach((text, line) => {
    const running = RUNNING.exec(text)?.[1];
    if (running !== undefined) {
      flush();
      pairs.begin({ line, tests: numberOf(running) });
      return;
    }
    if (EARLY.test(text.trim())) {
      // It stands before the totals of its run.
      flush();
      stopped = stop(text);
      if (pairs.open().length > 0) last = line;
    }
    const more = OUTSIDE.exec(text)?.[1];
    if (more !== undefined) outside = numberOf(more);
    const [, number, word] = RESULT.exec(text) ?? [];
    if (number === undefined || word === undefined) return;
    if (block.has(word) || (block.size > 0 && pairs.fits(total()))) flush();
    block.set(word, numberOf(number));
    last = line;
  });
  flush();
  const cut = pairs.open().map(({ line, tests }) => summary("Playwright", line, { collected: tests }));
  const end = cut.pop();
  return [...found, ...cut, ...(end === undefined ? [] : [{ ...end, line: Math.max(last, end.line), stopped }])];

  function flush(): void {
    if (block.size === 0) return;
    const begin = pairs.end(total());
    // An older one does not tell of tests that did not run.
    const collected = begin?.tests ?? pairs.pop()?.tests ?? null;
    // Without its first line "  3 passed" could be anybody's; with it even a run without an end is one.
    if (collected !== null || block.has("passed") || block.has("failed")) {
      const of = (word: string): number => block.get(word) ?? 0;
      const told = {
        from: begin?.line ?? null,
        collected,
        passed: of("passed") + of("flaky"),
        failed: of("failed"),
        errors: outside + of("interrupted"),
        skipped: of("skipped"),
        stopped,
      };
      found.push(summary("Playwright", last, told));
    }
    block = new Map();
    outside = 0;
    last = -1;
    stopped = null;
  }
}

/** The last row of the table, "1 of 2 failed (50%)  00:03  5  4  1  -  -": tests, passing, failing, pending, skipped. */
const CYPRESS =
  /^[ \u2502]{1,12}[^\w\s]{0,2} {0,4}(?:All specs passed!|\d{1,6} of \d{1,6} failed \(\d{1,3}%\)) +(?:\d\d:)?\d+:?\d* *(?:ms|s)? +(\d{1,9}|-) +(\d{1,9}|-) +(\d{1,9}|-) +(\d{1,9}|-) +(\d{1,9}|-)[ \u2502]*$/u;

export function cypress(output: Output): readonly Summary[] {
  const headings = placesOf(output, /^ *\(Run Finished\)$/u);
  return eachLine(output, CYPRESS, (match, line) => {
    if (lastBefore(headings, line) < 0) return null;
    return summary("Cypress", line, {
      collected: numberOf(match[1]),
      passed: numberOf(match[2]),
      failed: numberOf(match[3]),
      errors: 0,
      skipped: numberOf(match[4]),
    });
  });
}

const ROW =
  /^\u2502 +(iterations|requests|test-scripts|prerequest-scripts|assertions) \u2502 +(\d{1,9}) \u2502 +(\d{1,9}) \u2502$/u;

/** A table of what was executed and what failed; the assertions are the tests. */
export function newman(output: Output): readonly Summary[] {
  return eachLine(output, ROW, (match, line) => {
    if (match[1] !== "assertions") return null;
    const above = [1, 2, 3, 4].flatMap((up) => ROW.exec(output.lines[line - up] ?? "") ?? []);
    const errors = output.lines
      .slice(Math.max(0, line - 8), line)
      .flatMap((text) => ROW.exec(text)?.slice(1, 4) ?? [])
      .reduce((sum, text, at, all) => (at % 3 === 2 && all[at - 2] !== "iterations" ? sum + numberOf(text) : sum), 0);
    if (above.length === 0) return null;
    const failed = numberOf(match[3]);
    const passed = Math.max(0, numberOf(match[2]) - failed);
    const end = after(output.lines, line, 1, /^[\u251c\u2514]/u);
    return summary("newman", Math.max(line, end), { passed, failed, errors, skipped: 0 });
  });
}
