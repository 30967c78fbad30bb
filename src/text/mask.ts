// The one masker. Knows every form in which a registered secret may come back from a server, a test or a log,
// and the shapes of secrets that nobody registered. Runs after cleaning and before cutting.
import { HIDDEN } from "./clean.ts";
import { coveredBy, type Range } from "./linear.ts";
import { escapeForPattern, spellings } from "./spellings.ts";

export const MASK = "***";

/** Secrets shorter than this are never masked: hiding every "abc" would destroy the text and name the secret. */
export const SHORTEST_SECRET = 8;

export type Masker = (text: string) => string;

/** A masker for these secrets. Building it costs a few hundred microseconds a secret; calling it is linear. */
export function createMasker(secrets: Iterable<string>): Masker {
  return maskerOf(patternsFor(secrets));
}

/** What finds these secrets, for those who add to it: together with more patterns they make one masker. */
export function patternsFor(secrets: Iterable<string>): readonly RegExp[] {
  const patterns = new Set([...secrets].flatMap(patternsOf));
  const sources = [...patterns].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const [plain, choosing] = [sources.filter((each) => !hasChoice(each)), sources.filter(hasChoice)];
  return [...inBatches(plain), ...inBatches(choosing)].map((batch) => new RegExp(batch.join("|"), "giu"));
}

/** A group that the secret itself has is escaped. */
function hasChoice(source: string): boolean {
  return source.includes("(?:");
}

/** Hides only what these patterns know. */
export function hiderOf(known: readonly RegExp[]): Masker {
  return (text) => (known.length === 0 ? text : hideKnown(text, known));
}

export function maskerOf(known: readonly RegExp[]): Masker {
  return (text) => hideShapes(known.length === 0 ? text : hideKnown(text, known));
}

/** V8 refuses a regular expression above some megabytes of code, which a few thousand tokens would make. */
const BATCH_CHARACTERS = 200_000;

function inBatches(sources: readonly string[]): readonly (readonly string[])[] {
  const batches: string[][] = [];
  let size = 0;
  for (const source of sources) {
    if (batches.length === 0 || size > BATCH_CHARACTERS) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1)?.push(source);
    size += source.length;
  }
  return batches;
}

function patternsOf(secret: string): readonly string[] {
  const [, payload, signature] = /^[\w-]+\.([\w-]+)\.([\w-]+)$/u.exec(secret.trim()) ?? [];
  // In whatever way a token is encoded, its signature is encoded so too, and the rest alone opens nothing.
  if (payload !== undefined && signature !== undefined && isLongEnough(signature)) {
    return [secret.trim(), `${payload}.${signature}`].map(escapeForPattern).concat(formsOf(signature));
  }
  // Of many lines each one alone tells too much.
  const wholes = [secret, ...secret.split(/\r\n?|\n/u)].map((each) => each.trim());
  return wholes.filter(isLongEnough).flatMap(formsOf);
}

function formsOf(whole: string): readonly string[] {
  const spelled = [whole, ...base64Alignments(whole)].map((text) => spellings(text, SHORTEST_SECRET));
  const literal = encodingsOf(whole).filter(isLongEnough).map(escapeForPattern);
  return [...spelled.filter((pattern) => pattern !== null), ...literal];
}

function isLongEnough(text: string): boolean {
  return text.length >= SHORTEST_SECRET;
}

/** Encodings that change every character, also letters and digits; and the whole, which may be mostly white space. */
function encodingsOf(whole: string): readonly string[] {
  const bytes = new TextEncoder().encode(whole.toWellFormed());
  const points = [...whole.toWellFormed()].map((char) => char.codePointAt(0) ?? 0);
  const units = Array.from({ length: whole.length }, (_, at) => whole.charCodeAt(at).toString(16).padStart(4, "0"));
  return [
    whole,
    ...["%", "%25", "\\x", "\\\\x"].map((before) => before + hex(bytes, before)),
    ...["", " ", ":", "-"].map((between) => hex(bytes, between)),
    ...["\\u", "\\\\u"].map((before) => before + units.join(before)),
    points.map((point) => `&#${point};`).join(""),
    points.map((point) => `&#x${point.toString(16)};`).join(""),
  ];
}

// Base64 depends on how many bytes stand before the secret. For each alignment the 1–2 characters at the edges
// mix with the neighbours, so they are left out of the form.
function base64Alignments(whole: string): readonly string[] {
  const bytes = new TextEncoder().encode(whole.toWellFormed());
  const forms: string[] = [];
  for (const before of [0, 1, 2]) {
    const padded = new Uint8Array(before + bytes.length);
    padded.set(bytes, before);
    const encoded = toBase64(padded).replace(/=+$/u, "");
    const from = before === 0 ? 0 : before + 1;
    const wholeGroups = (before + bytes.length) % 3 === 0;
    const form = encoded.slice(from, wholeGroups ? undefined : -1);
    forms.push(form, form.replaceAll("+", "-").replaceAll("/", "_"));
  }
  return forms;
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function toBase64(bytes: Uint8Array): string {
  let out = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const group = (a << 16) | (b << 8) | c;
    const chars = [18, 12, 6, 0].map((shift) => BASE64.charAt((group >> shift) & 63)).join("");
    out += chars.slice(0, Math.min(4, bytes.length - at + 1)).padEnd(4, "=");
  }
  return out;
}

function hex(bytes: Uint8Array, between: string): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(between);
}

