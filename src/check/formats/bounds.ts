// How much of a report is kept. A report may be larger than any record that could be written about it.
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";

/** Characters of a name, a class, or a suite's path. */
export const MAX_NAME = 1_000;
/** Characters of what a report calls an error: an exception's class. */
export const MAX_TYPE = 300;
/** Characters of a message without its detail. */
const MAX_SHORT_MESSAGE = 1_000;
/** Characters of all messages and details of a run together. */
const ALL_DETAILS = 8 * 1_024 * 1_024;

/** Shared by all reports of one run of a suite. */
export interface Keeping {
  /** Hides secrets. Runs before a cut: half a secret is one that nobody would recognise any more. */
  readonly mask: (text: string) => string;
  /** Characters of messages and details that may still be kept. */
  left: number;
}

export function keeping(mask: (text: string) => string): Keeping {
  return { mask, left: ALL_DETAILS };
}

/** At most `max` characters, the last one an ellipsis when something was cut. */
export function bounded(text: string, max: number, { mask }: Keeping): string {
  if (text.length <= max) return text;
  const hidden = mask(text);
  if (hidden.length <= max) return hidden;
  // Not between the halves of one character.
  return `${hidden.slice(0, Math.max(0, max - 1)).replace(/[\ud800-\udbff]$/u, "")}…`;
}

export interface Told {
  readonly message: Untrusted;
  readonly detail: Untrusted | null;
}

/** Message and detail as they are while there is room; then the beginning of the message alone. */
export function keep(told: Told, kept: Keeping): Told {
  const message = reveal(told.message);
  const size = message.length + (told.detail === null ? 0 : reveal(told.detail).length);
  if (size > kept.left) return { message: untrusted(bounded(message, MAX_SHORT_MESSAGE, kept)), detail: null };
  kept.left -= size;
  return told;
}
