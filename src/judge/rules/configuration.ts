// Variables, keys and settings that are missing where the tests or the service begin.
import type { Rule } from "./rule.ts";

export const CONFIGURATION: readonly Rule[] = [
  {
    id: "configuration/variable",
    class: "env.missing-config",
    confidence: "probable",
    words: ["missing required", "environment variable", "key", "secret"],
    pattern:
      /missing required (?:environment )?variable|environment variable "?'?\w+"?'? (?:is )?(?:not set|missing|required)|(?:api[_ ]?key|secret)\b.{0,40}(?:not set|is missing|must be set)/iu,
  },
];
