// What nobody should miss although it decides nothing: passes that show no contact, tests that are gone, flaky, degraded,
// in quarantine, a class put aside, near a limit, a weak key, a teardown that failed.
import { decides, decisiveFailure, isOld, isUnreadable, succeeded, type CheckResult } from "../model/check.ts";
import type { Phrase } from "../model/report.ts";
import type { Told } from "../model/told.ts";
import { beginningLines } from "./beginning.ts";
import { inBrief } from "./in-brief.ts";
import { howEnded } from "./command-words.ts";
import { measuredWords } from "./bounds.ts";
import { contactLines } from "./contact.ts";
import { doubtLines } from "./doubts.ts";
import { joined, list } from "./names.ts";
import { besideLines } from "./night-beside.ts";
import { isSilent, noResultLines } from "./no-result.ts";
import { ownClassLines } from "./own-classes.ts";
import { isQuarantined, quarantineLines } from "./quarantine.ts";
import { suspiciousLines } from "./suspicious.ts";
import { named, suiteNames } from "./suite-names.ts";
import { isRetryEmpty, onceEach } from "./suite-steps.ts";
import { unreachableLine } from "./target.ts";
import { unreadWords } from "./unproven.ts";
import { writtenElsewhere } from "./written.ts";
import { count, figure } from "./words.ts";

/** Names in one line; the rest is counted. */
const MAX_NAMES = 3;

/** Later than this, and what was measured is partly our own slowness. */
const LATE_MS = 10;

export function lookAt(told: Told): readonly Phrase[] {
  const { cycle } = told;
  const alarming = cycle.checks.some((check) => !decides(check) && isAlarm(check));
  return [
    // Who got in or saw what is not theirs is never a click away.
    ...(alarming ? degraded(told) : []),
    ...besideLines(told),
    ...unreachableLine(told.analysis),
    ...noResultLines(told),
    ...beginningLines(told),
    ...doubtLines(told),
    ...suspiciousLines(told),
    ...unread(told),
    ...emptyRetries(told),
    ...contactLines(told),
    ...(alarming ? [] : degraded(told)),
    ...quarantineLines(told),
    ...ownClassLines(told),
    ...flaky(told),
    ...comingAndGoing(told),
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
  const keys = new Set(analysis.degraded);
  const checks = cycle.checks.filter((check) => keys.has(check.key) && !isQuarantined(check));
  if (checks.length === 0) return [];
  const names = suiteNames(cycle);
  // Whoever got in or saw another one's data comes first, whatever the probe is said to mean.
  const alarms = checks.filter(isAlarm);
  const others = checks.filter((check) => !isAlarm(check));
  const said = [...alarms, ...others].map((check): Phrase => {
    const failure = decisiveFailure(check);
    return [...named(check, names), ...(failure === null ? [] : [" (", ...inBrief(failure), ")"])];
  });
  return [["**Degraded**, which only warns: ", ...most(said), "."]];
}

function isAlarm(check: CheckResult): boolean {
  const facts = decisiveFailure(check)?.facts;
  return facts?.letIn !== undefined || facts?.foreignUser !== undefined;
}

/** At one commit passed and failed: nothing that was changed explains it. */
function comingAndGoing({ analysis: { changes }, cycle }: Told): readonly Phrase[] {
  const keys = new Set(changes.flaky);
  const checks = cycle.checks.filter((check) => keys.has(check.key));
  if (checks.length === 0) return [];
  const names = suiteNames(cycle);
  const said = checks.slice(0, MAX_NAMES).map((check): Phrase => [...named(check, names)]);
  return [["**Flaky**, passed and failed at this same commit: ", ...most(said, checks.length), "."]];
}

function flaky({ analysis, cycle }: Told): readonly Phrase[] {
  const keys = new Set(analysis.flaky);
  const checks = cycle.checks.filter((check) => keys.has(check.key));
  if (checks.length === 0) return [];
  const names = suiteNames(cycle);
  const said = checks.slice(0, MAX_NAMES).map((check): Phrase => {
    const { measured, test } = check;
    const earlier = measured?.earlier ?? test?.earlier ?? [];
    const last = earlier.at(-1);
    return [
      ...named(check, names),
      ` on try ${measured?.tries ?? earlier.length + 1}`,
      ...(last === undefined ? [] : [" (before: ", ...inBrief(last), ")"]),
    ];
  });
  return [["**Flaky**, passed only on another try: ", ...most(said, checks.length), "."]];
}

/** Where the verdict does not tell it already: a file that nobody could read may hold more failures. */
function unread({ analysis: { verdict }, cycle }: Told): readonly Phrase[] {
  if (verdict.kind !== "not-met") return [];
  const unreadable = onceEach(cycle.suites.flatMap((suite) => suite.reports.filter(isUnreadable)));
  // What a suite without any result left, or did not, is said where the suite is.
  const old = cycle.suites.flatMap((suite) =>
    isSilent(suite) ? [] : suite.reports.filter(isOld).map((report) => ({ suite, report })),
  );
  const [first, ...others] = old;
  const rest =
    others.length === 0 ? "" : `, nor ${others.length === 1 ? "was 1 other" : `were ${others.length} others`}`;
  const said = joined(
    [
      unreadable.length === 0 ? [] : unreadWords(unreadable),
      first === undefined
        ? []
        : [first.report.path, ` was not written by this run${rest}`, ...writtenElsewhere(first.suite)],
    ],
    "; ",
  );
  return said.length === 0 ? [] : [["**Reports:** ", ...said, "."]];
}

/** A second try that told nothing of what had failed. */
function emptyRetries({ cycle: { suites, checks } }: Told): readonly Phrase[] {
  const names = suites.filter((suite) => isRetryEmpty(suite, checks)).map(({ name }) => name);
  return names.length === 0
    ? []
    : [
        [
          "**Second try** of ",
          ...list(names, MAX_NAMES),
          ": it left no result of what had failed, so it proves nothing.",
        ],
      ];
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
  const unfinished = new Set(analysis.changes.unfinished);
  const checks = cycle.checks.filter((check) => check.outcome === "skipped" && unfinished.has(check.key));
  if (checks.length === 0) return [];
  const names = suiteNames(cycle);
  return [
    [
      "**Skipped:** ",
      ...most(
        checks.slice(0, MAX_NAMES).map((each) => named(each, names)),
        checks.length,
      ),
      " failed before and did not run now.",
    ],
  ];
}

function most(phrases: readonly Phrase[], all = phrases.length): Phrase {
  const rest = all - MAX_NAMES;
  return [...joined(phrases.slice(0, MAX_NAMES), ", "), ...(rest > 0 ? [` and ${rest} more`] : [])];
}
