// Builds the demo user's repository: a bare git repository whose `main` is good and whose branch starts the story.

import { execFile } from "node:child_process";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import type { Revision } from "./revisions.ts";
import { BRANCH, nextRevision, REVISIONS, stagingFile } from "./revisions.ts";

export interface RepositoryOptions {
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
  /** Revision 1, the head of `branch`. */
  readonly headCommit: string;
  /** What scripts/fix.mjs needs as DEMO_REVISIONS. */
  readonly revisionsFile: string;
}

const CONFIG = ".github/test-deploy-loop.yml";
const WORKFLOW = ".github/workflows/staging.yml";

const FIRST: Pick<Revision, "author" | "body" | "date" | "subject"> = {
  subject: "Chat with its staging loop",
  body: "The state before agents.",
  author: { name: "Dana Reyes", email: "dana@chat.example" },
  date: "2026-03-02T08:00:00Z",
};

/** Creates everything below `dir`, which is made if it is missing. The same options always make the same commits. */
export async function createRepository(dir: string, options: RepositoryOptions = {}): Promise<DemoRepository> {
  const [first] = REVISIONS;
  if (first === undefined) throw new Error("The story has no revisions.");
  const bareDir = join(dir, "app.git");
  const workDir = join(dir, "app");
  await mkdir(workDir, { recursive: true });
  await git(dir, ["init", "--quiet", "--bare", "--initial-branch=main", bareDir]);
  await git(workDir, ["init", "--quiet", "--initial-branch=main"]);
  await cp(join(import.meta.dirname, "files"), workDir, { recursive: true });
  await applyOptions(workDir, options);
  const baseCommit = await commitAll(workDir, FIRST);
  await git(workDir, ["checkout", "--quiet", "-b", BRANCH]);
  await writeFile(join(workDir, "staging.json"), stagingFile(first));
  const headCommit = await commitAll(workDir, first);
  await git(workDir, ["push", "--quiet", bareDir, "main", BRANCH]);
  await rm(workDir, { recursive: true });
  const revisionsFile = join(dir, "revisions.json");
  await writeFile(revisionsFile, JSON.stringify(repairsFile(), null, 2));
  return { bareDir, baseBranch: "main", baseCommit, branch: BRANCH, headCommit, revisionsFile };
}

/** The commit at the head of the branch. */
export async function headOf({ bareDir, branch }: DemoRepository): Promise<string> {
  return git(bareDir, ["rev-parse", `refs/heads/${branch}`]);
}

async function applyOptions(workDir: string, options: RepositoryOptions): Promise<void> {
  const { maxCycles, brokenConfig = false } = options;
  if (maxCycles !== undefined) {
    await replace(join(workDir, WORKFLOW), /max-cycles: .*/, `max-cycles: "${maxCycles}"`);
  }
  if (brokenConfig) {
    await replace(join(workDir, CONFIG), /success-threshold:/, "success-treshold:");
  }
}

async function replace(file: string, what: RegExp, by: string): Promise<void> {
  const text = await readFile(file, "utf8");
  if (!what.test(text)) throw new Error(`${file}: ${what.source} does not occur`);
  await writeFile(file, text.replace(what, by));
}

/** Which repair follows which subject, as scripts/fix.mjs reads it. */
function repairsFile() {
  const repairs: Record<string, object> = {};
  for (const { subject } of REVISIONS) {
    const next = nextRevision(subject);
    if (next === undefined) continue;
    const { author, body, date, repairs: text } = next;
    const files = { "staging.json": stagingFile(next) };
    repairs[subject] = { subject: next.subject, body, author, date, repairs: text, files };
  }
  return { version: 1, branch: BRANCH, repairs };
}

async function commitAll(workDir: string, commit: typeof FIRST): Promise<string> {
  const { author, body, date, subject } = commit;
  await git(workDir, ["add", "--all"]);
  await git(workDir, ["commit", "--quiet", "-m", subject, "-m", body], {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
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
