// Builds the demo user's repository: a bare git repository whose `main` is good and whose branch is not yet.

import { execFile } from "node:child_process";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import type { FaultId } from "../staging/faults.ts";

/** The templates in workflows/, one for each way to run the loop. */
export const TEMPLATES = ["push", "pull-request", "nightly", "two-jobs"] as const;
export type Template = (typeof TEMPLATES)[number];

export const BRANCH = "agents-over-websocket";

/** What is wrong with the head of the branch: two errors that hide others, and two that stand open. */
export const FIRST_FAULTS: readonly FaultId[] = ["factory-1011", "endpoints-404", "quality-zero", "latency"];

export interface RepositoryOptions {
  readonly template: Template;
  /** Inputs of the loop that the template gives, with other values. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Lines of the template, written otherwise. */
  readonly edits?: readonly (readonly [what: RegExp, by: string])[];
  /** What is wrong with the base branch; default: nothing. */
  readonly baseFaults?: readonly FaultId[];
  /** `max-cycles` of the workflow file; default: what it says. */
  readonly maxCycles?: number;
  /** Misspells one key of the configuration file: `success-threshold`. */
  readonly brokenConfig?: boolean;
}

export interface DemoRepository {
  readonly bareDir: string;
  readonly baseBranch: string;
  /** The only commit of the base branch, and the parent of `headCommit`. */
  readonly baseCommit: string;
  readonly branch: string;
  /** The head of `branch`. */
  readonly headCommit: string;
}

const CONFIG = ".github/test-deploy-loop.yml";
const WORKFLOW = ".github/workflows/staging.yml";

const DANA = "Dana Reyes";
const DANAS_EMAIL = "dana@chat.example";

interface Commit {
  readonly subject: string;
  readonly body: string;
  /** Of author and committer, so that the same files always make the same commit. */
  readonly date: string;
}

const BASE: Commit = {
  subject: "Chat with its staging loop",
  body: "The state before agents.",
  date: "2026-03-02T08:00:00Z",
};

const HEAD: Commit = {
  subject: "Agents answer over the WebSocket",
  body: "Messages reach an agent, its work is streamed back as events.",
  date: "2026-03-02T09:00:00Z",
};

/** Creates everything below `dir`, which is made if it is missing. The same options always make the same commits. */
export async function createRepository(dir: string, options: RepositoryOptions): Promise<DemoRepository> {
  const bareDir = join(dir, "app.git");
  const workDir = join(dir, "app");
  await mkdir(workDir, { recursive: true });
  await git(dir, ["init", "--quiet", "--bare", "--initial-branch=main", bareDir]);
  await git(workDir, ["init", "--quiet", "--initial-branch=main"]);
  await cp(join(import.meta.dirname, "files"), workDir, { recursive: true });
  await applyOptions(workDir, options);
  const baseCommit = await commitAll(workDir, BASE);
  await git(workDir, ["checkout", "--quiet", "-b", BRANCH]);
  await ship(workDir, FIRST_FAULTS);
  const headCommit = await commitAll(workDir, HEAD);
  await git(workDir, ["push", "--quiet", bareDir, "main", BRANCH]);
  await rm(workDir, { recursive: true });
  return { bareDir, baseBranch: "main", baseCommit, branch: BRANCH, headCommit };
}

/** The commit at the head of the branch. */
export async function headOf({ bareDir, branch }: DemoRepository): Promise<string> {
  return git(bareDir, ["rev-parse", `refs/heads/${branch}`]);
}

export interface StagingChange {
  readonly faults: readonly FaultId[];
  readonly subject: string;
  /** How long staging takes to serve it. */
  readonly rolloutMs?: number;
  /** Where a branch that is new begins. */
  readonly from?: string;
}

/** A person's commit that changes what a branch ships; it still has to be pushed. Gives the commit. */
export async function changeStaging(
  { bareDir }: DemoRepository,
  branch: string,
  { faults, subject, rolloutMs = 0, from = branch }: StagingChange,
): Promise<string> {
  const workDir = `${bareDir}-work`;
  await git(bareDir, ["clone", "--quiet", "--branch", from, `file://${bareDir}`, workDir]);
  await ship(workDir, faults, rolloutMs);
  const commit = await commitAll(workDir, { subject, body: "By hand.", date: "2026-03-02T12:00:00Z" });
  await git(workDir, ["push", "--quiet", bareDir, `HEAD:refs/heads/${branch}`]);
  await rm(workDir, { recursive: true });
  return commit;
}

async function applyOptions(workDir: string, options: RepositoryOptions): Promise<void> {
  const { maxCycles, brokenConfig = false, template, inputs = {}, edits = [], baseFaults } = options;
  const workflow = join(workDir, WORKFLOW);
  await cp(join(import.meta.dirname, "workflows", `${template}.yml`), workflow);
  for (const [name, value] of Object.entries(inputs)) {
    await replace(workflow, new RegExp(`^( +${name}: ).*$`, "gm"), `$1${JSON.stringify(value)}`);
  }
  for (const [what, by] of edits) await replace(workflow, what, by);
  if (baseFaults !== undefined) await ship(workDir, baseFaults);
  if (maxCycles !== undefined) {
    await replace(workflow, /max-cycles: .*/g, `max-cycles: "${maxCycles}"`);
  }
  if (brokenConfig) {
    await replace(join(workDir, CONFIG), /success-threshold:/, "success-treshold:");
  }
}

async function replace(file: string, what: RegExp, by: string): Promise<void> {
  const text = await readFile(file, "utf8");
  if (text.search(what) < 0) throw new Error(`${file}: ${what.source} does not occur`);
  await writeFile(file, text.replace(what, by));
}

/** Writes what staging serves: the only file that differs between the commits of a branch. */
async function ship(workDir: string, faults: readonly FaultId[], rolloutMs = 0): Promise<void> {
  await writeFile(join(workDir, "staging.json"), `${JSON.stringify({ faults, rolloutMs }, null, 2)}\n`);
}

async function commitAll(workDir: string, { subject, body, date }: Commit): Promise<string> {
  await git(workDir, ["add", "--all"]);
  await git(workDir, ["commit", "--quiet", "--allow-empty", "-m", subject, "-m", body], {
    GIT_AUTHOR_NAME: DANA,
    GIT_AUTHOR_EMAIL: DANAS_EMAIL,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: DANA,
    GIT_COMMITTER_EMAIL: DANAS_EMAIL,
    GIT_COMMITTER_DATE: date,
  });
  return git(workDir, ["rev-parse", "HEAD"]);
}

const run = promisify(execFile);

/** Git without the settings of whoever runs the demo: a signing key or a hook would change the commits. */
async function git(
  cwd: string,
  words: readonly string[],
  identity: Readonly<Record<string, string>> = {},
): Promise<string> {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  const { stdout } = await run("git", words, { cwd, env: { ...env, ...identity } });
  return stdout.trim();
}
