// Which passes can have talked to staging: by measured answers, by the suite's own times, by connections that were seen.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contactOf, type ContactOrder, type FoundContact } from "../../../src/check/suite/contact.ts";
import { floorOf } from "../../../src/check/suite/floor.ts";
import { NO_TESTS, type CheckResult, type Outcome, type Timings } from "../../../src/model/check.ts";
import type { ContactRule } from "../../../src/model/plan.ts";
import type { Connections } from "../../../src/model/world.ts";
import { untrusted } from "../../../src/text/untrusted.ts";
import { command, probe, test } from "../../fakes/checks.ts";

type Told = number | null | readonly [durationMs: number | null, over: Partial<CheckResult>];

/** Tests with these times, named t0, t1 …; all passed unless told otherwise. */
function results(...told: readonly Told[]): readonly CheckResult[] {
  return told.map((each, at) => {
    const [durationMs, over] = typeof each === "number" || each === null ? [each, {}] : each;
    return { ...test(`t${at}`, "passed"), durationMs, ...over };
  });
}

const as = (outcome: Outcome): Partial<CheckResult> => ({ outcome });

function found(told: readonly CheckResult[], over: Partial<ContactOrder> = {}): FoundContact {
  const nothing = { beyond: NO_TESTS, floorMs: null, connections: null, rule: null, command: command() };
  return contactOf({ results: told, ...nothing, ...over });
}

/** The level of each test in order. */
function levels(told: readonly CheckResult[], over: Partial<ContactOrder> = {}): readonly (string | null)[] {
  const { levels: byKey } = found(told, over);
  return told.map(({ key }) => byKey.get(key) ?? null);
}

const rule = (required: boolean, ...hosts: readonly string[]): ContactRule => ({
  required,
  hosts: hosts.map(untrusted),
});
const AT = 1_780_000_000_000;
const at = (offset: number): Partial<CheckResult> => ({ at: AT + offset });
const seen = (...spans: readonly (readonly [from: number, to: number])[]): Connections => ({
  kind: "watched",
  seen: spans.map(([from, to]) => ({ host: 0, from: AT + from, to: AT + to })),
  everyMs: 100,
});

describe("with an answer of staging that we measured", () => {
  it("a pass below it shows no contact, any other one may have had it", () => {
    const told = results(0, 1, 11, 13, 400);
    expect(levels(told, { floorMs: 12.4 })).toEqual(["not-shown", "not-shown", "not-shown", "indicated", "indicated"]);
    expect(found(told, { floorMs: 12.4 }).contact).toEqual({
      basis: "floor",
      thresholdMs: 12.4,
      floorMs: 12.4,
      passes: 5,
      shown: 0,
      indicated: 2,
      notShown: 3,
      atZero: 1,
      toOneMs: 2,
      watch: null,
    });
  });

  it("a time that the report's clock may have cut off is not held against a test", () => {
    // 12 ms in whole milliseconds may have been 12.9.
    expect(levels(results(12, 0, 37), { floorMs: 12.4 })).toEqual([null, "not-shown", "indicated"]);
  });

  it.each([
    ["whole seconds", [0, 1_000, 3_000], [null, "indicated", "indicated"]],
    ["tenths", [0, 100, 300], [null, "indicated", "indicated"]],
    ["hundredths", [0, 10, 30], ["not-shown", null, "indicated"]],
    ["milliseconds", [0, 1, 30], ["not-shown", "not-shown", "indicated"]],
  ])("zero in a report that counts in %s is less than one of them, and no more is said", (_, times, wanted) => {
    expect(levels(results(...times), { floorMs: 12.4 })).toEqual(wanted);
  });

  it("a service that is faster than the report's clock is never held against a test", () => {
    expect(levels(results(0, 0, 1, 2), { floorMs: 0.6 })).toEqual([null, null, "indicated", "indicated"]);
  });

  it("a clock of microseconds is one", () => {
    expect(levels(results(0.004, 0.411, 0.7), { floorMs: 0.5 })).toEqual(["not-shown", "not-shown", "indicated"]);
  });
});

