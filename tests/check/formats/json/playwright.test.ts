// Playwright's JSON report: reports of real runs, and the shapes that a run takes seldom.
import { describe, expect, it } from "vitest";
import { countsOf, fixture, messagesOf, named, read, readValue, shown } from "./reading.ts";

const run = (specs: readonly unknown[], more: object = {}) =>
  readValue({ config: {}, suites: [{ title: "a.spec.ts", file: "a.spec.ts", specs }], ...more });

/** One test with the results of its tries. */
const test = (statuses: readonly string[], more: object = {}) => ({
  title: "t",
  file: "a.spec.ts",
  line: 3,
  tests: [{ expectedStatus: "passed", projectName: "", results: statuses.map((status) => ({ status })), ...more }],
});

describe("a real run", () => {
  const report = read(fixture("playwright"));

  it("is counted as Playwright counts it in the terminal, where it tells what did not run", () => {
    expect(report).toMatchObject({ format: "playwright-json", state: "read", incomplete: [] });
    expect(countsOf(report)).toEqual({ passed: 5, failed: 9, skipped: 3, "not-run": 2 });
  });

  it("tells suites, project, file and line, time and duration", () => {
    expect(named(report, "adds to the basket")).toMatchObject({
      suitePath: ["shop.spec.js", "shop"],
      project: "alpha",
      className: null,
      file: "shop.spec.js:4",
      durationMs: 6,
      startedAt: Date.parse("2026-11-21T18:53:09.964Z"),
      message: null,
      earlier: [],
    });
  });

  it("tells the same test of two projects apart", () => {
    const pays = report.tests.filter(({ name }) => name === "pays");
    expect(pays.map(({ project }) => project)).toEqual(["alpha", "beta"]);
  });

  it("calls a pass after a failure a pass, and keeps the failure", () => {
    const { outcome, earlier } = named(report, "ships at last");
    expect(outcome).toBe("passed");
    expect(messagesOf(earlier)[0]).toContain("toBe");
  });

  it("takes test.fail() at its word", () => {
    expect(named(report, "is known broken").outcome).toBe("passed");
    const works = named(report, "is known broken but works");
    expect([works.outcome, shown(works.message)]).toEqual(["failed", "expected to fail, but it passed"]);
  });

  it("keeps the reason for which a test was skipped", () => {
    expect(shown(named(report, "skips inside").message)).toBe("not today");
  });

  it("keeps all errors of one test, with the stack of the first", () => {
    const detail = shown(named(report, "pays softly").detail);
    expect(detail).toContain("    at /home/runner/work/shop/shop/tests/shop.spec.js:6:46");
    expect(detail?.match(/toBe/gu)?.length).toBeGreaterThan(1);
  });

  it("names the files that a test left", () => {
    const paths = named(report, "attaches").attachments.map(shown);
    expect(paths).toHaveLength(2);
    expect(paths[0]).toMatch(/attachments\/shot-\w+\.txt$/u);
  });

  it("that timed out says so", () => {
    expect(shown(named(report, "times out").message)).toContain("Test timeout of 200ms exceeded.");
  });
});

describe("a run that did not get far", () => {
  it("counts what did not run beside the results", () => {
    const report = read(fixture("playwright-max-failures"));
    expect(countsOf(report)).toEqual({ passed: 2, failed: 2, skipped: 4, "not-run": 20, errors: 1 });
    expect(shown(report.errors[0]?.message ?? null)).toContain(
      "Testing stopped early after 1 maximum allowed failures",
    );
    expect(report.incomplete).toEqual([]);
  });

  it("is never empty when a file could not be loaded", () => {
    const report = read(fixture("playwright-cannot-load"));
    expect(countsOf(report)).toEqual({ errors: 1 });
    expect(report.errors.map(({ message }) => shown(message))).toEqual(["Error: cannot load"]);
  });
});

describe("a test", () => {
  it.each([
    [["passed"], {}, "passed"],
    [["failed", "passed"], {}, "passed"],
    [["failed", "failed"], {}, "failed"],
    [["timedOut"], {}, "failed"],
    [["passed", "failed"], {}, "failed"],
    [["passed", "passed"], {}, "passed"],
    [["failed", "interrupted"], {}, "failed"],
    [["passed", "skipped"], {}, "passed"],
    [["interrupted"], {}, "not-run"],
    [["skipped", "interrupted"], {}, "not-run"],
    [["skipped"], { expectedStatus: "skipped" }, "skipped"],
    [["skipped", "interrupted"], { expectedStatus: "skipped" }, "not-run"],
    [["skipped"], {}, "not-run"],
    [["skipped", "skipped"], {}, "not-run"],
    [["skipped", "failed"], {}, "failed"],
    [[], {}, "not-run"],
    [[], { status: "skipped" }, "not-run"],
    [[], { status: "skipped", expectedStatus: "skipped" }, "skipped"],
    [["failed"], { expectedStatus: "failed" }, "passed"],
    [["passed"], { expectedStatus: "failed" }, "failed"],
    [["timedOut"], { expectedStatus: "failed" }, "failed"],
    [["passed"], { status: "unexpected" }, "failed"],
    [["passed"], { expectedStatus: "skipped" }, "passed"],
    [["failed"], { expectedStatus: "skipped" }, "failed"],
    [["strange"], {}, "failed"],
  ])("with the tries %j and %j is %s", (statuses, more, outcome) => {
    expect(run([test(statuses, more)]).tests.map((each) => each.outcome)).toEqual([outcome]);
  });

  it("that passed twice, because it is one of a row, never failed", () => {
    expect(run([test(["passed", "passed"])]).tests[0]?.earlier).toEqual([]);
    expect(run([test(["failed", "passed"])]).tests[0]?.earlier).toHaveLength(1);
  });

  it("that threw something that is no error says what", () => {
    const results = [{ status: "failed", error: { value: "'just text'" } }];
    expect(shown(run([test([], { results })]).tests[0]?.message ?? null)).toBe("'just text'");
  });
});

describe("the summary of a report", () => {
  it("that counts more than is there makes it incomplete", () => {
    const specs = [test(["passed"])];
    expect(run(specs, { stats: { expected: 2, unexpected: 0 } }).incomplete).toEqual([
      "it declares 2 tests but holds 1",
    ]);
    expect(run(specs, { stats: { expected: 0, unexpected: 1 } }).incomplete).toEqual([
      "it declares 1 failure but holds 0",
    ]);
    expect(run(specs, { stats: { expected: 1, unexpected: 0, flaky: 0, skipped: 0 } }).incomplete).toEqual([]);
    expect(run(specs).incomplete).toEqual([]);
  });
});
