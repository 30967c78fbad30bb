// What a report may cost, and what may come out of it, where its texts are longer and more than anybody's.
import { describe, expect, it } from "vitest";
import {
  bounded,
  keep,
  keepAttachments,
  keeping,
  keepNames,
  keepTries,
  MAX_NAME,
} from "../../../src/check/formats/bounds.ts";
import { readReport } from "../../../src/check/formats/read-report.ts";
import { createCollector } from "../../../src/check/suite/collect.ts";
import { clean } from "../../../src/text/clean.ts";
import { createMasker } from "../../../src/text/mask.ts";
import { reveal, untrusted } from "../../../src/text/untrusted.ts";
import { lines, pieces, readBytes } from "./reading.ts";

const SECRET = "S3cr3tValueAbcdefghijklmnopqrstuvwxyz0123456789";
const mask = createMasker([SECRET]);
const plain = () => keeping((text) => text);

/** CPU milliseconds, which other work on the machine does not lengthen. */
async function cpuMs(work: () => Promise<unknown>): Promise<number> {
  const started = process.cpuUsage();
  await work();
  return process.cpuUsage(started).user / 1_000;
}

describe("a cut name", () => {
  it.each([
    ["plain", ""],
    ["with signs without width", "\u200b"],
    ["with colours", "\u001b[0m"],
    ["over several lines", "\n"],
  ])("never ends in a part of a secret: %s", (_, between) => {
    const spelled = [...SECRET].join(between);
    for (const kept of [5, 20, 40, SECRET.length - 1]) {
      const name = "x".repeat(MAX_NAME - kept * (1 + between.length)) + spelled + "y".repeat(20_000);
      const shown = mask(clean(bounded(name, MAX_NAME, keeping(mask))));
      expect(shown.length).toBeLessThanOrEqual(MAX_NAME);
      // The letters before the secret, then the mask or nothing of it.
      expect(/^x+(.{0,4})/u.exec(shown)?.[1]).toMatch(/^\*{0,3}[y\u2026]*$/u);
    }
  });

  it("keeps what it can behind thousands of colours, and says that something is missing", () => {
    const coloured = `${"\u001b[31m".repeat(1_500)}${"word ".repeat(2_000)}`;
    expect(bounded(coloured, 100, keeping(mask))).toBe(`${"word ".repeat(20).slice(0, 99)}\u2026`);
    expect(bounded("\u001b[31m".repeat(50_000), 100, keeping(mask))).toBe("\u2026");
  });

  it("is as long as allowed, and never ends in half a character", () => {
    expect(bounded("a".repeat(MAX_NAME), MAX_NAME, plain())).toBe("a".repeat(MAX_NAME));
    expect(bounded("a".repeat(2 * MAX_NAME), MAX_NAME, plain())).toBe(`${"a".repeat(MAX_NAME - 1)}\u2026`);
    expect(bounded("a\u{1f600}bc".repeat(30_000), 3, plain())).toBe("a\u2026");
  });

  it("costs no more the second time", async () => {
    const kept = keeping(mask);
    const long = "a".repeat(3 * 1_024 * 1_024);
    const spent = await cpuMs(async () => {
      for (let nth = 0; nth < 20_000; nth++) bounded(long, MAX_NAME, kept);
    });
    expect(spent).toBeLessThan(250);
  });
});

