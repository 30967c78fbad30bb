// Plays the users' story with the real bundle: a pull request whose staging is broken in several ways, a loop that
// deploys, tests and reports, and a repair after each cycle, until the target is met or the cycles are spent.
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createRepository } from "./app/repository.ts";
import type { SeenRequest, Violation } from "./github/front.ts";
import type { IssueComment } from "./github/issues.ts";
import { startGitHub, type GitHubStandIn } from "./github/stand-in.ts";
import type { CommitStatus } from "./github/statuses.ts";
import type { RunnerHooks, RunResult } from "./runner/results.ts";
import { startRunner } from "./runner/runner.ts";
import { nodeProgram } from "./staging/node-program.ts";
import { startStaging } from "./staging/start.ts";

export interface StoryOptions {
  readonly maxCycles?: number;
  readonly brokenConfig?: boolean;
  readonly onCycle?: (cycle: ToldCycle) => Promise<void> | void;
  readonly hooks?: RunnerHooks;
}

/** One finished run, with everything that people would see of it. */
export interface ToldCycle {
  readonly number: number;
  readonly result: RunResult;
  readonly commit: string;
  readonly subject: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly comment: string | null;
  readonly status: CommitStatus | null;
  /** What the step after the loop printed. */
  readonly repair: readonly string[];
}

export interface Story {
  readonly cycles: readonly ToldCycle[];
  readonly comments: readonly IssueComment[];
  readonly statuses: readonly CommitStatus[];
  readonly requests: readonly SeenRequest[];
  readonly violations: readonly Violation[];
  /** Dispatches that were asked for while the action's post step ran, and all of them. */
  readonly dispatches: { readonly fromPost: number; readonly all: number };
}

const OWNER = "acme";
const REPO = "chat";
const ACTION = dirname(import.meta.dirname);

export async function playStory(options: StoryOptions = {}): Promise<Story> {
  const folder = await mkdtemp(join(tmpdir(), "test-deploy-loop-demo-"));
  const repository = await createRepository(folder, {
    ...(options.maxCycles === undefined ? {} : { maxCycles: options.maxCycles }),
    ...(options.brokenConfig === undefined ? {} : { brokenConfig: options.brokenConfig }),
  });
  const staging = await startStaging();
  const github = await startGitHub({
    owner: OWNER,
    repo: REPO,
    gitDir: repository.bareDir,
    people: ["dana"],
    secrets: { STAGING_JWT_SECRET: staging.secret },
    variables: {
      STAGING_URL: staging.url,
      STAGING_CONTROL_URL: staging.controlUrl,
      FIX_REMOTE: repository.bareDir,
      DEMO_REVISIONS: repository.revisionsFile,
    },
  });
  const node = nodeProgram();
  const cycles: ToldCycle[] = [];
  let telling = Promise.resolve();
  const dispatched = (): number => github.requests().filter(isDispatch).length;
  let beforePost = 0;
  let fromPost = 0;
  const runner = await startRunner({
    github,
    actionDir: ACTION,
    node,
    // The user's own commands say `node`; on a machine with an older one they must find the same as the action.
    path: [dirname(node)],
    hooks: {
      ...options.hooks,
      onStep: (event) => {
        options.hooks?.onStep?.(event);
        if (event.phase !== "post") return;
        if (event.record === undefined) beforePost = dispatched();
        else fromPost += dispatched() - beforePost;
      },
      onRunFinished: (result) => {
        options.hooks?.onRunFinished?.(result);
        const before = telling;
        telling = (async () => {
          await before;
          const cycle = await toldCycle(result, cycles.length + 1, github, repository.bareDir);
          cycles.push(cycle);
          await options.onCycle?.(cycle);
        })();
      },
    },
  });
  try {
    const pull = await github.openPullRequest({
      head: repository.branch,
      base: repository.baseBranch,
      title: "Agents answer over the WebSocket",
      by: "dana",
    });
    await github.push({ ref: repository.branch, by: "dana" });
    await runner.idle();
    await telling;
    return {
      cycles,
      comments: await github.comments(pull.number),
      statuses: github.statuses(),
      requests: github.requests(),
      violations: github.violations(),
      dispatches: { fromPost, all: dispatched() },
    };
  } finally {
    await runner.close();
    await github.close();
    await staging.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function isDispatch({ method, path }: SeenRequest): boolean {
  return method === "POST" && path.endsWith("/dispatches");
}

async function toldCycle(
  result: RunResult,
  number: number,
  github: GitHubStandIn,
  bareDir: string,
): Promise<ToldCycle> {
  const run = github.runs.list().find((each) => each.id === result.runId);
  const commit = run?.headSha ?? "";
  const steps = result.jobs.flatMap((job) => job.steps);
  const main = steps.find((step) => step.id === "loop" && step.phase === "main");
  const post = steps.find((step) => step.phase === "post" && (step.summary ?? "") !== "");
  const [comment] = await github.comments();
  return {
    number,
    result,
    commit,
    subject: execFileSync("git", ["log", "-1", "--format=%s", commit], { cwd: bareDir, encoding: "utf8" }).trim(),
    outputs: main?.outputs ?? {},
    summary: [main?.summary ?? "", post?.summary ?? ""].filter(Boolean).join("\n---\n\n"),
    comment: comment?.body ?? null,
    status: github.statuses(commit).at(-1) ?? null,
    repair: steps.find((step) => step.name.startsWith("Repair"))?.log ?? [],
  };
}
