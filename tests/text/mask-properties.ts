// What holds for every secret, every encoder and every surrounding. The full tests run the same, many times more.
import * as fc from "fast-check";
import { expect } from "vitest";
import { clean } from "../../src/text/clean.ts";
import { createMasker, MASK } from "../../src/text/mask.ts";
import { ENCODERS, html, json, type Encoder } from "./encoders.ts";

/** Letters and digits always, so that most of it could be read from what is left; and what encoders stumble over. */
const character = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(..."ABCDEFGHJKLMNPQRSTUVWXYZ23456789abcdefghijkmnopqrstuvwxyz") },
  { weight: 3, arbitrary: fc.constantFrom(..."-_.~!*'()+/=%&<>\"\\:;@,?#$[]{}|^` ") },
  { weight: 1, arbitrary: fc.constantFrom("ü", "ж", "密", "🔑", "\n") },
);

const secret = fc
  .array(character, { minLength: 8, maxLength: 60 })
  .map((chars) => chars.join("").trim())
  .filter((text) => (text.match(/[A-Za-z0-9]/gu) ?? []).length >= 8);

/** Text around it that cannot be mistaken for a part of it. */
const around = fc
  .array(fc.constantFrom("§", "¶", "§§ ", "¶\n", '{"§": "', '"}', "\u001b[1m", "§=", "&¶;"), { maxLength: 6 })
  .map((parts) => parts.join(""));

type Case = readonly [secret: string, before: string, after: string];

/** What was once not hidden, or might not be. */
const KNOWN: readonly Case[] = [
  ["hunter2-Stag!ng/+=pass&\"w'ord<9>", "", ""],
  ["0123456789abcdef", "§", "¶"],
  ["AAAAA A---Aü--A", "", ""],
  ["AAAA-AA\nA-A-", "", ""],
  ["A\\nAAAAAüAA", "", ""],
  ["A\n+AAAAAAü-A", "", ""],
  ["AAAAA-AAA +-", "", ""],
  ["+AAAü-AAAA-A", "¶\n", ""],
  ["AAAAAA\\\\nA", "", ""],
  ["🔑🔑🔑AAAAAAAA", "", ""],
];

/** A check for one encoder: the encoded secret is never visible as a whole. */
export function createEncoderCheck(numRuns: number): (name: string, encode: Encoder) => void {
  const maskers = new Map(KNOWN.map(([value]) => [value, createMasker([value])]));

  function check(name: string, encode: Encoder, [value, before, after]: Case): void {
    const encoded = encode(value);
    const mask = maskers.get(value) ?? createMasker([value]);
    const masked = mask(clean(`${before}${encoded}${after}`));
    expect(masked).toContain(MASK);
    // Base64 keeps up to two letters at each end that also hold bits of the neighbours.
    const visible = name.startsWith("base64") ? encoded.slice(4, -4) : encoded;
    expect(masked.replaceAll(/\s/gu, "")).not.toContain(clean(visible).replaceAll(/\s/gu, ""));
    expect(masked).not.toContain(value);
  }

  return (name, encode) => {
    for (const each of KNOWN) check(name, encode, each);
    const cases = fc.property(fc.tuple(secret, around, around), (each) => check(name, encode, each));
    fc.assert(cases, { numRuns });
  };
}

/** Hardly a letter of it is left. */
export function checkRest(numRuns: number): void {
  const encoders = fc.constantFrom(...Object.entries(ENCODERS).filter(([name]) => !name.startsWith("base64")));
  fc.assert(
    fc.property(secret, around, around, encoders, (value, before, after, [, encode]) => {
      const masked = createMasker([value])(clean(`§${before}§${encode(value)}§${after}§`));
      expect(masked.replace(/[^A-Za-z0-9]/gu, "").length).toBeLessThan(8);
    }),
    { numRuns },
  );
}

/** Many secrets in one text do not save each other. */
export function checkSeveral(numRuns: number): void {
  fc.assert(
    fc.property(
      fc.array(secret, { minLength: 2, maxLength: 5 }),
      fc.constantFrom(encodeURIComponent, json, html),
      (values, encode) => {
        const masked = createMasker(values)(clean(values.map(encode).join(" § ")));
        for (const value of values) expect(masked).not.toContain(value);
        for (const value of values) expect(masked).not.toContain(encode(value));
      },
    ),
    { numRuns },
  );
}
