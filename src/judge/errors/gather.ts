// Puts failures together that are one error: who met it, how often, in how many places. Every failed or errored check
// belongs to exactly one.
import { decisiveFailure, isBroken, type CheckResult, type Failure, type Stage } from "../../model/check.ts";
import type { OwnClass } from "../../model/declared.ts";
import { reveal, type Untrusted } from "../../text/untrusted.ts";
import type { Classified } from "../classify/classify.ts";
import { createClassifier, OTHERS } from "../classify/classify-many.ts";
import { createRepeats } from "./repeats.ts";

/** One failed check, and what was found in its decisive failure. */
export interface Member {
  readonly check: CheckResult;
  readonly failure: Failure | null;
  readonly found: Classified;
  /** How far this check got. */
  readonly stage: Stage;
}

export interface Gathered {
  /** Its place among all errors, by the first of its checks. */
  readonly at: number;
  /** What was found in the first failure. */
  readonly first: Classified;
  readonly members: readonly Member[];
  readonly occurrences: number;
  readonly modules: number;
  readonly priority: number | null;
  readonly owners: readonly Untrusted[];
  /** All tests that have it failed with it in each of several tries. */
  readonly isRepeated: boolean;
  /** " at event 3 of 5", where all failures happened there. */
  readonly place: string;
}

/** Kinds of failures that are told apart; what more a run has belongs to one error for all of them. */
const MAX_ERRORS = 2_000;
/** Who is named for one error; more are too many to ask. */
const MOST_OWNERS = 5;

/** Errors in the order of their first checks. */
export function gather(checks: readonly CheckResult[], classes: readonly OwnClass[]): readonly Gathered[] {
  const members = new Map<string, Member[]>();
  const classifier = createClassifier((fingerprint) => members.has(fingerprint) || members.size < MAX_ERRORS, classes);
  for (const check of checks) {
    if (!isBroken(check)) continue;
    const found = classifier(check);
    const failure = decisiveFailure(check);
    const { classification, fingerprint } = found;
    // What the team says of its own error holds for each of them.
    const measured = classification.rule.startsWith("own/") ? undefined : failure?.facts.stage;
    const member: Member = { check, failure, found, stage: measured ?? classification.stage };
    const known = members.get(fingerprint);
    if (known === undefined) members.set(fingerprint, [member]);
    else known.push(member);
  }
  const repeats = createRepeats();
  return [...members.values()].flatMap((all, at) => {
    const [one] = all;
    return one === undefined ? [] : [{ at, first: one.found, members: all, ...sumOf(all, repeats) }];
  });
}

function sumOf(
  members: readonly Member[],
  repeats: ReturnType<typeof createRepeats>,
): Omit<Gathered, "at" | "first" | "members"> {
  const modules = new Set<string>();
  const places = new Set<string>();
  const owners = new Map<string, Untrusted>();
  let occurrences = 0;
  let priority: number | null = null;
  let tests = 0;
  let repeated = 0;
  for (const member of members) {
    const { check, found } = member;
    modules.add(moduleOf(check));
    places.add(found.place);
    for (const owner of check.owners ?? []) {
      if (owners.size < MOST_OWNERS) owners.set(reveal(owner), owner);
    }
    if (check.priority !== null) priority = Math.min(priority ?? check.priority, check.priority);
    const { more, everyTry } = found === OTHERS ? NO_REPEATS : repeats(member);
    occurrences += 1 + more;
    if (check.test === null) continue;
    tests++;
    if (everyTry) repeated++;
  }
  const [place = ""] = places;
  return {
    occurrences,
    modules: modules.size,
    priority,
    owners: [...owners.values()],
    isRepeated: tests > 0 && repeated === tests,
    place: places.size === 1 ? place : "",
  };
}

const NO_REPEATS = { more: 0, everyTry: false };

/** The file of a test, or else its class or suite. What we measure ourselves is one. */
export function moduleOf({ kind, suite, group, name, test }: CheckResult): string {
  if (kind !== "test") return "";
  return `${suite ?? ""}\n${reveal(test?.file ?? group ?? name)}`;
}
