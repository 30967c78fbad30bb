// Which cycle of which loop this run is: the one that its token names, the next of a loop that waits for a commit, or the
// first of a new one.
import { cycleKey, readCycleKey, type CycleId } from "../model/cycle.ts";
import { fault, UserError } from "../model/errors.ts";
import type { GitHub } from "../model/github.ts";
import { CEILING, type Limits } from "../model/limits.ts";
import type { Beginning, Loop } from "../model/loop.ts";
import type { Trigger } from "../model/trigger.ts";
import { reveal, untrusted } from "../text/untrusted.ts";
import { counts } from "./identity.ts";
import { tonight } from "./night.ts";
import { readState, type PageState } from "./state.ts";
import { decodeLoop } from "./token.ts";

export interface Begun {
  readonly kind: "begun";
  readonly loop: Loop;
  readonly beginning: Beginning;
  /** Of the commit, as far as it was looked for; undefined: nobody has. */
  readonly pullRequest?: number | null;
}

/** The loop that this run would begin is on its way in another one. */
export interface NotBegun {
  readonly kind: "superseded";
  readonly by: number;
  readonly reason: "same-night";
}

export interface BeginOrder {
  /** The dispatch input `loop`; empty where nothing was handed over. */
  readonly token: string;
  readonly trigger: Trigger;
  readonly limits: Limits;
  readonly now: number;
  /** First line of our page on a pull request, and of the issue of the nights. */
  readonly marker: string;
  readonly nightMarker: string;
  /** As the records of other jobs of this run tell the loop; the page has to bear it out. */
  readonly told?: readonly Loop[];
}

/** Throws a UserError for a token that cannot be read: a loop whose memory is lost must not go on by itself. */
export async function beginLoop(order: BeginOrder, github: GitHub | null): Promise<Begun | NotBegun> {
  const { token, trigger, now } = order;
  if (token !== "") return withToken(order);
  if (trigger.event === "schedule" && github !== null) return ofTheNight(order, github);
  const fresh: Begun = { kind: "begun", loop: newLoop(trigger, now), beginning: { kind: "new" } };
  const mayGoOn = WITH_A_COMMIT.has(trigger.event) && trigger.ref !== null;
  if (github === null || !mayGoOn) return fresh;
  const pullRequest = await pullRequestOf(trigger, github);
  if (pullRequest === null) return { ...fresh, pullRequest };
  return { ...((await adopted(order, pullRequest, github)) ?? fresh), pullRequest };
}

async function ofTheNight(order: BeginOrder, github: GitHub): Promise<Begun | NotBegun> {
  const found = await tonight(order, github);
  if (found.kind === "on-its-way") return { kind: "superseded", by: found.run, reason: "same-night" };
  const loop = found.kind === "new" ? newLoop(order.trigger, order.now) : { ...found.loop, isMended: false };
  return { kind: "begun", loop, beginning: found.beginning };
}

function withToken({ token, trigger, now }: BeginOrder): Begun {
  const loop = decodeLoop(token);
  const where = untrusted("input loop");
  if ("problem" in loop) {
    if (trigger.event === "workflow_dispatch" && trigger.byPerson) {
      return { kind: "begun", loop: newLoop(trigger, now), beginning: { kind: "token-unreadable" } };
    }
    throw new UserError([
      fault(where, `the loop token cannot be read: ${loop.problem}`, {
        hint: "Start the workflow again without it; a new loop begins.",
      }),
    ]);
  }
  if (loop.ref !== null && trigger.ref !== null && reveal(loop.ref) !== reveal(trigger.ref)) {
    throw new UserError([
      fault(where, "the loop token belongs to another branch", {
        found: loop.ref,
        hint: "Start the workflow on that branch, or without the token.",
      }),
    ]);
  }
  return trigger.byPerson
    ? { kind: "begun", loop: countedAnew(loop), beginning: { kind: "resumed" } }
    : { kind: "begun", loop: mendedBy(trigger, loop), beginning: { kind: "dispatched" } };
}

/** A commit that came between two cycles came from a fix: whoever pushes has a run of their own. */
function mendedBy({ commit }: Trigger, loop: Loop): Loop {
  const last = loop.ledger.at(-1);
  return last === undefined || last.commit === commit ? loop : { ...loop, isMended: true };
}

/** Events that a commit comes with. A schedule and a click without a token begin a loop of their own. */
const WITH_A_COMMIT: ReadonlySet<string> = new Set(["push", "pull_request"]);

