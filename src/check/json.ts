// Reads JSON text of a server, and says in words what it is when it is none.
import type { Excerpt } from "../text/excerpt.ts";

/** Deeper than any API answers; looking into a value recurses. */
export const MAX_JSON_DEPTH = 128;

export type Read =
  | { readonly kind: "json"; readonly value: unknown }
  /** What came instead, such as "HTML". */
  | { readonly kind: "other"; readonly what: string };

export function readJson(text: string, excerpt: Excerpt): Read {
  if (isTooDeep(text)) return { kind: "other", what: `JSON nested more than ${MAX_JSON_DEPTH} deep` };
  try {
    const value: unknown = JSON.parse(text);
    return { kind: "json", value };
  } catch {
    return { kind: "other", what: describe(text, excerpt) };
  }
}

/**
 * JSON text of a value; null where it is longer than `max`. What a path finds can be many times as large as the answer,
 * because it holds the same parts again and again.
 */
export function jsonWithin(value: unknown, max: number): string | null {
  let room = max;
  try {
    const text = JSON.stringify(value, function count(this: unknown, name: string, item: unknown) {
      // At least so much is written; the places in a list are not.
      room -= (Array.isArray(this) ? 0 : name.length) + (typeof item === "string" ? item.length : 1);
      if (room < 0) throw new TooLong();
      return item;
    });
    return text.length <= max ? text : null;
  } catch (error) {
    if (error instanceof TooLong) return null;
    throw error;
  }
}

class TooLong extends Error {}

function describe(text: string, excerpt: Excerpt): string {
  if (text.trim() === "") return "an empty body";
  const start = text.slice(0, LONGEST_START);
  // Read as UTF-8, each second byte of UTF-16 is a NUL and its byte order mark is nothing that can be read.
  if (/^(?:\ufffd\ufffd)?(?:[^\0]\0|\0[^\0]){2}/u.test(start))
    return "text in UTF-16, which JSON may not be (RFC 8259)";
  if (text.includes("\0")) return "text with NUL characters";
  if (text.startsWith("\ufeff")) return "text with a byte order mark in front";
  if (/^\s*<(?:!doctype|html|head|body)/iu.test(start)) return `HTML${titleOf(start, excerpt)}`;
  return "text that is not JSON";
}

/** A title stands within the first few kilobytes. */
const LONGEST_START = 16_384;

function titleOf(html: string, excerpt: Excerpt): string {
  const title = /<title(?:\s[^<>]{0,200})?>([^<]{1,300})/iu.exec(html)?.[1]?.replace(/\s+/gu, " ").trim() ?? "";
  return title === "" ? "" : ` (title "${excerpt(title, 80)}")`;
}

/** Counts brackets outside strings, without building anything. */
function isTooDeep(text: string): boolean {
  if (text.length <= MAX_JSON_DEPTH) return false;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (inString) {
      if (unit === BACKSLASH) at++;
      else if (unit === QUOTE) inString = false;
    } else if (unit === QUOTE) inString = true;
    else if (unit === OPEN_LIST || unit === OPEN_MAP) {
      if (++depth > MAX_JSON_DEPTH) return true;
    } else if (unit === CLOSE_LIST || unit === CLOSE_MAP) depth--;
  }
  return false;
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];
