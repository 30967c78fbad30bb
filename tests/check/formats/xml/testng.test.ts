// XML of TestNG: tests and what only surrounds them, tries and their result, parameters that stay the same.
import { describe, expect, it } from "vitest";
import { reveal } from "../../../../src/text/untrusted.ts";
import { countsOf, fixture, lines, messages, named, read, shown } from "./reading.ts";

const report = (inner: string, attributes = ""): string =>
  `<testng-results ${attributes}><suite name="Shop"><test name="first"><class name="shop.Cart">${inner}</class></test></suite></testng-results>`;

function method(name: string, status: string, more = "", inner = ""): string {
  return `<test-method name="${name}" status="${status}" duration-ms="12" ${more}>${inner}</test-method>`;
}

const exception = (message: string): string =>
  `<exception class="java.lang.Error"><message><![CDATA[${message}]]></message><full-stacktrace>at x</full-stacktrace></exception>`;
const parameters = (...values: readonly string[]): string =>
  `<params>${values.map((value) => `<param><value>\n  <![CDATA[${value}]]>\n</value></param>`).join("")}</params>`;

it("is read as TestNG 7 wrote it", async () => {
  const found = await read(fixture("testng"));
  expect(found).toMatchObject({ format: "testng-xml", state: "read", planned: null, incomplete: [] });
  expect(countsOf(found)).toEqual({ passed: 15, failed: 3, skipped: 4, errors: 2 });
  expect(messages(found)).toEqual([
    "prepare of shop.SetUpTest failed: no database",
    "tidy of shop.TearDownTest failed: still open",
  ]);
  expect(found.errors[0]?.suitePath).toEqual(["Shop", "first"]);
  expect(shown(found.errors[0]?.type ?? null)).toBe("java.lang.IllegalStateException");
  const flaky = named(found, "flaky");
  expect([flaky.outcome, flaky.earlier.map(({ message }) => reveal(message))]).toEqual(["passed", ["try 1", "try 2"]]);
  // One of its tries stands behind its result.
  expect([named(found, "never").outcome, named(found, "never").earlier.length]).toEqual(["failed", 2]);
  expect(named(found, "rowedFlaky(2, null)").earlier).toHaveLength(1);
  expect(named(found, "rowedFlaky(1, one)").earlier).toEqual([]);
  expect(named(found, "rowed(3, java.lang.Object)").outcome).toBe("passed");
  // An exception that was expected.
  expect(named(found, "expected").outcome).toBe("passed");
  expect(shown(named(found, "dependent").message)).toContain("depends on not successfully finished methods");
  expect(named(found, "breaks")).toMatchObject({
    durationMs: 11,
    className: "shop.CartTest",
    suitePath: ["Shop", "first"],
  });
  expect(shown(named(found, "breaks").message)).toBe("the sum expected [2] but found [1]");
  expect(named(found, "one").startedAt).toBe(Date.UTC(2026, 10, 21, 18, 54, 51));
  expect(found.tests.filter(({ name }) => name === "adds").map(({ suitePath }) => suitePath[1])).toEqual([
    "first",
    "second",
  ]);
});

describe("a method", () => {
  it.each([
    ["PASS", "passed"],
    ["FAIL", "failed"],
    ["SKIP", "skipped"],
    ["SUCCESS_PERCENTAGE_FAILURE", "passed"],
    ["STARTED", "not-run"],
    ["NONSENSE", "errored"],
  ])("%s is %s", async (status, outcome) => {
    expect(lines(await read(report(method("adds", status))))).toEqual([`${outcome} shop.Cart::adds`]);
  });

  it("that sets up or tears down is no test, and an error only when it failed", async () => {
    const inner = ["PASS", "SKIP", "FAIL"].map((status) => method("prepare", status, `is-config="true"`)).join("");
    const found = await read(report(inner + method("adds", "PASS")));
    expect(countsOf(found)).toEqual({ passed: 1, errors: 1 });
    expect(messages(found)).toEqual(["prepare of shop.Cart failed"]);
  });

  it("has a name with its parameters, wherever objects lie in memory", async () => {
    const first = method("rows", "PASS", "", parameters("1", "shop.Item@1a2b3c", "a@b.de"));
    const second = method("rows", "PASS", `test-instance-name="blue"`, parameters("[I@7f", "x".repeat(300)));
    const nothing = method("rows", "PASS", "", `<params><param><value is-null="true"/></param></params>`);
    const { tests } = await read(report(first + second + nothing));
    expect(tests.map(({ name }) => name.replace(/x+/u, "x"))).toEqual([
      "rows(1, shop.Item, a@b.de)",
      "rows([I, x\u2026) [blue]",
      "rows(null)",
    ]);
  });

  it("may have a class whose package stands apart", async () => {
    const text = report(method("adds", "PASS")).replace(`name="shop.Cart"`, `name="Cart" package="shop"`);
    expect(lines(await read(text))).toEqual(["passed shop.Cart::adds"]);
  });
});

