// Cases that tell of a file that could not be loaded: no test ran, and none is counted.
import { describe, expect, it } from "vitest";
import { errorLines, lines, readBytes } from "../reading.ts";

const suite = (name: string, inner: string, more = ""): string =>
  `<testsuite name="${name}"${more}>${inner}</testsuite>`;
const works = `<testcase classname="test_a" name="test_works" time="0.1"/>`;

describe("a file that could not be loaded", () => {
  it.each([
    [
      "by pytest",
      suite(
        "pytest",
        `<testcase classname="" name="test_b" time="0.000"><error message="collection failure">E  ImportError</error></testcase>${works}`,
        ` errors="1" tests="2"`,
      ),
      "pytest/test_b: collection failure",
    ],
    [
      "by pytest, as it names the file too",
      suite(
        "pytest",
        `<testcase classname="" name="test_b" file="test_b.py"><error message="collection failure"/></testcase>${works}`,
      ),
      "pytest/test_b: collection failure",
    ],
    [
      "by vitest",
      `<testsuites name="vitest tests">${suite(
        "b.test.mjs",
        `<testcase classname="b.test.mjs" name="b.test.mjs" time="0"><failure message="boom at load" type="Error"/></testcase>`,
        ` tests="1" failures="1"`,
      )}${suite("s", works)}</testsuites>`,
      "b.test.mjs: boom at load",
    ],
  ])("%s is an error of the run", async (_, text, wanted) => {
    const reading = await readBytes(text);
    expect(errorLines(reading)).toEqual([wanted]);
    expect(lines(reading)).toEqual([expect.stringMatching(/^passed .*test_works$/u)]);
    expect(reading.report).toMatchObject({ state: "read", errors: 1, counts: { tests: 1, passed: 1, notRun: 0 } });
  });

  it.each([
    ["a test without a class that breaks", suite("s", `<testcase name="x"><error message="boom"/></testcase>`)],
    [
      "a test of a class that talks so",
      suite("s", `<testcase classname="c" name="x"><error message="collection failure"/></testcase>`),
    ],
    ["a file that passed", suite("b.test.mjs", `<testcase classname="b.test.mjs" name="b.test.mjs" time="0"/>`)],
    [
      "a test that took its time and has the name of its file",
      suite("b.test.js", `<testcase classname="b.test.js" name="b.test.js" time="2"><failure/></testcase>`),
    ],
  ])("is not %s", async (_, text) => {
    const { tests, errors } = await readBytes(text);
    expect([tests.length, errors.length]).toEqual([1, 0]);
  });
});
