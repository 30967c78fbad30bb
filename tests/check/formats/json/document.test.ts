// JSON documents as such: what is broken, too deep, too large, unknown or known to be no report, and where it breaks.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keeping } from "../../../../src/check/formats/bounds.ts";
import { jsonStart, MAX_JSON, readJson } from "../../../../src/check/formats/json/document.ts";
import { JSON_FORMATS } from "../../../../src/check/formats/json/formats.ts";
import { jsonSyntax } from "../../../../src/check/formats/json/syntax.ts";
import { member } from "../../../../src/check/formats/json/values.ts";
import { countsOf, fixture, read, readValue, shown } from "./reading.ts";

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** The whole text is one value. */
const accepted = (text: string): boolean => {
  const syntax = jsonSyntax(text);
  return syntax.kind === "value" && /^[ \t\r\n]*$/u.test(text.slice(syntax.end));
};

describe("the syntax of JSON", () => {
  it.each([
    "{}",
    "[]",
    ' {"a":[1,-0.5e+3,true,false,null,"\\u00e4\\n\\"",{"b":[[]]}]}\n',
    '"text"',
    "0",
    "",
    "[1,]",
    '{"a":1,}',
    "{,}",
    "[1 2]",
    "01",
    "1.",
    "+1",
    "NaN",
    "nulls",
    '{"a" 1}',
    "{a:1}",
    "{'a':1}",
    '"\\x"',
    '"\\u00g0"',
    '"a\nb"',
    "[1}",
    '{"a":1]',
    '"open',
    "[\u00a01]",
    '{"a":1}}',
  ])("is the engine's own for %j", (text) => {
    expect(accepted(text)).toBe(parses(text));
  });

  it("is the engine's own for whatever a report is changed to", () => {
    const report = JSON.stringify({ a: [1, -2.5e3, 'x\\"\u00e9', { b: null, c: [true, false] }, {}], d: [] });
    const characters = [...'{}[],:"\\ \n0-.eEtfnu\u0001a'];
    fc.assert(
      fc.property(fc.nat(report.length), fc.nat(3), fc.array(fc.constantFrom(...characters)), (at, dropped, added) => {
        const text = report.slice(0, at) + added.join("") + report.slice(at + dropped);
        expect(accepted(text)).toBe(parses(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['{"results":{"summary":{"tests":NaN}}}', "broken JSON at line 1 column 32: a value is missing"],
    ['{\n  "a": 1,\n  b: 2\n}', "broken JSON at line 3 column 3: a name in double quotes is missing"],
    ['{"a":\n[1\n2]}', "broken JSON at line 3 column 1: a comma or a closing bracket is missing"],
    ['{"results":{"tests":[{"name":"a","sta', "broken JSON at line 1 column 38: the text ends too early"],
    ['["\\u12', "broken JSON at line 1 column 7: the text ends too early"],
    ['["\\q and so on"]', "broken JSON at line 1 column 3: a wrong escape in a string"],
    ['["a\tb"]', "broken JSON at line 1 column 4: a raw control character in a string"],
    ['{"a";1}', "broken JSON at line 1 column 5: a colon is missing"],
  ])("says of %j where it breaks", (text, reason) => {
    expect(read(text)).toMatchObject({ format: null, state: "refused", reason, tests: [], errors: [] });
    expect(reason).toMatch(/^[\w .,:;()'"/-]{1,300}$/u);
  });
});

describe("a name that decides", () => {
  it.each([
    ['[{"status":"failed","name":"a","status":"passed"}]', 32],
    ['{"results":{"tests":[],"tests":[]}}', 24],
    ['{"results":{},\n"r\\u0065sults":{}}', 1],
  ])("must not stand twice: %s", (text, column) => {
    const { state, reason } = read(text);
    expect([state, reason]).toEqual([
      "refused",
      expect.stringMatching(new RegExp(`column ${column}: a name stands twice in one object$`, "u")),
    ]);
  });

  it("may stand once in each object, and others as often as anybody likes", () => {
    expect(accepted('{"a":1,"a":2,"status":{"status":[{"status":1},{"status":2}]},"tests":[]}')).toBe(true);
  });
});

describe("a document", () => {
  it("that is nested too deep is refused, however deep", () => {
    for (const depth of [65, 1_000_000]) {
      const text = "[".repeat(depth);
      expect(read(text)).toMatchObject({ state: "refused", reason: "JSON nested deeper than 64 levels" });
    }
    expect(read('{"a":'.repeat(100_000))).toMatchObject({ state: "refused" });
    expect(read("[".repeat(64) + "]".repeat(64))).toMatchObject({ state: "unsupported" });
  });

  it("that is too large is refused before it is looked at", () => {
    const text = `[${" ".repeat(MAX_JSON)}]`;
    expect(read(text)).toMatchObject({ state: "refused", reason: expect.stringContaining("larger than 32 MiB") });
  });

  it("with a byte order mark is read", () => {
    expect(countsOf(read(`\ufeff${fixture("mocha")}`))).toEqual(countsOf(read(fixture("mocha"))));
  });

  it("with more behind its end is read as far as it goes, and is not whole", () => {
    const good = { results: { tool: {}, summary: { tests: 1 }, tests: [{ name: "a", status: "passed" }] } };
    const twice = read(`${JSON.stringify(good)}\n${JSON.stringify(good)}`);
    expect(twice).toMatchObject({
      format: "ctrf-json",
      state: "partial",
      reason: "more text after the end of the JSON at line 2 column 1",
      tests: [{ outcome: "passed" }],
    });
    expect(twice.incomplete).toHaveLength(1);
  });

  it.each([
    "\n> shop@1.0.0 test\n> playwright test --reporter=json\n\n",
    "yarn run v1.22.22\n$ jest --json\n",
    "[info] starting {\n[ WARN ] [1]\nno {} here\n",
    "\ufeffRun options: {}\n",
  ])("behind the lines %j is read as if they were not there", (lines) => {
    const found = read(lines + fixture("mocha"));
    expect(found).toMatchObject({ format: "mocha-json", state: "read", reason: null });
    expect(countsOf(found)).toEqual(countsOf(read(fixture("mocha"))));
  });

  it("that breaks behind such lines tells the place in the file", () => {
    expect(read('> npm test\n{"stats":\n')).toMatchObject({
      state: "unsupported",
      reason: "broken JSON at line 3 column 1: the text ends too early",
    });
    expect(read("> npm test\n{}")).toMatchObject({ state: "unsupported", reason: "JSON that is no known test report" });
    expect(read("no JSON at all")).toMatchObject({ state: "refused" });
    expect([jsonStart("a\nb"), jsonStart("[info]\n{}"), jsonStart("[1]"), jsonStart("\n []")]).toEqual([null, 7, 0, 2]);
  });

  it.each([
    ["", "empty"],
    [" \n\t", "empty"],
    ["[]", "empty"],
    ["[] []", "refused"],
    ["{}", "unsupported"],
    ["42", "unsupported"],
    ["null", "unsupported"],
    ['{"suites":[]}', "unsupported"],
    ['{"settings":{},"tests":[{"title":"a.spec.ts","specs":[]}]}', "unsupported"],
    ['[{"scope":"a","name":"b","result":"passed"}]', "unsupported"],
    ['{"type":"start","time":1}', "unsupported"],
  ])("%j is %s", (text, state) => {
    expect(read(text)).toMatchObject({ format: null, state, tests: [] });
  });

  it.each([
    ["package.json", { name: "shop", version: "1.0.0", scripts: { test: "vitest" } }],
    ["package-lock.json", { name: "shop", lockfileVersion: 3, packages: {} }],
    ["tsconfig.json", { compilerOptions: { strict: true } }],
    [
      "a coverage summary",
      { total: { lines: { total: 1, pct: 100 }, statements: { total: 1 }, branches: { total: 0 } }, "/a.js": {} },
    ],
    ["coverage by file", { "/a.js": { path: "/a.js", statementMap: {}, fnMap: {}, s: {}, f: {} } }],
    ["coverage.py", { meta: { version: "7" }, files: {}, totals: { percent_covered: 91.2 } }],
    ["SARIF", { version: "2.1.0", runs: [{ tool: { driver: { name: "CodeQL" } }, results: [] }] }],
    ["Playwright's note to itself", { status: "failed", failedTests: ["a-b"] }],
    ["ESLint", [{ filePath: "/a.js", messages: [], errorCount: 0, warningCount: 0 }]],
  ])("that is %s is known to hold no test", (_, document) => {
    expect(readValue(document)).toMatchObject({ format: null, state: "ignored", reason: "another kind of JSON file" });
  });

  it("that only looks a little like one of those is not ignored", () => {
    for (const document of [
      { name: "shop", tests: [] },
      { total: { lines: {} } },
      { status: "failed", failedTests: [], tests: [] },
      { runs: [{ tests: 3 }] },
      {},
    ]) {
      expect(readValue(document).state).toBe("unsupported");
    }
  });
});

describe("a hostile document", () => {
  it("has no members but its own", () => {
    const own: unknown = JSON.parse('{"__proto__":{"status":"passed"},"a":1}');
    expect(member(own, "status")).toBeUndefined();
    expect(member(own, "toString")).toBeUndefined();
    expect(member(own, "__proto__")).toEqual({ status: "passed" });
    expect([member([1], "length"), member("text", "length"), member(null, "a")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(member(own, "a")).toBe(1);
  });

  it("keeps no text longer than its bounds, and no half of a secret", () => {
    const secret = "s3cr3t-".repeat(20);
    const long = `${"x".repeat(940)}${secret}${" y".repeat(40_000)}`;
    const test = { name: long, status: "failed", message: long, trace: long, suite: [long, long] };
    const mask = (text: string): string => text.replaceAll(secret, "***");
    const [found] = read(JSON.stringify({ results: { tool: {}, tests: [test] } }), mask).tests;
    expect(found?.name.length).toBeLessThanOrEqual(1_000);
    expect(found?.name).not.toContain("s3cr3t");
    expect(found?.suitePath.join("").length).toBeLessThanOrEqual(1_002);
    expect(shown(found?.message ?? null)?.length).toBeLessThan(40_000);
  });

  it("cannot reach what every object inherits", () => {
    const text =
      '{"__proto__":{"suites":[],"config":{}},"constructor":{"prototype":{"x":1}},' +
      '"results":{"tool":{},"tests":[{"__proto__":{"status":"passed"},"name":"__proto__"},{"name":"constructor"}]}}';
    const found = read(text);
    expect(found.tests.map(({ name, outcome }) => [name, outcome])).toEqual([
      ["__proto__", "errored"],
      ["constructor", "errored"],
    ]);
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
  });

  it("with more tests than anybody has is refused", { timeout: 20_000 }, () => {
    const text = `{"results":{"tool":{},"tests":[${"0,".repeat(1_000_001)}0]}}`;
    let tests = 0;
    const page = {
      kept: keeping((each) => each),
      test: () => void tests++,
      error: () => {},
      planned: () => {},
      incomplete: () => {},
    };
    const found = readJson(text, JSON_FORMATS, page);
    expect(found).toEqual({ format: "ctrf-json", state: "refused", reason: "more than 1000000 test cases" });
    expect(tests).toBe(1_000_000);
  });

  it.each(["playwright", "ctrf-playwright", "jest", "vitest", "mocha", "mochawesome", "cucumber", "rspec"])(
    "made of %s by changing any of its values never throws",
    (name) => {
      const document: unknown = JSON.parse(fixture(name));
      const places = placesIn(document);
      const strange = fc.constantFrom<unknown>(
        null,
        0,
        -1,
        1e308,
        "",
        "x",
        true,
        [],
        {},
        [[]],
        [null],
        { a: 1 },
        "failed",
      );
      fc.assert(
        fc.property(fc.array(fc.tuple(fc.nat(places - 1), strange), { minLength: 1, maxLength: 3 }), (changes) => {
          const changed = changes.reduce<unknown>((value, [at, put]) => replaced(value, at, put), document);
          const found = readValue(changed);
          for (const each of found.tests) expect(each.suitePath.join("").length).toBeLessThan(2_000);
        }),
        { numRuns: 150 },
      );
    },
  );

  it("of which single results are no objects never makes a pass of them", () => {
    for (const odd of [null, 5, "passed", [], {}]) {
      const documents = [
        { config: {}, suites: [{ specs: [{ tests: [odd] }] }] },
        { results: { tool: {}, tests: [odd] } },
        { numTotalTests: 1, testResults: [{ assertionResults: [odd] }] },
        { stats: { tests: 1 }, tests: [odd], passes: [], pending: [], failures: [] },
        { stats: { tests: 1 }, results: [{ suites: [], tests: [odd] }] },
        { summary: {}, examples: [odd] },
        [{ keyword: "Feature", uri: "a", name: "a", elements: [odd] }],
      ];
      for (const document of documents) expect(countsOf(readValue(document))["passed"]).toBeUndefined();
    }
  });
});

/** How many values there are in one. */
function placesIn(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce<number>((sum, each) => sum + placesIn(each), 1);
}

/** The value at the place counted in order, replaced. */
function replaced(value: unknown, at: number, put: unknown): unknown {
  let left = at;
  const visit = (each: unknown): unknown => {
    if (left-- === 0) return put;
    if (typeof each !== "object" || each === null) return each;
    if (Array.isArray(each)) return each.map(visit);
    return Object.fromEntries(Object.entries(each).map(([name, inner]) => [name, visit(inner)]));
  };
  return visit(value);
}
