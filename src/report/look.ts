// What nobody should miss although it decides nothing: flaky, degraded, near a limit, a weak key, a teardown that failed.
import { decisiveFailure, succeeded, type CheckResult } from "../model/check.ts";
import type { Phrase } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { brief } from "./brief.ts";
import { howEnded } from "./command-words.ts";
import { measuredWords } from "./bounds.ts";
import { joined, list } from "./names.ts";
import { count, figure } from "./words.ts";

/** Names in one line; the rest is counted. */
const MAX_NAMES = 3;

/** Later than this, and what was measured is partly our own slowness. */
const LATE_MS = 10;

export function lookAt(told: Told): readonly Phrase[] {
  const { cycle } = told;
  return [
    ...degraded(told),
    ...flaky(told),
    ...nearLimit(cycle.checks),
    ...weakKeys(cycle.checks),
    ...lateTimers(cycle.checks),
    ...skipped(told),
    ...(cycle.teardown === null || succeeded(cycle.teardown)
      ? []
      : [[`**Teardown:** its command ${howEnded(cycle.teardown)}.`]]),
  ];
}

function degraded({ analysis, cycle }: Told): readonly Phrase[] {
  const checks = cycle.checks.filter((check) => analysis.degraded.includes(check.key));
  if (checks.length === 0) return [];
  // Whoever got in or saw another one's data comes first, whatever the probe is said to mean.
  const alarms = checks.filter(isAlarm);
  const others = checks.filter((check) => !isAlarm(check));
  const said = [...alarms, ...others].map((check): Phrase => {
    const failure = decisiveFailure(check);
    return [check.name, ...(failure === null ? [] : [" (", ...brief(failure), ")"])];
  });
  return [["**Degraded**, which only warns: ", ...most(said), "."]];
}

function isAlarm(check: CheckResult): boolean {
  const facts = decisiveFailure(check)?.facts;
  return facts?.letIn !== undefined || facts?.foreignUser !== undefined;
}

function flaky({ analysis, cycle }: Told): readonly Phrase[] {
  const checks = cycle.checks.filter((check) => analysis.flaky.includes(check.key));
  if (checks.length === 0) return [];
  const said = checks.map(({ name, measured }): Phrase => {
    const last = measured?.earlier.at(-1);
    return [
      name,
      ` on try ${measured?.tries ?? 2}`,
      ...(last === undefined ? [] : [" (before: ", ...brief(last), ")"]),
    ];
  });
  return [["**Flaky**, passed only on another try: ", ...most(said), "."]];
}

function nearLimit(checks: readonly CheckResult[]): readonly Phrase[] {
  const near = checks.flatMap(({ name, outcome, measured }): readonly Phrase[] => {
    if (outcome !== "passed") return [];
    const bounds = (measured?.bounds ?? []).filter(
      ({ aggregate, seen, warn }) =>
        seen !== null && warn !== null && (aggregate === "min" ? seen < warn : seen > warn),
    );
    return bounds.map((bound): Phrase => [
      name,
      `: ${measuredWords([bound])} (warns at ${figure(bound.warn ?? 0, bound.unit)})`,
    ]);
  });
  return near.length === 0 ? [] : [["**Near the limit:** ", ...most(near), "."]];
}

function weakKeys(checks: readonly CheckResult[]): readonly Phrase[] {
  const weak = checks.filter((check) => check.measured?.token?.weakKey === true).length;
  if (weak === 0) return [];
  return [[`**Weak key:** the tokens of ${count(weak, "probe")} are signed with a key that is too short to be safe.`]];
}

function lateTimers(checks: readonly CheckResult[]): readonly Phrase[] {
  const late = Math.max(0, ...checks.map((check) => check.measured?.samples?.loopDelayMs.p99 ?? 0));
  if (late <= LATE_MS) return [];
  return [
    [`**Slow runner:** our own timers were up to ${figure(late, "ms")} late, so the measured times are partly ours.`],
  ];
}

/** Failed before and skipped now: a green page must not hide it. */
function skipped({ analysis, cycle }: Told): readonly Phrase[] {
  const checks = cycle.checks.filter(
    (check) => check.outcome === "skipped" && analysis.changes.unfinished.includes(check.key),
  );
  if (checks.length === 0) return [];
  return [
    [
      "**Skipped:** ",
      ...list(
        checks.map((each) => each.name),
        MAX_NAMES,
      ),
      " failed before and did not run now.",
    ],
  ];
}

function most(phrases: readonly Phrase[]): Phrase {
  const rest = phrases.length - MAX_NAMES;
  return [...joined(phrases.slice(0, MAX_NAMES), ", "), ...(rest > 0 ? [` and ${rest} more`] : [])];
}
