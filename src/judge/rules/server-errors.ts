// Errors inside the service, in its own words.
import { said } from "../classify/findings.ts";
import type { Rule } from "./rule.ts";

export const SERVER_ERRORS: readonly Rule[] = [
  {
    id: "server-errors/type",
    class: "svc.server-error",
    confidence: "certain",
    words: [" instance"],
    pattern: /\b\w{1,80} must be an? [A-Z]\w{1,80} instance/u,
    transient: "no",
    finding: (match) => ({
      signature: `type ${match[0].toLowerCase()}`,
      headline: said`the service fails with ${match[0]}`,
    }),
  },
];
