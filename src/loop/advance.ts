// Writes a finished cycle into the loop's memory, and makes the token of the next one.
import type { Analysis, Decision, Pattern } from "../model/analysis.ts";
import type { Cycle } from "../model/cycle.ts";
import type { LedgerError, LedgerRow, Loop } from "../model/loop.ts";
import { cut } from "../text/cut.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { MAX_TITLE } from "./token.ts";

/** The loop after this cycle; `titleOf` words an error in at most 60 characters of masked text. */
export function recordCycle(
  loop: Loop,
  cycle: Cycle,
  analysis: Analysis,
  titleOf: (pattern: Pattern) => Untrusted,
): Loop {
  const tested = analysis.verdict.kind === "met" || analysis.verdict.kind === "not-met";
  const title = (pattern: Pattern): Untrusted => untrusted(cut(reveal(titleOf(pattern)), MAX_TITLE));
  const top = analysis.patterns[0];
  const row: LedgerRow = {
    n: loop.id.n,
    run: cycle.runId,
    commit: cycle.commit,
    verdict: analysis.verdict.kind,
    passed: analysis.tests.passed,
    failed: analysis.tests.failed + analysis.tests.errored,
    total: analysis.tests.total,
    notRun: analysis.tests.notRun,
    probesPassed: analysis.probes.passed,
    probesTotal: analysis.probes.total,
    seconds: Math.round(cycle.durationMs / 1_000),
    top: tested && top !== undefined ? title(top) : null,
  };
  const memory = tested ? memoryOf(analysis, loop, title) : { errors: loop.errors, failing: loop.failing };
  return {
    ...loop,
    ...memory,
    spentMs: loop.spentMs + cycle.durationMs,
    signature: analysis.signature,
    ledger: [...loop.ledger, row],
  };
}

/** What fails now, and what failed before and could not be judged this time: it is not forgotten. */
function memoryOf(
  { patterns, changes }: Analysis,
  before: Loop,
  title: (pattern: Pattern) => Untrusted,
): Pick<Loop, "errors" | "failing"> {
  const now: readonly LedgerError[] = patterns.map((pattern) => ({
    fingerprint: pattern.fingerprint,
    class: pattern.class,
    stage: pattern.stage,
    count: pattern.checks.length,
    since: pattern.since.cycle,
    title: title(pattern),
  }));
  const carried = before.failing.filter((each) => changes.unfinished.includes(each.key));
  const old = before.errors.filter(
    (error, at) =>
      carried.some((each) => each.error === at) && !now.some((each) => each.fingerprint === error.fingerprint),
  );
  const errors = [...now, ...old];
  const indexOf = (fingerprint: string | undefined): number =>
    errors.findIndex((error) => error.fingerprint === fingerprint);
  return {
    errors,
    failing: [
      ...patterns.flatMap((pattern, error) => pattern.checks.map((key) => ({ key, error }))),
      ...carried.map(({ key, error }) => ({ key, error: Math.max(0, indexOf(before.errors[error]?.fingerprint)) })),
    ],
  };
}

/** The next cycle's loop, or null when the decision is to stop. */
export function nextLoop(
  recorded: Loop,
  decision: Decision,
  cycle: Cycle,
  planDigest: string,
  head: string,
  pullRequest: number | null,
  now: number,
): Loop | null {
  if (decision.kind === "stop") return null;
  return {
    ...recorded,
    id: { loop: recorded.id.loop, n: recorded.id.n + 1, redo: 0 },
    expectedCommit: head,
    parentRun: cycle.runId,
    pullRequest,
    notBefore: now + decision.waitMs,
    waitMs: decision.waitMs,
    planDigest,
  };
}
