// How much is done at once: enough to be quick, few enough that a staging with one worker is not measured against itself.
import type { Probe } from "../model/plan.ts";

/** 8 requests or 16 sockets, or as much of both. */
const UNITS = 16;

/** Does the work once there is room for it; who has the lowest rank comes first. */
export type Budget = <T>(units: number, rank: number, work: () => Promise<T>) => Promise<T>;

/** What one try of a probe takes. Where that is more than there is, it has everything for itself. */
export function unitsOf(probe: Probe): number {
  return Math.min(UNITS, probe.users * (probe.kind === "http" ? 2 : 1));
}

interface Waiting {
  readonly units: number;
  readonly rank: number;
  readonly start: () => void;
}

export function createBudget(): Budget {
  const queue: Waiting[] = [];
  let free = UNITS;

  // Nobody overtakes: what needs much would wait for ever behind what needs little.
  function startNext(): void {
    for (let next = queue[0]; next !== undefined && next.units <= free; next = queue[0]) {
      queue.shift();
      free -= next.units;
      next.start();
    }
  }

  return async (units, rank, work) => {
    await new Promise<void>((start) => {
      const at = queue.findIndex((each) => each.rank > rank);
      queue.splice(at < 0 ? queue.length : at, 0, { units, rank, start });
      startNext();
    });
    try {
      return await work();
    } finally {
      free += units;
      startNext();
    }
  };
}
