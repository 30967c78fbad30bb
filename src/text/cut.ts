// Shortens text without hiding that it did: head and tail stay, because a root cause often stands last.
import { MASK } from "./mask.ts";

/** Shorter texts are names and titles: there an ellipsis at the end says enough. */
const ROOM_FOR_A_NOTE = 200;

/** At most `max` code points; what was dropped in the middle is said. Never splits a surrogate pair or a mask. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const points = [...text];
  if (points.length <= max) return text;
  if (max < 1) return "";
  if (max < ROOM_FOR_A_NOTE) {
    const end = beside(points, max - 1, "before");
    return `${points.slice(0, end).join("").trimEnd()}…`;
  }
  const middle = Math.ceil(points.length * HEAD);
  return bothEnds(points.slice(0, middle), points.slice(middle), 0, max);
}

/** The same of a text of which only the two ends are at hand, with so many characters between them. */
export function cutBetween(head: string, tail: string, between: number, max: number): string {
  return max < ROOM_FOR_A_NOTE ? cut(`${head}…${tail}`, max) : bothEnds([...head], [...tail], between, max);
}

/** Of what is kept, most stands before the note. */
const HEAD = 0.6;

function bothEnds(head: readonly string[], tail: readonly string[], between: number, max: number): string {
  const all = head.length + between + tail.length;
  // The note takes room too, and more for a longer number.
  for (let room = max - noteOf(all - max).length; ; room--) {
    const kept = Math.ceil(room * HEAD);
    const end = head.length <= kept ? head.length : beside(head, kept, "before");
    const begin = tail.length <= room - kept ? 0 : beside(tail, tail.length - (room - kept), "behind");
    const note = noteOf(head.length - end + between + begin);
    if (end + note.length + tail.length - begin > max) continue;
    return head.slice(0, end).join("") + note + tail.slice(begin).join("");
  }
}

function noteOf(dropped: number): string {
  return ` … ${dropped} characters cut … `;
}

/** The first code units of a text, at most `max` of them. Never splits a surrogate pair or a mask. */
export function headOf(text: string, max: number): string {
  if (text.length <= max) return text;
  return text.slice(0, beside(text, Math.max(0, max), "before"));
}

/** The last code units of a text, at most `max` of them. Never splits a surrogate pair or a mask. */
export function tailOf(text: string, max: number): string {
  if (text.length <= max) return text;
  return text.slice(beside(text, text.length - Math.max(0, max), "behind"));
}

/** The place to cut at: moved out of a mask, half of which would look like a part of the text, and out of a character. */
function beside(text: string | readonly string[], at: number, side: "before" | "behind"): number {
  const begin = [at - 2, at - 1].find((from) => [...MASK].every((sign, nth) => text[from + nth] === sign));
  if (begin !== undefined) return side === "before" ? begin : begin + MASK.length;
  const isSplit = isHalf(text[at - 1], 0xd800) && isHalf(text[at], 0xdc00);
  if (!isSplit) return at;
  return side === "before" ? at - 1 : at + 1;
}

/** The first 1,024 code units from `from` on are one half of a character each. */
function isHalf(unit: string | undefined, from: number): boolean {
  const code = unit?.length === 1 ? unit.charCodeAt(0) : 0;
  return code >= from && code < from + 0x400;
}

/** The first line that says something, at most `max` code points. */
export function firstLine(text: string, max: number): string {
  const line = text.split("\n").find((each) => each.trim() !== "") ?? "";
  return cut(line.trim(), max);
}
