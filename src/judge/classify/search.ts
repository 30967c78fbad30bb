// Asks the rules what a text says. The tiers are asked in the order of evidence; a rule that is not sure is heard only
// when no other knows the text.
import { CLAIM_TIERS, FIRST_GENERAL_TIER, RULES } from "../rules/rules.ts";
import { linesOf } from "../rules/grammar.ts";
import { literalsOf } from "../rules/literals.ts";
import type { Rule } from "../rules/rule.ts";
import { withoutAwaited, withoutAside } from "./claimed.ts";
import type { Finding } from "./findings.ts";
import { withoutPrefixes } from "./prefixes.ts";
import { spoken, type Spoken } from "./spoken.ts";
import { createWordIndex, type WordIndex } from "./word-index.ts";

/** A finding, and which lines of the text decided. */
export interface Hit extends Finding {
  /** The place of its rule in the order of evidence, from 0. */
  readonly tier: number;
  /** The lines in which the match stands, as they are. */
  readonly line: string;
}

interface Indexed {
  readonly rule: Rule;
  readonly tier: number;
}

interface Index {
  readonly rules: readonly Indexed[];
  readonly words: WordIndex;
  /** By the number of a word: places of the rules of which every match holds this word or another one of theirs. */
  readonly rulesOf: readonly (readonly number[])[];
  /** Places of the rules without such words: any text may be theirs. */
  readonly always: readonly number[];
}

let known: Index | null = null;

/** Made when the first text is asked about: most runs are green and ask about none. */
function indexOf(): Index {
  if (known !== null) return known;
  const rules = RULES.flatMap((all, tier) => all.map((rule): Indexed => ({ rule, tier })));
  const byWord = new Map<string, number[]>();
  const always: number[] = [];
  for (const [place, { rule }] of rules.entries()) {
    const words = literalsOf(rule.pattern);
    if (words === null) always.push(place);
    for (const word of new Set(words?.map((each) => each.slice(0, MOST_LETTERS)))) {
      const places = byWord.get(word);
      if (places === undefined) byWord.set(word, [place]);
      else places.push(place);
    }
  }
  known = { rules, words: createWordIndex([...byWord.keys()]), rulesOf: [...byWord.values()], always };
  return known;
}

/** The rules that may know the text, in their order. */
function rulesFor(text: string): readonly Indexed[] {
  const { rules, words, rulesOf, always } = indexOf();
  const places = new Set(always);
  for (const word of words.find(text)) for (const place of rulesOf[word] ?? []) places.add(place);
  return [...places].sort((one, other) => one - other).flatMap((place) => rules[place] ?? []);
}

/** More of a word tells nothing new. */
const MOST_LETTERS = 10;

/** null: no rule knows the text. */
export function search(text: string): Hit | null {
  if (text.trim() === "") return null;
  const hit = ask(text);
  if (hit !== null && hit.confidence !== "possible" && hit.tier < FIRST_GENERAL_TIER) return hit;
  const bare = withoutPrefixes(text);
  return bare === null ? hit : better(hit, ask(bare));
}

/** The surer one; of two that are sure the one that stands first in the order of evidence. */
export function better(first: Hit | null, second: Hit | null): Hit | null {
  if (first === null || second === null) return first ?? second;
  const isFirstSure = first.confidence !== "possible";
  const isSecondSure = second.confidence !== "possible";
  if (isFirstSure !== isSecondSure) return isFirstSure ? first : second;
  return isSecondSure && second.tier < first.tier ? second : first;
}

function ask(text: string): Hit | null {
  const said = spoken(text);
  const asked = rulesFor(said.whole);
  const sure = asked.filter(isSure);
  const claims = withoutAwaited(said.text);
  const sober = withoutAside(claims);
  const aside = withoutAside(said.text);
  return (
    (sober === claims ? null : best(sure, said, sober, aside)) ??
    best(sure, said, claims) ??
    best(
      asked.filter((each) => !isSure(each)),
      said,
      claims,
    )
  );
}

function isSure({ rule }: Indexed): boolean {
  return rule.confidence !== "possible";
}

/**
 * Of the first tier that knows the text: what the innermost cause says, otherwise what its first rule says. What came
 * back, or did not, is looked for in what the text claims; `rest` is the text without what is said beside the matter.
 */
function best(asked: readonly Indexed[], said: Spoken, claims: string, rest = said.text): Hit | null {
  let first: Hit | null = null;
  for (const { rule, tier } of asked) {
    if (first !== null && tier !== first.tier) break;
    const text = rule.frames === true ? said.whole : said.text;
    const isOfClaims = rule.frames !== true && rule.compares !== true && CLAIM_TIERS.includes(tier);
    const isSober = rule.frames !== true && tier > 0 && tier < FIRST_GENERAL_TIER;
    const match = rule.pattern.exec(isOfClaims ? claims : isSober ? rest : text);
    if (match === null || rule.unless?.test(said.text) === true) continue;
    const hit = hitOf(rule, tier, match, text);
    if (hit === null) continue;
    const isInner = rule.frames !== true && match.index >= said.cause.from && match.index < said.cause.to;
    if (isInner) return hit;
    first ??= hit;
  }
  return first;
}

/** `text` is what was searched, as it is. */
function hitOf(rule: Rule, tier: number, match: RegExpExecArray, text: string): Hit | null {
  const found = rule.finding === undefined ? {} : rule.finding(match);
  if (found === null) return null;
  return {
    class: rule.class,
    confidence: rule.confidence,
    ...(rule.transient === undefined ? {} : { transient: rule.transient }),
    ...found,
    rule: rule.id,
    span: text.slice(match.index, match.index + match[0].length).trim(),
    tier,
    line: linesOf(text, match),
  };
}
