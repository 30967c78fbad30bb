// All the ways in which encoders write one text. Each encoder changes other characters (encodeURIComponent, Python's
// quote, Go's PathEscape and Java's URLEncoder disagree about "a/b+c=" already), so each character gets its own choice.
import { clean, HIDDEN } from "./clean.ts";

/**
 * A pattern that finds `whole` in any mixture of percent, form, JSON, HTML, shell and C notation, also applied twice,
 * in a text without line breaks and hidden characters. null when it has fewer than `least` characters.
 * Ambiguous, so only linear.ts may search for it: with V8, which tries one reading after the other, it is exponential.
 */
export function spellings(whole: string, least: number): string | null {
  const units = whole.toWellFormed().match(/(?:\s|\\+[rn])(?:\s|\+|\\+[rn])*|\\+|./gsu) ?? [];
  const visible = units.filter((unit) => !isHidden(unit));
  const solid = visible.filter((unit) => !isSpace(unit));
  if (visible.join("").length < least) return null;
  // Of a text that is mostly white space the rest alone would be found everywhere.
  const space = solid.join("").length < least ? `${SPACE}+` : `${SPACE}*`;
  const [first = "", ...rest] = units.map((unit) => (isSpace(unit) ? space : spelling(unit)));
  // Decoded by mistake a plus is a space, and at the start of a line that is indentation, which the search skips.
  return `${first}${whole.startsWith("+") ? "?" : ""}${rest.join("")}`;
}

export function escapeForPattern(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
}

function spelling(unit: string): string {
  if (/^[A-Za-z0-9]$/u.test(unit)) return unit;
  // As one, because each of many could take any number of those in the text.
  if (unit.startsWith("\\")) return SLASHES;
  const choice = `(?:${SLASH}*(?:${escaped(unit).join("|")})|${encoded(unit).join("|")})`;
  // Cleaning takes it out of the text or leaves a placeholder, which the search skips.
  return isHidden(unit) ? `${choice}?` : choice;
}

function isSpace(unit: string): boolean {
  return /^(?:\s|\\+[rn])/u.test(unit);
}

function isHidden(unit: string): boolean {
  return clean(unit) === HIDDEN;
}

/** "%25" is an encoded "%", so this is encoded once, twice or more. */
const PERCENT = "%(?:25)*";
const ENTITY = "&(?:amp;)*";
/** A backslash may itself be encoded, and JSON in JSON doubles it each time. */
const SLASH = `(?:\\\\|${PERCENT}5c|${ENTITY}#(?:0*92|x0*5c);)`;
const SLASHES = `${SLASH}+`;

// Line ends and indentation are lost, kept or escaped on the way, and a plus behind them may be one more space.
const SPACE = `(?:${[
  "\\s",
  // Alone where a line end stood behind it, which the search skips.
  `${SLASHES}\\s?`,
  "\\+",
  `${SLASHES}(?:[rnt]|u00(?:0[9ad]|2[0b])|x(?:0[9ad]|2[0b])|0(?:11|12|15|40|53))`,
  `${PERCENT}(?:0[9ad]|2[0b])`,
  `${ENTITY}(?:nbsp|#0*(?:9|10|13|32|43)|#x0*(?:9|a|d|2[0b]));`,
].join("|")})`;

/** What may stand behind backslashes, or without: the character, and what C, JSON and git write for it. */
function escaped(char: string): readonly string[] {
  const bytes = [...new TextEncoder().encode(char)];
  const units = Array.from({ length: char.length }, (_, at) => char.charCodeAt(at).toString(16).padStart(4, "0"));
  const point = char.codePointAt(0) ?? 0;
  return [
    ...(NAMED[char] ?? []),
    escapeForPattern(char),
    bytes.map((byte) => `x${byte.toString(16).padStart(2, "0")}`).join(SLASHES),
    bytes.map((byte) => byte.toString(8).padStart(3, "0")).join(SLASHES),
    units.map((unit) => `u${unit}`).join(SLASHES),
    `u\\{0*${point.toString(16)}\\}`,
  ];
}

function encoded(char: string): readonly string[] {
  const bytes = [...new TextEncoder().encode(char)];
  const point = char.codePointAt(0) ?? 0;
  return [
    bytes.map((byte) => PERCENT + byte.toString(16).padStart(2, "0")).join(""),
    `${ENTITY}#(?:0*${point}|x0*${point.toString(16)});`,
  ];
}

const NAMED: Readonly<Record<string, readonly string[]>> = {
  "<": [`${ENTITY}lt;`],
  ">": [`${ENTITY}gt;`],
  "&": ["&(?:amp;){1,5}"],
  // Doubled in CSV and SQL.
  '"': [`${ENTITY}quot;`, '""'],
  // The shell leaves the quotes for it: 'it'\''s' or 'it'"'"'s'.
  "'": [`${ENTITY}apos;`, "'\\\\{1,4}''", `'"'"'`, "''"],
  // What is left of it where a form is decoded that was never encoded.
  "+": [" "],
};
