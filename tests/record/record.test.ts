// A record gives back every fact that was written, and refuses whatever is not whole.
import { recordOf } from "../fakes/record.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OWNERS } from "../../src/model/analysis.ts";
import {
  CONTACTS,
  PLAIN,
  SOCKET_PHASES,
  STAGES,
  type CheckResult,
  type Facts,
  type Failure,
  type Measured,
  type OwnMatch,
} from "../../src/model/check.ts";
import type { Cycle, Deployment } from "../../src/model/cycle.ts";
import {
  MOST_WHYS,
  type Answered,
  type Component,
  type Criterion,
  type DeclaredValue,
  type OwnClass,
} from "../../src/model/declared.ts";
import { AGGREGATES, METRICS } from "../../src/model/plan.ts";
import { MOST_BRACKETS, MOST_LEVELS } from "../../src/model/target.ts";
import { goal, targets } from "../plan/goals.ts";
import { decodeRecord, encodeRecord } from "../../src/record/record.ts";
import { untrusted, type Untrusted } from "../../src/text/untrusted.ts";
import { command, cycle, deployment } from "../fakes/checks.ts";

/** An arbitrary for each field of a type, so that a new field of the model that nobody stores does not compile here. */
type Fields<T> = { readonly [K in keyof Required<T>]: fc.Arbitrary<Exclude<T[K], undefined>> };

const foreign: fc.Arbitrary<Untrusted> = fc.string({ unit: "binary", maxLength: 20 }).map(untrusted);
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
);
const numberOrNull = fc.option(number);
const names = fc.array(foreign, { maxLength: 3 });
const errno = fc.constantFrom("ECONNREFUSED", "PATTERN_TOO_SLOW", "HPE_HEADER_OVERFLOW");
const timings = fc.record({
  dnsMs: numberOrNull,
  tcpMs: numberOrNull,
  tlsMs: numberOrNull,
  firstByteMs: numberOrNull,
  totalMs: number,
});
const events = fc.array(fc.record({ name: foreign, count: number, firstMs: number, lastMs: number }), { maxLength: 3 });

const FACTS: Fields<Facts> = {
  stage: fc.constantFrom(...STAGES),
  target: foreign,
  httpStatus: number,
  upgradeStatus: number,
  closeCode: number,
  closeReason: foreign,
  errno,
  timedOut: fc.constantFrom("connect", "handshake", "answer", "events"),
  expectedEvents: names,
  missingEvents: names,
  seenEvents: events,
  phase: fc.constantFrom(...SOCKET_PHASES),
  event: number,
  events: number,
  step: number,
  user: foreign,
  foreignUser: foreign,
  letIn: fc.constantFrom("expired", "wrong-key", "unsigned", "anonymous"),
  token: fc.record({
    algorithm: fc.constantFrom("HS256", "none"),
    audience: fc.option(foreign),
    livesMs: number,
    clockSkewMs: numberOrNull,
  }),
  timings,
  certificateExpiresAt: number,
  at: foreign,
  expected: foreign,
  seen: foreign,
  limit: fc.boolean(),
  noData: fc.boolean(),
  exitCode: number,
};

const OWN: Fields<OwnMatch> = { class: fc.nat(49), span: foreign };
const FAILURE = {
  message: foreign,
  detail: fc.option(foreign),
  type: fc.option(foreign),
  facts: fc.record(FACTS, { requiredKeys: [] }),
  own: fc.record(OWN),
} satisfies Fields<Failure>;
const failure: fc.Arbitrary<Failure> = fc.record(FAILURE, { requiredKeys: ["message", "detail", "type", "facts"] });
const outcome = fc.constantFrom<CheckResult["outcome"]>("passed", "failed", "errored", "skipped", "blocked", "not-run");

