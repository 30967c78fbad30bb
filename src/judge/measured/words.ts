// What the rules for measured facts have in common: the facts in words, and what makes two of them the same.
import type { Headline } from "../../model/analysis.ts";
import type { Facts } from "../../model/check.ts";
import { reveal, type Untrusted } from "../../text/untrusted.ts";
import { said, type Found } from "../classify/findings.ts";
import { maskIds, maskName } from "../fingerprint/mask.ts";

export interface Measured {
  readonly found: Found;
  /** The fact that decided. */
  readonly span: string;
}

export type Rule = (facts: Facts) => Measured | null;

/** "`GET /api/quality`: `$.quality_score` is `0`, expected `at least 0.7`". */
export function valueHeadline(facts: Facts): Headline {
  const what = facts.at === undefined ? ["the value"] : said`${reveal(facts.at)}`;
  return [...whereWords(facts), ...what, ...said` is ${textOf(facts.seen)}, expected ${textOf(facts.expected)}`];
}

export function compared(facts: Facts): string {
  return `${place(facts.target, facts)} ${place(facts.at, facts)} ${expectedOf(facts)}`;
}

/** What was expected of one of several users may be that user's own, so it does not tell errors apart. */
export function expectedOf(facts: Facts): string {
  return facts.user === undefined ? textOf(facts.expected) : "";
}

/** The text without the names of those who acted: an error stays the same whoever meets it. */
export function withoutUsers(text: string, { user, foreignUser }: Facts): string {
  return maskName(maskName(text, textOf(user)), textOf(foreignUser));
}

/** A place (an address, a path in JSON) as it is for every user and run. */
export function place(text: Untrusted | undefined, facts: Facts): string {
  return maskIds(withoutUsers(textOf(text), facts));
}

export function textOf(text: Untrusted | undefined): string {
  return text === undefined ? "" : reveal(text);
}

/** "`GET /api/agents`: ", where the facts tell it. */
export function whereWords({ target }: Facts): Headline {
  return target === undefined ? [] : [...said`${reveal(target)}`, ": "];
}
