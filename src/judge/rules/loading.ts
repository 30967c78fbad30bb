// Test code that does not load: imports, syntax, collection.
import type { Rule } from "./rule.ts";

export const LOADING: readonly Rule[] = [
  {
    id: "loading/load",
    class: "test.import",
    confidence: "certain",
    words: [
      "modulenotfounderror",
      "importerror",
      "err_module_not_found",
      "cannot find",
      "error collecting",
      "during collection",
      "syntaxerror",
    ],
    pattern:
      /ModuleNotFoundError|ImportError|ERR_MODULE_NOT_FOUND|Cannot find (?:module|package)|error collecting|errors? during collection|SyntaxError/u,
  },
];
