// GitHub Actions: runs wait for their concurrency group, get a runner, are cancelled, started again, or lost.
import type { Job, Model } from "./model.ts";
import type { Commit, Run } from "./repository.ts";
import { runJob } from "./job.ts";
import { OUTCOMES } from "./settings.ts";

export interface Actions {
  enqueue(run: Run): void;
  cancel(run: Run): void;
  /** A person starts a run that is over once more. */
  rerun(run: Run): void;
  push(branch: string, by: Commit["by"], more?: Partial<Commit>): void;
  startOn(commit: string, origin: Origin): void;
}

/** What starts a run, and where. */
type Origin = Pick<Run, "event" | "branch" | "pull" | "sender" | "inputs">;

const MINUTE = 60_000;

export function createActions(model: () => Model): Actions {
  const waiting: Run[] = [];
  let current: Job | null = null;

  function enqueue(run: Run): void {
    const { repository, settings, watch } = model();
    repository.runs.push(run);
    watch.note(`${run.event} run ${run.id} ${run.title} on ${run.branch} at ${run.commit.slice(0, 7)}`);
    queue(run, settings.group);
  }

  function queue(run: Run, group: string): void {
    if (group !== "max") for (const other of waiting.splice(0)) drop(other, "its place in the queue was taken");
    waiting.push(run);
    if (group === "cancel" && current !== null) cancelJob(current);
    next();
  }

  function drop(run: Run, why: string): void {
    run.status = "completed";
    run.conclusion = "cancelled";
    model().watch.excuse(run.branch, why);
    model().watch.count("dropped");
  }

  function next(): void {
    const run = current === null ? waiting.shift() : undefined;
    if (run === undefined) return;
    const { chance, settings, time } = model();
    const outcome = settings.losesState || chance.happens(0.7) ? settings.tendency : (chance.oneOf(OUTCOMES) ?? "met");
    const job: Job = { run, attempt: run.attempt, outcome, faults: [], wakers: new Set(), isLost: false };
    current = job;
    run.status = "in_progress";
    time.after(1_000 + chance.below(MINUTE), () => start(job));
  }

  function start(job: Job): void {
    const { chance, time, settings, watch } = model();
    const isRough = !settings.losesState;
    // Cancelled before a runner had it: nothing of ours ever ran.
    if (job.run.isCancelled) {
      watch.excuse(job.run.branch, "cancelled before it began");
      return over(job, "cancelled");
    }
    if (isRough && chance.happens(0.03)) time.after(chance.below(12 * MINUTE), () => lose(job, "failure"));
    const fate = { missesMain: chance.happens(settings.early), crashes: isRough && chance.happens(0.01) };
    // Main alone knows the plan, and with it the name of the status. A first time the run is started again.
    const isLast = job.attempt > 1 || job.run.event === "workflow_dispatch";
    if (fate.missesMain && isLast) watch.excuse(job.run.branch, "main was not reached");
    if (fate.crashes) watch.loses(job, "main crashed");
    runJob(job, fate, model(), () => fix(job)).then(
      (conclusion) => over(job, conclusion),
      (error: unknown) => watch.breaks(error),
    );
  }

  function lose(job: Job, conclusion: "failure" | "cancelled"): void {
    if (current !== job) return;
    job.isLost = true;
    model().watch.loses(job, "a runner was lost");
    over(job, conclusion);
  }

  function over(job: Job, conclusion: "success" | "failure" | "cancelled"): void {
    if (current !== job) return;
    const { run } = job;
    run.status = "completed";
    run.conclusion = run.isCancelled ? "cancelled" : conclusion;
    model().watch.over(job);
    current = null;
    next();
  }

  function cancelJob(job: Job): void {
    const { chance, time, watch } = model();
    if (job.run.isCancelled) return;
    job.run.isCancelled = true;
    watch.count("cancelled");
    for (const wake of job.wakers) time.after(0, wake);
    if (chance.happens(0.15)) time.after(10_000, () => lose(job, "cancelled"));
  }

  function cancel(run: Run): void {
    if (current?.run === run) return cancelJob(current);
    const at = waiting.indexOf(run);
    if (at < 0) return;
    waiting.splice(at, 1);
    drop(run, "cancelled while it waited");
  }

  function rerun(run: Run): void {
    if (run.status !== "completed" || run.conclusion === "startup_failure") return;
    Object.assign(run, { attempt: run.attempt + 1, status: "queued", conclusion: null, isCancelled: false });
    model().watch.count("re-run");
    queue(run, model().settings.group);
  }

  /** What a fix between two cycles leaves: nothing, a commit that starts no run, or one that does. */
  function fix({ run }: Job): void {
    const { chance } = model();
    if (chance.happens(0.3)) return;
    const files = [chance.happens(0.1) ? ".github/workflows/staging.yml" : "src/app.ts"];
    push(run.branch, chance.happens(0.8) ? "bot" : "person", { files });
  }

  function push(branch: string, by: Commit["by"], more: Partial<Commit> = {}): void {
    const { repository, settings, time } = model();
    const there = repository.branches.get(branch);
    if (there === undefined || there.commits.length === 0) return;
    const sha = more.sha ?? repository.newSha();
    const pull = repository.pulls.find((each) => each.branch === branch && each.isOpen && each.origin !== "fork");
    const starts = by === "person" && more.hasRun !== false && (settings.event === "push" || pull !== undefined);
    const commit: Commit = { sha, by, files: ["src/app.ts"], at: time.now(), ...more, hasRun: starts };
    there.commits = [...there.commits, commit];
    if (!starts) return;
    const isPush = settings.event === "push";
    startOn(sha, {
      event: settings.event,
      branch,
      pull: isPush ? null : (pull ?? null),
      sender: "User",
      inputs: {},
    });
  }

  function startOn(commit: string, origin: Origin): void {
    const { repository, time } = model();
    enqueue({
      ...origin,
      id: repository.newRunId(),
      commit,
      title: origin.event === "workflow_dispatch" ? "Staging" : "A change",
      createdAt: time.now(),
      attempt: 1,
      status: "queued",
      conclusion: null,
      isCancelled: false,
    });
  }

  return { enqueue, cancel, rerun, push, startOn };
}
