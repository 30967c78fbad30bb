// Assertions on values, the last to be asked.
import type { Rule } from "./rule.ts";

export const VALUES: readonly Rule[] = [
  {
    id: "values/assertion",
    class: "assert.value",
    confidence: "possible",
    words: ["assert", "expected"],
    pattern: /AssertionError|\bassert\b|ERR_ASSERTION|Expected\b[^\n]{0,80}\b(?:but|received|got|to (?:be|equal))\b/iu,
  },
];
