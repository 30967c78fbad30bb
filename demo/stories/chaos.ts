// What goes wrong on a bad day, by a seed: the same seed makes the same day.
import { asText } from "../github/expressions.ts";
import type { Fault, FaultRule } from "../github/faults.ts";
import type { Run } from "../github/runs.ts";
import type { Stage } from "../stage.ts";
import type { Hope, Moment } from "./story.ts";

export interface Chaos {
  readonly faults: readonly FaultRule[];
  readonly meanwhile: (moment: Moment, stage: Stage) => Promise<unknown> | undefined;
  readonly happened: Hope;
}

const ANSWER_LOST: Fault = { kind: "reset", when: "after" };
const CONNECTION_CUT: Fault = { kind: "reset", when: "before" };
const OVERLOADED: Fault = { kind: "html" };
const OVERLOADED_BUT_DONE: Fault = { kind: "html", commit: true };

export function chaos(seed: number): Chaos {
  const random = generator(seed);
  const pick = <T>(list: readonly [T, ...T[]]): T => list[Math.floor(random() * list.length)] ?? list[0];
  const nth = (most: number): number => 1 + Math.floor(random() * most);
  const faults: readonly FaultRule[] = [
    // A dispatch whose answer is lost has started a run all the same.
    { on: "actions/create-workflow-dispatch", nth: nth(3), fault: pick([ANSWER_LOST, OVERLOADED_BUT_DONE]) },
    { on: "issues/create-comment", nth: 1, fault: pick([ANSWER_LOST, OVERLOADED_BUT_DONE, CONNECTION_CUT]) },
    { on: "issues/update-comment", nth: nth(4), fault: pick([ANSWER_LOST, OVERLOADED]) },
    { on: "repos/create-commit-status", nth: nth(4), fault: pick([OVERLOADED, ANSWER_LOST]) },
    { on: /^GET /u, nth: [nth(9), 9 + nth(9), 18 + nth(9)], fault: pick([OVERLOADED, CONNECTION_CUT]) },
  ];
  const lostCycle = 2 + Math.floor(random() * 2);
  let isLost = false;
  let isPressed = false;

  return {
    faults,
    meanwhile: ({ runId, step, phase }, { github, runner }) => {
      const run = github.runs.get(runId);
      if (run === undefined || !step.includes("Test-Deploy Loop") || phase !== "main") return undefined;
      const cycle = cycleOf(run);
      if (!isLost && cycle >= lostCycle && run.attempt === 1) {
        isLost = true;
        runner.lose(runId);
      }
      if (isPressed || cycle === 1) return undefined;
      isPressed = true;
      return pressTheSameButton(github, run);
    },
    happened: { says: "a machine was lost and a button pressed twice", holds: () => isLost && isPressed },
  };
}

/** An impatient person starts the cycle that is running once more, with everything that stands in the form. */
async function pressTheSameButton(github: Stage["github"], run: Run): Promise<void> {
  const inputs = Object.fromEntries(Object.entries(run.inputs).map(([name, value]) => [name, asText(value)]));
  await github.dispatch({ workflow: "staging.yml", ref: run.headBranch, inputs, by: "dana" });
}

/** 1 for a run that no dispatch of the loop has started. */
function cycleOf({ inputs }: Run): number {
  const key = inputs["cycle"];
  return typeof key === "string" && key !== "" ? Number.parseInt(key.split("/")[1] ?? "1", 10) : 1;
}

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
