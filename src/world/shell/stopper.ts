// Stops a whole process group, at its deadline or when the run is cancelled: first politely, then for certain.
import { LONGEST_TIMER_MS, type CancellableClock } from "../clock.ts";

export interface StopOrder {
  readonly timeoutMs: number;
  readonly killAfterMs: number;
  /** How long it may go on once the run is cancelled, asked for then. */
  readonly graceMs: () => number;
  readonly clock: Pick<CancellableClock, "onCancel">;
}

export interface Stopper {
  /** Settles when the leader of the group does not even die of SIGKILL. */
  readonly hopeless: Promise<readonly [null, null]>;
  readonly timedOut: () => boolean;
  readonly stopped: () => boolean;
  /** The leader is gone. If we stopped it, the rest of its group gets the same time, and nothing survives. */
  finish(): Promise<void>;
}

/** After a cancel the runner kills the whole job within seconds, so there is less time to be polite. */
const KILL_AFTER_CANCEL_MS = 2_000;
/** From the polite signal to the other one at the end of a grace, inside of it. */
const LAST_WORDS_MS = 500;
/** Even SIGKILL waits for a process that hangs in the kernel; we do not. */
const AFTER_SIGKILL_MS = 2_000;
const POLL_MS = 20;

export function createStopper(group: number, order: StopOrder): Stopper {
  const state: { reason: "deadline" | "cancel" | null; killed: boolean } = { reason: null, killed: false };
  const hopeless = Promise.withResolvers<readonly [null, null]>();
  let kill: NodeJS.Timeout | undefined;
  let giveUp: NodeJS.Timeout | undefined;
  let endOfGrace: NodeJS.Timeout | undefined;
  const deadline = setTimeout(() => stop("deadline", order.killAfterMs), Math.min(order.timeoutMs, LONGEST_TIMER_MS));
  const forget = order.clock.onCancel(() => {
    const graceMs = order.graceMs();
    if (graceMs <= 0) return stop("cancel", Math.min(order.killAfterMs, KILL_AFTER_CANCEL_MS));
    const lastWordsMs = Math.min(order.killAfterMs, LAST_WORDS_MS, graceMs / 2);
    endOfGrace = setTimeout(() => stop("cancel", lastWordsMs), graceMs - lastWordsMs);
  });

  function stop(why: "deadline" | "cancel", patienceMs: number): void {
    // A cancel leaves less time than the deadline that came before it; never the other way round.
    if (state.killed || (state.reason !== null && why === "deadline")) return;
    if (state.reason === null) signalGroup(group, "SIGTERM");
    state.reason ??= why;
    clearTimeout(kill);
    kill = setTimeout(() => {
      state.killed = true;
      signalGroup(group, "SIGKILL");
      giveUp = setTimeout(() => hopeless.resolve([null, null]), AFTER_SIGKILL_MS);
    }, patienceMs);
  }

  return {
    hopeless: hopeless.promise,
    timedOut: () => state.reason === "deadline",
    stopped: () => state.reason !== null,
    async finish() {
      clearTimeout(deadline);
      clearTimeout(endOfGrace);
      forget();
      while (state.reason !== null && !state.killed && signalGroup(group, 0)) {
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
      clearTimeout(kill);
      clearTimeout(giveUp);
    },
  };
}

/** false when there is no such group any more. */
function signalGroup(group: number, signal: "SIGTERM" | "SIGKILL" | 0): boolean {
  try {
    return process.kill(-group, signal);
  } catch {
    // ESRCH: all gone, which is what we want. EPERM: a set-uid program, which is not ours to stop.
    return false;
  }
}
