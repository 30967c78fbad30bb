// Shortening that says so.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cut, firstLine, headOf, tailOf } from "../../src/text/cut.ts";
import { MASK } from "../../src/text/mask.ts";

describe("cut", () => {
  it("leaves alone what is short enough", () => {
    expect(cut("abc", 3)).toBe("abc");
    expect(cut("🔑🔑🔑", 3)).toBe("🔑🔑🔑");
    expect(cut("", 0)).toBe("");
  });

  it("ends short texts with an ellipsis", () => {
    expect(cut("abcdef", 4)).toBe("abc…");
    expect(cut("🔑🔑🔑🔑", 3)).toBe("🔑🔑…");
    expect(cut("abc   defg", 7)).toBe("abc…");
    expect(cut("abc", 1)).toBe("…");
    expect(cut("abc", 0)).toBe("");
  });

  it("B9: keeps both ends of long ones, and counts right what is missing", () => {
    const text = Array.from({ length: 5_000 }, (_, at) => String.fromCodePoint(0x4e00 + at)).join("");
    for (let max = 200; max < 300; max++) {
      const [whole, head = "", count, tail = ""] = /^(.*) … (\d+) characters cut … (.*)$/su.exec(cut(text, max)) ?? [];
      expect(whole).toBeDefined();
      expect(text.startsWith(head) && text.endsWith(tail)).toBe(true);
      expect(Number(count)).toBe(5_000 - head.length - tail.length);
      expect(head.length).toBeGreaterThan(tail.length);
    }
  });

  it("B9: is never longer than asked, nor broken", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "🔑", "ü", "\n", " "), maxLength: 600 });
    fc.assert(
      fc.property(text, fc.nat(500), (whole, max) => {
        const short = cut(whole, max);
        expect([...short].length).toBeLessThanOrEqual(max);
        expect(short.isWellFormed()).toBe(true);
        if ([...whole].length <= max) expect(short).toBe(whole);
      }),
    );
  });
});

describe("D8: what is cut", () => {
  /** Masks in a text that holds no other star, at every place of the cut. */
  const text = fc
    .array(fc.constantFrom("a", "🔑", `${MASK}a`, " ", "\n"), { minLength: 1, maxLength: 400 })
    .map((parts) => parts.join(""));
  const isWhole = (part: string): boolean => part.isWellFormed() && !part.replaceAll(MASK, "").includes("*");

  it("keeps no part of a mask, and no half of a character", () => {
    fc.assert(
      fc.property(text, fc.nat(900), (whole, max) => {
        for (const part of [cut(whole, max), headOf(whole, max), tailOf(whole, max)]) {
          expect(isWhole(part)).toBe(true);
          expect([...part].length).toBeLessThanOrEqual(Math.max(max, 0));
        }
        expect(whole.startsWith(headOf(whole, max)) && whole.endsWith(tailOf(whole, max))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ["ab***", 4, "ab…"],
    ["ab***cd", 6, "ab***…"],
    ["***", 2, "…"],
  ])("%s at most %i long is %s", (whole, max, shown) => {
    expect(cut(whole, max)).toBe(shown);
  });
});

describe("firstLine", () => {
  it("is the first that says something", () => {
    expect(firstLine("\n  \n\t the one \nother", 100)).toBe("the one");
    expect(firstLine("  \n ", 100)).toBe("");
    expect(firstLine("a long line", 6)).toBe("a lon…");
  });
});