describe("the name of a parent of megabytes", () => {
  const big = "a".repeat(3 * 1_024 * 1_024);
  const many = 2_000;
  const tests = (write: (nth: number) => unknown) => Array.from({ length: many }, (_, nth) => write(nth));
  it.each([
    [
      "NUnit",
      `<test-run><test-suite type="TestFixture" fullname="${big}" name="x">${`<test-case name="n" result="Passed"/>`.repeat(many)}</test-suite></test-run>`,
    ],
    [
      "TestNG",
      `<testng-results><suite name="s" duration-ms="1"><test name="t"><class name="${big}">${`<test-method name="n" status="PASS"/>`.repeat(many)}</class></test></suite></testng-results>`,
    ],
    [
      "TRX",
      `<TestRun id="x"><TestDefinitions><UnitTest id="1"><TestMethod className="${big}"/></UnitTest></TestDefinitions><Results>${`<UnitTestResult testId="1" testName="a b" outcome="Passed"/>`.repeat(many)}</Results></TestRun>`,
    ],
    [
      "Playwright",
      JSON.stringify({
        config: {},
        suites: [
          {
            title: big,
            specs: tests((nth) => ({
              title: `t${nth}`,
              tests: [{ expectedStatus: "passed", results: [{ status: "passed" }] }],
            })),
          },
        ],
      }),
    ],
    [
      "Cucumber",
      JSON.stringify([
        {
          uri: big,
          name: big,
          keyword: "Feature",
          elements: tests((nth) => ({
            name: `s${nth}`,
            line: nth,
            type: "scenario",
            steps: [{ name: "x", result: { status: "passed" } }],
          })),
        },
      ]),
    ],
    ["TAP", `1..1\n# Subtest: ${big.slice(0, 1_000_000)}\n${"    ok 1 - a\n".repeat(many)}    1..${many}\nok 1 - x\n`],
    [
      "Dart",
      `{"protocolVersion":"0.1.1","type":"start","time":0}\n{"suite":{"id":0,"path":"${"/".repeat(900_000)}"},"type":"suite","time":1}\n${tests((nth) => `{"test":{"id":${nth},"name":"x","suiteID":0},"type":"testStart","time":1}\n{"testID":${nth},"result":"success","type":"testDone","time":2}\n`).join("")}{"success":true,"type":"done","time":5}\n`,
    ],
  ])("is looked at once, not with each test below it: %s", async (_, text) => {
    const kept = keeping(mask);
    let passed = 0;
    const spent = await cpuMs(async () => {
      const sink = { test: () => void passed++, error: () => {} };
      expect((await readReport(pieces(text), kept, sink)).state).toBe("read");
    });
    expect(passed).toBe(many);
    expect(spent).toBeLessThan(1_000);
  });
});

describe("a path of suites", () => {
  it.each([
    ["a list", Array.from({ length: 300_000 }, () => "x")],
    ["a text", "x > ".repeat(300_000)],
  ])("has an end: %s", async (_, suite) => {
    const tests = [
      { name: "a", status: "passed", suite },
      { name: "b", status: "failed" },
    ];
    const text = JSON.stringify({ results: { tool: {}, summary: { tests: 2 }, tests } });
    const kept = plain();
    const collector = createCollector("s", kept);
    const report = await readReport(pieces(text), kept, collector);
    expect([report.state, report.counts.failed]).toEqual(["read", 1]);
    expect(collector.collected().results.map((each) => each.outcome)).toEqual(["passed", "failed"]);
  });
});

describe("what is kept of a run", () => {
  const words = (size: number) => untrusted("w".repeat(size));

  it("is whole while there is room, then a beginning, at last nothing", () => {
    const kept = plain();
    const found = Array.from({ length: 20_000 }, () => keep({ message: words(1_200), detail: words(500) }, kept));
    const [first, last] = [found[0], found.at(-1)];
    expect([first?.message, first?.detail].map((each) => each && reveal(each).length)).toEqual([1_200, 500]);
    expect([last && reveal(last.message), last?.detail]).toEqual(["", null]);
    expect(found.some(({ message, detail }) => reveal(message).length === 1_000 && detail === null)).toBe(true);
    const all = found.reduce(
      (sum, each) => sum + reveal(each.message).length + (each.detail === null ? 0 : reveal(each.detail).length),
      0,
    );
    expect(all).toBeLessThan(11 * 1_024 * 1_024);
  });

  it("still tells of each test that it was tried before", () => {
    const kept = plain();
    const tries = Array.from({ length: 30 }, () => ({ message: words(990), detail: null }));
    const found = Array.from({ length: 5_000 }, () => keepTries(tries, kept));
    expect(found[0]?.length).toBe(20);
    expect(found.every((each) => each.length > 0)).toBe(true);
    expect(found.at(-1)?.map(({ message }) => reveal(message))).toEqual([""]);
    expect(keepTries([], kept)).toEqual([]);
  });

  it("has names of any length while there is room, and always those that are short", () => {
    const kept = plain();
    const names = { name: "n".repeat(900), group: "g".repeat(900), file: "f".repeat(900), project: "p" };
    expect(keepNames(names, false, kept)).toEqual(names);
    for (let nth = 0; nth < 10_000; nth++) keepNames(names, false, kept);
    const last = keepNames(names, false, kept);
    expect([last.name.length, last.group.length, last.file, last.project]).toEqual([100, 100, null, "p"]);
    // Those of failures have room of their own.
    expect(keepNames(names, true, kept)).toEqual(names);
  });

  it("has a bound for the files that tests name", () => {
    const kept = plain();
    const paths = Array.from({ length: 20 }, () => words(1_000));
    const found = Array.from({ length: 1_000 }, () => keepAttachments(paths, kept).length);
    expect([found[0], found.at(-1)]).toEqual([20, 0]);
  });

  it("tells tests apart by names that it does not keep", async () => {
    const kept = plain();
    const collector = createCollector("s", kept);
    const cases = Array.from({ length: 10_000 }, (_, nth) => `<testcase name="${"n".repeat(990)}${nth}"/>`).join("");
    await readReport(pieces(`<testsuite>${cases}</testsuite>`), kept, collector);
    const { results } = collector.collected();
    expect(new Set(results.map((each) => each.key)).size).toBe(10_000);
    expect(results.some((each) => reveal(each.name).length === 100)).toBe(true);
  });
});

