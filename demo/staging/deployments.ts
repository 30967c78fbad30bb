// What staging serves now and what is being rolled out. Knows commits, faults and time; knows no sockets.

import type { FaultId } from "./faults.ts";

export interface Release {
  readonly commit: string;
  readonly faults: readonly FaultId[];
}

export interface DeploymentStatus {
  readonly serving: Release;
  /** Absent while nothing is being rolled out. */
  readonly rollingOut?: { readonly commit: string; readonly remainingMs: number };
}

export interface Deployments {
  /** The release that answers, or 'rolling-out' while none does. */
  serving(): Release | "rolling-out";
  /** The commit that was served before the present one. */
  previousCommit(): string;
  /** Starts a rollout; one that is under way is replaced. */
  deploy(release: Release, rolloutMs: number): void;
  setFaults(faults: readonly FaultId[]): void;
  status(): DeploymentStatus;
}

export function createDeployments(first: Release, now: () => number): Deployments {
  let served = first;
  let previous = first.commit;
  let next: { readonly release: Release; readonly readyAt: number } | undefined;

  // No timer: a rollout is over when somebody asks after its end.
  function settle(): void {
    if (next === undefined || now() < next.readyAt) return;
    if (next.release.commit !== served.commit) previous = served.commit;
    served = next.release;
    next = undefined;
  }

  return {
    serving: () => {
      settle();
      return next === undefined ? served : "rolling-out";
    },
    previousCommit: () => previous,
    deploy: (release, rolloutMs) => {
      settle();
      next = { release, readyAt: now() + rolloutMs };
    },
    setFaults: (faults) => {
      settle();
      if (next !== undefined) next = { ...next, release: { ...next.release, faults } };
      served = { ...served, faults };
    },
    status: () => {
      settle();
      if (next === undefined) return { serving: served };
      const remainingMs = Math.max(0, next.readyAt - now());
      return { serving: served, rollingOut: { commit: next.release.commit, remainingMs } };
    },
  };
}
