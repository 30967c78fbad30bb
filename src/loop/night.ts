// What the issue of the nights tells a run that begins: the loop of this night may be on its way, or was left open, and
// an earlier night may have been. And what it tells the loops of the day: what failed in the last tested night.
import { readCycleKey, readCycleKeys, type Cycle } from "../model/cycle.ts";
import type { GitHub } from "../model/github.ts";
import { lastCycle, type Beginning, type Loop } from "../model/loop.ts";
import type { Limits } from "../model/limits.ts";
import { dateOf, nightOf, type TestedNight } from "../model/night.ts";
import type { Trigger } from "../model/trigger.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";
import { redoLoop } from "./advance.ts";
import { readNights } from "./nights.ts";
import { readState, type PageState } from "./state.ts";

export type Tonight =
  /** A new loop begins. */
  | { readonly kind: "new"; readonly beginning: Beginning }
  | { readonly kind: "continued"; readonly loop: Loop; readonly beginning: Beginning }
  /** The loop of this night lives, and this is its run. */
  | { readonly kind: "on-its-way"; readonly run: number };

export interface NightOrder {
  readonly trigger: Trigger;
  readonly limits: Limits;
  readonly now: number;
  /** First line of the issue of the nights. */
  readonly nightMarker: string;
}

const NEW: Tonight = { kind: "new", beginning: { kind: "new" } };

/** Only for a run that a schedule started. */
export async function tonight({ trigger, limits, now, nightMarker }: NightOrder, github: GitHub): Promise<Tonight> {
  // A second attempt is the cycle that it was: what stands on the page now may be its own.
  if (trigger.attempt > 1) return NEW;
  const issue = await github.readIssue(nightMarker);
  if (issue.ok && issue.value === null) return withoutIssue(trigger, now, github);
  const state = issue.ok && issue.value !== null ? readState(issue.value.body) : null;
  const night = state?.next == null ? null : nightOf(state.next);
  if (state === null || night === null || state.runId === trigger.runId) return NEW;
  const isTonight = night === dateOf(now);
  // What waits for a commit goes on in its own night; a new one begins anew.
  if (state.stands === "parked") return isTonight ? continued(state, null, { trigger, limits }) : NEW;
  if (state.stands !== "open") return NEW;
  const nextRun = (await laterRunOf(state, trigger, github)) ?? state.nextRun;
  const run = await github.runOf(nextRun ?? state.runId);
  // Without an answer it counts as gone.
  const last = run.ok ? run.value : null;
  const lost = last?.status === "completed" ? last.conclusion : null;
  if (last !== null && last.status !== "completed") return isTonight ? { kind: "on-its-way", run: last.id } : NEW;
  if (isTonight) return continued({ ...state, nextRun }, lost, { trigger, limits });
  return { kind: "new", beginning: { kind: "after-lost-night", date: night, after: state.id.n, lost } };
}

/** No night has ended badly yet. The loop of this one may be on its way all the same: its runs bear its name. */
async function withoutIssue({ workflow, ref, runId }: Trigger, now: number, github: GitHub): Promise<Tonight> {
  if (workflow === null || ref === null) return NEW;
  const runs = await github.listDispatchedRuns(workflow);
  const alive = runs.ok
    ? runs.value.find(({ status, branch }) => status !== "completed" && isSame(branch, ref))
    : undefined;
  const [id] = alive === undefined ? [] : readCycleKeys(alive.title).filter(({ loop }) => loop !== runId);
  const root = id === undefined ? null : await github.runOf(id.loop);
  const isOfTonight =
    root?.ok === true && root.value?.event === "schedule" && dateOf(root.value.createdAt) === dateOf(now);
  return alive !== undefined && isOfTonight ? { kind: "on-its-way", run: alive.id } : NEW;
}

function isSame(branch: Untrusted | null, ref: Untrusted): boolean {
  return branch !== null && reveal(branch) === reveal(ref);
}

/** The newest run of the loop after that of its page, by the names of the runs; null where they do not tell. */
async function laterRunOf({ id }: PageState, { workflow }: Trigger, github: GitHub): Promise<number | null> {
  const runs = workflow === null ? null : await github.listDispatchedRuns(workflow);
  if (runs?.ok !== true) return null;
  return runs.value.find((run) => (readCycleKey(run.title, id.loop)?.n ?? 0) > id.n)?.id ?? null;
}

function continued(
  state: PageState,
  lost: string | null,
  { trigger, limits }: Pick<NightOrder, "trigger" | "limits">,
): Tonight {
  const loop = takenOver(state);
  const isHere = loop !== null && trigger.ref !== null && isSame(loop.ref, trigger.ref);
  if (!isHere || loop.id.n > lastCycle(loop, limits)) return NEW;
  return { kind: "continued", loop, beginning: { kind: "continued", after: state.id.n, lost } };
}

/**
 * The loop of a page as another run takes it over; null where there is nothing to go on with. Where the next cycle had a
 * run already, this is the same cycle once more: nobody else has its key.
 */
export function takenOver({ next, nextRun, stands }: PageState): Loop | null {
  if (next === null || stands === "ended") return null;
  const own = nextRun === null ? next : redoLoop(next, null, nextRun);
  return own === null ? null : { ...own, notBefore: 0, waitMs: 0, expectedCommit: null };
}

/** For a page, not for a verdict: whoever is slow here is not waited for. */
const LOOKING_MS = 20_000;

/** What failed in the last tested night, for a loop of the day that has failures to compare; null where nobody knows. */
export async function lastNight(
  loop: Loop,
  { checks }: Cycle,
  nightMarker: string,
  github: GitHub | null,
): Promise<TestedNight | null> {
  const isFailing = checks.some(({ outcome }) => outcome === "failed" || outcome === "errored");
  if (github === null || !isFailing || nightOf(loop) !== null) return null;
  const issue = await github.within(LOOKING_MS).readIssue(nightMarker);
  return issue.ok && issue.value !== null ? (readNights(issue.value.body)?.tested ?? null) : null;
}
