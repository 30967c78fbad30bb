// The same work with the real stages and the real world: the configuration is planned, then its probes are run.
import { runChecks } from "../src/check/run-checks.ts";
import { classify } from "../src/judge/classify/classify.ts";
import type { Plan } from "../src/model/plan.ts";
import type { World } from "../src/model/world.ts";
import { prepare } from "../src/prepare.ts";
import { keyProblem } from "../src/world/tokens/tokens.ts";
import { openDesk } from "../src/world/desk.ts";
import { configuration, COUNTS, SECRET, type Kind } from "./work.ts";

const COMMIT = "4c1e9ab5f2a7d0e3b6c9184f7a2d5e8b1c4f7a0d";

export interface Ours {
  readonly plan: (kind: Kind) => Promise<Plan>;
  readonly run: (plan: Plan) => Promise<void>;
}

export function createOurs(url: string): Ours {
  const { world } = openDesk();
  const at = (config: string): World => ({
    ...world,
    files: { ...world.files, readConfig: () => Promise.resolve(config) },
    environment: (name) => (name === "BENCH_JWT_SECRET" ? SECRET : undefined),
  });
  return {
    plan: async (kind) => {
      const count = { http: 0, websocket: 0, [kind]: COUNTS[kind] };
      const { plan } = await prepare(() => undefined, at(configuration(url, count)), keyProblem);
      return plan;
    },
    run: async (plan) => {
      const { checks } = await runChecks(plan, COMMIT, at(""), {
        classOf: (result) => classify(result).classification,
        begin: () => undefined,
        tell: () => undefined,
      });
      const failed = checks.find((check) => check.outcome !== "passed");
      if (failed !== undefined) throw new Error(`a probe ${failed.outcome}: ${JSON.stringify(failed.failure)}`);
    },
  };
}
