// GitHub in our own words. Every call answers; what was refused or did not arrive is a Problem, never an exception.
import type { CycleId } from "./cycle.ts";
import type { Untrusted } from "../text/untrusted.ts";

export interface GitHub {
  /** The open pull request of this repository whose head is this commit, or the latest that contains it. */
  findPullRequest(commit: string): Promise<Answer<PullRequest | null>>;
  /** As it is now; null when it is gone. */
  pullRequest(number: number): Promise<Answer<PullRequest | null>>;
  /** The oldest comment of ours with this marker; null only when all comments could be read. */
  readComment(pullRequest: number, marker: string): Promise<Answer<Posted | null>>;
  /** Writes our one comment: the oldest of ours with this marker is edited, none is created twice. */
  upsertComment(pullRequest: number, page: PostedPage): Promise<Answer<PostedComment>>;
  /**
   * Writes a comment that is never written again: where one with this marker is, it stays as it is. Then `earlier` is
   * written over an older one of ours, where there is one.
   */
  addComment(
    pullRequest: number,
    page: Omit<PostedPage, "mayReplace">,
    earlier?: EarlierPage,
  ): Promise<Answer<PostedComment>>;
  /** The issue of ours whose body begins with the marker, among those that changed last. */
  readIssue(marker: string): Promise<Answer<PostedIssue | null>>;
  /** Creates, edits, closes or reopens; `before` is what `readIssue` gave. */
  writeIssue(issue: IssueOrder, before: PostedIssue | null): Promise<Answer<PostedIssue>>;
  setStatus(status: CommitStatus): Promise<Answer<null>>;
  /** The state of each of our statuses on the commit, by context. */
  statusesOf(commit: string): Promise<Answer<ReadonlyMap<string, string>>>;
  /** The newest 100 runs of this workflow that were started by a dispatch, newest first. */
  listDispatchedRuns(workflow: Untrusted): Promise<Answer<readonly RunRow[]>>;
  /** Runs of this workflow on this commit that were started by an event, not by a dispatch, and not cancelled. */
  eventRunsOf(workflow: Untrusted, commit: string): Promise<Answer<readonly RunRow[]>>;
  runOf(runId: number): Promise<Answer<RunRow | null>>;
  /** How the step ended whose post step runs now on this machine: "skipped", "failure"; null where GitHub does not show it. */
  mainStepOf(runId: number, runner: string): Promise<Answer<string | null>>;
  headOf(branch: Untrusted): Promise<Answer<string | null>>;
  commitsBetween(base: string, head: string): Promise<Answer<Comparison>>;
  dispatch(order: DispatchOrder): Promise<Answer<DispatchedRun>>;
  /** Finds a missing permission or workflow before the next cycle is needed, and starts nothing. Only a hint. */
  mayDispatch(workflow: Untrusted): Promise<Answer<null>>;
  /** Asks the cheapest question there is: an answer of any kind shows that our own network works. */
  reachable(): Promise<Answer<null>>;
  /** The same GitHub, whose calls together end within this time; the later ones answer at once that it is spent. */
  within(ms: number): GitHub;
}

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export interface Problem {
  readonly kind: "forbidden" | "unauthorized" | "not-found" | "rejected" | "rate-limited" | "unreachable" | "unusable";
  readonly status: number | null;
  /** One cleaned line of what GitHub said. */
  readonly detail: Untrusted;
  /** When the limit ends, by GitHub's clock; only where a limit was reached. */
  readonly resetAt?: number;
}

export interface PullRequest {
  readonly number: number;
  readonly isOpen: boolean;
  /** Its newest commit. */
  readonly head: string;
  /** Of its head. */
  readonly branch: Untrusted;
  readonly labels: readonly Untrusted[];
}

export interface Posted {
  readonly id: number;
  readonly url: string;
  readonly body: Untrusted;
}

export interface PostedIssue extends Posted {
  readonly number: number;
  readonly isOpen: boolean;
}

export interface PostedPage {
  /** The whole first line of the body, by which it is found again. */
  readonly marker: string;
  readonly body: string;
  /** Sent once more instead when GitHub refuses the body; begins with the marker as well. */
  readonly short: string;
  /** false: what stands there is newer than ours and stays. */
  readonly mayReplace: (before: Untrusted) => boolean;
}

/** How the comment reads that another one has taken the place of. */
export interface EarlierPage extends Pick<PostedPage, "marker" | "mayReplace"> {
  /** `url`: of the one that was added. */
  readonly bodyBeside: (url: string) => string;
}

export interface PostedComment {
  readonly id: number;
  readonly url: string;
  readonly created: boolean;
  /** Another one stood there and stays. */
  readonly kept: boolean;
}

export interface IssueOrder extends PostedPage {
  readonly title: string;
  readonly isOpen: boolean;
  /** Set when it is opened or reopened; in between people may change them. */
  readonly assignees: readonly string[];
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
  /** "schedule", "push"; empty where GitHub does not tell. */
  readonly event: string;
  readonly status: string;
  readonly conclusion: string | null;
  /** By GitHub's clock. */
  readonly createdAt: number;
  /** null: a tag's run, or one whose branch is not known. */
  readonly branch: Untrusted | null;
  /** The workflow's own token started it, or started it again. */
  readonly byBot: boolean;
}

export interface Comparison {
  /** Where the head stands, seen from the base. */
  readonly relation: "identical" | "ahead" | "behind" | "diverged";
  /** Commits after the base up to the head, oldest first, at most 30. */
  readonly commits: readonly Commit[];
  /** Paths that differ, the first 300 (all that GitHub tells). */
  readonly files: readonly Untrusted[];
}

export interface Commit {
  readonly sha: string;
  readonly subject: Untrusted;
  /** The account; null where the commit belongs to none. */
  readonly author: Untrusted | null;
  readonly byBot: boolean;
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
