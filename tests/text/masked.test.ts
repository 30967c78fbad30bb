// Cleaned, masked and cut, in this order and no other: then the edge of a cut shows no part of a secret (rows B9, D8).
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createExcerpt } from "../../src/text/excerpt.ts";
import { masked, maskedText } from "../../src/text/masked.ts";
import { createMasker } from "../../src/text/mask.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { maskedHead, maskedTail, withoutCutEnd } from "../../src/world/excerpt.ts";
import { ENCODERS } from "./encoders.ts";

const SECRET = "Tr0ub4dor-3-correct-horse-battery-staple";
const mask = createMasker([SECRET]);

describe("D8: a secret at the edge of a cut", () => {
  const encoders = Object.entries(ENCODERS);

  it.each(encoders)("leaves no piece of itself after %s", (name, encode) => {
    const encoded = encode(SECRET);
    for (const at of [1, 2, 5, Math.floor(encoded.length / 2), encoded.length - 3]) {
      const before = "§".repeat(Math.max(0, 300 - at));
      const text = `${before}${encoded}${"¶".repeat(600)}`;
      for (const shown of [createExcerpt(mask)(text, 300), createExcerpt(mask)(text, 150 + at)]) {
        // Base64 shares a letter or two with its neighbours.
        const rest = shown.replace(/ … \d+ characters cut … |[§¶*…␦\s]/gu, "");
        expect([at, name.startsWith("base64") ? rest.slice(4) : rest]).toEqual([at, ""]);
        expect(shown.toLowerCase()).not.toContain(SECRET.slice(0, 8).toLowerCase());
        expect(shown.toLowerCase()).not.toContain(SECRET.slice(-8).toLowerCase());
      }
    }
  });

  it.each([0, 1, 7, 20, 39, 40])("where a reader kept %i letters of it, whichever end was lost", (kept) => {
    const long = "§".repeat(30_000);
    for (const shown of [
      maskedHead(`${long}${SECRET.slice(0, kept)}`, 40_000, true, mask),
      maskedTail(`${SECRET.slice(SECRET.length - kept)}${long}`, 40_000, mask),
      withoutCutEnd(`${long}${SECRET.slice(0, kept)}`, mask),
    ]) {
      expect(shown).toMatch(/^§+$/u);
    }
  });

  it("is found in small pieces, wherever they are taken apart", () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(SECRET.length), (max, at) => {
        const whole = `${"a ".repeat(at)}${SECRET}${" b".repeat(200)}`;
        const shown = createExcerpt(mask)(whole, max);
        expect(shown.replaceAll("***", "")).not.toMatch(/[*]|Tr0|staple|horse/u);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a text of which nothing can be seen", () => {
  it.each(["\u001b[0m", "\u001b]0;title\u0007", "\u009b2J\n"])("is shown to be there: %j", (text) => {
    expect(maskedText(text, mask)).toBe("␦");
    expect(reveal(masked(untrusted(text), mask))).toBe("␦");
  });

  it.each(["", " ", "\n"])("is none where it is blank: %j", (text) => {
    expect(maskedText(text, mask)).toBe(text);
  });
});
