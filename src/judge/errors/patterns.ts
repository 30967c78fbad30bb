// Turns failures into errors: one pattern per fingerprint, causes before what follows from them, the heaviest first.
import type { Pattern } from "../../model/analysis.ts";
import type { CheckResult } from "../../model/check.ts";
import type { Cycle } from "../../model/cycle.ts";
import type { LedgerError, Loop } from "../../model/loop.ts";
import { findCauses, type Causes } from "./causes.ts";
import { gather, type Gathered } from "./gather.ts";
import { heavierFirst, isOthers, ownReach, type Reach } from "./rank.ts";
import { sinceOf, type Now } from "./since.ts";
import { stagingHosts } from "./staging-hosts.ts";
import { transienceOf } from "./transience.ts";
import { whyOf } from "./why.ts";

/** `checks` are those that count; `isTested`: what they show is about the commit. */
export function findPatterns(
  checks: readonly CheckResult[],
  cycle: Omit<Cycle, "checks">,
  loop: Loop,
  isTested: boolean,
): readonly Pattern[] {
  const all = gather(checks, cycle.classes);
  const failures = all.reduce((sum, { members }) => sum + members.length, 0);
  const ranked = all.toSorted(heavierFirst(failures));
  const causes = findCauses(ranked, { checks, hosts: stagingHosts(cycle) });
  const failedBefore = new Set(loop.failing.map(({ key }) => key));
  const known = new Map(loop.errors.map((error) => [error.fingerprint, error]));
  const answers = new Map(cycle.answers.map((each) => [each.fingerprint, each]));
  const now: Now = { commit: cycle.commit, isTested };
  return causesFirst(all, causes, failures).map((error) => {
    const { fingerprint } = error.first;
    const headline = error.place === "" ? error.first.headline : [...error.first.headline, error.place];
    const before = known.get(fingerprint);
    return {
      ...patternOf(error, before, loop, now, failedBefore),
      headline,
      because: becauseOf(error, causes),
      why: whyOf(error.first, headline, answers, before, loop, now),
    };
  });
}

function patternOf(
  error: Gathered,
  known: LedgerError | undefined,
  loop: Loop,
  now: Now,
  failedBefore: ReadonlySet<string>,
): Omit<Pattern, "headline" | "because" | "why"> {
  const { first, members, occurrences, modules, priority, owners } = error;
  const { class: id, confidence, rule, span, stage } = first.classification;
  return {
    fingerprint: first.fingerprint,
    class: id,
    confidence,
    ...transienceOf(error, known, loop, now),
    rule,
    span: rule.startsWith("measured.") ? null : span,
    stage,
    title: first.title,
    owner: first.owner,
    advice: first.next,
    alarm: first.alarm,
    example: first.example,
    checks: members.map(({ check }) => check.key),
    occurrences,
    modules,
    priority,
    owners,
    since: sinceOf(
      first.fingerprint,
      known,
      loop,
      now,
      members.every(({ check }) => failedBefore.has(check.key)),
    ),
  };
}

function becauseOf(error: Gathered, causes: Causes): Pattern["because"] {
  const found = causes.get(error);
  if (found === undefined) return null;
  const { fingerprint, basis, confidence } = found;
  return { fingerprint, basis, confidence };
}

/** A cause is as heavy as all that it drags along. */
function causesFirst(all: readonly Gathered[], causes: Causes, failures: number): readonly Gathered[] {
  const reaches = new Map<Gathered, Reach>();
  for (const [error, { root }] of causes) {
    const { checks, priority } = reaches.get(root) ?? ownReach(root);
    const least = [priority, error.priority].flatMap((each) => each ?? []);
    reaches.set(root, {
      checks: checks + error.members.length,
      priority: least.length === 0 ? null : Math.min(...least),
    });
  }
  const byWeight = heavierFirst(failures, (error) => reaches.get(error) ?? ownReach(error));
  const place = (error: Gathered): number => (isOthers(error) ? 2 : causes.has(error) ? 1 : 0);
  return all.toSorted((one, other) => place(one) - place(other) || byWeight(one, other));
}
