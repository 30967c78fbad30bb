// The one masker. Knows every form in which a registered secret may come back from a server, a test or a log,
// and the shapes of secrets that nobody registered. Runs after cleaning and before cutting.
import { HIDDEN } from "./clean.ts";
import { coveredBy, type Range } from "./linear.ts";
import { patternsOf } from "./forms.ts";

export const MASK = "***";

export type Masker = (text: string) => string;

/** Patterns that may match in a text without line breaks and hidden characters; all others cannot. */
export type Finder = (dense: string) => readonly RegExp[];

/** A masker for these secrets. Building it costs a few hundred microseconds a secret; calling it is linear. */
export function createMasker(secrets: Iterable<string>): Masker {
  const known = patternsFor(secrets);
  return maskerOf(() => known);
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

/** Hides only what is known. */
export function hiderOf(known: Finder): Masker {
  return (text) => hideKnown(text, known);
}

export function maskerOf(known: Finder): Masker {
  return (text) => hideShapes(hideKnown(text, known));
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

// Secrets wrapped over lines or broken by hidden characters are found in the text without them, and those whose line
// ends were escaped on the way ("\\n" in JSON) in the text without these. Both, because "C:\\name" holds no line end.
const BREAKS = new RegExp(`(?:[\\r\\n${HIDDEN}])+[ \\t]*`, "gu");
const ESCAPED_BREAKS = new RegExp(`(?:[\\r\\n${HIDDEN}]|\\\\{1,8}[rn])+[ \\t]*`, "gu");

function hideKnown(text: string, known: Finder): string {
  const hidden = hideForms(text, known, BREAKS);
  return /\\[rn]/u.test(hidden) ? hideForms(hidden, known, ESCAPED_BREAKS) : hidden;
}

function hideForms(text: string, known: Finder, breaks: RegExp): string {
  const { text: dense, positions } = squeeze(text, breaks);
  const found = known(dense)
    .flatMap((pattern) => matches(pattern, dense))
    .sort((a, b) => a.from - b.from);
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
