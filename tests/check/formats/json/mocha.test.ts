// Mocha's JSON and mochawesome's: reports of real runs, hooks that failed, and tests that stand in two lists or none.
import { describe, expect, it } from "vitest";
import { countsOf, fixture, named, read, readValue, shown } from "./reading.ts";

describe("a real run in Mocha's JSON", () => {
  const real = read(fixture("mocha"));

  it("is counted, with hooks as errors", () => {
    expect(real).toMatchObject({ format: "mocha-json", state: "read", incomplete: [] });
    expect(countsOf(real)).toEqual({ passed: 5, failed: 6, skipped: 3, errors: 3 });
    expect(real.errors.map(({ suitePath, message }) => [...suitePath, shown(message)])).toEqual([
      ["test/shop.js", "hooked", '"before all" hook for "a"', "no database"],
      ["test/shop.js", "each", '"before each" hook for "c"', "no user"],
      ["test/shop.js", "after", '"after all" hook for "e"', "no cleanup"],
    ]);
  });

  it("tells suites, file, duration and the error", () => {
    const pays = named(real, "pays");
    expect(pays).toMatchObject({
      suitePath: ["test/shop.js", "shop basket"],
      file: "/home/runner/work/shop/shop/test/shop.js",
      durationMs: 0,
    });
    expect([pays.message, pays.type].map(shown)).toEqual(["1 == 2", "AssertionError"]);
    expect(named(real, "at the top").suitePath).toEqual(["test/shop.js"]);
  });

  it("tells two tests of one name apart by how they are written", () => {
    expect(real.tests.filter(({ name }) => name === "same").map(({ outcome }) => outcome)).toEqual([
      "passed",
      "failed",
    ]);
  });

  it("calls a test that passed and then failed failed, once", () => {
    expect(real.tests.filter(({ name }) => name === "twice").map(({ outcome }) => outcome)).toEqual(["failed"]);
  });

  it("knows that a pass was not the first try", () => {
    expect(named(real, "at last")).toMatchObject({ outcome: "passed", earlier: [{}] });
  });
});

describe("lists in Mocha's JSON", () => {
  const a = { title: "a", fullTitle: "s a", err: {} };
  const b = { title: "b", fullTitle: "s b", err: { message: "no" } };
  const lists = { tests: [], passes: [], pending: [], failures: [] };
  const report = (more: object, stats: object = {}) => readValue({ stats: { tests: 0, ...stats }, ...lists, ...more });

  it.each([
    ["the lists alone", { passes: [a], failures: [b] }, { passed: 1, failed: 1 }],
    ["a test in none of them", { tests: [a] }, { errored: 1 }],
    ["a test that is written another way", { tests: [{ ...a, speed: "fast" }], passes: [a] }, { passed: 1 }],
    ["a further test of its name", { tests: [a, { ...a, speed: "fast" }], passes: [a] }, { passed: 1, errored: 1 }],
    ["a test that failed twice", { tests: [b], failures: [b, b] }, { failed: 1 }],
    ["a failure that is no hook and no test", { tests: [a], passes: [a], failures: [b] }, { passed: 1, failed: 1 }],
    [
      "no lists but the tests",
      { tests: [a, b], passes: null, pending: null, failures: null },
      { passed: 1, failed: 1 },
    ],
  ])("%s", (_, more, counts) => {
    expect(countsOf(report(more))).toEqual(counts);
  });

  it("that hold less than the summary counts are not whole", () => {
    expect(report({ tests: [a], passes: [a] }, { tests: 2 }).incomplete).toEqual(["it declares 2 tests but holds 1"]);
    expect(report({ tests: [a], passes: [a] }, { tests: 1, failures: 1 }).incomplete).toEqual([
      "it declares 1 failure but holds 0",
    ]);
    expect(report({ tests: [b], failures: [b, b] }, { tests: 1, failures: 2 }).incomplete).toEqual([]);
  });
});

describe("a real run in mochawesome's JSON", () => {
  it("is counted, with hooks as errors, and what they stopped as not run", () => {
    const real = read(fixture("mochawesome"));
    expect(real).toMatchObject({ format: "mochawesome-json", state: "read", incomplete: [] });
    expect(countsOf(real)).toEqual({ passed: 5, failed: 6, skipped: 3, "not-run": 4, errors: 3 });
    expect(named(real, "pays")).toMatchObject({
      suitePath: ["test/shop.js", "shop", "basket"],
      file: "test/shop.js",
      durationMs: 1,
      outcome: "failed",
    });
    expect(named(real, "d")).toMatchObject({ outcome: "not-run", durationMs: null });
  });

  it("that ended with the first failure did not run the rest", () => {
    const real = read(fixture("mochawesome-bail"));
    expect(countsOf(real)).toEqual({ passed: 2, failed: 1, skipped: 3, "not-run": 12 });
    expect(real.incomplete).toEqual([]);
  });

  it("of a few chosen tests skipped the others", () => {
    const real = read(fixture("mochawesome-grep"));
    expect(countsOf(real)).toEqual({ passed: 1, failed: 1, skipped: 16 });
  });
});

describe("mochawesome's JSON", () => {
  const test = (state: string | null, more: object = {}) => ({ title: "t", fullTitle: "s t", state, err: {}, ...more });
  const report = (tests: readonly object[], stats: object = {}) =>
    readValue({ stats, results: [{ title: "", suites: [{ title: "s", suites: [], tests }], tests: [] }] });

  it.each([
    [test("passed"), "passed"],
    [test("failed"), "failed"],
    [test("pending"), "skipped"],
    [test(null, { pending: true }), "skipped"],
    [test("pending", { skipped: true, pending: false }), "skipped"],
    [test(null, { fail: true }), "failed"],
    [test(null, { pass: true }), "passed"],
    [test("failed", { pending: true }), "failed"],
    [test(null, { skipped: true }), "skipped"],
  ])("%j is %s", (each, outcome) => {
    expect(report([each]).tests.map((found) => found.outcome)).toEqual([outcome]);
  });

  it("has not run what lies anywhere below a broken hook", () => {
    const inner = { title: "inner", tests: [test(null)], suites: [] };
    const outer = { title: "outer", beforeHooks: [test("failed")], tests: [], suites: [inner] };
    const beside = { title: "beside", tests: [test(null), test("passed")], suites: [] };
    expect(countsOf(readValue({ stats: {}, results: [outer, beside] }))).toEqual({
      "not-run": 1,
      skipped: 1,
      passed: 1,
      errors: 1,
    });
  });

  it("without any suite holds no test", () => {
    expect(readValue({ stats: { tests: 0 }, results: [false] })).toMatchObject({ state: "read", tests: [] });
  });

  it("of its first versions is read too", () => {
    const old = { stats: {}, suites: { title: "", tests: [], suites: [{ title: "s", tests: [test("passed")] }] } };
    expect(readValue(old)).toMatchObject({ format: "mochawesome-json", tests: [{ outcome: "passed" }] });
  });

  it("of which the summary counts more is not whole", () => {
    expect(report([test("passed")], { tests: 2 }).incomplete).toEqual(["it declares 2 tests but holds 1"]);
    expect(report([test("passed")], { tests: 1, failures: 1 }).incomplete).toEqual([
      "it declares 1 failure but holds 0",
    ]);
  });
});
