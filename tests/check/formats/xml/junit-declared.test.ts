// What suites in JUnit XML declare of themselves, compared with what they hold; and whose project a test belongs to.
import { describe, expect, it } from "vitest";
import { readBytes as read } from "../reading.ts";

const suite = (inner: string): string => `<testsuites><testsuite name="s">${inner}</testsuite></testsuites>`;

describe("what a suite declares", () => {
  const cases = (held: number): string => Array.from({ length: held }, (_, at) => `<testcase name="${at}"/>`).join("");
  const failed = `<testcase name="f"><failure/></testcase>`;

  it.each([
    ["tests", `<testsuite tests="25">${cases(2)}</testsuite>`, "it declares 25 tests but holds 2", 25],
    [
      "tests of a nested suite",
      suite(`<testsuite tests="2">${cases(1)}</testsuite>`),
      "it declares 2 tests but holds 1",
      2,
    ],
    [
      "tests of the root",
      `<testsuites tests="3">${suite(cases(2))}</testsuites>`,
      "it declares 3 tests but holds 2",
      3,
    ],
    [
      "tests of two suites, beside one that is whole",
      `<testsuites><testsuite tests="4">${cases(1)}</testsuite><testsuite tests="3">${cases(3)}</testsuite><testsuite tests="2"/></testsuites>`,
      "it declares 4 tests but holds 1",
      9,
    ],
    [
      "tests of a suite and, less, of its root",
      `<testsuites tests="5"><testsuite tests="9">${cases(2)}</testsuite></testsuites>`,
      "it declares 9 tests but holds 2",
      9,
    ],
    ["failures", `<testsuite failures="3">${failed}</testsuite>`, "it declares 3 failures but holds 1", null],
    ["a failure more", `<testsuite failures="+1">${cases(1)}</testsuite>`, "it declares 1 failure but holds 0", null],
    ["a decimal", `<testsuite failures="1.0">${cases(1)}</testsuite>`, "it declares 1 failure but holds 0", null],
    ["thousands", `<testsuite failures="1,000">${cases(1)}</testsuite>`, "it declares 1000 failures but holds 0", null],
    [
      "ten digits",
      `<testsuite failures="9999999999">${cases(1)}</testsuite>`,
      "it declares 9999999999 failures but holds 0",
      null,
    ],
    [
      "450 digits",
      `<testsuite failures="${"9".repeat(450)}">${cases(1)}</testsuite>`,
      "it declares a number that cannot be read",
      null,
    ],
    ["words", `<testsuite errors="many">${cases(1)}</testsuite>`, "it declares a number that cannot be read", null],
    ["one less", `<testsuite errors="-1">${cases(1)}</testsuite>`, "it declares a number that cannot be read", null],
    ["one failure", `<testsuite failures="1">${cases(1)}</testsuite>`, "it declares 1 failure but holds 0", null],
    [
      "errors of a suite",
      `<testsuite failures="1" errors="1">${failed}</testsuite>`,
      "it declares 2 failures but holds 1",
      null,
    ],
    [
      "errors of the root",
      `<testsuites errors="2"><testsuite errors="1"><testcase name="e"><error/></testcase></testsuite></testsuites>`,
      "it declares 2 failures but holds 1",
      null,
    ],
    [
      "more tests than the root calls skipped",
      `<testsuites tests="9" skipped="2"><testsuite tests="5">${cases(1)}</testsuite><testsuite tests="4">${cases(4)}</testsuite></testsuites>`,
      "it declares 5 tests but holds 1",
      7,
    ],
    [
      "tests beside those that a suite and its root call skipped",
      `<testsuites tests="6" skipped="2"><testsuite tests="4" skipped="2">${cases(2)}</testsuite><testsuite tests="2">${cases(1)}</testsuite></testsuites>`,
      "it declares 2 tests but holds 1",
      4,
    ],
    [
      "tests of the root beside skipped ones of a suite",
      `<testsuites tests="6"><testsuite tests="4" skipped="2">${cases(2)}</testsuite></testsuites>`,
      "it declares 6 tests but holds 2",
      4,
    ],
    ["tests of pytest without a case", `<testsuite name="pytest" tests="2"/>`, "it declares 2 tests but holds 0", 2],
  ])("is missed when it is not there: %s", async (_, text, reason, planned) => {
    const { report } = await read(text);
    expect([report.state, report.reason, report.planned]).toEqual(["partial", reason, planned]);
    expect(report.counts.notRun).toBe(planned === null ? 0 : planned - report.counts.tests);
  });

  it.each([
    ["more cases than tests", `<testsuite tests="1">${cases(3)}</testsuite>`],
    ["fewer failures than there are", `<testsuite tests="1" failures="0">${failed}</testsuite>`],
    [
      "cases in nested suites",
      `<testsuites tests="2"><testsuite tests="2"><testsuite>${cases(2)}</testsuite></testsuite></testsuites>`,
    ],
    ["skipped tests that are not listed", `<testsuite tests="5" skipped="2" disabled="1">${cases(2)}</testsuite>`],
    [
      "tests that the root alone calls skipped, as mocha-junit-reporter writes",
      `<testsuites tests="4" skipped="2"><testsuite tests="0"/><testsuite tests="3">${cases(1)}</testsuite><testsuite tests="1">${cases(1)}</testsuite></testsuites>`,
    ],
    [
      "tests that a suite and its root call skipped",
      `<testsuites tests="4" skipped="2"><testsuite tests="4" skipped="2">${cases(2)}</testsuite></testsuites>`,
    ],
    ["no number at all", `<testsuite tests=" " failures="" errors="undefined" skipped="many">${cases(1)}</testsuite>`],
    ["numbers in another form", `<testsuite tests="1.0" failures="0.0" errors="+0">${cases(1)}</testsuite>`],
    ["two failures of one case", `<testsuite failures="2"><testcase><failure/><failure/></testcase></testsuite>`],
    ["subtests of pytest", `<testsuite name="pytest" tests="9">${cases(1)}</testsuite>`],
    [
      "build errors of gotestsum",
      `<testsuites failures="1" errors="1"><testsuite failures="1">${failed}</testsuite></testsuites>`,
    ],
    [
      "attempts of surefire",
      `<testsuite tests="5" failures="4"><testcase><flakyFailure/><flakyFailure/></testcase><testcase><failure/><rerunFailure/></testcase></testsuite>`,
    ],
    [
      "an error of the suite itself",
      `<testsuites tests="2" errors="1"><testsuite tests="2" errors="1">${cases(1)}<error message="set-up"/></testsuite></testsuites>`,
    ],
  ])("need not be exact: %s", async (_, text) => {
    const { report } = await read(text);
    expect([report.state, report.planned]).toEqual(["read", null]);
  });
});

