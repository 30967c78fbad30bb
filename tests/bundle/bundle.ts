// Runs the committed bundle as a black box: a repository, the GitHub stand-in, the mini runner, and nothing of src/.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { seedRepository } from "../../demo/github/seed.ts";
import { startGitHub, type GitHubStandIn } from "../../demo/github/stand-in.ts";
import type { RunResult, StepRecord } from "../../demo/runner/results.ts";
import { startRunner } from "../../demo/runner/runner.ts";
import { nodeProgram } from "../../demo/staging/node-program.ts";

export interface BundleOrder {
  /** Lines of the step's `with:`. */
  readonly with?: readonly string[];
  /** Lines of the step's `env:`. */
  readonly env?: readonly string[];
  readonly permissions?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  /** Steps between the action's main and post. */
  readonly after?: readonly string[];
  readonly triggers?: readonly string[];
  /** The run is cancelled when the step of this name begins. */
  readonly cancelAt?: string;
}

export interface BundleRun {
  readonly github: GitHubStandIn;
  readonly results: readonly RunResult[];
  readonly main: StepRecord;
  readonly post: StepRecord;
  readonly log: string;
  readonly summary: string;
}

const PERMISSIONS = ["contents: read", "actions: write", "pull-requests: write", "statuses: write"];
const TRIGGERS = ["push:", "workflow_dispatch: { inputs: { loop: { type: string }, cycle: { type: string } } }"];

/** Pushes a branch with a pull request, lets the runner work until nothing is left, and hands over what was seen. */
export async function runBundle(order: BundleOrder, look: (run: BundleRun) => Promise<void> | void): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "bundle-"));
  const gitDir = join(folder, "app.git");
  const seeded = await seedRepository(gitDir);
  await seeded.commit({ branch: "main", message: "Start", files: { "README.md": "app\n", ...workflow(order) } });
  await seeded.commit({ branch: "topic", from: "main", message: "Change", files: { "x.txt": "x\n", ...order.files } });
  const github = await startGitHub({ owner: "acme", repo: "app", gitDir, people: ["dana"] });
  const action = dirname(dirname(import.meta.dirname));
  const node = nodeProgram();
  const runner = await startRunner({
    github,
    actionDir: action,
    node,
    path: [dirname(node)],
    hooks: {
      onStep: ({ run, step, record }) => {
        if (step === order.cancelAt && record === undefined) runner.cancel(run.id);
      },
    },
  });
  try {
    await github.openPullRequest({ head: "topic", base: "main", title: "Change", by: "dana" });
    await github.push({ ref: "topic", by: "dana" });
    const results = await runner.idle();
    const steps = results[0]?.jobs[0]?.steps ?? [];
    const main = steps.find((step) => step.id === "loop" && step.phase === "main");
    const post = steps.find((step) => step.id === "loop" && step.phase === "post");
    if (main === undefined || post === undefined) throw new Error(`the action did not run: ${JSON.stringify(results)}`);
    await look({ github, results, main, post, log: main.log.join("\n"), summary: main.summary ?? "" });
  } finally {
    await runner.close();
    await github.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function workflow(order: BundleOrder): Readonly<Record<string, string>> {
  const block = (lines: readonly string[], depth: number): string =>
    lines.map((line) => `${" ".repeat(depth)}${line}`).join("\n");
  const text = `name: Staging
run-name: Staging \${{ inputs.cycle }}
on:
${block(order.triggers ?? TRIGGERS, 2)}
permissions: {}
jobs:
  staging:
    runs-on: ubuntu-latest
    permissions:
${block(order.permissions ?? PERMISSIONS, 6)}
    concurrency: { group: staging, cancel-in-progress: false, queue: max }
    steps:
      - uses: actions/checkout@v6
        with: { persist-credentials: false }
      - uses: acme/test-deploy-loop@v1
        id: loop
        with:
${block(["wait: 1ms", ...(order.with ?? [])], 10)}
        env:
${block(["LANG: C", ...(order.env ?? [])], 10)}
${block(order.after ?? [], 6)}
`;
  return { ".github/workflows/staging.yml": text };
}
