// Gives the finished checks what the plan says of them by name: how important they are, and whether they decide yet. Who
// forgives also has to see what a forgiven failure hides.
import { decides, isBroken, isOld, isUnreadable, type CheckResult, type SuiteRun } from "../../model/check.ts";
import type { QuarantineNote } from "../../model/cycle.ts";
import type { Plan, Quarantine } from "../../model/plan.ts";
import { createMatcher, namesOf } from "../names.ts";
import { whatWasCutShort } from "./hides.ts";

export interface Marked {
  readonly checks: readonly CheckResult[];
  /** Entries whose day is over, or that match no check. */
  readonly notes: readonly QuarantineNote[];
}

interface Entry {
  readonly entry: Quarantine;
  readonly isOver: boolean;
}

/** `suites` are the runs that there were; `now` is in milliseconds since 1970. */
export function markChecks(
  checks: readonly CheckResult[],
  plan: Pick<Plan, "quarantine" | "suites">,
  suites: readonly SuiteRun[],
  now: number,
): Marked {
  const entries: readonly Entry[] = plan.quarantine.map((entry) => ({ entry, isOver: isOver(entry, now) }));
  const entriesFor = createMatcher(plan.quarantine.map(({ match }) => match));
  const priorities = new Map(
    plan.suites.map(({ key, priorities: rules }) => [
      key,
      { rules, rulesFor: createMatcher(rules.map(({ match }) => match)) },
    ]),
  );
  const used = new Set<Quarantine>();
  const marked = checks.map((check) => {
    const own = check.suite === null ? undefined : priorities.get(check.suite);
    if (entries.length === 0 && (own === undefined || own.rules.length === 0)) return check;
    const names = namesOf(check);
    const [first = -1] = own?.rulesFor(names) ?? [];
    const priority = own?.rules[first]?.priority ?? check.priority;
    const matching = isOutside(check) ? [] : entriesFor(names).flatMap((at) => entries[at] ?? []);
    for (const { entry } of matching) used.add(entry);
    const mayStandAside = !check.preflight && check.outcome !== "blocked";
    const valid = mayStandAside ? matching.find((each) => !each.isOver)?.entry : undefined;
    if (valid === undefined) return priority === check.priority ? check : { ...check, priority };
    const { until, why } = valid;
    return { ...check, priority, severity: "warn" as const, quarantine: { until, why } };
  });
  const isWhole = plan.suites.every(({ key }) => suites.some((run) => run.key === key && isComplete(run)));
  const notes = entries.flatMap(({ entry, isOver: over }): readonly QuarantineNote[] => {
    const kind = over ? "over" : isWhole && !used.has(entry) ? "matches-nothing" : null;
    return kind === null ? [] : [{ match: entry.match, until: entry.until, kind }];
  });
  return { checks: [...asideWithTheirNeeds(marked), ...cutShort(marked, plan, suites)], notes };
}

/** A set-up or a command that failed, or a suite that did not run, is no test that is known to fail. */
function isOutside({ kind, test }: CheckResult): boolean {
  return kind === "test" && test === null;
}

/**
 * A probe that only what is in quarantine keeps from running stands aside with it. A suite does not: tests that did not
 * run prove nothing, whoever is to blame.
 */
function asideWithTheirNeeds(checks: readonly CheckResult[]): readonly CheckResult[] {
  const aside = new Map(checks.flatMap(({ key, quarantine }) => (quarantine === null ? [] : [[key, quarantine]])));
  const waiting = checks.filter((each) => each.outcome === "blocked" && !each.preflight && !isOutside(each));
  if (aside.size === 0 || waiting.length === 0) return checks;
  for (let before = -1; before !== aside.size;) {
    before = aside.size;
    for (const { key, blockedBy } of waiting) {
      const [first] = blockedBy;
      const quarantine = first === undefined ? undefined : aside.get(first);
      if (quarantine !== undefined && blockedBy.every((each) => aside.has(each))) aside.set(key, quarantine);
    }
  }
  return checks.map((check) => {
    const quarantine = check.quarantine ?? aside.get(check.key) ?? null;
    return quarantine === check.quarantine ? check : { ...check, severity: "warn" as const, quarantine };
  });
}

/** What stopped early and is not red any more, because its failures are in quarantine. */
function cutShort(
  checks: readonly CheckResult[],
  plan: Pick<Plan, "suites">,
  runs: readonly SuiteRun[],
): readonly CheckResult[] {
  return runs.flatMap((run) => {
    const suite = plan.suites.find(({ key }) => key === run.key);
    if (suite === undefined || run.runner === null || run.runner.stopped === null) return [];
    const own = checks.filter((each) => each.suite === run.key);
    if (own.some((each) => isBroken(each) && decides(each))) return [];
    const held = own.filter((each) => each.test !== null && each.outcome !== "not-run").length + run.beyond.tests;
    return whatWasCutShort(suite, run, held) ?? [];
  });
}

/** The day is the last one on which it does not decide, to its end in UTC. */
function isOver({ until }: Quarantine, now: number): boolean {
  return now >= Date.parse(`${until}T00:00:00Z`) + 86_400_000;
}

/** Every test that there is has its result, so that a name that is not among them is wrong. */
function isComplete({ command, reports, tests, beyond }: SuiteRun): boolean {
  const ended = command.exitCode !== null && !command.timedOut && tests > 0;
  return ended && beyond.tests + beyond.notRun === 0 && !reports.some((each) => isOld(each) || isUnreadable(each));
}
