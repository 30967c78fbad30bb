// Virtual time: whatever is to happen stands in a row, and the next thing happens when nothing else can.

export interface Timeline {
  now(): number;
  after(ms: number, act: () => void): void;
  /** Until nothing is left to happen. Throws where there is no end. */
  run(): Promise<void>;
}

const BEGIN = 1_790_000_000_000;
const MOST_ACTS = 50_000;

export function createTimeline(): Timeline {
  let now = BEGIN;
  let count = 0;
  const row: { readonly at: number; readonly nth: number; readonly act: () => void }[] = [];
  return {
    now: () => now,
    after: (ms, act) => {
      const at = now + ms;
      const place = row.findLastIndex((each) => each.at <= at);
      row.splice(place + 1, 0, { at, nth: count++, act });
    },
    run: async () => {
      for (let next = row.shift(); next !== undefined; next = row.shift()) {
        if (count > MOST_ACTS) throw new Error("this history has no end");
        now = next.at;
        next.act();
        await everybodyWaits();
      }
    },
  };
}

/** Whoever was woken has come to where it waits again. */
function everybodyWaits(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
