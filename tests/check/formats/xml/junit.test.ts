// JUnit XML: what one case comes to, and how a whole report is counted.
import { describe, expect, it } from "vitest";
import { keeping } from "../../../../src/check/formats/bounds.ts";
import { readReport } from "../../../../src/check/formats/read-report.ts";
import type { TestCase } from "../../../../src/check/formats/test-case.ts";
import { reveal } from "../../../../src/text/untrusted.ts";
import { errorLines, lines, messages, pieces, readBytes as read } from "../reading.ts";

const suite = (inner: string): string => `<testsuites><testsuite name="s">${inner}</testsuite></testsuites>`;
const testcase = (inner: string, attributes = ""): string =>
  suite(`<testcase classname="c" name="n" time="1.5"${attributes}>${inner}</testcase>`);

async function only(text: string): Promise<TestCase> {
  const { tests } = await read(text);
  const [found] = tests;
  if (found === undefined || tests.length !== 1) throw new Error(`${tests.length} tests`);
  return found;
}

describe("a test case", () => {
  it.each([
    ["", "passed"],
    [`<failure message="m"/>`, "failed"],
    [`<error message="m"/>`, "errored"],
    [`<skipped/>`, "skipped"],
    [`<skip/>`, "skipped"],
    [`<disabled/>`, "skipped"],
    [`<failure/><error/>`, "errored"],
    [`<failure/><skipped/>`, "failed"],
    [`<skipped/><error/>`, "errored"],
    [`<rerunFailure message="m"/>`, "failed"],
    [`<error/><rerunFailure/>`, "errored"],
    [`<flakyFailure message="m"/>`, "passed"],
    [`<flakyError message="m"/>`, "passed"],
    [`<failure/><flakyFailure/>`, "failed"],
    [`<step><failure message="deeper"/></step>`, "failed"],
    [`<step><skipped/></step>`, "passed"],
    [`<system-out>&lt;failure/&gt;</system-out>`, "passed"],
    [`<system-out><![CDATA[<testcase><failure/></testcase>]]></system-out>`, "passed"],
    [`<properties><property name="failure" value="x"/></properties>`, "passed"],
    [`<!-- <failure/> -->`, "passed"],
  ])("with %s is %s", async (inner, wanted) => {
    expect((await only(testcase(inner))).outcome).toBe(wanted);
  });

  it("keeps class, name, duration, message and body", async () => {
    const found = await only(
      testcase(`<failure message="expected 1" type="AssertionError"><![CDATA[at x.ts:3]]></failure>`),
    );
    expect(found).toMatchObject({ className: "c", name: "n", durationMs: 1_500, suitePath: ["s"], earlier: [] });
    expect([found.message, found.detail, found.type].map((each) => each && reveal(each))).toEqual([
      "expected 1",
      "at x.ts:3",
      "AssertionError",
    ]);
  });

  it("takes the first line of the body for a message when it has none", async () => {
    expect(messages(await read(testcase(`<failure>\n  line one\nline two</failure>`)))).toEqual(["line one"]);
  });

  it("tells the most severe of several results, and why a test was skipped", async () => {
    expect(messages(await read(testcase(`<failure message="f"/><error message="e"/>`)))).toEqual(["e"]);
    expect(messages(await read(testcase(`<skipped message="on CI"/>`)))).toEqual(["on CI"]);
    expect(messages(await read(testcase(`<skipped>\n on CI \n</skipped>`)))).toEqual(["on CI"]);
  });

  it.each([
    ["1.5", 1_500],
    ["0", 0],
    ["0.000", 0],
    ["4.035", 4_035],
    ["0.0004", 0.4],
    ["12.", 12_000],
    [".5", 500],
    ["1e-3", 1],
    ["1,234.5", 1_234_500],
    ["1,234,567.25", 1_234_567_250],
    ["0,5", 500],
    [" 2 ", 2_000],
    ["", null],
    [" ", null],
    [".", null],
    ["1.2.3", null],
    ["NaN", null],
    ["-1", null],
    ["Infinity", null],
    ["1e999", null],
    ["soon", null],
  ])("with time=%j lasts %j ms", async (time, wanted) => {
    expect((await only(suite(`<testcase name="n" time="${time}"/>`))).durationMs).toBe(wanted);
  });
});

