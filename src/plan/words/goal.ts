// The language of `target`: comparisons of what a cycle counts, with && and || and brackets. Reads from left to right,
// and stops at the first slip with its place and what was probably meant.
import { isPossible } from "../../model/reach.ts";
import { LONGEST_TARGET, MOST_BRACKETS, type Comparison, type Measure, type Target } from "../../model/target.ts";
import { end, EXPECTED_GOAL, limitAt, measureAt, operatorAt, type Slip, type Token } from "./goal-parts.ts";
import type { Reading } from "./shape.ts";

/** The tree that a text stands for, or what was expected at the first slip, and the text without it. */
export function readGoal(text: string): Reading<Target> {
  if (text.length > LONGEST_TARGET) return { expected: `expected a target of at most ${LONGEST_TARGET} characters` };
  const tokens = tokensOf(text);
  const parsed = either(tokens, 0, 0);
  if (isSlip(parsed)) return reading(parsed, text);
  const rest = tokens[parsed.next];
  if (rest === undefined) return { value: parsed.target };
  return reading(behind(rest), text);
}

interface Parsed {
  readonly target: Target;
  /** The first token behind it. */
  readonly next: number;
}

const TOKEN = /[A-Za-z_][\w-]*(?:\(\s*\d{1,9}\s*\))?(?:\.[\w-]*)*|\d[\d_,.]*%?|[=!<>]+|[≥≤≠]|&+|\|+|\S/gu;

function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(TOKEN)].map((match) => ({ text: match[0], at: match.index }));
}

function either(tokens: readonly Token[], from: number, depth: number): Parsed | Slip {
  return chain("or", tokens, from, (at) => chain("and", tokens, at, (inner) => term(tokens, inner, depth)));
}

/** One or several parts with the same sign between them. */
function chain(
  kind: "and" | "or",
  tokens: readonly Token[],
  from: number,
  part: (from: number) => Parsed | Slip,
): Parsed | Slip {
  const parts: Target[] = [];
  for (let at = from; ;) {
    const read = part(at);
    if (isSlip(read)) return read;
    // Brackets around the same sign change nothing.
    const more = read.target.kind === kind ? read.target.of : [read.target];
    parts.push(...more);
    const token = tokens[at];
    if (kind === "and" && token !== undefined && !more.every((each) => isPossibleIn(parts, each))) {
      return { slip: parts.length === 1 ? "no number meets this" : CONTRADICTION, token, meant: null };
    }
    if (tokens[read.next]?.text !== SIGNS[kind]) return { target: combined(kind, parts), next: read.next };
    at = read.next + 1;
  }
}

const SIGNS = { and: "&&", or: "||" } as const;

function combined(kind: "and" | "or", parts: readonly Target[]): Target {
  const [first] = parts;
  return parts.length === 1 && first !== undefined ? first : { kind, of: parts };
}

const CONTRADICTION = "no number meets this and what stands before it";

/** Some number meets all that the parts ask of its measure. */
function isPossibleIn(parts: readonly Target[], part: Target): boolean {
  if (part.kind !== "compare") return true;
  return isPossible(parts.filter((each): each is Comparison => each.kind === "compare" && isSame(each, part)));
}

function isSame({ measure: a }: Comparison, { measure: b }: Comparison): boolean {
  return a.what === b.what && JSON.stringify(a.of) === JSON.stringify(b.of);
}

function term(tokens: readonly Token[], from: number, depth: number): Parsed | Slip {
  const token = tokens[from];
  if (token === undefined) return { slip: EXPECTED_GOAL, token: end(tokens), meant: null };
  if (token.text === "all") return { target: { kind: "all" }, next: from + 1 };
  return token.text === "(" ? bracketed(tokens, from, depth) : comparison(tokens, from);
}

function bracketed(tokens: readonly Token[], from: number, depth: number): Parsed | Slip {
  const open = tokens[from] ?? end(tokens);
  if (depth === MOST_BRACKETS) {
    return { slip: `expected at most ${MOST_BRACKETS} brackets inside each other`, token: open, meant: null };
  }
  const inner = either(tokens, from + 1, depth + 1);
  if (isSlip(inner)) return inner;
  const close = tokens[inner.next];
  if (close?.text === ")") return { target: inner.target, next: inner.next + 1 };
  if (close !== undefined) return behind(close);
  return { slip: "expected a bracket that closes this one", token: open, meant: null };
}

function comparison(tokens: readonly Token[], from: number): Parsed | Slip {
  const measure = measureAt(tokens, from);
  if (isSlip(measure)) return measure;
  const operator = operatorAt(tokens, from + 1);
  if (typeof operator !== "string") return operator;
  const limit = limitAt(tokens, from + 2, measure);
  if (typeof limit !== "number") return limit;
  return { target: { kind: "compare", measure, operator, limit }, next: from + 3 };
}

/** Something that no sign joins to what stands before. */
function behind(token: Token): Slip {
  if (token.text === ")") return { slip: "expected a bracket that opens before this one", token, meant: null };
  const meant = JOINS.get(token.text.toLowerCase()) ?? null;
  return { slip: "expected && or || here", token, meant };
}

const JOINS: ReadonlyMap<string, string> = new Map([
  ["and", "&&"],
  ["&", "&&"],
  [",", "&&"],
  [";", "&&"],
  ["or", "||"],
  ["|", "||"],
]);

function isSlip(value: Parsed | Measure | Slip): value is Slip {
  return "slip" in value;
}

function reading({ slip, token, meant }: Slip, text: string): Reading<Target> {
  const place = token.text === "" ? "at its end" : `at character ${Array.from(text.slice(0, token.at)).length + 1}`;
  const expected = `${slip} (${place})`;
  if (meant === null) return { expected };
  return { expected, meant: text.slice(0, token.at) + meant + text.slice(token.at + token.text.length) };
}
