// Why this run exists: the event, the commit under test and the place of the run in the repository.
import type { Untrusted } from "../text/untrusted.ts";

export interface Trigger {
  readonly event: string;
  /** "owner/name", as GitHub allows it in a URL. */
  readonly repository: string;
  readonly runId: number;
  readonly attempt: number;
  /** The commit that has to be deployed and served: 40 hexadecimal digits. */
  readonly commit: string;
  /** Branch or tag that a next cycle can be dispatched on; null where none can (a fork, a detached ref). */
  readonly ref: Untrusted | null;
  readonly pullRequest: number | null;
  /** It comes from another repository, or from Dependabot: no secrets, read-only token. */
  readonly foreign: boolean;
  /** A person pushed or clicked; a dispatch by a job's token and a push of an app are a machine's. */
  readonly byPerson: boolean;
  /** File name of the top-level workflow, for example "staging.yml"; null where it lies in another repository. */
  readonly workflow: Untrusted | null;
  readonly serverUrl: string;
  /** The API answers on this machine: a stand-in. */
  readonly localApi: boolean;
}

/** The event of a run at somebody's desk, which has no page on GitHub. */
export const DESK = "desk";

/** Stands where staging is only looked at, outside any checkout; git's own name for no object. */
export const NO_COMMIT = "0".repeat(40);

/** Address of a run, for people. */
export function runUrl(trigger: Pick<Trigger, "serverUrl" | "repository">, runId: number): string {
  return `${trigger.serverUrl}/${trigger.repository}/actions/runs/${runId}`;
}
