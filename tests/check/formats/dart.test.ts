// Dart and Flutter: tests that only load a file are none, and a run says at its end whether it succeeded.
import { describe, expect, it } from "vitest";
import { reveal } from "../../../src/text/untrusted.ts";
import { errorLines, lines, messages, readBytes } from "./reading.ts";

type Facts = Readonly<Record<string, unknown>>;

const event = (type: string, time: number, more: Facts): string => JSON.stringify({ type, time, ...more });
const START = event("start", 0, { protocolVersion: "0.1.1", runnerVersion: "1.25.0", pid: 1 });
const suite = (id: number, path: string, platform = "vm"): string =>
  event("suite", 0, { suite: { id, path, platform } });
const group = (suiteID: number, testCount: number, parentID: number | null = null): string =>
  event("group", 1, { group: { id: 50 + suiteID, suiteID, parentID, name: "", testCount } });
const begin = (id: number, name: string, suiteID = 0, more: Facts = {}): string =>
  event("testStart", 10, {
    test: { id, name, suiteID, groupIDs: [], metadata: { skip: false, skipReason: null }, ...more },
  });
const ended = (testID: number, result: string, more: Facts = {}): string =>
  event("testDone", 35, { testID, result, skipped: false, hidden: false, ...more });
const failed = (testID: number, error: string, isFailure = true): string =>
  event("error", 20, { testID, error, stackTrace: "test/a_test.dart 5:3  main\n", isFailure });
const DONE = event("done", 99, { success: true });
const read = async (...events: readonly string[]) => readBytes(`${events.join("\n")}\n`);

describe("tests", () => {
  it("counts what is not hidden", async () => {
    const found = await read(
      START,
      suite(0, "test/a_test.dart"),
      begin(1, "loading test/a_test.dart"),
      ended(1, "success", { hidden: true }),
      group(0, 4),
      begin(2, "a passes"),
      ended(2, "success"),
      begin(3, "b fails"),
      failed(3, "Expected: 1\n  Actual: 2\n"),
      ended(3, "failure"),
      begin(4, "c breaks"),
      failed(4, "Exception: x", false),
      ended(4, "error"),
      begin(5, "d skipped", 0, { metadata: { skip: true, skipReason: "slow" } }),
      ended(5, "success", { skipped: true }),
      event("done", 99, { success: false }),
    );
    expect(lines(found)).toEqual([
      "passed test/a_test.dart::a passes",
      "failed test/a_test.dart::b fails",
      "errored test/a_test.dart::c breaks",
      "skipped test/a_test.dart::d skipped",
    ]);
    expect(messages(found)).toEqual([null, "Expected: 1\n  Actual: 2\n", "Exception: x", "slow"]);
    expect(found.tests[0]).toMatchObject({ durationMs: 25, file: "test/a_test.dart", project: null });
    expect(found.report).toMatchObject({ state: "read", errors: 0, planned: 4, counts: { tests: 4, notRun: 0 } });
  });

  it("tells platforms apart, and no checkout", async () => {
    const { tests } = await read(
      START,
      suite(0, "/home/runner/work/app/app/test/deep/a_test.dart"),
      suite(1, "test/a_test.dart", "chrome"),
      begin(1, "a"),
      ended(1, "success"),
      begin(2, "a", 1),
      ended(2, "success"),
      DONE,
    );
    expect(tests.map(({ className, project }) => [className, project])).toEqual([
      ["test/deep/a_test.dart", null],
      ["test/a_test.dart", "chrome"],
    ]);
  });

  it("keeps every error of one test", async () => {
    const { tests } = await read(
      START,
      begin(1, "a"),
      failed(1, "first"),
      failed(1, "second"),
      ended(1, "failure"),
      DONE,
    );
    const detail = tests[0]?.detail ?? null;
    expect(detail === null ? "" : reveal(detail)).toContain("second");
  });
});

describe("what is outside of tests", () => {
  it("is a file that does not load", async () => {
    const found = await read(
      START,
      suite(0, "test/a_test.dart"),
      begin(1, "loading test/a_test.dart"),
      failed(1, "Failed to load: Compilation failed", false),
      ended(1, "error"),
      event("done", 9, { success: false }),
    );
    expect(found.report).toMatchObject({ state: "read", errors: 1, counts: { tests: 0 } });
    expect(errorLines(found)).toEqual(["test/a_test.dart: Failed to load: Compilation failed"]);
  });

  it("is a hidden set-up that fails", async () => {
    const found = await read(
      START,
      begin(1, "(setUpAll)"),
      failed(1, "no server"),
      ended(1, "error", { hidden: true }),
      DONE,
    );
    expect(errorLines(found)).toEqual(["(setUpAll): no server"]);
  });

  it("is a run that did not succeed and does not say why", async () => {
    const found = await read(START, begin(1, "a"), ended(1, "success"), event("done", 9, { success: false }));
    expect(found.report).toMatchObject({ errors: 1, counts: { passed: 1 } });
    const unknown = await read(START, begin(1, "a"), ended(1, "success"), event("done", 9, { success: null }));
    expect(unknown.report.errors).toBe(1);
  });
});

describe("a run that was cut off", () => {
  it("lists what was begun and counts what was planned", async () => {
    const found = await read(
      START,
      suite(0, "a_test.dart"),
      group(0, 5),
      begin(1, "a"),
      ended(1, "success"),
      begin(2, "b"),
    );
    expect(lines(found)).toEqual(["passed a_test.dart::a", "not-run a_test.dart::b"]);
    expect(found.report).toMatchObject({
      state: "partial",
      reason: "it ends before the run did",
      planned: 5,
      counts: { tests: 1, notRun: 4 },
    });
  });

  it("stands among lines of flutter", async () => {
    const found = await read(
      `[{"event":"test.startedProcess","params":{}}]`,
      START,
      "some text",
      begin(1, "a"),
      ended(1, "success"),
      DONE,
    );
    expect(found.report).toMatchObject({ format: "dart-json", state: "read", counts: { passed: 1 } });
  });

  it("has numbers and names of any kind", async () => {
    const found = await read(
      START,
      event("testStart", 1, { test: { id: "x" } }),
      event("testDone", 1, { testID: 77, result: "failure" }),
      event("group", 1, { group: { id: 1, parentID: null, testCount: -3 } }),
      begin(1, "__proto__"),
      ended(1, "odd"),
      DONE,
    );
    expect(lines(found)).toEqual(["passed __proto__"]);
  });
});
