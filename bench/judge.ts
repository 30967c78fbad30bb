// How long the judge takes for the failures of a large run: classified, grouped and compared with the cycle before. Most of
// them differ in what changes from test to test, as those of one fault do. Exit code 1 when 10,000 take more than a
// second, or when ten times as many take more than twelve times as long.
//   node bench/judge.ts [--rounds 5]
import { parseArgs } from "node:util";
import { analyse } from "../src/judge/analyse.ts";
import { recordCycle } from "../src/loop/advance.ts";
import { NO_COMMIT } from "../src/model/trigger.ts";
import { digest } from "../src/model/digest.ts";
import { PLAIN, type CheckResult } from "../src/model/check.ts";
import { emptyCycle, type Cycle } from "../src/model/cycle.ts";
import { newLoop } from "../src/loop/begin.ts";
import { deskTrigger } from "../src/world/desk.ts";
import { untrusted } from "../src/text/untrusted.ts";
import { median } from "./median.ts";

const SIZES = [1_000, 10_000, 100_000] as const;
const MOST_MS = 1_000;
const MOST_GROWTH = 12;

const { values: flags } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });

/** What tests of one staging say, with what differs from one to the next. */
const FAULTS: readonly ((at: number) => string)[] = [
  (at) => `websockets.exceptions.ConnectionClosedError: received 1011 (internal error) Order ${at} has no owner`,
  (at) => `AssertionError: assert 404 == 200\n +  where 404 = <Response [404]>.status_code for /api/orders/${at}`,
  (at) =>
    `Error: connect ECONNREFUSED 10.0.${at % 250}.${at % 240}:8080\n    at TCPConnectWrap.afterConnect (node:net:1555:16)`,
  (at) =>
    `requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='staging', port=443): Read timed out. (read timeout=${at % 60})`,
  (at) => `java.lang.AssertionError: expected:<${at}> but was:<${at + 1}>\n\tat org.junit.Assert.fail(Assert.java:88)`,
  (at) => `Timed out retrying after 4000ms: Expected to find element: \`#order-${at % 40}\`, but never found it.`,
  (at) =>
    `sqlalchemy.exc.ProgrammingError: (psycopg2.errors.UndefinedTable) relation "orders_${at % 7}" does not exist`,
  (at) =>
    `TypeError: Cannot read properties of undefined (reading 'id')\n    at check (/work/tests/orders.spec.ts:${at}:9)`,
];

function failure(at: number, shift: number): CheckResult {
  const say = FAULTS[(at + shift) % FAULTS.length];
  return {
    ...PLAIN,
    key: digest("bench", String(at)),
    kind: "test",
    name: untrusted(`test_${at}`),
    group: untrusted(`tests.module_${at % 100}`),
    suite: digest("suite"),
    outcome: "failed",
    durationMs: 120,
    failure: { message: untrusted(say?.(at) ?? ""), detail: null, type: null, facts: {} },
    blockedBy: [],
    preflight: false,
    severity: "fail",
    measured: null,
  };
}

function cycleOf(count: number, shift: number): Cycle {
  const checks = Array.from({ length: count }, (_, at) => failure(at, shift));
  return { ...emptyCycle(untrusted("bench"), { runId: 1, commit: NO_COMMIT }, 0), checks };
}

function judge(count: number): { readonly ms: number; readonly patterns: number } {
  const first = newLoop(deskTrigger(null, false), 0);
  const before = cycleOf(count, 0);
  const loop = recordCycle(first, before, analyse(before, first), () => untrusted("an error"));
  const after = cycleOf(count, 1);
  const began = performance.now();
  const { patterns } = analyse(after, { ...loop, id: { ...loop.id, n: 2 } });
  return { ms: performance.now() - began, patterns: patterns.length };
}

judge(1_000);
const times = new Map<number, number>();
for (const size of SIZES) {
  const rounds = Array.from({ length: Number(flags.rounds) }, () => judge(size));
  const ms = median(rounds.map((round) => round.ms));
  times.set(size, ms);
  console.log(`${size} failures: ${ms.toFixed(0)} ms, ${rounds[0]?.patterns ?? 0} errors`);
}
const growth = (times.get(100_000) ?? 0) / (times.get(10_000) ?? 1);
console.log(`ten times as many take ${growth.toFixed(1)} times as long`);
process.exitCode = (times.get(10_000) ?? Infinity) <= MOST_MS && growth <= MOST_GROWTH ? 0 : 1;
