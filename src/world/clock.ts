// The real clock, and the one place that knows whether the run was cancelled.
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Clock, LoopDelay } from "../model/world.ts";

export interface CancellableClock extends Clock {
  /** Ends all sleeps and tells all listeners; from now on `cancelled()` is true. */
  cancel(): void;
  /** Calls `listener` once, soon after the cancel, also when that was before. Returns how to stop listening. */
  onCancel(listener: () => void): () => void;
  /** Milliseconds since the first cancel; null before it. */
  sinceCancel(): number | null;
}

/** Node fires a longer timer at once (documentation of setTimeout: 2^31 - 1 ms at most). */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The shortest interval that Node watches, so that little falls between two looks; it costs some microseconds each. */
const DELAY_RESOLUTION_MS = 1;

export function createClock(): CancellableClock {
  const listeners = new Set<() => void>();
  let cancelledAt: number | null = null;
  const isCancelled = (): boolean => cancelledAt !== null;

  function onCancel(listener: () => void): () => void {
    // Its own entry, so that one function may listen twice.
    const entry = (): void => {
      if (listeners.delete(entry)) listener();
    };
    listeners.add(entry);
    if (isCancelled()) queueMicrotask(entry);
    return () => listeners.delete(entry);
  }

  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    sleep: (ms) => sleep(ms, isCancelled, onCancel),
    cancelled: isCancelled,
    watchDelay,
    sinceCancel: () => (cancelledAt === null ? null : performance.now() - cancelledAt),
    cancel() {
      cancelledAt ??= performance.now();
      for (const entry of listeners) entry();
    },
    onCancel,
  };
}

function watchDelay(): () => LoopDelay {
  // It counts the whole time between two looks; its own timer keeps no process alive.
  const watch = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  watch.enable();
  const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - DELAY_RESOLUTION_MS);
  return () => {
    watch.disable();
    return { p99: late(watch.percentile(99)), max: late(watch.max) };
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
