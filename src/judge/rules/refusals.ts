// Refusals in single words that mean other things too: heard where no other rule knows the text.
import type { Rule } from "./rule.ts";

export const REFUSALS: readonly Rule[] = [
  {
    id: "refusals/unauthorized",
    class: "access.unauthenticated",
    confidence: "possible",
    pattern: /\bUnauthori[sz]ed\w{0,20}\b|\bauth (?:failed|error)\b/iu,
  },
  {
    id: "refusals/forbidden",
    class: "access.forbidden",
    confidence: "possible",
    pattern: /\bForbidden\b|\bpermission denied\b|\baccess (?:is )?denied\b/iu,
    unless:
      /EACCES|\/(?:usr|var|home|tmp|root|etc|opt)\/|errno 13|operation not permitted|Access to the path|for user|for (?:relation|table|schema|database|sequence) /iu,
  },
  {
    id: "refusals/not-found",
    class: "svc.not-found",
    confidence: "possible",
    pattern: /(?:^|[>"': ])(?:Resource |Page |Record |Item |User |Object )?Not Found(?:[.!"'<]|$)/mu,
  },
];
