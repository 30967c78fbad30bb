// Browsers, drivers, containers and programs that the tests need.
import type { Rule } from "./rule.ts";

export const TOOLING: readonly Rule[] = [
  {
    id: "tooling/not-there",
    class: "env.tooling",
    confidence: "probable",
    words: ["command not found", "executable doesn", "enoent", "exit code 127"],
    pattern: /: command not found|executable doesn't exist at|\bspawn \S{1,200} ENOENT|\bexit code 127\b/iu,
  },
];
