// Everything that a story plays on: the demo user's repository, staging, GitHub and a runner with the bundled action; and what
// people see of each run when it is over.
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createRepository, type DemoRepository, type RepositoryOptions } from "./app/repository.ts";
import { movableClock, type MovableClock } from "./github/clock.ts";
import type { FaultRule } from "./github/faults.ts";
import type { SeenRequest } from "./github/front.ts";
import type { Run } from "./github/runs.ts";
import { startGitHub, type GitHubStandIn } from "./github/stand-in.ts";
import type { CommitStatus } from "./github/statuses.ts";
import type { RunnerHooks, RunResult, StepRecord } from "./runner/results.ts";
import { startRunner, type Runner } from "./runner/runner.ts";
import { nodeProgram } from "./staging/node-program.ts";
import { startStaging } from "./staging/start.ts";

export interface StageOptions {
  readonly repository: RepositoryOptions;
  readonly faults?: readonly FaultRule[];
  readonly onRun?: (run: ToldRun) => Promise<void> | void;
  readonly hooks?: RunnerHooks;
}

export interface Stage {
  readonly repository: DemoRepository;
  readonly github: GitHubStandIn;
  readonly runner: Runner;
  /** The date of everything; it stands at the real one until a story moves it. */
  readonly clock: MovableClock;
  /** Resolves when no run is left, and each that is over has been told. */
  readonly quiet: () => Promise<void>;
  /** In the order in which they were over. */
  readonly runs: () => readonly ToldRun[];
  /** Dispatches that were asked for while a post step of the action ran, and all of them. */
  readonly dispatches: () => { readonly fromPost: number; readonly all: number };
  readonly close: () => Promise<void>;
}

/** One run that is over, with everything that people would see of it. */
export interface ToldRun {
  readonly number: number;
  readonly run: Run;
  readonly result: RunResult;
  readonly commit: string;
  readonly subject: string;
  /** Of the action; where it ran in several jobs, of the last that told a verdict. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** The first comment of the pull request, which is edited; null where there is none. */
  readonly comment: string | null;
  /** The comment that tells the end of the loop; null as long as it goes on. */
  readonly end: string | null;
  /** The newest issue; null where there is none. */
  readonly issue: { readonly state: string; readonly title: string; readonly body: string } | null;
  readonly status: CommitStatus | null;
  /** Every line of every step. */
  readonly log: readonly string[];
  /** What its job tokens have asked GitHub for. */
  readonly requests: readonly SeenRequest[];
}

const OWNER = "acme";
const REPO = "chat";
const ACTION = dirname(import.meta.dirname);

/** Longer than a poll of the action's, far shorter than the ten minutes after which GitHub gives a lost machine up. */
const LOST_MS = 300;

const TEN_YEARS_S = String(10 * 365 * 24 * 60 * 60);

export async function openStage(options: StageOptions): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "test-deploy-loop-demo-"));
  const repository = await createRepository(folder, options.repository);
  // Nights follow each other within seconds: staging takes tokens of machines whose clocks show another day.
  const staging = await startStaging({ clockToleranceS: TEN_YEARS_S });
  const clock = movableClock(new Date());
  const github = await startGitHub({
    owner: OWNER,
    repo: REPO,
    gitDir: repository.bareDir,
    people: ["dana", "stranger"],
    clock: clock.now,
    secrets: { STAGING_JWT_SECRET: staging.secret },
    variables: {
      STAGING_URL: staging.url,
      STAGING_CONTROL_URL: staging.controlUrl,
    },
    ...(options.faults === undefined ? {} : { faults: options.faults }),
  });
  const node = nodeProgram();
  const told: ToldRun[] = [];
  const counted = countDispatches(github);
  let telling = Promise.resolve();
  const runner = await startRunner({
    github,
    actionDir: ACTION,
    node,
    // The user's own commands say `node`; on a machine with an older one they must find the same as the action.
    path: [dirname(node)],
    timeline: { lostMs: LOST_MS },
    hooks: {
      ...options.hooks,
      onStep: (event) => {
        counted.notice(event.phase, event.record);
        options.hooks?.onStep?.(event);
      },
      onRunFinished: (result) => {
        options.hooks?.onRunFinished?.(result);
        const before = telling;
        telling = (async (): Promise<void> => {
          await before;
          const run = await tellRun(result, told.length + 1, github, repository);
          told.push(run);
          await options.onRun?.(run);
        })();
      },
    },
  });

  return {
    repository,
    github,
    runner,
    clock,
    quiet: async () => {
      await runner.idle();
      await telling;
    },
    runs: () => [...told],
    dispatches: counted.both,
    close: async () => {
      await runner.close();
      await telling;
      await github.close();
      await staging.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Counted {
  readonly notice: (phase: StepRecord["phase"], record: StepRecord | undefined) => void;
  readonly both: () => { readonly fromPost: number; readonly all: number };
}

function countDispatches(github: GitHubStandIn): Counted {
  let before = 0;
  let fromPost = 0;
  const all = (): number => github.requests().filter(isDispatch).length;
  return {
    notice: (phase, record) => {
      if (phase !== "post") return;
      if (record === undefined) before = all();
      else fromPost += all() - before;
    },
    both: () => ({ fromPost, all: all() }),
  };
}

function isDispatch({ method, path, status }: SeenRequest): boolean {
  return method === "POST" && path.endsWith("/dispatches") && status !== 422;
}

async function tellRun(
  result: RunResult,
  number: number,
  github: GitHubStandIn,
  repository: DemoRepository,
): Promise<ToldRun> {
  const run = github.runs.get(result.runId);
  if (run === undefined) throw new Error(`Run ${result.runId} is unknown.`);
  const steps = result.jobs.flatMap((job) => job.steps);
  const commit = run.headSha;
  const verdict = steps.findLast((step) => step.phase === "main" && step.outputs["verdict"] !== undefined);
  const [comment, end] = await github.comments();
  const [issue] = await github.issues();
  const words = ["log", "-1", "--format=%s", commit];
  return {
    number,
    run,
    result,
    commit,
    subject: execFileSync("git", words, { cwd: repository.bareDir, encoding: "utf8" }).trim(),
    outputs: verdict?.outputs ?? {},
    summary: steps
      .map((step) => step.summary ?? "")
      .filter((text) => text !== "")
      .join("\n---\n\n"),
    comment: comment?.body ?? null,
    end: end?.body ?? null,
    issue: issue ?? null,
    status: github.statuses(commit).at(-1) ?? null,
    log: steps.flatMap((step) => step.log),
    requests: github.requests().filter(({ tokenKind, runId }) => tokenKind === "job" && runId === run.id),
  };
}
