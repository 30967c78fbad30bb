// Many patterns against the names of a check: the same as each pattern by itself.
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { createGlob } from "../../src/check/glob.ts";
import { createMatcher } from "../../src/check/names.ts";
import { untrusted } from "../../src/text/untrusted.ts";

const text = (signs: readonly string[]): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...signs), { maxLength: 4 }).map((each) => each.join(""));

it("tells in order which of them match one of the names, whatever they hold", () => {
  const patterns = fc.array(text(["a", "b", "::", "\n", "*", "?"]), { maxLength: 8 });
  const names = fc.array(text(["a", "b", "::", "\n"]), { maxLength: 4 });
  fc.assert(
    fc.property(patterns, names, (given, called) => {
      const expected = given.flatMap((pattern, at) => (called.some(createGlob(pattern)) ? [at] : []));
      expect(createMatcher(given.map(untrusted))(called)).toEqual(expected);
    }),
    { numRuns: 1_000 },
  );
});
