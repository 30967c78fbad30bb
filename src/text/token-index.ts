// Tells which of many tokens may stand in a text. Each of them has some twenty forms, and a cycle mints a token for
// every user and probe: searching every text for all of them would take longer than everything else.
import { literalsOf, patternsOf, readToken, spelledOf } from "./forms.ts";

export interface TokenIndex {
  /** False for what is no token, or one that no anchor can be found for: it has to be searched for always. */
  add(secret: string): boolean;
  /** Patterns of the tokens that may stand in the text, which has no line breaks and hidden characters. */
  patternsIn(dense: string): readonly RegExp[];
}

/** Letters and digits in a row that every spelling of a form leaves as they are. */
const RUN = 6;
/** Characters of a signature in whose forms an anchor is looked for first. What follows them changes none of these. */
const HEAD = 24;
/** The end of a form that is found only as it stands. */
const TAIL = 8;
/** The last characters of a signature, each of which takes at least two in such a form. */
const END = TAIL / 2;

export function createTokenIndex(): TokenIndex {
  const runs = new Map<string, string | string[]>();
  const tails = new Map<string, string | string[]>();
  const patterns = new Map<string, readonly RegExp[]>();
  let shortest = Infinity;

  function patternsFor(secret: string): readonly RegExp[] {
    const known = patterns.get(secret) ?? patternsOf(secret).map((source) => new RegExp(source, "giu"));
    patterns.set(secret, known);
    return known;
  }

  return {
    add(secret) {
      const token = readToken(secret);
      if (token === null) return false;
      const anchors = anchorsOf(token.signature.slice(0, HEAD)) ?? anchorsOf(token.signature);
      if (anchors === null) return false;
      for (const anchor of anchors) note(runs, anchor, secret);
      // Whole token and payload with signature end like the signature alone, and each of its forms like that of its end.
      note(tails, plain(token.signature.slice(-TAIL)), secret);
      for (const literal of literalsOf(token.signature.slice(-END))) note(tails, plain(literal.slice(-TAIL)), secret);
      shortest = Math.min(shortest, token.signature.length - 2);
      return true;
    },
    patternsIn(dense) {
      if (dense.length < shortest) return [];
      const text = plain(dense);
      const found = new Set<string>();
      for (let at = 0; at + RUN <= text.length; at++) {
        for (const known of [runs.get(text.slice(at, at + RUN)), tails.get(text.slice(at, at + TAIL))]) {
          if (known === undefined) continue;
          for (const secret of typeof known === "string" ? [known] : known) found.add(secret);
        }
      }
      return [...found].flatMap(patternsFor);
    },
  };
}

/** One for each form of the text; null where one has none. */
function anchorsOf(text: string): readonly string[] | null {
  const anchors: string[] = [];
  for (const form of spelledOf(text)) {
    const run = runOf(form);
    if (run === null) return null;
    anchors.push(run);
  }
  return anchors;
}

/** The last letters and digits of the first row of them that is long enough; null where there is none. */
function runOf(text: string): string | null {
  const run = /[A-Za-z0-9]{6,}/u.exec(text)?.[0];
  return run === undefined ? null : run.slice(-RUN).toLowerCase();
}

// As a pattern with the flags "iu" compares letters: the long s is the one that has no small letter of its own here.
function plain(text: string): string {
  return text.toLowerCase().replaceAll("\u017f", "s");
}

function note(index: Map<string, string | string[]>, anchor: string, secret: string): void {
  const known = index.get(anchor);
  // Nearly all anchors belong to one token.
  if (known === undefined) index.set(anchor, secret);
  else if (typeof known === "string" && known !== secret) index.set(anchor, [known, secret]);
  else if (typeof known !== "string" && !known.includes(secret)) known.push(secret);
}
