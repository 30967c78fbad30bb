// Walks over JSON text without building anything and without recursion: where it breaks, how deep it goes, and where
// its one value ends. The engine's own messages quote the text and often tell no place.

/** Deeper than any tool nests suites and steps. */
export const MAX_JSON_DEPTH = 64;

export type Syntax =
  /** `end`: behind the value. */
  | { readonly kind: "value"; readonly end: number }
  | { readonly kind: "broken"; readonly at: number; readonly problem: string }
  | { readonly kind: "deep" };

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/uy;
const WORD = /(?:true|false|null)/uy;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/uy;

/**
 * Names that decide how a test ended. The engine would take the last of two: a failure could stand before a pass and
 * nobody would see it. No tool writes a name twice.
 */
const DECISIVE: ReadonlyMap<string, number> = new Map(
  (
    "results testResults assertionResults tests suites specs examples elements steps result status state " +
    "expectedStatus rawStatus fail pass failures passes pending errors beforeHooks afterHooks before after stats " +
    "summary failed"
  )
    .split(" ")
    .map((name, at) => [name, 1 << at]),
);

interface Open {
  /** What closes it. */
  readonly closing: number;
  /** Which decisive names it has, a bit for each. */
  names: number;
}

/** The value that begins at `from`; what stands behind it is not looked at. */
export function jsonSyntax(text: string, from = 0): Syntax {
  // From the outermost.
  const open: Open[] = [];
  let at = afterSpace(text, from);
  for (;;) {
    const first = text.charCodeAt(at);
    if (first === OPEN_LIST || first === OPEN_OBJECT) {
      const opened = { closing: first === OPEN_LIST ? CLOSE_LIST : CLOSE_OBJECT, names: 0 };
      open.push(opened);
      if (open.length > MAX_JSON_DEPTH) return { kind: "deep" };
      at = afterSpace(text, at + 1);
      if (text.charCodeAt(at) === opened.closing) {
        open.pop();
        at++;
      } else {
        const value = first === OPEN_OBJECT ? afterName(text, at, opened) : at;
        if (typeof value !== "number") return value;
        at = value;
        continue;
      }
    } else {
      const end = afterScalar(text, at);
      if (typeof end !== "number") return end;
      at = end;
    }
    // A value has ended: close what ends with it, up to the next value or the end of all.
    for (;;) {
      const inner = open.at(-1);
      if (inner === undefined) return { kind: "value", end: at };
      at = afterSpace(text, at);
      const next = text.charCodeAt(at);
      if (next === inner.closing) {
        open.pop();
        at++;
      } else if (next === COMMA) {
        const after = afterSpace(text, at + 1);
        const value = inner.closing === CLOSE_OBJECT ? afterName(text, after, inner) : after;
        if (typeof value !== "number") return value;
        at = value;
        break;
      } else return broken(text, at, "a comma or a closing bracket is missing");
    }
  }
}

type Broken = Extract<Syntax, { readonly kind: "broken" }>;

function broken(text: string, at: number, problem: string): Broken {
  return { kind: "broken", at, problem: at >= text.length ? "the text ends too early" : problem };
}

/** Behind the colon of `"name": value`. */
function afterName(text: string, at: number, inside: Open): number | Broken {
  if (text.charCodeAt(at) !== QUOTE) return broken(text, at, "a name in double quotes is missing");
  const end = afterString(text, at);
  if (typeof end !== "number") return end;
  const colon = afterSpace(text, end);
  if (text.charCodeAt(colon) !== COLON) return broken(text, colon, "a colon is missing");
  const bit = DECISIVE.get(nameIn(text, at, end)) ?? 0;
  if ((inside.names & bit) !== 0) return broken(text, at, "a name stands twice in one object");
  inside.names |= bit;
  return afterSpace(text, colon + 1);
}

/** Longer names are not decisive, however they are written. */
const LONGEST_NAME = 6 * 20;

function nameIn(text: string, start: number, end: number): string {
  if (end - start > LONGEST_NAME) return "";
  const written = text.slice(start + 1, end - 1);
  if (!written.includes("\\")) return written;
  const name: unknown = JSON.parse(text.slice(start, end));
  return typeof name === "string" ? name : "";
}

function afterScalar(text: string, at: number): number | Broken {
  if (text.charCodeAt(at) === QUOTE) return afterString(text, at);
  return afterMatch(text, at, NUMBER) ?? afterMatch(text, at, WORD) ?? broken(text, at, "a value is missing");
}

function afterString(text: string, start: number): number | Broken {
  let at = start + 1;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) return at + 1;
    if (unit === BACKSLASH) {
      const end = afterMatch(text, at, ESCAPE);
      if (end === null) return broken(text, text.length - at < 6 ? text.length : at, "a wrong escape in a string");
      at = end;
    } else if (unit < 0x20) return broken(text, at, "a raw control character in a string");
    else at++;
  }
  return broken(text, at, "");
}

function afterMatch(text: string, at: number, pattern: RegExp): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

/** Behind the white space of JSON, which is four characters only. */
export function afterSpace(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) break;
  }
  return at;
}
