// The random conversations of github-random.test.ts, ten thousand of them, with a new seed each time.
import * as fc from "fast-check";
import { it } from "vitest";
import { BAD_RACE, healingHolds, holds, RACE, raceHolds, SCRIPT } from "./github-talk.ts";

it("leaves one comment of a kind, one open issue and one dispatch at most, 10,000 times", async () => {
  await fc.assert(fc.asyncProperty(SCRIPT, holds), { numRuns: 10_000 });
});

it("GA24: two jobs at once leave one comment of a kind and one open issue, 3,000 times", async () => {
  await fc.assert(fc.asyncProperty(RACE, raceHolds), { numRuns: 3_000 });
});

it("GA24: what two jobs left on a bad day is put right by the next good cycle, 3,000 times", async () => {
  await fc.assert(fc.asyncProperty(BAD_RACE, healingHolds), { numRuns: 3_000 });
});
