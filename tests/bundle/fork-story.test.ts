// The stories of the demo that are told within seconds, with the real bundle: each holds what it hopes for.
import { expect, it } from "vitest";
import { play } from "../../demo/play.ts";
import { MODES } from "../../demo/stories/modes.ts";

it("pull requests with foreign code: nothing is deployed, the run is green, and its summary says why", async () => {
  const { runs, hopes } = await play(MODES.fork);
  expect(hopes.filter(({ held }) => !held)).toEqual([]);
  expect(hopes.length).toBeGreaterThan(4);
  expect(runs.map(({ run }) => [run.actor, run.isRestricted])).toEqual([
    ["stranger", true],
    ["dependabot[bot]", true],
  ]);
}, 60_000);
