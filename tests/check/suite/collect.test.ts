// What becomes of the results that reports tell: keys, groups, bounds, and what failed outside of every test.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { startCpu } from "../../cpu.ts";
import { createCollector } from "../../../src/check/suite/collect.ts";
import { NO_TESTS } from "../../../src/model/check.ts";
import { reveal, untrusted } from "../../../src/text/untrusted.ts";
import { collect, KEPT, outcomes, runError, SUITE_KEY, testCase } from "./cases.ts";

const keyOf = (...given: Parameters<typeof testCase>): string | undefined =>
  collect(testCase(...given)).results[0]?.key;

/** What the heap holds once nobody else's garbage is in it. */
function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  const collectGarbage: unknown = runInNewContext("gc");
  if (typeof collectGarbage === "function") collectGarbage();
  return process.memoryUsage().heapUsed;
}

describe("the key of a test", () => {
  it("is made of suite, project, class and name", () => {
    const all = [
      keyOf("a"),
      keyOf("b"),
      keyOf("a", { className: "d" }),
      keyOf("a", { project: "chromium" }),
      keyOf("a", { project: "firefox" }),
      keyOf("a", { suitePath: ["t"] }),
      keyOf("a[1]"),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it("holds no clock, machine or result", () => {
    const key = keyOf("a", { suitePath: ["Chrome 141.0.1 (Linux)", "rspec2"] });
    expect(keyOf("a", { suitePath: ["Chrome 142.0.0 (Linux)", "rspec14"] })).toBe(key);
    expect(keyOf("a", { suitePath: ["Chrome 141.0.1 (Linux)", "rspec2"], outcome: "failed", durationMs: 3 })).toBe(key);
    expect(keyOf("a", { suitePath: ["Chrome 141.0.1 (Linux)", "rspec2"], startedAt: 5, file: "x.py" })).toBe(key);
  });

  it("numbers exact duplicates, in the order of the reports", () => {
    const { results, twins } = collect(testCase("a"), testCase("b"), testCase("a"), testCase("a"));
    expect(new Set(results.map(({ key }) => key)).size).toBe(4);
    const [one = "", other = "", second, third] = results.map(({ key }) => key);
    expect([...twins.bases]).toEqual([one]);
    expect(twins.of(one).map(({ key }) => key)).toEqual([one, second, third]);
    expect(twins.of(other)).toEqual([{ key: other, path: "s" }]);
    expect(collect(testCase("a")).results[0]?.key).toBe(results[0]?.key);
  });

  it("takes names like those of an object's own properties for names", () => {
    const { results } = collect(testCase("__proto__"), testCase("constructor"), testCase("toString"));
    expect(outcomes(results)).toEqual(["__proto__ passed", "constructor passed", "toString passed"]);
    expect(new Set(results.map(({ key }) => key)).size).toBe(3);
  });
});

describe("a result", () => {
  it("has its class as group, or the path of its suites where the tool writes none", () => {
    const groups = collect(
      testCase("a"),
      testCase("a", { className: null, suitePath: ["", "api", "users"] }),
      testCase("a", { className: "test", suitePath: ["api"] }),
    ).results.map(({ group }) => (group === null ? null : reveal(group)));
    expect(groups).toEqual(["c", "api \u203a users", "api"]);
  });

  it("keeps what is told of a failure, of tries before, and of its place", () => {
    const told = { message: untrusted("first"), detail: untrusted("at a.ts:1") };
    const [result] = collect(
      testCase("a", {
        outcome: "failed",
        message: untrusted("second"),
        detail: untrusted("at a.ts:2"),
        type: untrusted("AssertionError"),
        startedAt: 1_790_000_000_000,
        project: "chromium",
        file: "a.spec.ts",
        earlier: [told],
      }),
    ).results;
    expect(result).toMatchObject({
      outcome: "failed",
      at: 1_790_000_000_000,
      failure: { message: untrusted("second"), detail: untrusted("at a.ts:2"), type: untrusted("AssertionError") },
      test: {
        project: untrusted("chromium"),
        file: untrusted("a.spec.ts"),
        earlier: [{ message: untrusted("first"), detail: untrusted("at a.ts:1"), type: null, facts: {} }],
      },
    });
  });

  it("of a test that did not fail keeps no message", () => {
    const message = untrusted("not here");
    const { results, origins } = collect(
      testCase("a", { outcome: "skipped", message }),
      testCase("b", { outcome: "not-run", message }),
      testCase("c", { message }),
    );
    expect(results.map(({ failure }) => failure)).toEqual([null, null, null]);
    expect(origins.size).toBe(0);
  });
});

it("takes many tests of one name in no more time than others", () => {
  const collector = createCollector(SUITE_KEY, KEPT(), { quiet: 50_000, broken: 20_000 });
  const spent = startCpu();
  for (let at = 0; at < 50_000; at++) collector.test(testCase("a"));
  for (let at = 0; at < 20_000; at++) collector.test(testCase("a", { outcome: "failed" }));
  expect(collector.collected().results).toHaveLength(70_000);
  expect(spent()).toBeLessThan(5_000);
});

describe("what failed outside of every test", () => {
  it("is an errored check with a key of its own, and no test", () => {
    const { results } = collect(
      runError("boom"),
      runError("set-up", { suitePath: ["api 1", "users"], type: untrusted("Error") }),
      testCase("users", { className: "", suitePath: ["api 1", "users"] }),
    );
    expect(outcomes(results)).toEqual(["(whole suite) errored", "users errored", "users passed"]);
    expect(results.map(({ test }) => test === null)).toEqual([true, true, false]);
    expect(results[1]).toMatchObject({ group: untrusted("api 1 \u203a users"), failure: { type: untrusted("Error") } });
    expect(new Set(results.map(({ key }) => key)).size).toBe(3);
    const [again] = collect(runError("another text", { suitePath: ["api 2", "users"] })).results;
    expect(again?.key).toBe(results[1]?.key);
  });
});

describe("beyond the bound", () => {
  it("results are counted, and failures have room of their own", () => {
    const collector = createCollector(SUITE_KEY, KEPT(), { quiet: 2, broken: 1 });
    for (const outcome of ["passed", "skipped", "passed", "not-run", "failed", "errored", "failed"] as const) {
      collector.test(testCase(`a ${outcome}`, { outcome }));
    }
    collector.error(runError("boom"));
    const { results, beyond } = collector.collected();
    expect(outcomes(results)).toEqual(["a passed passed", "a skipped skipped", "a failed failed"]);
    expect(beyond).toEqual({ ...NO_TESTS, tests: 3, passed: 1, failed: 1, errored: 2, notRun: 1 });
  });

  it("nothing of a large piece of a file stays in memory", () => {
    const collector = createCollector(SUITE_KEY, KEPT());
    const before = heldBytes();
    for (let at = 0; at < 400; at++) {
      // As a parser does: the name is a window on the piece that it stood in.
      const piece = `${String(at).padStart(20, "x")} failed${"#".repeat(500_000)}`;
      collector.test(testCase(piece.slice(0, 27), { outcome: "failed", message: untrusted(piece.slice(0, 20)) }));
    }
    expect(collector.collected().results).toHaveLength(400);
    expect(heldBytes() - before).toBeLessThan(20 * 1_024 * 1_024);
  });
});
