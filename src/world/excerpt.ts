// Cuts foreign text without cutting a secret in two: what is masked late must not have been cut before.
import { clean } from "../text/clean.ts";
import { headOf, tailOf } from "../text/cut.ts";

export type Mask = (text: string) => string;

/**
 * A secret that lay across the end of what was kept cannot be recognised any more. So that much more is kept, masked
 * with the rest and then dropped. Longer than any token we mint (4 KiB of claims in base64) in its longest form but one.
 */
export const MARGIN = 8 * 1024;

/** The first `max` characters, cleaned and masked. `rest`: more text stood behind it, so its end may be half a secret. */
export function maskedHead(text: string, max: number, rest: boolean, mask: Mask): string {
  const masked = mask(clean(text));
  return headOf(masked, Math.min(max, rest ? masked.length - MARGIN : masked.length));
}

/** The last `max` characters, cleaned and masked, of a text that had more before it. */
export function maskedTail(text: string, max: number, mask: Mask): string {
  const masked = mask(clean(text));
  return tailOf(masked, Math.min(max, masked.length - MARGIN));
}

/**
 * A text that was cut by its length, without the end that may be half a secret. Masking all of a mebibyte takes as long
 * as a hundred requests, so only the end is looked at: where masking both sides of a cut apart gives the same as
 * masking them together, no secret lies across it.
 */
export function withoutCutEnd(text: string, mask: Mask): string {
  const start = Math.max(0, text.length - 4 * MARGIN);
  const end = text.slice(start);
  const together = mask(end);
  for (let cut = end.length - MARGIN; cut > 2 * MARGIN; cut -= MARGIN / 4) {
    if (mask(end.slice(0, cut)) + mask(end.slice(cut)) === together) return headOf(text, start + cut);
  }
  const masked = mask(text);
  return headOf(masked, masked.length - MARGIN);
}

/** A short foreign word or phrase inside a sentence of ours, in one line. */
export function plain(text: string): string {
  return headOf(clean(text).replace(/\s+/gu, " "), 100);
}
