// What the worst of the hostile servers cost us; all of them are measured in hostile-cost.full.test.ts.
import { describe, expect, it } from "vitest";
import { expectBearable } from "../servers/cost.ts";
import { HOSTILE } from "../servers/hostile.ts";

const WORST = ["F7: a body without end", "F6: a gzip bomb of 200 MiB", "F13: events without end"];

describe("a hostile server is bearable", () => {
  const worst = HOSTILE.filter(([name]) => WORST.includes(name));

  it("of each of the worst", () => {
    expect(worst).toHaveLength(WORST.length);
  });

  it.each(worst)("%s", async (_, make, end) => {
    await expectBearable(make(), end);
  });
});
