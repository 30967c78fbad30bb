// Writes a finished cycle into the loop's memory, and makes the token of the next one.
import type { Analysis, Pattern } from "../model/analysis.ts";
import { isWorse, measuredIn } from "../model/best.ts";
import { MAX_REDO, ranToTheirEnd, type Cycle } from "../model/cycle.ts";
import { CEILING } from "../model/limits.ts";
import {
  KNOWN_KEY,
  MAX_COMPONENTS,
  MAX_EXPLAINED,
  MAX_SEEN,
  type KnownComponent,
  type KnownTest,
  type LedgerError,
  type LedgerRow,
  type Loop,
  type SeenError,
} from "../model/loop.ts";
import { cut } from "../text/cut.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { MAX_KNOWN_NAME, MAX_TEST_NAMES, MAX_TESTS, MAX_TITLE } from "./token.ts";

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
    prints: cycle.suites.flatMap((suite) => suite.print ?? []),
    top: tested && top !== undefined ? title(top) : null,
    why: "reason" in analysis.verdict ? analysis.verdict.reason.kind : null,
  };
  const memory = tested ? memoryOf(analysis, loop, title) : { errors: loop.errors, failing: loop.failing };
  return {
    ...loop,
    ...memory,
    tests: tested ? testsOf(cycle, loop) : loop.tests,
    best:
      tested && !isWorse(cycle, analysis, loop) && !isCutShort(cycle, loop) ? measuredIn(cycle, loop.id.n) : loop.best,
    components: tested ? componentsOf(analysis, loop) : loop.components,
    explained: tested ? analysis.explained.slice(-MAX_EXPLAINED) : loop.explained,
    seen: tested ? seenWith(analysis, loop, title) : loop.seen,
    spentMs: loop.spentMs + cycle.durationMs,
    signature: analysis.signature,
    same: loop.signature === analysis.signature ? Math.min(loop.same + 1, CEILING) : 1,
    ledger: [...loop.ledger, row],
  };
}

/** The causes of this cycle beside those of the cycles before. Above the limit the oldest that are gone are left out. */
function seenWith({ patterns }: Analysis, { seen, id }: Loop, title: (pattern: Pattern) => Untrusted): Loop["seen"] {
  const now = new Map(
    patterns.filter(({ because }) => because === null).map((pattern) => [pattern.fingerprint, pattern] as const),
  );
  const known = new Set(seen.map(({ fingerprint }) => fingerprint));
  const before = seen.map((error): SeenError => {
    const pattern = now.get(error.fingerprint);
    return pattern === undefined ? error : { ...error, cycles: [...error.cycles, seenIn(pattern, id.n)] };
  });
  const fresh = [...now.values()]
    .filter(({ fingerprint }) => !known.has(fingerprint))
    .map((pattern): SeenError => {
      const { fingerprint } = pattern;
      return { fingerprint, title: title(pattern), cycles: [seenIn(pattern, id.n)] };
    });
  return [...before, ...fresh].slice(-MAX_SEEN);
}

function seenIn({ checks }: Pattern, n: number): SeenError["cycles"][number] {
  return { n, count: checks.length };
}

/** It passed less than the best one because not all of it ran, so that it can stand for less. */
function isCutShort(cycle: Cycle, { best }: Loop): boolean {
  if (best === null) return false;
  const results = new Map(cycle.checks.map(({ key, outcome }) => [key.slice(0, KNOWN_KEY), outcome]));
  const isOpenEnd = !ranToTheirEnd(cycle);
  const isOpen = (key: string): boolean => {
    const outcome = results.get(key);
    return outcome === undefined ? isOpenEnd : outcome === "blocked" || outcome === "not-run";
  };
  return best.passed.some(isOpen);
}

/**
 * The tests that ran. Those that an earlier cycle ran stay as long as a suite does not run to its end, so that they are
 * missed when one does.
 */
