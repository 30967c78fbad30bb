// A repository with its branches, pull requests, pages and runs, as far as a loop can see it.
import type { Untrusted } from "../../../src/text/untrusted.ts";

export interface Branch {
  readonly name: string;
  /** Oldest first; the last one is the head. Empty: the branch is gone. */
  commits: readonly Commit[];
}

export interface Commit {
  readonly sha: string;
  readonly by: "person" | "bot";
  readonly files: readonly string[];
  /** An event started a run on it. */
  readonly hasRun: boolean;
  readonly at: number;
}

export interface Pull {
  readonly number: number;
  readonly branch: string;
  readonly origin: "own" | "fork" | "dependabot";
  /** Of a fork: its commit is on no branch of this repository. */
  readonly foreignHead: string | null;
  isOpen: boolean;
  labels: readonly string[];
  page: string | null;
  readonly once: Set<string>;
}

export interface Run {
  readonly id: number;
  readonly event: "push" | "pull_request" | "schedule" | "workflow_dispatch";
  readonly branch: string;
  readonly commit: string;
  readonly pull: Pull | null;
  readonly sender: "User" | "Bot" | null;
  readonly title: string;
  readonly inputs: Readonly<Record<string, Untrusted>>;
  readonly createdAt: number;
  attempt: number;
  status: "queued" | "in_progress" | "completed";
  conclusion: "success" | "failure" | "cancelled" | "startup_failure" | null;
  /** Somebody cancelled it while its job ran. */
  isCancelled: boolean;
}

export interface Repository {
  readonly branches: Map<string, Branch>;
  readonly pulls: Pull[];
  /** Oldest first. */
  readonly runs: Run[];
  /** State by commit. */
  readonly statuses: Map<string, string>;
  newSha(): string;
  newRunId(): number;
  headOf(branch: string): string | null;
  pullOf(branch: string): Pull | undefined;
}

export function createRepository(): Repository {
  const branches = new Map<string, Branch>();
  const pulls: Pull[] = [];
  let shas = 0;
  let ids = 4_000;
  return {
    branches,
    pulls,
    runs: [],
    statuses: new Map(),
    newSha: () => (++shas).toString(16).padStart(7, "0").padEnd(40, "c"),
    newRunId: () => ++ids,
    headOf: (name) => branches.get(name)?.commits.at(-1)?.sha ?? null,
    pullOf: (branch) => pulls.findLast((each) => each.branch === branch && each.origin !== "fork"),
  };
}

/** Neither code nor a person of this repository stands behind it. */
export function isForeign({ pull }: Run): boolean {
  return pull !== null && pull.origin !== "own";
}
