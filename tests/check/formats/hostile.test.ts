// Report files that were made to deceive, to exhaust or to reach out, by the rows of the threat model.
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { reveal } from "../../../src/text/untrusted.ts";
import { lines, readBytes, type Reading } from "./reading.ts";

const MEBIBYTE = 1_024 * 1_024;
const FAILED = `<testsuites><testsuite name="s"><testcase name="a"/><testcase name="b"><failure message="m"/></testcase></testsuite></testsuites>`;

/** With how long it took, and how much memory was taken meanwhile; both generous, for a machine that is busy. */
async function timed(content: string | Uint8Array, mostMs = 2_000, mostMebibytes = 100): Promise<Reading> {
  const memory = process.memoryUsage().rss;
  const started = performance.now();
  const reading = await readBytes(content);
  expect(performance.now() - started).toBeLessThan(mostMs);
  expect((process.memoryUsage().rss - memory) / MEBIBYTE).toBeLessThan(mostMebibytes);
  return reading;
}

describe("G1 entities and document types", () => {
  const entity = (name: string, value: string): string => `<!ENTITY ${name} "${value}">`;
  const laughs = Array.from({ length: 12 }, (_, at) =>
    entity(`l${at + 1}`, (at === 0 ? "ha" : `&l${at};`).repeat(10)),
  ).join("");

  it.each([
    ["a billion laughs", `<!DOCTYPE t [${laughs}]><testsuite><testcase name="&l12;"/></testsuite>`],
    [
      "a quadratic blow-up",
      `<!DOCTYPE t [${entity("a", "A".repeat(100_000))}]><testsuite>${`<testcase name="&a;"/>`.repeat(10_000)}</testsuite>`,
    ],
    ["parameter entities", `<!DOCTYPE t [<!ENTITY % a "<!ENTITY &#37; b 'c'>"> %a; %b;]>${FAILED}`],
    ["an external subset", `<!DOCTYPE testsuites SYSTEM "/etc/passwd">${FAILED}`],
    ["a harmless one", `<?xml version="1.0"?>\n<!-- x --><!DOCTYPE testsuites>${FAILED}`],
    ["ten thousand", `${"<!DOCTYPE t>".repeat(10_000)}${FAILED}`],
    ["one of megabytes", `<!DOCTYPE t [${entity("a", "A".repeat(3 * MEBIBYTE))}]>${FAILED}`],
    ["one that never ends", `<!DOCTYPE t [<!-- ${"-x".repeat(MEBIBYTE)}`],
  ])("%s: refused", async (_, text) => {
    const { report, tests } = await timed(text);
    expect([report.state, report.reason, tests.length]).toEqual([
      "refused",
      "it declares a DOCTYPE, which a test report never needs",
      0,
    ]);
  });

  it("a document type behind tests ends the reading and is never green", async () => {
    const { report } = await timed(`<testsuites><testcase name="a"/><!DOCTYPE t></testsuites>`);
    expect(report.state).toBe("refused");
  });

  it("asks no server and reads no file", async () => {
    let asked = 0;
    const server = createServer((_, answer) => {
      asked++;
      answer.end("<!ENTITY x 'y'>");
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    try {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      const url = `http://127.0.0.1:${port}/x.dtd`;
      const here = import.meta.filename;
      for (const id of [`SYSTEM "${url}"`, `PUBLIC "-//x" "${url}"`, `SYSTEM "file://${here}"`]) {
        const inner = `<!DOCTYPE t [<!ENTITY e ${id}><!ENTITY % p ${id}> %p;]><testsuite><testcase name="&e;"/></testsuite>`;
        expect((await timed(inner)).report.state).toBe("refused");
        const linked = `<?xml-stylesheet href="${url}"?><testsuite xmlns:xi="http://www.w3.org/2001/XInclude" xmlns="${url}"><xi:include href="${url}"/><testcase name="a"/></testsuite>`;
        expect(lines(await timed(linked))).toEqual(["passed a"]);
      }
      expect(asked).toBe(0);
    } finally {
      server.close();
    }
  });

  it("knows no entity but the five of XML", async () => {
    const { report } = await timed(`<testsuite><testcase name="a"/><testcase name="&nbsp;"/></testsuite>`);
    expect([report.state, report.reason]).toEqual(["partial", "not well-formed XML at line 1"]);
  });
});

describe("G2 depth and size", () => {
  it.each([
    ["a hundred thousand suites in each other", "<testsuite>".repeat(100_000)],
    ["a hundred thousand elements inside a case", `<testsuite><testcase name="a">${"<x>".repeat(100_000)}`],
  ])("%s: refused", async (_, text) => {
    const { report } = await timed(text);
    expect([report.state, report.reason]).toEqual(["refused", "nested deeper than 64 elements"]);
  });

  it.each([
    ["a text", `<testcase name="a"><failure>${"words of a log ".repeat(400_000)}</failure></testcase>`],
    ["CDATA", `<testcase name="a"><failure><![CDATA[${"]]<testcase/>".repeat(400_000)}]]></failure></testcase>`],
    ["references", `<testcase name="a"><failure>${"&lt;&#10;".repeat(600_000)}</failure></testcase>`],
    ["a message", `<testcase name="a"><failure message="${"&#10;".repeat(700_000)}"/></testcase>`],
    ["a name", `<testcase name="a${"b".repeat(3_000_000)}"><failure/></testcase>`],
    [
      "output that nobody wants",
      `<system-out>${"[[ATTACHMENT|".repeat(300_000)}</system-out><testcase name="a"><failure/></testcase>`,
    ],
    [
      "attributes",
      `<testcase name="a" ${Array.from({ length: 100_000 }, (__, at) => `a${at}=""`).join(" ")}><failure/></testcase>`,
    ],
    ["control characters", `<testcase name="a"><failure>${"\u001b\u0000".repeat(1_000_000)}</failure></testcase>`],
    ["line ends", `<testcase name="a"><failure>${"\r\r\n".repeat(1_000_000)}</failure></testcase>`],
  ])("megabytes of %s are read, and little of them is kept", async (_, inner) => {
    const { report, tests } = await timed(`<testsuite>${inner}</testsuite>`, 4_000, 200);
    expect([report.state, tests.length, tests[0]?.outcome]).toEqual(["read", 1, "failed"]);
    const [found] = tests;
    expect(found?.name.length).toBeLessThan(1_001);
    expect(found?.detail == null ? 0 : reveal(found.detail).length).toBeLessThan(40_000);
    expect(found?.message == null ? 0 : reveal(found.message).length).toBeLessThan(40_000);
  });

  it("forty thousand cases, and as many suites, are counted", async () => {
    const many = `<testsuite name="s"><testcase name="n" classname="c" time="0.1"/></testsuite>`.repeat(40_000);
    expect((await timed(`<testsuites>${many}</testsuites>`, 4_000, 200)).report.counts.passed).toBe(40_000);
  });
});

describe("G3 a silent zero", () => {
  it("is no beginning of a report, however much of it there is", async () => {
    const text = `<?xml version="1.0"?>\n<!-- a < b -->${FAILED}\n`;
    for (let end = 0; end < text.length; end++) {
      const { report } = await readBytes(text.slice(0, end));
      const whole = report.state === "read" && report.counts.failed === 1;
      if (!whole) expect(["empty", "partial", "refused", "unsupported"]).toContain(report.state);
    }
  });

  it.each([
    ["an archive", gzipSync(FAILED)],
    [
      "UTF-32",
      new Uint8Array([0xff, 0xfe, 0, 0, ...Array.from(FAILED).flatMap((each) => [each.charCodeAt(0), 0, 0, 0])]),
    ],
    ["an encoding that nobody knows", `<?xml version="1.0" encoding="x-martian"?>${FAILED}`],
    ["a report behind other text", `Warning: deprecated\n${FAILED}`],
    ["a report behind another root", `<note/>${FAILED}`],
  ])("is not %s", async (_, content) => {
    const { report } = await timed(content);
    expect(["unsupported", "refused", "partial"]).toContain(report.state);
    expect(report.reason).not.toBeNull();
  });

  it.each([
    ["UTF-8 with a mark", Buffer.from(`\ufeff${FAILED}`)],
    ["UTF-16, little end first", Buffer.from(`\ufeff${FAILED}`, "utf16le")],
    ["UTF-16, big end first", Buffer.from(`\ufeff${FAILED}`, "utf16le").swap16()],
    ["UTF-16 without a mark", Buffer.from(FAILED, "utf16le")],
    ["Latin-1", Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${FAILED}<!-- \u00e9 -->`, "latin1")],
    ["Windows-1252 in single quotes", Buffer.from(`<?xml version='1.0' encoding='windows-1252'?>${FAILED}`, "latin1")],
    [
      "UTF-8 that calls itself Latin-1",
      Buffer.from(`<?xml version="1.0" encoding="iso-8859-1"?>${FAILED}<!-- \u00e9 -->`),
    ],
    ["UTF-8 that calls itself UTF-16", Buffer.from(`<?xml version="1.0" encoding="utf-16"?>${FAILED}`)],
    [
      "bytes that are no UTF-8",
      Buffer.concat([Buffer.from(FAILED), Buffer.from([0x3c, 0x21, 0x2d, 0x2d, 0xff, 0xc3, 0x28, 0x2d, 0x2d, 0x3e])]),
    ],
  ])("is not %s", async (_, bytes) => {
    const { report } = await readBytes(new Uint8Array(bytes), 3);
    expect(report).toMatchObject({ state: "read", counts: { tests: 2, passed: 1, failed: 1 } });
  });

  it("is not a file that ends inside a character", async () => {
    const bytes = Buffer.from(`<testsuite><testcase name="a"/><testcase name="\u00e9"/></testsuite>`);
    const { report } = await readBytes(new Uint8Array(bytes.subarray(0, bytes.indexOf(0xc3) + 1)));
    expect(report).toMatchObject({ state: "partial", counts: { tests: 1 } });
  });
});

describe("G4 numbers that lie", () => {
  it("are not believed, up or down", async () => {
    const less = `<testsuites tests="0" failures="0">${FAILED}</testsuites>`;
    expect((await readBytes(less)).report).toMatchObject({ state: "read", counts: { tests: 2, failed: 1 } });
    const more = FAILED.replace("<testsuite ", `<testsuite tests="999999999999999999999" failures="5" `);
    expect((await readBytes(more)).report).toMatchObject({ state: "partial", counts: { tests: 2, failed: 1 } });
  });

  it.each([
    ["CDATA", `<system-out><![CDATA[</system-out></testcase><testcase name="forged"/>]]></system-out>`],
    ["escaped text", `<system-out>&lt;/testcase&gt;&lt;testcase name="forged"/&gt;</system-out>`],
    ["a comment", `<!--</testcase><testcase name="forged"/>-->`],
    ["an instruction", `<?x </testcase><testcase name="forged"/>?>`],
    ["a property", `<properties><property name="testcase" value="&lt;testcase name='forged'/&gt;"/></properties>`],
    ["a message", `<failure message="&#34;/>&lt;/testcase>&lt;testcase name=&#34;forged&#34;/>"/>`],
  ])("no case is forged in %s", async (_, inner) => {
    const { tests } = await readBytes(`<testsuite><testcase name="a">${inner}</testcase></testsuite>`);
    expect(tests.map(({ name }) => name)).toEqual(["a"]);
  });
});

describe("G5 names of prototypes", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype", "valueOf"];

  it("are names like others", async () => {
    const cases = names.map((name) => `<testcase name="${name}" classname="${name}" ${name}="x"><${name}/></testcase>`);
    const text = `<testsuite name="__proto__" __proto__="x"><__proto__ polluted="yes"/>${cases.join("")}</testsuite>`;
    const reading = await readBytes(text);
    expect(lines(reading)).toEqual(names.map((name) => `passed __proto__/${name}::${name}`));
    expect(reading.report.state).toBe("read");
    expect(Reflect.get({}, "polluted")).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each(names)("are no root element: %s", async (name) => {
    expect((await readBytes(`<${name}><testcase name="a"/></${name}>`)).report.state).toBe("unsupported");
  });
});

it("G6 a path is only text", async () => {
  const paths = [
    "../../../etc/passwd",
    "/etc/passwd",
    "C:\\Windows\\win.ini",
    "file:///etc/passwd",
    "a::warning::b",
    "%0A::error::",
  ];
  const cases = paths.map(
    (path) =>
      `<testcase name="n" file="${path}" line="-1e9999"><system-out>[[ATTACHMENT|${path}]]</system-out></testcase>`,
  );
  const { tests, report } = await readBytes(`<testsuite>${cases.join("")}</testsuite>`);
  expect(tests.map(({ file }) => file)).toEqual(paths);
  expect(tests.map(({ attachments }) => attachments.map((each) => reveal(each)))).toEqual(paths.map((path) => [path]));
  expect(report.state).toBe("read");
});

it("G9 nothing in us unpacks an archive", async () => {
  const root = join(import.meta.dirname, "../../..");
  const { dependencies } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  expect(Object.keys(dependencies).filter((name) => /zip|tar|gz|inflate|compress/iu.test(name))).toEqual([]);
  const files = await readdir(join(root, "src"), { recursive: true });
  // The body of an answer to a probe is no archive, and bounded.
  const sources = files.filter((name) => name.endsWith(".ts") && name !== join("world", "net", "body.ts"));
  const unpacking: string[] = [];
  for (const file of sources) {
    const source = await readFile(join(root, "src", file), "utf8");
    if (/node:zlib|DecompressionStream/u.test(source)) unpacking.push(file);
  }
  expect(unpacking).toEqual([]);
});
