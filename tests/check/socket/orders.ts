// Expected events and what came, written as short as they are drawn on paper: "a b* c?" and "a b b c".
import { createMatcher } from "../../../src/check/socket/matcher.ts";
import type { Arrival, Item, Matcher, Rest } from "../../../src/check/socket/order.ts";
import type { EventOrder } from "../../../src/model/plan.ts";

/** Remembers the times of the events that were accepted, in order. */
export type Memory = readonly number[];
export type OnPaper = Matcher<Arrival, Memory>;

/** "a" must come, "a?" may be missing, "a+" may come several times, "a*" both. */
export function items(drawn: string): readonly Item<Arrival, Memory>[] {
  return words(drawn).map((word) => item(word.charAt(0), { optional: /[?*]/u.test(word), repeat: /[+*]/u.test(word) }));
}

export function item(name: string, more: Partial<Item<Arrival, Memory>> = {}): Item<Arrival, Memory> {
  const accept = (arrival: Arrival, memory: Memory): Memory => [...memory, arrival.atMs];
  return { name, repeat: false, optional: false, withinMs: null, accept, ...more };
}

export function matcher(order: EventOrder, drawn: string, before: Rest<Arrival, Memory> | null = null): OnPaper {
  return createMatcher(order, items(drawn), [], before);
}

/** Which expected events came, as "a-c": one character each, "-" for those that did not. */
export function came(of: OnPaper, drawn: string): string {
  const times = of.came();
  return words(drawn)
    .map((word, index) => (times[index] === null ? "-" : word.charAt(0)))
    .join("");
}

/**
 * Shows a matcher what came, one millisecond apart, until it is complete or refuses.
 * "complete 3": with the third event · "refused 3": at the third · "waits for 2": for the second expected one.
 */
export function follow(of: OnPaper, sequence: string | readonly string[], fromMs = 1): string {
  let nth = 0;
  if (of.next() === null) return "complete 0";
  for (const name of typeof sequence === "string" ? words(sequence) : sequence) {
    nth++;
    if (of.take({ name, atMs: fromMs + nth - 1 }) === "refused") return `refused ${nth}`;
    if (of.next() === null) return `complete ${nth}`;
  }
  return `waits for ${(of.next() ?? 0) + 1}`;
}

function words(drawn: string): readonly string[] {
  return drawn.split(" ").filter((word) => word !== "");
}
