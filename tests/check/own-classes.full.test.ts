// Twenty patterns that would never end, one after the other.
import { expect, it } from "vitest";
import { EVIL, expectBounded } from "./own-patterns.ts";

it("each of them ends within 300 ms, and the others still work", { retry: 2, timeout: 20_000 }, () => {
  expect(EVIL).toHaveLength(20);
  expectBounded(EVIL);
});