const MEASURED: Fields<Measured> = {
  timings: fc.option(timings),
  httpStatus: numberOrNull,
  bodyBytes: numberOrNull,
  tries: number,
  earlier: fc.array(failure, { maxLength: 2 }),
  token: fc.option(
    fc.record(
      {
        kind: fc.constantFrom("jwt", "login", "bearer", "basic"),
        minted: fc.boolean(),
        accepted: fc.option(fc.boolean()),
        weakKey: fc.boolean(),
      },
      { requiredKeys: ["kind", "minted", "accepted"] },
    ),
  ),
  events,
  users: fc.array(fc.record({ user: foreign, outcome, durationMs: numberOrNull, failure: fc.option(failure) }), {
    maxLength: 2,
  }),
  samples: fc.option(
    fc.record({ wanted: number, done: number, failed: number, loopDelayMs: fc.record({ p99: number, max: number }) }),
  ),
  values: fc.array(
    fc.record({ metric: fc.constantFrom(...METRICS, "00000000000000aa"), values: fc.array(number, { maxLength: 5 }) }),
    { maxLength: 2 },
  ),
  bounds: fc.array(
    fc.record({
      aggregate: fc.constantFrom(...AGGREGATES),
      limit: number,
      warn: numberOrNull,
      seen: numberOrNull,
      values: number,
      unit: fc.constantFrom("ms", "bytes", ""),
    }),
    { maxLength: 2 },
  ),
};

const key = fc.constantFrom("00000000000000aa", "1234567890abcdef");
const CHECK = {
  key,
  kind: fc.constantFrom("probe", "test", "target"),
  name: foreign,
  group: fc.option(foreign),
  suite: fc.option(key),
  outcome,
  durationMs: numberOrNull,
  failure: fc.option(failure),
  blockedBy: fc.array(key, { maxLength: 2 }),
  preflight: fc.boolean(),
  severity: fc.constantFrom("fail", "warn"),
  measured: fc.option(
    fc.record(MEASURED, {
      requiredKeys: [
        "timings",
        "httpStatus",
        "bodyBytes",
        "tries",
        "earlier",
        "token",
        "events",
        "users",
        "samples",
        "values",
      ],
    }),
  ),
  at: numberOrNull,
  priority: numberOrNull,
  quarantine: fc.option(fc.record({ until: fc.constant("2026-12-01"), why: fc.option(foreign) })),
  test: fc.option(
    fc.record({
      project: fc.option(foreign),
      file: fc.option(foreign),
      earlier: fc.array(failure, { maxLength: 2 }),
      contact: fc.option(fc.constantFrom(...CONTACTS)),
      reproduce: fc.option(foreign),
      attachments: fc.array(foreign, { maxLength: 2 }),
    }),
  ),
  standsFor: number,
  components: fc.array(fc.nat(5), { maxLength: 2 }),
  owners: fc.array(foreign, { maxLength: 2 }),
} satisfies Fields<CheckResult>;
const { standsFor, components, owners, ...always } = CHECK;
const check = fc
  .tuple(fc.record(always), fc.record({ standsFor, components, owners }, { requiredKeys: [] }))
  .map(([facts, more]): CheckResult => ({ ...facts, ...more }));

const control = fc.option(fc.record({ target: foreign, reachable: fc.boolean(), message: foreign }));
const hook = fc.option(foreign.map((output) => command({ output, exitCode: 3 })));

const VALUE: Fields<DeclaredValue> = { amount: number, unit: foreign };
const COMPONENT: Fields<Component> = {
  name: foreign,
  sentence: fc.option(foreign),
  value: fc.option(fc.record(VALUE)),
  owner: fc.option(foreign),
};
const CRITERION: Fields<Criterion> = {
  text: foreign,
  checks: fc.option(fc.array(key, { maxLength: 2 })),
  noError: fc.option(fc.array(fc.constantFrom("net", "svc.not-found", "app.quota"), { maxLength: 2 })),
};
const OWN_CLASS: Fields<OwnClass> = {
  id: fc.constantFrom("app.quota", `${"a".repeat(20)}.${"b".repeat(19)}`),
  title: foreign,
  transient: fc.constantFrom("yes", "no", "either"),
  next: fc.option(foreign),
  owner: fc.constantFrom(...OWNERS),
  stage: fc.constantFrom(...STAGES),
  tooSlow: fc.boolean(),
};
const ANSWERED: Fields<Answered> = {
  fingerprint: fc.constantFrom("v1:00000000000000aa", "v2:0123456789abcdef"),
  by: foreign,
  answers: fc.array(foreign, { minLength: 1, maxLength: MOST_WHYS }),
};
const some = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T[]> =>
  fc.array(fc.record(fields), { maxLength: 2 });
const DECLARED = {
  components: some(COMPONENT),
  criteria: some(CRITERION),
  classes: some(OWN_CLASS),
  answers: some(ANSWERED),
  target: targets(),
  deployments: fc.array(
    fc.option(foreign).map((owner): Deployment => deployment({ owner })),
    { maxLength: 2 },
  ),
} satisfies Partial<Fields<Cycle>>;

