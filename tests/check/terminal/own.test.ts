// Several runners and runs in one terminal: which of them are the command's own, and which a test of its printed.
import { describe, expect, it } from "vitest";
import { runnerTold } from "../../../src/check/terminal/runner-told.ts";

function told(exitCode: number | null, ...lines: readonly string[]): string | null {
  const found = runnerTold(lines.join("\n"), exitCode);
  if (found === null) return null;
  const { runner, collected, passed, failed, errors } = found;
  return `${runner} ${[collected, passed, failed, errors].map((each) => each ?? "?").join(" ")}`;
}

const PYTEST = ["===== test session starts =====", "collected 12 items", "===== 2 passed, 10 errors in 0.10s ====="];
const JEST_BAD = ["FAIL a.test.js", "Test Suites: 1 failed, 1 total", "Tests:       1 failed, 1 total"];
const JEST_GOOD = ["PASS b.test.js", "Test Suites: 1 passed, 1 total", "Tests:       2 passed, 2 total"];
const VITEST = (...tests: readonly string[]): readonly string[] => [
  " RUN  v3.2.4 /work",
  ...tests,
  " Test Files  1 passed (1)",
  "      Tests  2 passed (2)",
];
const VITEST_BAD = [" RUN  v3.2.4 /tmp/x", " Test Files  1 failed (1)", "      Tests  3 failed (3)"];
const NODE = (pass: number, fail: number): readonly string[] =>
  [`tests ${pass + fail}`, `pass ${pass}`, `fail ${fail}`, "cancelled 0", "skipped 0", "todo 0", "duration_ms 5"].map(
    (line) => `\u2139 ${line}`,
  );
const CARGO = (tests: number, ok = true): readonly string[] => [
  `running ${tests} tests`,
  `test result: ${ok ? "ok" : "FAILED"}. ${ok ? tests : 0} passed; ${ok ? 0 : tests} failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s`,
];
const cargoEnd = (tests: number): string => CARGO(tests).slice(1).join("");
const MAVEN = (failures: number): readonly string[] => [
  "[INFO]  T E S T S",
  "[INFO] Results:",
  `[INFO] Tests run: 2, Failures: ${failures}, Errors: 0, Skipped: 0`,
];

describe("several runners, one after the other", () => {
  it.each([
    [["Ran 2 tests in 0.001s", "", "OK"]],
    [["  2 passing (1ms)"]],
    [["# tests 2", "# pass 2"]],
    [["2 specs, 0 failures"]],
    [["100% tests passed, 0 tests failed out of 2"]],
    [["ok  \tx\t0.1s"]],
    [["OK (2 tests, 2 assertions)"]],
    [JEST_GOOD],
    [VITEST()],
    [CARGO(2)],
  ])("tell what the first one said, whatever follows: %j", (after) => {
    for (const code of [0, 1, null]) expect(told(code, ...PYTEST, ...after)).toBe("pytest 12 2 0 10");
  });

  it("tell the one with the most failures, and of good ones the last", () => {
    expect(told(0, ...JEST_BAD, ...PYTEST, ...VITEST())).toBe("pytest 12 2 0 10");
    expect(told(1, ...PYTEST.slice(0, 2), "===== 12 passed in 1.00s =====", ...JEST_BAD)).toBe("jest ? 0 1 0");
    expect(told(0, ...JEST_GOOD, ...VITEST())).toBe("vitest 2 2 0 0");
  });

  it("tell a session that never ended, or that one line of another follows", () => {
    expect(told(0, ...PYTEST.slice(0, 2), ...JEST_GOOD)).toBe("pytest 12 0 0 0");
    expect(told(0, ...PYTEST.slice(0, 2), "===== 12 passed in 1.00s =====", "2 specs, 0 failures")).toBe(
      "pytest 12 12 0 0",
    );
  });

  it("tell the failures of one line when it is the last", () => {
    expect(told(1, ...VITEST(), "2 specs, 1 failure")).toBe("Jasmine ? 1 1 0");
  });
});

