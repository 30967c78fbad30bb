// The Common Test Report Format: a report of a real run, and what its many writers do differently.
import { describe, expect, it } from "vitest";
import { countsOf, fixture, messagesOf, named, read, readValue, shown } from "./reading.ts";

const report = (tests: readonly unknown[], summary: object = {}, name = "x") =>
  readValue({ results: { tool: { name }, summary, tests } });

const only = (test: object) => {
  const [found] = report([{ name: "t", status: "passed", duration: 5, ...test }]).tests;
  if (found === undefined) throw new Error("there is one test");
  return found;
};

describe("the report of a real run", () => {
  const real = read(fixture("ctrf-playwright"));

  it("is counted by its tests", () => {
    expect(real).toMatchObject({ format: "ctrf-json", state: "read" });
    expect(countsOf(real)).toEqual({ passed: 5, failed: 7, skipped: 5 });
  });

  it("is whole although its summary counts an expected failure as failed", () => {
    expect(named(real, "is known broken").outcome).toBe("passed");
    expect(real.incomplete).toEqual([]);
  });

  it("tells suites, file, duration, and the tries before", () => {
    expect(named(real, "pays")).toMatchObject({
      suitePath: ["alpha", "shop.spec.js", "shop"],
      file: "/home/runner/work/shop/shop/tests/shop.spec.js",
      durationMs: 13,
      outcome: "failed",
    });
    expect(named(real, "ships at last")).toMatchObject({ outcome: "passed", earlier: [{}] });
  });

  it("knows no time of a test whose start is told in seconds", () => {
    expect(real.tests.every(({ startedAt }) => startedAt === null)).toBe(true);
  });
});

describe("a test", () => {
  it.each([
    [{ status: "passed" }, "passed"],
    [{ status: "failed" }, "failed"],
    [{ status: "skipped" }, "skipped"],
    [{ status: "pending" }, "skipped"],
    [{ status: "other" }, "skipped"],
    [{ status: "other", rawStatus: "timedOut" }, "failed"],
    [{ status: "other", rawStatus: "broken" }, "failed"],
    [{ status: "other", rawStatus: "todo" }, "skipped"],
    [{ status: "green" }, "errored"],
    [{ status: undefined }, "errored"],
  ])("with %j is %s", (test, outcome) => {
    expect(only(test).outcome).toBe(outcome);
  });

  it.each([
    [{ suite: "login.test.ts > login" }, ["login.test.ts", "login"]],
    [{ suite: ["login.test.ts", "login"] }, ["login.test.ts", "login"]],
    [{ suite: "Shop" }, ["Shop"]],
    [{ filePath: "/home/runner/work/shop/shop/tests/login.test.ts" }, ["tests/login.test.ts"]],
    [{ filePath: "C:\\work\\shop\\tests\\login.test.ts" }, ["tests/login.test.ts"]],
    [{ filePath: "./tests/api/login.test.ts" }, ["tests/api/login.test.ts"]],
    [{}, []],
  ])("with %j belongs to %j", (test, suitePath) => {
    expect(only(test).suitePath).toEqual(suitePath);
  });

  it.each([
    [{ browser: "chromium 141.0.7390" }, "chromium"],
    [{ browser: "Mobile Safari 18" }, "Mobile Safari"],
    [{ browser: "undefined undefined" }, null],
    [{ browser: "chromium 141", suite: "chromium > a.spec.ts" }, null],
    [{}, null],
  ])("with %j has the project %j", (test, project) => {
    expect(only(test).project).toBe(project);
  });

  it.each([
    [5, 5],
    [0, 0],
    [1.25, 1.25],
    [-5, null],
    ["5", null],
    [null, null],
  ])("with the duration %j lasts %j ms", (duration, milliseconds) => {
    expect(only({ duration }).durationMs).toBe(milliseconds);
  });

  it.each([
    [1_722_511_783_500, 1_722_511_783_500],
    ["2026-03-04T05:06:07.089Z", Date.parse("2026-03-04T05:06:07.089Z")],
    ["2026-03-04T05:06:07+02:00", Date.parse("2026-03-04T03:06:07Z")],
    ["2026-03-04T05:06:07", null],
    ["yesterday", null],
    [347_611.7, null],
    [1e300, null],
  ])("with the start %j began at %j", (start, startedAt) => {
    expect(only({ start }).startedAt).toBe(startedAt);
  });

  it("keeps its start in milliseconds, message, trace and attachments", () => {
    const found = only({
      status: "failed",
      start: 1_722_511_783_500,
      message: "TypeError: x is undefined",
      trace: "at a.ts:1",
      snippet: "> 1 | x",
      attachments: [{ name: "shot", contentType: "image/png", path: "shots/a.png" }, { name: "none" }],
    });
    expect(found.startedAt).toBe(1_722_511_783_500);
    expect([found.message, found.detail, found.type].map(shown)).toEqual([
      "TypeError: x is undefined",
      "at a.ts:1\n\n> 1 | x",
      "TypeError",
    ]);
    expect(found.attachments.map(shown)).toEqual(["shots/a.png"]);
  });

  it.each([
    [{ flaky: true, retries: 2 }, 2],
    [{ flaky: true }, 1],
    [{ retries: 1 }, 1],
    [{ retries: 0, flaky: false }, 0],
    [{ status: "failed", retries: 2 }, 2],
    [{ status: "skipped", retries: 1 }, 0],
    [{ retries: 1e9 }, 20],
    [{ retries: 2, retryAttempts: [{ status: "failed" }, { status: "passed" }] }, 1],
    [{ retries: 1, retryAttempts: [{ status: "passed" }] }, 0],
  ])("with %j failed so often before", (test, tries) => {
    expect(only(test).earlier).toHaveLength(tries);
  });

  it("tells how its first try failed", () => {
    const { earlier } = only({ retryAttempts: [{ attempt: 1, status: "failed", message: "too slow" }] });
    expect(messagesOf(earlier)).toEqual(["too slow"]);
  });
});

describe("the summary", () => {
  const passed = { name: "a", status: "passed" };
  it.each([
    [[passed], { tests: 2 }, ["it declares 2 tests but holds 1"]],
    [[passed], { tests: 1, failed: 1 }, ["it declares 1 failure but holds 0"]],
    [[passed, passed], { tests: 1 }, []],
    [[{ name: "a", status: "green" }], { tests: 1, failed: 1 }, []],
    [[passed], { tests: 1, failed: "1" }, ["it declares 1 failure but holds 0"]],
    [[passed], { tests: 1, failed: "" }, []],
    [[passed], { tests: -3 }, ["it declares a number that cannot be read"]],
    [[passed], { tests: 1, failed: 0.5 }, ["it declares a number that cannot be read"]],
    [[passed], { tests: 1, failed: [3] }, ["it declares a number that cannot be read"]],
  ])("of %j that says %j", (tests, summary, incomplete) => {
    expect(report(tests, summary).incomplete).toEqual(incomplete);
  });

  it.each([
    ["Playwright", []],
    ["playwright", []],
    ["jest", ["it declares 1 failure but holds 0"]],
    ["", ["it declares 1 failure but holds 0"]],
  ])("of %j with a pass that was a failure by its raw status", (tool, incomplete) => {
    const found = report([{ ...passed, rawStatus: "failed" }], { tests: 1, failed: 1 }, tool);
    expect(found.incomplete).toEqual(incomplete);
  });

  it("without any test at all tells of a loss", () => {
    expect(readValue({ results: { summary: { tests: 3 } } })).toMatchObject({
      format: "ctrf-json",
      incomplete: ["it declares 3 tests but holds 0"],
    });
  });
});
