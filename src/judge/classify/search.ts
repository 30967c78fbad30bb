// Asks the rules what a text says. The tiers are asked in the order of evidence; a rule that is not sure is heard only
// when no other knows the text.
import { RULES } from "../rules/rules.ts";
import type { Rule } from "../rules/rule.ts";
import type { Finding } from "./findings.ts";
import { spoken, type Spoken } from "./spoken.ts";
import { createWordIndex } from "./word-index.ts";

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
  /** Numbers of its words. */
  readonly words: readonly number[];
}

const WORDS = [...new Set(RULES.flatMap((tier) => tier.flatMap((rule) => rule.words)))];
const NUMBERS = new Map(WORDS.map((word, at) => [word, at]));
const INDEXED: readonly Indexed[] = RULES.flatMap((rules, tier) =>
  rules.map((rule) => ({ rule, tier, words: rule.words.map((word) => NUMBERS.get(word) ?? 0) })),
);
const index = createWordIndex(WORDS);

/** null: no rule knows the text. */
export function search(text: string): Hit | null {
  if (text.trim() === "") return null;
  const said = spoken(text);
  const found = index.find(said.whole);
  const asked = INDEXED.filter(({ words }) => words.some((word) => found[word] === 1));
  return (
    best(asked.filter(isSure), said) ??
    best(
      asked.filter((each) => !isSure(each)),
      said,
    )
  );
}

function isSure({ rule }: Indexed): boolean {
  return rule.confidence !== "possible";
}

/** Of the first tier that knows the text: what the innermost cause says, otherwise what its first rule says. */
function best(asked: readonly Indexed[], said: Spoken): Hit | null {
  let first: Hit | null = null;
  for (const { rule, tier } of asked) {
    if (first !== null && tier !== first.tier) break;
    if (rule.unless?.test(said.text) === true) continue;
    const text = rule.frames === true ? said.whole : said.text;
    const match = rule.pattern.exec(text);
    if (match === null) continue;
    const hit = hitOf(rule, tier, match);
    if (hit === null) continue;
    const isInner = rule.frames !== true && match.index >= said.cause.from && match.index < said.cause.to;
    if (isInner) return hit;
    first ??= hit;
  }
  return first;
}

function hitOf(rule: Rule, tier: number, match: RegExpExecArray): Hit | null {
  const found = rule.finding === undefined ? {} : rule.finding(match);
  if (found === null) return null;
  return {
    class: rule.class,
    confidence: rule.confidence,
    ...(rule.transient === undefined ? {} : { transient: rule.transient }),
    ...found,
    rule: rule.id,
    span: match[0].trim(),
    tier,
    line: linesOf(match),
  };
}

function linesOf(match: RegExpExecArray): string {
  const { input, index: at } = match;
  const from = input.lastIndexOf("\n", at) + 1;
  const to = input.indexOf("\n", at + match[0].length);
  return input.slice(from, to === -1 ? undefined : to);
}
