// The limits of the usual workflow, with at most three cycles.
import type { Limits } from "../../src/model/limits.ts";

export const LIMITS: Limits = {
  maxCycles: 3,
  budgetMs: 360 * 60_000,
  waitMs: 60_000,
  failOn: "final",
  nextCycle: "always",
  stallLimit: 0,
};