describe("the project of a test", () => {
  const playwright = (host: string, root = `id="" name=""`): string =>
    `<testsuites ${root}><testsuite name="login.spec.ts" hostname="${host}"><testcase classname="login.spec.ts" name="n"/></testsuite></testsuites>`;

  it.each([
    ["Playwright's", playwright("chromium"), "chromium"],
    ["Playwright's that looks like a machine", playwright("chrome-1920.hd"), "chrome-1920.hd"],
    ["Playwright's after a merge", playwright("Mobile Safari", ""), "Mobile Safari"],
    ["a project without a name", playwright(""), null],
    ["vitest's machine", playwright("buildhost", `name="vitest tests"`), null],
    ["a machine after a merge", playwright("fv-az1234-567", ""), null],
    ["another machine after a merge", playwright("runnervmmtnos", ""), null],
    [
      "pytest's machine",
      `<testsuite name="pytest" hostname="chromium"><testcase classname="tests.test_a" name="n"/></testsuite>`,
      null,
    ],
    [
      "Gradle's machine",
      `<testsuite name="a.B" hostname="jenkins"><testcase classname="a.B" name="n"/></testsuite>`,
      null,
    ],
  ])("is %s", async (_, text, wanted) => {
    expect((await read(text)).tests[0]?.project).toBe(wanted);
  });
});
