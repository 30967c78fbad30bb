// Texts that are kept, in boxes and in memory of their own: a report of 200 MB would be held by the names of its failures.
import { detached } from "../formats/long-text.ts";
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";

export function ownBox(text: Untrusted): Untrusted {
  return untrusted(detached(reveal(text)));
}

export type Boxes = (text: string) => Untrusted;

const MOST_BOXES = 10_000;

/** Groups, files and projects stand at many tests: each is boxed once, as long as there are not too many. */
export function createBoxes(): Boxes {
  const known = new Map<string, Untrusted>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const mine = detached(text);
    const box = untrusted(mine);
    if (known.size < MOST_BOXES) known.set(mine, box);
    return box;
  };
}
