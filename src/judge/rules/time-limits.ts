// Time limits of test runners, where nothing tells what was waited for.
import type { Rule } from "./rule.ts";

export const TIME_LIMITS: readonly Rule[] = [
  {
    id: "time-limits/limit",
    class: "test.timeout",
    confidence: "certain",
    words: ["timed out", "exceeded timeout", "test timeout", "timeout", "time limit"],
    pattern:
      /test timed out|exceeded timeout of|Test timeout of \d{1,9} ?ms|Failed: Timeout|stopped at its time limit/iu,
  },
];
