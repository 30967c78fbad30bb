// The numbers that runs gave. A run that failed, or had to be tried again, gives one that meets no limit (Infinity):
// left out, the slowest answers of all would be those that do not count.
import type { MeasuredValues } from "../model/check.ts";
import { isMeasuredBy, mostValues } from "../model/metric.ts";
import type { MetricTarget, Probe } from "../model/plan.ts";
import type { Try } from "./users.ts";

/** What stands for a number that there is not. */
export const NO_VALUE = Infinity;

/** By what name the numbers for a target are kept. */
export function metricOf({ from, metric, key }: MetricTarget): string {
  return from === null ? metric : key;
}

/** The metrics that targets want of a probe which is measured alone. */
export function metricsOf(probe: Probe, targets: readonly MetricTarget[]): readonly string[] {
  const wanted = targets.filter((target) => isMeasuredBy(target, probe) && mostValues(target, probe) > 0);
  return [...new Set(wanted.map(metricOf))];
}

/** The numbers of all users in these runs; for a run that is not good, one for each of these metrics. */
export function goodValues(runs: readonly Try[], metrics: readonly string[]): readonly MeasuredValues[] {
  return joined(
    runs.flatMap(({ turns }) =>
      turns.flatMap(({ attempt }) => (attempt.outcome === "passed" ? attempt.values : noValues(metrics))),
    ),
  );
}

function noValues(metrics: readonly string[]): readonly MeasuredValues[] {
  return metrics.map((metric) => ({ metric, values: [NO_VALUE] }));
}

/** The same with one more that is not good for each try that had to be repeated. */
export function withRepeated(
  values: readonly MeasuredValues[],
  repeated: number,
  metrics: readonly string[],
): readonly MeasuredValues[] {
  return joined([...values, ...Array.from({ length: repeated }, () => noValues(metrics)).flat()]);
}

/** All numbers of the same metric in one list. */
function joined(all: readonly MeasuredValues[]): readonly MeasuredValues[] {
  const byMetric = new Map<string, number[]>();
  for (const { metric, values } of all) {
    const known = byMetric.get(metric) ?? [];
    for (const value of values) known.push(value);
    byMetric.set(metric, known);
  }
  return [...byMetric].map(([metric, values]) => ({ metric, values }));
}
