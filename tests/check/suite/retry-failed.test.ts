// What becomes of a test that is run once more, by what came first and what came then.
import { describe, expect, it } from "vitest";
import { joinRetry } from "../../../src/check/suite/retry-failed.ts";
import type { RunError, TestCase } from "../../../src/check/formats/test-case.ts";
import type { CheckResult } from "../../../src/model/check.ts";
import { reveal, untrusted } from "../../../src/text/untrusted.ts";
import { collect, messageOf, outcomes, runError, testCase } from "./cases.ts";

type Outcome = TestCase["outcome"];

const join = (
  first: readonly (TestCase | RunError)[],
  retry: readonly (TestCase | RunError)[],
): readonly CheckResult[] => joinRetry(collect(...first), collect(...retry)).results;
const earlier = (result: CheckResult | undefined): readonly string[] =>
  (result?.test?.earlier ?? []).map(({ message }) => reveal(message));

describe("a test that ran again", () => {
  it.each<readonly [Outcome, Outcome, Outcome]>([
    ["failed", "passed", "passed"],
    ["errored", "passed", "passed"],
    ["failed", "failed", "failed"],
    ["failed", "errored", "errored"],
    ["errored", "failed", "failed"],
    ["failed", "skipped", "failed"],
    ["failed", "not-run", "failed"],
    ["passed", "passed", "passed"],
    ["passed", "failed", "failed"],
    ["passed", "errored", "errored"],
    ["passed", "skipped", "passed"],
    ["skipped", "failed", "failed"],
    ["skipped", "passed", "skipped"],
    ["not-run", "passed", "passed"],
    ["not-run", "failed", "failed"],
  ])("%s and then %s is %s", (before, then, outcome) => {
    const [only, ...others] = join([testCase("a", { outcome: before })], [testCase("a", { outcome: then })]);
    expect(only?.outcome).toBe(outcome);
    expect(others).toEqual([]);
    expect(only?.key).toBe(collect(testCase("a")).results[0]?.key);
  });

  it("is flaky when it passes then: what came first is kept", () => {
    const [result] = join(
      [
        testCase("a", {
          outcome: "failed",
          message: untrusted("second"),
          earlier: [{ message: untrusted("first"), detail: null }],
          durationMs: 1,
        }),
      ],
      [testCase("a", { durationMs: 7, startedAt: 5 })],
    );
    expect(result).toMatchObject({ outcome: "passed", durationMs: 7, at: 5, failure: null });
    expect(earlier(result)).toEqual(["first", "second"]);
  });

  it("keeps the latest failure and the one before", () => {
    const [result] = join(
      [testCase("a", { outcome: "failed", message: untrusted("first") })],
      [testCase("a", { outcome: "failed", message: untrusted("second") })],
    );
    expect(messageOf(result)).toBe("second");
    expect(earlier(result)).toEqual(["first"]);
  });

  it("says that it passed at first when it fails then", () => {
    const [result] = join([testCase("a")], [testCase("a", { outcome: "failed", message: untrusted("boom") })]);
    expect(messageOf(result)).toBe("boom (at first it passed; it failed when run again)");
    expect(earlier(result)).toEqual([]);
  });
});

describe("a retry", () => {
  it("leaves alone what it did not run", () => {
    const first = [testCase("a", { outcome: "failed" }), testCase("b"), testCase("c", { outcome: "failed" })];
    expect(outcomes(join(first, [testCase("a")]))).toEqual(["a passed", "b passed", "c failed"]);
    expect(outcomes(join(first, []))).toEqual(["a failed", "b passed", "c failed"]);
  });

  it("adds what failed in it alone, and no pass that nobody asked for", () => {
    const first = [testCase("a", { outcome: "failed" })];
    const retry = [testCase("a"), testCase("new"), testCase("worse", { outcome: "failed" }), runError("set-up")];
    expect(outcomes(join(first, retry))).toEqual(["a passed", "worse failed", "(whole suite) errored"]);
  });

  it("does not forgive what failed outside of the tests", () => {
    expect(outcomes(join([runError("set-up"), testCase("a", { outcome: "failed" })], [testCase("a")]))).toEqual([
      "(whole suite) errored",
      "a passed",
    ]);
    const twice = join([runError("set-up")], [runError("set-up")]);
    expect(outcomes(twice)).toEqual(["(whole suite) errored"]);
  });

  it("tells tests of one name apart by their order, where it is clear which are meant", () => {
    const first = [testCase("a"), testCase("a", { outcome: "failed" }), testCase("a", { outcome: "failed" })];
    expect(outcomes(join(first, [testCase("a"), testCase("a", { outcome: "failed" })]))).toEqual([
      "a passed",
      "a passed",
      "a failed",
    ]);
    expect(outcomes(join(first, [testCase("a", { outcome: "failed" }), testCase("a"), testCase("a")]))).toEqual([
      "a failed",
      "a passed",
      "a passed",
    ]);
    expect(outcomes(join(first, [testCase("a")]))).toEqual(["a passed", "a failed", "a failed"]);
  });

  it("tells them apart by the numbers of their suites, and guesses nothing", () => {
    const of = (version: string, outcome: Outcome = "passed"): TestCase =>
      testCase("x", { suitePath: [`${version} api`], outcome });
    const first = [of("v1"), of("v2", "failed")];
    expect(outcomes(join(first, [of("v1")]))).toEqual(["x passed", "x failed"]);
    expect(outcomes(join(first, [of("v2")]))).toEqual(["x passed", "x passed"]);
    expect(outcomes(join(first, [of("v2"), of("v1", "failed")]))).toEqual(["x failed", "x passed"]);
    expect(outcomes(join(first, [of("v3")]))).toEqual(["x passed", "x failed"]);
    // Alone at first, and not alone then.
    expect(outcomes(join([of("v2", "failed")], [of("v1"), of("v2", "failed")]))).toEqual(["x failed"]);
    expect(outcomes(join([of("v2", "failed")], [of("v1", "failed"), of("v2")]))).toEqual(["x passed"]);
  });
});
