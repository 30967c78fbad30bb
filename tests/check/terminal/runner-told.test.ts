// The last words of every runner that we know, and of nobody else.
import { describe, expect, it } from "vitest";
import { EACH_END } from "../../../src/check/terminal/lines.ts";
import { runnerTold } from "../../../src/check/terminal/runner-told.ts";
import { reveal } from "../../../src/text/untrusted.ts";

/** "pytest: 243 collected, 58 passed, 0 failed, 10 errors, 0 skipped; why it stopped": "?" for what is not told. */
function told(output: string, exitCode: number | null = null): string | null {
  const found = runnerTold(output, exitCode);
  if (found === null) return null;
  const { runner, collected, passed, failed, errors, skipped, stopped } = found;
  const numbers = [collected, passed, failed, errors, skipped].map((each) => each ?? "?");
  return `${runner} ${numbers.join(" ")}${stopped === null ? "" : `; ${reveal(stopped)}`}`;
}

interface Case {
  readonly what: string;
  /** Runner, collected, passed, failed, errors, skipped; why it stopped. */
  readonly wanted: string;
  readonly output: readonly string[];
}

const PYTEST: readonly Case[] = [
  {
    what: "all words",
    wanted: "pytest 10 6 1 3 2",
    output: [
      "============================= test session starts ==============================",
      "collected 10 items / 1 error",
      "a.py .F",
      "==== 1 failed, 5 passed, 1 skipped, 1 xfailed, 1 xpassed, 2 warnings, 3 errors in 0.75s ====",
    ],
  },
  {
    what: "subtests that failed, beside the test that holds them",
    wanted: "pytest 2 1 1 0 0",
    output: [
      "============================= test session starts ==============================",
      "collected 2 items",
      "=========================== short test summary info ============================",
      "SUBFAILED[a message] (i=1) test_a.py::test_bad - assert 1 != 1",
      "FAILED test_a.py::test_bad - contains 1 failed subtest",
      "============ 2 failed, 1 passed, 2 subtests passed in 0.93s ============",
    ],
  },
  {
    what: "a run of an hour, deselected tests, and lines behind it",
    wanted: "pytest 120 1199 0 0 1",
    output: [
      "=========================== test session starts ===========================",
      "collecting ... collected 123 items / 3 deselected / 120 selected",
      "===== 1,199 passed, 1 skipped, 3 deselected in 3723.10s (1:02:03) =====",
      "Test report saved to: report.md",
      "",
    ],
  },
  { what: "-q", wanted: "pytest ? 5 1 0 0", output: [".....F    [100%]", "1 failed, 5 passed in 0.12s"] },
  {
    what: "-q twice",
    wanted: "pytest ? 7 1 0 0",
    output: [".....F  [100%]", "1 failed, 5 passed in 0.12s", "..  [100%]", "2 passed in 0.02s"],
  },
  {
    what: "-q with a test that prints such a line",
    wanted: "pytest ? 1 1 0 0",
    output: ["900 passed in 0.12s", ".F   [100%]", "1 failed, 1 passed in 0.12s"],
  },
  {
    what: "a program behind it that prints such a line",
    wanted: "pytest 2 1 1 0 0",
    output: [
      "===== test session starts =====",
      "collected 2 items",
      "===== 1 failed, 1 passed in 1.00s =====",
      "===== 700 passed in 1.00s =====",
    ],
  },
  { what: "only the last line", wanted: "pytest ? 2 0 0 0", output: ["===== 2 passed in 1.00s ====="] },
  {
    what: "sessions one after the other",
    wanted: "pytest 5 3 1 1 0",
    output: [
      "===== test session starts =====",
      "collected 3 items",
      "===== 2 passed, 1 error in 1.00s =====",
      "===== test session starts =====",
      "collected 2 items",
      "===== 1 failed, 1 passed in 1.00s =====",
    ],
  },
  {
    what: "a session that a test runs",
    wanted: "pytest 2 1 1 0 0",
    output: [
      "===== test session starts =====",
      "collected 2 items",
      "----- Captured stdout call -----",
      "===== test session starts =====",
      "collected 40 items",
      "===== 30 failed, 10 passed in 1.00s =====",
      "===== 1 failed, 1 passed in 2.00s =====",
    ],
  },
  {
    what: "an early end",
    wanted: "pytest 25 3 10 0 0; stopping after 10 failures",
    output: [
      "===== test session starts =====",
      "collected 25 items",
      "!!!!!!!!!!!!!!!!!!!!! stopping after 10 failures !!!!!!!!!!!!!!!!!!!!!",
      "===== 10 failed, 3 passed in 2.00s =====",
    ],
  },
  {
    what: "an error of the collection",
    wanted: "pytest 10 0 0 2 0; Interrupted: 2 errors during collection",
    output: [
      "===== test session starts =====",
      "collected 10 items / 2 errors",
      "___________________ ERROR collecting test_b.py ___________________",
      "!!!!!!!!! Interrupted: 2 errors during collection !!!!!!!!!",
      "===== 2 errors in 1.27s =====",
    ],
  },
  {
    what: "xdist",
    wanted: "pytest 243 243 0 0 0",
    output: ["===== test session starts =====", "4 workers [243 items]", "....", "===== 243 passed in 9.00s ====="],
  },
  {
    what: "nothing at all",
    wanted: "pytest 0 0 0 0 0",
    output: ["===== test session starts =====", "collected 0 items", "===== no tests ran in 0.01s ====="],
  },
  {
    what: "-v without a last line",
    wanted: "pytest 243 2 1 3 1",
    output: [
      "===== test session starts =====",
      "collecting ... collected 243 items",
      "tests/a.py::TestA::test_one PASSED       [ 10%]",
      "tests/a.py::TestA::test_two[a b] FAILED  [ 20%]",
      "tests/a.py::TestA::test_three said something",
      "more",
      "PASSED",
      "tests/a.py::TestA::test_four SKIPPED (why not)",
      "tests/b.py::TestB::test_one ERROR        [ 30%]",
      "tests/b.py::TestB::test_two ERROR        [ 40%]",
      "_ ERROR at setup of TestB.test_one _",
      "_ ERROR at setup of TestB.test_two _",
      "_ ERROR at teardown of TestB.test_three _",
      "=== Memory Usage Report ===",
    ],
  },
  {
    what: "dots without a last line",
    wanted: "pytest 25 2 0 0 0",
    output: ["===== test session starts =====", "collected 25 items", "", "tests/a.py .."],
  },
  {
    what: "a last line that is cut out with the middle",
    wanted: "pytest 9 ? 1 0 ?",
    output: [
      "===== test session starts =====",
      "collected 9 items",
      "tests/a.py::test_a PASSED",
      "[\u2026 5000 characters of output not kept \u2026]",
      "FAILED tests/a.py::test_z - AssertionError: x",
    ],
  },
];