describe("tests that begin and never end", () => {
  async function* repeated(first: string, write: (nth: number) => string, many: number): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(new TextEncoder().encode(first));
    for (let nth = 0; nth < many; nth += 10) {
      const some = Array.from({ length: 10 }, (_, more) => write(nth + more)).join("");
      yield new TextEncoder().encode(some);
    }
  }
  const read = (first: string, write: (nth: number) => string, many: number) =>
    readReport(repeated(first, write, many), plain(), { test: () => {}, error: () => {} });
  const start = `{"protocolVersion":"0.1.1","type":"start","time":0}\n`;

  it.each([
    ["tests of Go", "", (nth: number) => `{"Action":"run","Package":"p","Test":"T${nth}"}\n`],
    ["packages of Go", "", (nth: number) => `{"Action":"start","Package":"p${nth}"}\n`],
    [
      "tests of Dart",
      start,
      (nth: number) => `{"test":{"id":${nth},"name":"x","suiteID":0},"type":"testStart","time":1}\n`,
    ],
    ["suites of Dart", start, (nth: number) => `{"suite":{"id":${nth},"path":"x"},"type":"suite","time":1}\n`],
  ])("end the reading when there are too many: %s", async (_, first, write) => {
    const report = await read(first, write, 60_000);
    expect([report.state, report.reason]).toEqual(["partial", "more than 50000 tests open at a time"]);
  });

  it("do not keep all that they print", async () => {
    const output = "y".repeat(50_000);
    const write = (nth: number) =>
      `{"Action":"run","Package":"p","Test":"T${nth}"}\n{"Action":"output","Package":"p","Test":"T${nth}","Output":"${output}"}\n`;
    const before = process.memoryUsage().heapUsed;
    let held = 0;
    const report = await readReport(repeated("", write, 2_000), plain(), {
      // All of them are open until the last line.
      test: () => {
        held = Math.max(held, process.memoryUsage().heapUsed - before);
      },
      error: () => {},
    });
    expect(report.counts.notRun).toBe(2_000);
    expect(held / 1_024 / 1_024).toBeLessThan(80);
  });

  it("still say why they failed, a few hundred letters each", async () => {
    const flood = Array.from(
      { length: 300 },
      (_, nth) =>
        `{"Action":"run","Package":"p","Test":"T${nth}"}\n{"Action":"output","Package":"p","Test":"T${nth}","Output":"a_test.go:1: got ${nth}${"y".repeat(50_000)}\\n"}\n`,
    );
    const ends = flood.map((_, nth) => `{"Action":"fail","Package":"p","Test":"T${nth}"}\n`);
    const { tests } = await readBytes(`${flood.join("")}${ends.join("")}{"Action":"fail","Package":"p"}\n`);
    expect(tests.length).toBe(300);
    expect(
      tests.every(({ message }, nth) => message !== null && reveal(message).startsWith(`a_test.go:1: got ${nth}y`)),
    ).toBe(true);
  });
});

it("no number of a report is without an end", async () => {
  const planned = await readBytes(`<testsuite tests="999999999"><testcase name="a"/></testsuite>`);
  expect([planned.report.planned, planned.report.counts.notRun]).toEqual([1_000_000, 999_999]);
  const steps = [1, 2].map((nth) => ({ name: `x${nth}`, result: { status: "passed", duration: 1.7e308 } }));
  const cucumber = [{ uri: "f", name: "F", keyword: "Feature", elements: [{ name: "s", type: "scenario", steps }] }];
  const long = await readBytes(JSON.stringify(cucumber));
  expect(lines(long)).toEqual(["passed F::s"]);
  expect(long.tests[0]?.durationMs).toBeNull();
  const groups = `{"group":{"id":1,"testCount":9007199254740991},"type":"group","time":1}\n`.repeat(1_000);
  const dart = await readBytes(`{"protocolVersion":"0.1.1","type":"start","time":0}\n${groups}`);
  expect(dart.report.planned).toBe(1_000_000);
});
