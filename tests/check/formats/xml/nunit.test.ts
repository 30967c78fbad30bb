// XML of NUnit 2 and 3: what a result means, whose set-up failed, and names that stay the same.
import { describe, expect, it } from "vitest";
import { reveal } from "../../../../src/text/untrusted.ts";
import { countsOf, fixture, lines, messages, named, read, shown } from "./reading.ts";

const FAILURE = "<failure><message>m</message><stack-trace>s</stack-trace></failure>";

function run(inner: string, attributes = ""): string {
  return `<test-run id="2" ${attributes}>
    <test-suite type="Assembly" name="/build/17/Shop.Tests.dll" result="Passed">${inner}</test-suite></test-run>`;
}

function fixtureSuite(inner: string, attributes: string): string {
  return `<test-suite type="TestFixture" name="Cart" fullname="Shop.Cart" ${attributes}>${inner}</test-suite>`;
}

function testCase(attributes: string, inner = ""): string {
  return `<test-case name="Adds" fullname="Shop.Cart.Adds" classname="Shop.Cart" ${attributes}>${inner}</test-case>`;
}

describe("NUnit 3: a case", () => {
  it.each([
    [`result="Passed"`, "", "passed"],
    [`result="Warning"`, "", "passed"],
    [`result="Failed"`, FAILURE, "failed"],
    [`result="Failed"`, "", "failed"],
    [`result="Failed" label="Error"`, FAILURE, "errored"],
    [`result="Failed" label="Invalid"`, FAILURE, "errored"],
    [`result="Failed" label="Cancelled"`, FAILURE, "errored"],
    [`result="Failed:Error"`, FAILURE, "errored"],
    [`result="Failed(TearDown)"`, FAILURE, "failed"],
    [`result="Skipped" label="Ignored"`, "", "skipped"],
    [`result="Skipped" label="Explicit"`, "", "skipped"],
    [`result="Inconclusive"`, "", "skipped"],
    [`result="Passed"`, FAILURE, "failed"],
    [`result="Skipped"`, FAILURE, "failed"],
    [`result="Splendid"`, "", "errored"],
    [`runstate="Runnable"`, "", "not-run"],
    [`runstate="Ignored"`, "", "skipped"],
    ["", FAILURE, "failed"],
    [`result="Passed"`, "<output><![CDATA[<failure/>]]></output>", "passed"],
  ])("%s %s is %s", async (attributes, inner, outcome) => {
    const found = await read(run(testCase(attributes, inner)));
    expect(found).toMatchObject({ format: "nunit3-xml", state: "read" });
    expect(lines(found)).toEqual([`${outcome} Shop.Cart::Adds`]);
    expect(found.tests[0]?.suitePath).toEqual(["Shop.Tests.dll"]);
  });

  it("has its words, times and files", async () => {
    const inner = `<failure><message><![CDATA[System.IO.IOException : gone]]></message>
        <stack-trace><![CDATA[at X()]]></stack-trace></failure>
      <attachments><attachment><filePath>/out/shot.png</filePath><description>d</description></attachment></attachments>`;
    const { tests } = await read(
      run(testCase(`result="Failed" duration="0.0185" start-time="2026-11-21 10:00:01Z"`, inner)),
    );
    expect(tests[0]).toMatchObject({ durationMs: 18.5, startedAt: Date.UTC(2026, 10, 21, 10, 0, 1) });
    expect(shown(tests[0]?.message ?? null)).toBe("System.IO.IOException : gone");
    expect(shown(tests[0]?.detail ?? null)).toBe("at X()");
    expect(shown(tests[0]?.type ?? null)).toBe("System.IO.IOException");
    expect(tests[0]?.attachments.map(reveal)).toEqual(["/out/shot.png"]);
  });

  it("says why it was skipped, in an element or in a property", async () => {
    const element = testCase(`result="Skipped"`, "<reason><message>later</message></reason>");
    const inProperty = testCase(
      `result="Skipped"`,
      `<properties><property name="_SKIPREASON" value="not here"/></properties>`,
    );
    const { tests } = await read(run(element + inProperty));
    expect(tests.map(({ message }) => shown(message))).toEqual(["later", "not here"]);
  });

  it("shows an assertion that missed where there is no failure beside it", async () => {
    const inner = `<assertions><assertion result="Failed"><message>first</message></assertion></assertions>`;
    const { tests } = await read(run(testCase(`result="Failed"`, inner)));
    expect(shown(tests[0]?.message ?? null)).toBe("first");
  });

  it("keeps the arguments of its fixture, and its own", async () => {
    const cases = [
      `<test-case name="Adds" fullname="Shop.Cart(5).Adds" classname="Shop.Cart" result="Passed"/>`,
      `<test-case name="Adds(&quot;a.b&quot;)" fullname="Shop.Cart.Adds(&quot;a.b&quot;)" result="Passed"/>`,
      `<test-case name="renamed" fullname="elsewhere" classname="Shop.Cart" result="Passed"/>`,
      `<test-case name="plain" result="Passed"/>`,
    ];
    const found = await read(run(fixtureSuite(cases.join(""), `result="Passed"`)));
    expect(lines(found)).toEqual([
      "passed Shop.Cart(5)::Adds",
      'passed Shop.Cart::Adds("a.b")',
      "passed Shop.Cart::renamed",
      "passed Shop.Cart::plain",
    ]);
  });
});