const PYTHON: readonly Case[] = [
  { what: "unittest", wanted: "unittest ? 5 0 0 0", output: ["-----", "Ran 5 tests in 0.001s", "", "OK"] },
  {
    what: "unittest with everything",
    wanted: "unittest ? 1 2 2 2",
    output: [
      "ERROR: setUpClass (__main__.U)",
      "Ran 6 tests in 0.001s",
      "",
      "FAILED (failures=1, errors=2, skipped=1, expected failures=1, unexpected successes=1)",
    ],
  },
  {
    what: "Django",
    wanted: "unittest 3 2 0 0 1",
    output: ["Found 3 test(s).", "..s", "Ran 3 tests in 1.204s", "", "OK (skipped=1)"],
  },
  {
    what: "unittest without tests",
    wanted: "unittest ? 0 0 0 0",
    output: ["Ran 0 tests in 0.000s", "", "NO TESTS RAN"],
  },
  {
    what: "behave",
    wanted: "behave ? 3 1 0 2",
    output: [
      "1 feature passed, 1 failed, 0 skipped",
      "3 scenarios passed, 1 failed, 2 skipped",
      "9 steps passed, 1 failed, 3 skipped, 0 undefined",
      "Took 0m0.010s",
    ],
  },
  {
    what: "Robot Framework, inner suites first",
    wanted: "Robot Framework ? 4 2 0 1",
    output: [
      "Tests.Inner                                    | FAIL |",
      "3 tests, 2 passed, 1 failed",
      "==============================================================================",
      "Tests                                          | FAIL |",
      "7 tests, 4 passed, 2 failed, 1 skipped",
      "==============================================================================",
      "Output:  /work/output.xml",
    ],
  },
  {
    what: "Robot Framework 3",
    wanted: "Robot Framework ? 3 1 0 0",
    output: [
      "2 critical tests, 1 passed, 1 failed",
      "4 tests total, 3 passed, 1 failed",
      "=====",
      "Output:  /work/output.xml",
    ],
  },
];

