// No text makes a registered secret slow: what begins one of its spellings over and over, and never ends it.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMasker, MASK } from "../../src/text/mask.ts";
import { ENCODERS } from "./encoders.ts";

const SIZE = 65_536;
const MOST_MS = 100;

/** CPU milliseconds, which other work on the machine does not lengthen. */
function cpuMs(work: () => void): number {
  const started = process.threadCpuUsage();
  work();
  return process.threadCpuUsage(started).user / 1_000;
}

function filled(head: string, part: string): string {
  return (head + part.repeat(Math.ceil(SIZE / part.length))).slice(0, SIZE);
}

/** Compiled before: that grows with the secret, not with the text. */
function warm(secret: string): (text: string) => string {
  const mask = createMasker([secret]);
  mask("a text");
  return mask;
}

it("hides a secret as often as it stands there", () => {
  const mask = createMasker(["Abcdef-1"]);
  expect(mask("Abcdef-1A".repeat(200_000))).toBe(`${MASK}A`.repeat(200_000));
});

const SECRETS = [
  "correct horse battery",
  "correct\thorse\tbattery",
  "correct\nhorse\r\nbattery",
  "correct\\horse\\\\battery",
  "correct \\ \\ \\ \\ \\ \\ \\ \\ battery",
  "correct%horse%%battery%25",
  "correct % \\%\\ %\n%\\\t%% battery",
  "\\n\\ \\n\\ \\n\\ correct",
  "+ + + + + + + + correct",
] as const;

const PARTS = [
  "\\",
  "%255c",
  "%25255C",
  "%5c",
  "%25",
  "&#32;",
  "&amp;#32;",
  "&#92;",
  "&amp;",
  "\\u0020",
  "\\\\u0020",
  "\\u00",
  "+",
  " ",
  "%20",
  "%2520",
  "\\n",
  "\\\\n",
  "\\r\\n",
  "\\x20",
  "\\040",
  "\\ ",
  "%5c%255c&#92;\\",
  "\\%255c&#32;\\u0020+%20\\n",
] as const;

describe.each(SECRETS.map((secret) => [secret]))("the secret %j", (secret) => {
  const mask = warm(secret);
  const word = /^\w+/u.exec(secret)?.[0] ?? "correct";

  it.each(PARTS.map((part) => [part]))("is sought in at most 100 ms in many %j", (part) => {
    for (const text of [
      filled("", part),
      filled(word, part),
      filled("", word + part),
      filled("", word + part.repeat(40)),
    ])
      expect([text.slice(0, 40), cpuMs(() => mask(text)) < MOST_MS]).toEqual([text.slice(0, 40), true]);
  });

  it("is still found behind them", () => {
    // A secret that begins with a line end takes the space before it along.
    for (const part of PARTS)
      expect(mask(`${filled("", word + part)} § ${secret} §`).slice(-8)).toMatch(/§ ?\*{3} §$/u);
  });
});

it("between the words any number of backslashes is a space", () => {
  const mask = createMasker(["correct horse battery"]);
  for (const count of [1, 8, 40, 4_000]) {
    expect(mask(`x correct${"\\".repeat(count)}nhorse${"%255c".repeat(count)} battery y`)).toBe(`x ${MASK} y`);
    expect(mask(`x correct${"\\".repeat(count)}`)).toBe(`x correct${"\\".repeat(count)}`);
  }
});

describe("any secret", () => {
  const piece = fc.constantFrom(
    ..."abcXYZ019",
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\\",
    "\\n",
    "%",
    "%25",
    "+",
    "&",
    '"',
    "'",
    "ü",
  );
  const secret = fc.array(piece, { minLength: 8, maxLength: 40 }).map((pieces) => pieces.join(""));
  const encoder = fc.constantFrom(...Object.values(ENCODERS));
  const part = fc.constantFrom("", ...PARTS);

  it("is sought in at most 100 ms in many of its beginnings", () => {
    const cases = fc.property(
      secret,
      encoder,
      part,
      fc.double({ min: 0.05, max: 1, noNaN: true }),
      (value, encode, more, share) => {
        const encoded = encode(value);
        const beginning = encoded.slice(0, Math.max(1, Math.floor(encoded.length * share))) + more;
        const mask = warm(value);
        for (const text of [filled("", beginning), filled(beginning, more === "" ? "\\" : more)])
          expect(cpuMs(() => mask(text))).toBeLessThan(MOST_MS);
      },
    );
    fc.assert(cases, { numRuns: 100 });
  });
});