describe("NUnit 3: a suite", () => {
  const failing = (site: string, words: string, inner: string): string =>
    fixtureSuite(
      `<failure><message>${words}</message><stack-trace>at Up()</stack-trace></failure>${inner}`,
      `result="Failed" ${site}`,
    );

  it("whose set-up failed is an error when it lists no test that shows it", async () => {
    const found = await read(run(failing(`site="SetUp"`, "no database", ""), `result="Failed"`));
    expect(messages(found)).toEqual(["no database"]);
    expect(found.errors[0]?.suitePath).toEqual(["Shop.Tests.dll", "Shop.Cart"]);
    expect(shown(found.errors[0]?.detail ?? null)).toBe("at Up()");
  });

  it("whose set-up failed is no error of its own beside the tests that it took along", async () => {
    const inner = testCase(
      `result="Failed" label="Error" site="Parent"`,
      "<failure><message>OneTimeSetUp: no database</message></failure>",
    );
    const found = await read(run(failing(`site="SetUp"`, "no database", inner), `result="Failed"`));
    expect(countsOf(found)).toEqual({ errored: 1 });
    expect(shown(found.tests[0]?.detail ?? null)).toBe("no database\nat Up()");
  });

  it("whose tear-down failed is an error, whatever its tests say", async () => {
    for (const [inner, counts] of [
      [testCase(`result="Passed"`), { passed: 1, errors: 1 }],
      [testCase(`result="Failed"`, FAILURE), { failed: 1, errors: 1 }],
    ] as const) {
      const found = await read(run(failing(`site="TearDown"`, "TearDown : still open", inner)));
      expect(countsOf(found)).toEqual(counts);
      expect(messages(found)).toEqual(["TearDown : still open"]);
    }
  });

  it("that cannot be run says why", async () => {
    const inner = "<reason><message>No suitable constructor</message></reason>";
    const found = await read(run(fixtureSuite(inner, `runstate="NotRunnable" result="Failed" label="Invalid"`)));
    expect(messages(found)).toEqual(["No suitable constructor"]);
  });

  it("that failed with a test in it says nothing more", async () => {
    const inner = `<failure><message>One or more child tests had errors</message></failure>${testCase(`result="Failed"`, FAILURE)}`;
    const found = await read(run(fixtureSuite(inner, `result="Failed" site="Child"`), `result="Failed"`));
    expect(countsOf(found)).toEqual({ failed: 1 });
  });

  it("is never green for a run that failed", async () => {
    const found = await read(run(testCase(`result="Passed"`), `result="Failed(Child)"`));
    expect(countsOf(found)).toEqual({ passed: 1, errors: 1 });
    expect(messages(found)).toEqual(["the run failed, although no test in it did"]);
  });
});

describe("NUnit 3: a run", () => {
  it("may have tests that were filtered out", async () => {
    const found = await read(run(testCase(`result="Passed"`), `testcasecount="25" total="1" failed="0"`));
    expect(found).toMatchObject({ planned: null, incomplete: [] });
  });

  it("is incomplete when it counted more than it holds", async () => {
    const found = await read(run(testCase(`result="Passed"`), `total="3" failed="1"`));
    expect(found.planned).toBe(3);
    expect(found.incomplete).toEqual(["it declares 1 failure but holds 0", "it declares 3 tests but holds 1"]);
  });

  it("may be a part that begins with a suite, and may be cut", async () => {
    const part = fixtureSuite(testCase(`result="Passed"`), `testcasecount="1" result="Passed"`);
    expect(lines(await read(part, 9))).toEqual(["passed Shop.Cart::Adds"]);
    expect(await read(part.replace("</test-suite>", ""))).toMatchObject({ state: "partial" });
  });
});

