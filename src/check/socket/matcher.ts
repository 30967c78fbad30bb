// Which of the events that came are the expected ones: one way for each order of the plan.
import type { EventOrder } from "../../model/plan.ts";
import { anyOrder } from "./any-order.ts";
import { exactOrder } from "./exact-order.ts";
import { inOrder } from "./in-order.ts";
import type { Arrival, Item, Matcher, Rest } from "./order.ts";

/** `before` is what may still follow from an earlier wait on the same socket. */
export function createMatcher<A extends Arrival, M>(
  order: EventOrder,
  items: readonly Item<A, M>[],
  memory: M,
  before: Rest<A, M> | null = null,
): Matcher<A, M> {
  switch (order) {
    case "in-order":
      return inOrder(items, memory);
    case "any":
      return anyOrder(items, memory);
    case "exact":
      return exactOrder(items, memory, before);
  }
}
