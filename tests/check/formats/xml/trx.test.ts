// TRX: outcomes, rows, classes that stand apart from results, and what a run says of itself.
import { describe, expect, it } from "vitest";
import { reveal } from "../../../../src/text/untrusted.ts";
import type { TestCase } from "../../../../src/check/formats/test-case.ts";
import { createClasses } from "../../../../src/check/formats/xml/trx-classes.ts";
import { countsOf, lines, messages, named, read, shown } from "./reading.ts";

const NAMESPACE = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

interface Parts {
  readonly results?: string;
  readonly definitions?: string;
  readonly end?: string;
  readonly namespace?: string;
}

function trx({ results = "", definitions = "", end = "", namespace = NAMESPACE }: Parts): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<TestRun id="1" name="ci@host" xmlns="${namespace}">
  <TestSettings name="default"><Deployment runDeploymentRoot="ci_host_1" /></TestSettings>
  <Results>${results}</Results>
  <TestDefinitions>${definitions}</TestDefinitions>
  ${end}
</TestRun>`;
}

function result(
  name: string,
  outcome: string | null,
  more: { readonly id?: string; readonly inner?: string } = {},
): string {
  const told = outcome === null ? "" : ` outcome="${outcome}"`;
  return `<UnitTestResult testId="${more.id ?? name}" testName="${name}" duration="00:00:01.2345678"${told}
    startTime="2026-11-21T10:00:00.5000000+02:00" relativeResultsDirectory="e1">${more.inner ?? ""}</UnitTestResult>`;
}

function definition(id: string, className: string): string {
  return `<UnitTest name="x" id="${id}"><Execution id="e"/><TestMethod className="${className}" name="x"/></UnitTest>`;
}

function summary(outcome: string, counters = "", infos = ""): string {
  return `<ResultSummary outcome="${outcome}"><Counters ${counters}/><RunInfos>${infos}</RunInfos></ResultSummary>`;
}

const info = (outcome: string, text: string): string => `<RunInfo outcome="${outcome}"><Text>${text}</Text></RunInfo>`;
const wrong = (message: string): string =>
  `<Output><ErrorInfo><Message>${message}</Message><StackTrace>   at Shop.Cart.Add()&#xD;\n</StackTrace></ErrorInfo></Output>`;

const PASS: TestCase = {
  suitePath: [],
  project: null,
  className: null,
  name: "ChecksSomething",
  file: null,
  outcome: "passed",
  durationMs: 1,
  startedAt: null,
  message: null,
  detail: null,
  type: null,
  earlier: [],
  attachments: [],
};

describe("the outcome of a test", () => {
  it.each([
    ["Passed", "passed"],
    ["PassedButRunAborted", "passed"],
    ["Warning", "passed"],
    ["Failed", "failed"],
    ["Error", "errored"],
    ["Timeout", "errored"],
    ["Aborted", "errored"],
    ["Disconnected", "errored"],
    ["NotRunnable", "errored"],
    ["NotExecuted", "skipped"],
    ["Inconclusive", "skipped"],
    ["Completed", "skipped"],
    ["Pending", "not-run"],
    ["InProgress", "not-run"],
    ["Splendid", "errored"],
    [null, "errored"],
  ])("%s is %s", async (word, outcome) => {
    const { tests, format, state } = await read(trx({ results: result("A.B.C", word) }));
    expect(tests.map((each) => each.outcome)).toEqual([outcome]);
    expect([format, state]).toEqual(["trx", "read"]);
  });

  it("has its words, its times and its files", async () => {
    const inner = `${wrong("System.IO.IOException : no such file")}
      <ResultFiles><ResultFile path="host\\shot.png"/><ResultFile path="C:\\logs\\a.txt"/></ResultFiles>`;
    const { tests } = await read(trx({ results: result("Shop.CartTests.Adds(n: 1.5)", "Failed", { inner }) }));
    const [found] = tests;
    expect(found).toMatchObject({ className: "Shop.CartTests", name: "Adds(n: 1.5)", durationMs: 1_234.5678 });
    expect(found?.startedAt).toBe(Date.UTC(2026, 10, 21, 8, 0, 0, 500));
    expect(shown(found?.message ?? null)).toBe("System.IO.IOException : no such file");
    expect(shown(found?.detail ?? null)).toBe("at Shop.Cart.Add()");
    expect(shown(found?.type ?? null)).toBe("System.IO.IOException");
    expect(found?.attachments.map(reveal)).toEqual(["ci_host_1/In/e1/host/shot.png", "C:\\logs\\a.txt"]);
  });

  it("says why it was skipped, wherever that stands", async () => {
    const printed = result("A.B.C", "NotExecuted", { inner: "<Output><StdOut>not on Linux</StdOut></Output>" });
    const told = result("A.B.D", "NotExecuted", { inner: wrong("needs a printer") });
    const found = (await read(trx({ results: printed + told }))).tests;
    expect(found.map(({ message }) => shown(message))).toEqual(["not on Linux", "needs a printer"]);
  });

  it("is not green for a failure without a word", async () => {
    const { tests } = await read(trx({ results: result("A.B.C", "Timeout") + result("A.B.D", null) }));
    expect(tests.map(({ message }) => shown(message))).toEqual([
      "the report says Timeout and nothing more",
      "the report tells no outcome, which stands for an error",
    ]);
  });
});

