// Everything that a cycle's pages are made from, put together once after the decision and once more after the dispatch.
import type { Analysis, Decision } from "./analysis.ts";
import type { Cycle } from "./cycle.ts";
import type { Commit } from "./github.ts";
import type { Loop } from "./loop.ts";
import type { Phrase } from "./report.ts";
import type { Trigger } from "./trigger.ts";

export interface Told {
  readonly cycle: Cycle;
  readonly analysis: Analysis;
  readonly decision: Decision;
  /** The loop with this cycle already in its ledger. */
  readonly loop: Loop;
  readonly maxCycles: number;
  readonly trigger: Trigger;
  /** Commits since the cycle that is compared with, oldest first. */
  readonly commits: readonly Commit[];
  /** Commits that came after this cycle, oldest first. */
  readonly pushed: readonly Commit[];
  readonly notices: readonly Phrase[];
  /** What became of the dispatch; absent until post has done it. */
  readonly dispatch?: DispatchOutcome;
}

export type DispatchOutcome =
  | { readonly kind: "started"; readonly runId: number | null }
  | { readonly kind: "failed"; readonly why: Phrase };
