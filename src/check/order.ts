// In which order probes run: what they need before them, then by priority, then as they are written.
import type { CheckResult } from "../model/check.ts";
import type { Probe, Suite } from "../model/plan.ts";

/** Probes without a priority come last. */
export function byPriority(probes: readonly Probe[]): readonly Probe[] {
  const rank = ({ priority }: Probe): number => priority ?? Infinity;
  return probes.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
}

/** The preflight probes and everything that they need themselves. */
export function preflightOf(probes: readonly Probe[]): readonly Probe[] {
  const wanted = new Set(probes.filter((probe) => probe.preflight).map((probe) => probe.key));
  for (let before = -1; before !== wanted.size;) {
    before = wanted.size;
    for (const probe of probes) if (wanted.has(probe.key)) for (const need of probe.needs) wanted.add(need);
  }
  return probes.filter((probe) => wanted.has(probe.key));
}

/** Those that are measured alone, and whatever needs one of them and so comes after it. */
export function aloneOf(probes: readonly Probe[]): readonly Probe[] {
  const alone = new Set(probes.filter((probe) => probe.samples !== null).map((probe) => probe.key));
  for (let before = -1; before !== alone.size;) {
    before = alone.size;
    for (const { key, needs } of probes) if (needs.some((need) => alone.has(need))) alone.add(key);
  }
  return probes.filter((probe) => alone.has(probe.key));
}

/** The keys of what a check needs and did not pass. */
export function blockersOf(waiting: Probe | Suite, done: ReadonlyMap<string, CheckResult>): readonly string[] {
  return waiting.needs.filter((need) => done.get(need)?.outcome !== "passed");
}
