// Holds the measured numbers against the plan's targets. Too few numbers are no data, never a target that is met.
import { PLAIN, type BoundFacts, type CheckResult, type Facts, type Failure } from "../model/check.ts";
import { boundText, isMeasuredBy, LEAST_VALUES, needsSamples } from "../model/metric.ts";
import type { Bound, MetricTarget, Plan, Probe } from "../model/plan.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { aggregateOf } from "./percentiles.ts";
import { metricOf, NO_VALUE } from "./values.ts";

export function targetResult(target: MetricTarget, plan: Plan, done: ReadonlyMap<string, CheckResult>): CheckResult {
  const sources = sourcesOf(target, plan);
  const values = sources.flatMap((probe) => valuesFor(target, done.get(probe.key)));
  const bounds = target.bounds.map((bound) => boundFacts(target, bound, values));
  const missed = bounds.filter((bound) => bound.seen !== null && !isMet(bound, bound.seen));
  const lacking = bounds.filter((bound) => bound.seen === null);
  const base = baseOf(target, bounds);
  const [first] = missed;
  if (first !== undefined) return { ...base, outcome: "failed", failure: missedBound(target, missed, first) };
  const [bare] = lacking;
  if (bare === undefined) return { ...base, outcome: "passed" };
  // Without its numbers because of a probe that decides by itself. One that only warns must not do so unseen.
  const blockedBy = sources.filter((probe) => isBroken(probe, done)).map(({ key }) => key);
  if (blockedBy.length > 0) return { ...base, outcome: "blocked", blockedBy };
  return { ...base, outcome: "errored", failure: noData(target, bare, values) };
}

function isBroken({ key, severity, preflight }: Probe, done: ReadonlyMap<string, CheckResult>): boolean {
  return (severity === "fail" || preflight) && done.get(key)?.outcome !== "passed";
}

/** The target of a run that ended before it was measured. */
export function unmeasured(target: MetricTarget): CheckResult {
  return { ...baseOf(target, []), outcome: "not-run", measured: null };
}

function sourcesOf(target: MetricTarget, { probes }: Plan): readonly Probe[] {
  return probes.filter((probe) => isMeasuredBy(target, probe) && (probe.samples !== null || !needsSamples(target)));
}

function valuesFor(target: MetricTarget, result: CheckResult | undefined): readonly number[] {
  const wanted = metricOf(target);
  return (result?.measured?.values ?? []).flatMap((each) => (each.metric === wanted ? each.values : []));
}

function boundFacts(target: MetricTarget, bound: Bound, values: readonly number[]): BoundFacts {
  const { aggregate } = bound;
  const seen = values.length < LEAST_VALUES[aggregate] ? Number.NaN : aggregateOf(known(values, aggregate), aggregate);
  return { ...bound, seen: Number.isFinite(seen) ? seen : null, values: values.length, unit: unitOf(target) };
}

/** A value that there is not is worse than each that there is, on either side. */
function known(values: readonly number[], aggregate: Bound["aggregate"]): readonly number[] {
  return aggregate === "min" ? values.map((value) => (value === NO_VALUE ? -NO_VALUE : value)) : values;
}

function unitOf({ metric, from }: MetricTarget): BoundFacts["unit"] {
  if (from !== null) return "";
  return metric === "http.size" ? "bytes" : "ms";
}

function isMet({ aggregate, limit }: Bound, seen: number): boolean {
  return aggregate === "min" ? seen >= limit : seen <= limit;
}

function baseOf(target: MetricTarget, bounds: readonly BoundFacts[]): CheckResult {
  const limits = target.bounds.map((bound) => boundText(target.metric, bound)).join(", ");
  return {
    key: target.key,
    kind: "target",
    name: untrusted(`${subject(target)} ${limits}`),
    group: null,
    suite: null,
    outcome: "passed",
    durationMs: null,
    failure: null,
    blockedBy: [],
    ...PLAIN,
    preflight: false,
    severity: "fail",
    measured: {
      timings: null,
      httpStatus: null,
      bodyBytes: null,
      tries: 1,
      earlier: [],
      token: null,
      events: [],
      users: [],
      samples: null,
      values: [],
      bounds,
    },
  };
}

/** "http.duration [api, chat]". */
function subject({ metric, tags }: MetricTarget): string {
  return tags.length === 0 ? metric : `${metric} [${tags.map(reveal).join(", ")}]`;
}

function missedBound(target: MetricTarget, missed: readonly BoundFacts[], first: BoundFacts): Failure {
  const all = missed.map((bound) => `${bound.aggregate} is ${seenOf(bound)}, expected ${limitOf(bound)}`);
  const facts: Facts = {
    stage: "value",
    target: untrusted(subject(target)),
    limit: true,
    at: untrusted(first.aggregate),
    expected: untrusted(limitOf(first)),
    seen: untrusted(seenOf(first)),
  };
  const over = `over ${first.values} ${first.values === 1 ? "value" : "values"}`;
  return { message: message(target, `${all.join("; ")}, ${over}`), detail: null, type: null, facts };
}

function noData(target: MetricTarget, bound: BoundFacts, values: readonly number[]): Failure {
  const { aggregate } = bound;
  const needed = LEAST_VALUES[aggregate];
  const bad = values.filter((value) => value === NO_VALUE).length;
  const facts: Facts = {
    stage: "data",
    target: untrusted(subject(target)),
    noData: true,
    at: untrusted(aggregate),
    expected: untrusted(bad > 0 ? "good ones" : `at least ${needed} ${needed === 1 ? "value" : "values"}`),
    seen: untrusted(
      bad > 0
        ? `${bad} of ${values.length} values are not good`
        : `${values.length} ${values.length === 1 ? "value" : "values"}`,
    ),
  };
  const text = bad > 0 ? withoutGood(bad, values.length, bound) : tooFew(values.length, bound);
  return { message: message(target, text), detail: null, type: null, facts };
}

function tooFew(count: number, { aggregate }: BoundFacts): string {
  const few = count === 1 ? "1 value is" : `${count === 0 ? "no" : count} values are`;
  return `${few} too few for ${aggregate}, which needs ${LEAST_VALUES[aggregate]}`;
}

function withoutGood(bad: number, of: number, { aggregate }: BoundFacts): string {
  const why = "because what was measured failed, had to be tried again, or was too large to be read";
  return `${bad} of ${of} ${of === 1 ? "value" : "values"} cannot be told, ${why}; so ${aggregate} is not met`;
}

function message(target: MetricTarget, text: string): Untrusted {
  return untrusted(`${subject(target)}: ${text}`);
}

/** Short for people; what decides is the number itself. */
function seenOf(bound: BoundFacts): string {
  return withUnit(bound, Number((bound.seen ?? Number.NaN).toPrecision(6)));
}

function limitOf(bound: BoundFacts): string {
  return `${bound.aggregate === "min" ? "at least" : "at most"} ${withUnit(bound, bound.limit)}`;
}

function withUnit({ unit }: BoundFacts, value: number): string {
  return unit === "" ? String(value) : `${value} ${unit}`;
}
