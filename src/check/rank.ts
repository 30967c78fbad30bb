// Which of several failures of a probe is told: none that may pass by itself hides one that will not.
import type { Failure } from "../model/check.ts";
import type { Probe } from "../model/plan.ts";
import type { Attempt } from "./attempt.ts";
import { probeResult } from "./probe-result.ts";
import type { Session } from "./session.ts";

/** Above all stands who saw foreign data or was let in. */
export const ALARM = 5;

/** The lowest of what failed: nothing was measured, because the run was cancelled. */
export const CUT_OFF = 1;

/** What was measured and missed says more than what could not be measured. */
export function rankOf(probe: Probe, { outcome, failure }: Attempt, session: Session): number {
  if (outcome === "passed") return 0;
  if (isAlarm(failure)) return ALARM;
  if (outcome === "errored" && failure?.facts.errno === "CANCELLED") return CUT_OFF;
  if (session.hooks.classOf(probeResult(probe, { outcome, failure })).transient === "no") return 4;
  return outcome === "failed" ? 3 : 2;
}

function isAlarm(failure: Failure | null): boolean {
  return failure?.facts.letIn !== undefined || failure?.facts.foreignUser !== undefined;
}
