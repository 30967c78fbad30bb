// go test -json: what counts, what is an error of the run, and what a cut or mixed stream still tells.
import { describe, expect, it } from "vitest";
import { reveal } from "../../../src/text/untrusted.ts";
import { errorLines, lines, messages, readBytes } from "./reading.ts";

type Event = Readonly<Record<string, string | number>>;

const P = "example.com/p";
const event = (Action: string, more: Event = {}): string => JSON.stringify({ Action, Package: P, ...more });
const begin = (Test: string): string => event("run", { Test, Time: "2026-01-02T03:04:05.678901234+01:00" });
const print = (Output: string, Test?: string): string =>
  event("output", Test === undefined ? { Output } : { Output, Test });
const ended = (Action: string, Test: string, Elapsed = 0.25): string => event(Action, { Test, Elapsed });
const read = async (...events: readonly string[]) => readBytes(`${events.join("\n")}\n`);

describe("tests", () => {
  it("counts subtests and their parents, as go does", async () => {
    const found = await read(
      event("start"),
      begin("TestA"),
      begin("TestA/one"),
      begin("TestA/two"),
      ended("pass", "TestA/one"),
      ended("fail", "TestA/two"),
      ended("fail", "TestA"),
      begin("TestB"),
      ended("skip", "TestB"),
      event("fail", { Elapsed: 1 }),
    );
    expect(lines(found)).toEqual([
      `passed ${P}::TestA/one`,
      `failed ${P}::TestA/two`,
      `failed ${P}::TestA`,
      `skipped ${P}::TestB`,
    ]);
    expect(found.report).toMatchObject({ state: "read", errors: 0, counts: { tests: 4, failed: 2, skipped: 1 } });
  });

  it("tells duration and begin", async () => {
    const { tests } = await read(begin("TestA"), ended("pass", "TestA", 1.5), event("pass"));
    expect(tests[0]).toMatchObject({ durationMs: 1_500, startedAt: Date.parse("2026-01-02T02:04:05.678Z") });
  });

  it.each([
    [["    a_test.go:7: got 1, want 2\n"], "a_test.go:7: got 1, want 2"],
    [
      ["    a_test.go:3: starting\n", "    a_test.go:9: got 1, want 2\n", "    a_test.go:12: closing\n"],
      "a_test.go:9: got 1, want 2",
    ],
    [["    a_test.go:3: one\n", "    a_test.go:9: two\n"], "a_test.go:9: two"],
    [["plain words\n"], "plain words"],
    [["panic: boom [recovered]\n", "\tpanic: boom\n", "goroutine 1 [running]:\n"], "panic: boom [recovered]"],
    [
      ["    a_test.go:9: \n", "        \tError Trace:\ta_test.go:9\n", "        \tError:      \tNot equal: \n"],
      "a_test.go:9: Not equal:",
    ],
  ])("takes for the message of %j the line that says why", async (outputs, wanted) => {
    const found = await read(
      begin("TestA"),
      print("=== RUN   TestA\n", "TestA"),
      ...outputs.map((each) => print(each, "TestA")),
      print("--- FAIL: TestA (0.00s)\n", "TestA"),
      ended("fail", "TestA"),
      event("fail"),
    );
    expect(messages(found)).toEqual([wanted]);
    const detail = found.tests[0]?.detail ?? null;
    expect(detail === null ? "" : reveal(detail)).not.toContain("---");
  });

  it("keeps nothing of what a pass printed, and the reason of a skip", async () => {
    const found = await read(
      begin("TestA"),
      print("    a_test.go:3: chatter\n", "TestA"),
      ended("pass", "TestA"),
      begin("TestB"),
      print("    a_test.go:4: needs a network\n", "TestB"),
      ended("skip", "TestB"),
      event("pass"),
    );
    expect(messages(found)).toEqual([null, "a_test.go:4: needs a network"]);
    expect(found.tests.map(({ detail }) => detail)).toEqual([null, null]);
  });

  it("counts each run of -count=2", async () => {
    const once = [begin("TestA"), ended("pass", "TestA")];
    expect((await read(...once, ...once, event("pass"))).report.counts.tests).toBe(2);
  });

  it("counts no benchmark", async () => {
    const found = await read(
      begin("BenchmarkA"),
      event("bench", { Test: "BenchmarkA", Output: "100 ns/op" }),
      event("pass"),
    );
    expect(found.report).toMatchObject({ state: "empty", counts: { tests: 0, notRun: 0 } });
  });

  it("is not led astray by names", async () => {
    const found = await read(
      begin("__proto__"),
      ended("pass", "__proto__"),
      begin("constructor"),
      ended("fail", "constructor"),
      event("fail"),
    );
    expect(found.report.counts).toMatchObject({ tests: 2, passed: 1, failed: 1 });
  });
});

