// The past of every check: from records where they are at hand, from the loop's own memory where they are not.
import { describe, expect, it } from "vitest";
import type { CheckResult, Outcome } from "../../src/model/check.ts";
import { environmentKey, MAX_PAST, type PastCycle } from "../../src/model/past.ts";
import type { History } from "../../src/model/report.ts";
import { historyOf } from "../../src/report/history.ts";
import { plainText } from "../../src/report/plain.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { COMMIT, cycle, loop, probe, test } from "../fakes/checks.ts";
import { proven } from "./measured.ts";
import { withFacts } from "./suite-scenes.ts";
import { NEXT, tell } from "./telling.ts";

function past(n: number, outcomes: Readonly<Record<string, Outcome>>, over: Partial<PastCycle> = {}): PastCycle {
  return {
    id: { loop: 4711, n, redo: 0 },
    runId: 4710 + n,
    commit: COMMIT,
    environment: environmentKey(cycle([]).environment),
    startedAt: 1_780_000_000_000 + n,
    outcomes: new Map(Object.entries(outcomes).map(([name, outcome]) => [test(name, "passed").key, outcome])),
    ...over,
  };
}

const nth = (n: number, checks: readonly CheckResult[]) =>
  cycle(checks, { id: { loop: 4711, n, redo: 0 }, runId: 4710 + n });

function history(n: number, checks: readonly CheckResult[], earlier: readonly PastCycle[], before = loop()): History {
  const found = { ...before, id: { ...before.id, n } };
  return historyOf(tell({ cycle: nth(n, checks), before: found, decision: NEXT }), found, earlier);
}

const row = (n: number, over = {}) => ({
  n,
  run: 4710 + n,
  commit: COMMIT,
  verdict: "not-met" as const,
  passed: 1,
  failed: 1,
  total: 2,
  notRun: 0,
  probesPassed: 0,
  probesTotal: 0,
  seconds: 60,
  top: null,
  why: null,
  prints: [],
  ...over,
});

describe("the past of a check", () => {
  it("has one sign for each cycle, oldest first and this one last", () => {
    const checks = [test("a", "passed"), test("b", "errored", "x"), test("new", "not-run")];
    const { columns, rows } = history(4, checks, [
      past(3, { a: "passed", b: "blocked" }),
      past(1, { a: "failed", b: "skipped" }),
    ]);
    expect(columns.map(({ name }) => name)).toEqual(["cycle 1", "cycle 3", "cycle 4"]);
    expect(rows.map((each) => each.past)).toEqual(["FPP", "SBE", "..N"]);
    expect(columns[0]?.runUrl).toBe("https://github.example/acme/chat/actions/runs/4711");
  });

  it("knows of a cycle that was started over what its last record says", () => {
    const { columns, rows } = history(
      2,
      [test("a", "passed")],
      [past(1, { a: "failed" }, { startedAt: 5 }), past(1, { a: "passed" }, { startedAt: 9 })],
    );
    expect(columns).toHaveLength(2);
    expect(rows[0]?.past).toBe("PP");
  });

  it("is not told by another record of this very cycle", () => {
    expect(history(2, [test("a", "passed")], [past(2, { a: "failed" })]).rows[0]?.past).toBe("P");
  });

  it("is not told by the same tests of another environment", () => {
    const elsewhere = { environment: environmentKey(untrusted("preview")) };
    expect(history(2, [test("a", "passed")], [past(1, { a: "failed" }, elsewhere)]).rows[0]?.past).toBe("P");
  });

  it("puts the loops of other nights before this one, with their dates", () => {
    const { columns } = history(
      2,
      [test("a", "passed")],
      [past(1, {}), past(2, {}, { id: { loop: 99, n: 2, redo: 0 }, startedAt: 1_779_900_000_000 })],
    );
    expect(columns.map(({ name }) => name)).toEqual(["2026-05-27, cycle 2", "cycle 1", "cycle 2"]);
  });

  it("shows the newest cycles where there are too many", () => {
    const { columns, rows } = history(
      60,
      [test("a", "passed")],
      Array.from({ length: 58 }, (_, at) => past(at + 1, { a: "failed" })),
    );
    expect(columns).toHaveLength(MAX_PAST + 1);
    expect(columns[0]?.name).toBe("cycle 29");
    expect(rows[0]?.past).toHaveLength(MAX_PAST + 1);
  });

  it("falls back on what the loop carries: the failures of its last tested cycle, and what its best one passed", () => {
    const [a, b, c] = [test("a", "passed"), test("b", "failed", "x"), test("c", "passed")];
    const before = loop({
      ledger: [row(1), row(2), row(3, { verdict: "not-tested", total: 0 })],
      failing: [{ key: b.key.slice(0, 8), error: 0 }],
      tests: [a, b].map(({ key }) => ({ key: key.slice(0, 8), name: untrusted("x") })),
      best: { n: 1, passed: [b.key.slice(0, 8)], broken: [a.key.slice(0, 8)] },
    });
    const { columns, rows } = history(4, [a, b, c], [], before);
    expect(columns.map(({ name, at }) => [name, at])).toEqual([
      ["cycle 1", null],
      ["cycle 2", null],
      ["cycle 4", 1_780_000_000_000],
    ]);
    expect(rows.map((each) => each.past)).toEqual(["FPP", "PFF", "..P"]);
    expect(history(4, [a, b, c], [past(2, { a: "skipped" })], before).rows[0]?.past).toBe("FSP");
  });

  it("knows its error and its marks", () => {
    const { rows } = history(
      1,
      [
        test("broken", "failed", "received 1011 (internal error)"),
        { ...test("held", "failed", "x"), severity: "warn", quarantine: { until: "2026-12-01", why: null } },
        { ...probe("beside", "passed"), severity: "warn" },
        proven("second try", { tries: 2 }),
        withFacts(test("quick", "passed"), { contact: "not-shown" }),
      ],
      [],
    );
    expect(rows.map(({ name, letter, marks }) => [plainText(name), letter, marks])).toEqual([
      ["broken", "A", []],
      ["held", null, ["in quarantine"]],
      ["beside", null, ["only warns"]],
      ["second try", null, ["flaky"]],
      ["quick", null, ["no contact"]],
    ]);
  });

  it("counts what is beyond its bound", () => {
    const { rows, beyond } = history(
      1,
      Array.from({ length: 20_003 }, (_, at) => test(`t${at}`, "passed")),
      [],
    );
    expect([rows.length, beyond]).toEqual([20_000, 3]);
  });
});
