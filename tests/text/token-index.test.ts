// Of many tokens only those that may stand in a text are searched for: the result is that of searching for all.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clean } from "../../src/text/clean.ts";
import { createMasker } from "../../src/text/mask.ts";
import { createTokenIndex } from "../../src/text/token-index.ts";
import { createSecrets } from "../../src/world/secrets.ts";
import { ENCODERS } from "./encoders.ts";

const part = (from: number, to: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: from, maxLength: to }).map((bytes) => Buffer.from(bytes).toString("base64url"));
const token = fc
  .tuple(
    part(6, 60),
    fc.constantFrom(32, 48, 64).chain((bytes) => part(bytes, bytes)),
  )
  .map(([payload, signature]) => `eyJhbGciOiJIUzI1NiJ9.eyJ${payload}.${signature}`);

describe("a text with one of many tokens in it", () => {
  it("is masked as if all were searched for, however it is encoded", () => {
    const encoders = fc.constantFrom(...Object.values(ENCODERS));
    const pieces = fc.constantFrom<(whole: string) => string>(
      (whole) => whole,
      (whole) => whole.split(".").slice(1).join("."),
      (whole) => whole.split(".")[2] ?? "",
      (whole) => [...(whole.split(".")[2] ?? "")].toReversed().join(""),
    );
    fc.assert(
      fc.property(
        fc.array(token, { minLength: 1, maxLength: 6 }),
        encoders,
        pieces,
        fc.string({ unit: "binary", maxLength: 30 }),
        (tokens, encode, piece, around) => {
          const secrets = createSecrets({ announce: () => undefined });
          for (const each of tokens) secrets.register(each);
          const text = clean(`${around}${encode(piece(tokens[0] ?? ""))}${around} and ${around}`);
          expect(secrets.mask(text)).toBe(createMasker(tokens)(text));
        },
      ),
      { numRuns: 120 },
    );
  });

  it("is searched for that token only", () => {
    const index = createTokenIndex();
    const tokens = fc.sample(token, 50);
    expect(tokens.every((each) => index.add(each))).toBe(true);
    const [one = ""] = tokens;
    expect(index.patternsIn(`Bearer ${one}`).length).toBeGreaterThan(0);
    expect(index.patternsIn("GET /api/me answered 503, expected 200 ".repeat(20))).toEqual([]);
  });
});

it("a thousand tokens cost hardly more than one", () => {
  const cpuOf = (count: number): number => {
    const secrets = createSecrets({ announce: () => undefined });
    const tokens = fc.sample(token, count);
    const started = process.threadCpuUsage();
    for (const each of tokens) secrets.register(each);
    for (let n = 0; n < 2_000; n++) secrets.mask(`GET /api/agents/${n} answered 503 Service Unavailable, expected 200`);
    return process.threadCpuUsage(started).user / 1_000;
  };
  cpuOf(10);
  expect(cpuOf(1_000)).toBeLessThan(2_000);
});
