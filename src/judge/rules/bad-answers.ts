// Answers in another form than was agreed: a page where JSON was expected, a schema that is not met.
import type { Rule } from "./rule.ts";

export const BAD_ANSWERS: readonly Rule[] = [
  {
    id: "bad-answers/not-json",
    class: "svc.bad-response",
    confidence: "probable",
    words: ["unexpected token", "jsondecodeerror", "invalid character"],
    pattern:
      /Unexpected token .{0,12} ?(?:in JSON|.{0,20}is not valid JSON)|JSONDecodeError|invalid character '<' looking/u,
  },
];
