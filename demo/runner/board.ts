// Keeps a run's state in the API up to date with its jobs: what `GET …/actions/runs/{id}` and its jobs show meanwhile.
import { stamp } from "../github/clock.ts";
import type { Conclusion, JobRecord, Run } from "../github/runs.ts";
import type { GitHubStandIn } from "../github/stand-in.ts";
import type { StepRecord } from "./results.ts";

export interface Board {
  add(name: string): BoardLine;
}

export interface BoardLine {
  wait(): void;
  /** It waits for a person. */
  awaitReview(): void;
  start(): void;
  /** `running`: the name of the step that runs now. */
  steps(this: void, records: readonly StepRecord[], running: string | null): void;
  finish(conclusion: Conclusion): void;
}

export function keepBoard(github: GitHubStandIn, run: Run): Board {
  const jobs: JobRecord[] = [];
  const change = (index: number, changed: Partial<JobRecord>): void => {
    const job = jobs[index];
    if (job === undefined) return;
    jobs[index] = { ...job, ...changed };
    const open = jobs.filter((one) => one.status !== "completed");
    const allAre = (wanted: JobRecord["status"]): boolean =>
      open.length > 0 && open.every((one) => one.status === wanted);
    const hasStarted = jobs.some((one) => one.status === "in_progress" || one.status === "completed");
    const status = allAre("pending")
      ? "pending"
      : allAre("waiting")
        ? "waiting"
        : hasStarted
          ? "in_progress"
          : "queued";
    github.runs.update(run.id, { status, jobs: [...jobs] });
  };
  const now = (): string => stamp(github.site.clock());
  return {
    add: (name) => {
      const index = jobs.length;
      jobs.push({
        id: run.id * 100 + run.attempt * 10 + index,
        name,
        status: "queued",
        conclusion: null,
        startedAt: now(),
        completedAt: null,
        steps: [],
      });
      return {
        wait: () => {
          change(index, { status: "pending" });
        },
        awaitReview: () => {
          change(index, { status: "waiting" });
        },
        start: () => {
          change(index, { status: "in_progress", startedAt: now() });
        },
        steps: (records, running) => {
          const done = records.map(({ name: step, conclusion }, number) => ({
            name: step,
            number: number + 1,
            status: "completed" as const,
            conclusion,
          }));
          const last = {
            name: running ?? "",
            number: done.length + 1,
            status: "in_progress",
            conclusion: null,
          } as const;
          change(index, { steps: running === null ? done : [...done, last] });
        },
        finish: (conclusion) => {
          change(index, { status: "completed", conclusion, completedAt: now() });
        },
      };
    },
  };
}
