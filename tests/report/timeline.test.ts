// When each part of a cycle ran.
import { expect, it } from "vitest";
import type { CheckResult } from "../../src/model/check.ts";
import type { TimelineRow } from "../../src/model/report.ts";
import { plain } from "../../src/report/plain.ts";
import { timelineOf } from "../../src/report/timeline.ts";
import { command, cycle, deployment, probe, suiteRun, test } from "../fakes/checks.ts";
import { measured, missed, proven } from "./measured.ts";
import { NEXT, tell } from "./telling.ts";

const BEGAN = 1_780_000_000_000;
const timeline = (facts: Parameters<typeof cycle>): readonly TimelineRow[] =>
  timelineOf(tell({ cycle: cycle(...facts), decision: NEXT }));
const at = (check: CheckResult, ms: number): CheckResult => ({ ...check, at: BEGAN + ms });

it("holds the phases and the probes in the order in which they began", () => {
  const rows = timeline([
    [
      at({ ...proven("late"), durationMs: 56 }, 9_100),
      at({ ...proven("early"), durationMs: 56 }, 9_000),
      test("a", "passed"),
    ],
    {
      deployments: [
        deployment({ command: command({ startedAt: BEGAN + 10 }) }),
        deployment({ command: null, state: "elsewhere" }),
      ],
      setup: command({ startedAt: BEGAN + 6_000, durationMs: 700 }),
      teardown: command({ startedAt: BEGAN + 30_000 }),
      suites: [
        suiteRun(1, { command: command({ startedAt: BEGAN + 10_000 }), retry: command({ startedAt: BEGAN + 20_000 }) }),
      ],
    },
  ]);
  expect(rows.map(({ kind, name, fromMs, tookMs }) => [kind, plain(name), fromMs, tookMs])).toEqual([
    ["Deploy", "backend", 10, 5_000],
    ["Served", "backend", 1_000, 4_000],
    ["Set-up", "", 6_000, 700],
    ["Probe", "early", 9_000, 56],
    ["Probe", "late", 9_100, 56],
    ["Tests", "e2e", 10_000, 5_000],
    ["Tests", "e2e, once more", 20_000, 5_000],
    ["Teardown", "", 30_000, 5_000],
  ]);
});

it("says what failed, and what of it decides nothing", () => {
  const rows = timeline([
    [
      at({ ...missed("broken", "x", {}), durationMs: 1 }, 1),
      at({ ...missed("beside", "x", {}), durationMs: 1, severity: "warn" }, 2),
      at({ ...proven("flaky", { tries: 2 }), durationMs: 1 }, 3),
      at({ ...proven("fine"), durationMs: 1 }, 4),
      at({ ...probe("blocked", "blocked"), durationMs: 0 }, 5),
      { ...proven("without a time"), at: null },
    ],
    { deployments: [deployment({ command: command({ exitCode: 1 }) })], readiness: [], suites: [] },
  ]);
  expect(rows.map(({ name, state }) => [plain(name), state])).toEqual([
    ["backend", "bad"],
    ["broken", "bad"],
    ["beside", "light"],
    ["flaky", "light"],
    ["fine", "good"],
    ["blocked", "none"],
  ]);
});

it("parts a request as it was measured, and leaves out what there was not", () => {
  const timings = { dnsMs: null, tcpMs: 1, tlsMs: null, firstByteMs: 38, totalMs: 40 };
  const [row] = timeline([
    [at({ ...proven("plain http"), measured: measured({ timings }) }, 0)],
    { deployments: [], readiness: [] },
  ]);
  expect(row?.parts).toEqual([
    { name: "tcp", tookMs: 1 },
    { name: "first byte", tookMs: 38 },
    { name: "rest", tookMs: 1 },
  ]);
});

it("begins no earlier than its cycle, whatever a clock says, and has a bound", () => {
  const probes = Array.from({ length: 300 }, (_, nth) => at({ ...proven(`p${nth}`), durationMs: 1 }, nth - 5));
  const rows = timeline([probes, {}]);
  expect(rows).toHaveLength(200);
  expect(Math.min(...rows.map(({ fromMs }) => fromMs))).toBe(0);
});
