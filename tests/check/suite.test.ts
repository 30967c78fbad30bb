// One run of the user's test command: which report files count, what each test is called, and what no report tells.
import { describe, expect, it } from "vitest";
import { COMMIT } from "../fakes/checks.ts";
import { runSuite, type SuiteOutcome } from "../../src/check/suite.ts";
import type { CommandResult } from "../../src/model/check.ts";
import { digest } from "../../src/model/digest.ts";
import type { Suite } from "../../src/model/plan.ts";
import type { SearchBound, World } from "../../src/model/world.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { fakeWorld } from "../fakes/world.ts";

interface Written {
  readonly text: string;
  readonly at: number;
}

interface Story {
  readonly patterns?: readonly string[];
  readonly before?: Readonly<Record<string, Written>>;
  readonly after?: Readonly<Record<string, Written>>;
  readonly command?: Partial<CommandResult>;
  readonly cut?: SearchBound;
}

/** Patterns with one star; files as they lie there before and after the command. */
async function tell(story: Story): Promise<SuiteOutcome> {
  const { patterns = ["*.xml"], before = {}, after = {}, command = {}, cut = null } = story;
  let files = before;
  const world = fakeWorld({
    run: () => {
      files = after;
      return command;
    },
  });
  const read: string[] = [];
  const staged: World = {
    ...world,
    files: {
      ...world.files,
      find: (wanted) =>
        Promise.resolve({
          files: Object.entries(files)
            .filter(([path]) => wanted.some((pattern) => matches(path, reveal(pattern))))
            .map(([path, file]) => ({ path: untrusted(path), sizeBytes: file.text.length, modifiedAt: file.at })),
          cut,
        }),
      read: async function* (path) {
        read.push(reveal(path));
        yield await Promise.resolve(new TextEncoder().encode(files[reveal(path)]?.text ?? ""));
      },
    },
  };
  const outcome = await runSuite({ ...SUITE, reports: patterns.map(untrusted) }, COMMIT, staged);
  expect(new Set(read).size).toBe(read.length);
  return outcome;
}

function matches(path: string, pattern: string): boolean {
  const [start = "", end = ""] = pattern.split("*", 2);
  return path === pattern || (pattern.includes("*") && path.startsWith(start) && path.endsWith(end));
}

const SUITE: Suite = {
  key: digest("suite"),
  name: untrusted("e2e"),
  run: untrusted("npm test"),
  reports: [],
  timeoutMs: 60_000,
  minTests: 0,
  needs: [],
};

const report = (inner: string): Written => ({ text: `<testsuites>${inner}</testsuites>`, at: 2_000 });
const named = (...names: readonly string[]): Written =>
  report(`<testsuite name="s">${names.map((name) => `<testcase classname="c" name="${name}"/>`).join("")}</testsuite>`);
const states = ({ run }: SuiteOutcome): readonly string[] =>
  run.reports.map((each) => `${reveal(each.path)} ${each.state} ${each.tests}`);
const keys = ({ results }: SuiteOutcome): readonly string[] => results.map((each) => each.key);

describe("the report files of a run", () => {
  it("are missed pattern by pattern", async () => {
    const outcome = await tell({ patterns: ["a.xml", "b.xml", "c*.xml"], after: { "a.xml": named("x") } });
    expect(states(outcome)).toEqual(["a.xml read 1", "b.xml missing 0", "c*.xml missing 0"]);
  });

  it("are read once, however many patterns match them", async () => {
    const outcome = await tell({ patterns: ["*.xml", "a.xml", "a*"], after: { "a.xml": named("x") } });
    expect(states(outcome)).toEqual(["a.xml read 1"]);
    expect(outcome.run.tests).toBe(1);
  });

  it("are stale when they lay there before with the same time and size, however young", async () => {
    const files = { "old.xml": { ...named("x"), at: Number.MAX_SAFE_INTEGER } };
    const outcome = await tell({ before: files, after: files });
    expect(states(outcome)).toEqual(["old.xml stale 0"]);
    expect(outcome.results).toEqual([]);
  });

  it("are fresh when they are new, of another size, or of another time, however old", async () => {
    const before = { "size.xml": named("x"), "time.xml": named("x") };
    const after = {
      "new.xml": { ...named("x"), at: 0 },
      "size.xml": named("xy"),
      "time.xml": { ...named("x"), at: 1 },
    };
    expect(states(await tell({ before, after }))).toEqual(["new.xml read 1", "size.xml read 1", "time.xml read 1"]);
  });

  it("tell of old files only where a pattern has no new one", async () => {
    const old = { "a/old.xml": named("x"), "b/old.xml": named("x") };
    const outcome = await tell({
      patterns: ["a/*", "b/*"],
      before: old,
      after: { ...old, "a/new.xml": named("y") },
    });
    expect(states(outcome)).toEqual(["a/new.xml read 1", "b/old.xml stale 0"]);
  });

  it("may be of another kind, which is said and leaves the report missing", async () => {
    const outcome = await tell({ after: { "coverage.xml": { text: "<coverage/>", at: 1 } } });
    expect(outcome.run).toMatchObject({ tests: 0, reports: [{ state: "ignored", tests: 0 }, { state: "missing" }] });
    expect(outcome.run.reports[0]?.reason).toBe("another kind of XML file, coverage");
  });
});

