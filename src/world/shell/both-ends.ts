// Keeps the first and the last of a text of any length: the cause often stands at the start, the reason at the end.
import { clean } from "../../text/clean.ts";
import { headOf, tailOf } from "../../text/cut.ts";
import { cutNote } from "../../text/output-cut.ts";
import { MARGIN, maskedHead, maskedTail, type Mask } from "../excerpt.ts";

const MAX_END = 32 * 1024;

export interface BothEnds {
  add(stream: string, text: string): void;
  /** Cleaned, masked, and with a note of how much is missing in the middle. */
  text(): string;
}

/** More is kept than told, because the inner edges may cut a secret in two. */
export function createBothEnds(mask: Mask): BothEnds {
  const keep = MAX_END + MARGIN;
  const tail: string[] = [];
  let head = "";
  let tailLength = 0;
  let total = 0;
  let last: { readonly stream: string; readonly open: boolean } | null = null;

  function add(stream: string, text: string): void {
    if (text === "") return;
    // Lines of one stream never run into those of the other.
    const piece = last !== null && last.open && last.stream !== stream ? `\n${text}` : text;
    last = { stream, open: !/[\r\n]$/u.test(text) };
    total += piece.length;
    const room = keep - head.length;
    head += piece.slice(0, room);
    const rest = piece.slice(Math.max(room, piece.length - keep));
    if (rest === "") return;
    // Small pieces are joined, so that the list stays short.
    if ((tail.at(-1)?.length ?? keep) + rest.length < 4096) tail.push(`${tail.pop() ?? ""}${rest}`);
    else tail.push(rest);
    tailLength += rest.length;
    while (tailLength - (tail[0]?.length ?? 0) >= keep) tailLength -= tail.shift()?.length ?? 0;
  }

  return {
    add,
    text(): string {
      if (total <= 2 * keep) {
        const whole = mask(clean(head + tail.join("")));
        if (whole.length <= 2 * MAX_END) return whole;
        const cut = whole.length - 2 * MAX_END;
        return joined(headOf(whole, MAX_END), cut, tailOf(whole, MAX_END));
      }
      const start = maskedHead(head, MAX_END, true, mask);
      const end = maskedTail(tail.join("").slice(-keep), MAX_END, mask);
      return joined(start, Math.max(0, total - start.length - end.length), end);
    },
  };
}

function joined(start: string, dropped: number, end: string): string {
  return `${start}
${cutNote(dropped)}
${end}`;
}
