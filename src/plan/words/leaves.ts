// The single values of the file: texts, names, numbers, durations, words. Each says in plain words what it expects.
import { durationText, parseDuration } from "./duration.ts";
import { durationPattern } from "./duration-pattern.ts";
import type { JsonSchema } from "./json-schema.ts";
import { into, leaf, list, pick, type Shape } from "./shape.ts";

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** Text that a regular expression with the flag u accepts as a whole. */
export function matching(pattern: RegExp, expected: string, jsonName: string): Shape<string> {
  return leaf((value) => (typeof value === "string" && pattern.test(value) ? { value } : { expected }), {
    named: jsonName,
    type: "string",
    ...patternJson(pattern, expected),
  });
}

/** The same for editors, also for keys. */
export function patternJson(pattern: RegExp, expected: string): JsonSchema {
  return { pattern: pattern.source, patternErrorMessage: expected };
}

/** A name that people read and that other parts refer to. */
export const name: Shape<string> = matching(
  /^(?!\s|[\s\S]*\s$|[\s\S]*\$\{)[^\p{Cc}\p{Cf}]{1,200}$/u,
  "expected a name: one line of text without references",
  "name",
);

export const names: Shape<readonly string[]> = list(name, "a list of names", 0);

/** Text as it stands; it may hold references. */
export const text: Shape<string> = matching(/\S/u, "expected text", "text");

/** One line of text, which may hold references. */
export function line(most: number): Shape<string> {
  return matching(
    new RegExp(`^(?!\\s|[\\s\\S]*\\s$)[^\\p{Cc}\\p{Cf}\\u2028\\u2029]{1,${most}}$`, "u"),
    `expected one line of text with at most ${most} characters`,
    `line-of-${most}`,
  );
}

/** A command line for the shell, which may have several lines. */
export const command: Shape<string> = matching(/^(?=\s*\S)[^\x00]*$/u, "expected a command", "command");

export const EXPECTED_REPORT = "expected a file or pattern below the workspace, such as reports/*.xml";

/** Relative, and never up and out of the workspace. */
const BELOW = /^(?=\s*\S)(?![/\\~]|[A-Za-z]:|(?:[\s\S]*[/\\])?\.\.(?:[/\\]|$))[^\p{Cc}]*$/u;

/** A report file or a pattern of them, below the workspace. */
export const reportPath: Shape<string> = matching(BELOW, EXPECTED_REPORT, "report");

export const flag: Shape<boolean> = leaf(
  (value) => (typeof value === "boolean" ? { value } : { expected: "expected true or false" }),
  { type: "boolean" },
);

/** Text, a number or true/false, as text. */
export const scalarText: Shape<string> = leaf(
  (value) =>
    typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? { value: String(value) }
      : { expected: "expected text" },
  { type: ["string", "number", "boolean"] },
);

/** Any JSON value. */
export const anyValue: Shape<unknown> = leaf((value) => ({ value }), {});

/** Any JSON value but null, which is what an empty line gives. */
export const someValue: Shape<unknown> = leaf(
  (value) => (value === null ? { expected: "expected a value" } : { value }),
  { type: ["string", "number", "boolean", "array", "object"] },
);

/** Any JSON value but null and lists. */
export const unlisted: Shape<unknown> = leaf(
  (value) => (value === null || Array.isArray(value) ? { expected: "expected a value" } : { value }),
  { type: ["string", "number", "boolean", "object"] },
);

/** Any JSON value without parts. */
export const scalar: Shape<unknown> = leaf(
  (value) => (typeof value === "object" && value !== null ? { expected: "expected a single value" } : { value }),
  { type: ["string", "number", "boolean", "null"] },
);

export const finite: Shape<number> = leaf(
  (value) => (typeof value === "number" && Number.isFinite(value) ? { value } : { expected: "expected a number" }),
  { type: "number" },
);

/** A whole number in a range, both ends included. */
export function whole(from: number, to: number): Shape<number> {
  return leaf(
    (value) =>
      typeof value === "number" && Number.isSafeInteger(value) && value >= from && value <= to
        ? { value }
        : { expected: expectedNumber(from, to) },
    { type: "integer", minimum: from, maximum: to },
  );
}

/** A duration with its unit, as milliseconds. */
export function duration(fromMs: number, toMs: number): Shape<number> {
  const expected = expectedDuration(fromMs, toMs);
  return leaf(
    (value) => {
      const ms = typeof value === "string" ? parseDuration(value) : null;
      return ms !== null && ms >= fromMs && ms <= toMs ? { value: ms } : { expected };
    },
    {
      named: `duration-from-${durationText(fromMs)}-to-${durationText(toMs)}`,
      type: "string",
      pattern: durationPattern(fromMs, toMs),
      patternErrorMessage: expected,
    },
  );
}

/** One of a few words. */
export function word<const W extends string>(words: readonly W[]): Shape<W> {
  return leaf(
    (value) => {
      const found = words.find((each) => each === value);
      return found === undefined ? { expected: expectedWord(words), known: words } : { value: found };
    },
    { enum: words },
  );
}

/** One value or a list of them, as a list. */
export function oneOrMore<T>(item: Shape<T>, expected: string): Shape<readonly T[]> {
  const several = list(item, expected);
  const one = into(item, (value): readonly T[] => [value]);
  return pick((value) => (Array.isArray(value) ? several : one), [one, several]);
}

const PATTERN = /^(?![\s\S]*\$\{)[\s\S]{1,500}$/u;
const EXPECTED_PATTERN = "expected a regular expression of at most 500 characters without references";

/** A regular expression of JavaScript with the flag u. References would be read as part of it. */
export const pattern: Shape<string> = leaf(
  (value) => {
    if (typeof value !== "string" || !PATTERN.test(value)) return { expected: EXPECTED_PATTERN };
    const problem = patternProblem(value);
    return problem === null
      ? { value }
      : { expected: `expected a regular expression that JavaScript can read${problem}` };
  },
  { named: "regular-expression", type: "string", format: "regex", ...patternJson(PATTERN, EXPECTED_PATTERN) },
);

export function expectedNumber(from: number, to: number): string {
  return `expected a number from ${from} to ${to}`;
}

export function expectedDuration(fromMs: number, toMs: number): string {
  return `expected a duration from ${durationText(fromMs)} to ${durationText(toMs)} with its unit, such as 30s`;
}

export function expectedWord(words: readonly string[]): string {
  return words.length === 1
    ? `expected ${words.join("")}`
    : `expected ${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

export function isBelow(path: string): boolean {
  return BELOW.test(path);
}

/** What the engine says against a pattern, in brackets; null for one that it can read. */
function patternProblem(source: string): string | null {
  try {
    return new RegExp(source, "u").source === "" ? "" : null;
  } catch (error) {
    // Its words repeat the pattern, which is shown as everything else of the file or not at all.
    const begin = `Invalid regular expression: /${source}/u: `;
    const said = error instanceof Error ? error.message : "";
    return said.startsWith(begin) ? ` (${said.slice(begin.length).toLowerCase()})` : "";
  }
}
