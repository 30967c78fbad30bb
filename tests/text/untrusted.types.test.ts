// Foreign text cannot become ours by accident: each line below must not compile, which `tsc` checks.
import { describe, expect, it } from "vitest";
import { untrusted, type Untrusted } from "../../src/text/untrusted.ts";

const foreign: Untrusted = untrusted("::error::forged");

function takesText(text: string): string {
  return text;
}

describe("foreign text", () => {
  it("B12: does not compile as text, and shows nothing where it is forced", () => {
    const forced = [
      // @ts-expect-error -- concatenation
      () => "a" + foreign,
      // @ts-expect-error -- concatenation from the left
      () => foreign + "a",
      // @ts-expect-error -- a template
      // oxlint-disable-next-line typescript/restrict-template-expressions
      () => `a ${foreign}`,
      // @ts-expect-error -- a parameter that wants our own words
      () => takesText(foreign),
      // @ts-expect-error -- a method of texts
      () => foreign.trim(),
      // @ts-expect-error -- a list of our own words
      () => ["a", foreign] satisfies readonly string[],
      // @ts-expect-error -- our own words are not foreign unless they are boxed
      () => "a" satisfies Untrusted,
      // @ts-expect-error -- nor is a symbol
      () => Symbol("a") satisfies Untrusted,
      // @ts-expect-error -- comparing compares boxes
      () => foreign === "::error::forged",
    ];
    for (const force of forced) {
      let shown: unknown;
      try {
        shown = force();
      } catch (error) {
        shown = error instanceof TypeError;
      }
      expect(String(shown)).not.toContain("forged");
    }
  });
});
