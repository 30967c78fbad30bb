// A text that arrives in pieces and may be of any length: its first and its last part are kept, in bounded memory.

/** Kept of one message or stack at each end; the tail counts, because the cause often stands last. */
const MAX_PART = 16_384;

export interface LongText {
  head: string;
  tail: string;
  cut: boolean;
}

export function longText(): LongText {
  return { head: "", tail: "", cut: false };
}

export function append(text: LongText, piece: string): void {
  if (text.cut) {
    // Not with each of a million lines: a cut copies all that stays.
    text.tail += piece;
    if (text.tail.length > 2 * MAX_PART) text.tail = detached(text.tail.slice(-MAX_PART));
    return;
  }
  const joined = text.head + piece;
  text.cut = joined.length > 2 * MAX_PART;
  text.head = text.cut ? detached(joined.slice(0, MAX_PART)) : joined;
  if (text.cut) text.tail = detached(joined.slice(-MAX_PART));
}

/** The words at the cut go too: half a token is a secret that nobody would recognise any more. */
export function textOf({ head, tail: all, cut }: LongText): string {
  const tail = all.slice(-MAX_PART);
  return detached(cut ? `${head.slice(0, wordStart(head))}…\n${tail.slice(wordEnd(tail))}` : head);
}

/** The same for a text that is there as a whole. */
export function shortened(text: string): string {
  if (text.length <= 2 * MAX_PART) return detached(text);
  const long = longText();
  append(long, text);
  return textOf(long);
}

/**
 * The same text in memory of its own. What is cut out of a piece of a file is a window on it, and V8 keeps the whole
 * piece for as long as the window lives: a few kept words of each piece would be the whole file.
 */
export function detached(text: string): string {
  return text.length < SHORTEST_WINDOW ? text : ` ${text}`.slice(1);
}

/** Shorter texts are copied in any case. */
const SHORTEST_WINDOW = 13;

/** Longer than any secret. */
const LONGEST_WORD = 4_096;

function wordStart(text: string): number {
  let at = text.length;
  while (at > 0 && text.length - at < LONGEST_WORD && !isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

function wordEnd(text: string): number {
  let at = 0;
  while (at < text.length && at < LONGEST_WORD && !isSpace(text.charCodeAt(at))) at++;
  return at;
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
}

/** How many characters it holds. */
export function sizeOf({ head, tail }: LongText): number {
  return head.length + tail.length;
}
