// Foreign text on its way to people: cleaned first, masked second, and both before anybody may cut it. In any other order
// a part of a secret could be left, which no masker recognises.
import { clean, HIDDEN } from "./clean.ts";
import type { Masker } from "./mask.ts";
import { mapUntrusted } from "./untrusted.ts";

/** The same value with every foreign text in it cleaned and masked. */
export function masked<T>(value: T, mask: Masker): T {
  return mapUntrusted(value, (text) => maskedText(text, mask));
}

/** A text of which nothing can be seen, such as terminal sequences alone, is not the same as none. */
export function maskedText(text: string, mask: Masker): string {
  const shown = mask(clean(text));
  return shown.trim() === "" && text.trim() !== "" ? HIDDEN : shown;
}