/** The loop of this branch that waits for a commit, or was left behind: its page tells. */
async function adopted(order: BeginOrder, pull: number, github: GitHub): Promise<Begun | null> {
  const { trigger, limits, marker, told = [] } = order;
  const page = await github.readComment(pull, marker);
  const state = page.ok && page.value !== null ? readState(page.value.body) : null;
  if (state === null) return null;
  // Another job of this run, or its first attempt, has written it: this is the cycle that it was.
  if (state.runId === trigger.runId) return sameCycle(state, told, trigger.attempt > 1);
  if (state.next === null || trigger.attempt > 1) return null;
  const next = await behindAll(state.next, trigger, github);
  if (!isAdoptable(state.stands, next, trigger, limits)) return null;
  const went = trigger.byPerson && !state.isMending ? countedAnew(next) : { ...next, isMended: true };
  return {
    kind: "begun",
    loop: { ...went, pullRequest: pull, notBefore: 0, waitMs: 0, expectedCommit: null },
    beginning: { kind: "continued", after: state.id.n, lost: await lostRun(state, github) },
  };
}

async function pullRequestOf({ pullRequest, commit }: Trigger, github: GitHub): Promise<number | null> {
  if (pullRequest !== null) return pullRequest;
  const found = await github.findPullRequest(commit);
  return found.ok ? (found.value?.number ?? null) : null;
}

/** null where it is the first cycle of this run's own loop, and where a person runs the last cycle of an ended one again. */
function sameCycle({ id, runId, next }: PageState, told: readonly Loop[], isRunAgain: boolean): Begun | null {
  if (id.loop === runId) return null;
  const loop = told.find((each) => isBornOut(each, id, next)) ?? (next === null ? null : before(next, id));
  if (loop === null && isRunAgain) return null;
  if (loop === null) {
    throw new UserError([
      fault(untrusted("loop"), `cycle ${id.n} of this run is over, and its loop has ended with it`, {
        hint: "Start the workflow again, or push, to begin a new loop.",
      }),
    ]);
  }
  return { kind: "begun", loop, beginning: { kind: "continued", after: id.n - 1, lost: null } };
}

function isBornOut(told: Loop, id: CycleId, next: Loop | null): boolean {
  if (cycleKey(told.id) !== cycleKey(id) || next === null) return false;
  return told.from === next.from && JSON.stringify(told.ledger) === JSON.stringify(next.ledger.slice(0, -1));
}

/** The loop without its last cycle, as far as what followed still tells it. */
function before(next: Loop, id: CycleId): Loop {
  const [last] = next.ledger.slice(-1);
  const isFirst = next.same <= 1;
  return {
    ...next,
    id,
    ledger: next.ledger.slice(0, -1),
    spentMs: Math.max(0, next.spentMs - (last?.seconds ?? 0) * 1_000),
    same: isFirst ? 0 : next.same - 1,
    signature: isFirst ? null : next.signature,
    expectedCommit: null,
    notBefore: 0,
    waitMs: 0,
  };
}

/**
 * The cycle that the page tells may have a run: one that was lost, or that still waits and will find itself overtaken.
 * Two runs must never think that the other one has this cycle.
 */
async function behindAll(next: Loop, { workflow, runId }: Trigger, github: GitHub): Promise<Loop> {
  const runs = workflow === null ? null : await github.listDispatchedRuns(workflow);
  const others = runs?.ok === true ? runs.value.filter((run) => run.id !== runId && counts(run)) : [];
  const taken = others.map((run) => readCycleKey(run.title, next.id.loop)?.n ?? 0);
  return { ...next, id: { ...next.id, n: Math.max(next.id.n, ...taken.map((n) => n + 1)) } };
}

function isAdoptable(stands: PageState["stands"], next: Loop, { ref }: Trigger, { maxCycles }: Limits): boolean {
  if (stands === "ended" || next.ref === null || ref === null) return false;
  // Where the ceiling would cut the new count short, a new loop begins.
  return reveal(next.ref) === reveal(ref) && next.id.n - 1 + maxCycles <= CEILING;
}

/** How the last run of an open loop ended, where it left nobody to go on; null where it lives, or nothing was lost. */
async function lostRun({ stands, runId, nextRun }: PageState, github: GitHub): Promise<string | null> {
  if (stands !== "open") return null;
  const run = await github.runOf(nextRun ?? runId);
  // A run that succeeded and wrote nothing has made way for this one.
  const isLost = run.ok && run.value?.status === "completed" && run.value.conclusion !== "success";
  return isLost ? run.value.conclusion : null;
}

/** A person has acted: from here on the workflow's limits count anew. */
function countedAnew(loop: Loop): Loop {
  const anew = { from: loop.id.n, isMended: false, spentMs: 0, same: 0, notBefore: 0, waitMs: 0 };
  return { ...loop, ...anew, expectedCommit: null };
}

export function newLoop(trigger: Trigger, now: number): Loop {
  return {
    id: { loop: trigger.runId, n: 1, redo: 0 },
    from: 1,
    isMended: false,
    same: 0,
    rootEvent: trigger.event,
    ref: trigger.ref,
    expectedCommit: null,
    pullRequest: trigger.pullRequest,
    parentRun: null,
    startedAt: now,
    spentMs: 0,
    notBefore: 0,
    waitMs: 0,
    planDigest: null,
    ledger: [],
    failing: [],
    errors: [],
    signature: null,
    tests: null,
    best: null,
    components: [],
    explained: [],
    seen: [],
  };
}
