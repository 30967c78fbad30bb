// Random faults over one cycle's conversation: nothing twice, every call answers, in bounded time and requests.
import * as fc from "fast-check";
import { describe, it } from "vitest";
import { BAD_RACE, healingHolds, holds, RACE, raceHolds, SCRIPT } from "./github-talk.ts";

describe("a conversation in which anything can go wrong at any request", () => {
  it("leaves one comment of a kind, one open issue and one dispatch at most", async () => {
    await fc.assert(fc.asyncProperty(SCRIPT, holds), { seed: 20_261_122, numRuns: 150 });
  });

  it("GA24: two jobs at once leave one comment of a kind and one open issue", async () => {
    await fc.assert(fc.asyncProperty(RACE, raceHolds), { seed: 20_261_122, numRuns: 100 });
  });

  it("GA24: what two jobs left on a bad day is put right by the next good cycle", async () => {
    await fc.assert(fc.asyncProperty(BAD_RACE, healingHolds), { seed: 20_261_122, numRuns: 100 });
  });
});
