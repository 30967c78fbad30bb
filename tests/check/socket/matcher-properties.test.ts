// The orders against what they mean in mathematics: subsequences, regular languages, matchings.
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { createMatcher } from "../../../src/check/socket/matcher.ts";
import type { Arrival, Item } from "../../../src/check/socket/order.ts";
import { follow, item, items, matcher, type Memory } from "./orders.ts";

const names = fc.constantFrom("a", "b", "c");
const word = fc.array(names, { maxLength: 7 });
const drawn = (marks: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(names, fc.constantFrom(...marks)), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.map((part) => part.join("")).join(" "));
const anyDrawn = drawn(["", "?", "+", "*"]);

function required(pattern: string): readonly string[] {
  return pattern.split(" ").flatMap((part) => (/[?*]/u.test(part) ? [] : [part.charAt(0)]));
}

/** The place up to which `holds` first holds, as `follow` says it. */
function firstPrefix(sequence: readonly string[], holds: (prefix: readonly string[]) => boolean): string | null {
  const length = Array.from({ length: sequence.length + 1 }, (_, each) => each).find((each) =>
    holds(sequence.slice(0, each)),
  );
  return length === undefined ? null : `complete ${length}`;
}

function isSubsequence(short: readonly string[], long: readonly string[]): boolean {
  let at = 0;
  for (const each of long) if (each === short[at]) at++;
  return at === short.length;
}

it("in order: complete as soon as the required events are a subsequence", () => {
  fc.assert(
    fc.property(anyDrawn, word, (pattern, sequence) => {
      const wanted = required(pattern);
      const verdict = follow(matcher("in-order", pattern), sequence);
      const meant = firstPrefix(sequence, (prefix) => isSubsequence(wanted, prefix));
      expect(verdict.startsWith("complete") ? verdict : null).toBe(meant);
      expect(verdict).not.toMatch(/^refused/u);
    }),
  );
});

it("in order: accepts any interleaving of other events", () => {
  const others = fc.array(fc.constantFrom("x", "y", "a", "b", "c"), { maxLength: 4 });
  fc.assert(
    fc.property(fc.array(fc.tuple(names, others), { minLength: 1, maxLength: 6 }), (parts) => {
      const of = matcher("in-order", parts.map(([name]) => name).join(" "));
      expect(
        follow(
          of,
          parts.flatMap(([name, before]) => [...before, name]),
        ),
      ).toMatch(/^complete/u);
    }),
  );
});

/** All words of a drawn pattern up to a length. */
function language(pattern: string, longest: number): ReadonlySet<string> {
  let found = new Set([""]);
  for (const part of pattern.split(" ")) {
    const name = part.charAt(0);
    const most = /[+*]/u.test(part) ? longest : 1;
    const least = /[?*]/u.test(part) ? 0 : 1;
    const next = new Set<string>();
    for (const before of found) {
      for (let times = least; times <= most; times++) next.add((before + name.repeat(times)).slice(0, longest + 1));
    }
    found = new Set([...next].filter((each) => each.length <= longest));
  }
  return found;
}

function meantExactly(words: ReadonlySet<string>, sequence: readonly string[]): string | null {
  for (let length = 0; length <= sequence.length; length++) {
    const prefix = sequence.slice(0, length).join("");
    if (words.has(prefix)) return `complete ${length}`;
    if (![...words].some((each) => each.startsWith(prefix))) return `refused ${length}`;
  }
  return null;
}

it("exact: follows the regular language of its events, no more and no less", () => {
  fc.assert(
    fc.property(anyDrawn, word, (pattern, sequence) => {
      // A word of the language that begins with the sequence is never longer than this.
      const words = language(pattern, sequence.length + 4);
      const verdict = follow(matcher("exact", pattern), sequence);
      expect(verdict.startsWith("waits") ? null : verdict).toBe(meantExactly(words, sequence));
    }),
    { numRuns: 300 },
  );
});

it("exact: two waits in a row follow the one language after the other", () => {
  fc.assert(
    fc.property(anyDrawn, anyDrawn, word, (first, second, sequence) => {
      const one = matcher("exact", first);
      const verdict = follow(one, sequence);
      fc.pre(verdict.startsWith("complete"));
      const taken = Number(verdict.split(" ")[1]);
      const after = follow(matcher("exact", second, one.rest()), sequence.slice(taken));
      const words = language(`${first} ${second}`, sequence.length + 8);
      const meant = meantExactly(words, sequence);
      // Whoever is refused or complete is so at the same event.
      const place = (said: string): string => said.replace(/\d+/u, (nth) => String(Number(nth) + taken));
      expect(after.startsWith("waits") ? null : place(after)).toBe(meant);
    }),
    { numRuns: 300 },
  );
});

