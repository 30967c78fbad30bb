// Numbers and states in plain words, the same on every surface.
import type { Phrase } from "../model/report.ts";

/** "4.2 s", "10 min", "3m 10s", "2h 05m". */
export function duration(ms: number): string {
  if (ms < 950) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1).replace(/\.0$/u, "")} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds % 60 === 0 && seconds < 3_600) return `${seconds / 60} min`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m ${String(seconds % 60).padStart(2, "0")}s`;
  return `${Math.floor(seconds / 3_600)}h ${String(Math.floor((seconds % 3_600) / 60)).padStart(2, "0")}m`;
}

/** Like the beginning of a sentence where the first words are ours; foreign ones stay as they are. */
export function capitalized([first = "", ...rest]: Phrase): Phrase {
  return [typeof first === "string" ? capital(first) : first, ...rest];
}

/** "1 test", "3 tests". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** "14:20 UTC". */
export function clockTime(at: number): string {
  return `${new Date(at).toISOString().slice(11, 16)} UTC`;
}

/** "A" … "Z", then "AA". */
export function letter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letter(Math.floor(index / 26) - 1) + last;
}

/** A commit as people read it. Takes only what is already known to be hexadecimal. */
export function short(commit: string): string {
  return commit.slice(0, 7);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A measured number with its unit: "61 ms", "4.25", "2,048 bytes". */
export function figure(n: number, unit: string): string {
  const digits = Math.abs(n) >= 100 || Number.isInteger(n) ? 0 : Math.abs(n) >= 10 ? 1 : 2;
  return `${withCommas(String(Number(n.toFixed(digits))))}${unit === "" ? "" : ` ${unit}`}`;
}

function withCommas(digits: string): string {
  const [whole = "", ...rest] = digits.split(".");
  return [whole.replace(/(?<=\d)(?=(?:\d{3})+$)/gu, ","), ...rest].join(".");
}
