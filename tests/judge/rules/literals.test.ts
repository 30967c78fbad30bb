// A rule is asked only about texts that hold one of its words, so these must stand in every text that it matches.
import { describe, expect, it } from "vitest";
import { literalsOf } from "../../../src/judge/rules/literals.ts";
import { RULES } from "../../../src/judge/rules/rules.ts";
import { sampler, seeded } from "./sampler.ts";

describe("the words of a pattern", () => {
  it.each([
    [/connection refused/u, ["connection refused"]],
    [/(?:ECONNREFUSED|connection (?:was )?refused)/u, ["econnrefused", "connection "]],
    [/\b(\d{3}) Bad Gateway\b/u, [" bad gateway"]],
    [/colou?r of (?:sky|sea)/iu, ["r of "]],
    [/[Tt]imed out after \d+/u, ["timed out after "]],
    [/(?<name>\w+) is (?!not )missing/u, ["missing"]],
    [/x{2,3}yz(?:abcd)+/u, ["abcd"]],
    [/\d{3}|refused/u, null],
    [/(?:no|never) \w+/u, null],
    [/a\.b\.c\(\)/u, ["a.b.c()"]],
  ])("%s", (pattern, words) => {
    expect(literalsOf(pattern)).toEqual(words);
  });
});

const SAMPLES = 60;

describe("every rule", () => {
  it.each(RULES.flat().map((rule) => [rule.id, rule] as const))("%s", (_, { pattern }) => {
    const known = literalsOf(pattern);
    const make = sampler(pattern, seeded(7));
    const texts = Array.from({ length: SAMPLES }, make).filter((text) => pattern.test(text));
    const lost = texts.filter((text) => known?.some((word) => text.toLowerCase().includes(word)) === false);
    expect(lost).toEqual([]);
  });
});
