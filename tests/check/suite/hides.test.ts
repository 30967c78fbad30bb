// What no report tells: how the command ended, and what its runner said in the terminal.
import { describe, expect, it } from "vitest";
import { exitWords } from "../../../src/model/exit-codes.ts";
import { whatTheReportHides, whatWasCutShort, type Ended } from "../../../src/check/suite/hides.ts";
import type { CommandResult, RunnerTold } from "../../../src/model/check.ts";
import { reveal, untrusted } from "../../../src/text/untrusted.ts";
import { command, suiteRun } from "../../fakes/checks.ts";
import { suite } from "../plans.ts";
import { messageOf } from "./cases.ts";

const told = (over: Partial<RunnerTold> = {}): RunnerTold => ({
  runner: "pytest",
  collected: null,
  passed: null,
  failed: null,
  errors: null,
  skipped: null,
  stopped: null,
  ...over,
});

const hidden = (ended: Partial<Omit<Ended, "command">> = {}, how: Partial<CommandResult> = {}): string =>
  messageOf(
    whatTheReportHides(suite(), {
      command: command(how),
      runner: null,
      by: ended.runner?.runner ?? null,
      ran: 2,
      held: 2,
      passed: 2,
      failed: 0,
      errored: 0,
      planned: null,
      ...ended,
    })[0],
  );

describe("how the command ended", () => {
  it.each<readonly [string, Partial<CommandResult>, Partial<Ended>, string]>([
    ["well", {}, {}, ""],
    ["with 1, as its failures say", { exitCode: 1 }, { failed: 1 }, ""],
    [
      "with 1, and no report says why",
      { exitCode: 1 },
      {},
      "the test command ended with exit code 1 although its report shows no failure",
    ],
    [
      "at its limit",
      { exitCode: null, timedOut: true, durationMs: 60_400 },
      {},
      "the test command was stopped at its time limit after 60 s; 2 tests had finished",
    ],
    [
      "at its limit, with a plan",
      { exitCode: null, timedOut: true, durationMs: 60_400 },
      { planned: 25 },
      "the test command was stopped at its time limit after 60 s; 2 of 25 tests had finished",
    ],
    ["by a signal", { exitCode: null, signal: "SIGKILL" }, {}, "the test command was killed by SIGKILL"],
    ["by nothing", { exitCode: null, spawnError: "EACCES" }, {}, "the test command could not be started: EACCES"],
    [
      "with 127",
      { exitCode: 127 },
      {},
      "the test command ended with exit code 127 (a program in it was not found) although its report shows no failure",
    ],
    [
      "with 137 beside failures",
      { exitCode: 137 },
      { failed: 1 },
      "the test command ended with exit code 137 (killed by SIGKILL: often because the memory is used up)",
    ],
    [
      "with a code of pytest itself beside failures",
      { exitCode: 3 },
      { failed: 1, by: "pytest" },
      "the test command ended with exit code 3 (pytest failed itself, an internal error)",
    ],
    [
      "with a code of Robot Framework itself beside failures",
      { exitCode: 253 },
      { failed: 1, by: "Robot Framework" },
      "the test command ended with exit code 253 (Robot Framework was stopped by a person)",
    ],
    ["with such a code, of whoever it is", { exitCode: 3 }, { failed: 1, by: "mocha" }, ""],
    ["with the number of failures, as Mocha does", { exitCode: 137 }, { failed: 130, errored: 7 }, ""],
  ])("%s", (_, how, ended, message) => {
    expect(hidden(ended, how)).toBe(message);
  });

  it("is no failed test while none ran", () => {
    for (const how of [{ exitCode: 1 }, { exitCode: null, timedOut: true }, { exitCode: null, signal: "SIGKILL" }]) {
      expect(hidden({ ran: 0, held: 0 }, how)).toBe("");
    }
  });

  it("is told with the last lines of the output", () => {
    const output = untrusted(`${"x".repeat(10_000)} the end`);
    const [check] = whatTheReportHides(suite(), {
      command: command({ exitCode: 2, output }),
      runner: null,
      by: null,
      ran: 1,
      held: 1,
      passed: 1,
      failed: 0,
      errored: 0,
      planned: null,
    });
    const detail = reveal(check?.failure?.detail ?? expect.fail());
    expect(detail).toHaveLength(4_000);
    expect(detail).toMatch(/ the end$/u);
    expect(check).toMatchObject({ outcome: "errored", failure: { facts: { exitCode: 2 } }, test: null });
  });

  it("has words for what pytest's own codes mean", () => {
    expect([2, 3, 4, 5].map((code) => exitWords(code, "pytest"))).not.toContain(null);
    expect(exitWords(5, "vitest")).toBeNull();
    expect(exitWords(1, "pytest")).toBeNull();
  });
});

