// What the plan declares of checks: components, owners and criteria by their names.
import { describe, expect, it } from "vitest";
import { declare, type Declared } from "../../src/check/declared.ts";
import type { CheckResult } from "../../src/model/check.ts";
import type { Plan, PlannedComponent } from "../../src/model/plan.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { probe, test } from "../fakes/checks.ts";
import { fakeWorld } from "../fakes/world.ts";
import { opened } from "../plan/told.ts";
import { plan } from "./plans.ts";

const component = (name: string, tests: readonly string[], owner: string | null = null): PlannedComponent => ({
  name: untrusted(name),
  tests: tests.map(untrusted),
  sentence: null,
  value: null,
  owner: owner === null ? null : untrusted(owner),
});
const owned = (...pairs: readonly (readonly [match: string, owner: string])[]): Plan["owners"] =>
  pairs.map(([match, owner]) => ({ match: untrusted(match), owner: untrusted(owner) }));
const ofFile = (check: CheckResult, file: string, project: string | null = null): CheckResult =>
  check.test === null
    ? check
    : {
        ...check,
        test: { ...check.test, file: untrusted(file), project: project === null ? null : untrusted(project) },
      };
const run = (checks: readonly CheckResult[], over: Partial<Plan>): Declared => declare(checks, plan(over), fakeWorld());
const namesOf = (declared: Declared): readonly unknown[] =>
  declared.checks.map(({ components, owners }) => [components, opened(owners)]);

it("a plan that declares nothing leaves every check as it is", () => {
  const checks = [test("a", "failed", "x"), probe("b", "passed")];
  const declared = run(checks, {});
  expect(declared).toEqual({ checks, criteria: [], classes: [] });
  expect(declared.checks[0]).toBe(checks[0]);
});

describe("a component", () => {
  it("has checks by name, and tests with their class and project", () => {
    const checks = [
      test("test_chat", "passed"),
      ofFile(test("test_search", "failed", "x"), "tests/search.py", "firefox"),
      probe("agent events", "passed"),
      probe("other", "passed"),
    ];
    const components = [
      component("Chat", ["agent events", "*chat*"]),
      component("Search", ["firefox::tests.e2e.*::test_search"]),
      component("Tests", ["tests.e2e.test_staging::*"]),
      component("Nothing", ["test_cha", "agent", "tests/search.py"]),
    ];
    expect(run(checks, { components }).checks.map((check) => check.components)).toEqual([
      [0, 2],
      [1, 2],
      [0],
      undefined,
    ]);
  });

  it("has what failed outside of its tests, too: a file that could not be loaded", () => {
    const broken = { ...test("tests/test_chat.py", "errored", "no such module"), test: null };
    expect(run([broken], { components: [component("Chat", ["*chat*"])] }).checks[0]?.components).toEqual([0]);
  });

  it("leaves no field where there is nothing to say", () => {
    const [check] = run([probe("b", "passed")], {
      components: [component("a", ["a"])],
      owners: owned(["a", "b"]),
    }).checks;
    expect(Object.keys(check ?? {})).toEqual(Object.keys(probe("b", "passed")));
  });
});

describe("owners", () => {
  it("are those of its components, and those of its name, class, project and file", () => {
    const checks = [
      ofFile(test("test_login", "failed", "x"), "tests/e2e/auth/test_login.py", "firefox"),
      ofFile(test("test_other", "failed", "x"), "tests/e2e/other.py"),
      probe("ws connects", "failed"),
    ];
    const owners = owned(
      ["tests/e2e/auth/**", "@auth"],
      ["Login", "@login"],
      ["firefox::*", "@browser"],
      ["tests.e2e.test_staging::test_login", "@class"],
      ["ws *", "@chat"],
      ["test_other", "@other"],
    );
    const components = [component("Login", ["test_login"], "@login"), component("Sockets", ["ws*"], "@sockets")];
    expect(namesOf(run(checks, { components, owners }))).toEqual([
      [[0], ["@login", "@auth", "@browser", "@class"]],
      [undefined, ["@other"]],
      [[1], ["@sockets", "@chat"]],
    ]);
  });

  it("are five at most, and each is named once", () => {
    const owners = owned(...["a", "b", "a", "c", "d", "e", "f"].map((owner) => ["*", owner] as const));
    expect(namesOf(run([probe("p", "passed")], { owners }))).toEqual([[undefined, ["a", "b", "c", "d", "e"]]]);
  });

  it("of a component that are named by its name are several, not one line", () => {
    const components = [component("Chat", ["p"], "@a, @b")];
    const owners = owned(["Chat", "@a"], ["Chat", "@b"]);
    expect(namesOf(run([probe("p", "passed")], { components, owners }))).toEqual([[[0], ["@a", "@b"]]]);
  });
});

describe("a criterion", () => {
  const criterion = (checks: readonly string[] | null, noError: readonly string[] | null = null) => ({
    text: untrusted("x"),
    checks: checks === null ? null : checks.map(untrusted),
    noError,
  });

  it("is bound to the checks that it names, to none where there are none, or to no checks at all", () => {
    const checks = [test("a1", "passed"), test("a2", "failed", "x"), probe("b", "passed")];
    const [a1, a2, b] = checks.map(({ key }) => key);
    const criteria = [criterion(["a?"]), criterion(["a2", "*", "b"]), criterion(["c"]), criterion(null, ["net"])];
    expect(run(checks, { criteria }).criteria.map((each) => [each.checks, each.noError])).toEqual([
      [[a1, a2], null],
      [[a1, a2, b], null],
      [[], null],
      [null, ["net"]],
    ]);
  });
});

it("10,000 checks are held against 50 patterns in a moment, and 52,000 against all that there may be in seconds", () => {
  const many = (length: number): readonly CheckResult[] =>
    Array.from({ length }, (_, at) =>
      ofFile(test(`test_${at}_of_many`, "passed"), `tests/e2e/part_${at % 50}/test.py`),
    );
  const patterns = (length: number, of: string): readonly string[] =>
    Array.from({ length }, (_, at) => (at % 5 === 0 ? `${of}_${at}` : `*${of}_${at}_*`));
  const few = many(10_000);
  // Time of this process alone: what else the machine does meanwhile is no part of it.
  const spent = (): number => process.cpuUsage().user / 1_000;
  const begun = spent();
  run(few, { components: patterns(50, "test").map((each) => component(each, [each])) });
  expect(spent() - begun).toBeLessThan(500);
  const most = many(52_000);
  const over: Partial<Plan> = {
    components: Array.from({ length: 40 }, (_, at) => component(`c${at}`, patterns(5, `${at}_component`))),
    owners: owned(...patterns(200, "part").map((each) => [each, "@me"] as const)),
    criteria: Array.from({ length: 50 }, (_, at) => ({
      text: untrusted("x"),
      checks: patterns(4, `${at}_criterion`).map(untrusted),
      noError: null,
    })),
  };
  const then = spent();
  run(most, over);
  expect(spent() - then).toBeLessThan(6_000);
});