// Secrets wrapped over lines or broken by hidden characters are found in the text without them, and those whose line
// ends were escaped on the way ("\\n" in JSON) in the text without these. Both, because "C:\\name" holds no line end.
const BREAKS = new RegExp(`(?:[\\r\\n${HIDDEN}])+[ \\t]*`, "gu");
const ESCAPED_BREAKS = new RegExp(`(?:[\\r\\n${HIDDEN}]|\\\\{1,8}[rn])+[ \\t]*`, "gu");

function hideKnown(text: string, known: readonly RegExp[]): string {
  const hidden = hideForms(text, known, BREAKS);
  return /\\[rn]/u.test(hidden) ? hideForms(hidden, known, ESCAPED_BREAKS) : hidden;
}

function hideForms(text: string, known: readonly RegExp[], breaks: RegExp): string {
  const { text: dense, positions } = squeeze(text, breaks);
  const found = known.flatMap((pattern) => matches(pattern, dense)).sort((a, b) => a.from - b.from);
  if (found.length === 0) return text;
  let out = "";
  let at = 0;
  for (const match of found) {
    const from = positions(match.from);
    const to = positions(match.to - 1) + 1;
    // Secrets that overlap are hidden together.
    if (from >= at) out += text.slice(at, from) + MASK;
    at = Math.max(at, to);
  }
  return out + text.slice(at);
}

function matches(pattern: RegExp, text: string): readonly Range[] {
  if (hasChoice(pattern.source)) return coveredBy(pattern, text);
  const search = new RegExp(pattern);
  const found: Range[] = [];
  for (let match = search.exec(text); match !== null; match = search.exec(text)) {
    found.push({ from: match.index, to: match.index + match[0].length });
    // Also those that begin inside another, which matchAll leaves out. A whole character on: from between the halves
    // of one, the search would go back to where it was.
    search.lastIndex = match.index + ((text.codePointAt(match.index) ?? 0) > 0xffff ? 2 : 1);
  }
  return found;
}

interface Squeezed {
  readonly text: string;
  /** Where a character of it stands in the text. */
  readonly positions: (index: number) => number;
}

function squeeze(text: string, breaks: RegExp): Squeezed {
  const kept: { readonly denseFrom: number; readonly from: number }[] = [];
  let dense = "";
  let at = 0;
  for (const match of text.matchAll(breaks)) {
    kept.push({ denseFrom: dense.length, from: at });
    dense += text.slice(at, match.index);
    at = match.index + match[0].length;
  }
  if (at === 0) return { text, positions: (index) => index };
  kept.push({ denseFrom: dense.length, from: at });
  dense += text.slice(at);
  return { text: dense, positions: (index) => locate(kept, index) };
}

function locate(kept: readonly { readonly denseFrom: number; readonly from: number }[], index: number): number {
  let low = 0;
  let high = kept.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((kept[middle]?.denseFrom ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  const run = kept[low];
  return run === undefined ? index : run.from + (index - run.denseFrom);
}

// Shapes of credentials, from their issuers' documentation: RFC 7519 compact JWTs, GitHub token prefixes, AWS
// access key ids, Slack, Stripe, Google and OpenAI keys, PEM blocks, user information in URLs, and assignments to a telling name.
const SHAPES: readonly (readonly [RegExp, string])[] = [
  // A block without its end counts too, so that no place is looked at twice.
  [
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----(?:(?!-----)[\s\S]){0,20000}(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----)?/gu,
    MASK,
  ],
  // Only from the start of a word, or a long one would be read again from each "eyJ" in it.
  [/(?<![\w-])eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]{5,}/gu, MASK],
  [/\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|npm_\w{30,})/gu, MASK],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/gu, MASK],
  [/\b(?:xox[abprs]-[\w-]{10,}|[rs]k_(?:live|test)_\w{10,}|AIza[\w-]{30,}|sk-[\w-]{20,})/gu, MASK],
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:"'<>`|]{0,200}:(?!\*{3})[^\s/@"'<>`|]{1,200}@/giu, `$1${MASK}@`],
  // A value ends before what may end the container it stands in (a code span, a cell, a string), or the mask would
  // open it. The names may stand in JSON, also in JSON inside JSON: then the quotes have backslashes.
  [
    /((?:proxy-)?authorization(?:\\{0,4}["'])?\s*[:=]\s*(?:\\{0,4}["'])?(?:bearer|basic|token|digest)\s+)(?!\*{3})[^\s"',;`|]{4,}/giu,
    `$1${MASK}`,
  ],
  [/\b((?:set-)?cookie(?:\\{0,4}["'])?\s*[:=]\s*(?:\\{0,4}["'])?)(?!\*{3})[^\s"'`|][^\r\n"'`|]{3,}/giu, `$1${MASK}`],
  [
    /((?:api[-_]?key|passw(?:or)?d|secret|access[-_]?key|private[-_]?key)(?:\\{0,4}["'])?\s*[:=]\s*(?:\\{0,4}["'])?)(?!\*{3}|null\b|none\b|true\b|false\b|undefined\b|\$\{)[^\s"',;&`|]{8,}/giu,
    `$1${MASK}`,
  ],
  // "token:" is also what parsers say of a word, so a value counts only with a digit in it.
  [
    /(token(?:\\{0,4}["'])?\s*[:=]\s*(?:\\{0,4}["'])?)(?!\*{3})(?=[^\s"',;&`|]{0,400}\d)[^\s"',;&`|]{8,}/giu,
    `$1${MASK}`,
  ],
];

function hideShapes(text: string): string {
  let out = text;
  for (const [shape, replacement] of SHAPES) out = out.replace(shape, replacement);
  return out;
}
