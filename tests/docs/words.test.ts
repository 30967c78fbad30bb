// Every word of the configuration file stands in an example of the documentation.
import { expect, it } from "vitest";
import { parse } from "yaml";
import { examplesOf, PAGES } from "./page.ts";
import { knownWords, usedWords } from "./words.ts";

it("shows every word of the configuration file in an example that works", () => {
  const working = PAGES.flatMap(examplesOf).filter(({ claims }) => claims.some(({ lines }) => lines === ""));
  const used = new Set(working.flatMap(({ config }) => usedWords(parse(config))));
  expect([...knownWords()].filter((word) => !used.has(word))).toEqual([]);
});
