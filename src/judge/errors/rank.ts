// Which error is told first: what people must know at once, then what breaks most. RANKING says it in words.
import type { Alarm } from "../../model/analysis.ts";
import { MANY_TESTS, MOST_FAILURES } from "../../model/ranking.ts";
import { order } from "../changes/moves.ts";
import { OTHERS } from "../classify/classify-many.ts";
import type { Gathered } from "./gather.ts";

/** What an error breaks: itself, or with all that follows from it. */
export interface Reach {
  readonly checks: number;
  readonly priority: number | null;
}

export type Order = (one: Gathered, other: Gathered) => number;

/** `failures` are those of the whole run. */
export function heavierFirst(failures: number, reachOf: (error: Gathered) => Reach = ownReach): Order {
  const weights = new Map<Gathered, readonly number[]>();
  const weigh = (error: Gathered): readonly number[] => {
    const known = weights.get(error) ?? weightOf(error, reachOf(error), failures);
    weights.set(error, known);
    return known;
  };
  return (one, other) => {
    const [a, b] = [weigh(one), weigh(other)];
    const at = a.findIndex((weight, index) => weight !== b[index]);
    return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
  };
}

export function ownReach({ members, priority }: Gathered): Reach {
  return { checks: members.length, priority };
}

/** Smaller comes first; the last number is another one for each error. */
function weightOf(error: Gathered, { checks, priority }: Reach, failures: number): readonly number[] {
  const { first, at } = error;
  return [
    isOthers(error) ? 1 : 0,
    -GRAVITY[first.alarm ?? "none"],
    isSystemic(error, failures) ? 0 : 1,
    // What has no priority comes after all that have one.
    priority ?? Number.MAX_SAFE_INTEGER,
    -checks,
    order(first.classification.stage),
    at,
  ];
}

/** However little it breaks. */
const GRAVITY: Readonly<Record<Alarm | "none", number>> = { "let-in": 2, leak: 1, none: 0 };

/** Failures that are counted and not told apart. */
export function isOthers({ first }: Gathered): boolean {
  return first.fingerprint === OTHERS.fingerprint;
}

/** One error that so many say is one fault behind all of them. */
function isSystemic({ members }: Gathered, failures: number): boolean {
  const tests = members.filter(({ check }) => check.kind === "test").length;
  return tests > MANY_TESTS || members.length >= MOST_FAILURES * failures;
}
