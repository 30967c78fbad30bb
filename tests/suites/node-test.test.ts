// node:test, run for real: what passes, fails, is skipped, never ends, or lies.
import { describe, expect, it } from "vitest";
import { reveal } from "../../src/text/untrusted.ts";
import { NODE, workspace } from "./stage.ts";

const HEAD = `import { test, describe } from "node:test"; import assert from "node:assert";`;
const MIXED = `${HEAD}
test("works", () => {});
test("breaks", () => assert.equal(1, 2));
test("later", { skip: "not yet" }, () => {});
describe("group", () => { test("inside", () => {}); });
`;
const command = (reporter: "junit" | "tap", file: string, what = "*.test.mjs"): string =>
  `${NODE} --test --test-reporter=${reporter} --test-reporter-destination=${file} --test-reporter=spec --test-reporter-destination=stdout ${what}`;

describe("node:test", () => {
  it.each(["junit", "tap"] as const)("tells what passed, failed and was skipped, with %s", async (reporter) => {
    const { run } = await workspace({ "a.test.mjs": MIXED });
    const ran = await run({ run: command(reporter, "report.out"), reports: ["report.out"] });
    expect(ran.told.map((line) => line.replace(/^.*::/u, "")).toSorted()).toEqual([
      "breaks failed",
      "inside passed",
      "later skipped",
      "works passed",
    ]);
    expect(ran.run).toMatchObject({ tests: 3, command: { exitCode: 1 }, runner: { failed: 1 } });
    expect(ran.files).toEqual(["report.out read 4"]);
  });

  it("has a failing file where it cannot be loaded", async () => {
    const { run } = await workspace({ "a.test.mjs": MIXED, "b.test.mjs": `${HEAD} throw new Error("boom at load");` });
    const ran = await run({ run: command("junit", "report.xml") });
    const broken = ran.results.filter(({ outcome }) => outcome === "failed" || outcome === "errored");
    expect(broken.map(({ name }) => reveal(name)).toSorted()).toEqual(["b.test.mjs", "breaks"]);
  });

  it("is told with what had finished at its time limit", async () => {
    const hanging = `${HEAD} test("a", () => {}); test("b", () => {}); test("c", () => new Promise(() => setInterval(() => {}, 99)));`;
    const { run } = await workspace({ "a.test.mjs": hanging });
    const ran = await run({ run: command("tap", "report.tap"), reports: ["report.tap"], timeoutMs: 2_000 });
    expect(ran.run.command.timedOut).toBe(true);
    expect(ran.told).toEqual(["::a passed", "::b passed", "e2e::(the test command) errored"]);
    expect(ran.files).toEqual(["report.tap partial 2"]);
    expect(reveal(ran.results[2]?.failure?.message ?? expect.fail())).toMatch(/time limit after \d s; 2 tests had/u);
  });

  it("is red although the command says that all is well", async () => {
    const { run } = await workspace({ "a.test.mjs": MIXED });
    const ran = await run({ run: `${command("junit", "report.xml")} || true` });
    expect(ran.run.command.exitCode).toBe(0);
    expect(ran.told.filter((line) => line.endsWith(" failed"))).toEqual([expect.stringContaining("breaks")]);
  });

  it("is red although its report says that all is well", async () => {
    const green = `<testsuites><testcase classname="a" name="works"/><testcase classname="a" name="breaks"/></testsuites>`;
    const { run } = await workspace({ "a.test.mjs": MIXED, "green.txt": green });
    const lie = `${command("junit", "unread.xml")} || code=$?; cp green.txt report.xml; exit $code`;
    const ran = await run({ run: lie });
    expect(ran.told).toEqual(["a::works passed", "a::breaks passed", "e2e::(the test command) errored"]);
    expect(reveal(ran.results[2]?.failure?.message ?? expect.fail())).toMatch(
      /^the test command ended with exit code 1; the terminal of .* tells 1 failure that no report holds/u,
    );
  });

  it("ran no test where there is none", async () => {
    const { run } = await workspace({ "a.mjs": "" });
    const ran = await run({ run: command("junit", "report.xml", "nothing/*.test.mjs") });
    expect(ran.run.tests).toBe(0);
    expect(ran.results).toEqual([]);
  });

  it("has flaky tests, which pass when they are run again", async () => {
    const flaky = `${HEAD} import { existsSync, writeFileSync } from "node:fs";
test("works", () => {});
test("flaky", () => { const was = existsSync("was"); writeFileSync("was", ""); assert.ok(was); });
test("broken", () => assert.fail("always"));`;
    const { run } = await workspace({ "a.test.mjs": flaky });
    const again = `grep -c . "$TDL_FAILED_TESTS" > count.txt; ${command("junit", "report.xml")}`;
    const ran = await run({ run: command("junit", "report.xml"), retry: again, attachments: ["count.txt"] });
    expect(ran.results.map(({ name, outcome, test }) => [reveal(name), outcome, test?.earlier.length])).toEqual([
      ["works", "passed", 0],
      ["flaky", "passed", 1],
      ["broken", "failed", 1],
    ]);
    expect(ran.run.retry?.exitCode).toBe(1);
  });
});