describe("a run that stopped early and is forgiven", () => {
  const short = (tests: number, held: number, runner: Partial<RunnerTold>): string =>
    messageOf(whatWasCutShort(suite(), suiteRun(tests, { runner: told(runner) }), held) ?? undefined);
  const stopped = untrusted("stopping after 1 failures");

  it("is not complete", () => {
    expect(short(2, 2, { stopped })).toBe(
      "pytest stopped early: stopping after 1 failures; how many tests did not run is not told",
    );
    expect(short(2, 3, { stopped, collected: 5 })).toBe(
      "pytest stopped early: stopping after 1 failures; 5 tests were collected, and 3 are in the report",
    );
  });

  it("is complete when nothing was left, and no claim where nothing ran", () => {
    expect(short(4, 5, { stopped, collected: 5 })).toBe("");
    expect(short(0, 0, { stopped })).toBe("");
    expect(short(2, 2, {})).toBe("");
  });
});

describe("what the runner says in the terminal", () => {
  it.each<readonly [string, Partial<RunnerTold>, Partial<Ended>, Partial<CommandResult>, string]>([
    ["the same", { failed: 1, errors: 1, passed: 3 }, { failed: 1, errored: 1 }, { exitCode: 1 }, ""],
    [
      "58 of 58 and ten errors that no report holds",
      { collected: 243, passed: 58, errors: 10, stopped: untrusted("stopping after 10 failures") },
      { ran: 58, held: 58, planned: 243 },
      { exitCode: 1 },
      "the test command ended with exit code 1; the terminal of pytest tells 10 errors that no report holds; " +
        "pytest stopped early: stopping after 10 failures; 243 tests were collected, and 58 are in the report",
    ],
    [
      "more errors beside the failures of the report",
      { failed: 5, errors: 10 },
      { failed: 5 },
      { exitCode: 1 },
      "the test command ended with exit code 1; the terminal of pytest tells 10 errors that no report holds",
    ],
    ["one more failure", { failed: 1 }, {}, {}, "the terminal of pytest tells 1 failure that no report holds"],
    ["as failures what the report calls errors", { failed: 3 }, { errored: 3 }, { exitCode: 1 }, ""],
    ["as errors what the report calls failures", { failed: 0, errors: 3 }, { failed: 3 }, { exitCode: 1 }, ""],
    ["a test twice that failed and erred", { failed: 1, errors: 1 }, { errored: 1 }, { exitCode: 1 }, ""],
    ["that it stopped after failures", { failed: 1, stopped: untrusted("x") }, { failed: 1 }, { exitCode: 1 }, ""],
    [
      "that it stopped, and no failure is known",
      { stopped: untrusted("Interrupted") },
      {},
      { exitCode: 2 },
      "the test command ended with exit code 2 (pytest was interrupted, also by errors while it collected the tests); " +
        "pytest stopped early: Interrupted",
    ],
    [
      "that it collected more, and all is well",
      { collected: 243, passed: 243 },
      { ran: 58, held: 58 },
      {},
      "243 tests were collected, and 58 are in the report",
    ],
    ["that it collected more, and the run failed", { collected: 9, failed: 1 }, { failed: 1 }, { exitCode: 1 }, ""],
    [
      "that tests never ran that the report calls passed, beside a failure",
      { collected: 4, passed: 1, failed: 1, skipped: 0 },
      { held: 4, passed: 3, failed: 1 },
      { exitCode: 1 },
      "the test command ended with exit code 1; " +
        "the report holds 4 results, and the terminal of pytest tells 2 of 4 tests",
    ],
    [
      "that a test never ran that the report calls skipped, beside a failure",
      { collected: 3, passed: 1, failed: 1, skipped: 0 },
      { held: 3, passed: 1, failed: 1 },
      { exitCode: 1 },
      "the test command ended with exit code 1; " +
        "the report holds 3 results, and the terminal of pytest tells 2 of 3 tests",
    ],
    [
      "that a test never ran that the report calls passed, beside a failure and a skipped one",
      { collected: 4, passed: 1, failed: 1, skipped: 1 },
      { held: 4, passed: 2, failed: 1 },
      { exitCode: 1 },
      "the test command ended with exit code 1; " +
        "the report holds 4 results, and the terminal of pytest tells 3 of 4 tests",
    ],
    [
      "as skipped what the report calls passed",
      { collected: 4, passed: 2, skipped: 1 },
      { held: 4, passed: 3 },
      {},
      "",
    ],
    [
      "fewer passes than a report that holds those of another runner too",
      { collected: 4, passed: 1, failed: 1 },
      { held: 9, passed: 8, failed: 1 },
      { exitCode: 1 },
      "",
    ],
    [
      "a part of a test that failed as a failure",
      { collected: 2, passed: 0, failed: 2, skipped: 0 },
      { held: 2, passed: 1, failed: 1, errored: 1 },
      { exitCode: 1 },
      "",
    ],
    ["that it collected as many, with those skipped", { collected: 5 }, { ran: 2, held: 5 }, {}, ""],
  ])("%s", (_, runner, ended, how, message) => {
    expect(hidden({ runner: told(runner), ...ended }, how)).toBe(message);
  });

  it("is told also when no test is in a report", () => {
    expect(hidden({ runner: told({ failed: 3 }), ran: 0, held: 0 }, { exitCode: 1 })).toContain("tells 3 failures");
    expect(hidden({ runner: told({ passed: 3 }), ran: 0, held: 0 }, { exitCode: 1 })).toBe("");
    expect(hidden({ runner: told({ stopped: untrusted("x") }), ran: 0, held: 0 }, { exitCode: 1 })).toBe("");
  });
});
