// What stands on the run's page beside the log: which errors, in which order, with which words and where.
import { describe, expect, it } from "vitest";
import type { CheckResult } from "../../src/model/check.ts";
import { fault } from "../../src/model/errors.ts";
import { describeFault } from "../../src/plan/file/describe-fault.ts";
import { annotationsOf, annotationsOfFaults, type Draft } from "../../src/report/annotations.ts";
import { plainText } from "../../src/report/plain.ts";
import { makeReport } from "../../src/report/view.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { cycle, test } from "../fakes/checks.ts";
import { everySlot } from "./every-slot.ts";
import { SCENES } from "./scenes.ts";
import { PROBE_SCENES } from "./probe-scenes.ts";
import { SUITE_SCENES } from "./suite-scenes.ts";
import { NEXT, tell, type Scene } from "./telling.ts";

const ALL: Readonly<Record<string, Scene>> = { ...SCENES, ...PROBE_SCENES, ...SUITE_SCENES };

function drafts(scene: Scene | undefined): readonly Draft[] {
  if (scene === undefined) throw new Error("the scene is gone");
  const told = tell(scene);
  return annotationsOf(makeReport(told), told);
}

const places = ({ places: all }: Draft): readonly string[] => all.map(({ file, line }) => `${plainText(file)}:${line}`);

describe("a red cycle", () => {
  it("has its verdict first, then each error with what fails and what to do", () => {
    const [verdict, first, second, ...rest] = drafts(ALL["red-first"]);
    expect(verdict).toMatchObject({
      severity: "error",
      title: "Staging: 12 of 18 tests pass, 2 of 2 probes",
      text: expect.stringMatching(/^Error A is behind 5 of the 6 failures: .*\nNext: cycle 2 of 5 /u),
    });
    expect(first).toMatchObject({
      severity: "error",
      title: "A · The WebSocket closes with 1011 Factory SSOT validation failed",
      text: "Error A fails 5 tests (test_socket_1, test_socket_2, test_socket_3 and 2 more).\nFind this error in the service's log.",
    });
    expect(second?.title).toBe("B · GET /api/agents/start answers 404");
    expect(rest).toEqual([]);
  });

  it("says since when an error is there, how it is reproduced, and at last what else to look at", () => {
    const told = drafts(ALL["red-everything-at-once"]);
    expect(told.map(({ title }) => title.slice(0, 5))).toEqual(["Stagi", "A · T", "B · G", "C · A", "Pleas"]);
    expect(told[1]?.text).toContain("\nSince cycle 1.\n");
    expect(told.at(-1)).toMatchObject({ severity: "warning", text: expect.stringContaining("Flaky, passed only on") });
    expect(drafts(ALL["red-tests-in-full"])[2]?.text).toMatch(/\nReproduce: python -m pytest \S+::test_profile$/u);
  });

  it("tells the line of the project in the first stack that has one", () => {
    const stack =
      "Error: no\n    at f (/home/runner/work/app/app/node_modules/x/y.js:1:2)\n    at /home/runner/work/app/app/tests/a.spec.ts:14:3";
    expect(drafts(of(test("a", "failed", "no", stack))).map(places)).toEqual([[], ["tests/a.spec.ts:14"]]);
  });

  it("knows from the report the folder that a stack does not tell", () => {
    const stack = "java.lang.AssertionError\n\tat com.acme.LoginTest.works(LoginTest.java:41)";
    const check = test("a", "failed", "no", stack);
    const file = untrusted("src/test/java/com/acme/LoginTest.java");
    const known: CheckResult = { ...check, test: check.test === null ? null : { ...check.test, file } };
    expect(drafts(of(known)).map(places)).toEqual([
      [],
      ["LoginTest.java:41", "src/test/java/com/acme/LoginTest.java:41"],
    ]);
  });

  it("has ten at most, whatever fails", () => {
    const kinds = [..."bcdfghjklmnpqrst"];
    const all = drafts(of(...kinds.map((kind) => test(kind, "failed", `${kind}e${kind}e went ${kind}a${kind}`))));
    expect(all).toHaveLength(10);
    expect(all[0]?.title).toContain("0 of 16 tests pass");
  });
});

function of(...checks: readonly CheckResult[]): Scene {
  return { cycle: cycle(checks), decision: NEXT };
}

describe("other cycles", () => {
  it.each(["not-tested", "unproven"])("%s: one warning, and no error", (name) => {
    const all = drafts(ALL[name]);
    expect(all.map(({ severity }) => severity)).toEqual(["warning"]);
    expect(all[0]?.text).toMatch(/\nNext: /u);
  });

  it("a good cycle with nothing to look at has none, and one with something has that", () => {
    expect(drafts(ALL["green"])).toEqual([]);
    expect(drafts(ALL["green-look"])).toMatchObject([
      { severity: "warning", text: expect.stringContaining("Near the limit") },
    ]);
  });
});

it("no text of a service, a test or a name can be a command, in any slot", () => {
  const harm = "\u001b[2J\n::error::x\r##[warning]y %0A::add-mask::a\u202e";
  for (const make of Object.values(everySlot)) {
    for (const { title, text } of drafts(make(harm))) {
      expect(title).not.toMatch(/[\u0000-\u001f\u202e]|##\[/u);
      for (const line of text.split("\n")) expect(line).not.toMatch(/[\u0000-\u001f\u202e]|##\[|^\s*::/u);
    }
  }
});

it("each fault of a set-up stands beside its line", () => {
  const faults = [
    fault(untrusted("conf/c:1.yml:14:9"), "this is unknown", { found: untrusted("x::y") }),
    fault(untrusted("input loop"), "this is unknown"),
  ];
  const all = annotationsOfFaults("2 faults", faults, describeFault);
  expect(all.map(({ severity, title }) => `${severity} ${title}`)).toEqual(["error 2 faults", "error 2 faults"]);
  expect(all.map(places)).toEqual([["conf/c:1.yml:14"], []]);
  expect(all[0]?.text).toBe("conf/c:1.yml:14:9: this is unknown, got x:␦:y.");
});
