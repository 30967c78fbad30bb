// What the many writers of JUnit XML tell beside the result: file, time, attempts, attachments, a status of their own.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { TestCase } from "../../../../src/check/formats/test-case.ts";
import { reveal } from "../../../../src/text/untrusted.ts";
import { messages, readBytes as read } from "../reading.ts";

const run = promisify(execFile);

async function first(text: string): Promise<TestCase> {
  const [found] = (await read(text)).tests;
  if (found === undefined) throw new Error("no test");
  return found;
}

const inSuite = (inner: string, attributes = ""): string => `<testsuite name="s"${attributes}>${inner}</testsuite>`;
const pathsOf = ({ attachments }: TestCase): readonly string[] => attachments.map((each) => reveal(each));

describe("the file of a test", () => {
  it.each([
    [
      "of the case, as pytest with xunit1 writes",
      inSuite(`<testcase file="tests/test_a.py" line="3"/>`),
      "tests/test_a.py",
    ],
    ["of its suite, as jest-junit writes", inSuite(`<testcase/>`, ` file="src/a.test.js"`), "src/a.test.js"],
    ["of its suite, as minitest writes", inSuite(`<testcase/>`, ` filepath="test/a_test.rb"`), "test/a_test.rb"],
    ["of the suite around its suite", inSuite(inSuite(`<testcase/>`), ` file="AllTests.php"`), "AllTests.php"],
    ["of the case before that of the suite", inSuite(`<testcase file="b.js"/>`, ` file="a.js"`), "b.js"],
    ["nowhere", inSuite(`<testcase classname="a.B"/>`), null],
    ["empty", inSuite(`<testcase file=""/>`), null],
    ["of another suite", `<testsuites>${inSuite("", ` file="a.js"`)}${inSuite("<testcase/>")}</testsuites>`, null],
  ])("is that %s", async (_, text, wanted) => {
    expect((await first(text)).file).toBe(wanted);
  });
});

describe("the time at which a test began", () => {
  it.each([
    ["2025-09-07T06:22:45Z", Date.UTC(2025, 8, 7, 6, 22, 45)],
    ["2025-09-07T06:22:45.250Z", Date.UTC(2025, 8, 7, 6, 22, 45, 250)],
    ["2025-09-07T06:22:45,250Z", Date.UTC(2025, 8, 7, 6, 22, 45, 250)],
    ["2025-09-07T08:22:45+02:00", Date.UTC(2025, 8, 7, 6, 22, 45)],
    ["2025-09-07T08:22:45.123456+0200", Date.UTC(2025, 8, 7, 6, 22, 45, 123)],
    ["2025-09-07 08:22:45+02", Date.UTC(2025, 8, 7, 6, 22, 45)],
    ["2025-09-07T06:22Z", Date.UTC(2025, 8, 7, 6, 22)],
    ["2025-09-07T06:22:45", null],
    ["2025-09-07", null],
    ["Sun, 07 Sep 2025 06:22:45 GMT", null],
    ["2025-13-07T06:22:45Z", null],
    ["1757226165", null],
    ["", null],
  ])("is told by timestamp=%j: %j", async (timestamp, wanted) => {
    expect((await first(inSuite(`<testcase timestamp="${timestamp}"/>`))).startedAt).toBe(wanted);
  });

  it("is not that of the suite", async () => {
    expect((await first(inSuite("<testcase/>", ` timestamp="2025-09-07T06:22:45Z"`))).startedAt).toBeNull();
  });
});