const BROWSER: readonly Case[] = [
  {
    what: "Playwright",
    wanted: "Playwright 7 2 2 0 1",
    output: [
      "Running 7 tests using 2 workers",
      "  2 failed",
      "    [chromium] \u203a a.spec.js:2:28 \u203a b \u2500\u2500\u2500",
      "    [chromium] \u203a a.spec.js:4:35 \u203a s \u203a x \u2500\u2500",
      "  1 flaky",
      "    [chromium] \u203a a.spec.js:3:1 \u203a flaky \u2500\u2500",
      "  1 skipped",
      "  1 did not run",
      "  1 passed (7.0s)",
    ],
  },
  {
    what: "Playwright, stopped",
    wanted: "Playwright 25 1 1 2 0; Testing stopped early after 1 maximum allowed failures.",
    output: [
      "Running 25 tests using 1 worker",
      "Testing stopped early after 1 maximum allowed failures.",
      "  1 failed",
      "    a.spec.js:2:28 \u203a b",
      "  1 interrupted",
      "    a.spec.js:3:28 \u203a c",
      "  22 did not run",
      "  1 passed (2.5s)",
      "  1 error was not a part of any test, see above for details",
    ],
  },
  {
    what: "Playwright, two projects in two runs",
    wanted: "Playwright 5 5 0 0 0",
    output: [
      "Running 2 tests using 1 worker",
      "  2 passed (1.2m)",
      "Running 3 tests using 1 worker",
      "  3 passed (800ms)",
    ],
  },
  {
    what: "Playwright, killed",
    wanted: "Playwright 25 ? ? ? ?",
    output: ["", "Running 25 tests using 4 workers", "[1/25] a.spec.js:3:1"],
  },
  {
    what: "Cypress",
    wanted: "Cypress 5 3 1 0 1",
    output: [
      "  (Run Finished)",
      "       Spec                                   Tests  Passing  Failing  Pending  Skipped  ",
      "  \u2502 \u2716  a.cy.js                  00:02        3        1        1        1        - \u2502",
      "  \u2502 \u2714  b.cy.js                  350ms        2        2        -        -        - \u2502",
      "    \u2716  1 of 2 failed (50%)      00:02        5        3        1        1        -  ",
    ],
  },
  {
    what: "Cypress without a failure",
    wanted: "Cypress 12 12 0 0 0",
    output: [
      "  (Run Finished)",
      "    \u2714  All specs passed!                        01:12       12       12        -        -        -  ",
    ],
  },
  {
    what: "newman",
    wanted: "newman ? 8 2 2 0",
    output: [
      "\u2502                         \u2502          executed \u2502            failed \u2502",
      "\u2502              iterations \u2502                 1 \u2502                 0 \u2502",
      "\u2502                requests \u2502                 5 \u2502                 1 \u2502",
      "\u2502            test-scripts \u2502                 5 \u2502                 1 \u2502",
      "\u2502      prerequest-scripts \u2502                 0 \u2502                 0 \u2502",
      "\u2502              assertions \u2502                10 \u2502                 2 \u2502",
      "\u251c\u2500\u2500\u2500\u2500",
    ],
  },
];