describe("the class of a test", () => {
  it("comes from the definitions where the result has none, after the results or before them", async () => {
    const results = result("Adds", "Passed", { id: "AB" }) + result("Adds", "Failed", { id: "cd", inner: wrong("m") });
    const definitions =
      definition("ab", "Shop.CartTests, Shop.Tests, Version=1.0.0.0") + definition("CD", "Shop.Tills");
    const after = await read(trx({ results, definitions }));
    expect(lines(after)).toEqual(["passed Shop.CartTests::Adds", "failed Shop.Tills::Adds"]);
    expect(after.tests[0]).toMatchObject({ durationMs: 1_234.5678, startedAt: Date.UTC(2026, 10, 21, 8, 0, 0, 500) });
    expect(shown(after.tests[1]?.message ?? null)).toBe("m");
    const before = `<TestRun id="1" xmlns="${NAMESPACE}"><TestDefinitions>${definitions}</TestDefinitions>
      <Results>${results}</Results></TestRun>`;
    expect(lines(await read(before))).toEqual(lines(after));
  });

  it("is not taken from a sentence", async () => {
    const names = ["adds v1.5 to the cart", "Shop.Cart adds one", "Should.Add(1.5)"];
    const results = names.map((name, nth) => result(name, "Passed", { id: `${nth}` })).join("");
    const definitions = names.map((_, nth) => definition(`${nth}`, "Shop.CartTests")).join("");
    expect(lines(await read(trx({ results, definitions }))).toSorted()).toEqual([
      "passed Shop.CartTests::Shop.Cart adds one",
      "passed Shop.CartTests::adds v1.5 to the cart",
      "passed Should::Add(1.5)",
    ]);
  });

  it("is missing where there is no definition, and the test is there all the same", async () => {
    expect(lines(await read(trx({ results: result("Adds", "Passed") })))).toEqual(["passed ::Adds"]);
  });

  it("does not keep back what was read when the file breaks off", async () => {
    const whole = trx({ results: result("Adds", "Passed") + result("Pays", "Failed", { inner: wrong("m") }) });
    const cut = whole.slice(0, whole.indexOf("</Results>"));
    const found = await read(cut);
    expect(found).toMatchObject({ state: "partial" });
    expect(lines(found).toSorted()).toEqual(["failed ::Pays", "passed ::Adds"]);
  });

  it("is known for a bounded number of results that wait for it, and none is lost", () => {
    const told: (string | null)[] = [];
    const classes = createClasses((_, className) => void told.push(className));
    const ids = Array.from({ length: 90_000 }, (_, nth) => `00000000-0000-0000-0000-${nth}`);
    for (const id of ids) classes.place(id, PASS);
    for (const id of ids) classes.define(id, "Shop.CartTests");
    classes.flush();
    expect(told).toHaveLength(90_000);
    const known = told.filter((each) => each !== null).length;
    expect(known).toBeGreaterThan(50_000);
    expect(known).toBeLessThan(90_000);
  });

  it("takes many rows of one test in without a delay", async () => {
    const results = Array.from(
      { length: 20_000 },
      () => `<UnitTestResult testId="1" testName="Row" outcome="Passed"/>`,
    );
    const found = await read(trx({ results: results.join(""), definitions: definition("1", "Shop.Rows") }));
    expect(found.tests.filter(({ className }) => className === "Shop.Rows")).toHaveLength(20_000);
  });
});

describe("rows of a test", () => {
  const rows = (outcomes: readonly string[]): string =>
    `<InnerResults>${outcomes.map((each) => result("Adds", each).replace("<UnitTestResult", `<UnitTestResult dataRowInfo="${each}"`)).join("")}</InnerResults>`;

  it("are the tests, and not what stands above them", async () => {
    const inner = rows(["Passed", "Failed"]);
    const found = await read(
      trx({ results: result("Adds", "Failed", { inner }), end: summary("Failed", `total="3" failed="2"`) }),
    );
    expect(lines(found).toSorted()).toEqual(["failed ::Adds (Failed)", "passed ::Adds (Passed)"]);
    expect(found).toMatchObject({ planned: null, incomplete: [], errors: [] });
  });

  it("do not hide what failed outside of them", async () => {
    const inner = wrong("the class could not be set up") + rows(["Passed"]);
    const found = await read(trx({ results: result("Adds", "Failed", { inner }), end: summary("Failed") }));
    expect(countsOf(found)).toEqual({ passed: 1, errors: 1 });
    expect(messages(found)).toEqual(["the test failed outside its rows: the class could not be set up"]);
  });

  it("are those of ordered lists too", async () => {
    const inner = `<InnerResults>${result("A.B.C", "Passed")}${result("A.B.D", "Failed")}</InnerResults>`;
    const results = `<TestResultAggregation testName="All" outcome="Failed">${inner}</TestResultAggregation>`;
    expect(lines(await read(trx({ results })))).toEqual(["passed A.B::C", "failed A.B::D"]);
  });
});

