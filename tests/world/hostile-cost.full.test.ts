// What each hostile server costs us, measured in a process of its own: memory, and how long nothing else could run.
import { describe, it } from "vitest";
import { expectBearable } from "../servers/cost.ts";
import { HOSTILE } from "../servers/hostile.ts";

describe("a hostile server is bearable", () => {
  it.each(HOSTILE)("%s", async (_, make, end) => {
    await expectBearable(make(), end);
  });
});
