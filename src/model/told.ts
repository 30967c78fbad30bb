// Everything that a cycle's pages are made from, put together once after the decision and once more after the dispatch.
import type { Analysis, Decision } from "./analysis.ts";
import type { Cycle } from "./cycle.ts";
import type { Commit } from "./github.ts";
import type { Beginning, Loop } from "./loop.ts";
import type { TestedNight } from "./night.ts";
import type { Phrase } from "./report.ts";
import type { Trigger } from "./trigger.ts";

export interface Told {
  readonly cycle: Cycle;
  readonly analysis: Analysis;
  readonly decision: Decision;
  /** The loop with this cycle already in its ledger. */
  readonly loop: Loop;
  /** The last cycle that the workflow allows. */
  readonly maxCycles: number;
  readonly beginning: Beginning;
  /** The target, the probes or the suites are not those of the last cycle. */
  readonly isOtherPlan: boolean;
  /** What became of the fix command; null where none ran. */
  readonly fix: Fix | null;
  /** A job of this run that was to fix something has ended. */
  readonly isAfterFix: boolean;
  readonly trigger: Trigger;
  /** Commits since the cycle that is compared with, oldest first. */
  readonly commits: readonly Commit[];
  /** Commits that came after this cycle, oldest first. */
  readonly pushed: readonly Commit[];
  /** What failed in the last tested night, to compare with. */
  readonly night: TestedNight | null;
  readonly notices: readonly Phrase[];
  /** The address at which people find the report page; null where nobody publishes it. */
  readonly reportUrl: string | null;
  /** What became of the dispatch; absent until post has done it. */
  readonly dispatch?: DispatchOutcome;
}

export interface Fix {
  /** How its command ended, in our words: "succeeded", "ended with exit code 1". */
  readonly how: string;
  /** Its command succeeded. */
  readonly isClean: boolean;
  /** That it brought. */
  readonly commits: number;
}

export type DispatchOutcome =
  | { readonly kind: "started"; readonly runId: number | null }
  /** Another job of this run does it. */
  | { readonly kind: "later" }
  /** The request was on its way when the run was cancelled: it may have started one. */
  | { readonly kind: "unanswered" }
  | { readonly kind: "failed"; readonly why: Phrase };
