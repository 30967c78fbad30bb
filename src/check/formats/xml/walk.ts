// Where the reader of an XML format stands in its document, and whose text it is in.
import { append, longText, type LongText } from "../long-text.ts";

export interface Walk {
  /** False inside a text that is being gathered: elements mean nothing there. */
  readonly enter: (name: string) => boolean;
  /** False where `enter` was, and at the end of the gathered text. */
  readonly leave: () => boolean;
  /** The open elements, the innermost included. */
  readonly depth: () => number;
  /** The element around the innermost; empty for none. */
  readonly parent: () => string;
  /** Gathers all text inside the innermost element until it closes. */
  readonly gather: () => LongText;
  readonly text: (piece: string) => void;
}

export function createWalk(): Walk {
  const names: string[] = [];
  let gathered: LongText | null = null;
  let from = 0;

  return {
    enter: (name) => {
      names.push(name);
      return gathered === null;
    },
    leave: () => {
      const free = gathered === null;
      if (names.length === from) {
        gathered = null;
        from = 0;
      }
      names.pop();
      return free;
    },
    depth: () => names.length,
    parent: () => names.at(-2) ?? "",
    gather: () => {
      from = names.length;
      gathered = longText();
      return gathered;
    },
    text: (piece) => {
      if (gathered !== null) append(gathered, piece);
    },
  };
}
