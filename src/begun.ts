// The record of a cycle that has only begun: what is planned, and nothing known of it. The finished record is made from
// it, and so is that of a cycle whose process is gone before its end.
import { plannedChecks } from "./check/run-checks.ts";
import { notAwaited } from "./deploy/readiness.ts";
import { emptyCycle } from "./model/cycle.ts";
import type { Plan } from "./model/plan.ts";
import type { World } from "./model/world.ts";
import type { CycleRecord } from "./record/record.ts";
import { masked } from "./text/masked.ts";

/** What of a record is known before anything is measured. */
export type Circumstances = Omit<CycleRecord, "cycle" | "decision" | "head" | "commits" | "pushed" | "night">;

export function begunRecord(plan: Plan, around: Circumstances, world: World): CycleRecord {
  const { loop, trigger } = around;
  const startedAt = world.clock.now();
  const cycle: CycleRecord["cycle"] = {
    ...emptyCycle(plan.environment, trigger, startedAt),
    id: loop.id,
    deployments: plan.deploys.map(({ name, run, owner }) => ({
      name,
      state: run === null ? "elsewhere" : "not-run",
      command: null,
      url: null,
      problem: null,
      owner,
    })),
    readiness: plan.deploys.map((each) => notAwaited(each, startedAt)),
    servedAfter: plan.deploys.map(() => null),
    logs: plan.logs,
    ...plannedChecks(plan, world),
    components: plan.components.map(({ name, sentence, value, owner }) => ({ name, sentence, value, owner })),
    answers: plan.answers,
    target: plan.target,
  };
  return {
    ...around,
    cycle: masked(cycle, (text) => world.secrets.mask(text)),
    decision: { kind: "stop", because: "broken" },
    head: trigger.commit,
    commits: [],
    pushed: [],
    night: null,
  };
}
