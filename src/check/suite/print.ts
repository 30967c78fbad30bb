// One short text for all results and times of a suite: the same for two runs only when one report was published twice.
import type { CheckResult } from "../../model/check.ts";
import { digest } from "../../model/digest.ts";
import { resolutionOf, timedTests } from "./durations.ts";

/** Below these, equal times may be chance. */
const LEAST_TESTS = 8;
const LEAST_TIMES = 6;
/** A time of fewer steps of the report's clock is no measure. */
const LEAST_STEPS = 10;

/** null: the times do not tell two runs apart. `results` are the tests as the reports tell them. */
export function printOf(results: readonly CheckResult[]): string | null {
  const tests = timedTests(results);
  const least = LEAST_STEPS * resolutionOf(tests);
  const measured = tests.filter((each) => each.durationMs >= least);
  const times = new Set(measured.map((each) => each.durationMs));
  if (measured.length < LEAST_TESTS || times.size < LEAST_TIMES) return null;
  const lines = results
    .filter((each) => each.kind === "test")
    .map(({ key, outcome, durationMs }) => `${key} ${outcome} ${durationMs ?? "-"}\n`);
  return digest(lines.toSorted().join(""));
}
