// What is open in a report of lines: tests and packages that have begun, and what they have printed. A file can begin
// any number of them and end none, so all of them together have a bound.
import { append, detached, longText, sizeOf, type LongText } from "../long-text.ts";
import { BrokenOff } from "../test-case.ts";

/** More than any machine runs at a time. */
const MAX_OPEN = 50_000;
/** Characters of all that open tests and packages have printed. */
const ROOM = 8 * 1_024 * 1_024;
/** What each may print, however little room is left. */
const LEAST = 300;

export interface Open {
  readonly begun: () => void;
  readonly ended: () => void;
  readonly print: (text: LongText, piece: string) => void;
  /** What it printed is not needed any more. */
  readonly release: (text: LongText) => void;
}

export function createOpen(): Open {
  let open = 0;
  let left = ROOM;

  return {
    begun: () => {
      open++;
      if (open > MAX_OPEN) throw new BrokenOff(`more than ${MAX_OPEN} tests open at a time`);
    },
    ended: () => {
      open--;
    },
    print: (text, piece) => {
      const before = sizeOf(text);
      if (left > 0) append(text, piece);
      else if (before < LEAST) append(text, detached(piece.slice(0, LEAST - before)));
      left -= sizeOf(text) - before;
    },
    release: (text) => {
      left += sizeOf(text);
      Object.assign(text, longText());
    },
  };
}
