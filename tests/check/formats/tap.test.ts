// TAP of every age: plans, subtests in all their forms, directives, YAML, and streams that end too early.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { errorLines, lines, messages, readBytes } from "./reading.ts";

const read = (text: string) => readBytes(text);

describe("a test point", () => {
  it.each([
    ["ok 1 - name", "passed name"],
    ["ok 1 name", "passed name"],
    ["ok 1", "passed test 1"],
    ["ok - name", "passed name"],
    ["not ok 1 - name", "failed name"],
    ["ok 1 - name # SKIP no reason", "skipped name"],
    ["ok 1 # skip", "skipped test 1"],
    ["not ok 1 - name # TODO later", "skipped name"],
    ["ok 1 - name # todo", "skipped name"],
    ["not ok 1 - name # Skipped: gone", "skipped name"],
    ["ok 1 - issue \\#12 \\\\ back", "passed issue #12 \\ back"],
    ["ok 1 - color #fff # time=12.5ms", "passed color #fff"],
    ["ok 1 - about # SKIPPING", "skipped about"],
    ["ok 1-name", "passed name"],
    ["not ok 1-name", "failed name"],
    ["ok-name", "passed name"],
    ["ok 1 -5 is below zero", "passed -5 is below zero"],
    ["ok 1 --flag", "passed --flag"],
    ["ok 1-# skip not here", "skipped test 1"],
    ["ok 1 -# skip", "skipped test 1"],
    ["ok-# skip", "skipped test 1"],
    ["ok 1# skip", "skipped test 1"],
    ["not ok 1-# TODO later", "skipped test 1"],
    ["not ok 1 - a-# TODO", "failed a-# TODO"],
    ["ok 1 - about # todos are kept", "passed about # todos are kept"],
    ["not ok 1 - name # skip", "skipped name"],
    ["not ok 1 - name # skipped: gone", "skipped name"],
    ["not ok 1 - name # TODO: later", "skipped name"],
    ["not ok 1 - name # SKIP(no network)", "skipped name"],
    ["not ok 1 - issue # todolist is broken", "failed issue # todolist is broken"],
    ["not ok 1 - logs in # skipping the captcha works", "failed logs in # skipping the captcha works"],
    ["not ok 1 - rows # skipped-rows included", "failed rows # skipped-rows included"],
    ["not ok 1 - about # TODOS", "failed about # TODOS"],
    ["not ok 1 - a \\# TODO is a word", "failed a # TODO is a word"],
  ])("%s is %s", async (point, wanted) => {
    const found = await read(`1..1\n${point}\n`);
    expect(lines(found)).toEqual([wanted]);
    expect(found.report.state).toBe("read");
  });

  it("keeps reasons and times", async () => {
    const { tests } = await read("1..2\nok 1 - a # time=12.5ms\nok 2 - b # time=2s\n");
    expect(tests.map(({ durationMs }) => durationMs)).toEqual([12.5, 2_000]);
    expect(messages(await read("1..1\nok 1 - a # SKIP not here\n"))).toEqual(["not here"]);
  });

  it("tells what failed from the YAML behind it", async () => {
    const found = await read(
      [
        "TAP version 13",
        "1..4",
        "not ok 1 - a",
        "  ---",
        "  duration_ms: 12.5",
        "  location: '/work/a.test.mjs:4:1'",
        "  error: |-",
        "    first line",
        "    second line",
        "  name: 'AssertionError'",
        "  ...",
        "not ok 2 - b",
        "  ---",
        `  message: "it's off"`,
        "  ...",
        "not ok 3 - c",
        "  ---",
        "  error:",
        '    name: "TypeError"',
        '    message: "no such thing"',
        '  at: "/work/b.test.js:2:68"',
        "  ...",
        "not ok 4 - d",
        "  ---",
        "  expected: 2",
        "  actual:   1",
        "  ...",
      ].join("\n"),
    );
    expect(messages(found)).toEqual(["first line\nsecond line", "it's off", "no such thing", "expected 2, actual 1"]);
    expect(found.tests[0]).toMatchObject({ durationMs: 12.5, file: "/work/a.test.mjs" });
    expect(found.tests[2]).toMatchObject({ file: "/work/b.test.js" });
  });

  it("tells what failed from the comments behind it, as bats and Test::More write them", async () => {
    const found = await read(
      "1..2\nnot ok 1 adds\n# (in test file a.bats, line 3)\n#   `[ 1 -eq 2 ]' failed\nok 2 b\n",
    );
    expect(messages(found)).toEqual(["(in test file a.bats, line 3)", null]);
  });

  it("is not hidden by a block that nothing ends", async () => {
    const found = await read("1..2\nok 1 - a\n  ---\n  key: value\nnot ok 2 - b\n");
    expect(lines(found)).toEqual(["passed a", "failed b"]);
  });
});

