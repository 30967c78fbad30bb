// THE TABLE of rules for the output of deploys. Within a line the first rule that matches wins, so the order is the
// precedence. Every pattern is linear and is run on short lines only.
import type { DeployRule } from "./deploy-rule.ts";
import { BROKEN_RULES } from "./deploy-rules-broken.ts";
import { NETWORK_RULES } from "./deploy-rules-network.ts";
import { PASSING_RULES } from "./deploy-rules-passing.ts";
import { REFUSED_RULES } from "./deploy-rules-refused.ts";
import { ROLLOUT_RULES, ROLLOUT_SYMPTOMS } from "./deploy-rules-rollout.ts";

export const DEPLOY_RULES: readonly DeployRule[] = [
  ...PASSING_RULES,
  ...NETWORK_RULES,
  ...ROLLOUT_RULES,
  ...REFUSED_RULES,
  ...ROLLOUT_SYMPTOMS,
  ...BROKEN_RULES,
];