function testsOf({ checks, suites }: Cycle, before: Loop): readonly KnownTest[] | null {
  const ran = checks.filter(({ test, outcome }) => test !== null && RAN.has(outcome));
  const present = new Set(checks.map((each) => each.key.slice(0, KNOWN_KEY)));
  const missed = ranToTheirEnd({ checks, suites }) ? [] : (before.tests ?? []).filter((each) => !present.has(each.key));
  const known = new Map(
    ran.map(({ key, name }) => [key.slice(0, KNOWN_KEY), untrusted(cut(reveal(name), MAX_KNOWN_NAME))]),
  );
  for (const { key, name } of missed) known.set(key, name);
  const letters = [...known.values()].reduce((sum, name) => sum + reveal(name).length, 0);
  const isMore = suites.some((run) => run.beyond.tests > 0);
  return known.size === 0 || known.size > MAX_TESTS || letters > MAX_TEST_NAMES || isMore
    ? null
    : [...known].map(([key, name]) => ({ key, name }));
}

/** How each component was when it was first checked; a later state is not the first one. */
function componentsOf({ components }: Analysis, before: Loop): readonly KnownComponent[] {
  const known = new Map(before.components.map((each) => [reveal(each.name), each]));
  for (const { name, state } of components) {
    const short = cut(reveal(name), MAX_TITLE);
    if (state !== "not-checked" && !known.has(short)) known.set(short, { name: untrusted(short), first: state });
  }
  return [...known.values()].slice(0, MAX_COMPONENTS);
}

const RAN: ReadonlySet<string> = new Set(["passed", "failed", "errored"]);

/** What fails now, and what failed before and could not be judged this time: it is not forgotten. */
function memoryOf(
  { patterns, changes }: Analysis,
  before: Loop,
  title: (pattern: Pattern) => Untrusted,
): Pick<Loop, "errors" | "failing"> {
  const now: readonly LedgerError[] = patterns.map((pattern) => ({
    fingerprint: pattern.fingerprint,
    // Weak words tell no kind, and not how far a check got.
    class: pattern.confidence === "possible" ? "unknown" : pattern.class,
    stage: pattern.stage,
    count: pattern.checks.length,
    since: pattern.since.cycle,
    title: title(pattern),
    ...(pattern.why.answered === null ? {} : { answered: true as const }),
  }));
  const unfinished = new Set(changes.unfinished);
  const carried = before.failing.filter((each) => unfinished.has(each.key));
  // It was not seen this time, so that nothing shows that it came back unchanged.
  const old = before.errors
    .filter(
      (error, at) =>
        carried.some((each) => each.error === at) && !now.some((each) => each.fingerprint === error.fingerprint),
    )
    .map((error) => ({ ...error, count: 0 }));
  const errors = [...now, ...old];
  // What failed with an error that was not kept belongs to none: its place is behind the last one.
  const placeOf = (fingerprint: string | undefined): number => {
    const at = errors.findIndex((error) => error.fingerprint === fingerprint);
    return at < 0 ? errors.length : at;
  };
  return {
    errors,
    failing: [
      ...patterns.flatMap((pattern, error) => pattern.checks.map((key) => ({ key, error }))),
      ...carried.map(({ key, error }) => ({ key, error: placeOf(before.errors[error]?.fingerprint) })),
    ],
  };
}

/** The loop as the next cycle gets it, from one that has this cycle in its ledger; null at the ceiling. */
export function nextLoop(
  recorded: Loop,
  { cycle, planDigest, head, pullRequest }: Ending,
  waitMs: number,
  now: number,
): Loop | null {
  if (recorded.id.n >= CEILING) return null;
  return {
    ...recorded,
    id: { loop: recorded.id.loop, n: recorded.id.n + 1, redo: 0 },
    expectedCommit: head,
    parentRun: cycle.runId,
    pullRequest,
    notBefore: now + waitMs,
    waitMs,
    planDigest,
  };
}

/** What the next cycle has to know of the end of this one. */
export interface Ending {
  readonly cycle: Pick<Cycle, "runId">;
  readonly planDigest: string;
  /** Of the branch, as far as it was seen. */
  readonly head: string;
  readonly pullRequest: number | null;
}

/** The same cycle once more, in another run; null when that was done often enough. */
export function redoLoop(loop: Loop, head: string | null, runId: number): Loop | null {
  if (loop.id.redo >= MAX_REDO) return null;
  return {
    ...loop,
    id: { ...loop.id, redo: loop.id.redo + 1 },
    expectedCommit: head ?? loop.expectedCommit,
    parentRun: runId,
    notBefore: 0,
    waitMs: 0,
  };
}
