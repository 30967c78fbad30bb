// One history, from a seed: a team, its repository, GitHub Actions and everything that goes wrong between them.
import { createActions } from "./actions.ts";
import { createChance } from "./chance.ts";
import type { Model } from "./model.ts";
import { act, begin } from "./people.ts";
import { createRepository } from "./repository.ts";
import { drawSettings, type Settings } from "./settings.ts";
import { createTimeline } from "./timeline.ts";
import { createWatch } from "./watch.ts";

export interface Told {
  readonly settings: Settings;
  readonly violations: readonly string[];
  readonly story: readonly string[];
  readonly seen: ReadonlyMap<string, number>;
}

/** Those that broke a rule, each with its seed and its story, and how often what happened in all of them. */
export async function tellHistories(
  first: number,
  count: number,
): Promise<{ readonly broken: readonly string[]; readonly seen: ReadonlyMap<string, number> }> {
  const broken: string[] = [];
  const seen = new Map<string, number>();
  for (let seed = first; seed < first + count; seed++) {
    const told = await tellHistory(seed);
    for (const [what, times] of told.seen) seen.set(what, (seen.get(what) ?? 0) + times);
    const [violation] = told.violations;
    if (violation === undefined) continue;
    const end = told.story.findIndex((line) => line.includes(violation)) + 1;
    const before = told.story.slice(Math.max(0, end - STORY_LINES), end).join("\n  ");
    broken.push(`seed ${seed}: ${violation}\n${JSON.stringify(told.settings)}\n  ${before}`);
  }
  return { broken, seen };
}

const STORY_LINES = 40;

export async function tellHistory(seed: number): Promise<Told> {
  const chance = createChance(seed);
  const settings = drawSettings(chance);
  const time = createTimeline();
  const repository = createRepository();
  const watch = createWatch(repository, settings, () => time.now());
  const actions = createActions(() => model);
  const model: Model = { chance, time, settings, repository, watch, enqueue: (run) => actions.enqueue(run) };
  begin(model, actions);
  for (let nth = 0; nth < settings.acts; nth++) time.after(chance.below(settings.lastsMs), () => act(model, actions));
  await time.run();
  watch.atTheEnd();
  return { settings, violations: watch.violations, story: watch.story, seen: watch.seen };
}
