// The stories of the demo that take their time, with the real bundle: each holds what it hopes for. SEED=n repeats a bad day.
import { expect, it } from "vitest";
import { play } from "../../demo/play.ts";
import { withChaos } from "../../demo/stories/loops.ts";
import { MODES } from "../../demo/stories/modes.ts";
import type { Story } from "../../demo/stories/story.ts";
import { readSeed } from "./signals/blows.ts";

const seed = readSeed();

const STORIES: readonly (readonly [name: string, story: Story, cycles: number])[] = [
  ["push", MODES.push, 6],
  ["a pull request", MODES.pr, 6],
  ["two jobs", MODES["two-jobs"], 6],
  ["a bad day", withChaos(seed), 6],
];

it.each(STORIES)(`%s (seed ${seed})`, async (_name, story, cycles) => {
  const { runs, hopes } = await play(story);
  expect(hopes.filter(({ held }) => !held)).toEqual([]);
  expect(runs.at(-1)?.outputs).toMatchObject({ verdict: "met", cycle: String(cycles) });
});
