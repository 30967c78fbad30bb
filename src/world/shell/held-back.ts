// Masks a text that never ends, in pieces: what may be the first half of a secret waits for the next piece.
import { MARGIN, type Mask } from "../excerpt.ts";

/** How often an earlier place is tried. */
const TRIES = 8;

/**
 * Up to where a cleaned text can be masked and told, at the end of a line and no nearer to its own end than the longest
 * secret: where masking both sides of a cut apart gives the same as masking them together, no secret lies across it.
 * 0: there is no such place.
 */
export function safeEnd(text: string, mask: Mask): number {
  let at = lineEnd(text, text.length - MARGIN);
  for (let left = TRIES; left > 0 && at > 0; left--) {
    const before = text.slice(Math.max(0, at - MARGIN), at);
    const behind = text.slice(at);
    if (mask(before) + mask(behind) === mask(before + behind)) return at;
    at = lineEnd(text, at - MARGIN / 4);
  }
  return 0;
}

/** Behind the last line end before a place; 0 for none. */
function lineEnd(text: string, before: number): number {
  return before <= 0 ? 0 : text.lastIndexOf("\n", before - 1) + 1;
}
