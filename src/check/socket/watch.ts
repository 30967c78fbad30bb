// What holds for every message while a probe listens: events that may never come, and what all have to be like.
// Whose data a message carries is told here: isolation of users.
import { reveal, type Untrusted } from "../../text/untrusted.ts";
import type { Actor } from "../attempt.ts";
import { expectedOf } from "../conditions.ts";
import type { Scope } from "../fill.ts";
import { ownerOf } from "../owner.ts";
import type { Comparison } from "./comparison.ts";
import type { Heard } from "./heard.ts";

export type Violation =
  | { readonly kind: "never"; readonly name: string }
  | {
      readonly kind: "every";
      readonly comparison: Comparison;
      readonly seen: unknown;
      readonly expected: unknown;
      /** Another user of the same auth, to whom this value belongs. */
      readonly foreign: Untrusted | null;
    };

export interface Watch {
  /** What the message violates; null: nothing. Throws Unanswerable where looking takes too long. */
  look(heard: Pick<Heard, "name" | "value">): Violation | null;
  /** Places that no message had, so that nothing was proven. */
  untold(): readonly Untrusted[];
}

export function createWatch(
  never: readonly string[],
  every: readonly Comparison[],
  scope: Scope,
  others: Actor["others"],
): Watch {
  const forbidden = new Set(never);
  const ready = every.map((comparison) => ({ comparison, expected: expectedOf(comparison.condition, scope) }));
  const told = new Set<Comparison>();

  return {
    look({ name, value }) {
      if (name !== null && forbidden.has(name)) return { kind: "never", name };
      for (const { comparison, expected } of ready) {
        const seen = comparison.see(value);
        if (seen === undefined) continue;
        told.add(comparison);
        if (comparison.holds(seen, expected)) continue;
        return { kind: "every", comparison, seen, expected, foreign: ownerOf(comparison.condition, seen, others) };
      }
      return null;
    },
    untold: () => every.filter((each) => !told.has(each) && !isAbsence(each)).map(({ condition }) => condition.at),
  };
}

/** "There may be nothing": met when no message has the place. */
function isAbsence({ condition }: Comparison): boolean {
  return condition.operator === "exists" && reveal(condition.value) === "false";
}