const anyCycle: fc.Arbitrary<Cycle> = fc
  .record({ checks: fc.array(check, { maxLength: 4 }), control, setup: hook, teardown: hook, ...DECLARED })
  .map(({ checks, ...over }) => cycle(checks, over));

it("reads back exactly what was written, whatever the facts are", () => {
  fc.assert(
    fc.property(anyCycle, (facts) => {
      const record = recordOf(facts);
      expect(decodeRecord(encodeRecord(record))).toEqual(record);
    }),
    { numRuns: 300 },
  );
});

it("begins with its form and its cycle, in whatever order it was put together", () => {
  const { cycle: facts, ...rest } = recordOf(cycle([]));
  const text = encodeRecord({ ...rest, cycle: facts });
  expect(text).toMatch(/^\{\s*"version": \d+,\s*"cycle": \{/u);
  expect(text).toBe(encodeRecord({ cycle: facts, ...rest }));
});

it("loses no more than a number that JSON cannot write", () => {
  const measured = { ...EMPTY, values: [{ metric: "00000000000000aa", values: [1, Number.POSITIVE_INFINITY, 2] }] };
  const read = decodeRecord(encodeRecord(recordOf(cycle([{ ...SIMPLE, measured }]))));
  expect(read?.cycle.checks[0]?.measured?.values).toEqual([{ metric: "00000000000000aa", values: [1, 2] }]);
});

const EMPTY: Measured = {
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
};

const SIMPLE: CheckResult = {
  ...PLAIN,
  key: "00000000000000aa",
  kind: "probe",
  name: untrusted("p"),
  group: null,
  suite: null,
  outcome: "passed",
  durationMs: 1,
  failure: { message: untrusted("m"), detail: null, type: null, facts: {} },
  blockedBy: [],
  preflight: false,
  severity: "fail",
  measured: null,
};

/** What a check may have, and need not. */
const OPTIONAL = { standsFor: 3, components: [0], owners: [untrusted("@a")] } satisfies Partial<CheckResult>;

const ONE_OF_EACH = {
  components: fc.tuple(fc.record({ ...COMPONENT, value: fc.record(VALUE) })),
  criteria: fc.tuple(fc.record(CRITERION)),
  classes: fc.tuple(fc.record(OWN_CLASS)),
  answers: fc.tuple(fc.record(ANSWERED)),
  target: fc.constant(goal("all || (priority(1).failed == 0 && targets.missed < 2)")),
};

/** By the end of its path: the components of a check may be absent, and those of the cycle may not. */
const MAY_BE_ABSENT =
  /(?:^|\.)(?:facts|weakKey|bounds|failure\.own|earlier\.\d+\.own|checks\.\d+\.(?:components|owners|standsFor))$/u;

describe("a record that is not whole", () => {
  const [full] = fc.sample(
    fc
      .record({ measured: fc.record(MEASURED), declared: fc.record(ONE_OF_EACH) })
      .map(({ measured, declared }) =>
        recordOf(cycle([{ ...SIMPLE, measured, ...OPTIONAL }], { setup: command(), ...declared })),
      ),
    { numRuns: 1, seed: 7 },
  );
  const written: unknown = JSON.parse(encodeRecord(full ?? expect.fail()));

  it("is refused without any one of its fields", () => {
    for (const path of pathsOf(written)) {
      const text = JSON.stringify(without(written, path));
      expect([path.join("."), decodeRecord(text)]).toEqual([path.join("."), null]);
    }
  });

  it("is refused with a field more, at any place", () => {
    for (const path of pathsOf(written)) {
      const text = JSON.stringify(withMore(written, path.slice(0, -1)));
      expect([path.join("."), decodeRecord(text)]).toEqual([path.join("."), null]);
    }
  });

  it.each<readonly [string, (cycle: Cycle) => Readonly<Record<string, unknown>>]>([
    [
      "a class of capitals",
      ({ classes: [one] }) => ({ classes: one === undefined ? [] : [{ ...one, id: "App.quota" }] }),
    ],
    [
      "too many answers",
      ({ answers: [one] }) => ({
        answers:
          one === undefined ? [] : [{ ...one, answers: Array.from({ length: MOST_WHYS + 1 }, () => untrusted("x")) }],
      }),
    ],
    ["no answer", ({ answers: [one] }) => ({ answers: one === undefined ? [] : [{ ...one, answers: [] }] })],
    [
      "an error that is none",
      ({ answers: [one] }) => ({ answers: one === undefined ? [] : [{ ...one, fingerprint: "v2:x" }] }),
    ],
    [
      "a criterion with a check that is none",
      ({ criteria: [one] }) => ({ criteria: one === undefined ? [] : [{ ...one, checks: ["x"] }] }),
    ],
    ["a target of another kind", () => ({ target: { ...compared, kind: "not" } })],
    ["a target with one part", () => ({ target: { kind: "and", of: [compared] } })],
    ["a target below nothing", () => ({ target: { ...compared, limit: -1 } })],
    ["a target of too many", () => ({ target: { ...compared, limit: 1e9 } })],
    ["a target of no priority", () => ({ target: { ...compared, measure: { of: { priority: 0 }, what: "failed" } } })],
    [
      "a target of limits that count checks",
      () => ({ target: { ...compared, measure: { of: "targets", what: "failed" } } }),
    ],
    ["a target that is deeper than any text", () => ({ target: nested(MOST_LEVELS + 1) })],
    [
      "a target that is wider than any text",
      () => ({ target: { kind: "or", of: Array.from({ length: 501 }, () => compared) } }),
    ],
    [
      "a value that is no number",
      ({ components: [one] }) => ({
        components: one === undefined ? [] : [{ ...one, value: { amount: NaN, unit: untrusted("x") } }],
      }),
    ],
  ])("is refused with %s", (_, change) => {
    const record = full ?? expect.fail();
    const changed = { ...record, cycle: { ...record.cycle, ...change(record.cycle) } };
    expect(decodeRecord(encodeRecord(record))).not.toBeNull();
    expect(decodeRecord(encodeRecord(changed))).toBeNull();
  });

  it("is refused when it has the form of another version", () => {
    const text = encodeRecord(full ?? expect.fail());
    expect(decodeRecord(text)).not.toBeNull();
    expect(decodeRecord(text.replace(/"version": \d+/u, '"version": 1'))).toBeNull();
    expect(decodeRecord("")).toBeNull();
  });
});

const compared = goal("passed >= 3");

function nested(levels: number): unknown {
  return levels === 0 ? compared : { kind: levels % 2 === 0 ? "and" : "or", of: [compared, nested(levels - 1)] };
}

it("a target as deep as a text can be is read back", () => {
  const deepest =
    "(all || ".repeat(MOST_BRACKETS) + "passed >= 3 && failed < 2" + " && failed < 4)".repeat(MOST_BRACKETS);
  const record = recordOf(cycle([], { target: goal(`failed < 9 && ${deepest} || all`) }));
  expect(decodeRecord(encodeRecord(record))).toEqual(record);
});

it("a record that is nested a hundred thousand times is refused, and nothing is thrown", () => {
  const record = encodeRecord(recordOf(cycle([])), 0);
  const deep = `${'{"kind":"and","of":['.repeat(100_000)}${"]}".repeat(100_000)}`;
  const text = record.replace('"target":{"kind":"all"}', `"target":${deep}`);
  expect(text).not.toBe(record);
  expect(decodeRecord(text)).toBeNull();
});

type Path = readonly (string | number)[];

/** Every field that has to be there: not those of a boxed text, which is one value, nor what may be absent. */
function pathsOf(value: unknown, at: Path = []): readonly Path[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => pathsOf(item, [...at, index]));
  if (typeof value !== "object" || value === null || "untrusted" in value) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    const path = [...at, name];
    return MAY_BE_ABSENT.test(path.join(".")) ? [] : [path, ...pathsOf(item, path)];
  });
}

function without(value: unknown, path: Path): unknown {
  const [first, ...rest] = path;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === first ? without(item, rest) : item));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => rest.length > 0 || name !== first);
  return Object.fromEntries(entries.map(([name, item]) => [name, name === first ? without(item, rest) : item]));
}

function withMore(value: unknown, path: Path): unknown {
  const [first, ...rest] = path;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === first ? withMore(item, rest) : item));
  if (typeof value !== "object" || value === null) return value;
  if (first === undefined) return { ...value, more: 1 };
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, name === first ? withMore(item, rest) : item]),
  );
}
