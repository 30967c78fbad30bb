// Errors that the test code itself raised.
import type { Rule } from "./rule.ts";

export const DEFECTS: readonly Rule[] = [
  {
    id: "defects/raised",
    class: "test.defect",
    confidence: "probable",
    words: [
      "nameerror",
      "referenceerror",
      "attributeerror",
      "typeerror",
      "keyerror",
      "nomethoderror",
      "nullpointerexception",
      "fixture",
    ],
    pattern:
      /\b(?:NameError|ReferenceError|AttributeError|TypeError|KeyError|NoMethodError|NullPointerException)\b|fixture '\w{1,80}' not found/u,
  },
];
