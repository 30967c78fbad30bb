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
  const runs: Index = new Map();
  const ends: Index = new Map();
  const patterns = new Map<string, readonly RegExp[]>();
  /** Whose ends are not in the index yet: few texts hold anything that is written in numbers. */
  const pending: { readonly secret: string; readonly signature: string }[] = [];
  let shortest = Infinity;

  function patternsFor(secret: string): readonly RegExp[] {
    const known = patterns.get(secret) ?? patternsOf(secret).map((source) => new RegExp(source, "giu"));
    patterns.set(secret, known);
    return known;
  }

  function noteEnds(): void {
    for (const { secret, signature } of pending.splice(0)) {
      // Each form of it ends like that of its end.
      for (const literal of literalsOf(signature.slice(-END))) note(ends, plain(literal.slice(-TAIL)), secret);
    }
  }

  function find(text: string, index: Index, length: number, found: Set<string>): void {
    for (let at = 0; at + length <= text.length; at++) {
      const known = index.get(text.slice(at, at + length));
      if (typeof known === "string") found.add(known);
      else for (const secret of known ?? []) found.add(secret);
    }
  }

  return {
    add(secret) {
      const token = readToken(secret);
      if (token === null) return false;
      const { signature } = token;
      const anchors = anchorsOf(signature.slice(0, HEAD)) ?? anchorsOf(signature);
      if (anchors === null) return false;
      for (const anchor of anchors) note(runs, anchor, secret);
      pending.push({ secret, signature });
      shortest = Math.min(shortest, signature.length - 2);
      return true;
    },
    patternsIn(dense) {
      if (dense.length < shortest) return [];
      const text = plain(dense);
      const found = new Set<string>();
      find(text, runs, RUN, found);
      if (isNumeric(text, 2 * shortest)) {
        noteEnds();
        find(text, ends, TAIL, found);
      }
      return [...found].flatMap(patternsFor);
    },
  };
}

type Index = Map<string, string | string[]>;

/**
 * Whether a text may write this many hexadecimal or decimal digits of one form: in groups of at least two, with at most
 * four other characters between them, as in "%41%42", "\\u0041\\u0042" or "&#65;&#66;".
 */
function isNumeric(text: string, digits: number): boolean {
  let count = 0;
  let group = 0;
  let gap = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code >= 48 && code <= 57) || (code >= 97 && code <= 102)) {
      if (group === 0 && gap > 4) count = 0;
      gap = 0;
      group++;
      if (group >= 2 && count + group >= digits) return true;
    } else {
      count = group === 1 ? 0 : count + group;
      group = 0;
      gap++;
    }
  }
  return false;
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
