// A suite that was not run because what it needs failed.
import { PLAIN, type CheckResult } from "../../model/check.ts";
import { digest } from "../../model/digest.ts";
import type { Suite } from "../../model/plan.ts";

/** One check that says so, for all the tests that it had to run at least. */
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
    ...PLAIN,
    preflight: false,
    severity: "fail",
    measured: null,
    ...(suite.minTests > 1 ? { standsFor: suite.minTests } : {}),
  };
}
