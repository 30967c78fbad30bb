// Many words in one pass: none that stands in the text is missed.
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { createWordIndex } from "../../../src/judge/classify/word-index.ts";

function found(words: readonly string[], text: string): readonly string[] {
  const index = createWordIndex(words);
  index.find(text);
  // What one text held is forgotten with the next.
  const numbers = new Set(index.find(text));
  return words.filter((_, at) => numbers.has(at));
}

it("finds words in any case, inside of each other and behind each other", () => {
  expect(found(["refused", "fus", "used", "econn"], "ECONNREFUSED")).toEqual(["refused", "fus", "used", "econn"]);
  expect(found(["timed out", "timeout"], "Timed out")).toEqual(["timed out"]);
});

it("finds each of two words that differ only in signs which it does not tell apart", () => {
  expect(found(["a != b", "a \u2260= b"], "is a != b?")).toContain("a != b");
});

it("misses none, whatever the words and the text are", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "C", " ", "!", "\u00fc"), minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 12 }), fc.array(word), (given, parts) => {
      const words = [...new Set(given.map((each) => each.toLowerCase()))];
      const text = parts.join("");
      const there = words.filter((each) => text.toLowerCase().includes(each));
      expect(found(words, text)).toEqual(expect.arrayContaining(there));
    }),
    { numRuns: 500, seed: 1 },
  );
});
