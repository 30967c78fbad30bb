// What is said of the parts that the team names: never that one works which nothing has shown.
import { describe, expect, it } from "vitest";
import { analyse } from "../../../src/judge/analyse.ts";
import type { ComponentState } from "../../../src/model/analysis.ts";
import type { CheckResult, Outcome } from "../../../src/model/check.ts";
import type { Component } from "../../../src/model/declared.ts";
import type { Cycle } from "../../../src/model/cycle.ts";
import type { Loop } from "../../../src/model/loop.ts";
import { untrusted } from "../../../src/text/untrusted.ts";
import { cycle, loop, probe, test } from "../../fakes/checks.ts";
import { after, cycleAt } from "../errors/errors.ts";

const CHAT: Component = {
  name: untrusted("Chat"),
  sentence: untrusted("Users see the agent answer"),
  value: { amount: 120_000, unit: untrusted("USD MRR") },
  owner: untrusted("@team-chat"),
};
const MAIL: Component = { name: untrusted("Mail"), sentence: null, value: null, owner: null };

const of = (check: CheckResult, ...components: readonly number[]): CheckResult => ({ ...check, components });
const one = (outcome: Outcome, name: string = outcome): CheckResult => of(test(name, outcome, "boom"), 0);
const light = (outcome: Outcome): CheckResult => ({ ...one(outcome, `light ${outcome}`), severity: "warn" });

function chat(checks: readonly CheckResult[], over: Partial<Cycle> = {}, before: Loop = loop()): ComponentState {
  const [state] = analyse(cycle(checks, { components: [CHAT], ...over }), before).components;
  if (state === undefined) throw new Error("there has to be a state");
  return state;
}

it("carry what the team says of them, in its order", () => {
  const { components } = analyse(cycle([of(test("a", "passed"), 1)], { components: [CHAT, MAIL] }), loop());
  expect(components).toEqual([
    { ...CHAT, state: "not-checked", first: null, broken: [], checked: 0 },
    { ...MAIL, state: "working", first: null, broken: [], checked: 1 },
  ]);
});

it.each<readonly [ComponentState["state"], string, readonly CheckResult[], number]>([
  ["working", "one passed", [one("passed")], 1],
  ["working", "one passed and another was blocked", [one("passed"), one("blocked")], 1],
  ["broken", "one failed", [one("passed"), one("failed")], 2],
  ["broken", "one could not be measured", [one("errored")], 1],
  ["not-checked", "none of them ran", [one("blocked"), one("skipped"), one("not-run")], 0],
  ["not-checked", "it has none", [test("a", "failed", "boom")], 0],
  ["working", "only one that warns failed", [one("passed"), light("failed")], 1],
  ["not-checked", "there is only one that warns, and it failed", [light("failed"), test("a", "passed")], 0],
])("are %s when %s", (state, _, checks, checked) => {
  expect(chat(checks)).toMatchObject({ state, checked });
});

it("name the checks that failed, and a check may belong to several", () => {
  const check = of(test("a", "failed", "boom"), 0, 1);
  const { components } = analyse(cycle([check, one("passed")], { components: [CHAT, MAIL] }), loop());
  expect(components.map(({ broken, checked }) => [broken, checked])).toEqual([
    [[check.key], 2],
    [[check.key], 1],
  ]);
});

describe("where nothing was tested", () => {
  const stopped: Partial<Cycle> = { cancelled: true };

  it.each<readonly [ComponentState["state"], string, readonly CheckResult[]]>([
    ["working", "all of them passed", [one("passed"), one("skipped")]],
    ["not-checked", "one was blocked", [one("passed"), one("blocked")]],
    ["not-checked", "one never ended", [one("passed"), one("not-run")]],
    ["broken", "one failed", [one("passed"), one("failed")]],
  ])("they are %s when %s", (state, _, checks) => {
    expect(chat(checks, stopped).state).toBe(state);
  });

  it("because our own network was down, a failure tells of us, and a pass still passed", () => {
    const control = { target: untrusted("GitHub's API"), reachable: false, message: untrusted("no answer") };
    const lost = of(probe("p", "errored", "", { stage: "connect", errno: "ENETUNREACH" }), 0);
    expect(chat([lost, one("passed")], { control })).toMatchObject({ state: "not-checked", broken: [], checked: 1 });
    const letIn = of(probe("q", "failed", "", { stage: "auth", letIn: "anonymous" }), 0);
    expect(chat([lost, letIn], { control })).toMatchObject({ state: "broken", broken: [letIn.key] });
  });
});

describe("in the first tested cycle that checked them", () => {
  const declared = { components: [CHAT] };
  const broken = after(cycleAt(1, "a", [one("failed")], declared));

  it("they were as the loop remembers", () => {
    expect(chat([one("passed")], {}, broken)).toMatchObject({ state: "working", first: "broken" });
    const later = after(cycleAt(2, "b", [one("passed")], declared), broken);
    expect(chat([one("passed")], {}, later).first).toBe("broken");
  });

  it("they are not remembered from one that was not tested, or that did not check them", () => {
    for (const facts of [
      cycleAt(1, "a", [one("failed")], { ...declared, cancelled: true }),
      cycleAt(1, "a", [one("skipped"), test("a", "passed")], declared),
    ]) {
      expect(after(facts).components).toEqual([]);
    }
  });

  it("they are known by the begin of a long name", () => {
    const long = { ...CHAT, name: untrusted("A".repeat(80)) };
    const before = after(cycleAt(1, "a", [one("failed")], { components: [long] }));
    expect(chat([one("passed")], { components: [long] }, before).first).toBe("broken");
    expect(
      chat([one("passed")], { components: [{ ...CHAT, name: untrusted("B".repeat(80)) }] }, before).first,
    ).toBeNull();
  });

  it("they stay known when the configuration does not name them for a while", () => {
    const without = after(cycleAt(2, "b", [one("passed")]), broken);
    expect(chat([one("passed")], {}, without).first).toBe("broken");
  });
});
