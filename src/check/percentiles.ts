// One number from many: percentiles by nearest rank, so that each is a value that was really seen.
import type { Aggregate } from "../model/plan.ts";

const PERCENTS = { p50: 50, p75: 75, p90: 90, p95: 95, p99: 99 } as const;

/** NaN for no values. */
export function aggregateOf(values: readonly number[], aggregate: Aggregate): number {
  switch (aggregate) {
    case "max":
      return values.reduce((a, b) => Math.max(a, b), values[0] ?? Number.NaN);
    case "min":
      return values.reduce((a, b) => Math.min(a, b), values[0] ?? Number.NaN);
    case "mean":
      return meanOf(values);
    case "p50":
    case "p75":
    case "p90":
    case "p95":
    case "p99":
      return percentile(values, PERCENTS[aggregate]);
  }
}

/** A sum of many is rounded: the mean of equal values must not miss the limit that each of them meets. */
function meanOf(values: readonly number[]): number {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  return Math.min(aggregateOf(values, "max"), Math.max(aggregateOf(values, "min"), mean));
}

/** The smallest value that at least `percent` of 100 values do not exceed. Whole percents, so that no rank is rounded. */
function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? Number.NaN;
}
