// The words of `targets`: limits on measured numbers.
import { METRICS, type Aggregate } from "../../model/plan.ts";
import { parseDuration } from "./duration.ts";
import { durationPattern } from "./duration-pattern.ts";
import { expectedDuration, HOUR, matching, names } from "./leaves.ts";
import { jsonPath } from "./path.ts";
import { explained, leaf, map, optional, type Reading, type Shape, type Value } from "./shape.ts";

/** A limit as it was written. Which of the two it has to be depends on the metric. */
export type LimitWords = { readonly number: number } | { readonly ms: number };

export const LONGEST_LIMIT_MS = HOUR;

const limit: Shape<LimitWords> = leaf(readLimit, {
  anyOf: [{ type: "number" }, { type: "string", pattern: durationPattern(1, LONGEST_LIMIT_MS) }],
});

const aggregates = {
  p50: optional(limit),
  p75: optional(limit),
  p90: optional(limit),
  p95: optional(limit),
  p99: optional(limit),
  max: optional(limit),
  min: optional(limit),
  mean: optional(limit),
} as const satisfies Readonly<Record<Aggregate, unknown>>;

export type TargetWords = Value<typeof targetShape>;

export const targetShape = explained(
  map(
    {
      metric: matching(/^[A-Za-z][\w.-]{0,99}$/u, "expected the name of a metric: letters, digits and . _ -", "metric"),
      tags: optional(names),
      from: optional(jsonPath),
      ...aggregates,
      warn: optional(limit),
    },
    "a target: a map with metric and a limit such as p95 or min",
  ),
  {
    metric: `${METRICS.join(", ")}, or a name of yours together with from.`,
    tags: "Only probes with one of these tags (default all).",
    from: "The JSON path to a number in answers and WebSocket messages.",
    p50: "Half of the values are at most this. Needs 2 values.",
    p75: "75 % of the values are at most this. Needs 4 values.",
    p90: "90 % of the values are at most this. Needs 10 values.",
    p95: "95 % of the values are at most this. Needs 20 values.",
    p99: "99 % of the values are at most this. Needs 100 values.",
    max: "The largest value is at most this.",
    min: "The smallest value is at least this.",
    mean: "The average is at most this.",
    warn: "Between this and the limit the target is met with a warning. Only beside exactly one limit.",
  },
);

function readLimit(value: unknown): Reading<LimitWords> {
  if (typeof value === "number" && Number.isFinite(value)) return { value: { number: value } };
  const ms = typeof value === "string" ? parseDuration(value) : null;
  const isLimit = ms !== null && ms >= 1 && ms <= LONGEST_LIMIT_MS;
  return isLimit ? { value: { ms } } : { expected: `${expectedDuration(1, LONGEST_LIMIT_MS)}, or a number` };
}