describe("the run", () => {
  it.each([
    ["Failed", ["the run failed, although no test in the report did"]],
    ["Aborted", ["the run was broken off before its end"]],
    ["Timeout", ["the run was broken off before its end"]],
    ["Error", ["the run ended with an error"]],
    ["Quaint", ["the run ended with an error"]],
    ["Completed", []],
    ["Passed", []],
    ["Warning", []],
  ])("that says %s of passes", async (outcome, told) => {
    const found = await read(trx({ results: result("A.B.C", "Passed"), end: summary(outcome) }));
    expect(messages(found)).toEqual(told);
  });

  it("tells its errors, and not its warnings", async () => {
    const infos = info("Error", "Test host process crashed") + info("Warning", "No test is available");
    const found = await read(trx({ end: summary("Failed", "", infos) }));
    expect(messages(found)).toEqual(["Test host process crashed"]);
  });

  it("does not tell a failed test again as an error of its own", async () => {
    const failed = result("A.B.C", "Failed", { inner: wrong("m") });
    const xunit = info("Error", "[xUnit.net 00:00:00.51]     A.B.C [FAIL]");
    const platform = info(
      "Error",
      "Exit code indicates failure: '2'. Please refer to https://aka.ms/testingplatform/exitcodes for more information.",
    );
    for (const each of [xunit, platform]) {
      const found = await read(trx({ results: failed, end: summary("Failed", `total="1" failed="1"`, each) }));
      expect(countsOf(found)).toEqual({ failed: 1 });
    }
    const alone = await read(trx({ results: result("A.B.C", "Passed"), end: summary("Failed", "", xunit) }));
    expect(messages(alone)).toEqual(["the run announced more failures than the report holds"]);
  });

  it("tells errors that no test is behind", async () => {
    const infos = [
      info("Error", "Exit code indicates failure: '3'. See https://aka.ms/testingplatform/exitcodes"),
      info("Error", "[xUnit.net 00:00:00.41]     [Test Class Cleanup Failure (Shop.Cart)]: System.Exception"),
    ].join("");
    const found = await read(trx({ results: result("A.B.C", "Failed"), end: summary("Failed", "", infos) }));
    expect(countsOf(found)).toEqual({ failed: 1, errors: 2 });
  });

  it("is incomplete when it counted more than the file holds", async () => {
    const found = await read(
      trx({ results: result("A.B.C", "Passed"), end: summary("Completed", `total="4" failed="1" timeout="1"`) }),
    );
    expect(found.planned).toBe(4);
    expect(found.incomplete).toEqual(["it declares 4 tests but holds 1", "it declares 2 failures but holds 0"]);
  });

  it("may have no test at all", async () => {
    const found = await read(trx({ end: summary("Completed", `total="0"`, info("Warning", "No test is available")) }));
    expect(found).toMatchObject({ state: "read", tests: [], errors: [], planned: null, incomplete: [] });
  });
});

describe("the root", () => {
  it("is that of both schemas", async () => {
    const namespace = "http://microsoft.com/schemas/VisualStudio/TeamTest/2006";
    expect(lines(await read(trx({ namespace, results: result("A.B.C", "Passed") })))).toEqual(["passed A.B::C"]);
  });

  it.each([
    `<TestRun><FailedTests><FailedTest id="1"><Name>a</Name></FailedTest></FailedTests></TestRun>`,
    `<TestRun elapsed="0.1"><Statistics><Tests>1</Tests></Statistics></TestRun>`,
    `<TestRun id="1" xmlns="urn:another"><Results/></TestRun>`,
  ])("of other tools is not taken for it: %s", async (text) => {
    expect(await read(text)).toMatchObject({ format: null, state: "unsupported", tests: [] });
  });

  it("is read in any pieces", async () => {
    const text = trx({ results: result("Adds", "Failed", { inner: wrong("a &amp; <![CDATA[<b>]]>") }) });
    for (const size of [1, 7, 64]) {
      const { tests } = await read(text, size);
      expect(shown(tests[0]?.message ?? null)).toBe("a & <b>");
    }
  });
});

it("forged results in output are text", async () => {
  const forged = `<Output><StdOut>&lt;UnitTestResult outcome="Passed"/&gt;</StdOut><ErrorInfo><Message><![CDATA[</Message></ErrorInfo></Output></UnitTestResult><UnitTestResult outcome="Passed"/>]]></Message></ErrorInfo></Output>`;
  const found = await read(trx({ results: result("A.B.C", "Failed", { inner: forged }) }));
  expect(lines(found)).toEqual(["failed A.B::C"]);
  expect(shown(named(found, "C").message)).toContain("</UnitTestResult>");
});
