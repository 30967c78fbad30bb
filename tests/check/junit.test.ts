// JUnit XML in the dialects that tools really write, and the files that must never look green.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
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
    ["an HTML page", "<html><body>502</body></html>", "refused"],
    ["another XML file", `<coverage><packages/></coverage>`, "refused"],
    ["JSON", `{"tests": 1}`, "unsupported"],
    ["a gzip archive", "\u001f\u008b\u0008", "unsupported"],
    ["a Git LFS pointer", "version https://git-lfs.github.com/spec/v1\n", "unsupported"],
    ["depth", `<testsuites>${"<testsuite>".repeat(100)}`, "refused"],
  ])("is never green for %s", async (_, text, wanted) => {
    const { state, cases, reason } = await read(text);
    expect([state, cases.length]).toEqual([wanted, 0]);
    expect(reason).not.toBeNull();
  });

  it("keeps head and tail of a message of megabytes", async () => {
    const { cases } = await read(testcase(`<failure>first ${"x".repeat(5_000_000)} last</failure>`));
    const detail = reveal(cases[0]?.detail ?? expect.fail());
    expect(detail.length).toBeLessThan(40_000);
    expect([detail.startsWith("first"), detail.endsWith("last")]).toEqual([true, true]);
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
