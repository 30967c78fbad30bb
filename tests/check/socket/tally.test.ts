// Counting what came: names, times and the last messages, in bounded memory.
import { expect, it } from "vitest";
import type { Heard } from "../../../src/check/socket/heard.ts";
import { createTally } from "../../../src/check/socket/tally.ts";
import { createExcerpt } from "../../../src/text/excerpt.ts";
import { reveal, untrusted } from "../../../src/text/untrusted.ts";

const excerpt = createExcerpt((text) => text.replaceAll("secret", "***"));

function heard(name: string | null, sinceMs = 1, kind = "(no $.type)"): Heard {
  return { name, kind, value: undefined, text: untrusted("{}"), sinceMs, atMs: sinceMs };
}

function counted(messages: readonly Heard[], planned: readonly string[] = []) {
  const tally = createTally(planned, excerpt);
  for (const each of messages) tally.count(each);
  return tally.events().map(({ name, count, firstMs, lastMs }) => [reveal(name), count, firstMs, lastMs]);
}

it("tells number, first and last, in the order of the first", () => {
  expect(counted([heard("a", 1.4), heard("b", 2), heard("a", 7.6)])).toEqual([
    ["a", 2, 1, 8],
    ["b", 1, 2, 2],
  ]);
});

it("does not take a name for one of our own words", () => {
  const messages = [heard("(binary)"), heard(null, 2, "(binary)"), heard("(other names)", 3)];
  expect(counted(messages)).toEqual([
    ["(binary)", 1, 1, 1],
    ["(binary)", 1, 2, 2],
    ["(other names)", 1, 3, 3],
  ]);
});

it("cleans and masks the names of the service, and leaves those of the plan", () => {
  const messages = [heard("my secret"), heard("secret plan", 2), heard("a\u001b[31m\nb", 3)];
  expect(counted(messages, ["secret plan"]).map(([name]) => name)).toEqual(["my ***", "secret plan", "a b"]);
});

it("counts names of the same impossible length together", () => {
  const messages = ["x", "y"].map((letter) => heard(letter.repeat(1_001)));
  expect(counted(messages)).toEqual([["(a name of 1001 characters)", 2, 1, 1]]);
  expect(counted([heard("z".repeat(1_000))])[0]?.[0]).toMatch(/^z{99}…$/u);
});

it("keeps fifty names, those of the plan, and the rest together", () => {
  const many = Array.from({ length: 60 }, (_, index) => heard(`n${index}`, index));
  const all = counted([...many, heard("planned", 70), heard("n3", 71), heard("n55", 72)], ["planned"]);
  expect(all).toHaveLength(52);
  expect(all[3]).toEqual(["n3", 2, 3, 71]);
  expect(all.slice(50)).toEqual([
    ["(other names)", 11, 50, 72],
    ["planned", 1, 70, 70],
  ]);
  const tally = createTally([], excerpt);
  for (const each of many) tally.count(each);
  expect(tally.entries().at(-1)).toMatchObject({ label: "(other names)", name: null });
});

it("keeps the last five messages", () => {
  const tally = createTally([], excerpt);
  for (let index = 1; index <= 8; index++) tally.count(heard("a", index));
  expect(tally.last().map(({ sinceMs }) => sinceMs)).toEqual([4, 5, 6, 7, 8]);
  expect(tally.total()).toBe(8);
});
