// JUnit XML in the dialects that tools really write, and the files that must never look green.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { keeping } from "../../src/check/formats/bounds.ts";
import { readJUnit } from "../../src/check/formats/junit.ts";
import { reveal } from "../../src/text/untrusted.ts";

const run = promisify(execFile);

async function* pieces(text: string | Uint8Array, size = 64 * 1_024): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

const read = (text: string | Uint8Array, size?: number) => readJUnit(pieces(text, size));

async function outcomes(text: string): Promise<readonly string[]> {
  return (await read(text)).cases.map((each) => each.outcome);
}

const suite = (inner: string): string => `<testsuites><testsuite name="s">${inner}</testsuite></testsuites>`;
const testcase = (inner: string): string => suite(`<testcase classname="c" name="n" time="1.5">${inner}</testcase>`);

describe("a test case", () => {
  it.each([
    ["", "passed"],
    [`<failure message="m"/>`, "failed"],
    [`<error message="m"/>`, "errored"],
    [`<skipped/>`, "skipped"],
    [`<failure/><error/>`, "errored"],
    [`<failure/><skipped/>`, "failed"],
    [`<rerunFailure message="m"/>`, "failed"],
    [`<flakyFailure message="m"/>`, "passed"],
    [`<failure/><flakyFailure/>`, "failed"],
    [`<system-out>&lt;failure/&gt;</system-out>`, "passed"],
    [`<system-out><![CDATA[<testcase><failure/></testcase>]]></system-out>`, "passed"],
    [`<properties><property name="failure" value="x"/></properties>`, "passed"],
  ])("with %s is %s", async (inner, wanted) => {
    expect(await outcomes(testcase(inner))).toEqual([wanted]);
  });

  it("keeps class, name, duration, message and body", async () => {
    const { cases } = await read(
      testcase(`<failure message="expected 1" type="AssertionError"><![CDATA[at x.ts:3]]></failure>`),
    );
    const [only] = cases;
    expect(only).toMatchObject({ className: "c", name: "n", durationMs: 1_500, suitePath: ["s"] });
    expect([only?.message, only?.detail, only?.type].map((each) => each && reveal(each))).toEqual([
      "expected 1",
      "at x.ts:3",
      "AssertionError",
    ]);
  });

  it("takes the first line of the body for a message when it has none", async () => {
    const { cases } = await read(testcase(`<failure>line one\nline two</failure>`));
    expect(reveal(cases[0]?.message ?? expect.fail())).toBe("line one");
  });

  it.each([
    ["1.5", 1_500],
    ["0", 0],
    ["1,234.5", 1_234_500],
    ["0,5", 500],
    ["", null],
    ["NaN", null],
    ["-1", null],
    ["soon", null],
  ])("with time=%j lasts %j ms", async (time, wanted) => {
    const { cases } = await read(suite(`<testcase name="n" time="${time}"/>`));
    expect(cases[0]?.durationMs).toBe(wanted);
  });
});