it("exact: without marks it accepts itself and nothing else", () => {
  fc.assert(
    fc.property(fc.array(names, { minLength: 1, maxLength: 6 }), word, (wanted, sequence) => {
      const isComplete = follow(matcher("exact", wanted.join(" ")), sequence).startsWith("complete");
      expect(isComplete).toBe(wanted.every((name, index) => sequence[index] === name));
    }),
  );
});

it("any: is complete with every permutation, and with no sooner one", () => {
  fc.assert(
    fc.property(
      fc
        .array(names, { minLength: 1, maxLength: 6 })
        .chain((wanted) => fc.tuple(fc.constant(wanted), fc.shuffledSubarray(wanted, { minLength: wanted.length }))),
      ([wanted, shuffled]) => {
        expect(follow(matcher("any", wanted.join(" ")), shuffled)).toBe(`complete ${wanted.length}`);
      },
    ),
  );
});

/** For each event that comes, which of the expected ones it can be. */
const fits = fc
  .integer({ min: 1, max: 5 })
  .chain((count) =>
    fc.tuple(
      fc.constant(count),
      fc.array(fc.uniqueArray(fc.integer({ min: 0, max: count - 1 })), { minLength: count, maxLength: 7 }),
    ),
  );

function hasMatching(count: number, table: readonly (readonly number[])[], taken: ReadonlySet<number>): boolean {
  if (taken.size === count) return true;
  const [first, ...rest] = table;
  if (first === undefined) return false;
  if (hasMatching(count, rest, taken)) return true;
  return first.some((index) => !taken.has(index) && hasMatching(count, rest, new Set([...taken, index])));
}

it("any: is complete exactly when each expected event has one of its own", () => {
  fc.assert(
    fc.property(fits, ([count, table]) => {
      const wanted = Array.from({ length: count }, (_, index): Item<Arrival, Memory> =>
        item("a", { accept: ({ atMs }, memory) => (table[atMs]?.includes(index) === true ? memory : null) }),
      );
      const of = createMatcher("any", wanted, []);
      const verdict = follow(
        of,
        table.map(() => "a"),
        0,
      );
      const numbers = table.map(String);
      const meant = firstPrefix(numbers, (prefix) => hasMatching(count, table.slice(0, prefix.length), new Set()));
      expect(verdict.startsWith("complete") ? verdict : null).toBe(meant);
    }),
  );
});

it("an optional event changes no verdict where others may come", () => {
  fc.assert(
    fc.property(fc.constantFrom("in-order" as const, "any" as const), anyDrawn, word, (order, pattern, sequence) => {
      const bare = createMatcher(
        order,
        items(pattern).filter(({ optional }) => !optional),
        [],
      );
      const [full, short] = [follow(matcher(order, pattern), sequence), follow(bare, sequence)];
      expect(full.startsWith("complete") ? full : null).toBe(short.startsWith("complete") ? short : null);
    }),
  );
});

it("repeat changes no verdict where others may come, and only adds words in exact order", () => {
  fc.assert(
    fc.property(drawn(["", "?"]), word, (pattern, sequence) => {
      const repeated = pattern.replace(/([a-c])(\??)/gu, (_, name: string, mark: string) =>
        mark === "" ? `${name}+` : `${name}*`,
      );
      for (const order of ["in-order", "any"] as const) {
        expect(follow(matcher(order, repeated), sequence)).toBe(follow(matcher(order, pattern), sequence));
      }
      const plain = follow(matcher("exact", pattern), sequence);
      if (plain.startsWith("complete")) expect(follow(matcher("exact", repeated), sequence)).toBe(plain);
    }),
  );
});

it("what came is never told of more events than there were", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("in-order" as const, "any" as const, "exact" as const),
      anyDrawn,
      word,
      (order, pattern, sequence) => {
        const of = matcher(order, pattern);
        follow(of, sequence);
        const times = of.came().filter((ms) => ms !== null);
        expect(new Set(times).size).toBe(times.length);
        expect(times.length).toBeLessThanOrEqual(sequence.length);
      },
    ),
  );
});
