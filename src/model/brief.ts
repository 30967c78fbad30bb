// The fix brief, decided once: what is broken, why, and what was tried, for whoever fixes it. JSON and Markdown say the same.
import type { Untrusted } from "../text/untrusted.ts";
import type { Counts, Decision, Pattern, Transient, Verdict } from "./analysis.ts";
import type { Stage } from "./check.ts";
import type { Commit } from "./github.ts";
import type { CriterionRow, FailingCheckRow, FailingGroup, Link, Phrase } from "./report.ts";

export interface Brief {
  readonly environment: Untrusted;
  readonly icon: string;
  readonly headline: Phrase;
  readonly lead: readonly Phrase[];
  readonly next: Phrase;
  readonly place: BriefPlace;
  readonly verdict: Verdict;
  readonly decision: Decision;
  readonly target: BriefTarget;
  readonly score: Readonly<Record<"tests" | "probes" | "targets", Counts>>;
  /** The command that failed, so that nothing was tested. */
  readonly command: BriefCommand | null;
  /** What did not run and why, a sentence each. */
  readonly notTested: readonly Phrase[];
  /** Causes first, then what follows from them. */
  readonly errors: readonly BriefError[];
  /** What failed and is said not to decide. */
  readonly warnings: readonly BriefCheck[];
  /** null: there is nothing to compare with. */
  readonly changes: BriefChanges | null;
  /** What came since the last tested cycle, oldest first. */
  readonly commits: readonly Commit[];
  readonly components: readonly Phrase[];
  readonly criteria: readonly CriterionRow[];
  /** What nobody should miss although it decides nothing. */
  readonly look: readonly Phrase[];
  /** Where the services' own logs of the failing minutes are. */
  readonly logs: readonly Link[];
  /** What there was no room for: "38 failing checks". */
  readonly leftOut: readonly string[];
}

export interface BriefPlace {
  /** null: files that were handed over, which belong to none. */
  readonly loop: number | null;
  readonly cycle: number;
  readonly maxCycles: number;
  /** null: it is not known. */
  readonly commit: string | null;
  /** The branch that the fix belongs on; null where there is none. */
  readonly branch: Untrusted | null;
  readonly run: Link | null;
}

export interface BriefTarget {
  /** What has to hold. */
  readonly asks: Phrase;
  /** How far it is, a sentence each. */
  readonly missing: readonly Phrase[];
}

export interface BriefCommand {
  readonly what: "deploy" | "setup";
  /** null for the set-up, which belongs to none. */
  readonly service: Untrusted | null;
  /** "ended with exit code 1"; null: its command ended well, and what it told was no address. */
  readonly ended: string | null;
  readonly problem: string | null;
  readonly cause: { readonly title: string; readonly line: Untrusted; readonly next: string } | null;
  readonly transient: Transient;
  /** The lines of its output that tell most. */
  readonly output: Untrusted | null;
}

/** `later`: all its checks failed before and come one stage further now · `other`: they all failed with another error before. */
export type Fate = "new" | "later" | "other" | "same";

export interface BriefError {
  readonly letter: string | null;
  readonly pattern: Pattern;
  readonly title: Phrase;
  /** Letter of the error that it follows from. */
  readonly cause: string | null;
  /** null: there is nothing to compare with. */
  readonly fate: Fate | null;
  readonly group: Pick<FailingGroup, "kind" | "advice" | "facts" | "whys">;
  readonly checks: readonly BriefCheck[];
}

export interface BriefCheck {
  readonly row: FailingCheckRow;
  /** How far it came, where that was measured. */
  readonly stage: Stage | null;
  /** The place in the project that is nearest to the failure. */
  readonly frame: Frame | null;
  /** The lines of its stack, body or log that tell most. */
  readonly log: Untrusted | null;
}

export interface Frame {
  readonly file: Untrusted;
  readonly line: number | null;
}

export interface BriefChanges {
  /** The cycle compared with. */
  readonly against: number;
  readonly said: Phrase | null;
  /** What the commits did to the errors, in words. */
  readonly effect: Phrase;
  readonly errorsGone: readonly Untrusted[];
  readonly fixed: readonly Untrusted[];
  readonly newlyFailing: readonly Untrusted[];
  /** Tests that ran then and are in no report now. */
  readonly disappeared: readonly Untrusted[];
}
