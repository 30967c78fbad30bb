// The fastest answer of staging, from what our own probes measured: no test that asked it can be faster.
import type { CheckResult, Measured } from "../../model/check.ts";

/** Values of samples that are one way there and back. */
const ROUND_TRIPS: ReadonlySet<string> = new Set(["http.first-byte", "ws.ping"]);

/** Milliseconds of the shortest round trip; null when nothing was measured. */
export function floorOf(checks: readonly CheckResult[]): number | null {
  let floor: number | null = null;
  for (const { kind, measured } of checks) {
    if (kind !== "probe" || measured === null) continue;
    for (const ms of roundTrips(measured)) if (floor === null || ms < floor) floor = ms;
  }
  return floor;
}

/** A new connection takes one round trip, an answer at least one. */
function roundTrips({ timings, values }: Measured): readonly number[] {
  const told = [timings?.tcpMs ?? null, timings?.firstByteMs ?? null];
  const sampled = values.filter((each) => ROUND_TRIPS.has(each.metric)).flatMap((each) => each.values);
  return [...told, ...sampled].flatMap((ms) => (ms !== null && Number.isFinite(ms) && ms > 0 ? [ms] : []));
}
