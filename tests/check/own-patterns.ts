// Classes of the team's own in short, and patterns that must not cost more than themselves.
import { expect } from "vitest";
import { recogniseOwn, type Recognised } from "../../src/check/own-classes.ts";
import { decisiveFailure, type CheckResult } from "../../src/model/check.ts";
import type { PlannedClass } from "../../src/model/plan.ts";
import type { World } from "../../src/model/world.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { createBounded } from "../../src/world/bounded.ts";
import { test } from "../fakes/checks.ts";
import { fakeWorld } from "../fakes/world.ts";

export const own = (id: string, match: string, over: Partial<PlannedClass> = {}): PlannedClass => ({
  id,
  match: untrusted(match),
  title: untrusted("Our own"),
  transient: "no",
  next: null,
  owner: "service",
  stage: "server",
  ...over,
});

export function recognise(
  checks: readonly CheckResult[],
  classes: readonly PlannedClass[],
  world: Pick<World, "bounded" | "secrets"> = { ...fakeWorld(), bounded: createBounded() },
): Recognised {
  return recogniseOwn(checks, classes, world);
}

/** Index and words of the decisive failure of each check. */
export const foundIn = ({ checks }: Recognised): readonly unknown[] =>
  checks.map((check) => {
    const found = decisiveFailure(check)?.own;
    return found === undefined ? null : [found.class, reveal(found.span)];
  });

/** Each would take from minutes to the end of the universe on what the failures of this file say. */
export const EVIL: readonly string[] = [
  "^(a+)+$",
  "^(a*)*$",
  "^(a|a)*$",
  "^(a|aa)+$",
  "^(a|a?)+$",
  "^(.*a){30}$",
  "^(\\w+\\s?)*$",
  "(\\w+\\s?)*:",
  "^([a-zA-Z]+)*$",
  "^(([a-z])+.)+[A-Z]([a-z])+$",
  "^(?:[a-f]{1,2}:?)+$",
  "^([\\w.-]+)+@example\\.com$",
  "^(?:(?:a{1,3}\\.?)+)+$",
  "^(?:\\s*\\S*\\s*)*;$",
  "^(?=(a+)+b)a*c$",
  "(?<!c(?:b|a+)+)!$",
  "^(a+)\\1*(a+)*(a+)*b$",
  "(.*)*(.*)*(.*)*,",
  "^(?:a+|b+|c+)+;$",
  "(?:a|b|ab|aa)+(?:c|$)z",
];
export const BAIT = `${"a".repeat(90)}!`;

/** Each ends within 300 ms; a machine that is busy with other work may be late with one or two, and not by much. */
export function expectBounded(patterns: readonly string[]): void {
  const checks = [test("a", "failed", "early"), test("b", "failed", BAIT), test("c", "failed", "late")];
  const took: number[] = [];
  const bounded = createBounded();
  const world: Pick<World, "bounded" | "secrets"> = {
    ...fakeWorld(),
    bounded: (work) => {
      const begun = performance.now();
      const done = bounded(work);
      took.push(performance.now() - begun);
      return done;
    },
  };
  const evil = patterns.map((match, at) => own(`evil.${String.fromCharCode(97 + at)}`, match));
  const recognised = recognise(checks, [own("a.early", "early"), ...evil, own("a.late", "late")], world);
  expect(recognised.classes.map(({ tooSlow }) => tooSlow)).toEqual([false, ...patterns.map(() => true), false]);
  expect(foundIn(recognised)).toEqual([[0, "early"], null, [patterns.length + 1, "late"]]);
  expect(took).toHaveLength(patterns.length + 2);
  expect(took.filter((ms) => ms >= 300).length).toBeLessThanOrEqual(2);
  expect(Math.max(...took)).toBeLessThan(1_000);
}
