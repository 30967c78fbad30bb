// GitHub in our own words. Every call answers; what was refused or did not arrive is a Problem, never an exception.
import type { CycleId } from "./cycle.ts";
import type { Untrusted } from "../text/untrusted.ts";

export interface GitHub {
  /** The open pull request whose head is this commit, or the latest that contains it. */
  findPullRequest(commit: string): Promise<Answer<number | null>>;
  /** Writes our one comment: the oldest of ours with this marker is edited, none is created twice. */
  upsertComment(pullRequest: number, marker: string, body: string): Promise<Answer<PostedComment>>;
  setStatus(status: CommitStatus): Promise<Answer<null>>;
  /** Newest first; runs of this workflow that were started by a dispatch. */
  listDispatchedRuns(workflow: Untrusted): Promise<Answer<readonly RunRow[]>>;
  /** Other runs of this workflow on this commit that were started by an event, not by a dispatch, and not cancelled. */
  eventRunsOf(workflow: Untrusted, commit: string): Promise<Answer<readonly number[]>>;
  /** The state of each of our statuses on the commit, by context. */
  statusesOf(commit: string): Promise<Answer<ReadonlyMap<string, string>>>;
  headOf(branch: Untrusted): Promise<Answer<string | null>>;
  /** Commits after `base` up to `head`, oldest first, at most 30. */
  commitsBetween(base: string, head: string): Promise<Answer<readonly Commit[]>>;
  dispatch(order: DispatchOrder): Promise<Answer<DispatchedRun>>;
  /** Asks the cheapest question there is: an answer of any kind shows that our own network works. */
  reachable(): Promise<Answer<null>>;
}

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export interface Problem {
  readonly kind: "forbidden" | "unauthorized" | "not-found" | "rejected" | "rate-limited" | "unreachable" | "unusable";
  readonly status: number | null;
  /** One cleaned line of what GitHub said. */
  readonly detail: Untrusted;
}

export interface PostedComment {
  readonly id: number;
  readonly url: string;
  readonly created: boolean;
}

export interface CommitStatus {
  readonly commit: string;
  readonly context: string;
  readonly state: "pending" | "success" | "failure" | "error";
  /** At most 140 characters. */
  readonly description: string;
  readonly url: string;
}

export interface RunRow {
  readonly id: number;
  /** The run's name, in which the template prints the cycle key. */
  readonly title: Untrusted;
  readonly status: string;
  readonly conclusion: string | null;
  readonly createdAt: number;
}

export interface Commit {
  readonly sha: string;
  readonly subject: Untrusted;
}

export interface DispatchOrder {
  readonly workflow: Untrusted;
  readonly ref: Untrusted;
  readonly inputs: Readonly<Record<string, Untrusted>>;
  /** Found again by its key in the run list, after an answer that got lost. */
  readonly cycle: CycleId;
}

export interface DispatchedRun {
  /** null when GitHub accepted but did not say which run. */
  readonly runId: number | null;
}

export function refused<T>(kind: Problem["kind"], status: number | null, detail: Untrusted): Answer<T> {
  return { ok: false, problem: { kind, status, detail } };
}
