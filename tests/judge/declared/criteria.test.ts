// Which lines of the team's list are ticked off: only what this cycle has shown.
import { describe, expect, it } from "vitest";
import { analyse } from "../../../src/judge/analyse.ts";
import type { CriterionState } from "../../../src/model/analysis.ts";
import { NO_TESTS, type CheckResult } from "../../../src/model/check.ts";
import type { Criterion } from "../../../src/model/declared.ts";
import type { Cycle } from "../../../src/model/cycle.ts";
import { untrusted } from "../../../src/text/untrusted.ts";
import { cycle, loop, suiteRun, test } from "../../fakes/checks.ts";

const NO_MODULE = "ModuleNotFoundError: No module named 'shop.cart'";
const CLOSED = "received 1011 (internal error) Factory SSOT validation failed";
const EMPTY = "0/5 critical events found. Missing Events: {'agent_started'}";

const [a, b] = [test("a", "passed"), test("b", "passed")];

function state(
  { checks = null, noError = null }: Partial<Criterion>,
  ran: readonly CheckResult[],
  over: Partial<Cycle> = {},
): CriterionState["state"] | undefined {
  const criterion = { text: untrusted("all is well"), checks, noError };
  return analyse(cycle(ran, { criteria: [criterion], ...over }), loop()).criteria[0]?.state;
}

it("nothing ticks off what is bound to nothing", () => {
  expect(state({}, [a])).toBe("unbound");
  expect(state({}, [a], { cancelled: true })).toBe("unbound");
});

describe("bound to checks", () => {
  const bound = { checks: [a.key, b.key] };

  it.each<readonly [CriterionState["state"], string, readonly CheckResult[]]>([
    ["met", "all of them passed", [a, b, test("c", "failed", "boom")]],
    ["not-met", "one failed", [a, test("b", "failed", "boom")]],
    ["not-met", "one was skipped", [a, test("b", "skipped")]],
    ["not-met", "one was blocked", [a, test("b", "blocked")]],
    ["not-met", "one is not there", [a]],
    ["not-met", "one that only warns failed", [a, { ...test("b", "failed", "boom"), severity: "warn" }]],
  ])("is %s when %s", (wanted, _, ran) => {
    expect(state(bound, ran)).toBe(wanted);
  });

  it("is never met when there is none, or nothing was tested", () => {
    expect(state({ checks: [] }, [a, b])).toBe("not-met");
    expect(state(bound, [a, b], { cancelled: true })).toBe("not-met");
    expect(state(bound, [a, b], { suites: [] })).toBe("met");
  });

  it("is never met by tests of a suite that lost others", () => {
    const failed = { ...NO_TESTS, tests: 3, failed: 3 };
    for (const run of [suiteRun(2, { planned: 25 }), suiteRun(2, { minTests: 3 }), suiteRun(5, { beyond: failed })]) {
      expect(state(bound, [a, b], { suites: [run] })).toBe("not-met");
    }
    expect(state(bound, [a, b], { suites: [suiteRun(2, { planned: 2, minTests: 2 })] })).toBe("met");
  });
});

describe("bound to errors", () => {
  const broken = test("c", "failed", NO_MODULE);

  it.each<readonly [CriterionState["state"], string, readonly string[], readonly CheckResult[]]>([
    ["met", "there is none of the class", ["test.import"], [a, test("c", "failed", CLOSED)]],
    ["not-met", "there is one of the class", ["net.dns", "test.import"], [a, broken]],
    ["not-met", "there is one of the family", ["test"], [a, broken]],
    ["not-met", "there is one of the family by its name", ["service"], [a, test("c", "failed", CLOSED)]],
    ["met", "a family only begins alike", ["te"], [a, broken]],
    ["not-met", "one only follows from another", ["assert"], [test("c", "failed", CLOSED), test("d", "failed", EMPTY)]],
    ["met", "the one that has it does not decide", ["test"], [a, { ...broken, severity: "warn" }]],
  ])("is %s when %s", (wanted, _, noError, ran) => {
    expect(state({ noError }, ran)).toBe(wanted);
  });

  it("is never met where nothing was tested, or where failures are only counted", () => {
    expect(state({ noError: ["net"] }, [a], { cancelled: true })).toBe("not-met");
    expect(
      state({ noError: ["net"] }, [a], { suites: [suiteRun(9, { beyond: { ...NO_TESTS, tests: 8, failed: 8 } })] }),
    ).toBe("not-met");
    const letters = (nth: number): string => String(nth).replace(/\d/gu, (digit) => "ghijklmnop".charAt(Number(digit)));
    const many = Array.from({ length: 2_100 }, (_, at) => test(`t${at}`, "failed", `AssertionError: ${letters(at)}qq`));
    expect(state({ noError: ["net"] }, many)).toBe("not-met");
    expect(state({ noError: ["net"] }, many.slice(0, 1_900))).toBe("met");
  });
});

it("bound to both it is met by both together", () => {
  const both = { checks: [a.key], noError: ["test"] };
  expect(state(both, [a, b])).toBe("met");
  expect(state(both, [a, test("c", "failed", NO_MODULE)])).toBe("not-met");
  expect(state(both, [test("a", "failed", CLOSED)])).toBe("not-met");
});
