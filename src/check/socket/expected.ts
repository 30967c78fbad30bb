// An expected event of the plan, made ready for the matcher: its conditions, what is captured from it, and what nearly fit.
import type { ExpectedEvent } from "../../model/plan.ts";
import type { Bounded } from "../../model/world.ts";
import type { Excerpt } from "../../text/excerpt.ts";
import { reveal, untrusted } from "../../text/untrusted.ts";
import { expectedOf } from "../conditions.ts";
import type { Captured, Scope } from "../fill.ts";
import { jsonWithin } from "../json.ts";
import { createComparison, lacking, shown, wanted } from "./comparison.ts";
import type { Heard } from "./heard.ts";
import type { Item } from "./order.ts";
import { createPlace } from "./place.ts";

export type Captures = ReadonlyMap<string, Captured>;

/** An event with the right name that was not the expected one. */
export interface NearMiss {
  readonly count: number;
  readonly heard: Heard;
  /** For example `with $.call_id "c2", expected "c1"`. */
  readonly how: (excerpt: Excerpt) => string;
}

export interface Expected extends Item<Heard, Captures> {
  /** The last one. */
  readonly nearMiss: () => NearMiss | null;
}

/** Longest JSON of a captured value. */
const MAX_CAPTURE = 4_096;

export function createExpected(event: ExpectedEvent, scope: Scope, bounded: Bounded): Expected {
  const comparisons = event.match.map((condition) => createComparison(condition, bounded));
  const places = event.capture.map(({ name, at }) => ({ name, at, see: createPlace(at, bounded) }));
  let near: NearMiss | null = null;

  function miss(heard: Heard, how: NearMiss["how"]): null {
    // Several readings of the events may look at the same message; the first one tells.
    if (near?.heard !== heard) near = { count: (near?.count ?? 0) + 1, heard, how };
    return null;
  }

  function meets(heard: Heard, captures: Captures): boolean {
    const known = { ...scope, captures };
    for (const { condition, see, holds } of comparisons) {
      const at = reveal(condition.at);
      const lack = lacking(condition.value, known);
      if (lack !== null) return miss(heard, () => `before \${${lack}} was known`) !== null;
      const seen = see(heard.value);
      const expected = expectedOf(condition, known);
      if (holds(seen, expected)) continue;
      const how: NearMiss["how"] = (excerpt) =>
        `with ${at} ${shown(seen, excerpt)}, expected ${wanted(condition, expected, excerpt)}`;
      return miss(heard, how) !== null;
    }
    return true;
  }

  return {
    name: reveal(event.name),
    repeat: event.repeat,
    optional: event.optional,
    withinMs: event.withinMs,
    nearMiss: () => near,
    accept(heard, captures) {
      if (!meets(heard, captures)) return null;
      if (places.length === 0) return captures;
      const after = new Map(captures);
      for (const { name, at, see } of places) {
        const value = see(heard.value);
        if (value === undefined) return miss(heard, () => `without ${reveal(at)}, which is captured`);
        const json = jsonWithin(value, MAX_CAPTURE);
        if (json === null) return miss(heard, () => `with more than 4 KiB at ${reveal(at)}`);
        after.set(name, { json: untrusted(json) });
      }
      return after;
    },
  };
}