describe("NUnit 2", () => {
  it("is read as NUnit 2.6 wrote it", async () => {
    const found = await read(fixture("nunit2"));
    expect(found).toMatchObject({ format: "nunit2-xml", state: "read", planned: null, incomplete: [] });
    expect(lines(found)).toEqual([
      "failed Shop.BadSetUp::One",
      "failed Shop.BadSetUp::Two",
      "passed Shop.BadTearDown::One",
      "errored Shop.BadTestTearDown::One",
      "passed Shop.CartTests::Adds",
      "failed Shop.CartTests::Breaks",
      "skipped Shop.CartTests::Ignored",
      "skipped Shop.CartTests::NeedsArgs",
      'passed Shop.CartTests::Rows(1,"a.b")',
      'failed Shop.CartTests::Rows(2,"c(d)")',
      "errored Shop.CartTests::Throws",
      "skipped Shop.CartTests::Unknown",
      "skipped Shop.NoCtor::One",
      "passed Shop.Sized(42)::Fits",
      "passed Shop.Sized(5)::Fits",
    ]);
    // Its tear-down failed, which stands in no test and without a word.
    expect(messages(found)).toEqual(["the suite failed, although no test in it did"]);
    expect(found.errors[0]?.suitePath).toEqual(["T.dll", "BadTearDown"]);
    // The set-up took its tests along; only the suite knows why.
    expect(shown(named(found, "Two").message)).toBe("TestFixtureSetUp failed in BadSetUp");
    expect(shown(named(found, "Two").detail)).toContain("System.Exception : no database");
    expect(shown(named(found, "Throws").type)).toBe("System.InvalidOperationException");
    expect(shown(named(found, "Breaks").message)).toBe("the sum\n  Expected: 1\n  But was:  2");
    expect(shown(named(found, "Ignored").message)).toBe("not today");
    expect(named(found, "Breaks").durationMs).toBe(4);
    expect(new Set(found.tests.map(({ suitePath }) => suitePath.join("/")))).toEqual(new Set(["T.dll"]));
  });

  const results = (inner: string, attributes = ""): string =>
    `<test-results name="T.dll" ${attributes}><test-suite name="T.dll" success="True"><results>
      <test-suite name="Cart" success="True"><results>${inner}</results></test-suite></results></test-suite></test-results>`;

  it.each([
    [`executed="True" result="Success"`, "", "passed"],
    [`executed="True" success="True"`, "", "passed"],
    [`executed="True"`, "", "passed"],
    [`executed="False"`, "", "skipped"],
    [`executed="True" success="False"`, "", "failed"],
    [`executed="True" success="False"`, FAILURE, "failed"],
    [`executed="True" result="Success" success="True"`, FAILURE, "failed"],
    [`executed="False"`, FAILURE, "failed"],
    [`executed="True" result="Failure"`, FAILURE, "failed"],
    [`executed="True" result="Error"`, FAILURE, "errored"],
    [`executed="True" result="Cancelled"`, "", "errored"],
    [`executed="True" result="Inconclusive" success="False"`, "", "skipped"],
    [`executed="False" result="Ignored"`, "", "skipped"],
    [`executed="False" result="NotRunnable"`, "", "skipped"],
    [`executed="True" result="Splendid"`, "", "errored"],
  ])("%s %s is %s", async (attributes, inner, outcome) => {
    const found = await read(results(`<test-case name="Shop.Cart.Adds" ${attributes}>${inner}</test-case>`));
    expect(lines(found)).toEqual([`${outcome} Shop.Cart::Adds`]);
    expect(found.errors).toEqual([]);
  });

  it("tells classes by the suites around a test, and else by its name", async () => {
    const names = ["Adds", "Shop.Tills.Pays", "Shop.Cart.Cart.Adds", "Shop.Cart.Rows(&quot;Cart.x&quot;)"];
    const cases = names.map((name) => `<test-case name="${name}" executed="True"/>`).join("");
    expect(lines(await read(results(cases)))).toEqual([
      "passed Cart::Adds",
      "passed Shop.Tills::Pays",
      "passed Shop.Cart.Cart::Adds",
      'passed Shop.Cart::Rows("Cart.x")',
    ]);
  });

  it("is incomplete when it counted more than it holds", async () => {
    const found = await read(results(`<test-case name="A.B" executed="True"/>`, `total="4" failures="1" errors="1"`));
    expect(found.planned).toBe(4);
    expect(found.incomplete).toEqual(["it declares 2 failures but holds 0", "it declares 4 tests but holds 1"]);
  });

  it("may be a part that begins with a suite", async () => {
    const part = `<test-suite type="TestFixture" name="Cart" executed="True" result="Success" success="True"><results>
      <test-case name="Shop.Cart.Adds" executed="True" result="Success"/></results></test-suite>`;
    expect(await read(part)).toMatchObject({ format: "nunit2-xml", state: "read" });
  });
});
