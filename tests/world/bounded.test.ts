// Work that would not end is ended, and work that ends costs next to nothing (row A8).
import { Validator } from "@cfworker/json-schema";
import { query } from "json-p3";
import { describe, expect, it } from "vitest";
import { BOUNDED_MS } from "../../src/model/world.ts";
import { createBounded } from "../../src/world/bounded.ts";

const LATE = { inTime: false };

/** Each would take from minutes to the end of the universe. */
const EVIL: readonly (readonly [pattern: RegExp, text: string])[] = [
  [/^(a+)+$/u, `${"a".repeat(60)}!`],
  [/^(a*)*$/u, `${"a".repeat(60)}!`],
  [/^(a|a)*$/u, `${"a".repeat(60)}!`],
  [/^(a|aa)+$/u, `${"a".repeat(90)}!`],
  [/^(a|a?)+$/u, `${"a".repeat(60)}!`],
  [/^(.*a){30}$/u, `${"a".repeat(60)}!`],
  [/^(\w+\s?)*$/u, `${"word ".repeat(20)}!`],
  [/(\w+\s?)*:/u, "x".repeat(60)],
  [/^([a-zA-Z]+)*$/u, `${"aZ".repeat(30)}1`],
  [/^(([a-z])+.)+[A-Z]([a-z])+$/u, "a".repeat(60)],
  [/^(\d+,?)+$/u, `${"1".repeat(60)}x`],
  [/^(?:[0-9a-f]{1,2}:?)+$/u, `${"ab".repeat(30)}-`],
  [/^([\w.-]+)+@example\.com$/u, "user.name".repeat(8)],
  [/^(?:(?:\d{1,3}\.?)+)+$/u, `${"127".repeat(15)}x`],
  [/<(?:"[^"]*"|'[^']*'|[^'">]|\w+)*>/u, `<${"attribute".repeat(8)}`],
  [/^(?:\s*\S*\s*)*;$/u, "select ".repeat(12)],
  [/^(?=(a+)+b)a*c$/u, "a".repeat(60)],
  [/(?<!c(?:b|a+)+)d$/u, `${"a".repeat(60)}d`],
  [/^(a+)\1*(a+)*(a+)*b$/u, "a".repeat(90)],
  [/(.*)*(.*)*(.*)*,/u, "Error ".repeat(30)],
];

describe("an evil pattern (A8)", () => {
  it("is one of twenty", () => {
    expect(EVIL).toHaveLength(20);
  });

  // A machine that is busy with other work may be late once, not three times.
  it.each(EVIL)("%s is ended at its limit, at most 50 ms late", { retry: 2 }, (pattern, text) => {
    const bounded = createBounded(50);
    const started = performance.now();
    expect(bounded(() => pattern.test(text))).toEqual(LATE);
    const took = performance.now() - started;
    expect(took).toBeGreaterThanOrEqual(45);
    expect(took).toBeLessThan(100);
  });

  it("is ended within 300 ms by the usual limit", { retry: 2 }, () => {
    const started = performance.now();
    expect(createBounded()(() => /^(a+)+$/u.test(`${"a".repeat(60)}!`))).toEqual(LATE);
    expect(performance.now() - started).toBeLessThan(300);
    expect(BOUNDED_MS).toBe(250);
  });
});

describe("what is ended", () => {
  const bounded = createBounded(30);
  const endless = (): never => {
    for (;;);
  };

  it.each<readonly [string, () => unknown]>([
    ["a loop", endless],
    ["work that catches everything", caught],
    ["work that begins again at its end", again],
    ["a pattern of a JSON Schema", schema],
    ["a pattern in a filter of a JSON path", path],
    ["a replacement", () => "a".repeat(60).replace(/^(a+)+b/u, "")],
    ["a loop that a built-in function calls", () => [1].map(endless)],
    ["work inside work, all of it", () => [bounded(endless)]],
  ])("can be %s", (_, work) => {
    expect(bounded(work)).toEqual(LATE);
    expect(bounded(() => "next")).toEqual({ inTime: true, value: "next" });
  });

  function caught(): unknown {
    try {
      return endless();
    } catch {
      return "caught";
    }
  }

  function again(): unknown {
    try {
      return endless();
    } finally {
      endless();
    }
  }

  function schema(): unknown {
    return new Validator({ pattern: "^(a+)+$" }, "2020-12").validate(`${"a".repeat(60)}!`);
  }

  function path(): unknown {
    return query("$[?search(@, '^(a|a?)+$')]", [`${"a".repeat(60)}!`]).values();
  }
});

describe("what ends", () => {
  it.each([1, "text", null, undefined, { a: [1] }, Symbol.for("x")])("tells its value: %j", (value) => {
    const ended = createBounded()(() => value);
    expect(ended.inTime && Object.is(ended.value, value)).toBe(true);
  });

  it("costs less than half a millisecond as a rule (A8)", { retry: 2 }, () => {
    const bounded = createBounded();
    const times = Array.from({ length: 500 }, () => {
      const started = performance.now();
      bounded(() => /^a+b$/u.test("aaab"));
      return performance.now() - started;
    });
    expect(times.toSorted((a, b) => a - b)[250]).toBeLessThan(0.5);
  });

  it("may hold other such work, and is not slower for it", () => {
    const bounded = createBounded();
    const started = performance.now();
    const ended = bounded(() => Array.from({ length: 10_000 }, (_, at) => bounded(() => at)));
    expect(performance.now() - started).toBeLessThan(BOUNDED_MS);
    expect(ended).toMatchObject({ inTime: true, value: { 9_999: { inTime: true, value: 9_999 } } });
    expect(bounded(() => 1)).toEqual({ inTime: true, value: 1 });
  });
});

describe("what is thrown", () => {
  const bounded = createBounded();

  it.each([
    new Error("mine"),
    new TypeError("mine"),
    Object.assign(new Error("mine"), { code: "ERR_SCRIPT_EXECUTION_TIMEOUT" }),
    "text",
    undefined,
    null,
    { inTime: false },
  ])("comes through as it is: %s", (thrown) => {
    for (const nested of [false, true]) {
      const work = (): never => {
        throw thrown;
      };
      let seen: unknown = "nothing was thrown";
      try {
        bounded(nested ? () => bounded(work) : work);
      } catch (error) {
        seen = error;
      }
      expect(Object.is(seen, thrown)).toBe(true);
      if (thrown instanceof Error) expect(thrown.message).toBe("mine");
    }
    expect(bounded(() => 1)).toEqual({ inTime: true, value: 1 });
  });

  it("can be the end of the stack", () => {
    const deep = (depth: number): number => deep(depth + 1) + 1;
    expect(() => bounded(() => deep(0))).toThrow(RangeError);
    expect(bounded(() => 1)).toEqual({ inTime: true, value: 1 });
  });
});

it("gives the work nothing of the place that it is called from", () => {
  const bounded = createBounded();
  const seen = bounded(function (this: unknown, ...given: readonly unknown[]) {
    return { self: this, given, error: new Error("here"), list: [], caller: new Error("here").stack };
  });
  expect(seen).toMatchObject({ inTime: true, value: { self: undefined, given: [] } });
  expect(seen.inTime && seen.value.error instanceof Error && Array.isArray(seen.value.list)).toBe(true);
  expect(seen.inTime && Object.getPrototypeOf(seen.value.list) === Array.prototype).toBe(true);
});
