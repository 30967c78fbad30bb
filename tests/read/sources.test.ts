// Files that are handed over: their counts, what did not pass, their terminals, and what nobody can read.
import { describe, expect, it } from "vitest";
import { listing } from "../../src/read/listing.ts";
import { readSources, type Source } from "../../src/read/sources.ts";
import { junit, source, TERMINAL } from "./files.ts";

const SECRET = "correct-horse-battery";
const mask = (text: string): string => text.replaceAll(SECRET, "***");

interface Row {
  readonly id: string;
  readonly outcome: string;
  readonly message: string | null;
  readonly [name: string]: unknown;
}

interface Listed {
  readonly text: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly contact: Readonly<Record<string, unknown>>;
  readonly files: readonly Readonly<Record<string, unknown>>[];
  readonly results: readonly Row[];
  readonly runner?: Readonly<Record<string, unknown>>;
}

async function list(sources: readonly Source[], everything = false): Promise<Listed> {
  const text = [...listing(await readSources(sources, mask, everything), everything, mask)].join("");
  const parsed: Omit<Listed, "text"> = JSON.parse(text);
  return { text, ...parsed };
}

const MIXED = junit({
  test_login: { time: "0.120" },
  test_search: { time: "0.350", failure: "assert 404 == 200" },
  test_later: { skipped: true },
});

describe("the counts", () => {
  it("are those of all files together, and of each", async () => {
    const { counts, files } = await list([
      source("a.xml", MIXED),
      source("b.xml", junit({ test_other: { time: "1" } })),
    ]);
    expect(counts).toEqual({ tests: 4, passed: 2, failed: 1, errored: 0, skipped: 1, notRun: 0 });
    expect(files.map(({ file, format, state, reason }) => [file, format, state, reason])).toEqual([
      ["a.xml", "junit-xml", "read", null],
      ["b.xml", "junit-xml", "read", null],
    ]);
    expect(files[1]?.["counts"]).toMatchObject({ tests: 1, passed: 1 });
  });
});

it("what was planned and did not run is known of all files once one of them tells it", async () => {
  const short = `<testsuite name="s" tests="3"><testcase name="x" time="0.2"/>`;
  const reading = await readSources([source("a.xml", MIXED), source("broken.xml", short)], mask, false);
  expect(reading.planned).toBe(6);
  expect((await readSources([source("a.xml", MIXED)], mask, false)).planned).toBeNull();
});

describe("the results", () => {
  it("are those that did not pass, with where they stand", async () => {
    const { results } = await list([source("a.xml", MIXED)]);
    expect(results).toEqual([
      {
        id: "e2e.test_flow::test_search",
        class: "e2e.test_flow",
        name: "test_search",
        project: null,
        file: null,
        report: "a.xml",
        outcome: "failed",
        durationMs: 350,
        message: "assert 404 == 200",
        detail: expect.stringContaining("at line 3"),
        type: null,
        contact: null,
        earlier: 0,
      },
      expect.objectContaining({ id: "e2e.test_flow::test_later", outcome: "skipped", message: null }),
    ]);
  });

  it("are every one where somebody wants all", async () => {
    const { results } = await list([source("a.xml", MIXED)], true);
    expect(results.map(({ id, outcome }) => [id, outcome])).toEqual([
      ["e2e.test_flow::test_login", "passed"],
      ["e2e.test_flow::test_search", "failed"],
      ["e2e.test_flow::test_later", "skipped"],
    ]);
  });

  it("hold at most 4,000 characters of detail, no secret, no control character, and ASCII only", async () => {
    const long = `${"x".repeat(9_000)} \u001b[31m${SECRET}\u202e caf\u00e9 \u{1f600}`;
    const report = `<testsuite><testcase name="n"><failure message="${SECRET}">${long.replaceAll("\u001b", "")}</failure></testcase></testsuite>`;
    const { text, results } = await list([source("a.xml", report)]);
    expect(text).toMatch(/^[\n -~]*$/u);
    expect(text).not.toContain(SECRET);
    expect([...String(results[0]?.["detail"])].length).toBeLessThanOrEqual(4_000);
    expect(results[0]?.["detail"]).toContain("caf\u00e9 \u{1f600}");
  });

  it("are not lost behind more passes than are kept, whose times still count", async () => {
    const times = ["0.000", "0.001", "0.120", "0.250"];
    const many = Array.from({ length: 12_000 }, (_, at) => `<testcase name="p${at}" time="${times[at % 4]}"/>`).join(
      "",
    );
    const ending = `<testcase name="z" time="0.000"/><testcase name="y" time="0.180"/><testcase name="last"><failure message="no"/></testcase><testcase name="off"><skipped/></testcase>`;
    const report = `<testsuite>${many}${ending}</testsuite>`;
    const { counts, results, contact } = await list([source("a.xml", report)]);
    expect(counts).toMatchObject({ tests: 12_004, passed: 12_002 });
    expect(results.map(({ outcome }) => outcome)).toEqual(["failed", "skipped"]);
    const whole = await list([source("a.xml", report)], true);
    expect(whole.results).toHaveLength(12_004);
    expect(contact).toMatchObject({ passes: 12_002, atZero: 3_001, toOneMs: 6_001, notShown: 6_001, indicated: 6_001 });
    expect(contact).toEqual(whole.contact);
  });
});

