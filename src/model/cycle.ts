// The facts of one cycle, and nothing but facts: everything that is said about it is computed from this.
import { reveal, type Untrusted } from "../text/untrusted.ts";
import type { Answered, Component, Criterion, OwnClass } from "./declared.ts";
import { isKilled } from "./exit-codes.ts";
import { ALL, type Target } from "./target.ts";
import { isOld, isUnreadable, type CheckResult, type CommandResult, type SuiteRun } from "./check.ts";

export interface CycleId {
  /** Run id of the loop's first run. */
  readonly loop: number;
  /** From 1. */
  readonly n: number;
  /** Times this cycle was started over without counting. */
  readonly redo: number;
}

export interface Cycle {
  readonly version: 1;
  readonly id: CycleId;
  readonly runId: number;
  readonly commit: string;
  readonly environment: Untrusted;
  readonly startedAt: number;
  readonly durationMs: number;
  /** Somebody stopped the run; what follows in these facts is not complete. */
  readonly cancelled: boolean;
  /** Where and why these facts end before the cycle did. Only where it is known. */
  readonly cut?: CutShort;
  readonly deployments: readonly Deployment[];
  readonly readiness: readonly Readiness[];
  /** What each service served after the checks; null where it cannot tell. */
  readonly servedAfter: readonly (Untrusted | null)[];
  /** null: there is none, or its turn did not come. */
  readonly setup: CommandResult | null;
  readonly teardown: CommandResult | null;
  /** null: nothing asked for it. */
  readonly rollback: CommandResult | null;
  /** Where the services' logs are, as the plan says it. */
  readonly logs: Untrusted | null;
  /** Entries whose day is over or that match no check, in the words of the file. */
  readonly quarantine: readonly QuarantineNote[];
  /** Whether our own network works; null when nothing gave a reason to ask. */
  readonly control: ControlResult | null;
  /** Of the jobs that tested; null where this job tested itself. */
  readonly records: { readonly found: number; readonly expected: number } | null;
  readonly checks: readonly CheckResult[];
  readonly suites: readonly SuiteRun[];
  /** What the plan declares; checks refer to components, failures to classes by index. */
  readonly components: readonly Component[];
  readonly criteria: readonly Criterion[];
  readonly classes: readonly OwnClass[];
  readonly answers: readonly Answered[];
  /** When the loop is done. */
  readonly target: Target;
}

/** Where a cycle is, in order. */
export const PHASES = ["turn", "deploy", "readiness", "set-up", "probes", "tests", "teardown", "judging"] as const;
export type Phase = (typeof PHASES)[number];

/** "cancel": somebody stopped the run · "fault": an error of ours · "lost": the process was gone, nothing says why. */
export const CUT_BY = ["cancel", "fault", "lost"] as const;

export interface CutShort {
  readonly phase: Phase;
  readonly by: (typeof CUT_BY)[number];
}

/** The answer of something that is not staging, asked when staging could not be reached. */
export interface ControlResult {
  /** "GitHub's API", or the address. */
  readonly target: Untrusted;
  readonly reachable: boolean;
  readonly message: Untrusted;
}

export interface QuarantineNote {
  readonly match: Untrusted;
  readonly until: string;
  readonly kind: "over" | "matches-nothing";
}

export interface Deployment {
  readonly name: Untrusted;
  /** "elsewhere": something else deploys it · "not-run": what it waits for failed. */
  readonly state: "deployed" | "failed" | "elsewhere" | "not-run";
  /** null: nothing was run. */
  readonly command: CommandResult | null;
  /** The address that its command told; null when it told none. */
  readonly url: Untrusted | null;
  /** Why it failed although its command succeeded, in our words: it told an address that is none. */
  readonly problem: string | null;
  /** Who is named for it in the configuration. */
  readonly owner: Untrusted | null;
}

