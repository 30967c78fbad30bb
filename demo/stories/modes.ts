// THE TABLE of stories: what `npm run demo -- --mode …` may play.
import { pullRequest, push, twoJobs } from "./loops.ts";
import type { Story } from "./story.ts";
import { fork, nightly, park } from "./waiting.ts";

export const MODES = {
  pr: pullRequest,
  push,
  nightly,
  fork,
  park,
  "two-jobs": twoJobs,
} as const satisfies Record<string, Story>;

export type Mode = keyof typeof MODES;

export function isMode(text: string): text is Mode {
  return Object.hasOwn(MODES, text);
}