it("what failed outside every test is a result, and no test", async () => {
  const inner = `<testsuite name="login"><error message="setup crashed">beforeAll</error></testsuite>`;
  const report = `<testsuites><testsuite name="e2e">${inner}<testcase name="a"/></testsuite></testsuites>`;
  const { counts, files, results } = await list([source("a.xml", report)]);
  expect(counts).toMatchObject({ tests: 1, passed: 1, errored: 0 });
  expect(files[0]).toMatchObject({ state: "read", errors: 1 });
  expect(results).toEqual([
    expect.objectContaining({ id: "e2e \u203a login", name: "login", outcome: "errored", message: "setup crashed" }),
  ]);
});

describe("contact", () => {
  it("says how many passes are too fast, and compared with what", async () => {
    const tests = Object.fromEntries([
      ...Array.from({ length: 6 }, (_, at) => [`quick${at}`, { time: "0.000" }] as const),
      ...Array.from({ length: 6 }, (_, at) => [`slow${at}`, { time: `0.${120 + 17 * at}` }] as const),
    ]);
    const { contact, results } = await list([source("a.xml", junit(tests))], true);
    expect(contact).toMatchObject({ basis: "spread", passes: 12, notShown: 6, indicated: 6, atZero: 6, toOneMs: 6 });
    expect(contact["shareUnderOneMs"]).toBe(0.5);
    expect(results.map((each) => each["contact"]).slice(5, 7)).toEqual(["not-shown", "indicated"]);
  });

  it("is not claimed where there is no time, and has no share without passes", async () => {
    const none = await list([source("a.xml", junit({ a: {}, b: {}, c: {} }))]);
    expect(none.contact).toMatchObject({ basis: "no-timing", passes: 3, notShown: 0, shareUnderOneMs: 0 });
    const red = await list([source("a.xml", junit({ a: { failure: "no" } }))]);
    expect(red.contact).toMatchObject({ passes: 0, shareUnderOneMs: null });
  });
});

describe("a terminal", () => {
  it("beside a report that is green makes it red", async () => {
    const green = junit({ a: { time: "0.2" }, b: { time: "0.3" } });
    const { results, files, runner, counts } = await list([source("a.xml", green), source("out.txt", TERMINAL)]);
    expect(counts).toMatchObject({ tests: 2, passed: 2, failed: 0, errored: 0 });
    expect(runner).toMatchObject({ runner: "pytest", collected: 243, passed: 2, errors: 10 });
    expect(files[1]).toMatchObject({
      format: null,
      state: "read",
      reason: "the terminal of pytest: 243 collected, 2 passed, 10 errors",
    });
    expect(results).toEqual([expect.objectContaining({ id: "(the test command)", outcome: "errored", report: null })]);
    expect(results[0]?.message).toMatch(/the terminal of pytest tells 10 errors/u);
  });

  it("that tells what the report holds adds nothing", async () => {
    const told = "collected 2 items\n\n======= 1 failed, 1 passed in 0.12s =======\n";
    const report = junit({ a: { time: "0.2" }, b: { time: "0.3", failure: "no" } });
    const { results, runner } = await list([source("a.xml", report), source("pytest.log", told)]);
    expect(results.map(({ id }) => id)).toEqual(["e2e.test_flow::b"]);
    expect(runner).toMatchObject({ failed: 1 });
  });

  it("of no runner that we know is a file that cannot be read", async () => {
    const { files, results } = await list([source("notes.txt", "hello\nworld\n")]);
    expect(files[0]).toMatchObject({ format: null, state: "unsupported" });
    expect(results).toEqual([expect.objectContaining({ id: "(report notes.txt)", outcome: "errored" })]);
  });
});

