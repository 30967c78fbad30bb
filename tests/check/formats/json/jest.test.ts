// Jest's JSON and vitest's in the same shape: reports of real runs, and what stands outside of every test.
import { describe, expect, it } from "vitest";
import { countsOf, fixture, messagesOf, named, read, readValue, shown } from "./reading.ts";

const FILE = "/home/runner/work/shop/shop/tests/shop.test.js";

const report = (file: object, more: object = {}) =>
  readValue({
    numTotalTests: 0,
    testResults: [{ name: FILE, status: "passed", assertionResults: [], ...file }],
    ...more,
  });

const passed = { title: "t", ancestorTitles: [], status: "passed", failureMessages: [] };

describe("a real run of Jest", () => {
  const real = read(fixture("jest"));

  it("is counted, with files that failed outside of every test", () => {
    expect(real).toMatchObject({ format: "jest-json", state: "read", incomplete: [] });
    expect(countsOf(real)).toEqual({ passed: 6, failed: 5, skipped: 2, errors: 4 });
    expect(real.errors.map(({ suitePath, message }) => [...suitePath, shown(message)?.split("\n", 1)[0]])).toEqual([
      ["tests/shop.test.js", "no cleanup"],
      ["tests/broken.test.js", "cannot load"],
      ["tests/syntax.test.js", "Jest encountered an unexpected token"],
      ["tests/empty.test.js", "Your test suite must contain at least one test."],
    ]);
  });

  it("tells file, suites, time, duration and parameters", () => {
    expect(named(real, "adds")).toMatchObject({
      suitePath: ["tests/shop.test.js", "shop", "basket"],
      file: FILE,
      durationMs: 0,
      startedAt: 1_795_287_206_509,
    });
    expect(named(real, "row 1 2").outcome).toBe("passed");
    expect(named(real, "row 3 4").outcome).toBe("failed");
  });

  it("keeps the message up to the stack, and the stack", () => {
    const { message, detail } = named(real, "never");
    expect(shown(message)).toBe("Error: always");
    expect(shown(detail)).toContain("    at Object.<anonymous>");
  });

  it("knows that a pass was not the first try", () => {
    expect(named(real, "at last")).toMatchObject({ outcome: "passed", earlier: [{}] });
    expect(named(real, "at the top").earlier).toEqual([]);
  });
});

describe("a real run of vitest", () => {
  const real = read(fixture("vitest"));

  it("is counted, with files that could not be loaded", () => {
    expect(real).toMatchObject({ format: "jest-json", state: "read", incomplete: [] });
    expect(countsOf(real)).toEqual({ passed: 7, failed: 2, skipped: 4, errors: 2 });
  });

  it("keeps the failure before a pass", () => {
    const { outcome, earlier } = named(real, "at last");
    expect([outcome, ...messagesOf(earlier)]).toEqual(["passed", "Error: first try"]);
  });
});

describe("an assertion", () => {
  it.each([
    ["passed", "passed"],
    ["failed", "failed"],
    ["pending", "skipped"],
    ["skipped", "skipped"],
    ["todo", "skipped"],
    ["disabled", "skipped"],
    ["focused", "errored"],
    [null, "errored"],
  ])("with the status %j is %s", (status, outcome) => {
    expect(report({ assertionResults: [{ ...passed, status }] }).tests[0]?.outcome).toBe(outcome);
  });

  it("tells of each of its failed tries", () => {
    const test = { ...passed, invocations: 3, retryReasons: ["Error: one\n    at a.js:1:1"] };
    expect(messagesOf(report({ assertionResults: [test] }).tests[0]?.earlier ?? [])).toEqual([
      "Error: one",
      "the report does not tell how this try failed",
    ]);
  });
});

describe("a file", () => {
  it.each([
    ["that failed without any test", { status: "failed", message: "SyntaxError: x" }, "SyntaxError: x"],
    [
      "whose tests all passed, and that failed",
      { status: "failed", message: "", assertionResults: [passed] },
      "this file failed, and the report tells no test of it that did",
    ],
    [
      "whose tests were all skipped because a hook failed",
      { status: "failed", message: "", assertionResults: [{ ...passed, status: "skipped" }] },
      "this file failed, and the report tells no test of it that did",
    ],
    ["as Jest hands it to reporters", { testExecError: { message: "cannot load" } }, "cannot load"],
  ])("%s is an error", (_, file, message) => {
    const found = report(file);
    expect(found.errors.map((each) => [each.suitePath, shown(each.message)])).toEqual([
      [["tests/shop.test.js"], message],
    ]);
  });

  it("with a failed test is no further error", () => {
    const failed = { ...passed, status: "failed", failureMessages: ["Error: x"] };
    expect(report({ status: "failed", message: "\u25cf t\n\n  x", assertionResults: [failed] }).errors).toEqual([]);
  });

  it("in the shape in which Jest hands it to reporters is read too", () => {
    const found = readValue({
      numTotalTests: 1,
      testResults: [{ testFilePath: FILE, testResults: [passed], failureMessage: null }],
    });
    expect(found.tests).toMatchObject([{ name: "t", suitePath: ["tests/shop.test.js"], outcome: "passed" }]);
  });
});

describe("the run", () => {
  it.each([
    [{ success: false, numRuntimeErrorTestSuites: 1 }, 1],
    [{ success: false, numFailedTestSuites: 1 }, 1],
    [{ success: false }, 0],
    [{ success: true, numRuntimeErrorTestSuites: 0 }, 0],
  ])("that holds no file and says %j has so many errors: %i", (more, errors) => {
    expect(readValue({ numTotalTests: 0, testResults: [], ...more }).errors).toHaveLength(errors);
  });

  it.each([
    ["counts more tests", { numTotalTests: 2 }, ["it declares 2 tests but holds 1"]],
    ["counts more failures", { numTotalTests: 1, numFailedTests: 1 }, ["it declares 1 failure but holds 0"]],
    ["was interrupted", { wasInterrupted: true }, ["the run was interrupted"]],
  ])("that %s is not whole", (_, more, incomplete) => {
    expect(report({ assertionResults: [passed] }, more).incomplete).toEqual(incomplete);
  });

  it("that failed without any failed test is an error", () => {
    expect(countsOf(report({ assertionResults: [passed] }, { success: false }))).toEqual({ passed: 1, errors: 1 });
    expect(countsOf(report({ assertionResults: [passed] }, { success: true }))).toEqual({ passed: 1 });
    expect(countsOf(report({}, { runExecError: { message: "out of memory" } }))).toEqual({ errors: 1 });
  });
});
