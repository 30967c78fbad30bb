// The page for a terminal: as wide as it is, the verdict again where it has scrolled away, and nothing said twice.
import { describe, expect, it } from "vitest";
import { makeReport } from "../../src/report/view.ts";
import { terminalPage, type Screen } from "../../src/report/terminal.ts";
import { widthOf, wrapped } from "../../src/report/wrap.ts";
import { SCENES } from "./scenes.ts";
import { SUITE_SCENES } from "./suite-scenes.ts";
import { tell } from "./telling.ts";

const ALL = { ...SCENES, ...SUITE_SCENES };

const WIDE = ["red-everything-at-once", "red-suites-without-result", "red-tests-in-full", "hostile"];

function page(name: string, screen: Partial<Screen> = {}): readonly string[] {
  const scene = ALL[name];
  if (scene === undefined) throw new Error("the scene is gone");
  return terminalPage(makeReport(tell(scene)), { columns: 80, rows: null, ...screen }).map(({ text }) => text);
}

describe("the page", () => {
  it.each([60, 80, 120])("is never wider than %i columns, but for what is to be copied", (columns) => {
    const wide = WIDE.flatMap((name) => page(name, { columns }).filter((line) => widthOf(line) > columns));
    expect(wide.filter((line) => !/^\s*(?:reproduce: |a rule for classes: |│|Log of )|^\s*\S+$/u.test(line))).toEqual(
      [],
    );
  });

  it("says at its end again what came of it, only where it is longer than the screen", () => {
    const files = [["Record:", "/tmp/record.json"]] as const;
    const short = page("red-first", { rows: 60, files });
    const long = page("red-first", { rows: 20, files });
    expect(short.filter((line) => line.startsWith("❌"))).toHaveLength(1);
    expect(short.at(-1)).toBe("Record:  /tmp/record.json");
    expect(long.slice(0, short.length)).toEqual(short);
    expect(long.slice(short.length).map((line) => line.slice(0, 5))).toEqual([
      "",
      "❌ Sta",
      "Error",
      "SSOT ",
      "Next:",
      "     ",
    ]);
  });

  it("says of tests that fail with the same words what they say once", () => {
    const lines = page("red-first");
    const said = "received 1011 (internal error) Factory SSOT validation failed";
    expect(lines.filter((line) => line.trim() === said)).toHaveLength(1);
    expect(lines.filter((line) => line.includes("✗ tests.e2e.test_staging: test_socket_"))).toHaveLength(5);
  });

  it("colors the first part of a line only, and no more than its sign", () => {
    const scene = ALL["red-first"];
    const lines = scene === undefined ? [] : terminalPage(makeReport(tell(scene)), { columns: 60, rows: null });
    const bad = lines.filter(({ tone }) => tone === "bad").map(({ text }) => text.trim().split(" ")[0]);
    expect(new Set(bad)).toEqual(new Set(["A", "B", "✗"]));
  });
});

describe("a line", () => {
  const line = (text: string, hang = 2) => ({ text, hang, isWhole: false });

  it.each([
    ["a short one", line("one two"), 10, ["one two"]],
    ["one between its words", line("one two three"), 9, ["one two", "  three"]],
    ["one with its indent and its columns", line("  a    bb cc", 7), 10, ["  a    bb", "     cc"]],
    [
      "a word that is longer than the line",
      line("a https://x.example/very/long b"),
      10,
      ["a", "  https://x.example/very/long", "  b"],
    ],
    ["wide signs by their columns", line("名前 名前 名前", 0), 10, ["名前 名前", "名前"]],
    ["one that is to be copied", { ...line("one two three"), isWhole: true }, 9, ["one two three"]],
    ["nothing", line(""), 10, [""]],
  ])("%s", (_, given, columns, lines) => {
    expect(wrapped(given, columns)).toEqual(lines);
  });
});
