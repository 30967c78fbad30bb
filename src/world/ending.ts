// How a step's process ends: in time after a cancel, soon after its work is done, and with a word where an error of ours
// came from nowhere.
import type { CancellableClock } from "./clock.ts";

export interface Ending {
  /** Done as the very last thing, in a process that was not cancelled. */
  atLast(act: () => void): void;
  /** An exception that nobody was there to catch. `tell` says it; the rest ends as after a cancel, and the step fails. */
  onFault(tell: (error: unknown) => void): void;
  /** The job was cancelled before this process began: it tells that, and is gone soon. */
  afterCancelledJob(): void;
  /** Nothing of ours goes on any more: what still hangs is a leftover. */
  afterWork(): void;
}

/** The runner sends SIGTERM after 7.5 s; until then all that can be told is told. */
const AFTER_CANCEL_MS = 6_800;
/** Together with what main may take, all work after a cancel is done within 20 s. */
const AFTER_CANCELLED_JOB_MS = 10_000;
const AFTER_WORK_MS = 5_000;
const AFTER_CANCELLED_WORK_MS = 500;

export function createEnding(clock: CancellableClock, say: (line: string) => void): Ending {
  const within = (ms: number): void => {
    // Its own timer keeps no process alive.
    setTimeout(() => {
      say(`Something still hangs after ${ms / 1_000} s: this process ends without it.`);
      process.exit();
    }, ms).unref();
  };
  clock.onCancel(() => {
    // Without a result until then, the step has failed.
    process.exitCode ??= 1;
    within(AFTER_CANCEL_MS);
  });
  return {
    afterCancelledJob: () => within(AFTER_CANCELLED_JOB_MS),
    afterWork: () => within(clock.cancelled() ? AFTER_CANCELLED_WORK_MS : AFTER_WORK_MS),
    atLast(act) {
      process.once("exit", () => {
        if (!clock.cancelled()) act();
      });
    },
    onFault(tell) {
      process.on("uncaughtException", (error: unknown) => {
        process.once("exit", () => {
          process.exitCode = 1;
        });
        tell(error);
        clock.cancel();
      });
    },
  };
}
