// Names of suites in front of the names of their tests: needed where several suites may have tests of the same name.
import type { CheckResult } from "../model/check.ts";
import type { Cycle } from "../model/cycle.ts";
import type { Phrase } from "../model/report.ts";
import type { Untrusted } from "../text/untrusted.ts";
import { isSame } from "./plain.ts";

/** By key; empty where there is only one suite, which needs no name. */
export type SuiteNames = ReadonlyMap<string, Untrusted>;

export function suiteNames({ suites, checks }: Pick<Cycle, "suites" | "checks">): SuiteNames {
  const names = new Map(suites.map(({ key, name }) => [key, name]));
  // One that was blocked has left nothing but a check that says so.
  for (const { suite, name } of checks.filter(isBlockedSuite)) if (suite !== null) names.set(suite, name);
  return names.size > 1 ? names : new Map();
}

/** It stands for a whole suite that was not run because what it needs failed. */
export function isBlockedSuite({ kind, outcome }: CheckResult): boolean {
  return kind === "test" && outcome === "blocked";
}

/** null: there is one suite only, or the check is of none, or it is called as its suite is. */
export function suiteOf({ suite, name }: CheckResult, names: SuiteNames): Untrusted | null {
  const found = suite === null ? undefined : names.get(suite);
  return found === undefined || isSame(found, name) ? null : found;
}

/** "`api` › `works`". */
export function named(check: CheckResult, names: SuiteNames): Phrase {
  const suite = suiteOf(check, names);
  return suite === null ? [check.name] : [suite, " › ", check.name];
}
