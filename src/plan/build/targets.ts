// Builds the limits on measured numbers, and refuses those that no probe can ever feed.
import { digest } from "../../model/digest.ts";
import { isMeasuredBy } from "../../model/metric.ts";
import { AGGREGATES, METRICS, type Bound, type MetricTarget, type Probe } from "../../model/plan.ts";
import { untrusted } from "../../text/untrusted.ts";
import { meantBy, placeOf, type Desk } from "../desk.ts";
import { shown, type Path } from "../file/faults.ts";
import type { Part } from "../file/parts.ts";
import { expectedDuration } from "../words/leaves.ts";
import { LONGEST_LIMIT_MS, type LimitWords, type TargetWords } from "../words/target.ts";

/** Each is held against every probe. */
const MOST_TARGETS = 100;

export function buildTargets(desk: Desk, probes: readonly Probe[]): readonly MetricTarget[] {
  const seen = new Set<string>();
  const parts = desk.config?.targets ?? [];
  const beyond = parts[MOST_TARGETS];
  if (beyond !== undefined) desk.faults.add(placeOf(desk, beyond.path), `expected at most ${MOST_TARGETS} targets`);
  return parts.slice(0, MOST_TARGETS).map((part) => {
    const { path, words } = part;
    const isMetricKnown = checkMetric(desk, part);
    const areTagsKnown = checkTags(desk, words.tags ?? [], [...path, "tags"]);
    const target = buildTarget(desk, part);
    if (seen.has(target.key)) {
      desk.faults.add(placeOf(desk, path), "another target has the same metric, tags and from", {
        hint: "One target can have several limits.",
      });
    }
    seen.add(target.key);
    const areAllRead = probes.length === desk.config?.named.count;
    if (isMetricKnown && areTagsKnown && areAllRead) checkSource(desk, target, probes, path);
    return target;
  });
}

function isMetric(metric: string): boolean {
  return METRICS.some((each) => each === metric);
}

/** Whether it is known where the values come from. */
function checkMetric(desk: Desk, { path, words: { metric, from } }: Part<TargetWords>): boolean {
  const isKnown = isMetric(metric) === (from === undefined);
  if (isKnown) return true;
  if (from !== undefined) {
    desk.faults.add(placeOf(desk, [...path, "from"]), `${metric} is measured by us: from is for names of your own`);
  } else {
    const meant = meantBy(desk, metric, METRICS);
    desk.faults.add(placeOf(desk, [...path, "metric"]), `expected one of ${METRICS.join(", ")}`, {
      found: shown(metric),
      didYouMean: meant,
      hint: meant === null ? "A name of your own needs from, the JSON path to its values." : null,
    });
  }
  return false;
}

/** Whether every tag stands on some probe. */
function checkTags(desk: Desk, tags: readonly string[], path: Path): boolean {
  const known = desk.config?.named.tags ?? [];
  for (const [index, tag] of tags.entries()) {
    if (known.includes(tag)) continue;
    desk.faults.add(placeOf(desk, [...path, index]), "no probe has this tag", {
      found: shown(tag),
      didYouMean: meantBy(desk, tag, known),
    });
  }
  return tags.every((tag) => known.includes(tag));
}

function buildTarget(desk: Desk, { path, words }: Part<TargetWords>): MetricTarget {
  const { metric, from = null } = words;
  const tags = [...new Set(words.tags)].toSorted();
  const given = AGGREGATES.filter((aggregate) => words[aggregate] !== undefined);
  if (given.length === 0) {
    desk.faults.add(placeOf(desk, path), `expected at least one limit: ${AGGREGATES.join(", ")}`);
  }
  const bounds = given.flatMap((aggregate): readonly Bound[] => {
    const limit = limitOf(desk, words, words[aggregate], [...path, aggregate]);
    return limit === null ? [] : [{ aggregate, limit, warn: null }];
  });
  checkBounds(desk, bounds, path);
  return {
    key: digest("target", metric, JSON.stringify(tags), from ?? ""),
    metric,
    from: from === null ? null : untrusted(from),
    tags: tags.map(untrusted),
    bounds: given.length === bounds.length ? withWarning(desk, words, bounds, [...path, "warn"]) : bounds,
  };
}

/** Milliseconds for a time, otherwise the number; null after a fault, or where nobody knows which it has to be. */
function limitOf(desk: Desk, { metric, from }: TargetWords, limit: LimitWords | undefined, path: Path): number | null {
  const isOurs = isMetric(metric);
  if (limit === undefined || (!isOurs && from === undefined)) return null;
  const number = "number" in limit ? limit.number : null;
  const fail = (expected: string): null => {
    desk.faults.add(placeOf(desk, path), expected, { found: number === null ? null : shown(number) });
    return null;
  };
  if (isOurs && metric !== "http.size") return "ms" in limit ? limit.ms : fail(expectedDuration(1, LONGEST_LIMIT_MS));
  if (metric !== "http.size") return number ?? fail("expected a number");
  const isSize = number !== null && Number.isSafeInteger(number) && number >= 0;
  return isSize ? number : fail("expected a whole number of bytes");
}

function checkBounds(desk: Desk, bounds: readonly Bound[], path: Path): void {
  const least = bounds.find(({ aggregate }) => aggregate === "min");
  const lower = bounds.find(
    ({ aggregate, limit }) => aggregate !== "min" && least !== undefined && limit < least.limit,
  );
  if (lower === undefined) return;
  desk.faults.add(placeOf(desk, [...path, lower.aggregate]), "no values are above min and below this");
}

/** A warning belongs to the one limit, on its better side. */
function withWarning(desk: Desk, words: TargetWords, bounds: readonly Bound[], path: Path): readonly Bound[] {
  const [bound, another] = bounds;
  if (words.warn === undefined || bound === undefined) return bounds;
  const fail = (message: string): readonly Bound[] => {
    desk.faults.add(placeOf(desk, path), message);
    return bounds;
  };
  if (another !== undefined) return fail("warn needs one limit that it belongs to: expected a target of its own");
  const warn = limitOf(desk, words, words.warn, path);
  if (warn === null) return bounds;
  const isBetter = bound.aggregate === "min" ? warn > bound.limit : warn < bound.limit;
  if (isBetter) return [{ ...bound, warn }];
  return fail(
    `expected a value on the better side of ${bound.aggregate}: ${bound.aggregate === "min" ? "above" : "below"} it`,
  );
}

/** Too few samples are no data, which a cycle says; a target that no probe can ever feed is a slip. */
function checkSource(desk: Desk, target: MetricTarget, probes: readonly Probe[], path: Path): void {
  if (probes.some((probe) => isMeasuredBy(target, probe))) return;
  const kind = target.metric.startsWith("ws.") ? "WebSocket" : "HTTP";
  const what = target.from === null ? `no ${kind} probe` : "no probe";
  const tagged = target.tags.length > 0 ? " with these tags" : "";
  desk.faults.add(placeOf(desk, path), `${what}${tagged} gives values for this target`);
}
