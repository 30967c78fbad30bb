// pytest, run for real: set-ups that fail, files that cannot be collected, a stop after failures, and a report that lies.
import { spawnSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { markChecks } from "../../src/check/suite/mark-checks.ts";
import { analyse } from "../../src/judge/analyse.ts";
import { reveal } from "../../src/text/untrusted.ts";
import { cycle, loop } from "../fakes/checks.ts";
import { findPytest, quarantined, workspace, type Ran } from "./stage.ts";

const { python, missing } = findPytest();
const PYTEST = `${python} -m pytest`;
const command = `${PYTEST} --junitxml=report.xml`;

const MIXED = `
import os, pytest

@pytest.fixture
def broken():
    raise RuntimeError("no staging")

def test_works():
    pass

class TestLogin:
    def test_breaks(self):
        assert 1 == 2

    @pytest.mark.parametrize("name", ["a b", "c'd", "$HOME"])
    def test_names(self, name):
        assert name == "a b"

@pytest.mark.skip
def test_later():
    pass

def test_needs_staging(broken):
    pass

def test_flaky():
    was = os.path.exists("was")
    open("was", "w").close()
    assert was
`;

const message = ({ results }: Ran): string => reveal(results.at(-1)?.failure?.message ?? expect.fail());

describe.skipIf(missing !== null)(`pytest${missing === null ? "" : ` (not run: ${missing})`}`, () => {
  it("tells every test, and gives lines that run them again", async () => {
    const { run, folder } = await workspace({ "tests/test_a.py": MIXED });
    const ran = await run({
      run: command,
      retry: `${command} $(cut -d '[' -f 1 "$TDL_FAILED_TESTS" | sort -u)`,
      reproduce: `${PYTEST} -q \${test.id}`,
    });
    expect(ran.told).toEqual([
      "tests.test_a::test_works passed",
      "tests.test_a.TestLogin::test_breaks failed",
      "tests.test_a.TestLogin::test_names[a b] passed",
      "tests.test_a.TestLogin::test_names[c'd] failed",
      "tests.test_a.TestLogin::test_names[$HOME] failed",
      "tests.test_a::test_later skipped",
      "tests.test_a::test_needs_staging errored",
      "tests.test_a::test_flaky passed",
    ]);
    expect(ran.results.at(-1)?.test?.earlier).toHaveLength(1);
    expect(ran.run).toMatchObject({
      tests: 7,
      planned: 8,
      runner: { runner: "pytest", collected: 8, failed: 4, errors: 1 },
    });
    const lines = ran.results.flatMap(({ test }) => (test?.reproduce == null ? [] : [reveal(test.reproduce)]));
    expect(lines).toEqual([
      `${PYTEST} -q tests/test_a.py::TestLogin::test_breaks`,
      `${PYTEST} -q 'tests/test_a.py::TestLogin::test_names[c'\\''d]'`,
      `${PYTEST} -q 'tests/test_a.py::TestLogin::test_names[$HOME]'`,
      `${PYTEST} -q tests/test_a.py::test_needs_staging`,
    ]);
    const again = spawnSync("bash", ["-c", lines[1] ?? ""], { cwd: folder, encoding: "utf8" });
    expect([again.status, again.stdout]).toEqual([1, expect.stringContaining("1 failed")]);
  });

  it("has an error for a file that cannot be collected, which is no test", async () => {
    const { run } = await workspace({ "test_a.py": "def test_works(): pass", "test_b.py": "import nothing_there" });
    const ran = await run({ run: command });
    expect(ran.told).toEqual(["pytest \u203a test_b::test_b errored"]);
    expect(ran.run).toMatchObject({ tests: 0, command: { exitCode: 2 } });
    expect(ran.run.reports).toMatchObject([{ state: "read", counts: { tests: 0 }, errors: 1 }]);
    const on = await run({ run: `${command} --continue-on-collection-errors` });
    expect(on.told).toEqual(["pytest \u203a test_b::test_b errored", "test_a::test_works passed"]);
    expect(analyse(cycle(on.results, { suites: [on.run] }), loop())).toMatchObject({
      verdict: { kind: "not-met" },
      tests: { total: 1, passed: 1, errored: 0, notRun: 0 },
    });
  });

  it.each(["-x", "--maxfail=1"])("is never met when %s left tests out, whatever is forgiven", async (flag) => {
    const tests = `
import os
def test_one(): pass
def test_flaky():
    was = os.path.exists("was")
    open("was", "w").close()
    assert was
def test_broken_1(): assert 0
def test_broken_2(): assert 0
`;
    const { run, folder } = await workspace({ "test_a.py": tests });
    const retry = `${command} -q $(cat "$TDL_FAILED_TESTS")`;
    const again = await run({ run: `${command} -q ${flag}`, retry });
    expect(again.told).toEqual([
      "test_a::test_one passed",
      "test_a::test_flaky passed",
      "e2e::(the test command) errored",
    ]);
    expect(again.run).toMatchObject({ planned: null });
    expect(message(again)).toContain("stopped early: stopping after 1 failures");
    await rm(join(folder, "was"));
    const once = await run({ run: `${command} -q ${flag}` });
    const { checks } = markChecks(once.results, quarantined("test_flaky"), [once.run], Date.now());
    expect(checks.map(({ severity }) => severity)).toEqual(["fail", "warn", "fail"]);
    expect(analyse(cycle(checks, { suites: [once.run] }), loop()).verdict.kind).toBe("not-met");
  });

  it("has tests that did not run when it stopped after a failure", async () => {
    const tests = Array.from({ length: 5 }, (_, at) => `def test_${at}(): assert ${at} != 1`).join("\n");
    const { run } = await workspace({ "test_a.py": tests });
    const ran = await run({ run: `${command} -x` });
    expect(ran.told).toEqual(["test_a::test_0 passed", "test_a::test_1 failed"]);
    expect(ran.run).toMatchObject({ planned: 5, tests: 2 });
  });

  it("is red when 2 of 2 passed in its report and the terminal tells errors", async () => {
    const conftest = `
import pytest
passed = []
def pytest_runtest_logreport(report):
    if report.when == "call" and report.passed:
        passed.append(report.nodeid)
def pytest_sessionfinish():
    with open("report.xml", "w") as out:
        out.write("<testsuite>" + "".join('<testcase classname="a" name="%s"/>' % name for name in passed) + "</testsuite>")
`;
    const tests = `
import pytest
@pytest.fixture
def broken(): raise RuntimeError("no staging")
def test_a(): pass
def test_b(): pass
def test_c(broken): pass
def test_d(broken): pass
`;
    const { run } = await workspace({ "conftest.py": conftest, "test_a.py": tests });
    for (const line of [PYTEST, `${PYTEST} || true`]) {
      const ran = await run({ run: line });
      expect(ran.results.map(({ outcome }) => outcome)).toEqual(["passed", "passed", "errored"]);
      expect(message(ran)).toContain("the terminal of pytest tells 2 errors that no report holds");
    }
  });

  it("ran nothing when it found nothing, and says so by its code", async () => {
    const { run } = await workspace({ "a.py": "" });
    const ran = await run({ run: command });
    expect(ran.run).toMatchObject({ tests: 0, command: { exitCode: 5 } });
    expect(ran.results).toEqual([]);
  });

  it("is told with what had finished at its time limit", async () => {
    const slow = `import time\ndef test_a(): pass\ndef test_b(): time.sleep(60)\n`;
    const { run } = await workspace({ "test_a.py": slow });
    const ran = await run({ run: `${PYTEST} -v --junitxml=report.xml`, timeoutMs: 2_500 });
    expect(ran.run).toMatchObject({ tests: 0, planned: 2, command: { timedOut: true } });
    expect(ran.files).toEqual(["report.xml missing 0"]);
  });

  it("names the file of a test where its older report tells it", async () => {
    const { run } = await workspace({ "tests/test_a.py": MIXED });
    const ran = await run({ run: `${command} -o junit_family=xunit1`, reproduce: "x ${test.file} ${test.class}" });
    expect(ran.results[1]?.test).toMatchObject({
      file: { untrusted: "tests/test_a.py" },
      reproduce: { untrusted: "x tests/test_a.py tests.test_a.TestLogin" },
    });
  });
});