describe("without one", () => {
  it("the gap between the quick and the slow tests decides, where there is one", () => {
    const told = results(0, 0, 1, 2, 342, 417, 508, 1_734);
    const { contact } = found(told);
    expect(contact).toMatchObject({ basis: "spread", floorMs: null, notShown: 4, indicated: 4, atZero: 2, toOneMs: 3 });
    expect(contact?.thresholdMs).toBeCloseTo(Math.sqrt(2 * 342), 2);
  });

  it("failures are part of the times, not of the passes", () => {
    const told = results(0, [0, as("failed")], 3, [300, as("failed")], [412, as("errored")], [0, as("skipped")]);
    expect(found(told).contact).toMatchObject({ basis: "spread", passes: 2, notShown: 2, atZero: 1 });
  });

  it.each([
    ["there is nothing between that is missing", [0, 1, 3, 9, 25, 60, 150, 400]],
    ["the slow ones are not slow", [0, 1, 15, 22, 31]],
    ["the quick ones are not quick", [14, 19, 400, 612]],
    ["one is slow because it was the first", [2_345, 1, 2, 2, 3, 4, 3, 2, 5, 1, 2, 1]],
  ])("a millisecond decides where %s", (_, times) => {
    const { contact } = found(results(...times));
    expect(contact).toMatchObject({ basis: "millisecond", thresholdMs: 1 });
    expect(contact?.notShown).toBe(times.filter((ms) => ms <= 1).length);
    expect(contact?.indicated).toBe(times.filter((ms) => ms > 1).length);
  });

  it("a clock that is coarser than a millisecond says nothing about zero", () => {
    expect(levels(results(0, 0, 40, 70))).toEqual([null, null, "indicated", "indicated"]);
    expect(levels(results(0, 0, 1_000, 2_000, 4_000))).toEqual([null, null, "indicated", "indicated", "indicated"]);
  });
});

describe("a report without times", () => {
  it.each([
    ["has none", [null, null]],
    ["writes the same for all, failures included", [0, 0, [0, as("failed")]]],
    ["writes the same for all that ran", [5, 5, 5, [0, as("skipped")]]],
  ] satisfies readonly (readonly [string, readonly Told[]])[])("that %s tells nothing about any test", (_, times) => {
    const { contact, levels: byKey } = found(results(...times), { floorMs: 12 });
    expect(contact).toMatchObject({ basis: "no-timing", thresholdMs: null, shown: 0, indicated: 0, notShown: 0 });
    expect(byKey.size).toBe(0);
  });

  it("of two tests may still be one with times", () => {
    expect(found(results(3, 3)).contact?.basis).toBe("millisecond");
  });

  it("that lacks the time of one test says nothing about that one", () => {
    expect(levels(results(null, 3, 4, 50), { floorMs: 12 })).toEqual([null, "not-shown", "not-shown", "indicated"]);
  });
});

