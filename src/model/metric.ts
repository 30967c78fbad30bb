// What a target says, in words and in the numbers that it needs before it can be judged.
import { reveal } from "../text/untrusted.ts";
import type { Aggregate, Bound, MetricTarget, Probe } from "./plan.ts";

/** Fewer values than this are no data: the nearest rank of a percentile would be the largest value, whatever it is. */
export const LEAST_VALUES = {
  p50: 2,
  p75: 4,
  p90: 10,
  p95: 20,
  p99: 100,
  max: 1,
  min: 1,
  mean: 1,
} as const satisfies Readonly<Record<Aggregate, number>>;

/** "p95 ≤ 100 ms", "min ≥ 0.7", "max ≤ 2048 bytes". */
export function boundText(metric: string, { aggregate, limit }: Bound): string {
  return `${aggregate} ${aggregate === "min" ? "≥" : "≤"} ${limit}${unitOf(metric)}`;
}

/** " ms" for what we measure in time, " bytes" for a size, nothing for a value of the user's. */
export function unitOf(metric: string): string {
  if (metric === "http.size") return " bytes";
  return metric.startsWith("http.") || metric.startsWith("ws.") ? " ms" : "";
}

/** Latency is only taken from probes that are measured alone. */
export function needsSamples({ metric, from }: MetricTarget): boolean {
  return from === null && metric !== "http.size";
}

/** How many values of a number that we measure one probe gives at most; pings are repeated on one connection. */
export function mostValues(target: MetricTarget, probe: Probe): number {
  const { metric } = target;
  if (!needsSamples(target)) return probe.samples?.count ?? probe.users;
  if (probe.samples === null) return 0;
  if (probe.kind === "http") return probe.samples.count;
  const pings = probe.steps.filter(({ kind }) => kind === "ping").length;
  if (metric === "ws.ping") return pings * probe.samples.count;
  const runs = pings > 0 ? 1 : probe.samples.count;
  return metric === "ws.handshake" ? runs * probe.steps.filter(({ kind }) => kind === "connect").length : runs;
}

/** Whether a probe gives values for a target: it measures such numbers and has one of the tags. */
export function isMeasuredBy({ metric, from, tags }: MetricTarget, probe: Probe): boolean {
  const kind = from !== null ? probe.kind : metric.startsWith("ws.") ? "websocket" : "http";
  const wanted = new Set(tags.map(reveal));
  return probe.kind === kind && (wanted.size === 0 || probe.tags.some((tag) => wanted.has(reveal(tag))));
}
