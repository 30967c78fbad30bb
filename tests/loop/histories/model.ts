// The parts of one history, as they know each other.
import type { Chance } from "./chance.ts";
import type { Repository, Run } from "./repository.ts";
import type { Outcome, Settings } from "./settings.ts";
import type { Timeline } from "./timeline.ts";
import type { Watch } from "./watch.ts";

export interface Model {
  readonly chance: Chance;
  readonly time: Timeline;
  readonly settings: Settings;
  readonly repository: Repository;
  readonly watch: Watch;
  /** A new run, from whatever started it. */
  enqueue(run: Run): void;
}

/** One attempt of a run, on a runner. */
export interface Job {
  readonly run: Run;
  readonly attempt: number;
  readonly outcome: Outcome;
  /** Questions to GitHub that were not answered. */
  readonly faults: string[];
  /** A cancelled job does not wait any longer. */
  readonly wakers: Set<() => void>;
  /** The runner was lost: nothing of it goes on. */
  isLost: boolean;
}

export const REPOSITORY = "acme/chat";
export const WORKFLOW = "staging.yml";

/** Ends early when the job is cancelled, and never when its runner is lost. */
export function pause(ms: number, job: Job, { time }: Model): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      if (job.isLost || !job.wakers.delete(wake)) return;
      resolve();
    };
    job.wakers.add(wake);
    time.after(job.run.isCancelled ? 0 : ms, wake);
  });
}
