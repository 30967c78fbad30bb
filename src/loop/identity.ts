// Makes sure that this run is the one that may run this cycle, before anything is deployed.
import { cycleKey, readCycleKey } from "../model/cycle.ts";
import type { GitHub, RunRow } from "../model/github.ts";
import type { Loop } from "../model/loop.ts";
import type { Trigger } from "../model/trigger.ts";

export type Identified =
  | { readonly kind: "mine" }
  | { readonly kind: "superseded"; readonly by: number; readonly reason: "later-cycle" | "duplicate" }
  | { readonly kind: "wrong-checkout"; readonly head: string | null };

/**
 * Row 1: a re-run while a later cycle exists. Row 3: another run, started earlier, has the same key.
 * Row 6: the checked-out commit is not the commit under test. Without an answer from GitHub the concurrency group
 * alone guards the first two.
 */
export async function identifyRun(
  loop: Loop,
  trigger: Trigger,
  head: string | null,
  github: GitHub | null,
): Promise<Identified> {
  const runs = await dispatchedRuns(loop, trigger, github);
  if (trigger.attempt > 1) {
    const later = runs.find((run) => (readCycleKey(run.title, loop.id.loop)?.n ?? 0) > loop.id.n);
    if (later !== undefined) return { kind: "superseded", by: later.id, reason: "later-cycle" };
  }
  const key = cycleKey(loop.id);
  const earlier = runs.find((run) => run.id < trigger.runId && counts(run) && keyOf(run, loop) === key);
  if (earlier !== undefined) return { kind: "superseded", by: earlier.id, reason: "duplicate" };
  // At a desk the commit under test is the one that is checked out, or there is none.
  return head === trigger.commit || trigger.event === "desk" ? { kind: "mine" } : { kind: "wrong-checkout", head };
}

async function dispatchedRuns(loop: Loop, trigger: Trigger, github: GitHub | null): Promise<readonly RunRow[]> {
  if (github === null || trigger.workflow === null) return [];
  if (loop.id.n === 1 && loop.id.redo === 0 && trigger.attempt === 1) return [];
  const answer = await github.listDispatchedRuns(trigger.workflow);
  return answer.ok ? answer.value : [];
}

// A run that was cancelled or skipped before it did anything does not own the cycle.
function counts(run: RunRow): boolean {
  return run.conclusion !== "cancelled" && run.conclusion !== "skipped";
}

function keyOf(run: RunRow, loop: Loop): string | null {
  const id = readCycleKey(run.title, loop.id.loop);
  return id === null ? null : cycleKey(id);
}
