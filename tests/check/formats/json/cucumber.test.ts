// Cucumber's JSON: the report of a real run, and what Cucumber for other languages, and behave, write.
import { describe, expect, it } from "vitest";
import { countsOf, fixture, named, read, readValue, shown } from "./reading.ts";

const step = (status: string | null, more: object = {}) => ({
  keyword: "Given ",
  name: "a shop",
  ...(status === null ? {} : { result: { status, duration: 1_500_000, ...more } }),
});

const feature = (elements: readonly object[], more: object = {}) =>
  readValue([{ keyword: "Feature", name: "Shop", uri: "features/shop.feature", elements, ...more }]);

const scenario = (steps: readonly object[], more: object = {}) => ({
  type: "scenario",
  name: "s",
  line: 3,
  steps,
  ...more,
});

describe("a real run", () => {
  const real = read(fixture("cucumber"));

  it("is counted by its scenarios", () => {
    expect(real).toMatchObject({ format: "cucumber-json", state: "read", errors: [] });
    expect(countsOf(real)).toEqual({ passed: 6, failed: 7, skipped: 3 });
  });

  it("tells feature, file with line, and the duration of all steps", () => {
    expect(named(real, "buys")).toMatchObject({
      suitePath: ["Shop"],
      file: "features/shop.feature:4",
      durationMs: 0.581989,
    });
  });

  it("tells rows of one outline apart by their lines", () => {
    expect(named(real, "rows")).toMatchObject({ outcome: "passed", file: "features/shop.feature:27" });
    expect(named(real, "rows (2)")).toMatchObject({ outcome: "failed", file: "features/shop.feature:28" });
    expect(named(real, "row 2").outcome).toBe("passed");
  });

  it.each([
    ["undefined", "undefined: When I dance"],
    ["pending", "pending: When I wait"],
    ["ambiguous", "ambiguous: When I am ambiguous"],
    ["bad hook", "Error: hook"],
    ["bad after", "Error: after"],
  ])("with the failed scenario %j says %j", (name, message) => {
    const found = named(real, name);
    expect([found.outcome, shown(found.message)]).toEqual(["failed", message]);
  });

  it("keeps the failed step beside the stack", () => {
    const { message, detail, type } = named(real, "fails");
    expect(shown(message)).toContain("AssertionError [ERR_ASSERTION]: 1 == 2");
    expect(shown(detail)).toMatch(/^Then I pay 2\nAssertionError/u);
    expect(shown(type)).toBe("AssertionError");
  });
});

describe("a scenario", () => {
  it.each([
    [["passed", "passed"], "passed"],
    [["passed", "failed", "skipped"], "failed"],
    [["passed", "skipped"], "skipped"],
    [["skipped", "undefined"], "failed"],
    [["passed", "pending"], "failed"],
    [["passed", "ambiguous"], "failed"],
    [["passed", "something new"], "failed"],
    [["PASSED"], "passed"],
    [["passed", null], "skipped"],
    [[null, null], "not-run"],
    [["untested"], "not-run"],
    [[], "skipped"],
  ])("with the steps %j is %s", (statuses, outcome) => {
    const found = feature([scenario(statuses.map((each) => step(each)))]);
    expect(found.tests.map((each) => each.outcome)).toEqual([outcome]);
  });

  it.each([
    ["before it", { before: [{ result: { status: "failed", error_message: "no database" } }] }],
    ["after it", { after: [{ result: { status: "failed", error_message: "no database" } }] }],
    [
      "after a step",
      { steps: [{ ...step("passed"), after: [{ result: { status: "failed", error_message: "no database" } }] }] },
    ],
  ])("fails with a hook %s", (_, more) => {
    const [found] = feature([scenario([step("passed")], more)]).tests;
    expect([found?.outcome, shown(found?.message ?? null)]).toEqual(["failed", "no database"]);
  });

  it("has the steps of the background that stands before it", () => {
    const background = { type: "background", name: "", line: 2, steps: [step("failed", { error_message: "no shop" })] };
    const found = feature([background, scenario([step("skipped")]), scenario([step("passed")], { name: "u" })]);
    expect(countsOf(found)).toEqual({ failed: 1, passed: 1 });
    expect(named(found, "s").durationMs).toBe(3);
  });

  it("keeps a failed background that no scenario follows", () => {
    const background = { type: "background", steps: [step("failed", { error_message: "no shop" })] };
    expect(countsOf(feature([scenario([step("passed")]), background]))).toEqual({ passed: 1, errors: 1 });
  });

  it("keeps its start", () => {
    const start_timestamp = "2026-03-04T05:06:07.089Z";
    expect(feature([scenario([step("passed")], { start_timestamp })]).tests[0]?.startedAt).toBe(
      Date.parse(start_timestamp),
    );
  });
});