describe("attempts", () => {
  const earlier = ({ earlier: all }: TestCase) =>
    all.map(({ message, detail }) => [reveal(message), detail && reveal(detail)]);

  it("before a pass make a flaky pass, with what each said and not what it printed", async () => {
    const found = await first(
      inSuite(
        `<testcase name="n"><flakyFailure message="one" type="A"><stackTrace>at one</stackTrace><system-out>noise [[ATTACHMENT|no.png]]</system-out></flakyFailure><flakyError message="two">at two<system-err>noise</system-err></flakyError><system-out>fine</system-out></testcase>`,
      ),
    );
    expect(found).toMatchObject({ outcome: "passed", message: null, detail: null, type: null });
    expect(earlier(found)).toEqual([
      ["one", "at one"],
      ["two", "at two"],
    ]);
  });

  it("that all failed leave the last one to tell", async () => {
    const found = await first(
      inSuite(
        `<testcase name="n"><failure message="first" type="A">at first</failure><rerunFailure message="second" type="B"><stackTrace>at second</stackTrace></rerunFailure><rerunFailure message="third" type="C"><stackTrace>at third</stackTrace></rerunFailure></testcase>`,
      ),
    );
    expect([found.outcome, ...[found.message, found.detail, found.type].map((each) => each && reveal(each))]).toEqual([
      "failed",
      "third",
      "at third",
      "C",
    ]);
    expect(earlier(found)).toEqual([
      ["first", "at first"],
      ["second", "at second"],
    ]);
  });
});

describe("attachments", () => {
  it.each([
    [
      "in its output",
      `<system-out>\n[[ATTACHMENT|shots/a.png]]\nmore\n[[ATTACHMENT| b.zip ]]\n</system-out>`,
      ["shots/a.png", "b.zip"],
    ],
    ["in its error output", `<system-err><![CDATA[[[ATTACHMENT|/tmp/a b.png]]]]></system-err>`, ["/tmp/a b.png"]],
    ["with a name that some use", `<system.out>[[ATTACHMENT|a.png]]</system.out>`, ["a.png"]],
    [
      "as properties",
      `<properties><property name="attachment_1" value="a.jpg"/><property name="owner" value="b.jpg"/><property name="testrail_attachment" value="c.jpg"/></properties>`,
      ["a.jpg", "c.jpg"],
    ],
    ["as a property with text", `<properties><property name="attachment">a.jpg</property></properties>`, ["a.jpg"]],
    [
      "as elements",
      `<attachments><attachment path="a.png"/><attachment>b.png</attachment></attachments>`,
      ["a.png", "b.png"],
    ],
    ["twice", `<system-out>[[ATTACHMENT|a.png]][[ATTACHMENT|a.png]]</system-out>`, ["a.png"]],
    ["without a name", `<system-out>[[ATTACHMENT|]][[ATTACHMENT|  ]][[ATTACHMENT|a\nb]]</system-out>`, []],
    ["without an end", `<system-out>[[ATTACHMENT|a.png</system-out><system-err>]]</system-err>`, []],
    [
      "with a name of a novel's length",
      `<system-out>[[ATTACHMENT|${"x".repeat(2_000)}]][[ATTACHMENT|y]]</system-out>`,
      ["y"],
    ],
  ])("are found %s", async (_, inner, wanted) => {
    expect(pathsOf(await first(inSuite(`<testcase name="n">${inner}</testcase>`)))).toEqual(wanted);
  });

  it("are found behind megabytes, and are never more than twenty", async () => {
    const noise = "[[ATTACH MENT|x]] some line of a log\n".repeat(40_000);
    const many = Array.from({ length: 500 }, (_, at) => `[[ATTACHMENT|${at}.png]]`).join(noise.slice(0, 5_000));
    const found = pathsOf(await first(inSuite(`<testcase><system-out>${noise}${many}</system-out></testcase>`)));
    expect([found.length, found[0], found[19]]).toEqual([20, "0.png", "19.png"]);
  });
});