describe("a report", () => {
  it("counts cases in nested suites and directly below the root", async () => {
    const text = `<testsuites><testcase name="a"/><testsuite name="x"><testcase name="b"/><testsuite name="y"><testcase name="c"/></testsuite></testsuite></testsuites>`;
    const { cases } = await read(text);
    expect(cases.map((each) => [each.name, each.suitePath.join("/")])).toEqual([
      ["a", ""],
      ["b", "x"],
      ["c", "x/y"],
    ]);
  });

  it("reads the same whatever the pieces are", async () => {
    const text = testcase(`<failure message="ünïcödé 🔑">body ${"x".repeat(500)}</failure>`);
    const whole = await read(text);
    for (const size of [1, 2, 3, 7, 255, 256, 257]) expect(await read(text, size)).toEqual(whole);
  });

  it("understands byte order marks and UTF-16", async () => {
    const text = testcase(`<failure message="ü"/>`);
    const utf16 = new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"));
    expect((await read(`\ufeff${text}`)).cases).toHaveLength(1);
    expect(reveal((await read(utf16)).cases[0]?.message ?? expect.fail())).toBe("ü");
  });

  it("does not lose what a suite says of itself", async () => {
    expect(await outcomes(suite(`<testcase name="a"/><error message="setup failed"/>`))).toEqual(["passed", "errored"]);
  });

  it("reads on over terminal escapes, which are not XML at all", async () => {
    expect(await outcomes(suite(`<testcase name="a"><failure message="\u001b[31mred"/></testcase>`))).toEqual([
      "failed",
    ]);
  });

  it("keeps what it has read when the file breaks off, and says so", async () => {
    const { state, cases } = await read(suite(`<testcase name="a"/><testcase name="b"/>`).slice(0, -20));
    expect([state, cases.length]).toEqual(["partial", 2]);
  });

  it("does not believe declared failures that it cannot find", async () => {
    const { state } = await read(`<testsuite name="s" tests="1" failures="1"><testcase name="a"/></testsuite>`);
    expect(state).toBe("partial");
  });

  it.each([
    ["nothing", "", "empty"],
    ["white space", "  \n ", "empty"],
    ["no test", "<testsuites/>", "empty"],
    ["a DOCTYPE", `<!DOCTYPE x [<!ENTITY a "b">]>${testcase("")}`, "refused"],
    ["an HTML page", "<html><body>502</body></html>", "ignored"],
    ["a page that is no XML", "<!doctype html>\n<html lang=en><meta charset=utf-8><p>502", "ignored"],
    ["a coverage report", `<coverage><packages/></coverage>`, "ignored"],
    ["a coverage report with DOCTYPE", `<!DOCTYPE report PUBLIC "-//JACOCO//DTD" "report.dtd"><report/>`, "ignored"],
    ["a project with a prefix", `<m:Project xmlns:m="x"/>`, "ignored"],
    ["tests in another format", `<TestRun><Results/></TestRun>`, "refused"],
    ["a root that nobody knows", `<testsuits/>`, "refused"],
    ["declared tests without one", `<testsuite tests="3"/>`, "partial"],
    ["JSON", `{"tests": 1}`, "unsupported"],
    ["a gzip archive", "\u001f\u008b\u0008", "unsupported"],
    ["a Git LFS pointer", "version https://git-lfs.github.com/spec/v1\n", "unsupported"],
    ["depth", `<testsuites>${"<testsuite>".repeat(100)}`, "refused"],
  ])("is never green for %s", async (_, text, wanted) => {
    const { state, cases, reason } = await read(text);
    expect([state, cases.length]).toEqual([wanted, 0]);
    expect(reason).not.toBeNull();
  });

  it("names the kind of an ignored file in our own letters", async () => {
    expect((await read(`<x:Project/>`)).reason).toBe("another kind of XML file, Project");
  });

  it("keeps names, classes and types of a thousand characters", async () => {
    const long = "n".repeat(50_000);
    const { cases } = await read(
      `<testsuite name="${long}"><testsuite name="${long}"><testcase classname="${long}" name="${long}"><error type="${long}"/></testcase></testsuite></testsuite>`,
    );
    const [only] = cases;
    const kept = [only?.name, only?.className, only?.suitePath[0], reveal(only?.type ?? expect.fail())];
    expect(kept.map((each) => [each?.length, each?.endsWith("…")])).toEqual([
      [1_000, true],
      [1_000, true],
      [1_000, true],
      [300, true],
    ]);
    expect(only?.suitePath.join("").length).toBeLessThan(1_010);
  });

  it("hides a secret before it cuts through it", async () => {
    const secret = "a-secret-of-the-staging";
    const kept = keeping((text) => text.replaceAll(secret, "***"));
    const { cases } = await readJUnit(
      pieces(`<testsuite><testcase name="${"n".repeat(990)}${secret}"/></testsuite>`),
      kept,
    );
    expect(cases[0]?.name).toBe(`${"n".repeat(990)}***`);
  });

  it("keeps head and tail of a message of megabytes", async () => {
    const { cases } = await read(testcase(`<failure>first ${"x".repeat(5_000_000)} last</failure>`));
    const detail = reveal(cases[0]?.detail ?? expect.fail());
    expect(detail.length).toBeLessThan(40_000);
    expect([detail.startsWith("first"), detail.endsWith("last")]).toEqual([true, true]);
  });
});

