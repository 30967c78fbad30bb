// Measured numbers outside their limits.
import type { Rule } from "./rule.ts";

export const LIMITS: readonly Rule[] = [
  {
    id: "limits/threshold",
    class: "assert.sla",
    confidence: "probable",
    words: ["sla violation", "latency", "duration", "quality", "score", "p9", "p5"],
    pattern:
      /SLA violation[^\n]{0,200}|\b(?:latency|duration|p\d\d|quality|score)\b[^\n]{0,40}?\d{1,9}(?:\.\d{1,9})? ?(?:ms|s|%)? ?(?:<|>|<=|>=|exceeds|above|below|over) ?\d[^\n]{0,100}/iu,
    finding: (match) => (/\b0(?:\.0+)?\s*<\s/u.test(match[0]) ? { transient: "no" } : {}),
  },
];
