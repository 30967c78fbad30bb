// What every kind of probe has in common when it is done.
import type { CheckResult, Failure, Outcome } from "../model/check.ts";
import type { Probe } from "../model/plan.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";

export function probeResult(
  probe: Probe,
  durationMs: number | null,
  end: { readonly outcome: Outcome; readonly failure: Failure | null; readonly blockedBy?: readonly string[] },
): CheckResult {
  return {
    key: probe.key,
    kind: "probe",
    name: probe.name,
    group: null,
    suite: null,
    outcome: end.outcome,
    durationMs,
    failure: end.failure,
    blockedBy: end.blockedBy ?? [],
    preflight: probe.preflight,
  };
}

/** "GET /api/me": what was asked, without host and query, which may carry secrets and never decide. */
export function targetOf(method: string, url: Untrusted): Untrusted {
  const path = /^[a-z]+:\/\/[^/?#]*([^?#]*)/iu.exec(reveal(url))?.[1] ?? "";
  return untrusted(`${method} ${path === "" ? "/" : path}`);
}