export interface Readiness {
  readonly name: Untrusted;
  readonly state: "ready" | "not-ready" | "not-awaited";
  readonly tries: number;
  /** Times that it was good and then was not: a service that comes and goes. */
  readonly flaps: number;
  readonly elapsedMs: number;
  /** The revision that the last answer told; null if none did. */
  readonly served: Untrusted | null;
  /** Whether the served revision is the commit under test; null where nothing tells it. */
  readonly revisionMatches: boolean | null;
  /** What the last try saw: our words around the server's. */
  readonly lastSeen: LastSeen | null;
  /** Which question that answered; null when nothing was asked. */
  readonly asked: "health" | "revision" | null;
  /** The good answer of its health just before the revision was asked. */
  readonly healthy: { readonly url: Untrusted; readonly status: number } | null;
  readonly at: number;
}

export type LastSeen =
  | { readonly kind: "answer"; readonly status: number; readonly url: Untrusted; readonly excerpt: Untrusted }
  | { readonly kind: "no-answer"; readonly url: Untrusted; readonly errno: string; readonly message: Untrusted };

/** A cycle whose run came too early or did not begin is dispatched again, at most so often. */
export const MAX_REDO = 3;

/** Readable key of a cycle, printed by the workflow's run-name: "<loop>/<n>", with ".redo" when repeated. */
export function cycleKey(id: CycleId): string {
  return `${id.loop}/${id.n}${id.redo > 0 ? `.${id.redo}` : ""}`;
}

/** The cycle of this loop that a run's name tells, whatever else (a date, a branch) stands in it; null for none. */
export function readCycleKey(title: Untrusted, loop: number): CycleId | null {
  return readCycleKeys(title).find((id) => id.loop === loop) ?? null;
}

/** Whatever looks like a cycle in a run's name; a date may. */
export function readCycleKeys(title: Untrusted): readonly CycleId[] {
  const keys = reveal(title).matchAll(/(?<![\d/])(\d{1,15})\/(\d{1,2})(?:\.(\d))?(?![\d./])/gu);
  return [...keys].map(([, loop, n, redo]) => ({ loop: Number(loop), n: Number(n), redo: Number(redo ?? 0) }));
}

/** The served revision is the commit: equal, or a prefix of at least 7 hexadecimal digits. */
export function isRevision(served: string, commit: string): boolean {
  const found = served.match(/\b[0-9a-f]{7,40}\b/giu) ?? [];
  return found.some((each) => commit.startsWith(each.toLowerCase()));
}

/** All suites did, so that a test that is not among the checks is not there any more. */
export function ranToTheirEnd({ suites, checks }: Pick<Cycle, "suites" | "checks">): boolean {
  const isBlocked = checks.some(({ kind, outcome }) => kind === "test" && outcome === "blocked");
  return !isBlocked && suites.every((run) => ranToItsEnd(run, checks));
}

/** Nothing stopped it half-way, everything of it could be loaded, and nothing that it left could not be read. */
function ranToItsEnd(
  { key, command, reports, runner, planned, tests, beyond }: SuiteRun,
  checks: readonly CheckResult[],
): boolean {
  if (command.timedOut || command.exitCode === null || (runner?.stopped ?? null) !== null) return false;
  if (isKilled(command.exitCode)) return false;
  if (tests === 0 || beyond.tests > 0 || reports.some((each) => isUnreadable(each) || isOld(each))) return false;
  const own = checks.filter((each) => each.suite === key);
  // A file that could not be loaded, a command that hides something: what it left out is not known.
  if (own.some((each) => each.test === null && each.outcome === "errored")) return false;
  const skipped = own.filter((each) => each.outcome === "skipped").length;
  return tests + skipped >= (planned ?? 0) && !own.some((each) => each.outcome === "not-run");
}

/** A cycle of which nothing was measured. */
export function emptyCycle(
  environment: Untrusted,
  { runId, commit }: { readonly runId: number; readonly commit: string },
  now: number,
): Cycle {
  return {
    version: 1,
    id: { loop: runId, n: 1, redo: 0 },
    runId,
    commit,
    environment,
    startedAt: now,
    durationMs: 0,
    cancelled: false,
    deployments: [],
    readiness: [],
    servedAfter: [],
    setup: null,
    teardown: null,
    rollback: null,
    logs: null,
    quarantine: [],
    control: null,
    records: null,
    checks: [],
    suites: [],
    components: [],
    criteria: [],
    classes: [],
    answers: [],
    target: ALL,
  };
}
