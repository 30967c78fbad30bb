// XML of xUnit.net in its versions, and what fails outside of tests.
import { describe, expect, it } from "vitest";
import { countsOf, lines, messages, read, shown } from "./reading.ts";

const assembly = (inner: string, attributes = ""): string =>
  `<assemblies><assembly name="C:\\build\\17\\Shop.Tests.dll" ${attributes}>${inner}</assembly></assemblies>`;
const collection = (inner: string, name = "Test collection for Shop.CartTests"): string =>
  `<collection name="${name}">${inner}</collection>`;
const test = (attributes: string, inner = ""): string =>
  `<test type="Shop.CartTests" method="Adds" ${attributes}>${inner}</test>`;
const FAILURE = `<failure exception-type="Xunit.Sdk.TrueException"><message>Assert.True() Failure</message>
  <stack-trace>   at Shop.CartTests.Adds()</stack-trace></failure>`;

describe("the result of a test", () => {
  it.each([
    [`result="Pass"`, "", "passed"],
    [`result="Fail"`, FAILURE, "failed"],
    [`result="Fail"`, "", "failed"],
    [`result="Skip"`, "<reason>r</reason>", "skipped"],
    [`result="NotRun"`, "", "skipped"],
    [`result="Pass"`, FAILURE, "failed"],
    [`result="Skip"`, FAILURE, "failed"],
    [`result="Perhaps"`, "", "errored"],
    ["", "", "errored"],
    ["", FAILURE, "failed"],
    ["", "<reason>r</reason>", "skipped"],
    [`result="Pass"`, `<output>&lt;failure/&gt; <![CDATA[<failure/>]]></output>`, "passed"],
  ])("%s %s is %s", async (attributes, inner, outcome) => {
    const found = await read(assembly(collection(test(`name="Shop.CartTests.Adds" ${attributes}`, inner))));
    expect(found).toMatchObject({ format: "xunit-net-xml", state: "read", errors: [] });
    expect(lines(found)).toEqual([`${outcome} Shop.CartTests::Adds`]);
  });

  it("has its words, times, file and place", async () => {
    const attributes = `name="Shop.CartTests.Adds(n: 1.5)" result="Fail" time="0,0145" source-file="/src/CartTests.cs"
      start-rtf="2026-11-21T10:00:00.2500000-05:00"`;
    const inner = `<failure exception-type="Xunit.Sdk.TrueException"><message>
        <![CDATA[Assert.True() Failure\nExpected: True]]>
      </message><stack-trace><![CDATA[   at X()]]></stack-trace></failure>`;
    const [found] = (await read(assembly(collection(test(attributes, inner), "Cart (id: 0a1b2c3d)")))).tests;
    expect(found).toMatchObject({
      className: "Shop.CartTests",
      name: "Adds(n: 1.5)",
      file: "/src/CartTests.cs",
      suitePath: ["Shop.Tests.dll", "Cart"],
      durationMs: 14.5,
      startedAt: Date.UTC(2026, 10, 21, 15, 0, 0, 250),
    });
    expect(shown(found?.message ?? null)).toBe("Assert.True() Failure\nExpected: True");
    expect(shown(found?.detail ?? null)).toBe("at X()");
    expect(shown(found?.type ?? null)).toBe("Xunit.Sdk.TrueException");
  });

  it("stands in the assembly alone when its collection is that of its class", async () => {
    const { tests } = await read(assembly(collection(test(`name="A" result="Pass" time-rtf="00:00:02.5"`))));
    expect(tests[0]).toMatchObject({ suitePath: ["Shop.Tests.dll"], name: "A", durationMs: 2_500, startedAt: null });
  });

  it("says why it was skipped", async () => {
    const { tests } = await read(
      assembly(collection(test(`result="Skip"`, "<reason><![CDATA[On purpose]]></reason>"))),
    );
    expect(shown(tests[0]?.message ?? null)).toBe("On purpose");
    expect(tests[0]?.name).toBe("Adds");
  });
});

describe("version 1", () => {
  const inner = `<class name="Shop.CartTests">
      <test name="Shop.CartTests.Adds" type="Shop.CartTests" method="Adds" result="Pass" time="0.01"/>
      <test name="Shop.CartTests.Pays" method="Pays" result="Skip"><reason><message>later</message></reason></test>
    </class>
    <class name="Shop.Tills"><failure exception-type="System.Exception"><message>no till</message></failure></class>`;

  it.each([
    `<assembly name="/b/Shop.dll" run-date="2011-02-03" run-time="10:11:12" total="2">${inner}</assembly>`,
    `<assemblies><assembly name="/b/Shop.dll" total="2">${inner}</assembly></assemblies>`,
  ])("has classes, which may fail as a whole: %s", async (text) => {
    const found = await read(text);
    expect(lines(found)).toEqual(["passed Shop.CartTests::Adds", "skipped Shop.CartTests::Pays"]);
    expect(shown(found.tests[1]?.message ?? null)).toBe("later");
    expect(messages(found)).toEqual(["Shop.Tills: no till"]);
    expect(found.errors[0]?.suitePath).toEqual(["Shop.dll"]);
  });

  it.each([
    `<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0"><assemblyIdentity/></assembly>`,
    `<assembly xmlns="http://maven.apache.org/ASSEMBLY/2.2.0" total="1"><id>bin</id></assembly>`,
    `<assembly><id>bin</id></assembly>`,
  ])("is not every assembly: %s", async (text) => {
    expect((await read(text)).format).toBeNull();
  });
});

describe("an assembly", () => {
  it("tells what failed outside of its tests", async () => {
    const errors = `<errors><error type="test-collection-cleanup" name="Cart">${FAILURE}</error><error/></errors>`;
    const found = await read(assembly(errors + collection(test(`result="Pass"`)), `errors="2" total="1"`));
    expect(countsOf(found)).toEqual({ passed: 1, errors: 2 });
    expect(messages(found)).toEqual([
      "test-collection-cleanup Cart: Assert.True() Failure",
      "an error outside every test",
    ]);
    expect(found.incomplete).toEqual([]);
  });

  it("is incomplete when it declares more than it holds", async () => {
    const inner = collection(test(`result="Pass"`));
    const found = await read(assembly(inner, `total="3" failed="1" errors="1"`));
    expect(found.planned).toBe(3);
    expect(found.incomplete).toEqual([
      "it declares 1 failure but holds 0",
      "it declares 1 error but holds 0",
      "it declares 3 tests but holds 1",
    ]);
  });

  it("may be one of several, or empty", async () => {
    const one = `<assembly name="a.dll" total="1">${collection(test(`result="Pass"`))}</assembly>`;
    const found = await read(`<assemblies>${one}<assembly name="b.dll" total="2"><errors/></assembly></assemblies>`);
    expect(found).toMatchObject({ planned: 3 });
    expect(found.tests).toHaveLength(1);
    expect(await read("<assemblies/>")).toMatchObject({ state: "read", tests: [], errors: [], planned: null });
  });

  it("loses nothing that was whole when the file breaks off", async () => {
    const text = assembly(collection(test(`result="Pass"`) + test(`result="Fail"`, FAILURE)));
    const found = await read(text.slice(0, text.indexOf("</collection>")), 40);
    expect(found.state).toBe("partial");
    expect(countsOf(found)).toEqual({ passed: 1, failed: 1 });
  });
});
