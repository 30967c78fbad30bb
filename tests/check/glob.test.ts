// Names against patterns with * and ?.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startCpu } from "../cpu.ts";
import { createGlob } from "../../src/check/glob.ts";

describe("a pattern", () => {
  it.each([
    ["abc", "abc", true],
    ["abc", "abcd", false],
    ["a*", "a", true],
    ["*", "", true],
    ["*a*", "bab", true],
    ["*a*b", "xaab", true],
    ["*a*b", "xaabc", false],
    ["a*a", "a", false],
    ["ab*ba", "aba", false],
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["?", "\u{1f600}", true],
    ["*?b", "b", false],
    ["*test_concurrent*", "tests.e2e::test_concurrent_users[chromium]", true],
    ["a.c", "abc", false],
    ["[ab]", "a", false],
    ["[ab]*", "[ab]c", true],
    ["A*", "abc", false],
    ["a**b", "ab", true],
  ])("%j matches %j: %j", (pattern, text, matches) => {
    expect(createGlob(pattern)(text)).toBe(matches);
  });

  it("matches what the same regular expression matches", () => {
    const letters = fc.array(fc.constantFrom("a", "b", "*", "?", "."), { maxLength: 8 }).map((each) => each.join(""));
    const texts = fc.array(fc.constantFrom("a", "b", "."), { maxLength: 12 }).map((each) => each.join(""));
    fc.assert(
      fc.property(letters, texts, (pattern, text) => {
        const source = pattern.replaceAll(".", "\\.").replaceAll("*", "[^]*").replaceAll("?", "[^]");
        expect(createGlob(pattern)(text)).toBe(new RegExp(`^${source}$`, "u").test(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it("takes no longer for a name that was made to be slow", () => {
    const glob = createGlob(`${"*a".repeat(140)}*b`);
    const spent = startCpu();
    for (let at = 0; at < 100; at++) expect(glob(`${"a".repeat(999)}c`)).toBe(false);
    expect(glob(`${"a".repeat(999)}b`)).toBe(true);
    expect(spent()).toBeLessThan(1_000);
  });
});
