// What of a comment is read without a click: about 150 words. What is worth a look beyond that is one click away.
import type { Phrase, Report } from "../model/report.ts";

const MAX_WORDS = 150;

/** A foreign text counts as so many, whatever stands in it: nobody else decides what is folded. */
const FOREIGN_WORDS = 3;

export interface OpenPart {
  readonly open: readonly Phrase[];
  readonly folded: readonly Phrase[];
}

/** The first lines that are worth a look, at least one, as long as there is room. */
export function splitLook(report: Report): OpenPart {
  let words = wordsBefore(report);
  const at = report.look.findIndex((line, index) => {
    words += wordsOf(line);
    return index > 0 && words > MAX_WORDS;
  });
  return at < 0 ? { open: report.look, folded: [] } : { open: report.look.slice(0, at), folded: report.look.slice(at) };
}

function wordsBefore({ icon, headline, lead, next, errors, consequences, changes, added, notices }: Report): number {
  const isGreen = icon === "\u2705";
  const phrases: readonly Phrase[] = [
    headline,
    ...lead,
    ...(isGreen ? [] : [["Next: ", ...next], changes ?? [], added ?? []]),
    ...errors.map(({ letter, title, since, fails }): Phrase => [`${letter} `, ...title, ` ${since} ${fails}`]),
    ...consequences,
    ...notices,
  ];
  return phrases.reduce((sum, each) => sum + wordsOf(each), 0);
}

function wordsOf(phrase: Phrase): number {
  return phrase.reduce((sum, part) => {
    if (typeof part !== "string") return sum + FOREIGN_WORDS;
    return sum + part.split(/\s+/u).filter((word) => /\w/u.test(word)).length;
  }, 0);
}