describe("a package that fails without a failed test", () => {
  it("panicked: the test that was running never finished", async () => {
    const found = await read(
      begin("TestA"),
      print("panic: index out of range\n", "TestA"),
      print("goroutine 7 [running]:\n", "TestA"),
      print("FAIL\texample.com/p\t0.005s\n"),
      event("fail", { Elapsed: 0.005 }),
    );
    expect(lines(found)).toEqual([`not-run ${P}::TestA`]);
    expect(errorLines(found)).toEqual([`${P}/TestA: panic: index out of range`]);
    expect(found.report).toMatchObject({ state: "read", errors: 1, counts: { tests: 0, notRun: 1 } });
  });

  it("was stopped by its time limit after a pass", async () => {
    const found = await read(
      begin("TestA"),
      print("--- PASS: TestA (1.00s)\n", "TestA"),
      print("panic: test timed out after 1s\n", "TestA"),
      ended("pass", "TestA", 1),
      event("fail", { Elapsed: 1 }),
    );
    expect(found.report).toMatchObject({ errors: 1, counts: { tests: 1, passed: 1 } });
    expect(errorLines(found)).toEqual([`${P}/TestA: panic: test timed out after 1s`]);
  });

  it("panics in a second test after the failure of a first", async () => {
    const found = await read(
      begin("TestA"),
      ended("fail", "TestA"),
      begin("TestB"),
      print("panic: boom\n", "TestB"),
      event("fail"),
    );
    expect(lines(found)).toEqual([`failed ${P}::TestA`, `not-run ${P}::TestB`]);
    expect(errorLines(found)).toEqual([`${P}/TestB: panic: boom`]);
  });

  it("says a panic once where its own test failed by it", async () => {
    const found = await read(begin("TestA"), print("panic: boom\n", "TestA"), ended("fail", "TestA"), event("fail"));
    expect(found.report).toMatchObject({ errors: 0, counts: { failed: 1 } });
  });

  it("was not built", async () => {
    const found = await read(
      JSON.stringify({ ImportPath: `${P} [${P}.test]`, Action: "build-output", Output: `# ${P}\n` }),
      JSON.stringify({ ImportPath: `${P} [${P}.test]`, Action: "build-output", Output: "./a.go:3:2: undefined: b\n" }),
      JSON.stringify({ ImportPath: `${P} [${P}.test]`, Action: "build-fail" }),
      event("start"),
      print(`FAIL\t${P} [build failed]\n`),
      event("fail", { Elapsed: 0, FailedBuild: `${P} [${P}.test]` }),
    );
    expect(errorLines(found)).toEqual([`${P}: ./a.go:3:2: undefined: b`]);
    expect(found.report).toMatchObject({ state: "read", errors: 1, counts: { tests: 0 } });
  });

  it("ended in TestMain", async () => {
    const found = await read(
      event("start"),
      print("cannot reach the database\n"),
      print("exit status 1\n"),
      print(`FAIL\t${P}\t0.1s\n`),
      event("fail"),
    );
    expect(errorLines(found)).toEqual([`${P}: cannot reach the database`]);
  });
});

describe("a stream that is not whole", () => {
  it("ends before its packages do", async () => {
    const found = await read(begin("TestA"), ended("pass", "TestA"), begin("TestB"));
    expect(found.report).toMatchObject({
      state: "partial",
      reason: "it ends before the tests of all packages did",
      counts: { tests: 1, notRun: 1 },
    });
  });

  it("holds lines of other programs, and packages side by side", async () => {
    const other = (text: string): string => text.replaceAll(P, "example.com/q");
    const found = await read(
      "go: downloading example.com/x v1.0.0",
      begin("TestA"),
      other(begin("TestA")),
      "{not json}",
      other(ended("fail", "TestA")),
      ended("pass", "TestA"),
      event("pass"),
      other(event("fail")),
    );
    expect(lines(found)).toEqual(["failed example.com/q::TestA", `passed ${P}::TestA`]);
    expect(found.report.state).toBe("read");
  });

  it("has a test without any package, lines of any length and depth", async () => {
    const deep = `{"Action":"output","Package":"${P}","Output":${"[".repeat(100_000)}`;
    const long = JSON.stringify({ Action: "output", Package: P, Test: "TestA", Output: "x".repeat(3_000_000) });
    const found = await read(
      `{"Action":"run","Test":"T"}`,
      deep,
      long,
      begin("TestA"),
      ended("fail", "TestA"),
      event("fail"),
    );
    expect(found.report.counts).toMatchObject({ failed: 1, notRun: 1 });
  });

  it("keeps a bounded part of what a test printed", async () => {
    const much = Array.from({ length: 2_000 }, (_, at) => print(`line ${at} ${"x".repeat(100)}\n`, "TestA"));
    const { tests } = await read(begin("TestA"), ...much, ended("fail", "TestA"), event("fail"));
    const detail = tests[0]?.detail ?? null;
    const text = detail === null ? "" : reveal(detail);
    expect(text).toContain("line 0 ");
    expect(text).toContain("line 1999 ");
    expect(text.length).toBeLessThan(40_000);
  });
});
