// The record of a cycle that ended the loop, for tests that look at the cycle's facts.
import type { Cycle } from "../../src/model/cycle.ts";
import type { CycleRecord } from "../../src/record/record.ts";
import { COMMIT, loop } from "./checks.ts";
import { LIMITS } from "./limits.ts";
import { trigger } from "./trigger.ts";

export function recordOf(cycle: Cycle): CycleRecord {
  return {
    cycle,
    decision: { kind: "stop", because: "reached" },
    loop: loop(),
    trigger: trigger(),
    beginning: { kind: "new" },
    limits: { ...LIMITS, maxCycles: 5 },
    onRegression: "continue",
    canDispatch: true,
    canFix: false,
    isRunaway: false,
    planDigest: "00000000000000aa",
    head: COMMIT,
    commits: [],
    pushed: [],
    pullRequest: null,
    night: null,
    inputs: {},
  };
}
