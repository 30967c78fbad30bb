// Workflow runs: their rows, and the dispatch of the next one, which is never sent twice without a look.
import * as v from "valibot";
import { cycleKey, readCycleKey } from "../../model/cycle.ts";
import { refused, type Answer, type DispatchedRun, type DispatchOrder, type RunRow } from "../../model/github.ts";
import type { Clock } from "../../model/world.ts";
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";
import { ACTIONS_BOT, id } from "./author.ts";
import type { Call, Manner } from "./call.ts";
import { isAmbiguous, type Pause } from "./once.ts";

const ACTOR = v.optional(v.nullable(v.object({ login: v.string() })));

const RUN = v.object({
  id,
  display_title: v.optional(v.string(), ""),
  event: v.optional(v.string(), ""),
  status: v.nullable(v.string()),
  conclusion: v.nullable(v.string()),
  created_at: v.string(),
  head_branch: v.optional(v.nullable(v.string())),
  actor: ACTOR,
  triggering_actor: ACTOR,
});

const RUNS = v.object({ workflow_runs: v.array(RUN) });

function rowOf(run: v.InferOutput<typeof RUN>): RunRow {
  return {
    id: run.id,
    title: untrusted(run.display_title),
    event: run.event,
    status: run.status ?? "unknown",
    conclusion: run.conclusion,
    createdAt: Date.parse(run.created_at),
    branch: typeof run.head_branch === "string" ? untrusted(run.head_branch) : null,
    byBot: run.actor?.login === ACTIONS_BOT || run.triggering_actor?.login === ACTIONS_BOT,
  };
}

export async function listDispatchedRuns(
  call: Call,
  workflow: Untrusted,
  manner: Manner = {},
): Promise<Answer<readonly RunRow[]>> {
  const answer = await call(
    "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs",
    RUNS,
    { workflow_id: reveal(workflow), event: "workflow_dispatch", per_page: 100 },
    manner,
  );
  return answer.ok ? { ok: true, value: answer.value.workflow_runs.map(rowOf) } : answer;
}

export async function eventRunsOf(call: Call, workflow: Untrusted, commit: string): Promise<Answer<readonly RunRow[]>> {
  const answer = await call("GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs", RUNS, {
    workflow_id: reveal(workflow),
    head_sha: commit,
    per_page: 30,
  });
  if (!answer.ok) return answer;
  const others = answer.value.workflow_runs.filter(
    (run) => run.event !== "workflow_dispatch" && run.conclusion !== "cancelled" && run.conclusion !== "skipped",
  );
  return { ok: true, value: others.map(rowOf) };
}

export async function runOf(call: Call, runId: number): Promise<Answer<RunRow | null>> {
  const answer = await call("GET /repos/{owner}/{repo}/actions/runs/{run_id}", RUN, { run_id: runId });
  if (answer.ok) return { ok: true, value: rowOf(answer.value) };
  return answer.problem.kind === "not-found" ? { ok: true, value: null } : answer;
}

const STEP = v.object({ name: v.string(), status: v.string(), conclusion: v.nullable(v.string()) });

const JOBS = v.object({
  jobs: v.array(
    v.object({
      status: v.string(),
      runner_name: v.optional(v.nullable(v.string())),
      steps: v.optional(v.array(STEP), []),
    }),
  ),
});

/** GitHub names a post step after its step. */
const POST = "Post ";

export async function mainStepOf(call: Call, runId: number, runner: string): Promise<Answer<string | null>> {
  const answer = await call("GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs", JOBS, {
    run_id: runId,
    per_page: 100,
  });
  if (!answer.ok) return answer;
  const own = answer.value.jobs.filter((job) => job.status === "in_progress" && job.runner_name === runner);
  const steps = own.flatMap((job) => job.steps);
  const running = steps.find((step) => step.status === "in_progress" && step.name.startsWith(POST));
  const main = running === undefined ? undefined : steps.find((step) => step.name === running.name.slice(POST.length));
  return { ok: true, value: main?.conclusion ?? null };
}

/** No branch and no tag: git forbids two dots in a name. */
const NO_REF = "test-deploy-loop..no-branch";

