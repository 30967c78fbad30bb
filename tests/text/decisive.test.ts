// The line that is quoted where there is room for one, and the lines where there is room for a few.
import { describe, expect, it } from "vitest";
import { startCpu } from "../cpu.ts";
import { decisiveLine, excerpt } from "../../src/text/decisive.ts";

const COLLECTION = [
  "ImportError while importing test module 'tests/test_bad.py'.",
  "Hint: make sure your test modules/packages have valid Python names.",
  "Traceback:",
  "    return _bootstrap._gcd_import(name[level:], package, level)",
  "           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
  "tests/test_bad.py:1: in <module>",
  "    import nothing_here",
  "E   ModuleNotFoundError: No module named 'nothing_here'",
].join("\n");

const ASSERTION = [
  ">   def test_sum():",
  "E   AssertionError: the sum is wrong",
  "E   assert 3 == 4",
  "",
  "tests/test_sum.py:5: AssertionError",
].join("\n");

const TRACEBACK = [
  "Traceback (most recent call last):",
  '  File "test_a.py", line 3, in test_a',
  "    connect()",
  "ConnectionRefusedError: [Errno 111] Connection refused",
  "",
].join("\n");

describe("one line", () => {
  it.each<readonly [string, string, string]>([
    ["received 1011", "E   assert 1", "received 1011"],
    ["collection failure", COLLECTION, "ModuleNotFoundError: No module named 'nothing_here'"],
    ["Failed", ASSERTION, "AssertionError: the sum is wrong"],
    ["Test failed.", TRACEBACK, "ConnectionRefusedError: [Errno 111] Connection refused"],
    ["AssertionError", "at a.test.js:1\n    at b.js:2\nstatus was 503", "status was 503"],
    [
      "java.lang.AssertionError",
      "setting up\njava.lang.AssertionError: no rows\n\tat Orders.java:7",
      "java.lang.AssertionError: no rows",
    ],
    ["Expected values to be strictly equal:\n\n3 !== 4\n", "", "Expected values to be strictly equal: 3 !== 4"],
    [
      "expect(received).toBe(expected) // Object.is equality\n\nExpected: 1\nReceived: 2",
      "",
      "expect(received).toBe(expected) // Object.is equality Expected: 1 Received: 2",
    ],
    ["test failed", "", "test failed"],
    ["failed", "failed\n   at a.js:1\n-----", "failed"],
    ["", ASSERTION, "AssertionError: the sum is wrong"],
    ["", "", ""],
    ["Failed to connect to the database", ASSERTION, "Failed to connect to the database"],
  ])("of %j", (message, detail, line) => {
    expect(decisiveLine(message, detail)).toBe(line);
  });

  it.each(["E ", "E   x\n", "Traceback (most recent call last):\n", "Error", "expect(", ":", " \n", "failed "])(
    "in time for a megabyte of %j",
    (piece) => {
      const text = piece.repeat(1_000_000 / piece.length);
      const spent = startCpu();
      decisiveLine(text, text);
      decisiveLine("failed", text);
      excerpt(text, 8);
      expect(spent()).toBeLessThan(1_000);
    },
  );
});

describe("a few lines", () => {
  const numbered = (count: number): string => Array.from({ length: count }, (_, at) => `line ${at + 1}`).join("\n");

  it("are all of a short text, indented as they were", () => {
    expect(excerpt("a\n\n    b", 8)).toEqual({ lines: ["a", "    b"], dropped: 0 });
  });

  it("are both ends of a long one, and say that the middle is missing", () => {
    expect(excerpt(numbered(12), 6)).toEqual({
      lines: ["line 1", "line 2", "line 3", "line 4", null, "line 11", "line 12"],
      dropped: 6,
    });
  });

  it("end where pytest marks what it threw, with the place below", () => {
    expect(excerpt(`${numbered(9)}\n${ASSERTION}\n${numbered(9)}`, 4)).toEqual({
      lines: [
        null,
        ">   def test_sum():",
        "E   AssertionError: the sum is wrong",
        "E   assert 3 == 4",
        "tests/test_sum.py:5: AssertionError",
        null,
      ],
      dropped: 18,
    });
  });

  it("end with what Python threw", () => {
    const { lines } = excerpt(`${numbered(9)}\n${TRACEBACK}printed afterwards\n${numbered(9)}`, 3);
    expect(lines).toContain("ConnectionRefusedError: [Errno 111] Connection refused");
    expect(lines).toHaveLength(5);
  });

  it("never are more than were asked for", () => {
    const marked = Array.from({ length: 30 }, (_, at) => `E   line ${at}`).join("\n");
    for (const text of [numbered(40), marked, `${numbered(40)}\n${marked}\n${numbered(40)}`]) {
      const { lines, dropped } = excerpt(text, 8);
      const shown = lines.filter((line) => line !== null);
      expect([shown.length, shown.length + dropped]).toEqual([8, text.split("\n").length]);
    }
  });
});
