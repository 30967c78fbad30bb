// Two whole sets of results beside each other.
import { describe, expect, it } from "vitest";
import { compareResults, type Comparison, type Side } from "../../../src/judge/changes/results.ts";
import type { CheckResult } from "../../../src/model/check.ts";
import { reveal } from "../../../src/text/untrusted.ts";
import { probe, test } from "../../fakes/checks.ts";

const CLOSED = "received 1011 (internal error) Factory validation failed";
const OTHER = "received 1011 (internal error) Queue is gone";

function side(checks: readonly CheckResult[], commit: string | null = null): Side {
  return { checks: checks.map((check) => ({ id: reveal(check.name), check })), commit, classes: [] };
}

function ids(found: Comparison): Record<string, readonly string[]> {
  const lists = Object.entries(found).map(([name, pairs]) => [name, pairs.map(({ id }: { id: string }) => id)]);
  return Object.fromEntries(lists.filter(([, list]) => list?.length !== 0));
}

describe("two sets of results", () => {
  it("tell what was repaired, what broke, what came and what went", () => {
    const before = side([
      test("a", "failed", CLOSED),
      test("b", "passed"),
      test("c", "failed", CLOSED),
      test("d", "passed"),
    ]);
    const after = side([
      test("a", "passed"),
      test("b", "failed", CLOSED),
      test("c", "failed", CLOSED),
      test("e", "passed"),
    ]);
    expect(ids(compareResults(before, after))).toEqual({
      fixed: ["a"],
      regressed: ["b"],
      stillFailing: ["c"],
      appeared: ["e"],
      disappeared: ["d"],
    });
  });

  it("call another error changed, and only a later stage advanced", () => {
    const refused = probe("p", "failed", "", { stage: "connect", errno: "ECONNREFUSED" });
    const closed = probe("p", "failed", "", { stage: "events", closeCode: 1011 });
    const forward = compareResults(side([refused]), side([closed]));
    expect(ids(forward)).toEqual({ stillFailing: ["p"], errorChanged: ["p"], advanced: ["p"] });
    const back = compareResults(side([closed]), side([refused]));
    expect(ids(back)).toEqual({ stillFailing: ["p"], errorChanged: ["p"] });
    expect(back.errorChanged[0]?.move).toBe("fell-back");
    const beside = compareResults(side([test("t", "failed", CLOSED)]), side([test("t", "failed", OTHER)]));
    expect(beside.errorChanged[0]).toMatchObject({ move: "changed", errorBefore: {}, errorAfter: {} });
  });

  it("measure no step where weak words are all that is known of one of them", () => {
    const odd = compareResults(side([test("t", "failed", "nobody knows this")]), side([test("t", "failed", CLOSED)]));
    expect(odd.errorChanged.map(({ move }) => move)).toEqual(["changed"]);
    expect(odd.advanced).toEqual([]);
  });

  it("take neither a skipped nor a blocked test for a repair", () => {
    const before = side([test("a", "failed", CLOSED), test("b", "failed", CLOSED), test("c", "skipped")]);
    const after = side([test("a", "skipped"), test("b", "blocked"), test("c", "failed", CLOSED)]);
    expect(ids(compareResults(before, after))).toEqual({ notRun: ["a", "b", "c"] });
  });

  it("call flaky what changed at one commit, or passed on another try", () => {
    const commit = "a".repeat(40);
    const before = [test("a", "failed", CLOSED), test("b", "passed")];
    const after = [test("a", "passed"), test("b", "failed", CLOSED)];
    expect(ids(compareResults(side(before, commit), side(after, commit)))).toMatchObject({ flaky: ["a", "b"] });
    expect(ids(compareResults(side(before, commit), side(after, "b".repeat(40))))).not.toHaveProperty("flaky");
    const passed = test("c", "passed");
    const failure = test("c", "failed", CLOSED).failure ?? expect.fail();
    const retried: CheckResult = { ...passed, test: { ...(passed.test ?? expect.fail()), earlier: [failure] } };
    expect(ids(compareResults(side([]), side([retried])))).toEqual({ appeared: ["c"], flaky: ["c"] });
  });

  it("suspect a repair that was faster than any answer", () => {
    const passed = test("a", "passed");
    const quick: CheckResult = { ...passed, test: { ...(passed.test ?? expect.fail()), contact: "not-shown" } };
    const found = compareResults(side([test("a", "failed", CLOSED)]), side([quick]));
    expect(ids(found)).toEqual({ fixed: ["a"], suspicious: ["a"] });
  });
});
