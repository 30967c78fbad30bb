// The words of `retry`: how often, how long apart, and after which kinds of failure.
import { TRANSIENCE } from "../../model/failure-class.ts";
import { EXPECTED_KIND, KINDS } from "./kinds.ts";
import { duration, MINUTE, whole } from "./leaves.ts";
import {
  explained,
  into,
  leaf,
  list,
  map,
  named,
  optional,
  pick,
  type Reading,
  type Shape,
  type Value,
} from "./shape.ts";

const CLASSES: readonly (readonly [string, string])[] = Object.entries(TRANSIENCE);
const CAN_PASS: ReadonlySet<string> = new Set(CLASSES.filter(([, transient]) => transient !== "no").map(([id]) => id));

/** The words after which another try can help. */
const WORDS = [...KINDS].filter(([, begin]) => canPass(begin)).map(([word]) => word);

const kind: Shape<string> = leaf(readKind, { enum: WORDS });
const kinds = into(list(kind, "a list of families and classes of failures", 0), (all) => [...new Set(all)]);
const count = whole(0, 10);

export type RetryWords = Value<typeof several>;

const several = explained(
  map(
    {
      count,
      interval: optional(duration(10, 10 * MINUTE)),
      on: optional(kinds),
    },
    "a number, or a map with count, interval and on",
  ),
  {
    count: "Tries after the first, from 0 to 10. 0 switches the default off.",
    interval: "The time before each of them (default 1s).",
    on: "Families (network) or classes (svc.unavailable) of failures; by default all that can change.",
  },
);
const short: Shape<RetryWords> = into(count, (times) => ({ count: times }));

export const retry: Shape<RetryWords> = named(
  pick<RetryWords>((value) => (typeof value === "number" ? short : several), [short, several]),
  "retry",
);

function readKind(value: unknown): Reading<string> {
  const begin = typeof value === "string" ? KINDS.get(value) : undefined;
  if (begin === undefined) return { expected: EXPECTED_KIND, known: WORDS };
  if (canPass(begin)) return { value: begin };
  return { expected: "expected a kind of failure that can pass by itself" };
}

function canPass(begin: string): boolean {
  return CLASSES.some(([id]) => CAN_PASS.has(id) && (id === begin || id.startsWith(`${begin}.`)));
}
