// Owns the JSON path library's grammar: RFC 9535, nothing beside it.
import { compile } from "json-p3";
import type { Reading } from "./shape.ts";

/** Longer paths are not written by people, and the parser recurses over brackets. */
const LONGEST = 500;

export function readJsonPath(text: string): Reading<string> {
  if (!text.startsWith("$")) return { expected: "expected a JSON path that starts with $, such as $.status" };
  return text.length <= LONGEST && compiles(text)
    ? { value: text }
    : { expected: "expected a JSON path as in RFC 9535" };
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
