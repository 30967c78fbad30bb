// Single sentences of the pages: their ends, their links, and how commands are said to have ended.
import { describe, expect, it } from "vitest";
import { renderComment } from "../../src/report/comment.ts";
import { howEnded } from "../../src/report/command-words.ts";
import { plain } from "../../src/report/plain.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { makeReport } from "../../src/report/view.ts";
import type { Told } from "../../src/model/told.ts";
import { DESK } from "../../src/model/trigger.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { command, cycle, probe, suiteRun, test } from "../fakes/checks.ts";
import { SCENES } from "./scenes.ts";
import { reportFile } from "./suite-scenes.ts";
import { NEXT, stop, tell, type Scene } from "./telling.ts";

it.each([
  ["it failed.", "It printed: it failed. To do: look."],
  ["it failed", "It printed: it failed. To do: look."],
  ["cut here…", "It printed: cut here… To do: look."],
])("a quotation that ends with a stop is not followed by another one: %s", (text, said) => {
  expect(plain(["It printed: ", untrusted(text), ". To do: look."])).toBe(said);
});

it("a name with a dot behind a stop keeps it", () => {
  expect(plain([untrusted("a."), ".gitignore"])).toBe("a..gitignore");
});

it.each([
  [{ exitCode: 5 }, "pytest", "ended with exit code 5 (pytest found no tests)"],
  [{ exitCode: 5 }, null, "ended with exit code 5"],
  [{ exitCode: 127 }, null, "ended with exit code 127 (a program in it was not found)"],
  [{ exitCode: null, signal: "SIGKILL" }, null, "was killed by SIGKILL (often because the memory is used up)"],
  [{ exitCode: null, signal: "SIGTERM" }, null, "was killed by SIGTERM"],
  [{ exitCode: null, signal: "SIGKILL", timedOut: true }, null, "was stopped at its time limit after 5 s"],
])("a command %j of %s %s", (over, runner, words) => {
  expect(howEnded(command(over), runner)).toBe(words);
});

describe("at a desk", () => {
  const scene = SCENES["red-second"];
  const desk = (given: Scene): Told => {
    const told = tell(given);
    return {
      ...told,
      trigger: { ...told.trigger, event: DESK, serverUrl: "http://localhost", repository: "local/desk" },
    };
  };

  it("no page has a link to a run, which has no page", () => {
    if (scene === undefined) throw new Error("the scene is gone");
    expect(renderComment(makeReport(tell(scene)))).toContain("/actions/runs/4711");
    expect(renderComment(makeReport(desk(scene)))).not.toMatch(/localhost|actions\/runs/u);
  });
});

it("a title is not printed without anything below it", () => {
  const lines = renderTerminal(
    makeReport(
      tell({
        cycle: cycle([
          { ...probe("not there", "failed", "404"), severity: "warn" },
          { ...probe("after", "blocked"), blockedBy: [probe("not there", "failed").key] },
        ]),
        decision: NEXT,
      }),
    ),
  );
  expect(lines).not.toContain("Errors");
  expect(lines).toContain("after did not run, because not there did not pass.");
});

it("a suite whose skipped tests make the plan is not said to lack any", () => {
  const skipped = ["c", "d"].map((name) => test(name, "skipped"));
  const checks = [test("a", "failed", "assert 3 == 4"), test("b", "passed"), ...skipped];
  const report = makeReport(tell({ cycle: cycle(checks, { suites: [suiteRun(2, { planned: 4 })] }), decision: NEXT }));
  expect(report.steps.map(({ result }) => plain(result))).toContain("e2e ran 2 tests, 2 skipped in 5 s, exit code 0");
});

it("files that were not written are counted in words", () => {
  const old = ["b.xml", "c.xml"].map((path) => reportFile(path, "missing", "no file matches"));
  const report = makeReport(
    tell({
      cycle: cycle([test("a", "failed", "assert 3 == 4")], { suites: [suiteRun(1, { reports: old })] }),
      decision: stop("exhausted"),
    }),
  );
  expect(report.look.map((line) => plain(line))).toContain(
    "Reports: b.xml was not written by this run, nor was 1 other.",
  );
});
