// What deploy tools and platforms print.
import type { Rule } from "./rule.ts";

export const DEPLOYS: readonly Rule[] = [
  {
    id: "deploys/in-progress",
    class: "deploy.in-progress",
    confidence: "probable",
    words: ["in progress"],
    pattern: /deployment (?:is )?(?:still )?in progress|operation .{0,40}is in progress/iu,
  },
];
