// Texts that are kept. What a parser hands out is a window on the piece of the file that it stood in, and V8 keeps the
// whole piece for it: a report of 200 MB would be held by the names of its failures.
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";

/** The same text in memory of its own. Shorter ones are no windows. */
export function own(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1);
}

export function ownBox(text: Untrusted): Untrusted {
  return untrusted(own(reveal(text)));
}

export type Boxes = (text: string) => Untrusted;

const MOST_BOXES = 10_000;

/** Groups, files and projects stand at many tests: each is boxed once, as long as there are not too many. */
export function createBoxes(): Boxes {
  const known = new Map<string, Untrusted>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const mine = own(text);
    const box = untrusted(mine);
    if (known.size < MOST_BOXES) known.set(mine, box);
    return box;
  };
}
