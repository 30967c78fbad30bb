// Expected events one after the other, with whatever else between them.
import { accept, due, requiredFrom, type Arrival, type Item, type Matcher, type Thread } from "./order.ts";

/** Ways to read the events that are followed at the same time. */
const MAX_READINGS = 200;

// The first event that fits is taken. Where a later one might be the right one, because something of it is remembered
// or the time to the next event begins with it, that reading is followed too. Whatever comes between is passed, so an
// optional event binds nothing: it is noted, with what it tells, when it comes in its place.
export function inOrder<A extends Arrival, M>(items: readonly Item<A, M>[], start: M): Matcher<A, M> {
  const early = new Map<number, number>();
  const isTimed = items.some(({ withinMs }) => withinMs !== null);
  let begunMs: number | null = null;
  let best: Thread<M> = { at: -1, lastMs: null, came: items.map(() => null), memory: start };
  let threads: readonly Thread<M>[] = [best];

  function turnOf({ at }: Thread<M>): number | null {
    return requiredFrom(items, at + 1);
  }

  function step(thread: Thread<M>, index: number, arrival: A): Thread<M> | null {
    const found = accept(items[index], arrival, thread.memory, thread.lastMs ?? begunMs);
    if (found === null) return null;
    return {
      at: index,
      lastMs: arrival.atMs,
      came: thread.came.with(index, arrival.atMs),
      memory: found.memory,
    };
  }

  function moved(thread: Thread<M>, turn: number, arrival: A): Thread<M> | null {
    // The required one first: with [a (may be missing), a] the only "a" is the one that must come.
    const required = step(thread, turn, arrival);
    if (required !== null) return required;
    for (let index = thread.at + 1; index < turn; index++) {
      const optional = step(thread, index, arrival);
      if (optional !== null) return optional;
    }
    return null;
  }

  /** Every reading as it goes on with the event, and those that leave it out. */
  function follow(arrival: A): readonly Thread<M>[] {
    const ahead: Thread<M>[] = [];
    const all: Thread<M>[] = [];
    for (const thread of threads) {
      const turn = turnOf(thread);
      const next = turn === null ? null : moved(thread, turn, arrival);
      if (next !== null) ahead.push(next);
      if (next !== null) all.push(next);
      if (next === null || isTimed || next.memory !== thread.memory) all.push(thread);
    }
    if (ahead.length === 0) return threads;
    // At the same place with the same memory, the reading whose time began last has the most time.
    const isOutdone = (old: Thread<M>): boolean =>
      ahead.some((each) => each !== old && each.at === old.at && each.memory === old.memory);
    return all.filter((each) => ahead.includes(each) || !isOutdone(each)).slice(0, MAX_READINGS);
  }

  function noteEarly(turn: number, arrival: A): void {
    for (let index = turn + 1; index < items.length; index++) {
      if (!early.has(index) && accept(items[index], arrival, best.memory, null) !== null) {
        early.set(index, turn);
        return;
      }
    }
  }

  return {
    begin: (atMs) => void (begunMs ??= atMs),
    take(arrival) {
      const [before, turn] = [best, turnOf(best)];
      if (turn === null) return "passed";
      threads = follow(arrival);
      best = threads.reduce((found, each) => (each.at > found.at ? each : found), threads[0] ?? best);
      if (best.at > before.at) return "taken";
      noteEarly(turn, arrival);
      return "passed";
    },
    next: () => turnOf(best),
    dueMs() {
      const index = turnOf(best);
      const item = index === null ? undefined : items[index];
      const bounds = threads.flatMap((each) =>
        each.at === best.at ? (due(item, each.lastMs ?? begunMs) ?? Infinity) : [],
      );
      const last = Math.max(...bounds);
      return last === Infinity ? null : last;
    },
    came: () => best.came,
    early: () => early,
    memory: () => best.memory,
    rest: () => null,
  };
}