describe("an outline as older versions write it", () => {
  const rows = [{ line: 10 }, { line: 11 }, { line: 12 }];
  const untold = [step(null), step(null)];
  const outline = (more: object = {}) => ({
    ...scenario(untold, { type: "scenario_outline", line: 5 }),
    examples: [{ line: 9, rows }],
    ...more,
  });
  const row = scenario([step("passed")], { line: 11 });

  it("is no test beside its rows", () => {
    expect(countsOf(feature([outline(), row, scenario([step("failed")], { line: 12 })]))).toEqual({
      passed: 1,
      failed: 1,
    });
  });

  it.each([
    ["has results of its own", [outline({ steps: [step("failed")] }), row], { failed: 1, passed: 1 }],
    ["has no rows behind it", [outline()], { "not-run": 1 }],
    ["is followed by others only", [outline(), scenario([step("passed")], { line: 10 })], { "not-run": 1, passed: 1 }],
    ["tells no examples", [outline({ examples: [] }), row], { "not-run": 1, passed: 1 }],
  ])("counts when it %s", (_, elements, counts) => {
    expect(countsOf(feature(elements))).toEqual(counts);
  });
});

describe("durations", () => {
  const of = (durations: readonly number[]) =>
    feature([scenario(durations.map((duration) => step("passed", { duration })))]).tests[0]?.durationMs;
  it.each([
    ["nanoseconds", [1_500_000, 20_000, 3_000_000_000], 3_001.52],
    ["milliseconds of versions that write them", [12, 3, 640, 0], 655],
    ["none", [0], 0],
  ])("in %s", (_, durations, milliseconds) => {
    expect(of(durations)).toBeCloseTo(milliseconds, 6);
  });
});

describe("behave", () => {
  const run = (elements: readonly object[], status = "passed") =>
    readValue([{ keyword: "Feature", name: "Shop", location: "features/shop.feature:1", status, elements }]);
  const element = (status: string, steps: readonly object[]) => ({
    ...scenario(steps),
    line: undefined,
    location: "features/shop.feature:3",
    status,
  });

  it("writes seconds, lines of a message, and where a scenario stands", () => {
    const [found] = run([
      element("failed", [
        {
          ...step("failed"),
          result: { status: "failed", duration: 0.25, error_message: ["Assertion Failed: no", "x"] },
        },
        step(null),
      ]),
    ]).tests;
    expect(found).toMatchObject({ outcome: "failed", durationMs: 250, file: "features/shop.feature:3" });
    expect(shown(found?.message ?? null)).toBe("Assertion Failed: no\nx");
  });

  it.each([
    ["hook_error", [step(null)], "errored"],
    ["error", [step("error")], "errored"],
    ["failed", [step("passed")], "failed"],
    ["undefined", [step("undefined")], "failed"],
    ["skipped", [step(null)], "skipped"],
    ["untested", [step(null)], "not-run"],
    ["passed", [step("passed")], "passed"],
  ])("with a scenario that it calls %s", (status, steps, outcome) => {
    expect(run([element(status, steps)]).tests.map((each) => each.outcome)).toEqual([outcome]);
  });

  it("lists the steps of a background once more without results", () => {
    const background = { type: "background", keyword: "Background", name: "", steps: [step(null)] };
    expect(countsOf(run([background, element("passed", [step("passed")])]))).toEqual({ passed: 1 });
  });

  it("with a broken feature is an error even if no scenario is", () => {
    expect(countsOf(run([element("untested", [step(null)])], "hook_error"))).toEqual({ "not-run": 1, errors: 1 });
    expect(countsOf(run([], "failed"))).toEqual({ errors: 1 });
  });
});

describe("features without scenarios", () => {
  it("are a report that holds no test", () => {
    const empty = readValue([{ id: "a", keyword: "Feature", name: "A", line: 1, uri: "features/a.feature" }]);
    expect(empty).toMatchObject({ format: "cucumber-json", tests: [], errors: [] });
  });
});