export async function mayDispatch(call: Call, workflow: Untrusted): Promise<Answer<null>> {
  const answer = await call(
    "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
    v.unknown(),
    { workflow_id: reveal(workflow), ref: NO_REF },
    { optional: true },
  );
  // Whoever is told that there is no such branch has been let in. Only a clear refusal says something.
  const isRefused = !answer.ok && (answer.problem.kind === "forbidden" || answer.problem.kind === "not-found");
  return isRefused ? answer : { ok: true, value: null };
}

export interface DispatchTools {
  readonly call: Call;
  readonly clock: Pick<Clock, "monotonic" | "cancelled">;
  readonly pause: Pause;
  readonly serverNow: () => number | null;
}

/** Until an accepted dispatch shows up in the list: a minute in all. */
const ACCEPTED_LOOKS = [0, 2_000, 4_000, 8_000, 16_000, 30_000];
/** Until a dispatch whose answer was lost would have shown up. */
const LOST_LOOKS = [1_000, 2_000, 4_000, 8_000];

export async function dispatch(tools: DispatchTools, order: DispatchOrder): Promise<Answer<DispatchedRun>> {
  const find = finder(tools, order);
  for (let attempt = 1; ; attempt++) {
    const answer = await post(tools, order);
    if (answer.ok) return { ok: true, value: { runId: answer.value ?? (await found(find(ACCEPTED_LOOKS))) } };
    if (!isAmbiguous(answer.problem)) return answer;
    const late = await find(LOST_LOOKS);
    // Where one cannot look, nobody knows whether a second one would be one too many.
    if (!late.ok) return late;
    if (late.value !== null) return { ok: true, value: { runId: late.value } };
    // Never after a signal, not even once more.
    if (attempt === 2 || tools.clock.cancelled()) return answer;
  }
}

async function found(looking: Promise<Answer<number | null>>): Promise<number | null> {
  const answer = await looking;
  return answer.ok ? answer.value : null;
}

const RUN_DETAILS = v.optional(v.object({ workflow_run_id: v.optional(id) }));

async function post({ call, clock }: DispatchTools, order: DispatchOrder): Promise<Answer<number | null>> {
  const send = (details: object) =>
    call("POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches", RUN_DETAILS, {
      workflow_id: reveal(order.workflow),
      ref: reveal(order.ref),
      inputs: Object.fromEntries(Object.entries(order.inputs).map(([name, value]) => [name, reveal(value)])),
      ...details,
    });
  const first = await send({ return_run_details: true });
  // GitHub Enterprise Server up to 3.20 answers 400 to the field it does not know; nothing has been started then.
  const isUnknown = !first.ok && first.problem.status === 400 && !clock.cancelled();
  const answer = isUnknown ? await send({}) : first;
  return answer.ok ? { ok: true, value: answer.value?.workflow_run_id ?? null } : answer;
}

/** GitHub's clocks and ours count the same seconds, but not from the same moment. */
const SLACK_MS = 60_000;

type Find = (pauses: readonly number[]) => Promise<Answer<number | null>>;

/** Looks for the run of this dispatch after each of the pauses. */
function finder({ call, clock, pause, serverNow }: DispatchTools, order: DispatchOrder): Find {
  const began = clock.monotonic();
  const key = cycleKey(order.cycle);
  const isMine = (run: RunRow): boolean => {
    const cycle = readCycleKey(run.title, order.cycle.loop);
    const now = serverNow();
    const since = now === null ? Number.NEGATIVE_INFINITY : now - (clock.monotonic() - began) - SLACK_MS;
    return cycle !== null && cycleKey(cycle) === key && run.createdAt >= since;
  };
  return async (pauses) => {
    let last: Answer<number | null> = refused("unreachable", null, untrusted("the runs could not be listed"));
    for (const ms of pauses) {
      if (ms > 0) await pause(ms);
      const runs = await listDispatchedRuns(call, order.workflow, { tries: 1 });
      const mine = runs.ok ? runs.value.find(isMine) : undefined;
      if (mine !== undefined) return { ok: true, value: mine.id };
      last = runs.ok ? { ok: true, value: null } : runs;
    }
    return last;
  };
}
