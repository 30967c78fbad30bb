// Expected events one after the other, and nothing else.
import { accept, due, requiredFrom, type Arrival, type Item, type Matcher, type Rest, type Thread } from "./order.ts";

// All ways to read the events are followed at once, at most one for each place, so that neighbours with the same name
// ([a (repeat), a]) are never read wrongly. Where several are possible, the one that took the earlier event is kept.
export function exactOrder<A extends Arrival, M>(
  own: readonly Item<A, M>[],
  start: M,
  before: Rest<A, M> | null,
): Matcher<A, M> {
  const fresh = { lastMs: null, came: own.map(() => null) };
  const items = [...(before?.items ?? []), ...own];
  const offset = items.length - own.length;
  let threads: readonly Thread<M>[] = before?.threads.map((thread) => ({ ...thread, ...fresh })) ?? [
    { at: -1, memory: start, ...fresh },
  ];
  let begunMs: number | null = null;

  /** Where a thread can go with its next event. */
  function ahead({ at }: Thread<M>): readonly number[] {
    const places = items[at]?.repeat === true ? [at] : [];
    for (let index = at + 1; index < items.length; index++) {
      places.push(index);
      if (items[index]?.optional !== true) break;
    }
    return places;
  }

  function step(thread: Thread<M>, index: number, arrival: A): Thread<M> | null {
    const found = accept(items[index], arrival, thread.memory, thread.lastMs ?? begunMs);
    if (found === null) return null;
    // What an earlier wait left over does not start the clock of this one.
    if (index < offset) return { ...thread, at: index };
    const isAgain = index === thread.at;
    const came = isAgain ? thread.came : thread.came.with(index - offset, arrival.atMs);
    return { at: index, lastMs: arrival.atMs, came, memory: isAgain ? thread.memory : found.memory };
  }

  function required({ at }: Thread<M>): number | null {
    return requiredFrom(items, at + 1);
  }

  /** The reading that got furthest: where one is whole, that one. */
  function best(): Thread<M> {
    const [first, ...others] = threads;
    if (first === undefined) throw new Error("there is always one way to read the events");
    return others.reduce((found, each) => (each.at > found.at ? each : found), first);
  }

  return {
    begin: (atMs) => void (begunMs ??= atMs),
    take(arrival) {
      const seen = new Set<number>();
      const after: Thread<M>[] = [];
      for (const thread of threads) {
        for (const index of ahead(thread)) {
          const moved = seen.has(index) ? null : step(thread, index, arrival);
          if (moved === null) continue;
          seen.add(index);
          after.push(moved);
        }
      }
      if (after.length === 0) return "refused";
      threads = after;
      return best().at < offset ? "passed" : "taken";
    },
    next() {
      const index = required(best());
      return index === null ? null : Math.max(0, index - offset);
    },
    dueMs() {
      const bounds = threads.map((thread) => {
        const index = required(thread);
        return due(index === null ? undefined : items[index], thread.lastMs ?? begunMs);
      });
      const certain = bounds.filter((bound) => bound !== null);
      return certain.length < bounds.length ? null : Math.max(...certain);
    },
    came: () => best().came,
    early: () => new Map(),
    memory: () => best().memory,
    rest: () => ({ items, threads }),
  };
}
