// What is left out of a page that would be too long: whole parts, the least important first, and it is said.
import { expect, it } from "vitest";
import { block, codePoints, joinBlocks } from "../../src/report/blocks.ts";

const long = "x".repeat(2_000);

it("keeps everything that fits, and leaves empty parts out", () => {
  const blocks = [block("a", 0, "a"), block("", 1, "b"), block("c", 2, "c")];
  expect(joinBlocks(blocks, 100, codePoints)).toBe("a\n\nc");
});

it("leaves out the least important first, the last of those that are alike, and never the first rank", () => {
  const blocks = [
    block(long, 0, "the verdict"),
    block(`1${long}`, 5, "failures of A"),
    block(`2${long}`, 5, "failures of A"),
  ];
  const page = joinBlocks([...blocks, block(`3${long}`, 9, "slow tests")], 5_200, codePoints);
  expect(page).toContain(`1${long}`);
  expect(page).toMatch(/_Left out, because the page would be too long: failures of A; slow tests\._$/u);
  expect(joinBlocks(blocks, 10, codePoints)).toContain("failures of A (2)");
  expect(joinBlocks(blocks, 10, codePoints)).toContain(long);
});

it("counts what has too many names to be named", () => {
  const blocks = Array.from({ length: 14 }, (_, at) => block(long, 1, `part ${at}`));
  expect(joinBlocks(blocks, 100, codePoints)).toMatch(/part 9; and more of 4 other parts\._$/u);
});
