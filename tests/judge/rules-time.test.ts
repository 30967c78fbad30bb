// No text makes a rule slow: words that begin a match over and over and never end it, at the size that rules read.
import { describe, expect, it } from "vitest";
import { maskVolatile } from "../../src/judge/fingerprint/mask.ts";
import { RULES } from "../../src/judge/rules/rules.ts";
import { createMasker } from "../../src/text/mask.ts";

const SIZE = 65_536;
const SEEDS = [
  "a",
  " ",
  "\n",
  "-",
  "0",
  "1011 ",
  "received 1011 (",
  "received 1011 (internal error)",
  "expected 200 ",
  "expected: 200, got ",
  "assert ",
  "AssertionError ",
  "missing events: ",
  "0/5 ",
  "environment variable ",
  "secret ",
  "api key ",
  "latency 1",
  "SLA violation",
  "score 0.0 < ",
  "HTTP 4",
  "code = 1",
  "closed with code 1011 (",
  "x must be a ",
  "unexpected token ",
  "operation is ",
  "GET /a/",
  "/a",
  "/a.b-",
  "http://",
  "a@b:",
  "Cookie: ",
  "authorization: bearer ",
  "password=",
  "token: ",
  "eyJ",
  "eyJa.",
  "eyJaaaaaa.aaaaaa.",
  "-----BEGIN ",
  "-----BEGIN RSA PRIVATE KEY-----",
  "1.1.1.1",
  "2026-01-01T",
  "12:00:",
  "0xabc",
  "abcdef0",
  "a_1234567_",
  "1 ms",
  "./a:1:",
  "'fixture '",
] as const;

/** CPU milliseconds, which other work on the machine does not lengthen. */
function cpuMs(work: () => void): number {
  const started = process.cpuUsage();
  work();
  return process.cpuUsage(started).user / 1_000;
}

const texts = SEEDS.map(
  (seed) => [JSON.stringify(seed), `${seed.repeat(Math.ceil(SIZE / seed.length)).slice(0, SIZE)}\u0001`] as const,
);

describe.each(texts)("%s, repeated", (_, text) => {
  it("costs every rule of the judge at most 50 ms", () => {
    for (const { id, pattern, unless } of RULES.flat()) {
      const ms = cpuMs(() => [pattern.exec(text), unless?.exec(text)]);
      expect([id, ms < 50]).toEqual([id, true]);
    }
  });

  it("costs the fingerprint and the masker at most 100 ms", () => {
    const mask = createMasker(["correct-horse-battery-staple"]);
    expect(cpuMs(() => maskVolatile(text))).toBeLessThan(100);
    expect(cpuMs(() => mask(text))).toBeLessThan(100);
  });
});
