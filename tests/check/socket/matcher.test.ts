// Which events count as the expected ones, order by order.
import { describe, expect, it } from "vitest";
import { createMatcher } from "../../../src/check/socket/matcher.ts";
import type { Arrival, Item } from "../../../src/check/socket/order.ts";
import { came, follow, item, matcher, type Memory } from "./orders.ts";

describe("in order", () => {
  it.each([
    ["a b c", "a b c", "complete 3"],
    ["a b c", "x a y b z c", "complete 6"],
    ["a b c", "a a b a b c", "complete 6"],
    ["a b c", "a b", "waits for 3"],
    ["a b c", "b a c", "waits for 2"],
    ["a b c", "c b a", "waits for 2"],
    ["a b c", "", "waits for 1"],
    ["a a", "a", "waits for 2"],
    ["a a", "a x a", "complete 3"],
    ["a b? c", "a c", "complete 2"],
    ["a b? c", "a b c", "complete 3"],
    ["a b?", "a", "complete 1"],
    ["a? b?", "", "complete 0"],
    ["a? a", "a", "complete 1"],
    ["a+ b", "a a a b", "complete 4"],
    ["a+ b", "b", "waits for 1"],
    ["a* b", "b", "complete 1"],
  ])("[%s] of %s: %s", (wanted, sequence, verdict) => {
    expect(follow(matcher("in-order", wanted), sequence)).toBe(verdict);
  });

  it("tells when each came, an optional one only in its place", () => {
    const wanted = "a? b c? d";
    const of = matcher("in-order", wanted);
    follow(of, "c a b a d");
    expect(came(of, wanted)).toBe("ab-d");
    expect(of.came()).toEqual([2, 3, null, 5]);
  });

  it("knows which came before their turn, and whose turn it was", () => {
    const of = matcher("in-order", "a b c d");
    follow(of, "c a d");
    expect([...of.early()]).toEqual([
      [2, 0],
      [3, 1],
    ]);
  });

  it("knows each of several that came before their turn, and the first time", () => {
    const of = matcher("in-order", "a b c c");
    follow(of, "c a c c");
    expect([...of.early()]).toEqual([
      [2, 0],
      [3, 1],
    ]);
  });

  it("does not take what came for one event for another that has the same name", () => {
    const of = matcher("in-order", "a b a");
    follow(of, "a b");
    expect(of.early().size).toBe(0);
  });
});

describe("exact order", () => {
  it.each([
    ["a b c", "a b c", "complete 3"],
    ["a b c", "x a b c", "refused 1"],
    ["a b c", "a x", "refused 2"],
    ["a b c", "a a", "refused 2"],
    ["a b c", "a c", "refused 2"],
    ["a b c", "a b", "waits for 3"],
    ["a b? c", "a c", "complete 2"],
    ["a b? c", "a b c", "complete 3"],
    ["a b? c", "a b b", "refused 3"],
    ["a b+ c", "a b b b c", "complete 5"],
    ["a b+ c", "a c", "refused 2"],
    ["a b* c", "a c", "complete 2"],
    ["a b* c", "a b b c", "complete 4"],
    ["a+ a", "a a", "complete 2"],
    ["a+ a b", "a a a b", "complete 4"],
    ["a? a b", "a b", "complete 2"],
    ["a? a b", "a a b", "complete 3"],
    ["a? a b", "a a a", "refused 3"],
    ["a? b? c", "b c", "complete 2"],
    ["a? b? c", "b a", "refused 2"],
    ["a* b* a", "a a b b a", "complete 1"],
    ["a", "b", "refused 1"],
    ["a?", "", "complete 0"],
  ])("[%s] of %s: %s", (wanted, sequence, verdict) => {
    expect(follow(matcher("exact", wanted), sequence)).toBe(verdict);
  });

  it("refuses a message that names no event", () => {
    expect(matcher("exact", "a").take({ name: null, atMs: 1 })).toBe("refused");
  });

  it.each([
    ["a b+", "a b", "c", "b b c", "complete 3"],
    ["a b*", "a", "c", "b b c", "complete 3"],
    ["a b?", "a", "c", "b c", "complete 2"],
    ["a b?", "a", "c", "b b", "refused 2"],
    ["a b", "a b", "c", "b", "refused 1"],
    ["a? a", "a", "c", "a c", "complete 2"],
    ["a? b? a b", "a b", "c", "a b c", "complete 3"],
    ["a+", "a", "b c", "a a b a", "refused 4"],
  ])("after [%s] of %s, [%s] of %s: %s", (first, before, second, after, verdict) => {
    const done = matcher("exact", first);
    expect(follow(done, before)).toMatch(/^complete/u);
    expect(follow(matcher("exact", second, done.rest()), after)).toBe(verdict);
  });

  it("counts events of the wait before for nothing", () => {
    const done = matcher("exact", "a+");
    follow(done, "a");
    const next = matcher("exact", "b c", done.rest());
    expect(next.take({ name: "a", atMs: 5 })).toBe("passed");
    expect(next.came()).toEqual([null, null]);
    expect(next.next()).toBe(0);
  });

  it("keeps what the first of several repetitions told", () => {
    const of = matcher("exact", "a+ b");
    follow(of, "a a a b");
    expect(of.memory()).toEqual([1, 4]);
  });
});

