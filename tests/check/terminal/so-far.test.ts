// How far a run is, from what each runner prints while it goes on.
import { describe, expect, it } from "vitest";
import { createSoFar } from "../../../src/check/terminal/so-far.ts";
import { untrusted } from "../../../src/text/untrusted.ts";

function after(...lines: readonly string[]): string | null {
  const soFar = createSoFar();
  for (const line of lines) soFar.take(untrusted(line));
  return soFar.said();
}

describe("so far", () => {
  it.each<readonly [runner: string, said: string, lines: readonly string[]]>([
    [
      "pytest, by the share at the end of a line",
      "26 of 58 tests so far",
      ["collected 58 items", "", "tests/test_a.py ..F.s..      [ 45%]"],
    ],
    [
      "pytest -v",
      "2 of 3 tests so far",
      ["collected 3 items", "t/test_a.py::test_x PASSED [ 33%]", "t/test_a.py::test_y FAILED [ 66%]"],
    ],
    [
      "Playwright's line",
      "12 of 58 tests so far",
      ["Running 58 tests using 4 workers", "[12/58] [chromium] \u203a a.spec.ts:3:1 \u203a logs in"],
    ],
    [
      "Playwright's list",
      "7 of 58 tests so far",
      ["Running 58 tests using 4 workers", "  \u2713  7 [chromium] \u203a a.spec.ts:3:1 \u203a logs in (1.2s)"],
    ],
    [
      "Mocha, Jest, Vitest and Node",
      "2 tests so far",
      ["  \u2714 logs in (12ms)", "  \u2716 logs out (3ms)", "\u2139 tests 2"],
    ],
    ["colored", "1 test so far", ["  \u001b[32m\u2713\u001b[39m logs in"]],
    ["Go", "2 tests so far", ["=== RUN   TestA", "--- PASS: TestA (0.00s)", "--- FAIL: TestB (0.10s)", "FAIL"]],
    ["Rust", "2 of 9 tests so far", ["running 9 tests", "test login::works ... ok", "test login::fails ... FAILED"]],
    ["Gradle", "2 tests so far", ["LoginTest > works() PASSED", "LoginTest > fails() FAILED"]],
    [".NET", "1 test so far", ["  Passed Acme.LoginTests.Works [12 ms]"]],
    ["TAP", "3 of 5 tests so far", ["TAP version 13", "1..5", "ok 1 - a", "not ok 2 - b", "ok 3 - c"]],
    [
      "PHPUnit",
      "61 of 200 tests so far",
      ["............................................................F  61 / 200 ( 30%)"],
    ],
  ])("%s", (_, said, lines) => {
    expect(after(...lines)).toBe(said);
  });

  it("is nothing as long as no line tells", () => {
    expect(after("> app@1.0.0 test", "Starting \u2026", "collected 58 items", "x".repeat(100_000))).toBeNull();
  });

  it("never tells more than there are", () => {
    expect(after("collected 1 items", "--- PASS: A (0s)", "--- PASS: B (0s)")).toBe("2 tests so far");
  });

  it("is read from hostile lines in no time", () => {
    const soFar = createSoFar();
    const lines = ["a > ".repeat(100), "test ".repeat(80), "....".repeat(100), "x::".repeat(133), " ".repeat(400)];
    const before = process.threadCpuUsage();
    for (let at = 0; at < 4_000; at++) soFar.take(untrusted(lines[at % lines.length] ?? ""));
    expect(soFar.said()).toBeNull();
    expect(process.threadCpuUsage(before).user).toBeLessThan(1_000_000);
  });
});
