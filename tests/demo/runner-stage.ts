// A repository with one workflow, its GitHub and its runner, for tests of what runs do.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seedRepository, type SeededRepository } from "../../demo/github/seed.ts";
import { startGitHub, type GitHubOptions, type GitHubStandIn } from "../../demo/github/stand-in.ts";
import type { JobResult, LineEvent, RunResult } from "../../demo/runner/results.ts";
import { startRunner, type Runner, type RunnerOptions } from "../../demo/runner/runner.ts";

export interface Stage {
  readonly github: GitHubStandIn;
  readonly runner: Runner;
  readonly seeded: SeededRepository;
  readonly folder: string;
  /** Pushes to main as ada, and gives the only run's result when all is quiet. */
  readonly pushed: () => Promise<RunResult>;
  /** Resolves when a line with this text appears in a log. */
  readonly line: (text: string) => Promise<LineEvent>;
  readonly close: () => Promise<void>;
}

export interface StageOptions {
  readonly github?: Partial<GitHubOptions>;
  readonly runner?: Partial<RunnerOptions>;
  readonly files?: Readonly<Record<string, string>>;
}

const FAST = { interruptMs: 60, terminateMs: 60, drainMs: 60, abandonMs: 3000, lostMs: 60 };

export async function openStage(workflow: string, options: StageOptions = {}): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "stage-"));
  const seeded = await seedRepository(join(folder, "shop.git"));
  const files = { ".github/workflows/loop.yml": workflow, ...options.files };
  await seeded.commit({ branch: "main", files, message: "Start" });
  const github = await startGitHub({
    owner: "acme",
    repo: "shop",
    gitDir: seeded.gitDir,
    people: ["ada"],
    ...options.github,
  });
  const awaited: { text: string; seen: (event: LineEvent) => void }[] = [];
  const runner = await startRunner({
    github,
    actionDir: folder,
    timeline: FAST,
    hooks: {
      onLine: (event) => {
        for (const one of awaited.filter(({ text }) => event.line.includes(text))) {
          awaited.splice(awaited.indexOf(one), 1);
          one.seen(event);
        }
      },
    },
    ...options.runner,
  });
  return {
    github,
    runner,
    seeded,
    folder,
    pushed: async () => {
      await github.push({ ref: "main", by: "ada" });
      const [result, another] = await runner.idle();
      if (result === undefined || another !== undefined) throw new Error("Exactly one run was expected.");
      return result;
    },
    line: (text) => new Promise((resolve) => awaited.push({ text, seen: resolve })),
    close: async () => {
      await runner.close();
      await github.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function jobOf({ jobs, error }: RunResult, id: string): JobResult {
  const found = jobs.find((job) => job.id === id);
  if (found === undefined) throw new Error(`No job ${id}: ${error ?? jobs.map((job) => job.id).join(", ")}`);
  return found;
}

/** The last step's log. */
export function lastLog(job: JobResult): readonly string[] {
  return job.steps.at(-1)?.log ?? [];
}

export function conclusions(result: RunResult): readonly (readonly [string, string])[] {
  return result.jobs.map((job) => [job.id, job.conclusion] as const);
}
