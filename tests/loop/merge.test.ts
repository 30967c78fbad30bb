// Several records of one run as one cycle: nothing is lost, and the worst of each counts.
import { describe, expect, it } from "vitest";
import { analyse } from "../../src/judge/analyse.ts";
import { reveal, untrusted } from "../../src/text/untrusted.ts";
import { mergeRecords } from "../../src/record/merge.ts";
import type { Cycle, Readiness } from "../../src/model/cycle.ts";
import { command, cycle, loop, probe, suiteRun, test } from "../fakes/checks.ts";
import { recordOf } from "../fakes/record.ts";

const merged = (...cycles: readonly Cycle[]): Cycle => mergeRecords(cycles.map((each) => recordOf(each)));

const API = cycle([test("a", "passed"), test("b", "failed", "expected 200, got 500")]);
const WEB = cycle([probe("c", "passed"), test("d", "passed")], { suites: [suiteRun(1, { key: "web" })] });
const component = (name: string) => ({ name: untrusted(name), sentence: null, value: null, owner: null });

const LOST: Readiness = {
  name: untrusted("web"),
  state: "not-ready",
  tries: 9,
  flaps: 0,
  elapsedMs: 60_000,
  served: null,
  revisionMatches: null,
  asked: "health",
  healthy: null,
  at: 1_780_000_005_000,
  lastSeen: { kind: "no-answer", url: untrusted("http://x"), errno: "ENETUNREACH", message: untrusted("no route") },
};

describe("records of several jobs", () => {
  it("are what they are where there is one", () => {
    expect(merged(API)).toEqual(API);
  });

  it("lose no check, no suite and no service", () => {
    const both = merged(API, WEB);
    expect(both.checks).toHaveLength(4);
    expect([both.suites.length, both.deployments.length, both.readiness.length, both.servedAfter.length]).toEqual([
      2, 2, 2, 2,
    ]);
    expect(analyse(both, loop()).tests).toMatchObject({ total: 3, passed: 2, failed: 1 });
    expect(analyse(both, loop()).probes).toMatchObject({ total: 1, passed: 1 });
  });

  it("take as long as the longest of them, from the first beginning", () => {
    const later = { ...WEB, startedAt: API.startedAt + 5_000, durationMs: 90_000 };
    expect(merged(API, later)).toMatchObject({ startedAt: API.startedAt, durationMs: 90_000 });
  });

  it.each([
    ["cancelled", { cancelled: true }, "cancelled"],
    ["whose set-up failed", { setup: command({ exitCode: 1 }) }, "setup-failed"],
    [
      "without a network",
      {
        readiness: [LOST],
        control: { target: untrusted("GitHub's API"), reachable: false, message: untrusted("no route") },
      },
      "control-failed",
    ],
  ])("are not tested with one that was %s, whichever it is", (_, over, reason) => {
    const bad = { ...WEB, ...over };
    for (const both of [merged(API, bad), merged(bad, API)]) {
      expect(analyse(both, loop()).verdict).toMatchObject({ kind: "not-tested", reason: { kind: reason } });
    }
  });

  it("keep what each declares, and each check its place in it", () => {
    const one = cycle([{ ...probe("x", "failed", "boom"), components: [0] }], { components: [component("login")] });
    const other = cycle([{ ...probe("y", "passed"), components: [0] }], { components: [component("chat")] });
    const both = merged(one, other);
    expect(both.components.map(({ name }) => reveal(name))).toEqual(["login", "chat"]);
    expect(both.checks.map((each) => each.components)).toEqual([[0], [1]]);
    const known = analyse(both, loop()).components.map(({ name, state }) => [reveal(name), state]);
    expect(known).toEqual([
      ["login", "broken"],
      ["chat", "working"],
    ]);
  });

  it("name once what all of them declare", () => {
    const shared = { components: [component("login")] };
    const one = cycle([{ ...probe("x", "passed"), components: [0] }], shared);
    const both = merged(one, cycle([{ ...probe("y", "passed"), components: [0] }], shared), one);
    expect(both.components).toHaveLength(1);
    expect(both.checks.map((each) => each.components)).toEqual([[0], [0], [0]]);
  });
});