it("exact order stays quick where many readings are possible", () => {
  const many = Array.from({ length: 20 }, () => "a*").join(" ");
  expect(follow(matcher("exact", `${many} b`), `${"a ".repeat(200)}b`)).toBe("complete 201");
});

describe("any order", () => {
  it.each([
    ["a b c", "c a b", "complete 3"],
    ["a b c", "x c y a z b", "complete 6"],
    ["a b c", "a a a", "waits for 2"],
    ["a a b", "a b", "waits for 2"],
    ["a a b", "a b a", "complete 3"],
    ["a b? c", "c a", "complete 2"],
    ["a?", "", "complete 0"],
  ])("[%s] of %s: %s", (wanted, sequence, verdict) => {
    expect(follow(matcher("any", wanted), sequence)).toBe(verdict);
  });

  it("settles which event is which, whatever came first", () => {
    const even = (arrival: { readonly atMs: number }): readonly number[] | null =>
      arrival.atMs % 2 === 0 ? [arrival.atMs] : null;
    const wanted = [item("a"), item("a", { accept: even })];
    expect(follow(createMatcher("any", wanted, []), "a a", 2)).toBe("complete 2");
    expect(follow(createMatcher("any", wanted, []), "a a", 3)).toBe("complete 2");
    expect(follow(createMatcher("any", wanted, []), ["a", "b", "a"], 3)).toBe("waits for 2");
  });

  it("remembers in the order of the plan", () => {
    const of = matcher("any", "a b c");
    follow(of, "c b a");
    expect(of.memory()).toEqual([3, 2, 1]);
  });

  it("notes an optional event that came", () => {
    const of = matcher("any", "a b? c");
    follow(of, "b b a");
    expect(came(of, "a b c")).toBe("ab-");
    expect(of.came()).toEqual([3, 1, null]);
  });
});

describe("conditions", () => {
  it("see what the events before have told", () => {
    const later = item("b", { accept: ({ atMs }, memory) => (memory[0] === 1 ? [...memory, atMs] : null) });
    for (const order of ["in-order", "exact"] as const) {
      expect(follow(createMatcher(order, [item("a"), later], []), "a b")).toBe("complete 2");
      expect(follow(createMatcher(order, [item("a"), later], []), "a b", 7)).not.toMatch(/^complete/u);
    }
  });

  it("make an event of the right name another event", () => {
    const never = [item("a"), item("b", { accept: () => null })];
    expect(follow(createMatcher("in-order", never, []), "a b b")).toBe("waits for 2");
    expect(follow(createMatcher("any", never, []), "b a b")).toBe("waits for 2");
    expect(follow(createMatcher("exact", never, []), "a b")).toBe("refused 2");
  });
});

