// vitest, run for real, with both of its reports.
import { describe, expect, it } from "vitest";
import { markChecks } from "../../src/check/suite/mark-checks.ts";
import { analyse } from "../../src/judge/analyse.ts";
import { reveal } from "../../src/text/untrusted.ts";
import { cycle, loop } from "../fakes/checks.ts";
import { NODE, quarantined, workspace } from "./stage.ts";

const HEAD = `import { test, describe, expect } from "vitest";`;
const MIXED = `${HEAD}
import { existsSync, writeFileSync } from "node:fs";
describe("login", () => {
  test("works", () => {});
  test("breaks", () => expect(1).toBe(2));
  test.skip("later", () => {});
  test("flaky", () => { const was = existsSync("was"); writeFileSync("was", ""); expect(was).toBe(true); });
});
`;
const VITEST = `${NODE} node_modules/vitest/vitest.mjs run --root .`;

describe("vitest", () => {
  it.each([
    ["junit", "report.xml"],
    ["json", "report.json"],
  ])("tells what passed, failed, was skipped and is flaky, with %s", async (reporter, file) => {
    const { run } = await workspace({ "a.test.mjs": MIXED, "b.test.mjs": `${HEAD} throw new Error("boom at load");` });
    const command = `${VITEST} --reporter=default --reporter=${reporter} --outputFile.${reporter}=${file}`;
    const ran = await run({ run: command, reports: [file], retry: `${command} a.test.mjs` });
    const outcomes = ran.results
      .filter(({ name }) => !reveal(name).includes("b.test.mjs"))
      .map(({ name, outcome, test }) => `${reveal(name).replace(/^login > /u, "")} ${outcome} ${test?.earlier.length}`);
    expect(outcomes.toSorted()).toEqual(["breaks failed 1", "flaky passed 1", "later skipped 0", "works passed 0"]);
    const unread = ran.results.filter(({ name }) => reveal(name).includes("b.test.mjs"));
    expect(unread.map(({ outcome }) => outcome)).toEqual([expect.stringMatching(/^(?:failed|errored)$/u)]);
    expect(ran.run).toMatchObject({ command: { exitCode: 1 }, runner: { runner: "vitest", failed: 2, passed: 1 } });
  });

  it("is never met when --bail left tests out that its report calls passed", async () => {
    const tests = `${HEAD}
test("one", () => {});
test("known bad", () => expect(1).toBe(2));
test("broken 1", () => expect(1).toBe(2));
test("broken 2", () => expect(1).toBe(2));
`;
    const { run } = await workspace({ "a.test.mjs": tests });
    const ran = await run({
      run: `${VITEST} --bail=1 --reporter=default --reporter=junit --outputFile.junit=report.xml`,
    });
    expect(ran.run).toMatchObject({ planned: 4, runner: { collected: 4, passed: 1, failed: 1 } });
    expect(ran.told.at(-1)).toContain("(the test command) errored");
    const { checks } = markChecks(ran.results, quarantined("known bad"), [ran.run], Date.now());
    expect(checks.filter(({ outcome, severity }) => outcome === "failed" && severity === "fail")).toEqual([]);
    expect(analyse(cycle(checks, { suites: [ran.run] }), loop()).verdict.kind).toBe("not-met");
  });

  it("ran no test where there is none, whatever its report says", async () => {
    const { run } = await workspace({ "a.mjs": "" });
    const ran = await run({ run: `${VITEST} --passWithNoTests --reporter=junit --outputFile.junit=report.xml` });
    expect(ran.run).toMatchObject({ tests: 0, command: { exitCode: 0 } });
    expect(ran.results).toEqual([]);
  });
});
