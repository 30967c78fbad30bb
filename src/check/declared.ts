// Gives the finished checks what the plan declares of them: components, owners, classes of the team's own; and finds the
// checks to which each criterion is bound.
import type { CheckResult } from "../model/check.ts";
import type { Criterion, OwnClass } from "../model/declared.ts";
import type { Owned, Plan, PlannedComponent } from "../model/plan.ts";
import type { World } from "../model/world.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";
import { createMatcher, namesOf } from "./names.ts";
import { recogniseOwn } from "./own-classes.ts";

export interface Declared {
  readonly checks: readonly CheckResult[];
  readonly criteria: readonly Criterion[];
  readonly classes: readonly OwnClass[];
}

/** Who is named for one check; more are too many to ask. */
const MOST_OWNERS = 5;

export function declare(
  checks: readonly CheckResult[],
  plan: Pick<Plan, "components" | "owners" | "criteria" | "classes">,
  world: Pick<World, "bounded" | "secrets">,
): Declared {
  const recognised = recogniseOwn(checks, plan.classes, world);
  const { components, owners, criteria } = plan;
  const componentsOf = createGroups(components.map(({ tests }) => tests));
  const criteriaOf = createGroups(criteria.map(({ checks: patterns }) => patterns ?? []));
  const ownersFor = createMatcher(owners.map(({ match }) => match));
  const ownersByComponent = components.map((component) => ownersOf(component, owners));
  const bound = criteria.map((): string[] => []);
  const met = criteria.map(() => new Set<number>());
  const patternsOf = criteria.map(({ checks: patterns }) => createMatcher(patterns ?? []));
  const isPlain = components.length + owners.length + criteria.length === 0;
  const declared = recognised.checks.map((check) => {
    if (isPlain) return check;
    const names = namesOf(check);
    for (const at of criteriaOf(names)) {
      bound[at]?.push(check.key);
      for (const each of patternsOf[at]?.(names) ?? []) met[at]?.add(each);
    }
    const own = componentsOf(names);
    const file = check.test?.file ?? null;
    const matching = ownersFor(file === null ? names : [...names, reveal(file)]);
    const named = firstOf([
      ...own.flatMap((at) => ownersByComponent[at] ?? []),
      ...matching.flatMap((at) => owners[at]?.owner ?? []),
    ]);
    return {
      ...check,
      ...(own.length === 0 ? {} : { components: own }),
      ...(named.length === 0 ? {} : { owners: named }),
    };
  });
  return {
    checks: declared,
    classes: recognised.classes,
    criteria: criteria.map(({ text, checks: patterns, noError }, at) => ({
      text,
      // A name that no check has is a check that has not passed.
      checks: patterns === null ? null : met[at]?.size === patterns.length ? (bound[at] ?? []) : [],
      noError,
    })),
  };
}

/** Of groups of patterns those, by index and in order, of which one matches. What several groups name is tried once. */
function createGroups(groups: readonly (readonly Untrusted[])[]): (names: readonly string[]) => readonly number[] {
  const groupsOf = new Map<string, Set<number>>();
  for (const [at, patterns] of groups.entries()) {
    for (const each of patterns.map(reveal)) groupsOf.set(each, (groupsOf.get(each) ?? new Set()).add(at));
  }
  const patterns = [...new Map(groups.flat().map((each) => [reveal(each), each])).values()];
  const found = createMatcher(patterns);
  const byPattern = patterns.map((each) => groupsOf.get(reveal(each)) ?? new Set<number>());
  return (names) => [...new Set(found(names).flatMap((at) => [...(byPattern[at] ?? [])]))].toSorted((a, b) => a - b);
}

/** Said with the component, or by its name among the owners, which is then its owner in one line. */
function ownersOf({ name, owner }: PlannedComponent, owners: readonly Owned[]): readonly Untrusted[] {
  const byName = owners.filter(({ match }) => reveal(match) === reveal(name)).map((each) => each.owner);
  if (byName.length > 0) return byName;
  return owner === null ? [] : [owner];
}

function firstOf(owners: readonly Untrusted[]): readonly Untrusted[] {
  return [...new Map(owners.map((owner) => [reveal(owner), owner])).values()].slice(0, MOST_OWNERS);
}
