// The waits for events on one socket, one after the other. Each begins to count where the one before it was complete,
// so an event that comes while we still send or only listen is not lost.
import type { ExpectStep } from "../../model/plan.ts";
import type { Bounded } from "../../model/world.ts";
import type { Scope } from "../fill.ts";
import { createExpected, type Captures, type Expected } from "./expected.ts";
import type { Heard } from "./heard.ts";
import { createMatcher } from "./matcher.ts";
import type { Matcher, Rest, Taken } from "./order.ts";

/** One wait, as far as it has come. */
export interface Wait {
  readonly step: ExpectStep;
  /** Index among the probe's steps. */
  readonly at: number;
  readonly expected: readonly Expected[];
  readonly matcher: Matcher<Heard, Captures>;
}

export interface Listener {
  /** The wait that events count for now; null when there are no more. */
  current(): Wait | null;
  /** The exact wait after which nothing else may come yet. */
  guard(): Wait | null;
  /** From this step on, other events may follow what came before it. */
  relax(at: number): void;
  take(heard: Heard): Taken;
  /** What events told, of all waits so far. */
  captures(): Captures;
}

/** An exact wait that is complete, and what may still follow it. */
interface Guard {
  readonly wait: Wait;
  readonly after: Matcher<Heard, Captures>;
}

export function createListener(
  steps: readonly { readonly step: ExpectStep; readonly at: number }[],
  captures: Captures,
  scope: Scope,
  bounded: Bounded,
): Listener {
  const queue = [...steps];
  let known = captures;
  let guard: Guard | null = null;
  let current: Wait | null = arm(null);

  function arm(rest: Rest<Heard, Captures> | null): Wait | null {
    const first = queue.shift();
    if (first === undefined) return null;
    const expected = first.step.events.map((event) => createExpected(event, scope, bounded));
    const matcher = createMatcher(first.step.order, expected, known, rest);
    const wait = { ...first, expected, matcher };
    return matcher.next() === null ? finish(wait) : wait;
  }

  function finish(wait: Wait): Wait | null {
    known = wait.matcher.memory();
    const rest = wait.matcher.rest();
    guard = rest === null ? null : { wait, after: createMatcher("exact", [], known, rest) };
    return arm(rest);
  }

  return {
    current: () => current,
    guard: () => guard?.wait ?? null,
    relax(at) {
      if (guard !== null && guard.wait.at < at) guard = null;
    },
    take(heard) {
      const [wait, held] = [current, guard];
      if (wait !== null) {
        const taken = wait.matcher.take(heard);
        if (wait.matcher.next() === null) current = finish(wait);
        // An exact wait knows itself what may still follow from the one before it.
        if (taken !== "passed" || wait.step.order === "exact") return taken;
      }
      return held === null ? "passed" : held.after.take(heard);
    },
    captures: () => (current === null ? known : current.matcher.memory()),
  };
}
