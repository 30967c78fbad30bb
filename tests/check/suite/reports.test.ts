// Which report files of a run count, and how many tests they say were planned.
import { describe, expect, it } from "vitest";
import { NO_TESTS } from "../../../src/model/check.ts";
import { reveal, untrusted } from "../../../src/text/untrusted.ts";
import { byName, cases, named, passing, report, states, tell } from "./story.ts";

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

  it("G7 are stale when they lay there before with the same time and size, however young", async () => {
    const files = { "old.xml": { ...named("x"), at: Number.MAX_SAFE_INTEGER } };
    const outcome = await tell({ before: files, after: files });
    expect(states(outcome)).toEqual(["old.xml stale 0"]);
    expect(outcome.results).toEqual([]);
  });

  it("are fresh when they are new, of another size, or of another time, whatever a clock says", async () => {
    const before = { "size.xml": named("x"), "time.xml": named("z") };
    const after = {
      "new.xml": { ...named("x"), at: -60_000 },
      "size.xml": named("xy"),
      "time.xml": { ...named("z"), at: 1 },
    };
    expect(states(await tell({ before, after }))).toEqual(["new.xml read 1", "size.xml read 1", "time.xml read 1"]);
  });

  it("are stale when they were put there and made long before, as from a cache", async () => {
    const old = { ...named("x"), at: -60_001 };
    const alone = await tell({ before: { "b.xml": named("xy") }, after: { "a.xml": old, "b.xml": old } });
    expect(states(alone)).toEqual(["a.xml stale 0", "b.xml stale 0"]);
    expect(alone.run.reports[0]?.reason).toBe("its time lies before this run of the command");
    expect(alone.results).toEqual([]);
    expect(states(await tell({ after: { "a.xml": old, "b.xml": named("y") } }))).toEqual(["b.xml read 1"]);
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
    expect(outcome.run).toMatchObject({
      tests: 0,
      reports: [{ state: "ignored", counts: NO_TESTS }, { state: "missing" }],
    });
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

describe("two files with the same bytes", () => {
  it("are one report", async () => {
    const outcome = await tell({ after: { "a.xml": cases(passing("x")), "b.xml": cases(passing("x")) } });
    expect(states(outcome)).toEqual(["a.xml read 1", "b.xml ignored 0"]);
    expect(outcome.run.reports[1]?.reason).toBe("the same bytes as another report of this run");
    expect(byName(outcome)).toEqual(["x passed"]);
  });

  it("are so for each pattern: none of them is missing", async () => {
    const outcome = await tell({
      patterns: ["a*", "b*"],
      after: { "a.xml": cases(passing("x")), "b.xml": cases(passing("x")) },
    });
    expect(states(outcome)).toEqual(["a.xml read 1", "b.xml ignored 0"]);
  });

  it("are two when only their size is the same", async () => {
    const outcome = await tell({ after: { "a.xml": cases(passing("x")), "b.xml": cases(passing("y")) } });
    expect(byName(outcome)).toEqual(["x passed", "y passed"]);
  });
});

describe("what was planned", () => {
  it("is what the reports say, or the runner when it says more", async () => {
    const declared = report(`<testsuite name="s" tests="3">${passing("x")}</testsuite>`);
    const [plain, more] = [
      await tell({ after: { "a.xml": named("x", "y") } }),
      await tell({ after: { "a.xml": declared } }),
    ];
    expect(plain.run.planned).toBeNull();
    expect(more.run.planned).toBe(3);
    const output = untrusted("collected 243 items\n\n==== 58 passed, 10 errors in 49.59s ====\n");
    const told = await tell({ after: { "a.xml": declared }, command: { exitCode: 1, output } });
    expect(told.run).toMatchObject({ planned: 243, runner: { runner: "pytest", collected: 243, errors: 10 } });
    expect(reveal(told.results.at(-1)?.failure?.message ?? expect.fail())).toContain("10 errors that no report holds");
  });
});
