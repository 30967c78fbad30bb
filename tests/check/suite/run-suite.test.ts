// One run of the user's test command: what its tests are called, what no report tells, and what helps with a failure.
import { describe, expect, it } from "vitest";
import { MOST_RESULTS } from "../../../src/check/suite/collect.ts";
import { reveal, untrusted } from "../../../src/text/untrusted.ts";
import { COMMIT } from "../../fakes/checks.ts";
import { byName, cases, failing, keys, named, passing, report, states, tell, type Story } from "./story.ts";

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

describe("G8 the worst of exit code and report", () => {
  const green = { "a.xml": cases(passing("x")) };
  const red = { "a.xml": cases(failing("x")) };

  it.each<readonly [number, Story["after"], readonly string[]]>([
    [0, green, ["x passed"]],
    [1, green, ["x passed", "(the test command) errored"]],
    [0, red, ["x failed"]],
    [1, red, ["x failed"]],
    [0, {}, []],
    [1, {}, []],
  ])("counts: exit code %d with %j", async (exitCode, after = {}, told) => {
    const outcome = await tell({ after, command: { exitCode } });
    expect(byName(outcome)).toEqual(told);
    // Without a test that ran nothing is claimed: neither a pass nor a failure.
    expect(outcome.run.tests).toBe(told.length > 0 ? 1 : 0);
    expect(states(outcome)).toEqual([told.length > 0 ? "a.xml read 1" : "*.xml missing 0"]);
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

  const pytest = async (host: string, name = "pytest"): Promise<readonly string[]> => {
    const text = `<testsuite name="${name}" hostname="${host}"><testcase classname="tests.test_a" name="test_x"/></testsuite>`;
    return keys(await tell({ after: { "a.xml": report(text) } }));
  };

  it("does not depend on the machine or the worker that ran it", async () => {
    const machines = ["fv-az1234-567", "runnervmmtnos", "Mac.local", "buildhost"];
    const found = await Promise.all(machines.map((host) => pytest(host)));
    expect(new Set(found.flat()).size).toBe(1);
    expect(await pytest("h", "rspec")).toEqual(await pytest("h", "rspec2"));
  });

  it("tells suites apart whose classes and names are the same, in any company", async () => {
    const one = (path: string): string => `<testsuite name="${path}"><testcase classname="util" name="n"/></testsuite>`;
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
  const { results } = await tell({ after: { "a.xml": report(half), "b.xml": report(`${half} `) } });
  expect(results).toHaveLength(1_000);
  expect(JSON.stringify(results).length).toBeLessThan(12 * 1_024 * 1_024);
  const [first, last] = [results[0]?.failure, results.at(-1)?.failure];
  expect(reveal(first?.detail ?? expect.fail())).toHaveLength(32_000);
  expect(last?.detail).toBeNull();
  expect(reveal(last?.message ?? expect.fail())).toHaveLength(1_000);
});

describe("the command", () => {
  it("finds the commit and staging in its environment, and is watched only where the plan names hosts", async () => {
    const { world } = await tell({ after: { "a.xml": named("x") } });
    expect(world.commands).toEqual([
      {
        line: untrusted("npm test"),
        timeoutMs: 60_000,
        environment: { TDL_COMMIT: COMMIT, TDL_URL: "https://staging.example" },
        label: "test",
        progress: expect.anything(),
      },
    ]);
    const hosts = [untrusted("staging.example:443")];
    const watched = await tell({ suite: { contact: { hosts, required: true } } });
    expect(watched.world.commands[0]?.watch).toEqual(hosts);
  });
});

describe("what helps with a failing test", () => {
  it("is the line that runs it again and the files that it left", async () => {
    const files = { "out/bad/trace.zip": { text: "z", at: 1 }, "out/good/trace.zip": { text: "z", at: 1 } };
    const outcome = await tell({
      before: { "out/bad/old.png": { text: "z", at: 1 } },
      after: {
        "a.xml": cases(passing("good"), failing("bad test")),
        "out/bad-test/trace.zip": { text: "z", at: 1 },
        "out/bad-test/old.png": { text: "z", at: 1 },
        ...files,
      },
      suite: { reproduce: untrusted("npx run ${test.name}"), attachments: [untrusted("out/*")] },
    });
    expect(outcome.results.map(({ test }) => [test?.reproduce, test?.attachments])).toEqual([
      [null, []],
      [untrusted("npx run 'bad test'"), [untrusted("out/bad-test/trace.zip"), untrusted("out/bad-test/old.png")]],
    ]);
  });

  it("is no file that lay there before the command", async () => {
    const old = { "out/bad-test/old.png": { text: "z", at: 1 } };
    const outcome = await tell({
      before: old,
      after: { ...old, "a.xml": cases(failing("bad test")) },
      suite: { attachments: [untrusted("out/*")] },
    });
    expect(outcome.results[0]?.test?.attachments).toEqual([]);
  });
});

describe("contact with staging", () => {
  const times = ["0.000", "0.000", "0.412", "0.503", "0.631"];
  const all = cases(...times.map((time, nth) => passing(`t${nth}`, time)), failing("bad"));

  it("is told for the suite and each pass", async () => {
    const { run, results } = await tell({ after: { "a.xml": all }, command: { exitCode: 1 }, floorMs: 12 });
    expect(run.contact).toMatchObject({ basis: "floor", floorMs: 12, passes: 5, notShown: 2, indicated: 3, atZero: 2 });
    expect(results.map(({ test }) => test?.contact)).toEqual([
      "not-shown",
      "not-shown",
      "indicated",
      "indicated",
      "indicated",
      null,
    ]);
  });

  it("is not known when nothing was seen and nobody could watch the retry", async () => {
    const unwatchable = { kind: "unwatchable", reason: "a proxy stands between" } as const;
    const seen = [{ host: 0, from: 1, to: 2 }];
    const watch = async (first: typeof seen): Promise<unknown> => {
      const outcome = await tell({
        suite: { contact: { hosts: [untrusted("staging.example")], required: false } },
        after: { "a.xml": cases(passing("good"), failing("bad")) },
        command: { exitCode: 1 },
        retry: { after: { "a.xml": { ...cases(passing("bad")), at: 3_000 } } },
        ran: ({ label }) => ({
          connections: label === "retry" ? unwatchable : { kind: "watched", seen: first, everyMs: 100 },
        }),
      });
      return outcome.run.contact?.watch?.kind;
    };
    expect(await watch([])).toBe("unwatchable");
    expect(await watch(seen)).toBe("watched");
  });

  it("counts the connections of the retry too", async () => {
    const seen = [{ host: 0, from: 1, to: 2 }];
    const { run } = await tell({
      after: { "a.xml": all },
      command: { exitCode: 1 },
      retry: { after: { "a.xml": { ...cases(passing("bad")), at: 9 } } },
      suite: { contact: { hosts: [untrusted("staging.example")], required: false } },
      ran: () => ({ connections: { kind: "watched", seen, everyMs: 100 } }),
    });
    expect(run.contact?.watch).toMatchObject({ kind: "watched", hosts: [{ connections: 2 }] });
  });
});

it("counts what is beyond the bound, and a failure there too", async () => {
  const many = Array.from({ length: MOST_RESULTS.quiet + 10 }, (_, nth) => `<testcase classname="c" name="t${nth}"/>`);
  const outcome = await tell({ after: { "a.xml": cases(...many, failing("bad")) }, command: { exitCode: 1 } });
  expect(outcome.run).toMatchObject({ tests: MOST_RESULTS.quiet + 11, beyond: { tests: 10, passed: 10 } });
  expect(outcome.results).toHaveLength(MOST_RESULTS.quiet + 1);
});
