// What every kind of probe has in common when it is done.
import { PLAIN, type CheckResult, type Failure, type Measured, type Outcome } from "../model/check.ts";
import type { Probe } from "../model/plan.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";

export interface End {
  readonly outcome: Outcome;
  readonly failure?: Failure | null;
  readonly durationMs?: number | null;
  readonly blockedBy?: readonly string[];
  readonly measured?: Measured | null;
  readonly at?: number | null;
}

export function probeResult(probe: Probe, end: End): CheckResult {
  return {
    ...PLAIN,
    at: end.at ?? null,
    priority: probe.priority,
    key: probe.key,
    kind: "probe",
    name: probe.name,
    group: null,
    suite: null,
    outcome: end.outcome,
    durationMs: end.durationMs ?? null,
    failure: end.failure ?? null,
    blockedBy: end.blockedBy ?? [],
    preflight: probe.preflight,
    severity: probe.severity,
    measured: end.measured ?? null,
  };
}

/** "GET /api/me": what was asked, without host and query, which may carry secrets and never decide. */
export function targetOf(method: string, url: Untrusted): Untrusted {
  const path = /^(?:[a-z]+:\/\/[^/?#]*|\$\{deploy\.[^{}]*\})([^?#]*)/iu.exec(reveal(url))?.[1] ?? "";
  return untrusted(`${method} ${path === "" ? "/" : path}`);
}
