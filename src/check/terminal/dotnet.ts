// dotnet test in its three voices: a line for each project, a block of totals, and the summary of its new terminal.
import { after, eachLine, numberOf, stop, sumOf, summary, type Output, type Summary } from "./summary.ts";

const PROJECT =
  /^ *(?:Passed|Failed|Skipped)! +- Failed: +(\d{1,9}), Passed: +(\d{1,9}), Skipped: +(\d{1,9}), Total: +\d{1,9}(?:, Duration: .{1,60})?(?: - .{1,400})?$/u;
const TERMINAL =
  /^ *Test summary: total: (\d{1,9}), failed: (\d{1,9}), succeeded: (\d{1,9}), skipped: (\d{1,9}), duration: .{1,40}$/u;
const ONE_LINE = /^Total tests: \d{1,9}\. Passed: (\d{1,9})\. Failed: (\d{1,9})\. Skipped: (\d{1,9})\.$/u;
const TOTAL = /^Total tests: (\d{1,9}|Unknown)$/u;
const PLATFORM = /^Test run summary: \S/u;
const COUNT = /^ +(Passed|Failed|Skipped|total|failed|succeeded|skipped|error|errors): (\d{1,9})$/u;
const ABORTED = /^The active test run was aborted\. Reason: (.{1,300})$/u;

export function dotnet(output: Output): readonly Summary[] {
  // The summary of all projects, where there is one; then the same projects must not be added to it.
  for (const told of [terminal(output), platform(output), projects(output), blocks(output)]) {
    if (told.length > 0) return [...told, ...aborted(output)];
  }
  return aborted(output);
}

function terminal(output: Output): readonly Summary[] {
  return eachLine(output, TERMINAL, ([, , failed, passed, skipped], line) => totals(line, passed, failed, skipped));
}

function projects(output: Output): readonly Summary[] {
  return eachLine(output, PROJECT, ([, failed, passed, skipped], line) => totals(line, passed, failed, skipped));
}

function totals(line: number, passed?: string, failed?: string, skipped?: string): Summary {
  return summary("dotnet test", line, {
    passed: numberOf(passed),
    failed: numberOf(failed),
    errors: 0,
    skipped: numberOf(skipped),
  });
}

function platform(output: Output): readonly Summary[] {
  return eachLine(output, PLATFORM, (_match, line) => {
    const first = after(output.lines, line, 12, /^ +total: \d/u);
    if (first < 0) return null;
    const { told, end } = counts(output.lines, first);
    return summary("dotnet test", end, {
      passed: sumOf(told, "succeeded"),
      failed: sumOf(told, "failed"),
      errors: sumOf(told, "error", "errors"),
      skipped: sumOf(told, "skipped"),
    });
  });
}

function blocks(output: Output): readonly Summary[] {
  const older = eachLine(output, ONE_LINE, ([, passed, failed, skipped], line) =>
    totals(line, passed, failed, skipped),
  );
  const newer = eachLine(output, TOTAL, (_match, line) => {
    const { told, end } = counts(output.lines, line + 1);
    if (told.size === 0) return null;
    return totals(end, `${sumOf(told, "Passed")}`, `${sumOf(told, "Failed")}`, `${sumOf(told, "Skipped")}`);
  });
  return [...older, ...newer];
}

function counts(lines: readonly string[], from: number): { readonly told: Map<string, number>; readonly end: number } {
  const told = new Map<string, number>();
  let end = from - 1;
  for (let at = from; at < Math.min(lines.length, from + 6); at++) {
    const [, word, number] = COUNT.exec(lines[at] ?? "") ?? [];
    if (word === undefined) break;
    told.set(word, numberOf(number));
    end = at;
  }
  return { told, end };
}

function aborted(output: Output): readonly Summary[] {
  return eachLine(output, ABORTED, ([, reason], line) =>
    summary("dotnet test", line, { passed: 0, failed: 0, errors: 1, skipped: 0, stopped: stop(reason) }),
  );
}
