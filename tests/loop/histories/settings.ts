// What a team has chosen, and how rough its world is: drawn once for a history.
import type { Limits } from "../../../src/model/limits.ts";
import type { Chance } from "./chance.ts";

export interface Settings {
  /** What starts a run on a commit. */
  readonly event: "push" | "pull_request";
  /** `max`: everybody waits · `one`: a second waiting run evicts the first · `cancel`: a new run ends the one before. */
  readonly group: "max" | "one" | "cancel";
  /** The workflow prints the cycle's key in the run's name. */
  readonly hasRunName: boolean;
  /** The workflow does not hand the token on. */
  readonly losesState: boolean;
  /** Probability that a question to GitHub is not answered. */
  readonly faults: number;
  /** Probability that a dispatch still sees the tip of before. */
  readonly oldTip: number;
  /** Probability that a step before ours fails, so that main is never reached. */
  readonly early: number;
  readonly limits: Limits;
  readonly fixCommand: boolean;
  /** How most cycles of this history end. */
  readonly tendency: Outcome;
  readonly skewMs: number;
  readonly acts: number;
  /** Within this time people act. */
  readonly lastsMs: number;
}

export const OUTCOMES = [
  "met",
  "red",
  "assertion",
  "strange",
  "deploy-transient",
  "deploy-broken",
  "deploy-strange",
  "preflight-person",
  "preflight",
  "no-network",
  "no-tests",
  "no-report",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export function drawSettings(chance: Chance): Settings {
  const losesState = chance.happens(0.01);
  return {
    event: chance.pick("push", "push", "pull_request"),
    group: chance.pick("max", "max", "max", "one", "cancel"),
    hasRunName: chance.happens(0.9),
    losesState,
    faults: losesState ? 0 : chance.pick(0, 0, 0, 0.02, 0.25),
    oldTip: chance.pick(0.03, 0.03, 0.03, 0.6),
    early: losesState ? chance.pick(0, 0.5, 1) : 0.04,
    limits: {
      maxCycles: losesState ? 5 : chance.pick(1, 2, 3, 3, 4, 5, 50),
      budgetMs: chance.pick(360, 360, 360, 40) * 60_000,
      waitMs: 60_000,
      failOn: chance.pick("final", "final", "any"),
      nextCycle: chance.pick("always", "always", "auto", "on-commit"),
      stallLimit: losesState ? 0 : chance.pick(0, 0, 2, 3),
    },
    fixCommand: chance.happens(0.25),
    tendency: losesState ? "red" : (chance.oneOf(OUTCOMES) ?? "met"),
    skewMs: chance.pick(0, 0, -90_000, 120_000),
    lastsMs: chance.pick(20, 60, 60, 240, 1_800) * 60_000,
    acts: losesState ? 2 : 2 + chance.below(12),
  };
}
