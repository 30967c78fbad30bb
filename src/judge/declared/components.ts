// What works and what is broken of the parts that the team names, from the checks that belong to each.
import type { ComponentState, Verdict } from "../../model/analysis.ts";
import { decides, isBroken, type CheckResult } from "../../model/check.ts";
import type { Cycle } from "../../model/cycle.ts";
import type { Loop } from "../../model/loop.ts";
import { cut } from "../../text/cut.ts";
import { reveal } from "../../text/untrusted.ts";

/** Of a component's name the loop remembers as much. */
const MAX_NAME = 60;

/**
 * `isTested`: what did not run says nothing against a component then, but where nothing was tested all of its checks
 * have to have passed. `counts`: whether a failure tells of staging at all.
 */
export function componentStates(
  { components, checks, suites }: Pick<Cycle, "components" | "checks" | "suites">,
  loop: Loop,
  verdict: Verdict["kind"],
  counts: (failed: CheckResult) => boolean,
): readonly ComponentState[] {
  if (components.length === 0) return [];
  const isTested = verdict === "met" || verdict === "not-met";
  const members = components.map((): CheckResult[] => []);
  for (const check of checks) for (const at of check.components ?? []) members[at]?.push(check);
  // What failed before and has no result now is not shown to work.
  const before = new Set(loop.failing.map(({ key }) => key));
  // Failures that are only counted may be of any part.
  const lost = new Set(suites.filter(({ beyond }) => beyond.failed + beyond.errored > 0).map(({ key }) => key));
  const first = new Map(loop.components.map((each) => [reveal(each.name), each.first]));
  return components.map((component, at) => {
    const own = members[at] ?? [];
    const passed = own.filter(({ outcome }) => outcome === "passed").length;
    const broken = own.filter((check) => isBroken(check) && decides(check) && counts(check));
    const isLost = ({ key, outcome, suite }: CheckResult): boolean =>
      (outcome !== "passed" && before.has(key)) || (suite !== null && lost.has(suite));
    const isSilent = passed === 0 || verdict === "unproven" || (!isTested && own.some(isMissing)) || own.some(isLost);
    return {
      ...component,
      state: broken.length > 0 ? "broken" : isSilent ? "not-checked" : "working",
      first: first.get(cut(reveal(component.name), MAX_NAME)) ?? null,
      broken: broken.map(({ key }) => key),
      checked: passed + broken.length,
    };
  });
}

/** It had to pass, and did not. */
function isMissing(check: CheckResult): boolean {
  return decides(check) && check.outcome !== "passed" && check.outcome !== "skipped";
}
