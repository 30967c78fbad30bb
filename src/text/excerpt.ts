// Shortens foreign text on its way into the facts: cleaned first, masked second, cut last. In any other order the cut
// could leave one half of a secret, which no masker recognises.
import { cut } from "./cut.ts";
import type { Masker } from "./mask.ts";
import { maskedText } from "./masked.ts";

/** At most `max` code points of the text, with nothing hidden or secret in it. */
export type Excerpt = (text: string, max: number) => string;

export function createExcerpt(mask: Masker): Excerpt {
  return (text, max) => cut(maskedText(text, mask), max);
}
