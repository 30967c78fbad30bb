// Patterns for names of checks: a star stands for anything, a question mark for one character, nothing else is special.
import { matching } from "./leaves.ts";
import type { Shape } from "./shape.ts";

const EXPECTED = "expected the name of a check or test on one line, or a pattern of it with * and ?";

const ANY = /^(?!\s|[\s\S]*\s$|[\s\S]*\$\{)[^\p{Cc}\p{Cf}\u2028\u2029]{1,300}$/u;
const SOME = /^(?!\s|[\s\S]*\s$|[\s\S]*\$\{)(?=[\s\S]*[^*?:\s])[^\p{Cc}\p{Cf}\u2028\u2029]{1,300}$/u;

/** "any": it may match everything · "some": it has to name something. */
export function glob(least: "any" | "some"): Shape<string> {
  return least === "any"
    ? matching(ANY, EXPECTED, "glob")
    : matching(SOME, `${EXPECTED}; a pattern that matches everything would switch off everything`, "narrow-glob");
}
