// The limits of a target beside the numbers that were measured, in words.
import type { BoundFacts } from "../model/check.ts";
import type { Phrase } from "../model/report.ts";
import { count, figure } from "./words.ts";

/** "p95 142 ms > 100 ms, 100 samples"; the sign says whether it was met. */
export function boundPhrase(bound: BoundFacts): Phrase {
  const { aggregate, seen: value, limit, unit } = bound;
  const isMinimum = aggregate === "min";
  if (value === null)
    return [`${aggregate} ${isMinimum ? "≥" : "≤"} ${figure(limit, unit)}: no data, ${valuesOf(bound)}`];
  const sign = isMet(bound, value) ? (isMinimum ? "≥" : "≤") : isMinimum ? "<" : ">";
  return [`${aggregate} ${seenFigure(bound, value)} ${sign} ${figure(limit, unit)}, ${valuesOf(bound)}`];
}

/** What was measured, for where the limits are known: "61 ms, 100 samples" or "p50 40 ms, p95 142 ms (missed), 100 samples". */
export function measuredWords(bounds: readonly BoundFacts[]): string {
  const [only] = bounds;
  if (only === undefined) return "";
  const words = bounds.map((bound) => {
    const name = bounds.length === 1 ? "" : `${bound.aggregate} `;
    if (bound.seen === null) return `${name}no data`;
    const missed = bounds.length > 1 && !isMet(bound, bound.seen) ? " (missed)" : "";
    return `${name}${seenFigure(bound, bound.seen)}${missed}`;
  });
  return `${words.join(", ")}, ${valuesOf(only)}`;
}

function isMet({ aggregate, limit }: BoundFacts, value: number): boolean {
  return aggregate === "min" ? value >= limit : value <= limit;
}

/** What rounds to the limit and is not the limit is told exactly, or a line would read "100 ms > 100 ms". */
function seenFigure({ limit, unit }: BoundFacts, value: number): string {
  const text = figure(value, unit);
  if (value === limit || text !== figure(limit, unit)) return text;
  return `${Number(value.toPrecision(6))}${unit === "" ? "" : ` ${unit}`}`;
}

/** Times come from samples, everything else from whatever had a value. */
function valuesOf({ values, unit }: BoundFacts): string {
  return count(values, unit === "ms" ? "sample" : "value");
}
