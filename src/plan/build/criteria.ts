// Builds the list of what has to be true, and holds the families and classes in it against all that there are.
import type { PlannedCriterion } from "../../model/plan.ts";
import { untrusted } from "../../text/untrusted.ts";
import { meantBy, placeOf, type Desk } from "../desk.ts";
import { shown } from "../file/faults.ts";
import type { Part } from "../file/parts.ts";
import type { CriterionWords } from "../words/criteria.ts";
import { EXPECTED_KIND, KINDS } from "../words/kinds.ts";
import { checkMost } from "./declared.ts";
import { FIXED } from "./texts.ts";

const MOST_CRITERIA = 50;
/** Of all criteria together: each is held against every check. */
const MOST_PATTERNS = 200;

export function buildCriteria(desk: Desk): readonly PlannedCriterion[] {
  const parts = checkMost(desk, desk.config?.criteria ?? [], MOST_CRITERIA, "criteria");
  const patterns = parts.flatMap(({ path, words }) => (words.checks ?? []).map(() => ({ path: [...path, "checks"] })));
  checkMost(desk, patterns, MOST_PATTERNS, "patterns in all criteria together");
  const kinds = new Map([...KINDS, ...ownKinds(desk)]);
  return parts.map((part) => buildCriterion(desk, part, kinds));
}

/** The classes of the team's own and their families, which have no other name; also where a class has another fault. */
function ownKinds(desk: Desk): readonly (readonly [word: string, begin: string])[] {
  return (desk.config?.named.classes ?? []).flatMap((id) => {
    const family = id.slice(0, id.indexOf("."));
    return [[id, id] as const, ...(KINDS.has(family) || isOurs(family) ? [] : [[family, family] as const])];
  });
}

/** A family that is not a word itself, because it has one: net, svc. */
function isOurs(begin: string): boolean {
  return [...KINDS.values()].includes(begin);
}

function buildCriterion(
  desk: Desk,
  { path, words }: Part<CriterionWords>,
  kinds: ReadonlyMap<string, string>,
): PlannedCriterion {
  const { text, checks, "no-error": noError } = words;
  const begins = noError?.flatMap((word, at) => {
    const begin = kinds.get(word);
    if (begin !== undefined) return [begin];
    const place = placeOf(desk, [...path, "no-error", at]);
    const didYouMean = meantBy(desk, word, [...kinds.keys()]);
    desk.faults.add(place, `${EXPECTED_KIND}, or one of your own`, { found: shown(word), didYouMean });
    return [];
  });
  return {
    // The short form is the text itself.
    text: untrusted(desk.texts.settle(text, placeOf(desk, [...path, "text"]), FIXED)),
    checks: checks === undefined ? null : checks.map(untrusted),
    noError: begins === undefined ? null : [...new Set(begins)],
  };
}
