// The judge's whole opinion of one cycle, from its facts and the loop's memory. Pure: same input, same bytes.
import type { Analysis, Pattern, Verdict } from "../model/analysis.ts";
import type { Cycle } from "../model/cycle.ts";
import { digest } from "../model/digest.ts";
import { bestTested, passes, type Loop } from "../model/loop.ts";
import { reveal } from "../text/untrusted.ts";
import { compare, UNCHANGED } from "./compare.ts";
import { findPatterns } from "./patterns.ts";
import { countsOf, missingTests, verdictOf } from "./verdict.ts";

export function analyse(cycle: Cycle, loop: Loop): Analysis {
  const verdict = verdictOf(cycle);
  const patterns = findPatterns(cycle.checks, cycle.commit, loop);
  const tests = cycle.checks.filter((check) => check.kind === "test");
  const probes = cycle.checks.filter((check) => check.kind === "probe");
  const passed = cycle.checks.filter((check) => check.outcome === "passed").length;
  const best = bestTested(loop);
  const tested = verdict.kind === "met" || verdict.kind === "not-met";
  return {
    verdict,
    tests: countsOf(tests, missingTests(cycle)),
    probes: countsOf(probes, 0),
    patterns,
    changes: tested ? compare(cycle, patterns, loop) : UNCHANGED,
    regression: tested && best !== null && passed < passes(best),
    signature: signatureOf(verdict, patterns, cycle),
  };
}

/** The same for two cycles that failed in the same way at the same revision. */
function signatureOf(verdict: Verdict, patterns: readonly Pattern[], cycle: Cycle): string {
  const parts = [verdict.kind, cycle.commit];
  if (verdict.kind === "not-tested" || verdict.kind === "unproven") parts.push(verdict.reason.kind);
  for (const { lastSeen } of verdict.kind === "not-tested" ? cycle.readiness : []) {
    parts.push(lastSeen === null ? "" : lastSeen.kind === "answer" ? String(lastSeen.status) : lastSeen.errno);
  }
  for (const pattern of patterns) {
    parts.push(pattern.fingerprint, ...[...pattern.checks].sort());
  }
  for (const deployment of cycle.deployments) {
    parts.push(reveal(deployment.name), String(deployment.command?.exitCode ?? ""));
  }
  return digest(...parts);
}
