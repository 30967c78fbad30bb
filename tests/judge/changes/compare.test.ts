// What changed since the last tested cycle, as far as a loop remembers it.
import { describe, expect, it } from "vitest";
import { analyse } from "../../../src/judge/analyse.ts";
import { recordCycle } from "../../../src/loop/advance.ts";
import { decodeLoop, encodeLoop } from "../../../src/loop/token.ts";
import type { Changes } from "../../../src/model/analysis.ts";
import type { CheckResult } from "../../../src/model/check.ts";
import type { Loop } from "../../../src/model/loop.ts";
import { untrusted } from "../../../src/text/untrusted.ts";
import { cycle, loop, probe, test } from "../../fakes/checks.ts";

const CLOSED = "received 1011 (internal error) Factory validation failed";
const OTHER = "received 1011 (internal error) Queue is gone";
const COMMITS = ["a", "b", "c", "d"].map((letter) => letter.repeat(40));

/** What the last of these cycles tells; each has a commit of its own unless `commits` says otherwise. */
function changesOver(cycles: readonly (readonly CheckResult[])[], commits = COMMITS): Changes {
  let memory: Loop = loop();
  let changes: Changes | null = null;
  for (const [at, checks] of cycles.entries()) {
    const commit = commits[at] ?? "";
    const facts = cycle(checks, { id: memory.id, commit, servedAfter: [untrusted(commit)] });
    const analysis = analyse(facts, memory);
    ({ changes } = analysis);
    const recorded = recordCycle(memory, facts, analysis, () => untrusted("an error"));
    const next = decodeLoop(encodeLoop({ ...recorded, id: { ...recorded.id, n: recorded.id.n + 1 } }));
    memory = "problem" in next ? expect.fail(next.problem) : next;
  }
  return changes ?? expect.fail();
}

const keyOf = (check: CheckResult): string => check.key;
const [a, b, c] = [test("a", "passed"), test("b", "passed"), test("c", "passed")];
const failed = (name: string, message = CLOSED): CheckResult => test(name, "failed", message);

describe("the changes of a loop", () => {
  it("tell a regression from a test that only came now", () => {
    const changes = changesOver([
      [a, failed("b")],
      [failed("a"), failed("b"), failed("c")],
    ]);
    expect(changes).toMatchObject({
      newlyFailing: [keyOf(a), keyOf(c)],
      regressed: [keyOf(a)],
      appeared: [keyOf(c)],
      stillFailing: [keyOf(b)],
      flaky: [],
    });
  });

  it("know probes that passed before", () => {
    const up = probe("api", "passed");
    const down = probe("api", "failed", "", { stage: "connect", errno: "ECONNREFUSED" });
    expect(changesOver([[up], [down]])).toMatchObject({ regressed: [down.key], appeared: [] });
  });

  it("call flaky what came or went at one commit", () => {
    const same = [COMMITS[0] ?? "", COMMITS[0] ?? ""];
    expect(
      changesOver(
        [
          [failed("a"), b],
          [a, failed("b")],
        ],
        same,
      ).flaky,
    ).toEqual([keyOf(a), keyOf(b)]);
    expect(
      changesOver([
        [failed("a"), b],
        [a, failed("b")],
      ]).flaky,
    ).toEqual([]);
  });

  it("name the errors that are gone, and not those whose tests did not run", () => {
    expect(
      changesOver([
        [failed("a"), failed("b", OTHER)],
        [a, failed("b", OTHER)],
      ]).errorsGone,
    ).toHaveLength(1);
    expect(
      changesOver([
        [failed("a"), b],
        [test("a", "skipped"), b],
      ]).errorsGone,
    ).toEqual([]);
  });

  it("say whether another error lies further on or further back", () => {
    const refused = probe("p", "failed", "", { stage: "connect", errno: "ECONNREFUSED" });
    const closed = probe("p", "failed", "", { stage: "events", closeCode: 1011 });
    expect(changesOver([[refused], [closed]])).toMatchObject({ advanced: [{ key: closed.key }], errorChanged: [] });
    expect(changesOver([[closed], [refused]])).toMatchObject({ advanced: [], errorChanged: [{ fellBack: true }] });
    expect(changesOver([[failed("a")], [failed("a", OTHER)]])).toMatchObject({
      fixed: [],
      errorChanged: [{ fellBack: false }],
    });
  });

  it("compare with the best cycle too", () => {
    const changes = changesOver([
      [a, b, failed("c")],
      [failed("a"), failed("b"), failed("c")],
      [a, failed("b"), failed("c")],
    ]);
    expect(changes).toMatchObject({ against: 2, best: { n: 1, lost: [keyOf(b)], recovered: [keyOf(a)] } });
    expect(changesOver([[a], [failed("a")]]).best).toBeNull();
  });
});
