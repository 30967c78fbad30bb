// Lines that people copy: shown as they are, or said to be shown in another way.
import { describe, expect, it } from "vitest";
import { copyable } from "../../src/report/markdown.ts";
import { plainCommand } from "../../src/report/plain.ts";
import { untrusted } from "../../src/text/untrusted.ts";

const shown = (line: string): string => copyable(untrusted(line), "reproduce", "  ");

describe("a line to copy", () => {
  it.each([
    "python -m pytest tests/e2e/test_flow.py::TestFlow::test_answer",
    "npx playwright test -g 'pays | by card' --project='Mobile Safari'",
    'echo \\\\ \\n `date` $(date) "quoted" *not bold* _nor this_ <b>',
    "go test -run '^TestA$/^b$' ./...",
  ])("is itself: %s", (line) => {
    expect(shown(line)).toMatch(/^reproduce:\n/u);
    expect(shown(line).split("\n").slice(2, -1)).toEqual([`  ${line}`]);
    expect(plainCommand(untrusted(line))).toBe(line);
  });

  it.each([
    "npx playwright test --grep @smoke",
    "run test #12",
    "pytest \u202etxt.exe",
    "printf 'a\u0007b'",
    `run ${"x".repeat(2_000)}`,
  ])("that cannot be shown as it is says so: %j", (line) => {
    expect(shown(line)).toMatch(/^reproduce \(some signs cannot be shown here; the record has the line as it is\):\n/u);
  });

  it("never leaves its container, however many lines and backticks it has", () => {
    const rows = shown("a\n```\n# out\n- b").split("\n");
    expect(rows.slice(1).every((row) => row.startsWith("  "))).toBe(true);
    expect(rows[1]).toBe("  ````text");
    expect(rows.at(-1)).toBe("  ````");
  });
});
