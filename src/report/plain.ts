// Sentences without markup, for the log, the terminal and one-line outputs. Foreign parts stay on their line.
import type { Phrase } from "../model/report.ts";
import { clean } from "../text/clean.ts";
import { cut } from "../text/cut.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";
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

function unmarked(ours: string): string {
  return ours.replaceAll("**", "").replaceAll("<br>", " ").replaceAll("`", "");
}
