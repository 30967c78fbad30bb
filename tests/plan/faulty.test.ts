// Every fault of a file, word for word: the cases stand in a fixture, file above ">>>", what is told below.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { told } from "./told.ts";

const FIXTURE = new URL("../fixtures/plan/faulty.txt", import.meta.url);

const cases = readFileSync(FIXTURE, "utf8")
  .split(/^### /mu)
  .slice(1)
  .map((block) => {
    const [, name = "", file = "", says = ""] = /^(.*)\n([\s\S]*?)^>>>\n([\s\S]*)$/mu.exec(block) ?? [];
    return { name, file, says: says.split("\n").filter((line) => line !== "") };
  });

describe("a faulty file is told with line, column and what was expected", () => {
  it("has a good number of cases, each with at least one fault", () => {
    expect(cases.length).toBeGreaterThanOrEqual(100);
    expect(cases.filter(({ says }) => says.length === 0)).toEqual([]);
  });

  it.each(cases)("$name", ({ file, says }) => {
    expect(told({ file })).toEqual(says);
  });

  it.each(cases)("$name, with line ends of Windows", ({ file, says }) => {
    expect(told({ file: file.replaceAll("\n", "\r\n") })).toEqual(says);
  });
});