describe("a report", () => {
  it("counts cases in nested suites and directly below the root", async () => {
    const text = `<testsuites><testcase name="a"/><testsuite name="x"><testcase name="b"/><testsuite name="y"><testcase name="c"/></testsuite><testcase name="d"/></testsuite></testsuites>`;
    expect(lines(await read(text))).toEqual(["passed a", "passed x::b", "passed x/y::c", "passed x::d"]);
  });

  it("reads the same whatever the pieces are", async () => {
    const text = testcase(
      `<failure message="\u00fcn\u00efc\u00f6d\u00e9 \u{1f511} &lt;&#27;\u001b&amp;">body\r\n${"x".repeat(500)}\r</failure><system-out>[[ATTACHMENT|a.png]]</system-out>`,
    );
    const whole = await read(text);
    expect(whole.tests[0]?.attachments).toHaveLength(1);
    for (const size of [1, 2, 3, 7, 255, 256, 257]) expect(await read(text, size)).toEqual(whole);
  });

  it("does not lose what a suite says of itself, and counts no test for it", async () => {
    const text = suite(`<testcase name="a"/><error message="set-up failed" type="E">at x</error>`);
    const reading = await read(text);
    expect(lines(reading)).toEqual(["passed s::a"]);
    expect(errorLines(reading)).toEqual(["s: set-up failed"]);
    expect(reading.report).toMatchObject({ state: "read", errors: 1, counts: { tests: 1, passed: 1, errored: 0 } });
    expect(errorLines(await read(`<testsuites><failure>no browser</failure></testsuites>`))).toEqual([": no browser"]);
  });

  it("reads on over terminal escapes, which are not XML at all, raw or as references", async () => {
    const text = suite(
      `<testcase name="a\u0007"><failure message="\u001b[31mred &#27;[0m &#x1B; &#00; &#xFFFE;">\u0000</failure></testcase><testcase name="b"/>`,
    );
    const reading = await read(text);
    expect(lines(reading)).toEqual(["failed s::a\ufffd", "passed s::b"]);
    expect(messages(reading)).toEqual(["\ufffd[31mred \ufffd[0m \ufffd \ufffd \ufffd", null]);
  });

  it("keeps what it has read when the file breaks off, and says so", async () => {
    const { report, tests } = await read(suite(`<testcase name="a"/><testcase name="b"/>`).slice(0, -20));
    expect([report.state, report.reason, tests.length]).toEqual(["partial", "not well-formed XML at line 1", 2]);
  });

  it("tells a failure whose case breaks off, and how many tests were to come", async () => {
    const reading = await read(
      `<testsuites tests="9"><testsuite name="s" tests="5"><testcase name="a"/><testcase name="b"><failure message="m">sta`,
    );
    expect(lines(reading)).toEqual(["passed s::a", "failed s::b"]);
    expect(reading.report).toMatchObject({ state: "partial", planned: 9, counts: { tests: 2, notRun: 7 } });
    // A pass may still have become something else.
    expect(lines(await read(`<testsuite name="s"><testcase name="a"/><testcase name="b">`))).toEqual(["passed s::a"]);
  });

  it.each([
    ["no test", "<testsuites/>", "empty"],
    ["a DOCTYPE", `<!DOCTYPE x [<!ENTITY a "b">]>${testcase("")}`, "refused"],
    ["a coverage report", `<coverage><packages/></coverage>`, "ignored"],
    ["a coverage report with DOCTYPE", `<!DOCTYPE report PUBLIC "-//JACOCO//DTD" "report.dtd"><report/>`, "ignored"],
    [
      "a project with a prefix",
      `<m:Project xmlns:m="http://schemas.microsoft.com/developer/msbuild/2003"/>`,
      "ignored",
    ],
    ["a project of Maven", `<project xmlns="http://maven.apache.org/POM/4.0.0"/>`, "ignored"],
    [
      "a report of Dependency-Check",
      `<analysis xmlns="https://jeremylong.github.io/DependencyCheck/x.xsd"/>`,
      "ignored",
    ],
    ["a report without a namespace", `<report name="shop"><package/></report>`, "ignored"],
    ["a page", `<html xmlns="http://www.w3.org/1999/xhtml"/>`, "ignored"],
    ["tests of Gallio", `<report xmlns="http://www.gallio.org/"><testModel/></report>`, "unsupported"],
    ["tests of Gallio with a prefix", `<g:report xmlns:g="http://www.gallio.org/"/>`, "unsupported"],
    ["somebody's project", `<project xmlns="urn:tests"><test status="failed"/></project>`, "unsupported"],
    [
      "what IntelliJ exports",
      `<testrun name="a"><count name="failed" value="1"/><suite name="a"><test name="b" status="failed"/></suite></testrun>`,
      "unsupported",
    ],
    ["what Eclipse exports, with no test", `<testrun tests="0" started="0"/>`, "empty"],
    ["suites in other words", `<testsuites><suite><test status="failed"/></suite></testsuites>`, "unsupported"],
    ["tests in other words", `<testsuite tests="1" failures="1"><test status="failed"/></testsuite>`, "unsupported"],
    [
      "a suite with everything but tests",
      `<testsuite><properties><property name="a" value="b"/></properties><system-out>x</system-out><system-err/></testsuite>`,
      "empty",
    ],
    ["tests of CppUnit", `<TestRun><SuccessfulTests/></TestRun>`, "unsupported"],
    ["tests of Check", `<testsuites xmlns="http://check.sourceforge.net/ns"><suite/></testsuites>`, "unsupported"],
    ["a root that nobody knows", `<testsuits/>`, "unsupported"],
    ["declared tests without one", `<testsuite tests="3"/>`, "partial"],
    ["nothing but a declaration", `<?xml version="1.0"?>\n`, "refused"],
    ["a case that never ends", `<testsuite><testcase name="a">`, "refused"],
    ["depth", `<testsuites>${"<testsuite>".repeat(100)}`, "refused"],
  ])("is never green for %s", async (_, text, wanted) => {
    const { report, tests } = await read(text);
    expect([report.state, tests.length]).toEqual([wanted, 0]);
    expect(report.reason).toMatch(/^[\w .,:;()'"/-]{1,300}$/u);
  });

  it("names the kind of an ignored file in our own letters", async () => {
    expect((await read(`<x:Project/>`)).report.reason).toBe("another kind of XML file, Project");
  });

  it("is read beside elements that nobody knows", async () => {
    const { report } = await read(`<testsuite><statistics tests="1"/><testcase name="a"/></testsuite>`);
    expect(report).toMatchObject({ state: "read", format: "junit-xml", counts: { passed: 1 } });
    expect((await read(`<testsuite><statistics/></testsuite>`)).report.format).toBeNull();
    expect((await read(`<testsuite><statistics/><error message="set-up"/></testsuite>`)).report).toMatchObject({
      state: "read",
      errors: 1,
    });
  });

  it("reads what Eclipse exports", async () => {
    const text = `<testrun name="All" tests="3" started="2" failures="1" errors="0" ignored="1"><testsuite name="a.B"><testcase name="x" classname="a.B" time="0.01"/><testcase name="y" classname="a.B"><failure>java.lang.AssertionError: no</failure></testcase><testcase name="z" classname="a.B" ignored="true"/><testcase name="w" classname="a.B" incomplete="true"/></testsuite></testrun>`;
    expect(lines(await read(text))).toEqual([
      "passed a.B/a.B::x",
      "failed a.B/a.B::y",
      "skipped a.B/a.B::z",
      "not-run a.B/a.B::w",
    ]);
  });
});

describe("what is kept", () => {
  it("is a thousand characters of names and classes, and fewer of types", async () => {
    const long = "n".repeat(50_000);
    const { tests } = await read(
      `<testsuite name="${long}"><testsuite name="${long}"><testcase classname="${long}" name="${long}"><error type="${long}"/></testcase></testsuite></testsuite>`,
    );
    const [found] = tests;
    const kept = [found?.name, found?.className, found?.suitePath[0], reveal(found?.type ?? expect.fail())];
    expect(kept.map((each) => [each?.length, each?.endsWith("\u2026")])).toEqual([
      [1_000, true],
      [1_000, true],
      [1_000, true],
      [300, true],
    ]);
    expect(found?.suitePath.join("").length).toBeLessThan(1_010);
  });

  it("loses no secret to a cut", async () => {
    const secret = "a-secret-of-the-staging";
    const names: string[] = [];
    await readReport(
      pieces(`<testsuite><testcase name="${"n".repeat(990)}${secret}"/></testsuite>`),
      keeping((text) => text.replaceAll(secret, "***")),
      { test: ({ name }) => void names.push(name), error: () => {} },
    );
    expect(names).toEqual([`${"n".repeat(990)}***`]);
  });

  it("is head and tail of a body or a message of megabytes, without the words at the cut", async () => {
    const words = `first ${"one-word-".repeat(600_000)} last`;
    const found = await only(testcase(`<failure message="${words.slice(0, 3_000_000)}">${words}</failure>`));
    const detail = reveal(found.detail ?? expect.fail());
    expect(detail.length).toBeLessThan(40_000);
    expect([detail.startsWith("first"), detail.endsWith("last")]).toEqual([true, true]);
    expect(reveal(found.message ?? expect.fail()).length).toBeLessThan(40_000);
    const spread = await only(testcase(`<failure>first ${"some words ".repeat(500_000)}last</failure>`));
    expect(reveal(spread.detail ?? expect.fail())).toMatch(/^first some words [^\u2026]* \u2026\n [^\u2026]* last$/u);
  });

  it("is a few of a million failures in one case, the last among them", async () => {
    const many = Array.from({ length: 100_000 }, (_, at) => `<rerunFailure message="try ${at}"/>`).join("");
    const found = await only(testcase(`<failure message="first"/>${many}`));
    expect(found.earlier.length).toBeLessThan(20);
    expect([found.outcome, reveal(found.message ?? expect.fail())]).toEqual(["failed", "try 99999"]);
  });
});
