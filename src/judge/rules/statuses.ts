// HTTP statuses, as clients print them.
import { statusAt } from "./grammar.ts";
import type { Rule } from "./rule.ts";

export const STATUSES: readonly Rule[] = [
  {
    id: "statuses/status",
    class: "svc.rejected",
    confidence: "certain",
    words: ["status", "http", "answered", "got ", "returned"],
    pattern:
      /\b(?:(?:got|answered|returned) (?:an? )?(?:http )?(?:status(?: code)?|response)|status(?: code)?(?: was| is)?|answered|HTTP(?:\/[\d.]+)?)[ :=]+([1-5]\d{2})\b/iu,
    finding: statusAt(1),
  },
];
