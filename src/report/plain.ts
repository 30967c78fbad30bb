// Sentences without markup, for the log, the terminal and one-line outputs. Foreign parts stay on their line.
import type { Failure } from "../model/check.ts";
import type { Phrase } from "../model/report.ts";
import { clean } from "../text/clean.ts";
import { cut, headOf, tailOf } from "../text/cut.ts";
import { decisiveLine, excerpt } from "../text/decisive.ts";
import { shown, shownLine } from "../text/shown.ts";
import { mapUntrusted, reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { isLink } from "./markdown.ts";

/** A sentence as plain text; our own emphasis and line breaks are left out. */
export function plain(parts: Phrase): string {
  return parts.reduce((said: string, part): string => {
    if (typeof part !== "string") return said + (isLink(part) ? part.text : plainText(part));
    // Where a quotation ends with a stop, ours would be a second one.
    return said + unmarked(/[.\u2026]$/u.test(said) && /^\.(?!\w)/u.test(part) ? part.slice(1) : part);
  }, "");
}

/** Foreign text on one line, at most `max` code points. It cannot begin a workflow command in the middle of a line. */
export function plainText(text: Untrusted, max = 200): string {
  return shownLine(reveal(text), max).replaceAll("##[", "##␦[").replaceAll("::", ":␦:");
}

/**
 * A command line to be copied, behind words of ours: "::" belongs to the names of tests, and means something to a runner
 * at the start of a line only.
 */
export function plainCommand(text: Untrusted): string {
  return shown(reveal(text), 1_000, (each) => clean(each).replace(/\n+/gu, " ").trim()).replaceAll("##[", "##␦[");
}

/** A sentence for programs: foreign words stand in it as they are, and not as a line of a log shows them. */
export function verbatim(parts: Phrase): string {
  return parts
    .map((part) => (typeof part === "string" ? unmarked(part) : isLink(part) ? part.text : verbatimLine(part, 300)))
    .join("");
}

/** Foreign text on one line, at most `max` code points. */
export function verbatimLine(text: Untrusted, max: number): string {
  return uncommanded(shownLine(reveal(text), max));
}

/** Foreign text of several lines, at most `max` code points. */
export function verbatimText(text: Untrusted, max: number): string {
  return uncommanded(shown(reveal(text), max, (each) => clean(each).trimEnd()));
}

/** The same foreign text, at most `max` code points of it. */
export function atMost(text: Untrusted, max: number): Untrusted {
  return untrusted(shown(reveal(text), max, clean));
}

/** The lines of a foreign text that tell most, each at most `longest` code points, with "…" where others are left out. */
export function tellingLines(text: Untrusted, most: number, longest: number): Untrusted {
  const { lines } = excerpt(clean(reveal(text)), most);
  return untrusted(
    lines.map((line) => (line === null ? "…" : shown(line, longest, (each) => each.trimEnd()))).join("\n"),
  );
}

/** Both ends of a text that is longer than anybody reads, so that nothing has to look through all of it. */
export function bothEnds(text: Untrusted): Untrusted {
  return mapUntrusted(text, (raw) =>
    raw.length <= 2 * AN_END ? raw : `${headOf(raw, AN_END)}\n…\n${tailOf(raw, AN_END)}`,
  );
}

const AN_END = 50_000;

/** The same foreign text, on one line and no longer than `max` code points. */
export function shortened(text: Untrusted, max: number): Untrusted {
  return untrusted(shownLine(reveal(text), max));
}

/** The last line that says something; null where there is none. */
export function lastLine(text: Untrusted): Untrusted | null {
  const line = clean(reveal(text))
    .split("\n")
    .findLast((each) => each.trim() !== "");
  return line === undefined ? null : untrusted(line.trim());
}

/** Its lines as they are, to be looked at; longer ones are no line that anybody wrote for people. */
export function linesOf(text: Untrusted, longest: number): readonly string[] {
  return clean(reveal(text))
    .split("\n")
    .filter((line) => line.length <= longest);
}

/** Letters of any script, without signs and numbers. */
export function lettersIn(text: Untrusted): number {
  return reveal(text).match(/\p{L}/gu)?.length ?? 0;
}

/** There is nothing to read in it. */
export function isBlank(text: Untrusted): boolean {
  const raw = reveal(text);
  return clean(headOf(raw, AN_END)).trim() === "" && clean(raw).trim() === "";
}

/** A path from the workspace and the same one from the root. */
export function isEndOf(end: Untrusted, path: Untrusted): boolean {
  return reveal(path) === reveal(end) || reveal(path).endsWith(`/${reveal(end)}`);
}

/** "c.yml:14:9": the file and the line that a place of ours names; null where it names none. */
export function placeIn(where: Untrusted): { readonly file: Untrusted; readonly line: number } | null {
  const { file = "", line = "" } =
    /^(?<file>.{1,300}?):(?<line>[1-9]\d{0,6})(?::\d{1,7})?$/u.exec(reveal(where))?.groups ?? {};
  return file === "" ? null : { file: untrusted(file), line: Number(line) };
}

export function isSame(a: Untrusted, b: Untrusted): boolean {
  return reveal(a) === reveal(b);
}

/**
 * The lines of a foreign text that tell most, each on a line of its own and indented as it was; null where lines are
 * left out, `dropped` how many in all.
 */
export function plainLines(
  text: Untrusted,
  most: number,
): { readonly lines: readonly (string | null)[]; readonly dropped: number } {
  const { lines, dropped } = excerpt(clean(reveal(text)), most);
  return { lines: lines.map((line) => (line === null ? null : plainIndented(line))), dropped };
}

function plainIndented(line: string): string {
  return shown(line, 200, (each) => each.replaceAll("\t", "  ").trimEnd())
    .replaceAll("##[", "##\u2426[")
    .replaceAll("::", ":\u2426:");
}

/** What one failure says, in one line of at most `max` code points. */
export function decisive({ message, detail }: Pick<Failure, "message" | "detail">, max: number): Untrusted {
  const read = (text: Untrusted): string => clean(reveal(bothEnds(text)));
  const line = decisiveLine(read(message), detail === null ? "" : read(detail));
  return untrusted(cut(line.replace(/\s+/gu, " ").trim(), max));
}

/** Printed to the log of a runner, none of its lines is a command. */
function uncommanded(text: string): string {
  return text.replaceAll("##[", "##\u2426[").replace(/^([^\S\n]*):(?=:)/gmu, "$1:\u2426");
}

function unmarked(ours: string): string {
  return ours.replaceAll("**", "").replaceAll("<br>", " ").replaceAll("`", "");
}