const JAVASCRIPT: readonly Case[] = [
  {
    what: "vitest",
    wanted: "vitest 7 4 1 2 2",
    output: [
      " FAIL  t/w.test.js",
      "\u23af\u23af\u23af\u23af Failed Suites 1 \u23af\u23af\u23af\u23af",
      " Test Files  2 failed | 1 passed (3)",
      "      Tests  1 failed | 3 passed | 1 expected fail | 1 skipped | 1 todo (7)",
      "     Errors  1 error",
      "   Start at  19:08:25",
    ],
  },
  {
    what: "vitest, nothing loaded",
    wanted: "vitest ? 0 0 1 0",
    output: [" Test Files  1 failed (1)", "      Tests  no tests"],
  },
  {
    what: "jest",
    wanted: "jest ? 1 1 1 2",
    output: [
      "FAIL ./b.test.js",
      "  \u25cf Test suite failed to run",
      "",
      "Test Suites: 2 failed, 2 total",
      "Tests:       1 failed, 1 skipped, 1 todo, 1 passed, 4 total",
      "Snapshots:   0 total",
    ],
  },
  {
    what: "jest in two packages",
    wanted: "jest ? 8 0 0 0",
    output: [
      "Test Suites: 1 passed, 1 total",
      "Tests:       3 passed, 3 total",
      "Test Suites: 2 passed, 2 total",
      "Tests:       5 passed, 5 total",
    ],
  },
  {
    what: "jest that stopped after a failure",
    wanted: "jest ? 1 1 0 0; 1 of 3 total",
    output: ["Test Suites: 1 failed, 1 of 3 total", "Tests:       1 failed, 1 passed, 2 total"],
  },
  {
    what: "jest with a file that is skipped",
    wanted: "jest ? 2 0 0 1",
    output: ["Test Suites: 1 skipped, 2 passed, 2 of 3 total", "Tests:       1 skipped, 2 passed, 3 total"],
  },
  {
    what: "jest, nothing loaded",
    wanted: "jest ? 0 0 2 0",
    output: ["Test Suites: 2 failed, 2 total", "Tests:       0 total"],
  },
  {
    what: "mocha",
    wanted: "mocha ? 3 2 0 1",
    output: ["  3 passing (20ms)", "  1 pending", "  2 failing", "", "  1) s", "       b:"],
  },
  {
    what: "node:test, a parent not counted with its subtest",
    wanted: "node:test ? 2 1 1 1",
    output: [
      "\u2139 tests 6",
      "\u2139 suites 1",
      "\u2139 pass 2",
      "\u2139 fail 2",
      "\u2139 cancelled 1",
      "\u2139 skipped 1",
      "\u2139 todo 0",
      "\u2139 duration_ms 89.48",
      "",
      "\u2716 failing tests:",
      "",
      "\u2716 child (0.1ms)",
      "\u26a0 todo fails (0.1ms)",
      "\u2716 never runs",
    ],
  },
  { what: "TAP", wanted: "TAP ? 2 2 0 0", output: ["1..4", "# tests 4", "# pass  2", "# fail  2"] },
  {
    what: "Jasmine",
    wanted: "Jasmine ? 1 1 0 1",
    output: ["3 specs, 1 failure, 1 pending spec", "Finished in 0.008 seconds"],
  },
  {
    what: "Karma",
    wanted: "Karma ? 3 1 0 1",
    output: [
      "Chrome 120: Executed 1 of 5 SUCCESS (0 secs / 0.001 secs)",
      "Chrome 120: Executed 4 of 5 (1 FAILED) (skipped 1) (0.01 secs / 0.004 secs)",
    ],
  },
  { what: "Deno", wanted: "Deno ? 3 1 0 1", output: ["FAILED | 3 passed (2 steps) | 1 failed | 1 ignored (15ms)"] },
];

