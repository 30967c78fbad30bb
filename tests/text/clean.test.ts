// Foreign text made visible: no terminal sequence, control or invisible character survives (rows B8, C9).
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startCpu } from "../cpu.ts";
import { clean, HIDDEN } from "../../src/text/clean.ts";

const ESC = "\u001b";

describe("terminal sequences", () => {
  it.each([
    ["colours", `${ESC}[1;31mFAIL${ESC}[0m`, "FAIL"],
    ["colours in one byte", "\u009b31mFAIL\u009b0m", "FAIL"],
    ["erased lines", `a${ESC}[2K${ESC}[1Gb`, "ab"],
    ["links", `${ESC}]8;;https://evil.example${ESC}\\click${ESC}]8;;${ESC}\\`, "click"],
    ["the clipboard", `a${ESC}]52;c;ZXZpbA==\u0007b`, "ab"],
    ["titles that end in one byte", `a${ESC}]0;title\u009cb`, "ab"],
    ["titles that begin with one byte", "a\u009d0;title\u0007b", "ab"],
    ["device strings", `a${ESC}Pq#0;2;0${ESC}\\b`, "ab"],
    ["device strings in one byte", "a\u0090q#0\u009cb", "ab"],
    ["character sets, as tput sgr0 prints", `a${ESC}(B${ESC}[mb`, "ab"],
    ["two-byte sequences", `a${ESC}cb${ESC}7c`, "abc"],
    ["a doubled escape", `a${ESC}${ESC}[31mb`, "ab"],
    ["an escape before another script", `a${ESC}я`, "aя"],
    ["an escape before an emoji", `a${ESC}🔑b`, "a🔑b"],
    ["an escape at the end", `a${ESC}`, "a"],
    ["an escape before a line end", `a${ESC}\nb`, "a\nb"],
    ["an unfinished colour", `a${ESC}[31`, "a"],
    ["an unfinished colour before a line end", `a${ESC}[31\nb`, "a\nb"],
    ["an unfinished title before a line end", `a${ESC}]0;title\nb`, "a\nb"],
  ])("go: %s", (_, text, plain) => {
    expect(clean(text)).toBe(plain);
  });

  it.each([
    ["an unfinished colour", `${ESC}[${"1;".repeat(500_000)}`],
    ["unfinished titles", `${ESC}]x`.repeat(300_000)],
    ["escapes alone", ESC.repeat(1_000_000)],
    ["intermediates", `${ESC}${" ".repeat(1_000_000)}`],
    ["colours", `${ESC}[31m`.repeat(200_000)],
  ])("cost no more than their length: %s", (_, text) => {
    const spent = startCpu();
    expect(clean(text).length).toBeLessThan(text.length);
    expect(spent()).toBeLessThan(1_000);
  });
});

describe("characters", () => {
  it.each([
    ["\r\n", "\n"],
    ["\r", "\n"],
    ["\u0085", "\n"],
    ["\u2028", "\n"],
    ["\u2029", "\n"],
    ["\n\r", "\n\n"],
  ])("end lines in one way: %j", (text, plain) => {
    expect(clean(`a${text}b`)).toBe(`a${plain}b`);
  });

  it.each([
    "\0",
    "\u0007",
    "\u007f",
    "\u0080",
    "\u200b",
    "\u200d",
    "\u202e",
    "\u2066",
    "\u2064",
    "\ufeff",
    "\u3164",
    "\u115f",
    "\ufe0f",
    "\u{e0041}",
    "\u{e01ef}",
    "\ufdd0",
    "\u{1ffff}",
  ])("that nobody sees get one placeholder: %j", (char) => {
    expect(clean(`a${char}${char}b`)).toBe(`a${HIDDEN}b`);
  });

  it("of every script stay", () => {
    const text = "tab\tпароль 密码 🔑 שלום عربي ไทย é ｆｕｌｌ ½";
    expect(clean(text)).toBe(text);
  });

  it("B8: are, of all there are, only letters, marks, numbers, signs and spaces", () => {
    let all = "";
    for (let point = 0; point <= 0x10ffff; point++)
      all += point >= 0xd800 && point <= 0xdfff ? "" : String.fromCodePoint(point);
    for (let at = 0; at < all.length; at += 4_096) {
      expect(clean(all.slice(at, at + 4_096))).not.toMatch(/[\p{Cf}\p{Noncharacter_Code_Point}]|(?![\t\n])\p{Cc}/u);
    }
  });
});

describe("clean", () => {
  const nasty = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        ESC,
        "[",
        "]",
        "\\",
        "m",
        ";",
        "\u009b",
        "\u009d",
        "\u0007",
        "\r",
        "\n",
        "\ud83d",
        "\udd11",
        "(",
        "B",
        "␦",
      ),
      fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
    ),
    maxLength: 40,
  });

  it("changes nothing the second time, and leaves whole characters without controls", () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const once = clean(text);
        expect(clean(once)).toBe(once);
        expect(once.isWellFormed()).toBe(true);
        expect(once).not.toMatch(/[\p{Cf}\p{Noncharacter_Code_Point}]|(?![\t\n])\p{Cc}/u);
      }),
      { numRuns: 2_000 },
    );
  });
});