describe("a status of its own", () => {
  it.each([
    [`status="run"`, "", "passed"],
    [`status="passed"`, "", "passed"],
    [`status="run" result="completed"`, "", "passed"],
    [`status="notrun"`, "", "skipped"],
    [`status="notrun" result="suppressed"`, "", "skipped"],
    [`status="run" result="skipped"`, "", "skipped"],
    [`status="disabled"`, "", "skipped"],
    [`status="Not Run"`, "", "skipped"],
    [`status="skipped"`, `<failure/>`, "failed"],
    [`status="failed"`, "", "failed"],
    [`status="FAIL"`, "", "failed"],
    [`status="failed"`, "<skipped/>", "failed"],
    [`result="timed-out"`, "", "failed"],
    [`status="error"`, "", "errored"],
    [`status="run" result="broken"`, "", "errored"],
    [`status="failed"`, `<error/>`, "errored"],
    [`status="passed"`, `<failure/>`, "failed"],
    [`status="aborted"`, "", "not-run"],
    [`status="200"`, "", "passed"],
    [`status="${"failed".repeat(50)}"`, "", "passed"],
  ])("%s with %j is %s", async (attributes, inner, wanted) => {
    expect((await first(inSuite(`<testcase ${attributes}>${inner}</testcase>`))).outcome).toBe(wanted);
  });

  it.each([
    [`<skipped type="todo" message="soon"/><failure message="no">at a.js:1</failure>`, "skipped"],
    [`<failure message="no">at a.js:1</failure><skipped type="todo" message="soon"/>`, "skipped"],
    [`<skipped type="todo" message="soon"/><error message="no"/>`, "skipped"],
    [`<skipped type="skip" message="soon"/><failure message="no"/>`, "failed"],
    [`<skipped message="soon"/><failure message="no"/>`, "failed"],
    [`<ignored type="todo" message="soon"/><failure message="no"/>`, "failed"],
    [`<properties><skipped type="todo"/></properties><failure message="no"/>`, "failed"],
  ])("is todo only where node:test says so: %s", async (inner, wanted) => {
    const found = await first(`<testsuite tests="1" failures="1"><testcase name="n">${inner}</testcase></testsuite>`);
    const [message, detail] = wanted === "skipped" ? ["soon", null] : ["no", found.detail];
    expect([found.outcome, found.message && reveal(found.message), found.detail]).toEqual([wanted, message, detail]);
  });

  it("that stands alone is told in our words", async () => {
    expect(messages(await read(inSuite(`<testcase status="failed"/>`)))).toEqual([
      "the report calls it failed and does not say why",
    ]);
  });

  it("of a test that did not finish is no result", async () => {
    const { report } = await read(inSuite(`<testcase/><testcase status="interrupted"/>`));
    expect(report.counts).toMatchObject({ tests: 1, passed: 1, notRun: 1 });
  });
});

it("reads what node:test really writes", async () => {
  const folder = await mkdtemp(join(tmpdir(), "junit-"));
  try {
    const file = join(folder, "some.test.mjs");
    await writeFile(
      file,
      `import { describe, it } from "node:test"; import assert from "node:assert";
       describe("orders", () => { it("are listed", () => {}); it("have a price", () => assert.equal(1, 2)); it.skip("are shipped", () => {}); it.todo("are returned");
         it("are refunded", { todo: "soon" }, () => { throw new Error("not yet"); }); });`,
    );
    const report = join(folder, "report.xml");
    const environment = { PATH: process.env["PATH"] };
    const args = ["--test", "--test-reporter=junit", `--test-reporter-destination=${report}`, file];
    await expect(run(process.execPath, args, { env: environment })).rejects.toMatchObject({ code: 1 });
    const reading = await read(new Uint8Array(await readFile(report)));
    expect(reading.report).toMatchObject({ format: "junit-xml", state: "read" });
    expect(reading.tests.map((each) => [each.suitePath.join("/"), each.name, each.outcome])).toEqual([
      ["orders", "are listed", "passed"],
      ["orders", "have a price", "failed"],
      ["orders", "are shipped", "skipped"],
      ["orders", "are returned", "skipped"],
      ["orders", "are refunded", "skipped"],
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
