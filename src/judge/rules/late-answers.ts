// Connected, and the answer did not come in time.
import type { Rule } from "./rule.ts";

export const LATE_ANSWERS: readonly Rule[] = [
  {
    id: "late-answers/answer",
    class: "svc.slow-response",
    confidence: "possible",
    words: ["timeouterror", "readtimeout", "no answer within", "deadline exceeded"],
    pattern: /TimeoutError|ReadTimeout|no answer within|deadline exceeded/u,
  },
];