describe("connections that were seen", () => {
  const HOST = rule(false, "api.staging.example.com");

  it("show contact for the tests that ran meanwhile", () => {
    const told = results([50, at(0)], [50, at(1_000)], [50, at(1_290)], [51, at(2_000)], 52);
    const connections = seen([1_010, 1_020], [1_200, 1_210]);
    const order = { floorMs: 12, connections, rule: HOST };
    expect(levels(told, order)).toEqual(["indicated", "shown", "shown", "indicated", "indicated"]);
    expect(found(told, order).contact).toMatchObject({ shown: 2, indicated: 3 });
  });

  it("do not make up for a pass that was over before any answer: they are its neighbour's", () => {
    const order = { floorMs: 12, connections: seen([1_010, 1_050]), rule: HOST };
    expect(levels(results([0, at(1_005)], [41, at(1_010)]), order)).toEqual(["not-shown", "shown"]);
    // Where the report's clock is too coarse to say that it was over, they do.
    expect(levels(results([0, at(1_005)], [400, at(1_010)]), order)).toEqual(["shown", "shown"]);
  });

  it("count more than a guess where the service is on this machine", () => {
    const told = results([0, at(1_005)], [1, at(1_010)], [7, at(9_000)], [0, at(12_000)]);
    const connections = seen([1_010, 1_050]);
    for (const host of ["localhost:8000", "127.0.0.1", "[::1]:8000", "::1", "api.localhost"]) {
      expect(levels(told, { connections, rule: rule(true, host) })).toEqual([
        "shown",
        "shown",
        "indicated",
        "not-shown",
      ]);
    }
    for (const host of ["localhost.example.com", "1127.0.0.1.example.com", "10.0.0.1"]) {
      expect(levels(told, { connections, rule: rule(true, host) })[0]).toBe("not-shown");
    }
  });

  it("are told for each host, also for one without any", () => {
    const connections: Connections = {
      kind: "watched",
      everyMs: 100,
      seen: [0, 2, 2].map((host) => ({ host, from: AT, to: AT })),
    };
    const { contact } = found(results(50, 61), { connections, rule: rule(true, "a", "b", "c") });
    expect(contact?.watch).toEqual({
      kind: "watched",
      required: true,
      hosts: [
        { host: untrusted("a"), connections: 1 },
        { host: untrusted("b"), connections: 0 },
        { host: untrusted("c"), connections: 2 },
      ],
    });
  });

  it.each<readonly [string, Partial<ContactOrder>, string]>([
    ["it says so", { connections: { kind: "unwatchable", reason: "on Linux only" } }, "on Linux only"],
    ["nobody watched", {}, "nothing watched the command"],
    ["the command did not start", { command: command({ spawnError: "ENOENT" }) }, "the command could not be started"],
  ])("that could not be watched are none that were not there: %s", (_, over, reason) => {
    const { contact } = found(results(50), { rule: rule(true, "a"), ...over });
    expect(contact?.watch).toEqual({ kind: "unwatchable", required: true, reason });
  });

  it("are the same as looking at each of them, in any number and order", () => {
    const span = fc.tuple(fc.nat(5_000), fc.nat(700)).map(([from, long]) => [from, from + long] as const);
    fc.assert(
      fc.property(
        fc.array(span, { maxLength: 12 }),
        fc.nat(6_000),
        fc.integer({ min: 20, max: 900 }),
        (spans, from, ms) => {
          const told = results([ms, at(from)], [ms + 1, as("failed")]);
          const isShown = spans.some(([first, last]) => first - 100 <= from + ms && last + 100 >= from);
          const [level] = levels(told, { floorMs: 0.001, connections: seen(...spans), rule: HOST });
          expect(level).toBe(isShown ? "shown" : "indicated");
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("the passes", () => {
  it("are none to ask about when nothing passed", () => {
    expect(found(results([0, as("failed")], [0, as("skipped")]))).toEqual({ contact: null, levels: new Map() });
  });

  it("count those beyond the bound, of which no time is known", () => {
    const beyond = { ...NO_TESTS, tests: 12, passed: 10, failed: 2 };
    expect(found(results(0, 30, 45), { beyond, floorMs: 12 }).contact).toMatchObject({
      passes: 13,
      notShown: 1,
      indicated: 2,
    });
  });

  it("are those of tests: no probe is asked", () => {
    expect(found([{ ...probe("p", "passed"), durationMs: 0 }]).contact).toBeNull();
  });
});

describe("the fastest answer of staging", () => {
  const timings: Timings = { dnsMs: 3, tcpMs: null, tlsMs: null, firstByteMs: null, totalMs: 3 };
  const measured = (
    over: Partial<Timings>,
    values: NonNullable<CheckResult["measured"]>["values"] = [],
  ): CheckResult => ({
    ...probe("p", "passed"),
    measured: {
      timings: { ...timings, ...over },
      httpStatus: 200,
      bodyBytes: 1,
      tries: 1,
      earlier: [],
      token: null,
      events: [],
      users: [],
      samples: null,
      values,
    },
  });

  it.each([
    ["nothing was measured", [probe("p", "passed")], null],
    ["there was no answer", [measured({})], null],
    ["one round trip is known", [measured({ tcpMs: 12.4, firstByteMs: 80 })], 12.4],
    ["the connection was there already", [measured({ firstByteMs: 41 })], 41],
    ["several probes were answered", [measured({ tcpMs: 14 }), measured({ tcpMs: 12 }), measured({})], 12],
    ["a ping was faster", [measured({ tcpMs: 14 }, [{ metric: "ws.ping", values: [11.5, Infinity] }])], 11.5],
    ["values are no times", [measured({ tcpMs: 14 }, [{ metric: "http.size", values: [2] }])], 14],
    ["the clock gave nothing", [measured({ tcpMs: 0, firstByteMs: 9 })], 9],
  ])("when %s", (_, checks, wanted) => {
    expect(floorOf(checks)).toBe(wanted);
  });

  it("is not taken from a test of the user's", () => {
    expect(floorOf([{ ...measured({ tcpMs: 1 }), kind: "test" }])).toBeNull();
  });
});
