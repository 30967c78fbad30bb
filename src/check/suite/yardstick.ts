// What the time of a pass is compared with: the fastest answer of staging, the gap between the suite's own quick and slow
// tests, or a millisecond.
import type { SuiteContact } from "../../model/check.ts";
import type { TimedTest } from "./durations.ts";

export interface Yardstick {
  readonly basis: SuiteContact["basis"];
  readonly thresholdMs: number | null;
  /** What a time shows by itself; null where the report's clock is too coarse to say. */
  readonly level: (durationMs: number) => "indicated" | "not-shown" | null;
}

export const NO_TIMING: Yardstick = { basis: "no-timing", thresholdMs: null, level: () => null };

/** No network is faster there and back. */
const MILLISECOND = 1;
/** Quick tests stay below this, and the slow ones are slower by this factor and in the middle by that time. */
const QUICK_MS = 10;
const FACTOR = 10;
const SLOW_MEDIAN_MS = 50;
/** Fewer slow tests than this, or than this share, are outliers: the first test that warms something up. */
const LEAST_SLOW = 2;
const LEAST_SLOW_SHARE = 0.1;

export function floorYardstick(floorMs: number, resolutionMs: number): Yardstick {
  return { basis: "floor", thresholdMs: floorMs, level: levelBelow(floorMs, resolutionMs) };
}

/** Without an answer of staging to compare with: by the suite's own times where they tell, else by what no network beats. */
export function ownYardstick(tests: readonly TimedTest[], resolutionMs: number): Yardstick {
  const gap = gapOf(tests, resolutionMs);
  if (gap !== null) return { basis: "spread", thresholdMs: gap, level: levelBelow(gap, resolutionMs) };
  return {
    basis: "millisecond",
    thresholdMs: MILLISECOND,
    level: (durationMs) => (durationMs > MILLISECOND ? "indicated" : resolutionMs <= MILLISECOND ? "not-shown" : null),
  };
}

/** A time in a report may have been anything up to one step of its clock more. */
function levelBelow(thresholdMs: number, resolutionMs: number): Yardstick["level"] {
  return (durationMs) =>
    durationMs >= thresholdMs ? "indicated" : durationMs + resolutionMs < thresholdMs ? "not-shown" : null;
}

/** The middle of the widest gap between quick and slow tests; null where there are no two such groups. */
function gapOf(tests: readonly TimedTest[], resolutionMs: number): number | null {
  const times = tests.map((each) => each.durationMs).toSorted((a, b) => a - b);
  let widest: { readonly factor: number; readonly middle: number } | null = null;
  for (let at = 1; at < times.length; at++) {
    const quick = times[at - 1] ?? 0;
    const slow = times[at] ?? 0;
    if (quick + resolutionMs > QUICK_MS) break;
    // Zero stands for anything below one step.
    const below = Math.max(quick, resolutionMs);
    if (slow < FACTOR * below || !areSlow(times, at)) continue;
    if (widest === null || slow / below > widest.factor) {
      widest = { factor: slow / below, middle: Math.sqrt(below * slow) };
    }
  }
  return widest === null ? null : Math.round(widest.middle * 1_000) / 1_000;
}

/** The times from `at` on are a group of their own, and slow. */
function areSlow(times: readonly number[], at: number): boolean {
  const count = times.length - at;
  const median = times[at + Math.floor(count / 2)] ?? 0;
  return count >= Math.max(LEAST_SLOW, LEAST_SLOW_SHARE * times.length) && median >= SLOW_MEDIAN_MS;
}