const OTHERS: readonly Case[] = [
  {
    what: "go test -v",
    wanted: "go test ? 1 2 1 1",
    output: [
      "=== RUN   TestA",
      "--- PASS: TestA (0.00s)",
      "--- FAIL: TestB (0.10s)",
      "    --- FAIL: TestB/sub (0.00s)",
      "--- SKIP: TestC (0.00s)",
      "FAIL",
      "FAIL\texample.com/p\t0.103s",
      "FAIL\texample.com/q [build failed]",
      "ok  \texample.com/r\t(cached)",
    ],
  },
  {
    what: "go test",
    wanted: "go test ? ? 0 0 ?",
    output: ["ok  \texample.com/r\t0.010s", "?   \texample.com/s\t[no test files]"],
  },
  {
    what: "gotestsum",
    wanted: "gotestsum ? 8 3 1 2",
    output: ["=== Failed", "DONE 13 tests, 2 skipped, 3 failures, 1 error in 0.412s"],
  },
  {
    what: "cargo test",
    wanted: "cargo test 6 2 1 1 1",
    output: [
      "running 3 tests",
      "test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.23s",
      "running 2 tests",
      "error: test failed, to rerun pass `--test t`",
      "running 1 test",
      "test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.92s",
    ],
  },
  {
    what: "cargo, not built",
    wanted: "cargo test ? 0 0 1 0",
    output: ["error: could not compile `x` (lib test) due to 1 previous error"],
  },
  {
    what: "cargo nextest",
    wanted: "cargo nextest 5 2 2 0 1",
    output: ["     Summary [   0.014s] 4/5 tests run: 2 passed (1 slow), 1 failed, 1 timed out, 1 skipped"],
  },
  {
    what: "dotnet test, two projects",
    wanted: "dotnet test ? 5 1 0 1",
    output: [
      "Failed!  - Failed:     1, Passed:     2, Skipped:     0, Total:     3, Duration: 20 ms - A.Tests.dll (net8.0)",
      "Passed!  - Failed:     0, Passed:     3, Skipped:     1, Total:     4, Duration: 1 s - B.Tests.dll (net8.0)",
    ],
  },
  {
    what: "dotnet test, the block of totals",
    wanted: "dotnet test ? 2 1 0 1",
    output: [
      "Test Run Failed.",
      "Total tests: 4",
      "     Passed: 2",
      "     Failed: 1",
      "    Skipped: 1",
      " Total time: 1.2 Seconds",
    ],
  },
  {
    what: "dotnet test, the new terminal",
    wanted: "dotnet test ? 2 1 0 1",
    output: [
      "Test summary: total: 4, failed: 1, succeeded: 2, skipped: 1, duration: 1.2s",
      "Build failed with 1 error(s) in 3.1s",
    ],
  },
  {
    what: "dotnet test, the testing platform",
    wanted: "dotnet test ? 2 1 1 0",
    output: [
      "Test run summary: Failed!",
      "  error: 1",
      "",
      "  total: 3",
      "  failed: 1",
      "  succeeded: 2",
      "  skipped: 0",
      "  error: 1",
      "  duration: 1s",
    ],
  },
  {
    what: "dotnet test, crashed",
    wanted: "dotnet test ? 0 0 1 0; Test host process crashed",
    output: ["The active test run was aborted. Reason: Test host process crashed"],
  },
  {
    what: "Maven, two modules",
    wanted: "Maven ? 6 1 1 1",
    output: [
      "[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 0.05 s <<< FAILURE! -- in a.ATest",
      "[INFO] Results:",
      "[INFO] ",
      "[ERROR] Tests run: 5, Failures: 1, Errors: 1, Skipped: 1",
      "[INFO] Results:",
      "[INFO] ",
      "[INFO] Tests run: 4, Failures: 0, Errors: 0, Skipped: 0",
    ],
  },
  {
    what: "Gradle",
    wanted: "Gradle ? 2 2 0 1",
    output: ["5 tests completed, 2 failed, 1 skipped", "", "FAILURE: Build failed with an exception."],
  },
  {
    what: "TestNG",
    wanted: "TestNG ? 3 1 1 2",
    output: [
      "===============================================",
      "Default Suite",
      "Total tests run: 6, Passes: 3, Failures: 1, Skips: 2",
      "Configuration Failures: 1, Skips: 2",
    ],
  },
  {
    what: "JUnit's console",
    wanted: "JUnit 6 4 1 1 1",
    output: [
      "[         3 containers found      ]",
      "[         1 containers failed     ]",
      "[         6 tests found           ]",
      "[         1 tests skipped         ]",
      "[         5 tests started         ]",
      "[         0 tests aborted         ]",
      "[         4 tests successful      ]",
      "[         1 tests failed          ]",
    ],
  },
  {
    what: "RSpec",
    wanted: "RSpec ? 2 1 1 2",
    output: [
      "Finished in 0.1 seconds (files took 0.2 seconds to load)",
      "5 examples, 1 failure, 2 pending, 1 error occurred outside of examples",
    ],
  },
  {
    what: "minitest",
    wanted: "minitest ? 2 1 1 1",
    output: ["5 runs, 1,234 assertions, 1 failures, 1 errors, 1 skips"],
  },
  { what: "PHPUnit", wanted: "PHPUnit ? 5 0 0 0", output: ["OK (5 tests, 1,034 assertions)"] },
  {
    what: "PHPUnit, red",
    wanted: "PHPUnit ? 1 1 1 2",
    output: ["FAILURES!", "Tests: 5, Assertions: 10, Errors: 1, Failures: 1, Warnings: 3, Skipped: 1, Incomplete: 1."],
  },
  {
    what: "Pest",
    wanted: "Pest ? 2 1 0 1",
    output: ["  Tests:    1 failed, 1 skipped, 2 passed (5 assertions)", "  Duration: 0.12s"],
  },
  {
    what: "Cucumber",
    wanted: "Cucumber ? 1 2 0 1",
    output: [
      "4 scenarios (1 failed, 1 undefined, 1 pending, 1 passed)",
      "4 steps (1 failed, 1 undefined, 1 pending, 1 passed)",
      "0m00.008s",
    ],
  },
  { what: "CTest", wanted: "CTest ? 2 1 0 0", output: ["67% tests passed, 1 tests failed out of 3"] },
  {
    what: "ScalaTest",
    wanted: "ScalaTest ? 3 1 0 3",
    output: ["[info] Tests: succeeded 3, failed 1, canceled 1, ignored 1, pending 1"],
  },
];

