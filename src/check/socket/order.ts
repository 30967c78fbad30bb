// What every order of expected events has in common. Pure: events and times in, progress out.

/** An event as far as the order is concerned. Times are milliseconds since the socket opened. */
export interface Arrival {
  /** null: a message that names no event. */
  readonly name: string | null;
  readonly atMs: number;
}

/** An expected event. `M` is what is remembered of events for the conditions of later ones. */
export interface Item<A extends Arrival, M> {
  readonly name: string;
  readonly repeat: boolean;
  readonly optional: boolean;
  /** Since the expected event before it, or the begin of the wait. */
  readonly withinMs: number | null;
  /** What is remembered if this arrival, which has the right name, is the expected event; null: it is not. */
  readonly accept: (arrival: A, memory: M) => M | null;
}

/** "taken": an expected event · "passed": another one, which may come · "refused": another one, which may not. */
export type Taken = "taken" | "passed" | "refused";

export interface Matcher<A extends Arrival, M> {
  /** The wait begins now; events before it count too. */
  begin(atMs: number): void;
  take(arrival: A): Taken;
  /** Index of the event that is awaited; null once all have come. */
  next(): number | null;
  /** When the awaited event is too late by its own bound. */
  dueMs(): number | null;
  /** When each expected event came, by index. */
  came(): readonly (number | null)[];
  /** Expected events that came before their turn, and whose turn it was, by index. */
  early(): ReadonlyMap<number, number>;
  /** What the events so far have told; in any order only once all have come. */
  memory(): M;
  /** What may still follow what was taken, where nothing else may; null where anything may. */
  rest(): Rest<A, M> | null;
}

/** An exact wait that is complete, with all ways in which it may go on: [a (repeat)] may be followed by one more "a". */
export interface Rest<A extends Arrival, M> {
  readonly items: readonly Item<A, M>[];
  readonly threads: readonly Thread<M>[];
}

/** One way to read the events so far: the last expected event that came, -1 for none. */
export interface Thread<M> {
  readonly at: number;
  readonly lastMs: number | null;
  readonly came: readonly (number | null)[];
  readonly memory: M;
}

/** Index of the first event from here on that must come; null: none. */
export function requiredFrom<A extends Arrival, M>(items: readonly Item<A, M>[], from: number): number | null {
  for (let index = from; index < items.length; index++) if (items[index]?.optional === false) return index;
  return null;
}

/** What is remembered if the arrival is this expected event, by name, time and conditions; null: it is not. */
export function accept<A extends Arrival, M>(
  item: Item<A, M> | undefined,
  arrival: A,
  memory: M,
  sinceMs: number | null,
): { readonly memory: M } | null {
  if (item === undefined || item.name !== arrival.name) return null;
  if (item.withinMs !== null && sinceMs !== null && arrival.atMs > Math.ceil(sinceMs + item.withinMs)) return null;
  const remembered = item.accept(arrival, memory);
  return remembered === null ? null : { memory: remembered };
}

/** When the event is too late by its own bound; null: it has none, or its time has not begun. */
export function due<A extends Arrival, M>(item: Item<A, M> | undefined, sinceMs: number | null): number | null {
  return item === undefined || item.withinMs === null || sinceMs === null ? null : sinceMs + item.withinMs;
}
