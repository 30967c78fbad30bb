// Writes a range of durations as a regular expression, because JSON Schema knows ranges of numbers only.
import { UNITS } from "./duration.ts";

/** Matches what is a duration from one to the other, both ends included, in whatever of the units it is written. */
export function durationPattern(fromMs: number, toMs: number, units: Readonly<Record<string, number>> = UNITS): string {
  const forms = Object.entries(units).flatMap(([unit, ms]) => {
    const [from, to] = [Math.ceil(fromMs / ms), Math.floor(toMs / ms)];
    return from <= to ? [`(?:${wholeNumbers(from, to).join("|")})${unit}`] : [];
  });
  return `^(?:${forms.join("|")})$`;
}

/** Patterns that together match the whole numbers of a range, without leading zeros. */
function wholeNumbers(from: number, to: number): readonly string[] {
  const end = lastOfBlock(from, to);
  const pattern = blockPattern(String(from), String(end));
  return end === to ? [pattern] : [pattern, ...wholeNumbers(end + 1, to)];
}

/** The end of the largest run from here on that is a prefix, one digit of a range, and any digits: 20 to 79, 100 to 999. */
function lastOfBlock(from: number, to: number): number {
  let end = from;
  for (let size = 1; from % size === 0 && from + size - 1 <= to; size *= 10) {
    const digit = Math.floor(from / size) % 10;
    const most = Math.min(9 - digit, Math.floor((to + 1 - from) / size) - 1);
    end = from + (most + 1) * size - 1;
    if (from === 0) break;
  }
  return end;
}

/** Both have as many digits, and the block ends in nines where it begins with zeros. */
function blockPattern(from: string, to: string): string {
  const digits = [...from].map((digit, index) => {
    const last = to[index] ?? digit;
    return digit === last ? digit : digit === "0" && last === "9" ? "\\d" : `[${digit}-${last}]`;
  });
  return digits.join("");
}