describe.each([
  ["pytest", PYTEST],
  ["Python", PYTHON],
  ["browsers", BROWSER],
  ["JavaScript", JAVASCRIPT],
  ["others", OTHERS],
])("%s", (_family, cases) => {
  it.each(cases)("$what", ({ output, wanted }) => {
    expect(told(output.join("\n"))).toBe(wanted);
  });

  it.each(cases)("$what, colored, with the prefix of a log and Windows' line ends", ({ output, wanted }) => {
    const color = output.map((line) => line.replace(/\d+/u, "\u001b[31m$&\u001b[39m"));
    const logged = color.map((line) => `2026-01-02T03:04:05.1234567Z ${line}\r\n`);
    expect(told(logged.join(""))).toBe(wanted);
  });
});

it.each([
  ["tests-1  | ", "docker compose"],
  ["web:test: ", "turbo"],
  ["@scope/web#test:e2e: ", "turbo with a scope"],
])("hears a runner behind %j of %s", (prefix) => {
  const output = ["Test Suites: 1 failed, 1 total", "Tests:       1 failed, 2 passed, 3 total"];
  expect(told(output.map((line) => prefix + line).join("\n"))).toBe("jest ? 2 1 0 0");
});

describe("nobody that we know", () => {
  it.each([
    "",
    "All 5 tests passed",
    "  [PASS] All 6 tests passed\nTotal: 10 modules\nPassed: 9\nFailed: 1",
    "it said: ===== 5 passed in 1.00s =====",
    "Tests: 5 passed",
    "5 passing",
    "test result: ok",
    "1 failed, 2 passed",
    "Ran 5 tests in 0.001s",
    "3 scenarios (1 failed, 2 passed)",
  ])("%j", (output) => {
    expect(told(output)).toBeNull();
  });

  it("is heard above the runner that speaks last", () => {
    expect(told("Test Suites: 1 passed, 1 total\nTests:       3 passed, 3 total\n\nOK (5 tests, 6 assertions)\n")).toBe(
      "PHPUnit ? 5 0 0 0",
    );
  });
});

it.each([
  ["Test Suites: 1 failed, 1 total\nTests:       #{N} failed, #{N} total", "jest"],
  ["  #{N} passing (1ms)\n  #{N} failing", "mocha"],
  ["running #{N} tests", "cargo test"],
  ["OK (#{N} tests, #{N} assertions)", "PHPUnit"],
])("a number without end in %j is none", (output) => {
  for (const digits of ["9".repeat(400), `9${",999".repeat(150)}`]) {
    const numbers = Object.values(runnerTold(output.replaceAll("#{N}", digits), null) ?? {});
    for (const each of numbers) if (typeof each === "number") expect(each).toBeLessThan(1e9);
  }
});

it("hears only both ends of a long text, and no line that is cut in two", () => {
  const filler = "x".repeat(999).concat("\n").repeat(200);
  const [start, end] = ["===== test session starts =====\ncollected 9 items\n", "===== 2 passed in 1.00s =====\n"];
  expect(told(`${start}${filler}${end}`)).toBe("pytest 9 2 0 0 0");
  expect(told(`${filler}OK (5 tests)\n${filler}`)).toBeNull();
  const cut = `said: OK (5 tests)\n${"y".repeat(EACH_END - 13)}`;
  expect(told(`${filler}${cut}`)).toBeNull();
});

it("takes time that grows with the output alone, and no more than both ends of it take", () => {
  const hostile = [
    `${"=".repeat(1_900)} 1 passed in `,
    `${"a::".repeat(600)} PASSED`,
    `${"1 failed, ".repeat(190)}in 1s`,
    `_${" ERROR at setup of _".repeat(90)}`,
    `${" | 1 passed".repeat(150)} (3)`,
    `Tests  ${"1 passed | ".repeat(150)}`,
    `${" ".repeat(1_900)}x`,
    `${"[ ".repeat(900)}]`,
  ];
  const short = [
    "> a",
    "running 1 test",
    "Running 9 tests using 1 worker",
    "  1 failed",
    " RUN  v1",
    "# tests 1\n# pass 1",
    "\u2139 tests 1\n\u2139 pass 0\n\u2139 cancelled 0",
    "Test Suites: 1 failed, 1 total\nTests:       1 failed, 1 total",
  ];
  for (const piece of [...hostile, ...short, hostile.join("\n"), short.join("\n")]) {
    const text = `===== test session starts =====\n${`${piece}\n`.repeat(Math.ceil(2_000_000 / piece.length))}`;
    const begun = process.cpuUsage();
    runnerTold(text, 0);
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1_000).toBeLessThan(500);
  }
});
