// The real clock, and the one place that knows whether the run was cancelled.
import type { Clock } from "../model/world.ts";

export interface CancellableClock extends Clock {
  /** Ends all sleeps and tells all listeners; from now on `cancelled()` is true. */
  cancel(): void;
  /** Calls `listener` once, soon after the cancel, also when that was before. Returns how to stop listening. */
  onCancel(listener: () => void): () => void;
}

/** Node fires a longer timer at once (documentation of setTimeout: 2^31 - 1 ms at most). */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function createClock(): CancellableClock {
  const listeners = new Set<() => void>();
  let isCancelled = false;

  function onCancel(listener: () => void): () => void {
    // Its own entry, so that one function may listen twice.
    const entry = (): void => {
      if (listeners.delete(entry)) listener();
    };
    listeners.add(entry);
    if (isCancelled) queueMicrotask(entry);
    return () => listeners.delete(entry);
  }

  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    sleep: (ms) => sleep(ms, () => isCancelled, onCancel),
    cancelled: () => isCancelled,
    cancel() {
      isCancelled = true;
      for (const entry of listeners) entry();
    },
    onCancel,
  };
}

async function sleep(ms: number, cancelled: () => boolean, onCancel: CancellableClock["onCancel"]): Promise<void> {
  const until = performance.now() + ms;
  for (let left = ms; left > 0 && !cancelled(); left = until - performance.now()) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, Math.min(left, LONGEST_TIMER_MS));
      const forget = onCancel(done);
      function done(): void {
        clearTimeout(timer);
        forget();
        resolve();
      }
    });
  }
}