describe("a try that was retried", () => {
  const retried = (name: string, message: string): string => method(name, "SKIP", `retried="true"`, exception(message));

  it("belongs to the next result of its test, and to the one before it when none comes", async () => {
    const inner =
      retried("a", "1") + method("a", "PASS") + method("b", "PASS") + retried("b", "2") + method("c", "PASS");
    const { tests } = await read(report(inner));
    expect(tests.map(({ name, earlier }) => [name, earlier.map(({ message }) => reveal(message))])).toEqual([
      ["a", ["1"]],
      ["b", ["2"]],
      ["c", []],
    ]);
  });

  it("without any result is a failure", async () => {
    const found = await read(report(retried("a", "1") + retried("a", "2")));
    expect(lines(found)).toEqual(["failed shop.Cart::a"]);
    expect(found.tests[0]?.earlier.map(({ message }) => reveal(message))).toEqual(["1"]);
    expect(shown(found.tests[0]?.message ?? null)).toBe("2");
  });

  it("belongs to its own class", async () => {
    const two = report(retried("a", "1")).replace(
      "</class>",
      `</class><class name="shop.Till">${method("a", "PASS")}</class>`,
    );
    expect(lines(await read(two))).toEqual(["failed shop.Cart::a", "passed shop.Till::a"]);
  });

  it("is found among very many results", async () => {
    const many = Array.from({ length: 2_000 }, (_, nth) => method(`m${nth}`, "PASS"));
    const found = await read(report(retried("m0", "1") + many.join("") + retried("m1999", "2")));
    expect(countsOf(found)).toEqual({ passed: 2_000 });
    expect(found.tests.filter(({ earlier }) => earlier.length > 0).map(({ name }) => name)).toEqual(["m0", "m1999"]);
  });
});

describe("a report", () => {
  it("does not miss tests that were switched off", async () => {
    const found = await read(report(method("a", "SKIP"), `total="42" ignored="41" passed="0" failed="0" skipped="1"`));
    expect(found).toMatchObject({ planned: null, incomplete: [] });
  });

  it("is incomplete when it counted more than it holds", async () => {
    const found = await read(report(method("a", "PASS"), `passed="2" failed="1" skipped="0"`));
    expect(found.planned).toBe(3);
    expect(found.incomplete).toEqual(["it declares 1 failure but holds 0", "it declares 3 tests but holds 1"]);
  });

  it("may stand in several files", async () => {
    const found = await read(`<testng-results><suite url="Shop/testng-results.xml"/></testng-results>`);
    expect(found.incomplete).toEqual(["a part of it stands in another file"]);
    const part = `<suite name="Shop" duration-ms="12"><test name="t"><class name="c">${method("a", "PASS")}</class></test></suite>`;
    expect(lines(await read(part))).toEqual(["passed c::a"]);
  });

  it("is not what a user writes to configure one", async () => {
    expect((await read(`<suite name="Shop"><test name="t"><classes/></test></suite>`)).format).toBeNull();
  });

  it("keeps nothing back when it breaks off", async () => {
    const text = report(method("a", "PASS") + method("b", "FAIL", "", exception("e")));
    const found = await read(text.slice(0, text.indexOf("</class>")), 30);
    expect(found.state).toBe("partial");
    expect(lines(found)).toEqual(["passed shop.Cart::a", "failed shop.Cart::b"]);
  });
});
