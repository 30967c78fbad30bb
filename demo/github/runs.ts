// The runs of all workflows: their facts and states. Who creates them is in events.ts, who carries them out is the runner.
import { stamp } from "./clock.ts";
import type { Json, JsonObject } from "./json.ts";
import type { Site } from "./site.ts";

export interface Run {
  readonly id: number;
  readonly number: number;
  readonly attempt: number;
  /** A re-run of the failed jobs keeps the others' results; the first attempt and a full re-run have "all". */
  readonly reruns: RerunScope;
  readonly workflow: WorkflowIdentity;
  readonly event: RunEvent;
  /** GITHUB_SHA: for a pull request the merge commit. */
  readonly sha: string;
  /** GITHUB_REF, e.g. refs/heads/main or refs/pull/7/merge. */
  readonly ref: string;
  /** What the API calls head_sha and head_branch: for a pull request its head. */
  readonly headSha: string;
  readonly headBranch: string;
  readonly displayTitle: string;
  readonly actor: string;
  readonly triggeringActor: string;
  readonly payload: JsonObject;
  /** Declared inputs of a dispatch with their types; empty for other events. */
  readonly inputs: Readonly<Record<string, Json>>;
  /** Read-only token and no secrets: a fork's pull request, or Dependabot's. */
  readonly isRestricted: boolean;
  readonly pullRequest: number | undefined;
  readonly status: RunStatus;
  readonly conclusion: Conclusion | null;
  readonly createdAt: string;
  readonly startedAt: string;
  readonly updatedAt: string;
  readonly jobs: readonly JobRecord[];
}

export interface WorkflowIdentity {
  readonly id: number;
  readonly path: string;
  readonly name: string;
}

export interface JobRecord {
  readonly id: number;
  readonly name: string;
  readonly status: "queued" | "in_progress" | "completed" | "waiting" | "pending";
  readonly conclusion: Conclusion | null;
  readonly startedAt: string;
  readonly completedAt: string | null;
  readonly steps: readonly JobStep[];
}

export interface JobStep {
  readonly name: string;
  readonly number: number;
  readonly status: "in_progress" | "completed";
  readonly conclusion: Conclusion | null;
}

export type RerunScope = "all" | "failed";
export type RunEvent = "push" | "pull_request" | "workflow_dispatch" | "schedule";
export type RunStatus = "queued" | "pending" | "waiting" | "in_progress" | "completed";
export type Conclusion = "success" | "failure" | "cancelled" | "skipped" | "timed_out" | "startup_failure";

export type NewRun = Omit<
  Run,
  "id" | "number" | "attempt" | "reruns" | "status" | "conclusion" | "createdAt" | "startedAt" | "updatedAt" | "jobs"
>;

export interface RunIdentity {
  readonly id: number;
  readonly number: number;
}

export interface RunStore {
  /** Takes the next id and number of a workflow, for a run that is created now, later or never. */
  reserve(path: string): RunIdentity;
  create(run: NewRun, identity: RunIdentity): Run;
  /** A run that is over before it began, with a conclusion and no jobs. */
  createEnded(run: NewRun, identity: RunIdentity, conclusion: Conclusion): Run;
  /** Promises a run that will appear when `after` resolves; see `expected`. */
  createLater(run: NewRun, identity: RunIdentity, after: Promise<unknown>): void;
  /** One promise for each run that will still appear. */
  expected(): readonly Promise<void>[];
  /** A further attempt of a finished run: same id, event and commit. */
  again(id: number, triggeringActor: string, reruns?: RerunScope): Run | undefined;
  /** Newest first. */
  list(): readonly Run[];
  get(id: number): Run | undefined;
  update(id: number, change: Partial<Pick<Run, "status" | "conclusion" | "jobs">>): Run;
  /** Asks for the end of a run; false when it is over already. */
  cancel(id: number): boolean;
  /** Hears every change; gives the way to stop. */
  onChange(listener: (run: Run) => void): () => void;
  onCancel(listener: (run: Run) => void): () => void;
  workflowId(path: string): number;
}

export function keepRuns(site: Pick<Site, "clock">): RunStore {
  const runs = new Map<number, Run>();
  const workflows = new Map<string, number>();
  const numbers = new Map<string, number>();
  const changeListeners = new Set<(run: Run) => void>();
  const cancelListeners = new Set<(run: Run) => void>();
  const expected = new Set<Promise<void>>();
  let reserved = 0;
  const now = (): string => stamp(site.clock());

  const save = (run: Run): Run => {
    runs.set(run.id, run);
    for (const listener of changeListeners) listener(run);
    return run;
  };
  const need = (id: number): Run => {
    const run = runs.get(id);
    if (run === undefined) throw new Error(`There is no run ${id}.`);
    return run;
  };
  const listenTo = (listeners: Set<(run: Run) => void>, listener: (run: Run) => void): (() => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };

  const begin = (given: NewRun, identity: RunIdentity, state: Pick<Run, "status" | "conclusion">): Run =>
    save({
      ...given,
      ...identity,
      ...state,
      attempt: 1,
      reruns: "all",
      createdAt: now(),
      startedAt: now(),
      updatedAt: now(),
      jobs: [],
    });
  const create = (given: NewRun, identity: RunIdentity): Run =>
    begin(given, identity, { status: "queued", conclusion: null });

  return {
    reserve: (path) => {
      reserved += 1;
      const number = (numbers.get(path) ?? 0) + 1;
      numbers.set(path, number);
      return { id: 11_000_000_000 + reserved, number };
    },
    create,
    createEnded: (given, identity, conclusion) => begin(given, identity, { status: "completed", conclusion }),
    createLater: (given, identity, after) => {
      const appearing: Promise<void> = after.then(() => {
        expected.delete(appearing);
        create(given, identity);
      });
      expected.add(appearing);
    },
    expected: () => [...expected],
    again: (id, triggeringActor, reruns = "all") => {
      const run = need(id);
      if (run.status !== "completed") return undefined;
      return save({
        ...run,
        attempt: run.attempt + 1,
        reruns,
        triggeringActor,
        status: "queued",
        conclusion: null,
        startedAt: now(),
        updatedAt: now(),
        jobs: [],
      });
    },
    list: () => [...runs.values()].toSorted((a, b) => b.id - a.id),
    get: (id) => runs.get(id),
    update: (id, change) => save({ ...need(id), ...change, updatedAt: now() }),
    cancel: (id) => {
      const run = need(id);
      if (run.status === "completed") return false;
      for (const listener of cancelListeners) listener(run);
      return true;
    },
    onChange: (listener) => listenTo(changeListeners, listener),
    onCancel: (listener) => listenTo(cancelListeners, listener),
    workflowId: (path) => {
      const known = workflows.get(path) ?? 5_000_001 + workflows.size;
      workflows.set(path, known);
      return known;
    },
  };
}
