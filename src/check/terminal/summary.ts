// What every grammar of a runner's last words makes: one summary, and the little that reading numbers needs.
import { untrusted, type Untrusted } from "../../text/untrusted.ts";

/** One summary that a runner printed; null for what it does not tell. */
export interface Summary {
  readonly runner: string;
  /** Index of its last line. */
  readonly line: number;
  /** Index of the line with which this very run began; null where no line tells that. */
  readonly from: number | null;
  readonly collected: number | null;
  readonly passed: number | null;
  readonly failed: number | null;
  readonly errors: number | null;
  readonly skipped: number | null;
  readonly stopped: Untrusted | null;
}

export interface Output {
  /** Without terminal sequences, prefixes of a log, and spaces at their ends. */
  readonly lines: readonly string[];
  /** For each line the container, package or task that a log wrote before it; empty for none. */
  readonly sources: readonly string[];
  /** Indexes of the lines where the middle of the output is missing. */
  readonly cuts: readonly number[];
}

/** All summaries that one family of runners printed, in order. */
export type Grammar = (output: Output) => readonly Summary[];

export function summary(runner: string, line: number, told: Partial<Omit<Summary, "runner" | "line">>): Summary {
  return {
    from: null,
    collected: null,
    passed: null,
    failed: null,
    errors: null,
    skipped: null,
    stopped: null,
    ...told,
    runner,
    line,
  };
}

/** A number as runners print it: "12", "1,234", "1'234". For use inside other patterns. */
export const NUMBER = String.raw`\d{1,3}(?:[,'\u00a0\u202f]\d{3}){1,2}|\d{1,9}`;

/** Of no more than nine digits: no run has more tests. */
const MOST = 999_999_999;

export function numberOf(text: string | undefined): number {
  return Math.min(Number((text ?? "").replace(/\D/gu, "") || 0), MOST);
}

const AMOUNT = new RegExp(`^(${NUMBER}) (\\D.*)$`, "u");

/** "1 failed, 2 passed" as words with their numbers; null when a piece is nothing of the kind. */
export function amounts(list: string, separator: string): ReadonlyMap<string, number> | null {
  const found = new Map<string, number>();
  for (const piece of list.split(separator)) {
    const [, number, word] = AMOUNT.exec(piece.trim()) ?? [];
    if (number === undefined || word === undefined) return null;
    found.set(word, (found.get(word) ?? 0) + numberOf(number));
  }
  return found;
}

/** The sum of the numbers that stand with these words; 0 for none. */
export function sumOf(found: ReadonlyMap<string, number>, ...words: readonly string[]): number {
  return words.reduce((sum, word) => sum + (found.get(word) ?? 0), 0);
}

export function onlyWords(found: ReadonlyMap<string, number>, known: ReadonlySet<string>): boolean {
  return [...found.keys()].every((word) => known.has(word));
}

/** One summary for each line that the pattern matches. */
export function eachLine(
  { lines }: Output,
  pattern: RegExp,
  told: (match: RegExpExecArray, line: number) => Summary | null,
): readonly Summary[] {
  return lines.flatMap((text, line) => {
    const match = pattern.exec(text);
    const found = match === null ? null : told(match, line);
    return found === null ? [] : [found];
  });
}

/** Indexes of all lines that the pattern matches. */
export function placesOf({ lines }: Output, pattern: RegExp): readonly number[] {
  return lines.flatMap((text, at) => (pattern.test(text) ? [at] : []));
}

/** The last of such places before a line; -1 for none. */
export function lastBefore(places: readonly number[], line: number): number {
  let from = 0;
  let to = places.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((places[middle] ?? line) < line) from = middle + 1;
    else to = middle;
  }
  return places[from - 1] ?? -1;
}

/** The index of the last line before `line`, at most `within` lines back, that the pattern matches; -1 for none. */
export function before(lines: readonly string[], line: number, within: number, pattern: RegExp): number {
  for (let at = line - 1; at >= Math.max(0, line - within); at--) if (pattern.test(lines[at] ?? "")) return at;
  return -1;
}

/** The index of the first line after `line`, at most `within` lines on, that the pattern matches; -1 for none. */
export function after(lines: readonly string[], line: number, within: number, pattern: RegExp): number {
  const last = Math.min(lines.length - 1, line + within);
  for (let at = line + 1; at <= last; at++) if (pattern.test(lines[at] ?? "")) return at;
  return -1;
}

export function stop(text: string | undefined): Untrusted | null {
  const trimmed = (text ?? "").trim();
  return trimmed === "" ? null : untrusted(trimmed.slice(0, 300));
}
