// Cucumber in every language: "3 scenarios (1 failed, 2 passed)", then the same of the steps.
import { after, amounts, eachLine, NUMBER, onlyWords, sumOf, summary, type Output, type Summary } from "./summary.ts";

const SCENARIOS = new RegExp(`^(?:${NUMBER}) [Ss]cenarios?(?: \\(([^()]{1,300})\\))?$`, "u");
const STEPS = /^\d[\d,]* [Ss]teps?(?: \(|$)/u;
const WORDS: ReadonlySet<string> = new Set([
  "passed",
  "failed",
  "skipped",
  "pending",
  "undefined",
  "ambiguous",
  "unknown",
  "flaky",
]);

export function cucumber(output: Output): readonly Summary[] {
  return eachLine(output, SCENARIOS, (match, line) => {
    const told = amounts(match[1] ?? "0 passed", ", ");
    const end = after(output.lines, line, 2, STEPS);
    if (told === null || !onlyWords(told, WORDS) || end < 0) return null;
    return summary("Cucumber", end, {
      passed: sumOf(told, "passed", "flaky"),
      failed: sumOf(told, "failed", "ambiguous", "undefined", "unknown"),
      errors: 0,
      skipped: sumOf(told, "skipped", "pending"),
    });
  });
}
