// What a file is, told from its bytes; whatever they are, there is one answer and no exception.
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { keeping } from "../../../src/check/formats/bounds.ts";
import { readReport } from "../../../src/check/formats/read-report.ts";
import { readBytes } from "./reading.ts";

const KEPT = keeping((text) => text);
const NOWHERE = { test: () => undefined, error: () => undefined };

const stateOf = async (content: string | Uint8Array, size?: number): Promise<string> => {
  const { report } = await readBytes(content, size);
  return `${report.state}: ${report.reason ?? ""}`;
};

const JUNIT = `<testsuite name="s"><testcase name="a"/><testcase name="b"><failure message="m"/></testcase></testsuite>`;
const TAP = "1..2\nok 1 - a\nnot ok 2 - b\n";
const GO = [
  `{"Action":"run","Package":"p","Test":"TestA"}`,
  `{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0.5}`,
  `{"Action":"run","Package":"p","Test":"TestB"}`,
  `{"Action":"fail","Package":"p","Test":"TestB","Elapsed":0.5}`,
  `{"Action":"fail","Package":"p","Elapsed":1}`,
].join("\n");
const DART = [
  `{"protocolVersion":"0.1.1","type":"start","time":0}`,
  `{"test":{"id":1,"name":"a","suiteID":0},"type":"testStart","time":1}`,
  `{"testID":1,"result":"success","skipped":false,"hidden":false,"type":"testDone","time":2}`,
  `{"test":{"id":2,"name":"b","suiteID":0},"type":"testStart","time":2}`,
  `{"testID":2,"result":"failure","skipped":false,"hidden":false,"type":"testDone","time":3}`,
  `{"success":false,"type":"done","time":4}`,
].join("\n");
const CTRF = JSON.stringify({
  results: {
    tool: { name: "t" },
    summary: { tests: 2, passed: 1, failed: 1, skipped: 0, pending: 0, other: 0 },
    tests: [
      { name: "a", status: "passed", duration: 1 },
      { name: "b", status: "failed", duration: 1 },
    ],
  },
});

describe("each kind of report comes to its reader", () => {
  const kinds = [
    ["junit-xml", JUNIT],
    ["tap", TAP],
    ["go-test-json", GO],
    ["dart-json", DART],
    ["ctrf-json", CTRF],
  ] as const;

  it.each(kinds)("%s", async (format, content) => {
    const { report } = await readBytes(content);
    expect(report).toMatchObject({ format, state: "read", counts: { tests: 2, passed: 1, failed: 1, notRun: 0 } });
  });

  it.each(kinds)("%s in pieces of seven bytes, behind blank lines and a byte order mark", async (format, content) => {
    const blank = format === "junit-xml" ? "" : "\r\n \n";
    const { report } = await readBytes(`\ufeff${blank}${content}\r\n`, 7);
    expect(report).toMatchObject({ format, state: "read", counts: { tests: 2, passed: 1, failed: 1 } });
  });

  it.each(kinds)("%s in UTF-16", async (format, content) => {
    const { report } = await readBytes(Buffer.from(`\ufeff${content}`, "utf16le"));
    expect(report).toMatchObject({ format, state: "read", counts: { tests: 2, failed: 1 } });
  });

  it("finds lines of go behind those of a build, and TAP behind those of npm", async () => {
    const build = "# example.com/p\n./a.go:3:2: imported and not used\n";
    expect((await readBytes(build.repeat(200) + GO)).report).toMatchObject({ format: "go-test-json", state: "read" });
    expect((await readBytes(`\n> x@1.0.0 test\n> node a.js\n\n${TAP}`)).report).toMatchObject({
      format: "tap",
      state: "read",
      counts: { tests: 2 },
    });
    expect((await readBytes(`[1/2] building\n${TAP}`)).report).toMatchObject({ format: "tap", state: "read" });
  });
});

