// What of a page is read without a click: about 150 words. What is worth a look beyond that is one click away.
import type { Phrase, Report } from "../model/report.ts";

const MAX_WORDS = 150;

/** A foreign text counts as so many, whatever stands in it: nobody else decides what is folded. */
const FOREIGN_WORDS = 3;

export type Glance = Pick<
  Report,
  "headline" | "lead" | "next" | "otherErrors" | "consequences" | "changes" | "added" | "notices" | "components"
> &
  Pick<Report, "isGood" | "look">;

/** How many lines of `look` stay open: one on a good page, otherwise at least one and as many as there is room for. */
export function openLooks(glance: Glance): number {
  const { look, isGood } = glance;
  if (isGood) return Math.min(look.length, 1);
  let words = wordsBefore(glance);
  const at = look.findIndex((line, index) => {
    words += wordsOf(line);
    return index > 0 && words > MAX_WORDS;
  });
  return at < 0 ? look.length : at;
}

function wordsBefore({ headline, lead, next, otherErrors, consequences, changes, added, ...more }: Glance): number {
  const phrases: readonly Phrase[] = [
    headline,
    ...lead,
    ["Next: ", ...next],
    changes ?? [],
    added ?? [],
    ...otherErrors.map(({ letter, title, since, fails }): Phrase => [`${letter} `, ...title, ` ${since} ${fails}`]),
    ...consequences,
    ...more.components,
    ...more.notices,
  ];
  return phrases.reduce((sum, each) => sum + wordsOf(each), 0);
}

function wordsOf(phrase: Phrase): number {
  return phrase.reduce((sum, part) => {
    if (typeof part !== "string") return sum + FOREIGN_WORDS;
    return sum + part.split(/\s+/u).filter((word) => /\w/u.test(word)).length;
  }, 0);
}
