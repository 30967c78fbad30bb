// Makes foreign text visible for what it is: terminal sequences go, line ends become LF, and what a reader
// cannot see (controls, bidirectional marks, tag characters) becomes a visible placeholder.

/** Stands for characters that cannot be shown. */
export const HIDDEN = "␦";

/**
 * Cleans foreign text. Linear in its length.
 * Keeps letters of every script, tab and LF; runs of hidden characters become one placeholder.
 */
export function clean(text: string): string {
  return dropTerminalSequences(text.toWellFormed())
    .replace(/\r\n?|[\u0085\u2028\u2029]/gu, "\n")
    .replace(UNSEEN, HIDDEN);
}

// C0 without tab and LF, C1, every format character (Cf: bidi, zero-width, tags), fillers that draw nothing,
// variation selectors, noncharacters, U+FFFD from broken encodings stays (it is visible).
const UNSEEN =
  // oxlint-disable-next-line no-misleading-character-class -- single code points are meant, not sequences
  /(?:[\u0000-\u0008\u000b-\u001f\u007f-\u009f\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2065\u3164\uffa0\ufe00-\ufe0f\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\p{Noncharacter_Code_Point})+/gu;

const ESC = "\u001b";

// ECMA-48 and ECMA-35: ESC [ … final byte, ESC ] … BEL or ST, ESC P/X/^/_ … ST, ESC with intermediates and a final
// byte, and the one-byte forms of the first two. A scanner rather than a regular expression, because an unfinished
// sequence of 100 KB must not cost more than its length.
function dropTerminalSequences(text: string): string {
  let out = "";
  let at = 0;
  for (let next = nextSequence(text, 0); next < text.length; next = nextSequence(text, at)) {
    out += text.slice(at, next);
    at = endOfSequence(text, next);
  }
  return at === 0 ? text : out + text.slice(at);
}

const C1_STRINGS = "\u0090\u0098\u009d\u009e\u009f";

function nextSequence(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x1b || code === 0x9b || (code >= 0x90 && code <= 0x9f && C1_STRINGS.includes(text.charAt(at))))
      return at;
  }
  return text.length;
}

function endOfSequence(text: string, start: number): number {
  const first = text.charAt(start);
  if (first === "\u009b") return endOfControl(text, start + 1);
  if (first !== ESC) return endOfString(text, start + 1);
  const kind = text.charAt(start + 1);
  if (kind === "[") return endOfControl(text, start + 2);
  if (kind !== "" && "]PX^_".includes(kind)) return endOfString(text, start + 2);
  let at = start + 1;
  while (isWithin(text, at, 0x20, 0x2f)) at++;
  // Anything else behind it, a letter of another script or another ESC, is not part of a sequence.
  return isWithin(text, at, 0x30, 0x7e) ? at + 1 : at;
}

function isWithin(text: string, at: number, from: number, to: number): boolean {
  const code = text.charCodeAt(at);
  return code >= from && code <= to;
}

function endOfControl(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x40 && code <= 0x7e) return at + 1;
    if (code < 0x20 || code > 0x7e) return at;
  }
  return text.length;
}

// A string sequence that never ends on its own line is dropped only up to the line end: the rest is content.
function endOfString(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "\u0007" || char === "\u009c") return at + 1;
    if (char === ESC) return text.charAt(at + 1) === "\\" ? at + 2 : at;
    if (char === "\n" || char === "\r") return at;
  }
  return text.length;
}
