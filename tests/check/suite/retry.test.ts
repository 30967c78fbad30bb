// Failed tests that are run once more in the same cycle.
import { describe, expect, it } from "vitest";
import { untrusted } from "../../../src/text/untrusted.ts";
import { COMMIT } from "../../fakes/checks.ts";
import { byName, cases, failing, named, passing, report, states, tell, type Story, type Written } from "./story.ts";

describe("tests that failed", () => {
  const first = { "a.xml": cases(passing("good"), failing("bad"), failing("worse")) };

  it("are run once more, and a pass then is flaky", async () => {
    const again = { ...cases(passing("bad"), failing("worse", "still")), at: 3_000 };
    const outcome = await tell({
      after: first,
      command: { exitCode: 1 },
      retry: { after: { "a.xml": again }, command: { exitCode: 1 } },
    });
    expect(byName(outcome)).toEqual(["good passed", "bad passed", "worse failed"]);
    expect(outcome.results[1]?.test?.earlier).toMatchObject([{ message: untrusted("boom") }]);
    expect(outcome.run).toMatchObject({ tests: 3, retry: { exitCode: 1 } });
    expect(states(outcome)).toEqual(["a.xml read 3", "a.xml read 2"]);
    const [, retry] = outcome.world.commands;
    expect(retry).toMatchObject({
      line: untrusted("npm run again"),
      label: "retry",
      environment: { TDL_COMMIT: COMMIT, TDL_URL: "https://staging.example" },
    });
    const list = [...outcome.world.written].find(
      ([name]) => retry?.environment["TDL_FAILED_TESTS"] === `/fake/${name}`,
    );
    expect(list?.[1]).toBe("c::bad\nc::worse\n");
    expect(outcome.world.said).toContain("2 tests failed and are run once more");
  });

  it("all pass then: nothing is left of the exit code that told of them", async () => {
    const again = { ...cases(passing("bad"), passing("worse")), at: 3_000 };
    const outcome = await tell({ after: first, command: { exitCode: 1 }, retry: { after: { "a.xml": again } } });
    expect(byName(outcome)).toEqual(["good passed", "bad passed", "worse passed"]);
  });

  it("stay so when the retry writes no report, or one that is old", async () => {
    const outcome = await tell({ after: first, command: { exitCode: 1 }, retry: {} });
    expect(byName(outcome)).toEqual(["good passed", "bad failed", "worse failed"]);
    expect(states(outcome)).toEqual(["a.xml read 3"]);
    expect(outcome.run.retry).not.toBeNull();
    expect(outcome.world.said).toContain("The second try left no report, so it proves nothing");
  });

  it("stay so when nobody can read the report of the retry, which decides only where it changed a result", async () => {
    const cut = (...inner: readonly string[]) => ({
      text: `<testsuites><testsuite name="s">${inner.join("")}`,
      at: 3_000,
    });
    const retry = (text: Written): Story => ({
      after: first,
      command: { exitCode: 1 },
      retry: { after: { "a.xml": text }, command: { exitCode: 1 } },
    });
    expect(states(await tell(retry(cut())))).toEqual(["a.xml read 3"]);
    expect(states(await tell(retry(cut(failing("bad")))))).toEqual(["a.xml read 3"]);
    const changed = await tell(retry(cut(passing("bad"))));
    expect(states(changed)).toEqual(["a.xml read 3", "a.xml partial 1"]);
    expect(byName(changed)).toContain("bad passed");
  });

  it("are not forgiven by a retry that failed although its report does not say so", async () => {
    const again = { ...cases(passing("bad"), passing("worse")), at: 3_000 };
    const outcome = await tell({
      after: first,
      command: { exitCode: 1 },
      retry: { after: { "a.xml": again }, command: { exitCode: 3 } },
    });
    expect(byName(outcome)).toEqual(["good passed", "bad passed", "worse passed", "(the retry command) errored"]);
  });

  it("may have reports of their own", async () => {
    const again = { ...first, "again.txt": { ...cases(passing("bad")), at: 1 } };
    const outcome = await tell({
      after: first,
      command: { exitCode: 1 },
      retry: { after: again },
      suite: { retryFailed: { run: untrusted("x"), reports: [untrusted("again.txt")] } },
    });
    expect(states(outcome)).toEqual(["a.xml read 3", "again.txt read 1"]);
    expect(byName(outcome)).toEqual(["good passed", "bad passed", "worse failed"]);
  });

  it.each<readonly [string, Story]>([
    ["no test failed", { after: { "a.xml": named("x") }, command: { exitCode: 1 } }],
    ["only a set-up failed", { after: { "a.xml": report(`<testsuite name="s"><error message="x"/></testsuite>`) } }],
    ["the command was stopped", { after: first, command: { exitCode: null, timedOut: true } }],
    ["the command was killed", { after: first, command: { exitCode: null, signal: "SIGKILL" } }],
    ["the shell says that it was killed", { after: first, command: { exitCode: 137 } }],
  ])("are not run again when %s", async (_, story) => {
    const outcome = await tell({ ...story, retry: {} });
    expect(outcome.world.commands).toHaveLength(1);
    expect(outcome.run.retry).toBeNull();
  });

  it("are listed one a line, whatever their names hold", async () => {
    const outcome = await tell({ after: { "a.xml": cases(failing("a&#10;b")) }, command: { exitCode: 1 }, retry: {} });
    expect([...outcome.world.written.values()]).toEqual(["c::a b\n"]);
  });
});

it("does not run them again when it cannot say which they are", async () => {
  const after = { "a.xml": cases(failing("bad")) };
  const outcome = await tell({ after, command: { exitCode: 1 }, retry: {}, isDiskFull: true });
  expect(byName(outcome)).toEqual(["bad failed"]);
  expect(outcome.run.retry).toBeNull();
  expect(outcome.world.said).toContain("The list of failed tests could not be written, so they are not run again");
});