describe("a search for reports that was cut (A9)", () => {
  it.each([
    ["files", "more than 200 files match"],
    ["entries", "ended after 10000 files and folders"],
    ["pattern", "more than 64 alternatives"],
  ] as const)("leaves the suite unproven after too many %s, beside what was found", async (cut, words) => {
    const outcome = await tell({ cut, after: { "a.xml": named("x") } });
    expect(states(outcome)).toEqual(["*.xml partial 0", "a.xml read 1"]);
    expect(outcome.run.reports[0]?.reason).toContain(words);
  });

  it("is not called missing where nothing was found", async () => {
    expect(states(await tell({ cut: "pattern" }))).toEqual(["*.xml partial 0"]);
  });
});

describe("a command that failed", () => {
  it.each([
    ["that could not be started", { exitCode: null, spawnError: "ENOENT" }],
    ["that was not found", { exitCode: 127 }],
    ["that may not be run", { exitCode: 126 }],
    ["that collected no test", { exitCode: 5 }],
    ["that was killed", { exitCode: null, signal: "SIGKILL" }],
    ["that took too long", { exitCode: null, signal: "SIGTERM", timedOut: true }],
  ])("is no failed test when none finished: one %s", async (_, command) => {
    const skipped = report(`<testsuite name="s"><testcase name="x"><skipped/></testcase></testsuite>`);
    for (const after of [{}, { "a.xml": report("") }]) expect((await tell({ command, after })).results).toEqual([]);
    const outcome = await tell({ command, after: { "a.xml": skipped } });
    expect(outcome.results.map((each) => each.outcome)).toEqual(["skipped"]);
    expect(outcome.run).toMatchObject({ tests: 0, command });
  });

  it.each([
    ["failed without a failed test", { exitCode: 1 }, "ended with exit code 1"],
    ["was killed", { exitCode: null, signal: "SIGKILL" }, "killed by SIGKILL"],
    ["took too long", { exitCode: null, timedOut: true }, "1 tests had finished"],
  ])("is told beside the tests that finished when it %s", async (_, command, message) => {
    const { results } = await tell({ command, after: { "a.xml": named("x") } });
    expect(results.map((each) => each.outcome)).toEqual(["passed", "errored"]);
    expect(reveal(results[1]?.failure?.message ?? expect.fail())).toContain(message);
  });
});

describe("the key of a test", () => {
  const browser = (project: string): string =>
    `<testsuite name="a.spec.ts" hostname="${project}"><testcase classname="a.spec.ts" name="login"/></testsuite>`;
  const playwright = async (...projects: readonly string[]): Promise<readonly string[]> => {
    const text = `<testsuites id="" name="">${projects.map(browser).join("")}</testsuites>`;
    return keys(await tell({ after: { "a.xml": { text, at: 1 } } }));
  };

  it("does not depend on the other browsers in the report", async () => {
    const [chromium, firefox] = await playwright("chromium", "firefox");
    expect(await playwright("chromium")).toEqual([chromium]);
    expect(await playwright("webkit", "firefox")).toContain(firefox);
    expect(chromium).not.toBe(firefox);
  });

  const pytest = async (host: string, suite = "pytest"): Promise<readonly string[]> => {
    const text = `<testsuite name="${suite}" hostname="${host}"><testcase classname="tests.test_a" name="test_x"/></testsuite>`;
    return keys(await tell({ after: { "a.xml": report(text) } }));
  };

  it("does not depend on the machine or the worker that ran it", async () => {
    const machines = ["fv-az1234-567", "runnervmmtnos", "Mac.local", "buildhost"];
    const found = await Promise.all(machines.map((host) => pytest(host)));
    expect(new Set(found.flat()).size).toBe(1);
    expect(await pytest("h", "rspec")).toEqual(await pytest("h", "rspec2"));
  });

  it("tells suites apart whose classes and names are the same, in any company", async () => {
    const one = (suite: string): string =>
      `<testsuite name="${suite}"><testcase classname="util" name="n"/></testsuite>`;
    const both = keys(await tell({ after: { "a.xml": report(one("api/util") + one("web/util")) } }));
    expect(keys(await tell({ after: { "a.xml": report(one("web/util")) } }))).toEqual([both[1]]);
    expect(both[0]).not.toBe(both[1]);
  });

  it("numbers exact duplicates alone", async () => {
    const found = keys(await tell({ after: { "a.xml": named("x", "x", "y", "x") } }));
    expect(new Set(found).size).toBe(4);
    expect(keys(await tell({ after: { "a.xml": named("x", "y") } }))).toEqual([found[0], found[2]]);
  });
});

it("keeps a run with a thousand large failures small enough to be written", async () => {
  const failure = `<failure message="${"m".repeat(16_000)}">${"d".repeat(32_000)}</failure>`;
  const half = `<testsuite name="s">${`<testcase classname="c" name="n">${failure}</testcase>`.repeat(500)}</testsuite>`;
  const { results } = await tell({ after: { "a.xml": report(half), "b.xml": report(half) } });
  expect(results).toHaveLength(1_000);
  expect(JSON.stringify(results).length).toBeLessThan(12 * 1_024 * 1_024);
  const [first, last] = [results[0]?.failure, results.at(-1)?.failure];
  expect(reveal(first?.detail ?? expect.fail())).toHaveLength(32_000);
  expect(last?.detail).toBeNull();
  expect(reveal(last?.message ?? expect.fail())).toHaveLength(1_000);
});