describe.each(["in-order", "exact", "any"] as const)("an event's own bound (%s)", (order) => {
  it("has not begun before the wait", () => {
    const of = createMatcher(order, [item("b", { withinMs: 10 })], []);
    expect(of.dueMs()).toBeNull();
    expect(of.take({ name: "b", atMs: 900 })).toBe("taken");
  });

  it("begins with the wait for the first event", () => {
    const of = createMatcher(order, [item("b", { withinMs: 10 })], []);
    of.begin(100);
    of.begin(200);
    expect(of.dueMs()).toBe(110);
    expect(of.take({ name: "b", atMs: 111 })).not.toBe("taken");
  });

  it("ends with the last millisecond", () => {
    const of = createMatcher(order, [item("b", { withinMs: 10 })], []);
    of.begin(0.5);
    expect(of.take({ name: "b", atMs: 10.9 })).toBe("taken");
  });

  it("is none without one", () => {
    const of = createMatcher(order, [item("a")], []);
    of.begin(100);
    expect(of.dueMs()).toBeNull();
  });

  it(`begins with ${order === "any" ? "the wait" : "the expected event before it"} for the others`, () => {
    const of = createMatcher(order, [item("a"), item("b", { withinMs: 10 })], []);
    of.begin(100);
    of.take({ name: "a", atMs: 150 });
    expect(of.dueMs()).toBe(order === "any" ? 110 : 160);
  });
});

it("in any order the first bound that is over counts", () => {
  const of = createMatcher("any", [item("a", { withinMs: 30 }), item("b", { withinMs: 10 })], []);
  of.begin(100);
  expect(of.dueMs()).toBe(110);
  of.take({ name: "b", atMs: 105 });
  expect(of.dueMs()).toBe(130);
});

it("in exact order a bound is over when it is over for every reading", () => {
  const of = createMatcher("exact", [item("a", { optional: true }), item("a"), item("b", { withinMs: 10 })], []);
  of.take({ name: "a", atMs: 5 });
  expect(of.dueMs()).toBeNull();
  of.take({ name: "a", atMs: 7 });
  expect(of.dueMs()).toBe(17);
});

describe("in order, several readings", () => {
  const fitting = (known: number): Item<Arrival, Memory> =>
    item("b", { accept: (arrival, memory) => (memory[0] === known ? [...memory, arrival.atMs] : null) });

  it("are followed, so that a later event may be the right one", () => {
    const of = createMatcher("in-order", [item("a"), fitting(3)], []);
    expect(follow(of, "a x a b")).toBe("complete 4");
    expect(of.came()).toEqual([3, 4]);
    expect(of.memory()).toEqual([3, 4]);
  });

  it("prefer the first event where each would do", () => {
    const of = matcher("in-order", "a b");
    follow(of, "a a b");
    expect(of.memory()).toEqual([1, 3]);
  });

  it("begin the time anew when the event before comes again in time", () => {
    const keep = (_: Arrival, memory: Memory): Memory => memory;
    const of = createMatcher("in-order", [item("a", { accept: keep }), item("b", { accept: keep, withinMs: 100 })], []);
    of.take({ name: "a", atMs: 10 });
    expect(of.dueMs()).toBe(110);
    of.take({ name: "a", atMs: 90 });
    expect(of.dueMs()).toBe(190);
    expect(of.take({ name: "b", atMs: 150 })).toBe("taken");
    expect(of.next()).toBeNull();
  });

  it("are bounded, and the first ones stay", () => {
    let looks = 0;
    const counted = item("a", { accept: ({ atMs }, memory) => (looks++, [...memory, atMs]) });
    const of = createMatcher("in-order", [counted, fitting(1)], []);
    expect(follow(of, `${"a ".repeat(2_000)}b`)).toBe("complete 2001");
    expect(looks).toBe(200);
  });
});