describe("subtests", () => {
  it("count instead of the parent that sums them up", async () => {
    const found = await read(
      [
        "TAP version 14",
        "# Subtest: outer",
        "    # Subtest: inner",
        "        ok 1 - deep",
        "        not ok 2 - broken",
        "        1..2",
        "    not ok 1 - inner",
        "    ok 2 - flat",
        "    1..2",
        "not ok 1 - outer",
        "ok 2 - alone",
        "1..2",
      ].join("\n"),
    );
    expect(lines(found)).toEqual([
      "passed outer/inner::deep",
      "failed outer/inner::broken",
      "passed outer::flat",
      "passed alone",
    ]);
    expect(found.report).toMatchObject({ state: "read", planned: 4 });
  });

  it("stand in braces behind their parent", async () => {
    const found = await read(
      "1..2\nok 1 - outer # time=5ms {\n    1..2\n    ok 1 - a\n    ok 2 - b # SKIP\n}\nnot ok 2 - c {\n    1..1\n    not ok 1 - d\n}\n",
    );
    expect(lines(found)).toEqual(["passed outer::a", "skipped outer::b", "failed c::d"]);
  });

  it("are not the only ones that fail: a parent may by itself", async () => {
    const found = await read(
      "# Subtest: outer\n    ok 1 - a\n    1..1\nnot ok 1 - outer\n  ---\n  error: 'after hook'\n  ...\n1..1\n",
    );
    expect(lines(found)).toEqual(["passed outer::a", "failed outer"]);
  });

  it("make no test of a suite, which only fails outside of every test", async () => {
    const suite = (word: string, cause: string) =>
      read(
        `# Subtest: empty\n    1..0\n${word} 1 - empty\n  ---\n  type: 'suite'\n${cause}  error: 'hook'\n  ...\nok 2 - a\n1..2\n`,
      );
    expect(lines(await suite("ok", ""))).toEqual(["passed a"]);
    const failed = await suite("not ok", "  failureType: 'hookFailed'\n");
    expect([lines(failed), errorLines(failed)]).toEqual([["passed a"], ["empty: hook"]]);
  });

  it("that are missing in a plan of their own are missing", async () => {
    const found = await read("# Subtest: outer\n    1..3\n    ok 1 - a\nnot ok 1 - outer\n1..1\n");
    expect(found.report).toMatchObject({ state: "partial", counts: { tests: 2, failed: 1, notRun: 2 } });
  });

  it("of a parent that is marked TODO or SKIP do not fail, at any depth", async () => {
    const below = (parent: string) =>
      read(
        [
          "    # Subtest: sub",
          "        not ok 1 - deep",
          "        not ok 2 - own # TODO its own",
          "        1..2",
          "    not ok 1 - sub",
          "    ok 2 - fine",
          "    not ok 3 - flat",
          "    1..3",
          parent,
          "not ok 2 - alone",
          "1..2",
        ].join("\n"),
      );
    const excused = await below("not ok 1 - top # TODO later");
    expect(lines(excused).map((each) => each.replace(/.*\//u, ""))).toEqual([
      "skipped sub::deep",
      "skipped sub::own",
      "passed fine",
      "skipped flat",
      "failed alone",
    ]);
    expect(messages(excused)).toEqual(["later", "its own", null, "later", ""]);
    expect(excused.report).toMatchObject({ state: "read", planned: 5 });
    expect((await below("ok 1 - top # SKIP")).report.counts).toMatchObject({ failed: 1, skipped: 3, passed: 1 });
    expect((await below("not ok 1 - top")).report.counts).toMatchObject({ failed: 3, skipped: 1, passed: 1 });
    expect((await below("ok 1 - top")).report.counts).toMatchObject({ failed: 3, skipped: 1 });
  });

  it("of one parent are not excused by the next", async () => {
    const one = (name: string, parent: string) => `        not ok 1 - ${name}\n        1..1\n    ${parent}\n`;
    const found = await read(
      `${one("a", "not ok 1 - bad")}${one("b", "not ok 2 - late # TODO")}    1..2\nnot ok 1 - top\n1..1\n`,
    );
    expect(lines(found)).toEqual(["failed a", "skipped b"]);
  });

  it("in braces below a TODO do not fail either", async () => {
    const found = await read("1..1\nnot ok 1 - c # TODO {\n    1..1\n    not ok 1 - d\n}\n");
    expect(lines(found)).toEqual(["skipped c::d"]);
  });

  it("of a TODO need be neither all nor as many as planned", async () => {
    const below = (parent: string) => read(`    1..3\n    not ok 1 - a\n${parent}\n1..1\n`);
    expect((await below("not ok 1 - top # TODO")).report).toMatchObject({ state: "read", counts: { notRun: 0 } });
    expect((await below("not ok 1 - top")).report).toMatchObject({ state: "partial", counts: { notRun: 2 } });
  });

  it.each([
    ["the stream bails out", "Bail out!\n"],
    ["the stream ends", ""],
    ["another stream begins", "TAP version 13\n1..1\nok 1\n"],
    ["it nests too deep", Array.from({ length: 66 }, (_, at) => `${"    ".repeat(at + 1)}ok 1 {\n`).join("")],
  ])("that failed are told when %s before their parent", async (_, rest) => {
    const found = await read(`TAP version 13\n    not ok 1 - a\n${rest}`);
    expect(lines(found)).toContain("failed a");
    expect(found.report.state).toBe("partial");
  });

  it("wait for their parent in bounded number and size", async () => {
    const points = (count: number) => Array.from({ length: count }, (_, at) => `    not ok ${at + 1} - n\n`).join("");
    const many = await read(`${points(1_500)}    1..1500\nnot ok 1 - top # TODO\n1..1\n`);
    expect(many.report.counts).toMatchObject({ tests: 1_500, failed: 1_001, skipped: 499 });
    const long = `    not ok 1 - ${"x".repeat(900_000)}\n`.repeat(6);
    const { counts } = (await read(`TAP version 13\n${long}    1..6\nnot ok 1 - top # TODO\n1..1\n`)).report;
    expect(counts).toMatchObject({ tests: 6, failed: 5, skipped: 1 });
  });

  it("without the end of their parent were cut off", async () => {
    const found = await read("TAP version 14\n# Subtest: outer\n    ok 1 - a\n");
    expect(found.report).toMatchObject({ state: "partial", reason: "it ends within a subtest" });
  });
});

describe("a stream", () => {
  it.each([
    ["1..3\nok 1\nok 2\n", "it planned 3 tests but holds 2", 2, 1],
    ["ok 1 - a\nok 2 - b\n", "it has no plan, so that tests may be missing", 2, 0],
    ["1..1\nok 1 - a\nok 2 - b\n", "it holds more test points than planned", 2, 0],
    ["1..0\nok 1 - a\n", "it holds more test points than planned", 1, 0],
    ["    1..1\n    ok 1\n    ok 2\nok 1 - top\n1..1\n", "it holds more test points than planned", 2, 0],
    ["1..2\nok 1\nok 2\n1..2\n", "it planned 4 tests but holds 2", 2, 2],
    ["1..2\nok 1 - a\nok 2 - b\n# fail 1\n", "its last lines tell of failures that it does not hold", 2, 0],
  ])("%j is not whole: %s", async (text, reason, tests, notRun) => {
    expect((await read(text)).report).toMatchObject({ state: "partial", reason, counts: { tests, notRun } });
  });

  it("may have its plan at the end, numbers in disorder, and lines of others between", async () => {
    const found = await read(
      "TAP version 13\npragma +strict\nok 2 - b\nhello\nok 1 - a\n   odd\nok\n1..3\n# tests 3\n# fail 0\n",
    );
    expect(found.report).toMatchObject({ state: "read", counts: { passed: 3 } });
  });

  it("bails out", async () => {
    const found = await read("1..573\nnot ok 1 - handle\nBail out! No database.\n");
    expect(found.report).toMatchObject({
      state: "partial",
      reason: "the run bailed out",
      errors: 1,
      counts: { tests: 1, failed: 1, notRun: 572 },
    });
    expect(errorLines(found)).toEqual([": Bail out! No database."]);
  });

  it("may be several, with or without a word between them", async () => {
    for (const text of ["1..2\nok 1\nok 2\n1..1\nok 1\n", "ok 1\nok 2\n1..2\nok 1\n1..1\n"]) {
      expect((await read(text)).report).toMatchObject({ state: "read", planned: 3, counts: { passed: 3 } });
    }
    const one = "TAP version 13\n1..2\nok 1 - a\nok 2 - b\n";
    expect((await read(one + one)).report).toMatchObject({ state: "read", planned: 4, counts: { tests: 4 } });
    expect((await read(`TAP version 13\n1..2\nok 1 - a\n${one}`)).report).toMatchObject({
      state: "partial",
      counts: { tests: 3, notRun: 1 },
    });
  });

  it("of tape names its tests in comments", async () => {
    const found = await read(
      "TAP version 13\n# first\nok 1 is one\nnot ok 2 is two\n  ---\n    expected: 2\n    actual: 1\n  ...\n# second\nok 3 is three\n\n1..3\n",
    );
    expect(lines(found)).toEqual(["passed first::is one", "failed first::is two", "passed second::is three"]);
  });

  it("of a million spaces and numbers is read in no time", async () => {
    const begun = performance.now();
    const found = await read(
      `1..1\nok 1${" ".repeat(200_000)}x # ${"#".repeat(200_000)}\n${" ".repeat(400_000)}ok\n1..${"9".repeat(5_000)}\nok 2${"-".repeat(400_000)}#${"-#".repeat(200_000)}\nok${" ".repeat(400_000)}-# skip\n1..2\n`,
    );
    expect(found.report.counts).toMatchObject({ tests: 3, failed: 0 });
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});

describe("node:test", () => {
  it("agrees with its own report in JUnit", async () => {
    const folder = await mkdtemp(join(tmpdir(), "tap-"));
    try {
      const file = join(folder, "a.test.mjs");
      await writeFile(
        file,
        `import { test, describe, it, before } from "node:test";
         test("passes", () => {});
         test("fails", () => { throw new TypeError("broken"); });
         test("left out", { skip: "not here" }, () => {});
         test("parent", async (t) => { await t.test("child", () => {}); await t.test("other", () => { throw new Error("x"); }); });
         describe("suite", () => { it("one", () => {}); describe("inner", () => { it("two", () => {}); }); });
         describe("hooked", () => { before(() => { throw new Error("hook"); }); it("never", () => {}); });
`,
      );
      const found = await read(await nodeTest(file, "tap"));
      expect(lines(found)).toEqual([
        "passed passes",
        "failed fails",
        "skipped left out",
        "passed parent::child",
        "failed parent::other",
        "passed suite::one",
        "passed suite/inner::two",
        "failed hooked::never",
      ]);
      expect(errorLines(found)).toEqual(["hooked: hook"]);
      expect(found.report.state).toBe("read");
      const { report } = await read(await nodeTest(file, "junit"));
      expect(report.counts).toEqual(found.report.counts);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

function nodeTest(file: string, reporter: string): Promise<string> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, ["--test", `--test-reporter=${reporter}`, file], { env }, (_error, stdout) =>
      resolve(stdout),
    );
  });
}