describe("what is no report says so", () => {
  it.each([
    ["", "empty: the file is empty"],
    [" \n\t\r\n", "empty: the file is empty"],
    ["\ufeff", "empty: the file is empty"],
    ["<testsuites/>", "empty: the report holds no test"],
    ["1..0 # SKIP nothing to do\n", "empty: the report holds no test"],
    ["version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "unsupported: a Git LFS pointer, not the report"],
    ["<!DOCTYPE html>\n<html><body>502</body></html>", "ignored: an HTML page, not a report"],
    ["\n<HTML><br>", "ignored: an HTML page, not a report"],
    ["%PDF-1.7\n", "unsupported: a PDF document, not a report"],
    ["PK\u0003\u0004", "unsupported: a zip archive, not a report"],
    ["text\0with NUL", "unsupported: a binary file, not a report"],
    ["5 passed in 0.1s\nok\n", "unsupported: not a known test report"],
    ["ok  \texample.com/p\t0.1s\n", "unsupported: not a known test report"],
    ["everything is ok\n", "unsupported: not a known test report"],
  ])("%j is %s", async (content, wanted) => {
    expect(await stateOf(content)).toBe(wanted);
  });

  it("looks at bytes before it decodes them", async () => {
    expect(await stateOf(gzipSync(JUNIT))).toBe("unsupported: a gzip archive, not a report");
    expect(await stateOf(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]))).toBe(
      "unsupported: a PNG picture, not a report",
    );
    expect(await stateOf(new Uint8Array([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0]))).toBe("unsupported: unknown text encoding");
  });

  it.each([
    ["a line without an end", "", "a", "unsupported: not a known test report", 2],
    ["lines that nobody knows", "", "a\n".repeat(4_096), "unsupported: not a known test report", 4],
    ["a JSON document", `{"a":"`, "a", "refused: larger than 32 MiB, and this format cannot be read in pieces", 33],
    [
      "a format that is read in pieces",
      "TAP version 13\n",
      `#${"a".repeat(8_191)}\n`,
      "partial: larger than 512 MiB",
      513,
    ],
  ])("reads no farther than it has to: %s", async (_what, start, more, wanted, mib) => {
    let given = 0;
    const block = new TextEncoder().encode(more.repeat(Math.ceil(1_048_576 / more.length)));
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(new TextEncoder().encode(start));
      for (;;) {
        given += block.length;
        yield await Promise.resolve(block);
      }
    }
    const report = await readReport(endless(), KEPT, NOWHERE);
    expect(`${report.state}: ${report.reason}`).toBe(wanted);
    expect(given / 1_048_576).toBeLessThanOrEqual(mib + 1);
  });
});

describe("the state of what was read", () => {
  it("keeps what stands before the end of a file that was cut off", async () => {
    const { report } = await readBytes(JUNIT.slice(0, -30));
    expect(report).toMatchObject({ state: "partial", counts: { passed: 1 } });
    expect((await readBytes(GO.slice(0, -10))).report).toMatchObject({ state: "partial", counts: { tests: 2 } });
    expect((await readBytes(TAP.slice(0, -14))).report).toMatchObject({
      state: "partial",
      counts: { tests: 1, notRun: 1 },
    });
    expect((await readBytes(DART.slice(0, -5))).report).toMatchObject({ state: "partial", counts: { tests: 2 } });
  });

  it("passes through what the disk says", async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(new TextEncoder().encode("<testsuite>"));
      throw new Error("EIO");
    }
    await expect(readReport(broken(), KEPT, NOWHERE)).rejects.toThrow("EIO");
  });

  it("is never an exception for random bytes", async () => {
    const starts = ["", "<", "{", "[", "1..3\n", `{"Action":"run","Package":"p","Test":"T"}\n`, "TAP version 14\n"];
    let seed = 1;
    for (let round = 0; round < 300; round++) {
      const noise = Uint8Array.from({ length: 200 }, () => {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
        return seed % 256;
      });
      const start = new TextEncoder().encode(starts[round % starts.length]);
      const { report } = await readBytes(new Uint8Array([...start, ...noise]), 1 + (round % 50));
      expect(report.counts.passed, `round ${round}`).toBe(0);
    }
  });
});
