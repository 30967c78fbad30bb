// What deploy tools and platforms print, in the order in which it decides: who holds the target, whether there is room
// and something to deploy, who refuses it, and only then that it did not build or did not come up.
import { DEPLOY_BUILDS, DEPLOY_IMAGES } from "./deploy-artifacts.ts";
import { DEPLOY_CAPACITY } from "./deploy-capacity.ts";
import { DEPLOY_CLOUD_WORDS, DEPLOY_CLOUDS } from "./deploy-clouds.ts";
import { DEPLOY_PROGRESS, DEPLOY_PROGRESS_WORDS } from "./deploy-progress.ts";
import { DEPLOY_REFUSAL_WORDS, DEPLOY_REFUSALS } from "./deploy-refusals.ts";
import { DEPLOY_STARTUP, DEPLOY_STARTUP_WORDS } from "./deploy-startup.ts";
import type { Rule } from "./rule.ts";

export const DEPLOYS: readonly Rule[] = [
  ...DEPLOY_PROGRESS,
  ...DEPLOY_CAPACITY,
  ...DEPLOY_IMAGES,
  ...DEPLOY_REFUSALS,
  ...DEPLOY_CLOUDS,
  ...DEPLOY_BUILDS,
  ...DEPLOY_STARTUP,
  ...DEPLOY_STARTUP_WORDS,
  ...DEPLOY_REFUSAL_WORDS,
  ...DEPLOY_CLOUD_WORDS,
  ...DEPLOY_PROGRESS_WORDS,
];
