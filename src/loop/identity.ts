// Makes sure that this run is the one that may run this cycle, and on the newest commit, before anything is deployed.
import { cycleKey, readCycleKey } from "../model/cycle.ts";
import type { GitHub, RunRow } from "../model/github.ts";
import { CEILING } from "../model/limits.ts";
import type { Loop } from "../model/loop.ts";
import type { Trigger } from "../model/trigger.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";

export type Identified =
  | { readonly kind: "mine"; readonly isRunaway: boolean }
  | { readonly kind: "superseded"; readonly by: number | null; readonly reason: Superseded }
  /** The run began on an older commit than the head of its branch, which has no run of its own. */
  | { readonly kind: "stale"; readonly head: string }
  | { readonly kind: "wrong-checkout"; readonly head: string | null };

/**
 * `later-cycle`: the loop is past this cycle · `old-commit`: a run again of a commit that is past · `duplicate`: another
 * run has the same cycle · `same-night`: the loop of this night is still on its way.
 */
export type Superseded = "later-cycle" | "old-commit" | "duplicate" | "newer-commit" | "branch-gone" | "same-night";

/**
 * Rows 1 to 6 of the policy's identity. Without an answer from GitHub the concurrency group alone guards what only
 * GitHub could tell.
 */
export async function identifyRun(
  loop: Loop,
  trigger: Trigger,
  checkedOut: string | null,
  now: number,
  github: GitHub | null,
): Promise<Identified> {
  const runs = await dispatchedRuns(trigger, github);
  const past = pastCycle(loop, trigger, runs);
  if (past !== null) return past;
  const moved = github === null ? null : await movedOn(loop, trigger, github);
  if (moved !== null) return moved;
  // At a desk the commit under test is the one that is checked out, or there is none.
  return checkedOut === trigger.commit || trigger.event === "desk"
    ? { kind: "mine", isRunaway: isRunaway(runs, trigger, now) }
    : { kind: "wrong-checkout", head: checkedOut };
}

/**
 * Rows 1 and 3 alone, for a job that goes on from what others have tested: a commit that came meanwhile takes nothing
 * away from their results.
 */
export async function identifyTested(
  loop: Loop,
  trigger: Trigger,
  now: number,
  github: GitHub | null,
): Promise<Identified> {
  const runs = await dispatchedRuns(trigger, github);
  return pastCycle(loop, trigger, runs) ?? { kind: "mine", isRunaway: isRunaway(runs, trigger, now) };
}

/**
 * Whether the cycle of this run, which did not begin here, may be started once more: nobody else has it, and the day has
 * not seen too many dispatches. Without an answer nobody knows. `again` is the loop as the next run would get it.
 */
export async function mayStartAgain(again: Loop, trigger: Trigger, now: number, github: GitHub): Promise<boolean> {
  const runs = trigger.workflow === null ? null : await github.listDispatchedRuns(trigger.workflow);
  if (runs?.ok !== true) return false;
  const own: Loop = { ...again, id: { ...again.id, redo: again.id.redo - 1 } };
  return pastCycle(own, trigger, runs.value) === null && !isRunaway(runs.value, trigger, now);
}

async function dispatchedRuns(trigger: Trigger, github: GitHub | null): Promise<readonly RunRow[]> {
  if (github === null || trigger.workflow === null || trigger.ref === null) return [];
  const answer = await github.listDispatchedRuns(trigger.workflow);
  return answer.ok ? answer.value : [];
}

function pastCycle(
  loop: Loop,
  trigger: Trigger,
  runs: readonly RunRow[],
): Extract<Identified, { readonly kind: "superseded" }> | null {
  const others = runs.filter((run) => run.id !== trigger.runId && counts(run));
  const later = others.find((run) => (readCycleKey(run.title, loop.id.loop)?.n ?? 0) > loop.id.n);
  if (later !== undefined) return { kind: "superseded", by: later.id, reason: "later-cycle" };
  const key = cycleKey(loop.id);
  const earlier = others.find((run) => run.id < trigger.runId && keyOf(run, loop) === key);
  return earlier === undefined ? null : { kind: "superseded", by: earlier.id, reason: "duplicate" };
}

/** A run that was cancelled or skipped before it did anything does not own its cycle. */
export function counts(run: RunRow): boolean {
  return run.conclusion !== "cancelled" && run.conclusion !== "skipped";
}

function keyOf(run: RunRow, loop: Loop): string | null {
  const id = readCycleKey(run.title, loop.id.loop);
  return id === null ? null : cycleKey(id);
}

/** Whether the branch has left the commit of this run behind, and who tests the newer one. */
async function movedOn(loop: Loop, trigger: Trigger, github: GitHub): Promise<Identified | null> {
  const { ref, commit, workflow } = trigger;
  if (ref === null || workflow === null) return null;
  const answer = await github.headOf(ref);
  if (!answer.ok) return null;
  const head = answer.value;
  if (head === null) return { kind: "superseded", by: null, reason: "branch-gone" };
  const isExpected = loop.expectedCommit === null || loop.expectedCommit === commit;
  if (head === commit && isExpected) return null;
  // Somebody's push has a run of its own, and that one goes on with the loop. Where the loop was there already, it has
  // only been started on an old tip.
  const other = head === loop.expectedCommit ? null : await ownRunOf(head, trigger, github);
  if (other !== null) return { kind: "superseded", by: other, reason: "newer-commit" };
  if (head === commit) return null;
  return trigger.attempt > 1 ? { kind: "superseded", by: null, reason: "old-commit" } : { kind: "stale", head };
}

/** A run of this workflow that an event, not a dispatch, started on the commit at the head of this branch. */
export async function ownRunOf(
  commit: string,
  { workflow, ref, runId }: Trigger,
  github: GitHub,
): Promise<number | null> {
  if (workflow === null) return null;
  const runs = await github.eventRunsOf(workflow, commit);
  return runs.ok ? (runs.value.find((run) => run.id !== runId && isOn(run, ref))?.id ?? null) : null;
}

function isOn({ branch }: RunRow, ref: Untrusted | null): boolean {
  return branch !== null && ref !== null && reveal(branch) === reveal(ref);
}

const DAY_MS = 24 * 60 * 60_000;

/** A second counter, for a loop that forgets its own: what was dispatched on this branch within a day. */
function isRunaway(runs: readonly RunRow[], { ref }: Trigger, now: number): boolean {
  const recent = runs.filter((run) => run.byBot && isOn(run, ref) && now - run.createdAt < DAY_MS);
  return recent.length >= CEILING;
}
