// Expected events in whatever order, with whatever else between them.
import { accept, due, type Arrival, type Item, type Matcher } from "./order.ts";

// Each required event needs an arrival of its own. Which arrival is which is settled by augmenting paths (Kuhn), so
// that it never depends on the order in which they came. What fits nowhere now fits nowhere later and is forgotten.
export function anyOrder<A extends Arrival, M>(items: readonly Item<A, M>[], start: M): Matcher<A, M> {
  const holders: (Candidate<A> | null)[] = items.map(() => null);
  const extras: (A | null)[] = items.map(() => null);
  let begunMs: number | null = null;
  let memory = start;

  function place(candidate: Candidate<A>, visited: Set<number>): boolean {
    for (const index of candidate.fits) {
      if (visited.has(index)) continue;
      visited.add(index);
      const holder = holders[index];
      if (holder !== null && holder !== undefined && !place(holder, visited)) continue;
      holders[index] = candidate;
      return true;
    }
    return false;
  }

  function isOpen(index: number): boolean {
    return items[index]?.optional !== true && holders[index] === null;
  }

  function next(): number | null {
    const index = items.findIndex((_, each) => isOpen(each));
    return index === -1 ? null : index;
  }

  /** In the order of the plan: which arrival is which is only settled when all have come. */
  function remembered(): M {
    return items.reduce((known, item, index) => {
      const arrival = holders[index]?.arrival ?? extras[index] ?? null;
      return arrival === null ? known : (item.accept(arrival, known) ?? known);
    }, start);
  }

  return {
    begin: (atMs) => void (begunMs ??= atMs),
    take(arrival) {
      if (next() === null) return "passed";
      const fits = items.flatMap((item, index) =>
        !item.optional && accept(item, arrival, start, begunMs) !== null ? [index] : [],
      );
      if (place({ arrival, fits }, new Set())) {
        if (next() === null) memory = remembered();
        return "taken";
      }
      const extra = items.findIndex(
        (item, index) => item.optional && extras[index] === null && accept(item, arrival, start, begunMs) !== null,
      );
      if (extra === -1) return "passed";
      extras[extra] = arrival;
      return "taken";
    },
    next,
    dueMs() {
      const bounds = items.flatMap((item, index) => (isOpen(index) ? (due(item, begunMs) ?? []) : []));
      return bounds.length === 0 ? null : Math.min(...bounds);
    },
    came: () => items.map((_, index) => (holders[index]?.arrival ?? extras[index])?.atMs ?? null),
    early: () => new Map(),
    memory: () => memory,
    rest: () => null,
  };
}

interface Candidate<A> {
  readonly arrival: A;
  /** Indexes of the required events that it can be. */
  readonly fits: readonly number[];
}
