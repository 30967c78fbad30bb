// Numbers of tests and failures that a report declares of itself. One that stands there and cannot be read may be the
// one that tells of a failure, so it is never taken for zero.
import type { Page } from "./test-case.ts";

/** More digits are no number of tests. */
const COUNT = /^\+?(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.0{1,9})?$/u;
/** What tools write where they have no number. */
const NONE: ReadonlySet<string> = new Set(["", "-", "undefined", "null", "none", "nan", "n/a"]);

export const UNREADABLE = "it declares a number that cannot be read";

/** "unreadable": something stands there that is no number of things. null: nothing is declared. */
export function countIn(value: unknown): number | "unreadable" | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? value : "unreadable";
  if (typeof value !== "string") return "unreadable";
  const text = value.trim();
  const digits = COUNT.exec(text)?.[1];
  if (digits !== undefined) return Number(digits.replaceAll(",", ""));
  return text.length <= 10 && NONE.has(text.toLowerCase()) ? null : "unreadable";
}

/** 0 where nothing is declared. */
export function declaredCount(value: unknown, page: Page): number {
  const count = countIn(value);
  if (count === "unreadable") page.incomplete(UNREADABLE);
  return count === "unreadable" || count === null ? 0 : count;
}

export function loss(wanted: number, what: string, held: number): string {
  return `it declares ${wanted} ${what}${wanted === 1 ? "" : "s"} but holds ${held}`;
}
