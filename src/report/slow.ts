// The tests that took longest.
import type { SlowRow } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { isBlank } from "./plain.ts";
import { suiteNames, suiteOf } from "./suite-names.ts";

const MOST = 10;
/** A test below this is not slow, whatever the others took. */
const LEAST_MS = 1_000;

export function slowTests({ cycle }: Told): readonly SlowRow[] {
  const names = suiteNames(cycle);
  return cycle.checks
    .flatMap((check) => {
      const { durationMs, test } = check;
      return test === null || durationMs === null || durationMs < LEAST_MS ? [] : [{ check, durationMs, test }];
    })
    .toSorted((a, b) => b.durationMs - a.durationMs)
    .slice(0, MOST)
    .map(({ check, durationMs, test }) => ({
      suite: suiteOf(check, names),
      group: check.group === null || isBlank(check.group) ? null : check.group,
      name: check.name,
      project: test.project,
      durationMs,
      outcome: check.outcome,
    }));
}
