// A repository with a staging loop, its GitHub and its runner, on which people, fixes and accidents play.
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";
import { seedRepository } from "../../demo/github/seed.ts";
import { startGitHub, type GitHubOptions, type GitHubStandIn } from "../../demo/github/stand-in.ts";
import type { JobResult, RunnerHooks, RunResult, StepRecord } from "../../demo/runner/results.ts";
import { startRunner, type Runner } from "../../demo/runner/runner.ts";
import { nodeProgram } from "../../demo/staging/node-program.ts";

export interface StageOptions {
  /** Lines below `jobs:`; default: one job that does everything. */
  readonly jobs?: readonly string[];
  /** Lines of the step's `with:` in the default job. */
  readonly with?: readonly string[];
  /** Steps around the loop in the default job. */
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  readonly permissions?: readonly string[];
  readonly on?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly github?: Partial<GitHubOptions>;
  readonly hooks?: RunnerHooks;
  /** Staging answers as it should from the start. */
  readonly isGood?: boolean;
  readonly hasPull?: boolean;
}

export interface Stage {
  readonly github: GitHubStandIn;
  readonly runner: Runner;
  /** Commits to the branch `topic`; the file `fixed` makes staging good once it is deployed. */
  readonly commit: (files: Readonly<Record<string, string>>, branch?: string) => Promise<string>;
  /** Pushes `topic` and waits until nothing runs any more. */
  readonly push: (by?: string) => Promise<readonly RunResult[]>;
  readonly idle: () => Promise<readonly RunResult[]>;
  readonly close: () => Promise<void>;
}

export const WRITES = ["contents: read", "actions: write", "pull-requests: write", "statuses: write"];
const ON = ["push:", "workflow_dispatch: { inputs: { loop: { type: string }, cycle: { type: string } } }"];

/** A fix that pushes with a job's token, so that no run starts by itself. */
export const FIX = `#!/bin/sh
set -e
echo yes > fixed
git add -A
git -c user.name=fixer -c user.email=fixer@example.com commit -qm "\${SUBJECT:-Repair it}"
git push -q "$REMOTE" HEAD:topic
`;

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "bundle-stage-"));
  const gitDir = join(folder, "app.git");
  const server = createServer((_, response) => {
    const isGood = options.isGood === true || existsSync(join(folder, "good"));
    response.writeHead(isGood ? 200 : 404).end("x");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const seeded = await seedRepository(gitDir);
  const workflow = workflowOf(options, { STAGE: folder, REMOTE: gitDir });
  const shared = {
    ".github/workflows/staging.yml": workflow,
    "c.yml": `version: 1\ndeploy: ./deploy.sh\nprobes: [{ name: up, http: { url: "http://127.0.0.1:${port}/", expect: 200 } }]\n`,
    "deploy.sh": '#!/bin/sh\necho DEPLOYED\ntest ! -f fixed || touch "$STAGE/good"\n',
    "fix.sh": FIX,
  };
  await seeded.commit({ branch: "main", message: "Start", files: { ...shared, ...options.files } });
  await seeded.commit({ branch: "topic", from: "main", message: "Change", files: { "x.txt": "x\n" } });
  const github = await startGitHub({
    owner: "acme",
    repo: "app",
    gitDir,
    people: ["dana"],
    ...options.github,
  });
  const node = nodeProgram();
  const runner = await startRunner({
    github,
    actionDir: dirname(dirname(import.meta.dirname)),
    node,
    path: [dirname(node)],
    // A lost machine is given up at once.
    timeline: { lostMs: 200 },
    hooks: options.hooks ?? {},
  });
  if (options.hasPull !== false) {
    await github.openPullRequest({ head: "topic", base: "main", title: "Change", by: "dana" });
  }
  return {
    github,
    runner,
    commit: (files, branch = "topic") => seeded.commit({ branch, message: "Another change", files }),
    push: async (by = "dana") => {
      await github.push({ ref: "topic", by });
      return runner.idle();
    },
    idle: () => runner.idle(),
    close: async () => {
      await runner.close();
      await github.close();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function workflowOf(options: StageOptions, env: Readonly<Record<string, string>>): string {
  const lines = (all: readonly string[], depth: number): string =>
    all.map((line) => `${" ".repeat(depth)}${line}\n`).join("");
  return `name: Staging
run-name: Staging \${{ inputs.cycle }}
on:
${lines(options.on ?? ON, 2)}permissions: {}
env:
${lines(
  Object.entries(env).map(([name, value]) => `${name}: ${value}`),
  2,
)}jobs:
${lines(options.jobs ?? wholeJob(options), 2)}`;
}

export const CHECKOUT = "- { uses: actions/checkout@v6, with: { persist-credentials: false } }";
export const GROUP = "concurrency: { group: staging, cancel-in-progress: false, queue: max }";

function wholeJob({ before = [], after = [], permissions = WRITES, ...options }: StageOptions): readonly string[] {
  const indented = (depth: number, lines: readonly string[]): readonly string[] =>
    lines.map((line) => `${" ".repeat(depth)}${line}`);
  return [
    "staging:",
    ...indented(2, ["runs-on: ubuntu-latest", "permissions:", ...indented(2, permissions), GROUP, "steps:"]),
    ...indented(4, [CHECKOUT, ...before, "- uses: acme/test-deploy-loop@v1", "  id: loop", "  with:"]),
    ...indented(8, ["config: c.yml", "wait: 1ms", ...(options.with ?? [])]),
    ...indented(4, after),
  ];
}

export function jobOf(run: RunResult | undefined, id: string): JobResult {
  const found = run?.jobs.find((job) => job.id === id);
  if (found === undefined) throw new Error(`no job ${id}: ${JSON.stringify(run)}`);
  return found;
}

/** The action's step of a phase in a job. */
export function stepOf(run: RunResult | undefined, phase: StepRecord["phase"], job = "staging"): StepRecord {
  const found = jobOf(run, job).steps.find((step) => step.id === "loop" && step.phase === phase);
  if (found === undefined) throw new Error(`no ${phase} in ${job}: ${JSON.stringify(run)}`);
  return found;
}

export function outputsOf(run: RunResult | undefined, job = "staging"): readonly (string | undefined)[] {
  const { outputs } = stepOf(run, "main", job);
  return [outputs["verdict"], outputs["decision"], outputs["cycle"]];
}

/** Everything that a run wrote into its log. */
export function logOf(run: RunResult | undefined): string {
  return run?.jobs.flatMap((job) => job.steps.flatMap((step) => step.log)).join("\n") ?? "";
}

/** Requests with a job's token since the last call of this function, by kind of request. */
export function countsOf(github: GitHubStandIn, from = 0): { readonly reads: number; readonly writes: number } {
  const all = github
    .requests()
    .slice(from)
    .filter((each) => each.tokenKind === "job");
  const reads = all.filter((each) => each.method === "GET").length;
  return { reads, writes: all.length - reads };
}

/** Opens the stage of a test, and closes it when the test is over. */
export function stageOfTest(): (options: StageOptions) => Promise<Stage> {
  let stage: Stage | null = null;
  afterEach(async () => {
    await stage?.close();
    stage = null;
  });
  return async (options) => {
    stage = await openStage(options);
    return stage;
  };
}
