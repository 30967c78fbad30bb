// RSpec's JSON, written by hand after its formatter: examples, pending ones, and errors outside of them.
import { describe, expect, it } from "vitest";
import { countsOf, fixture, named, read, readValue, shown } from "./reading.ts";

const report = read(fixture("rspec"));

describe("a report of RSpec", () => {
  it("is counted, with the error outside of its examples", () => {
    expect(report).toMatchObject({ format: "rspec-json", state: "read", incomplete: [] });
    expect(countsOf(report)).toEqual({ passed: 1, failed: 2, skipped: 1, errors: 1 });
    expect(shown(report.errors[0]?.message ?? null)).toMatch(
      /^An error occurred while loading .\/spec\/basket_spec\.rb\./u,
    );
  });

  it("tells group, file with line, and duration", () => {
    expect(named(report, "asks the bank")).toMatchObject({
      suitePath: ["Shop#total"],
      file: "./spec/shop_spec.rb:5",
      durationMs: 40,
    });
  });

  it("tells examples without words of their own apart by their place, whatever the order of the run", () => {
    expect(named(report, "is expected to be positive").file).toBe("./spec/shop_spec.rb:21");
    expect(named(report, "is expected to be positive (2)").file).toBe("./spec/shop_spec.rb:9");
  });

  it("keeps class, message and backtrace of an exception, and why an example is pending", () => {
    const { type, message, detail } = named(report, "is expected to be positive (2)");
    expect([type, message].map(shown)).toEqual([
      "RSpec::Expectations::ExpectationNotMetError",
      "expected `-1.positive?` to be truthy, got false",
    ]);
    expect(shown(detail)).toContain("./spec/support/clock.rb:4");
    expect(shown(named(report, "asks the bank").detail)).toBeNull();
    expect(shown(named(report, "ships abroad").message)).toBe("Not yet implemented");
  });
});

describe("its summary", () => {
  const passed = { description: "a", full_description: "S a", status: "passed" };
  const of = (summary: object, more: object = {}) => readValue({ examples: [passed], summary, ...more });

  it.each([
    [{ example_count: 2 }, ["it declares 2 tests but holds 1"]],
    [{ example_count: 1, failure_count: 1 }, ["it declares 1 failure but holds 0"]],
    [{ example_count: 1, failure_count: 0, errors_outside_of_examples_count: 0 }, []],
    [{ failure_count: 1, errors_outside_of_examples_count: 1 }, ["it declares 2 failures but holds 1"]],
    [{}, []],
  ])("%j", (summary, incomplete) => {
    expect(of(summary).incomplete).toEqual(incomplete);
  });

  it("with errors outside of examples is never green, even where their text is not told", () => {
    expect(countsOf(of({ errors_outside_of_examples_count: 2 }))).toEqual({ passed: 1, errors: 2 });
    expect(countsOf(of({}, { messages: ["No examples found.", "An error occurred while loading a"] }))).toEqual({
      passed: 1,
      errors: 1,
    });
    const many = of({ errors_outside_of_examples_count: 1e9, failure_count: 0 });
    expect(many.errors).toHaveLength(100);
    expect(many.incomplete).toEqual([]);
  });
});
