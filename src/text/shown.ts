// What is shown of a foreign text: cleaned, on one line or on its own, and cut. It may be megabytes long, so what is far
// from both of its ends is neither cleaned nor looked at. Secrets are hidden before that, in the facts.
import { clean } from "./clean.ts";
import { cut, cutBetween, headOf, tailOf } from "./cut.ts";

/** On one line, at most `max` code points. */
export function shownLine(text: string, max: number): string {
  return shown(text, max, (each) => clean(each).replace(/\s+/gu, " ").trim());
}

/** On lines of its own, without the empty ones around it, at most `max` code points. */
export function shownLines(text: string, max: number): string {
  return shown(text, max, (each) =>
    clean(each)
      .replace(/^(?:[ \t]{0,200}\n){1,200}/u, "")
      .trimEnd(),
  );
}

/** On lines of its own, at most `max` code points, as `change` leaves what is cleaned. */
export function shown(text: string, max: number, change: (text: string) => string): string {
  const room = TIMES * max + LEAST;
  if (text.length <= 2 * room) return cut(change(text), max);
  const [head, tail] = [headOf(text, room), tailOf(text, room)];
  return cutBetween(change(head), change(tail), text.length - head.length - tail.length, max);
}

/** So many times what is shown: cleaning drops colours, and white space is put together. */
const TIMES = 8;
const LEAST = 1_000;