describe("what a suite declares", () => {
  const cases = (held: number): string => Array.from({ length: held }, (_, at) => `<testcase name="${at}"/>`).join("");
  const failed = `<testcase name="f"><failure/></testcase>`;

  it.each([
    ["tests", `<testsuite tests="25">${cases(2)}</testsuite>`, "it declares 25 tests but holds 2"],
    [
      "tests of a nested suite",
      suite(`<testsuite tests="2">${cases(1)}</testsuite>`),
      "it declares 2 tests but holds 1",
    ],
    ["tests of the root", `<testsuites tests="3">${suite(cases(2))}</testsuites>`, "it declares 3 tests but holds 2"],
    ["failures", `<testsuite failures="3">${failed}</testsuite>`, "it declares 3 failures but holds 1"],
    ["one failure", `<testsuite failures="1">${cases(1)}</testsuite>`, "it declares 1 failure but holds 0"],
    [
      "errors of a suite",
      `<testsuite failures="1" errors="1">${failed}</testsuite>`,
      "it declares 2 failures but holds 1",
    ],
    [
      "errors of the root",
      `<testsuites errors="2"><testsuite errors="1"><testcase name="e"><error/></testcase></testsuite></testsuites>`,
      "it declares 2 failures but holds 1",
    ],
    ["tests of pytest without a case", `<testsuite name="pytest" tests="2"/>`, "it declares 2 tests but holds 0"],
  ])("is missed when it is not there: %s", async (_, text, reason) => {
    const parsed = await read(text);
    expect([parsed.state, parsed.reason]).toEqual(["partial", reason]);
  });

  it.each([
    ["more cases than tests", `<testsuite tests="1">${cases(3)}</testsuite>`],
    ["fewer failures than there are", `<testsuite tests="1" failures="0">${failed}</testsuite>`],
    [
      "cases in nested suites",
      `<testsuites tests="2"><testsuite tests="2"><testsuite>${cases(2)}</testsuite></testsuite></testsuites>`,
    ],
    ["skipped tests that are not listed", `<testsuite tests="5" skipped="2" disabled="1">${cases(2)}</testsuite>`],
    ["what is no number", `<testsuite tests="many" failures="" errors="-1">${cases(1)}</testsuite>`],
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
  ])("need not be exact: %s", async (_, text) => {
    expect((await read(text)).state).toBe("read");
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
    expect((await read(text)).cases[0]?.project).toBe(wanted);
  });
});

it("reads what node:test really writes", async () => {
  const folder = await mkdtemp(join(tmpdir(), "junit-"));
  try {
    const file = join(folder, "some.test.mjs");
    await writeFile(
      file,
      `import { describe, it } from "node:test"; import assert from "node:assert";
       describe("orders", () => { it("are listed", () => {}); it("have a price", () => assert.equal(1, 2)); it.skip("are shipped", () => {}); it.todo("are returned"); });`,
    );
    const report = join(folder, "report.xml");
    const environment = { PATH: process.env["PATH"] };
    const args = ["--test", "--test-reporter=junit", `--test-reporter-destination=${report}`, file];
    await expect(run(process.execPath, args, { env: environment })).rejects.toMatchObject({ code: 1 });
    const { state, cases } = await read(new Uint8Array(await readFile(report)));
    expect(state).toBe("read");
    expect(cases.map((each) => [each.suitePath.join("/"), each.name, each.outcome])).toEqual([
      ["orders", "are listed", "passed"],
      ["orders", "have a price", "failed"],
      ["orders", "are shipped", "skipped"],
      ["orders", "are returned", "skipped"],
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