describe("what a runner seems to say", () => {
  const ended = "\n===== 5 passed in 0.10s =====\n";
  const failing = `<testcase name="bad"><failure message="boom"/><system-out>${ended}</system-out></testcase>`;

  it.each<readonly [string, string, string]>([
    ["a refused report", "bad.xml", `<!DOCTYPE x>\n<testsuite>${failing}</testsuite>`],
    ["a refused report in a text", "bad.txt", `<!DOCTYPE x>\n<testsuite>${failing}</testsuite>`],
    ["broken JSON", "bad.json", `{"results":{"tests":[{"name":"x","status":"failed","message":"${ended}"}]`],
    ["JSON that nobody knows", "unknown.json", `{"foo":{"failures":["a"]}}${ended}`],
    ["a partial report in a log", "cut.log", `<testsuite><testcase name="ok"/><testcase name="b"><system-out>${ended}`],
    ["a report without its end", "part.out", "TAP version 13\n1..5\nok 1 - a\n# tests 1\n# pass 1\n# fail 0\n"],
    ["a binary file", "core.log", `\0\0${ended}`],
  ])("within %s makes nothing of it that is read", async (_, path, text) => {
    const good = junit({ fine: { time: "0.2" } });
    const { files, results, runner } = await list([source("good.xml", good), source(path, text)]);
    expect(files[1]?.["state"]).toMatch(/^(?:refused|partial|unsupported)$/u);
    expect(results.map(({ id, outcome }) => [id, outcome])).toContainEqual([`(report ${path})`, "errored"]);
    expect(runner ?? null).toBeNull();
  });

  it.each<readonly [string, string]>([
    [
      "Maven, whose lines begin with a bracket",
      "[INFO] Results:\n[ERROR] Tests run: 2, Failures: 1, Errors: 0, Skipped: 0\n",
    ],
    ["a runner among JSON that a test printed", 'collected 2 items\n{"id": 1}\n\n== 1 failed, 1 passed in 0.1s ==\n'],
    ["a runner among broken JSON", 'collected 2 items\n{"id":\n\n== 1 failed, 1 passed in 0.1s ==\n'],
  ])("in a terminal of %s is heard", async (_, text) => {
    const { files, runner } = await list([source("out.txt", text)]);
    expect(files[0]).toMatchObject({ format: null, state: "read" });
    expect(runner).toMatchObject({ passed: 1, failed: 1 });
  });
});

describe("a file that nobody can read", () => {
  it("is a result of its own and does not stop the others", async () => {
    const gone: Source = {
      path: "gone.xml",
      problem: null,
      bytes: () => {
        throw Object.assign(new Error("gone"), { code: "ENOENT" });
      },
    };
    const { files, results, counts } = await list([
      source("cut.xml", MIXED.slice(0, -60)),
      gone,
      { ...source("pipe", ""), problem: "it is a pipe, not a file" },
      source("good.xml", junit({ fine: { time: "0.1" } })),
    ]);
    expect(files.map(({ state }) => state)).toEqual(["partial", "refused", "refused", "read"]);
    expect(results.filter(({ id }) => id.startsWith("(report ")).map(({ id, outcome }) => [id, outcome])).toEqual([
      ["(report cut.xml)", "errored"],
      ["(report gone.xml)", "errored"],
      ["(report pipe)", "errored"],
    ]);
    expect(counts["passed"]).toBe(2);
  });

  it("is told why, also where it could have been a terminal", async () => {
    const utf32 = new Uint8Array([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0]);
    const { files } = await list([source("odd.txt", utf32)]);
    expect(files[0]?.["reason"]).toMatch(/encoding/u);
  });

  it("such as an empty one is told by its state, and is no failure", async () => {
    const { files, results, counts } = await list([source("empty.xml", "")]);
    expect(files[0]).toMatchObject({ state: "empty" });
    expect([results, counts["tests"]]).toEqual([[], 0]);
  });
});
