// At most so many of a kind at once; whoever comes later waits for a turn, in order.

/** Waits for a free place and tells how to give it back. */
export type TakeSlot = () => Promise<() => void>;

/** Calls `listener` once when the run is cancelled, and returns how to stop listening. */
type OnCancel = (listener: () => void) => () => void;

/** Nobody waits any longer once the run is cancelled: what comes then finds that out by itself. */
export function createSlots(count: number, onCancel: OnCancel = () => () => undefined): TakeSlot {
  const waiting = new Set<(turn: () => void) => void>();
  let free = count;

  function release(): void {
    const [next] = waiting;
    if (next === undefined) free++;
    else next(release);
  }

  return async () => {
    if (free > 0) {
      free--;
      return release;
    }
    return await new Promise<() => void>((resolve) => {
      const forget = onCancel(() => go(() => undefined));
      function go(turn: () => void): void {
        waiting.delete(go);
        forget();
        resolve(turn);
      }
      waiting.add(go);
    });
  };
}
