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

/** The target is met, and nothing is left that fails: what changed and what comes next is nobody's concern. */
export function isGreen({ icon, errors }: Report): boolean {
  return icon === "\u2705" && errors.length === 0;
}

function wordsBefore(report: Report): number {
  const { headline, lead, next, errors, consequences, changes, added, notices } = report;
  const phrases: readonly Phrase[] = [
    headline,
    ...lead,
    ...(isGreen(report) ? [] : [["Next: ", ...next], changes ?? [], added ?? []]),
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
