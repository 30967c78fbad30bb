// Reads the tags of XML out of a text in which they stand as a whole.
import { Malformed, resolved } from "./references.ts";

export interface Tag {
  name: string;
  /** Without a prototype, whatever they are called. */
  attributes: Record<string, string>;
  isEmpty: boolean;
  /** Behind its ">". */
  end: number;
}

const [TAB, LINE_FEED, RETURN, SPACE] = [0x09, 0x0a, 0x0d, 0x20];
const [QUOTE, APOSTROPHE, SLASH, EQUALS, GREATER] = [0x22, 0x27, 0x2f, 0x3d, 0x3e];

/** Reads the tag whose "<" stands at `start`; false: it does not end in this text. */
export type ReadTag = (start: number, tag: Tag) => boolean;

export function tagsOf(text: string, known: KnownNames): ReadTag {
  const lessAfter = positions(text, "<");
  const ampersandAfter = positions(text, "&");
  const lineAfter = positions(text, "\n");
  const tabAfter = positions(text, "\t");
  const returnAfter = positions(text, "\r");

  /** Where the value ends whose quotation mark stands at `start`; -1: not in this text. */
  function valueEnd(start: number): number {
    const unit = text.charCodeAt(start);
    if (unit !== QUOTE && unit !== APOSTROPHE) throw new Malformed();
    const end = text.indexOf(unit === QUOTE ? '"' : "'", start + 1);
    if (lessAfter(start) < (end === -1 ? text.length : end)) throw new Malformed();
    return end;
  }

  function value(start: number, end: number): string {
    const raw = text.slice(start, end);
    const isPlain = lineAfter(start) >= end && tabAfter(start) >= end && returnAfter(start) >= end;
    const flat = isPlain ? raw : raw.replace(/\r\n|[\n\r\t]/gu, " ");
    return ampersandAfter(start) < end ? resolved(flat) : flat;
  }

  return (start, tag) => {
    let at = nameEnd(text, start + 1);
    tag.name = known(text, start + 1, at);
    tag.attributes = Object.create(NOTHING);
    for (;;) {
      const next = spaceEnd(text, at);
      const unit = text.charCodeAt(next);
      if (unit === GREATER) return ended(tag, false, next + 1);
      if (unit === SLASH) {
        if (next + 1 === text.length) return false;
        if (text.charCodeAt(next + 1) !== GREATER) throw new Malformed();
        return ended(tag, true, next + 2);
      }
      if (next === text.length) return false;
      if (next === at) throw new Malformed();
      const end = nameEnd(text, next);
      const equals = spaceEnd(text, end);
      if (equals === text.length) return false;
      if (text.charCodeAt(equals) !== EQUALS) throw new Malformed();
      const quote = spaceEnd(text, equals + 1);
      if (quote === text.length) return false;
      const close = valueEnd(quote);
      if (close === -1) return false;
      const name = known(text, next, end);
      if (tag.attributes[name] !== undefined) throw new Malformed();
      tag.attributes[name] = value(quote + 1, close);
      at = close + 1;
    }
  };
}

// A prototype that has nothing lets V8 keep attributes as it keeps the fields of an object, which null does not.
const NOTHING: object = Object.create(null);

/** The name between two places of a text. */
export type KnownNames = (text: string, from: number, to: number) => string;

/** Remembers names, as a report has the same few a million times: V8 is slow on names that it has not seen before. */
export function createNames(): KnownNames {
  const names = Array.from({ length: 256 }, () => "");
  return (text, from, to) => {
    const place = (text.charCodeAt(from) * 31 + (to - from)) & 0xff;
    const remembered = names[place];
    if (remembered?.length === to - from && text.startsWith(remembered, from)) return remembered;
    const name = text.slice(from, to);
    if (name.length < MAX_KNOWN) names[place] = name;
    return name;
  };
}

/** Shorter than what would be a window on the text. */
const MAX_KNOWN = 13;

function ended(tag: Tag, isEmpty: boolean, end: number): true {
  tag.isEmpty = isEmpty;
  tag.end = end;
  return true;
}

/** Where a letter stands next, asked in ascending order: most texts have none, and are searched once. */
export function positions(text: string, letter: string): (from: number) => number {
  let known = -1;
  return (from) => {
    if (known < from) {
      const found = text.indexOf(letter, from);
      known = found === -1 ? text.length : found;
    }
    return known;
  };
}

export function spaceEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit !== SPACE && unit !== LINE_FEED && unit !== RETURN && unit !== TAB) break;
  }
  return at;
}

/** Where a name ends that begins at `from`; there has to be one, unless the text ends. */
export function nameEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (!isNameStart(unit) && (at === from || !isNameRest(unit))) break;
  }
  if (at === from && at < text.length) throw new Malformed();
  return at;
}

function isNameStart(unit: number): boolean {
  // Letters, "_", ":". Beyond ASCII nearly everything is a letter of some script.
  return (
    (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a) || unit === 0x5f || unit === 0x3a || unit > 0xbf
  );
}

function isNameRest(unit: number): boolean {
  // Digits, "-", ".", and the middle dot.
  return (unit >= 0x30 && unit <= 0x39) || unit === 0x2d || unit === 0x2e || unit === 0xb7;
}
