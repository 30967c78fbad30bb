// The way of one cycle, step by step, for the folded table.
import type { Analysis, Counts } from "../model/analysis.ts";
import { decides, succeeded } from "../model/check.ts";
import type { Cycle } from "../model/cycle.ts";
import type { Phrase, StepRow } from "../model/report.ts";
import { untrusted } from "../text/untrusted.ts";
import { deploySteps, isDeployed, rollbackSteps } from "./deploy-steps.ts";
import { joined, list } from "./names.ts";
import { controlStep, hookStep, outputSteps, targetSteps, timerSteps, tokenSteps } from "./proof.ts";
import { isRevisionOf, shortRevision } from "./slug.ts";
import { becauseOf } from "./no-result.ts";
import { isBlockedSuite } from "./suite-names.ts";
import { suiteSteps } from "./suite-steps.ts";
import { capital, duration, short } from "./words.ts";

export function stepsOf(cycle: Cycle, analysis: Analysis): readonly StepRow[] {
  return [
    ...deploySteps(cycle),
    ...servedStep(cycle),
    ...hookStep("Set-up", cycle.setup),
    ...controlStep(cycle),
    ...preflightStep(cycle),
    ...probesStep(cycle, analysis),
    ...tokenSteps(cycle),
    ...targetSteps(cycle),
    ...timerSteps(cycle),
    ...cycle.suites.flatMap((suite) => suiteSteps(suite, cycle.checks)),
    ...blockedSteps(cycle),
    ...(analysis.tests.total > 0 ? [{ name: "Tests", result: counts(analysis.tests) }] : []),
    ...hookStep("Teardown", cycle.teardown),
    ...rollbackSteps(cycle),
    ...outputSteps(cycle),
  ];
}

/** "Deployed and served ✅ · preflight ✅ · probes 11 of 14 · tests 47 of 58". */
export function stepsTitle(cycle: Cycle, analysis: Analysis): string {
  const deployed = isDeployed(cycle);
  const awaited = cycle.readiness.filter((each) => each.state !== "not-awaited");
  const ready = awaited.every((each) => each.state !== "not-ready");
  const preflight = cycle.checks.filter((check) => check.preflight);
  const parts = [
    cycle.deployments.some((each) => each.command !== null) ? `deployed ${mark(deployed)}` : "",
    deployed && awaited.length > 0 ? `served ${mark(ready)}` : "",
    cycle.setup === null ? "" : `set-up ${mark(succeeded(cycle.setup))}`,
    preflight.length > 0 ? `preflight ${mark(preflight.every((check) => check.outcome === "passed"))}` : "",
    analysis.probes.total > 0 ? `probes ${analysis.probes.passed} of ${analysis.probes.total}` : "",
    analysis.targets.total > 0 ? `targets ${analysis.targets.passed} of ${analysis.targets.total}` : "",
    analysis.tests.total > 0 ? `tests ${analysis.tests.passed} of ${analysis.tests.total}` : "",
  ];
  return capital(parts.filter(Boolean).join(" · "));
}

function servedStep(cycle: Cycle): readonly StepRow[] {
  return cycle.readiness.map((each, at): StepRow => {
    const after = cycle.servedAfter[at] ?? null;
    if (each.state === "not-awaited") return { name: "Served", result: [each.name, ": not asked"] };
    if (each.state === "not-ready") {
      const seen = each.lastSeen;
      const last: Phrase =
        seen === null
          ? []
          : seen.kind === "answer"
            ? [`; last answer ${seen.status} `, seen.excerpt]
            : ["; last try: ", seen.message];
      return { name: "Served", result: [each.name, ` not ready in ${duration(each.elapsedMs)}`, ...last] };
    }
    if (each.revisionMatches === null) return { name: "Served", result: [each.name, " healthy; revision not told"] };
    const commit = untrusted(short(cycle.commit));
    if (after === null) return { name: "Served", result: [each.name, " ", commit, " before the tests"] };
    const same: Phrase = [each.name, " ", commit, " before and after the tests"];
    const other: Phrase = [each.name, " ", commit, " before the tests, ", shortRevision(after), " after them"];
    return { name: "Served", result: isRevisionOf(after, cycle.commit) ? same : other };
  });
}

function preflightStep(cycle: Cycle): readonly StepRow[] {
  const preflight = cycle.checks.filter((check) => check.preflight);
  if (preflight.length === 0) return [];
  const good = preflight.filter((check) => check.outcome === "passed").length;
  return [
    { name: "Preflight", result: [`${good} of ${preflight.length}: `, ...list(preflight.map((each) => each.name))] },
  ];
}

/** What decides, and beside it what does not. */
function probesStep({ checks }: Cycle, { probes }: Analysis): readonly StepRow[] {
  const beside = checks.filter((check) => check.kind === "probe" && !decides(check));
  if (probes.total + probes.skipped + beside.length === 0) return [];
  const good = beside.filter((check) => check.outcome === "passed").length;
  const extra: Phrase =
    beside.length === 0 ? [] : [`only warning: ${good} of ${beside.length} ${beside.length === 1 ? "passes" : "pass"}`];
  return [{ name: "Probes", result: joined([probes.total + probes.skipped > 0 ? counts(probes) : [], extra], "; ") }];
}

/** Suites whose turn did not come. */
function blockedSteps(cycle: Cycle): readonly StepRow[] {
  return cycle.checks
    .filter((check) => isBlockedSuite(check) && !cycle.suites.some(({ key }) => key === check.suite))
    .map((check): StepRow => ({ name: "Suite", result: [check.name, ...becauseOf(check, cycle)] }));
}

function counts(each: Counts): Phrase {
  const rest = [
    each.failed > 0 ? `${each.failed} failed` : "",
    each.errored > 0 ? `${each.errored} could not be measured` : "",
    each.blocked > 0 ? `${each.blocked} blocked` : "",
    each.notRun > 0 ? `${each.notRun} did not run` : "",
    each.skipped > 0 ? `${each.skipped} skipped` : "",
  ].filter(Boolean);
  return [
    `${each.passed} of ${each.total} ${each.total === 1 ? "passes" : "pass"}${rest.length > 0 ? `; ${rest.join(", ")}` : ""}`,
  ];
}

function mark(good: boolean): string {
  return good ? "✅" : "❌";
}
