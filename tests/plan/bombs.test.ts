// Files that are made to hurt: they are refused in a moment, with the place, and without touching anything.
import { describe, expect, it } from "vitest";
import { faultsOf, told } from "./told.ts";

const repeat = (text: string, times: number): string => text.repeat(times);
const TOO_DEEP = "expected at most 32 levels of nesting, got more.";
const TOO_LARGE = "f.yml:1:1: expected at most 256 KiB, got more.";

const levels = Array.from({ length: 9 }, (_, index) => index);
const laughs = (width: number): string =>
  [
    `a0: &a0 [${repeat("x,", width)}]`,
    ...levels.map((n) => `a${n + 1}: &a${n + 1} [${repeat(`*a${n},`, width)}]`),
  ].join("\n");

const BOMBS: readonly (readonly [string, string, string])[] = [
  ["33 brackets", `probes: ${repeat("[", 33)}${repeat("]", 33)}`, `f.yml:1:40: ${TOO_DEEP}`],
  ["1,000 brackets", repeat("[", 1_000), `f.yml:1:33: ${TOO_DEEP}`],
  ["20,000 brackets", repeat("[", 20_000), `f.yml:1:33: ${TOO_DEEP}`],
  ["20,000 closed brackets", repeat("[", 20_000) + repeat("]", 20_000), `f.yml:1:33: ${TOO_DEEP}`],
  ["1,000,000 brackets", repeat("[", 1_000_000), TOO_LARGE],
  ["20,000 braces", repeat("{a: ", 20_000), `f.yml:1:129: ${TOO_DEEP}`],
  ["20,000 dashes", repeat("- ", 20_000), `f.yml:1:65: ${TOO_DEEP}`],
  ["20,000 question marks", repeat("? ", 20_000), `f.yml:1:65: ${TOO_DEEP}`],
  [
    "300 levels of lines",
    Array.from({ length: 300 }, (_, n) => `${repeat(" ", n)}a:`).join("\n"),
    `f.yml:33:34: ${TOO_DEEP}`,
  ],
  ["a billion laughs", laughs(10), "f.yml:7:10: expected at most 50 aliases (*name), got more."],
  ["laughs below the limit of aliases", laughs(5), "f.yml:1:1: the aliases (*name) stand for more than 10,000 values."],
  ["300,000 aliases", `a: &a x\nb: [${repeat("*a,", 300_000)}]`, TOO_LARGE],
  ["51 aliases", `a: &a x\nb: [${repeat("*a,", 51)}]`, "f.yml:2:155: expected at most 50 aliases (*name), got more."],
  [
    "an alias in itself, three times",
    "a: &a [*a, *a, *a]",
    "f.yml:1:1: the aliases (*name) stand for more than 10,000 values.",
  ],
  [
    "a long text",
    `name: ${repeat("x", 70_000)}`,
    "f.yml:1:7: expected a text of at most 65,536 characters, got a longer one.",
  ],
  ["60,000 documents", repeat("---\n", 60_000), "f.yml:50000:4: expected at most 100,000 words and signs, got more."],
  ["256 KiB and one byte", `#${repeat("ä", 131_072)}`, TOO_LARGE],
];

describe("a bomb is refused", () => {
  it.each(BOMBS)("%s", (_name, file, line) => {
    const started = process.cpuUsage();
    expect(told({ file })).toContain(line);
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(500);
  });

  it.each([
    ["14,000 unknown keys", Array.from({ length: 14_000 }, (_, n) => `k${n}: 1`).join("\n")],
    ["60,000 references", `name: "${repeat("${a}", 16_000)}"`],
    [
      "many probes in a circle",
      `probes:\n${Array.from({ length: 1_500 }, (_, n) => ` - {name: n${n}, needs: [n${(n + 1) % 1_500}], http: {url: http://a}}`).join("\n")}`,
    ],
    ["closing brackets only", repeat("]", 250_000)],
    ["anchors only", repeat("&a ", 85_000)],
    ["wrong escapes", `a: "${repeat("\\q", 30_000)}"`],
  ])("%s take no longer than their size", (_name, file) => {
    const started = process.cpuUsage();
    expect(faultsOf({ file }).length).toBeGreaterThan(0);
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(2_000);
  });

  it("tells the first hundred faults and that there are more", () => {
    const file = `version: 1\n${Array.from({ length: 300 }, (_, n) => `k${n}: 1`).join("\n")}`;
    const lines = told({ file });
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)).toMatch(/: more faults follow from here on\.$/u);
  });

  it("lets 50 aliases and 32 levels pass", () => {
    const nested = `${repeat("[", 28)}${repeat("]", 28)}`;
    const file = `version: 1
probes:
  - { name: a, http: { url: &u https://x.example, method: POST, json: ${nested} } }
  - { name: b, http: { url: https://x.example, method: POST, json: [${repeat("*u,", 50)}] } }
`;
    expect(told({ file })).toEqual([]);
  });
});
