// The only place that knows Markdown. Foreign text gets here as Untrusted and leaves inside a container: a code span
// with the three characters that could end it replaced, or a fence longer than anything inside it.
import type { Link, Phrase } from "../model/report.ts";
import { shownLine, shownLines } from "../text/shown.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";

/** Foreign text on one line, at most `max` code points. Safe in a paragraph, a list, a heading and a table cell. */
export function code(text: Untrusted, max = 160): string {
  const contained = shownLine(reveal(text), max).replaceAll("`", "ˋ").replaceAll("|", "¦").replaceAll("\\", "∖");
  return `\`${contained === "" ? "(empty)" : unlinked(contained)}\``;
}

/** Foreign text of several lines, head and tail of at most `max` code points. The info string never comes from data. */
export function fence(text: Untrusted, max = 4_000): string {
  const body = unlinked(shownLines(reveal(text), max));
  const tame = body.replace(/`{200,}/gu, (run) => `\`…${run.length} backticks…\``);
  const longest = Math.max(2, ...[...tame.matchAll(/`+/gu)].map((run) => run[0].length));
  const mark = "`".repeat(longest + 1);
  return `${mark}text\n${tame}\n${mark}`;
}

/**
 * A command line of the user's on lines of their own, to be copied. What has to be broken or hidden here (a mention,
 * a character that nobody sees) is not the line any more, so that is said.
 */
export function copyable(text: Untrusted, name: string, indent: string): string {
  const shown = fence(text, 1_000);
  const isExact = shown.split("\n").slice(1, -1).join("\n") === reveal(text);
  const title = isExact ? `${name}:` : `${name} (some signs cannot be shown here; the record has the line as it is):`;
  return [title, ...shown.split("\n").map((line) => `${indent}${line}`)].join("\n");
}

export function link(to: Link): string {
  return `[${to.text}](${to.url})`;
}

/** A sentence: our words as they are, foreign ones as code of at most `max` code points, links as links. */
export function phrase(parts: Phrase, max?: number): string {
  return parts.map((part) => (typeof part === "string" ? part : isLink(part) ? link(part) : code(part, max))).join("");
}

/** A table of at most three columns; cells are Markdown of ours. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

/** A folded part. The title is ours; the blank line lets GitHub read the body as Markdown. */
export function fold(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n</details>`;
}

/** A folded part under a heading, which may hold foreign text: GitHub shows a heading beside the sign that unfolds it. */
export function foldUnder(heading: string, body: string): string {
  return `<details><summary>\n\n${heading}\n\n</summary>\n\n${body}\n</details>`;
}

/** A chart that GitHub draws; made of numbers and of our own words alone, because the code of a chart is no container. */
export function chart(lines: readonly string[]): string {
  return ["```mermaid", ...lines, "```"].join("\n");
}

export function isLink(part: string | Untrusted | Link): part is Link {
  return typeof part === "object" && "url" in part;
}

// In code nothing links on the page. E-mail copies are plain text, though, where @name pings again on an answer and
// other tools look for their markers, and a page that is printed to a log could hold a command for the runner: a
// zero-width space inside the sign ends that.
function unlinked(text: string): string {
  return text
    .replace(/@(?=[\p{L}\p{N}_-])/gu, "@\u200b")
    .replace(/#(?=\d)/gu, "#\u200b")
    .replaceAll("<!--", "<\u200b!--")
    .replaceAll("##[", "##\u200b[")
    .replace(/^([^\S\n]*):(?=:)/gmu, "$1:\u200b");
}
