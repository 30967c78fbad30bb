// Owns the JSON path library and its grammar: RFC 9535.
import { compile } from "json-p3";
import type { JsonSchema } from "./json-schema.ts";
import type { Reading } from "./shape.ts";

/** Longer paths are not written by people, and the parser recurses over brackets. */
const LONGEST = 500;

export function readJsonPath(text: string): Reading<string> {
  if (!text.startsWith("$")) return { expected: "expected a JSON path that starts with $, such as $.status" };
  return [...text].length <= LONGEST && compiles(text)
    ? { value: text }
    : { expected: "expected a JSON path as in RFC 9535" };
}

/** A path that leads to one place at most (RFC 9535, section 2.3.5.1), where a list of values would be of no use. */
export function readSinglePath(text: string): Reading<string> {
  const reading = readJsonPath(text);
  if (!("value" in reading)) return reading;
  return compile(text).singularQuery() ? reading : { expected: EXPECTED_SINGLE };
}

const EXPECTED_SINGLE = "expected a JSON path that leads to one place, such as $.status";

/** The same for editors. Behind the bracket of the first filter anything goes: filters nest, which no pattern can follow. */
export const JSON_PATH_JSON: JsonSchema = {
  named: "json-path",
  type: "string",
  pattern: jsonPathPattern(),
  maxLength: LONGEST,
  patternErrorMessage: "expected a JSON path as in RFC 9535 that starts with $, such as $.status",
};

/** The same for editors. */
export const SINGLE_PATH_JSON: JsonSchema = {
  named: "single-path",
  type: "string",
  pattern: singlePathPattern(),
  maxLength: LONGEST,
  patternErrorMessage: EXPECTED_SINGLE,
};

function jsonPathPattern(): string {
  const { blank, name, quoted, whole } = grammar();
  const slice = `(?:${whole}${blank})?:${blank}(?:${whole}${blank})?(?::(?:${blank}${whole})?)?`;
  const selector = `(?:${quoted}|\\*|${slice}|${whole})`;
  const brackets = `\\[(?:${blank}${selector}${blank}(?:,(?!\\])|(?=\\])))+\\]`;
  const segments = `(?:${blank}(?:\\.\\.?(?:\\*|${name})|(?:\\.\\.)?${brackets}))*`;
  return `^\\$${segments}(?:${blank}(?:\\.\\.)?\\[[^?]*\\?[\\s\\S]*)?$`;
}

function singlePathPattern(): string {
  const { blank, name, quoted, whole } = grammar();
  return `^\\$(?:${blank}(?:\\.${name}|\\[${blank}(?:${quoted}|${whole})${blank}\\]))*$`;
}

// RFC 9535 appendix A. Beyond it the library takes a hyphen inside a name.
function grammar() {
  const escape = (quote: string): string =>
    `\\\\(?:[bfnrt/\\\\${quote}]|u(?:[0-9A-CE-Fa-ce-f][0-9A-Fa-f]{3}|[Dd](?:[0-7][0-9A-Fa-f]{2}|[89ABab][0-9A-Fa-f]{2}\\\\u[Dd][C-Fc-f][0-9A-Fa-f]{2})))`;
  const inQuotes = (quote: string): string =>
    `${quote}(?:[^\\x00-\\x1f\\\\\\ud800-\\udfff${quote}]|${escape(quote)})*${quote}`;
  return {
    blank: "[ \\t\\n\\r]*",
    name: "[^\\x00-@\\[-\\^`{-\\x7f\\ud800-\\udfff][^\\x00-,./:-@\\[-\\^`{-\\x7f\\ud800-\\udfff]*",
    quoted: `(?:${inQuotes("'")}|${inQuotes('"')})`,
    whole: "(?:0|-?[1-9]\\d{0,15})",
  } as const;
}

function compiles(text: string): boolean {
  try {
    compile(text);
    return true;
  } catch {
    // Whatever it objects to, also a stack that overflowed: the path cannot be used.
    return false;
  }
}
