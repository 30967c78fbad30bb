// Pages to look at and to measure: many tests, many cycles, many nights, all of them made up the same way every time.
import { pastOf } from "../../src/record/past.ts";
import { recordCycle } from "../../src/loop/advance.ts";
import { analyse } from "../../src/judge/analyse.ts";
import type { CheckResult, Outcome } from "../../src/model/check.ts";
import { digest } from "../../src/model/digest.ts";
import type { Loop } from "../../src/model/loop.ts";
import type { NightRow } from "../../src/model/night.ts";
import type { PastCycle } from "../../src/model/past.ts";
import type { PageReport } from "../../src/model/report.ts";
import { errorText } from "../../src/report/error-title.ts";
import { makePage } from "../../src/report/page-view.ts";
import { plain } from "../../src/report/plain.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { cycle, deployment, loop, suiteRun, test } from "../fakes/checks.ts";
import { missed, proven } from "../report/measured.ts";
import { NEXT, tell, type Scene } from "../report/telling.ts";

export function pageOf(
  scene: Scene,
  over: { readonly past?: readonly PastCycle[]; readonly nights?: readonly NightRow[] } = {},
): PageReport {
  return makePage({
    told: tell(scene),
    before: scene.before ?? loop(),
    past: over.past ?? [],
    nights: over.nights ?? [],
  });
}

const HOUR = 3_600_000;
const BEGAN = 1_780_000_000_000;

const FAULTS = [
  "received 1011 (internal error) Factory SSOT validation failed",
  "assert 404 == 200 for GET /api/agents/start",
  "0/5 critical events found. Missing Events: {'agent_started', 'agent_completed'}",
  "AssertionError: assert 3 == 4",
] as const;

const AREAS = ["auth", "billing", "chat", "events", "agents", "search", "export", "limits"] as const;
const VERBS = ["answers", "refuses", "keeps", "counts", "reconnects", "streams", "closes", "lists"] as const;

/** Of two numbers always the same one, below `below`. */
function chance(a: number, b: number, below: number): number {
  return Number.parseInt(digest("page", String(a), String(b)).slice(0, 8), 16) % below;
}

/** What the test `at` did in cycle `n` of `of`: most pass, some fail until a cycle, a few come and go. */
function outcomeOf(at: number, n: number, of: number): Outcome {
  if (at % 97 === 5) return "skipped";
  if (at % 41 === 7) return chance(at, n, 5) === 0 ? "failed" : "passed";
  if (at % 13 !== 3) return "passed";
  const mended = 2 + chance(at, 0, of + 4);
  return n < mended ? "failed" : "passed";
}

function checkOf(at: number, n: number, of: number): CheckResult {
  const outcome = outcomeOf(at, n, of);
  const area = AREAS[at % AREAS.length] ?? "auth";
  const name = `test_${area}_${VERBS[Math.floor(at / 8) % VERBS.length] ?? "answers"}_${at}`;
  const fault = FAULTS[at % 5 === 4 ? 3 : at % 3] ?? "";
  const made = test(
    name,
    outcome,
    fault,
    `tests/e2e/test_${area}.py:${20 + (at % 300)}: in ${name}\n    assert answer == wanted\nE   ${fault}`,
  );
  return {
    ...made,
    group: untrusted(`tests.e2e.test_${area}_${at % 40}`),
    durationMs: 3 + chance(at, 1, at % 50 === 0 ? 9_000 : 900),
  };
}

const UNTESTED: ReadonlySet<number> = new Set([4, 11, 12, 20]);

const cycleOf = (n: number, of: number, tests: number): Scene["cycle"] => {
  const checks = UNTESTED.has(n) ? [] : Array.from({ length: tests }, (_, at) => checkOf(at, n, of));
  const startedAt = BEGAN + n * HOUR;
  const probes = n === of ? probesOf(startedAt) : [];
  const base = cycle([...probes, ...checks], {
    id: { loop: 4711, n, redo: 0 },
    runId: 4710 + n,
    startedAt,
    durationMs: 95_000,
    commit: digest("commit", String(Math.floor(n / 2))).padEnd(40, "0"),
    deployments: [deployment({ command: { ...deploymentCommand(startedAt, 22_000) } })],
    suites: checks.length === 0 ? [] : [suiteRun(tests, { command: deploymentCommand(startedAt + 38_000, 52_000) })],
  });
  const readiness = base.readiness.map((each) =>
    UNTESTED.has(n)
      ? { ...each, state: "not-ready" as const, elapsedMs: 600_000, tries: 31 }
      : { ...each, at: startedAt + 31_000, elapsedMs: 8_600, served: untrusted(base.commit) },
  );
  return { ...base, readiness, servedAfter: [untrusted(base.commit)] };
};

function deploymentCommand(
  startedAt: number,
  durationMs: number,
): NonNullable<Scene["cycle"]["deployments"][number]["command"]> {
  return {
    exitCode: 0,
    signal: null,
    timedOut: false,
    spawnError: null,
    startedAt,
    durationMs,
    output: untrusted(""),
    log: null,
  };
}

function probesOf(startedAt: number): readonly CheckResult[] {
  const names = [
    "api answers",
    "login",
    "ws connects",
    "agents list",
    "agent events",
    "health of search",
    "export",
    "limits",
  ];
  return names.map((name, at) => {
    const timings = { dnsMs: 2, tcpMs: 4 + at, tlsMs: 14 + 2 * at, firstByteMs: 30 + 37 * at, totalMs: 60 + 41 * at };
    const made =
      name === "ws connects"
        ? missed(
            name,
            FAULTS[0],
            { stage: "server", closeCode: 1011, closeReason: untrusted("Internal error") },
            { timings },
          )
        : proven(name, { timings });
    return { ...made, at: startedAt + 33_000 + at * 400, durationMs: timings.totalMs };
  });
}

/** The last cycle of a loop of `of` cycles with as many tests. */
export function longLoop(of: number, tests: number): PageReport {
  let before: Loop = loop();
  const past: PastCycle[] = [];
  for (let n = 1; n < of; n++) {
    const facts = cycleOf(n, of, tests);
    const analysis = analyse(facts, before);
    const after = recordCycle(before, facts, analysis, (pattern) => errorText(pattern, plain, 60));
    before = { ...after, id: { ...after.id, n: n + 1 } };
    past.push(pastOf({ cycle: facts }));
  }
  return pageOf(
    { cycle: cycleOf(of, of, tests), before, decision: NEXT, dispatch: { kind: "started", runId: 4711 + of } },
    { past },
  );
}

export const NIGHTS: readonly NightRow[] = Array.from({ length: 30 }, (_, at): NightRow => {
  const date = new Date(BEGAN - (30 - at) * 24 * HOUR).toISOString().slice(0, 10);
  const verdict = at % 11 === 4 ? "not-tested" : at % 4 === 0 || at > 26 ? "met" : "not-met";
  const passed = verdict === "met" ? 58 : 40 + Math.min(17, Math.floor(at / 2) + (at % 3));
  return {
    date,
    loop: 100 + at,
    run: 200 + at,
    n: 1 + (at % 5),
    verdict,
    passed,
    total: 58,
    probesPassed: 8,
    probesTotal: 8,
    isOpen: false,
  };
});