describe("what a test prints of a tool that it runs", () => {
  it.each<readonly [string, readonly string[], string]>([
    ["vitest in vitest", VITEST(...VITEST_BAD), "vitest 2 2 0 0"],
    ["vitest in vitest, twice", VITEST(...VITEST_BAD, ...VITEST_BAD), "vitest 2 2 0 0"],
    ["vitest in vitest, without a failure", VITEST(...VITEST()), "vitest 2 2 0 0"],
    ["pytest in vitest", VITEST(...PYTEST), "vitest 2 2 0 0"],
    [
      "jest in pytest",
      ["===== test session starts =====", "collected 2 items", ...JEST_BAD, "===== 2 passed in 1s ====="],
      "pytest 2 2 0 0",
    ],
    ["cargo in cargo", ["running 2 tests", ...CARGO(5, false), cargoEnd(2)], "cargo test 2 2 0 0"],
    [
      "what does not compile in cargo",
      ["running 2 tests", "error: could not compile `x`", cargoEnd(2)],
      "cargo test 2 2 0 0",
    ],
    [
      "Playwright in Playwright",
      [
        "Running 2 tests using 1 worker",
        "Running 5 tests using 1 worker",
        "  1 failed",
        "  4 passed (1s)",
        "  2 passed (2s)",
      ],
      "Playwright 2 2 0 0",
    ],
  ])("is not said by the command: %s", (_, lines, wanted) => {
    for (const code of [0, 1, null]) expect(told(code, ...lines)).toBe(wanted);
  });

  it.each<readonly [string, readonly string[], string]>([
    ["jest", [...JEST_BAD, ...JEST_GOOD], "jest ? 2 0 0"],
    ["node:test", [...NODE(0, 1), "\u2714 a", ...NODE(2, 0)], "node:test ? 2 0 0"],
    ["mocha", ["  1 passing (1ms)", "  1 failing", "  2 passing (5ms)"], "mocha ? 2 0 0"],
    ["Maven", ["[INFO]  T E S T S", ...MAVEN(1), ...MAVEN(0).slice(1)], "Maven ? 2 0 0"],
    ["cargo, of whose program only the begin is shown", ["running 5 tests", ...CARGO(2)], "cargo test 2 2 0 0"],
    [
      "a process of Maven's that died",
      ["[ERROR] The forked VM terminated without properly saying goodbye.", ...MAVEN(0).slice(1)],
      "Maven ? 2 0 0",
    ],
  ])("is forgiven where nothing tells it apart but exit code 0: %s", (_, lines, wanted) => {
    expect(told(0, ...lines)).toBe(wanted);
    expect(told(1, ...lines)).not.toBe(wanted);
    expect(told(null, ...lines)).not.toBe(wanted);
  });

  it("is no line of a log that speaks of a process that died", () => {
    expect(told(1, "[ERROR] blah The forked VM terminated without properly saying goodbye", ...MAVEN(0))).toBe(
      "Maven ? 2 0 0",
    );
    const goal =
      "[ERROR] Failed to execute goal org.apache.maven.plugins:maven-surefire-plugin:3.2.5:test (default-test)";
    const died = `${goal} on project x: Execution default-test of goal y failed: The forked VM terminated without saying properly goodbye. VM crash`;
    expect(told(1, ...MAVEN(0), died)).toBe("Maven ? 2 0 1");
  });

  it("is no failure of a Go package that is well, nor a subtest that is none", () => {
    const inner = ["=== RUN   TestA", "        --- FAIL: TestInner (0.00s)", "--- FAIL: TestOther (0.00s)"];
    const good = [...inner, "--- PASS: TestA (0.00s)", "PASS", "ok  \texample.com/p\t0.1s"];
    expect(told(0, ...good)).toBe("go test ? 1 0 0");
    const bad = [
      "        --- FAIL: TestInner (0.00s)",
      "--- FAIL: TestB (0.00s)",
      "    --- FAIL: TestB/sub (0.00s)",
      "FAIL",
      "FAIL\texample.com/q\t0.1s",
    ];
    expect(told(1, ...good, ...bad)).toBe("go test ? 1 2 0");
  });
});

describe("several projects of one runner are all told, whatever the exit code", () => {
  it.each<readonly [string, readonly string[], string]>([
    ["npm workspaces", ["> a@1.0.0 test", ...JEST_BAD, "> b@1.0.0 test", ...JEST_GOOD], "jest ? 2 1 0"],
    ["nx", ["> nx run a:test", ...JEST_BAD, "> nx run b:test", ...JEST_GOOD], "jest ? 2 1 0"],
    ["pnpm", ["packages/a test$ jest", ...JEST_BAD, "packages/b test$ jest", ...JEST_GOOD], "jest ? 2 1 0"],
    ["a shell that shows its commands", ["+ npx jest", ...JEST_BAD, "+ npx jest", ...JEST_GOOD], "jest ? 2 1 0"],
    [
      "turbo",
      [...JEST_BAD.map((line) => `a:test: ${line}`), ...JEST_GOOD.map((line) => `b:test: ${line}`)],
      "jest ? 2 1 0",
    ],
    ["vitest twice", [...VITEST_BAD, ...VITEST()], "vitest 5 2 3 0"],
    ["pytest twice", [...PYTEST, ...PYTEST.slice(0, 2), "===== 12 passed in 1.00s ====="], "pytest 24 14 0 10"],
    ["modules of Maven", [...MAVEN(1), ...MAVEN(0)], "Maven ? 3 1 0"],
    [
      "modules of Maven at the same time",
      ["[INFO] Reactor Build Order:", "[INFO]  T E S T S", ...MAVEN(1), ...MAVEN(0).slice(1)],
      "Maven ? 3 1 0",
    ],
    ["programs of cargo", [...CARGO(3, false), ...CARGO(2)], "cargo test 5 2 3 0"],
    [
      "a program of cargo that was killed",
      ["running 2 tests", "     Running tests/b.rs (target/debug/deps/b-1)", ...CARGO(3)],
      "cargo test 5 3 0 1",
    ],
    ["packages of Go", ["--- FAIL: TestA (0.00s)", "FAIL\ta\t0.1s", "ok  \tb\t0.1s"], "go test ? ? 1 0"],
    [
      "Playwright twice",
      ["Running 2 tests using 1 worker", "  2 failed", "Running 3 tests using 1 worker", "  3 passed (1s)"],
      "Playwright 5 3 2 0",
    ],
  ])("%s", (_, lines, wanted) => {
    for (const code of [0, 1, null]) expect(told(code, ...lines)).toBe(wanted);
  });
});

it("cargo's programs whose end is not among what was kept were not killed", () => {
  const cut = "[\u2026 5000 characters of output not kept \u2026]";
  expect(told(1, "running 500 tests", cut, ...CARGO(2))).toBe("cargo test 2 2 0 0");
});
