// Assertions on an HTTP status: the actual one decides.
import { statusAt } from "./grammar.ts";
import type { Rule } from "./rule.ts";

export const STATUS_ASSERTIONS: readonly Rule[] = [
  {
    id: "status-assertions/assert",
    class: "svc.rejected",
    confidence: "certain",
    words: ["assert"],
    pattern: /\bassert ([1-5]\d{2}) (?:== [1-5]0\d\b|in [[({][1-5]0\d)/u,
    finding: statusAt(1),
  },
  {
    id: "status-assertions/expected-then-status",
    class: "svc.rejected",
    confidence: "certain",
    words: ["expected"],
    pattern:
      /\bexpected:? (?:status(?: code)? )?\(?[1-5]0\d\b,?[ )]{0,3}(?:but )?(?:got|received|was|actual|answered):? ([1-5]\d{2})\b/iu,
    finding: statusAt(1),
  },
  {
    id: "status-assertions/unequal",
    class: "svc.rejected",
    confidence: "certain",
    words: ["!=="],
    pattern: /^[ \t]{0,20}([1-5]\d{2}) !== [1-5]\d{2}[ \t]*$/mu,
    finding: statusAt(1),
  },
];
