// Sentences without markup, for the log, the terminal and one-line outputs. Foreign parts stay on their line.
import type { Phrase } from "../model/report.ts";
import { clean } from "../text/clean.ts";
import { cut } from "../text/cut.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { isLink } from "./markdown.ts";

/** A sentence as plain text; our own emphasis and line breaks are left out. */
export function plain(parts: Phrase): string {
  return parts
    .map((part) => (typeof part === "string" ? unmarked(part) : isLink(part) ? part.text : plainText(part)))
    .join("");
}

/** Foreign text on one line, at most `max` code points. It cannot begin a workflow command in the middle of a line. */
export function plainText(text: Untrusted, max = 200): string {
  return cut(clean(reveal(text)).replace(/\s+/gu, " ").trim(), max)
    .replaceAll("##[", "##␦[")
    .replaceAll("::", ":␦:");
}

/** The same foreign text, on one line and no longer than `max` code points. */
export function shortened(text: Untrusted, max: number): Untrusted {
  return untrusted(cut(clean(reveal(text)).replace(/\s+/gu, " ").trim(), max));
}

/** The last line that says something; null where there is none. */
export function lastLine(text: Untrusted): Untrusted | null {
  const line = clean(reveal(text))
    .split("\n")
    .findLast((each) => each.trim() !== "");
  return line === undefined ? null : untrusted(line.trim());
}

/** There is nothing to read in it. */
export function isBlank(text: Untrusted): boolean {
  return clean(reveal(text)).trim() === "";
}

/** The first lines of a foreign text, each on a line of its own; `more` tells how many follow. */
export function plainLines(
  text: Untrusted,
  most: number,
): { readonly lines: readonly string[]; readonly more: number } {
  const all = clean(reveal(text))
    .split("\n")
    .filter((line) => line.trim() !== "");
  return { lines: all.slice(0, most).map((line) => plainText(untrusted(line))), more: Math.max(0, all.length - most) };
}

function unmarked(ours: string): string {
  return ours.replaceAll("**", "").replaceAll("<br>", " ").replaceAll("`", "");
}
