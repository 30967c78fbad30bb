// The judge's whole opinion of one cycle, from its facts and the loop's memory. Pure: same input, same bytes.
import type { Analysis, Counts, Pattern, Verdict } from "../model/analysis.ts";
import { decides, decisiveFailure, isBroken, isFlaky, type CheckResult } from "../model/check.ts";
import type { Cycle } from "../model/cycle.ts";
import { digest } from "../model/digest.ts";
import { isRegression } from "../model/best.ts";
import type { Loop } from "../model/loop.ts";
import { reveal } from "../text/untrusted.ts";
import { compare, UNCHANGED } from "./changes/compare.ts";
import { componentStates } from "./declared/components.ts";
import { criterionStates } from "./declared/criteria.ts";
import { explainedBy } from "./errors/explained.ts";
import { findPatterns } from "./errors/patterns.ts";
import { countsOf, testsOf } from "./counts.ts";
import { judgeTarget, reachOf } from "./target.ts";
import { shrunkSince } from "./shrunk.ts";
import { verdictOf } from "./verdict.ts";

export function analyse(cycle: Cycle, loop: Loop): Analysis {
  const verdict = verdictOf(cycle, loop);
  // With our own network down nothing is judged: what failed tells of us. Who was let in was let in all the same.
  const isBlind = verdict.kind === "not-tested" && verdict.reason.kind === "control-failed";
  const judged = isBlind ? cycle.checks.filter(isAlarming) : cycle.checks;
  const deciding = judged.filter(decides);
  const tested = verdict.kind === "met" || verdict.kind === "not-met";
  const patterns = findPatterns(deciding, cycle, loop, tested);
  const changes = tested ? compare(cycle, patterns, loop) : UNCHANGED;
  const counts = (kind: "probe" | "target"): Counts =>
    countsOf(cycle.checks.filter((check) => check.kind === kind && decides(check)));
  const tests = testsOf(cycle);
  const probes = counts("probe");
  return {
    verdict,
    tests,
    probes,
    targets: counts("target"),
    target: judgeTarget(cycle),
    beyondReach: verdict.kind === "not-tested" ? null : reachOf(cycle),
    flaky: judged.filter(isFlaky).map((check) => check.key),
    degraded: judged.filter((check) => !decides(check) && isBroken(check)).map((check) => check.key),
    patterns,
    components: componentStates(cycle, loop, verdict.kind, (failed) => !isBlind || isAlarming(failed)),
    criteria: criterionStates(cycle, patterns, tested),
    explained: tested ? explainedBy(cycle, patterns, changes, loop) : loop.explained,
    changes,
    shrunk: tested ? shrunkSince(cycle, loop) : null,
    regression: tested && isRegression(cycle, { tests, probes }, loop),
    signature: signatureOf(verdict, patterns, cycle),
  };
}

function isAlarming(check: CheckResult): boolean {
  const facts = decisiveFailure(check)?.facts;
  return facts?.letIn !== undefined || facts?.foreignUser !== undefined;
}

/** The same for two cycles that failed in the same way at the same revision. */
function signatureOf(verdict: Verdict, patterns: readonly Pattern[], cycle: Cycle): string {
  const parts = [verdict.kind, cycle.commit];
  if (verdict.kind === "not-tested" || verdict.kind === "unproven") parts.push(verdict.reason.kind);
  // However our own network is down, it is the same obstacle.
  if (verdict.kind === "not-tested" && verdict.reason.kind === "control-failed") return digest(...parts);
  if (cycle.setup !== null) parts.push(String(cycle.setup.exitCode));
  for (const { lastSeen } of verdict.kind === "not-tested" ? cycle.readiness : []) {
    parts.push(lastSeen === null ? "" : lastSeen.kind === "answer" ? String(lastSeen.status) : lastSeen.errno);
  }
  for (const pattern of patterns) {
    parts.push(pattern.fingerprint, [...pattern.checks].sort().join(" "));
  }
  for (const deployment of cycle.deployments) {
    parts.push(reveal(deployment.name), String(deployment.command?.exitCode ?? ""));
  }
  return digest(...parts);
}
