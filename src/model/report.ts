// What is told, decided once: every surface renders this and nothing else.
import type { Untrusted } from "../text/untrusted.ts";
import type { CheckResult } from "./check.ts";

/** A sentence made of our own words (strings) and foreign ones, which each surface contains in its own way. */
export type Phrase = readonly (string | Untrusted | Link)[];

export interface Link {
  readonly text: string;
  /** Built from constants and validated parts only. */
  readonly url: string;
}

export interface Report {
  readonly environment: Untrusted;
  readonly icon: "✅" | "❌" | "⚪" | "⚠️" | "⏹️";
  readonly headline: Phrase;
  /** The target is met and nothing is left that fails: nobody has to do anything, so that little is said. */
  readonly isGood: boolean;
  /** The biggest error or the proof, in words. */
  readonly lead: readonly Phrase[];
  /** What happens next, and who acts; empty where nobody asked for a next step. */
  readonly next: Phrase;
  readonly errors: readonly ErrorRow[];
  /** Those of them that the lead has not told already. */
  readonly otherErrors: readonly ErrorRow[];
  /** Because of A: … */
  readonly consequences: readonly Phrase[];
  readonly changes: Phrase | null;
  /** The commits that came with this cycle. */
  readonly added: Phrase | null;
  /** What works and what is broken, in the words of the business; empty where no components are declared. */
  readonly components: readonly Phrase[];
  readonly criteria: readonly CriterionRow[];
  /** Errors that somebody explained, and that went. */
  readonly explained: readonly Phrase[];
  /** What nobody should miss although it decides nothing: flaky, degraded, near a limit. */
  readonly look: readonly Phrase[];
  /** How many of these lines, from the first on, are worth being read without a click. */
  readonly openLooks: number;
  readonly failing: readonly FailingGroup[];
  /** Which log to look into, and for which minutes, where that is the same for every error. */
  readonly log: Phrase;
  readonly steps: readonly StepRow[];
  readonly stepsTitle: string;
  /** Files that the tests left and nobody could read, or that are older than this run. */
  readonly unread: readonly UnreadRow[];
  /** What the times and connections of each suite show of its passes. */
  readonly contact: readonly Phrase[];
  readonly cycles: readonly CycleRow[];
  readonly cyclesTitle: string;
  /** The cycles in one line: a bar for each, and their scores; null as long as there is only one. */
  readonly trend: string | null;
  /** Which error lived in which cycle, those of this cycle first; empty as long as only one cycle was tested. */
  readonly lanes: readonly ErrorLane[];
  /** When each part of this cycle ran, in the order in which they began. */
  readonly timeline: readonly TimelineRow[];
  /** The tests that took longest, the slowest first. */
  readonly slow: readonly SlowRow[];
  readonly links: readonly Link[];
  /** Where the services' own logs of the failing minutes are. */
  readonly logs: readonly Link[];
  /** For somebody who hears of the loop only now that it has ended: how far it came, and what it leaves behind. */
  readonly reached: readonly Phrase[];
  /** Lines to add to the workflow, and what could not be published. */
  readonly notices: readonly Phrase[];
}

export interface ErrorRow {
  /** A, B, C … */
  readonly letter: string;
  readonly title: Phrase;
  readonly since: string;
  /** A rule knows what it says, or it was measured. Where its kind is told, that tells this as well. */
  readonly isRecognised: boolean;
  readonly fails: string;
  /** 1 is the most important; null: none of its checks has one. */
  readonly priority: number | null;
}

export interface FailingGroup {
  /** All but the first are shown and decide nothing. */
  readonly weight: "decides" | "degraded" | "in quarantine";
  readonly letter: string | null;
  readonly title: Phrase;
  /** What kind of fault it is, and whether it may pass by itself. */
  readonly kind: Phrase;
  /** The next step; empty where nothing certain can be said. */
  readonly advice: Phrase;
  /** Whose task it is; empty where nothing tells. */
  readonly who: Phrase;
  /** Which service's log to look into, and for which minutes; empty where no time is known, or all errors share one. */
  readonly log: Phrase;
  /** Whose task it is, since which commits, which rule decided, and its id: a sentence each. */
  readonly facts: readonly Phrase[];
  /** Why after why, answered or not. */
  readonly whys: readonly WhyRow[];
  /** For what no rule knows: one of the team's own to be pasted into the configuration. */
  readonly ownRule: Untrusted | null;
  readonly checks: readonly FailingCheckRow[];
  readonly dropped: number;
}

export interface WhyRow {
  readonly question: Phrase;
  /** null: nobody has answered yet. */
  readonly answer: Phrase | null;
}

/** A line of the team's own list, ticked or not. */
export interface CriterionRow {
  readonly text: Untrusted;
  readonly isMet: boolean;
  /** Nothing that is measured tells: only a person can tick it. */
  readonly isOpen: boolean;
}

export interface FailingCheckRow {
  readonly kind: CheckResult["kind"];
  /** Its suite, where there are several: they may have tests of the same name. */
  readonly suite: Untrusted | null;
  readonly name: Untrusted;
  readonly group: Untrusted | null;
  /** Browser or project, where a suite runs its tests in several. */
  readonly project: Untrusted | null;
  readonly mark: string | null;
  readonly before: Untrusted | null;
  readonly message: Untrusted;
  readonly detail: Untrusted | null;
  /** null: nobody measured it. */
  readonly durationMs: number | null;
  /** The nearest place in the user's own project; empty where no stack tells one. */
  readonly frame: Phrase;
  /** What was measured, the decisive first; of a test its other tries and the files that it left. */
  readonly evidence: readonly EvidenceRow[];
  /** The line that runs it again, to be copied as it is. */
  readonly reproduce: Untrusted | null;
}

export interface EvidenceRow {
  /** One or two words of ours: "missing", "token". */
  readonly name: string;
  readonly value: Phrase;
}

export interface StepRow {
  readonly name: string;
  readonly result: Phrase;
}

export interface UnreadRow {
  readonly suite: Untrusted;
  readonly path: Untrusted;
  /** "refused: it declares entities". */
  readonly why: string;
}

export interface CycleRow {
  readonly n: number;
  /** null: a run at somebody's desk, which has no page. */
  readonly runUrl: string | null;
  readonly commit: string;
  readonly tests: string;
  readonly top: Untrusted | string;
  readonly verdict: "met" | "not-met" | "not-tested" | "unproven";
  /** What the charts draw, of tests where there are any, otherwise of probes; null where nothing was tested. */
  readonly score: Score | null;
  readonly seconds: number;
}

export interface Score {
  readonly passed: number;
  readonly total: number;
  readonly of: "tests" | "probes";
}

/** One error over the cycles of its loop. */
export interface ErrorLane {
  /** Its letter in this cycle; null for one that is gone. */
  readonly letter: string | null;
  readonly title: Phrase;
  /** One for each of the report's cycles: the checks that failed with it; null where the cycle says nothing. */
  readonly counts: readonly (number | null)[];
  /** "new", "since cycle 2", "came back", "gone since cycle 3". */
  readonly state: string;
}

export interface TimelineRow {
  /** "Deploy", "Served", "Probe". */
  readonly kind: string;
  readonly name: Phrase;
  /** Milliseconds since the cycle began. */
  readonly fromMs: number;
  readonly tookMs: number;
  /** `light`: it failed and decides nothing, or passed only on another try. */
  readonly state: "good" | "bad" | "light" | "none";
  /** The parts of one request, in order: "dns", "tcp", "tls", "first byte", "rest". */
  readonly parts: readonly TimelinePart[];
}

export interface TimelinePart {
  readonly name: string;
  readonly tookMs: number;
}

export interface SlowRow {
  readonly suite: Untrusted | null;
  readonly group: Untrusted | null;
  readonly name: Untrusted;
  readonly project: Untrusted | null;
  readonly durationMs: number;
  readonly outcome: CheckResult["outcome"];
}

/** What only the report page shows: every check with its past, and the nights. */
export interface PageReport extends Report {
  readonly history: History;
  /** Oldest first; empty for a loop of the day, and where nobody knows them. */
  readonly nights: readonly NightPoint[];
  /** The number of the cycle, and that of the last one that the workflow allows; null: there was no cycle. */
  readonly cycle: { readonly n: number; readonly most: number } | null;
  /** When the cycle began, milliseconds since 1970, and how long it took; null: nobody knows. */
  readonly ran: { readonly startedAt: number; readonly durationMs: number } | null;
  /** The whole loop: when its first cycle began, and the runner time of all. */
  readonly loopStartedAt: number;
  readonly spentMs: number;
  readonly commit: string;
  /** "owner/name"; null at a desk. */
  readonly repository: string | null;
}

export interface History {
  /** Earlier cycles and this one, the oldest first; this one is the last. */
  readonly columns: readonly HistoryColumn[];
  /** In the order in which they ran. */
  readonly rows: readonly HistoryRow[];
  /** Checks beyond the bound, which are counted and not kept one by one. */
  readonly beyond: number;
}

export interface HistoryColumn {
  /** "cycle 3", or with the loop where there are several. */
  readonly name: string;
  readonly commit: string;
  /** Milliseconds since 1970; null where only the ledger tells of it. */
  readonly at: number | null;
  readonly runUrl: string | null;
}

export interface HistoryRow {
  readonly kind: CheckResult["kind"];
  readonly suite: Untrusted | null;
  readonly group: Untrusted | null;
  readonly name: Untrusted;
  readonly project: Untrusted | null;
  readonly outcome: CheckResult["outcome"];
  readonly durationMs: number | null;
  /** Of the error that it failed with. */
  readonly letter: string | null;
  /** What else has to be known of it: it decides nothing, it is flaky, its pass proves nothing. */
  readonly marks: readonly ("only warns" | "in quarantine" | "flaky" | "no contact")[];
  /** One letter of HISTORY_CODES for each column. */
  readonly past: string;
}

/** What became of a check in one cycle. "." stands where nothing is known, and where it was not part of the cycle. */
export const HISTORY_CODES = {
  passed: "P",
  failed: "F",
  errored: "E",
  skipped: "S",
  blocked: "B",
  "not-run": "N",
  unknown: ".",
} as const satisfies Record<CheckResult["outcome"] | "unknown", string>;

export interface NightPoint {
  /** In UTC: "2026-03-02". */
  readonly date: string;
  readonly runUrl: string;
  readonly verdict: "met" | "not-met" | "not-tested" | "unproven";
  readonly score: Score | null;
  /** How many cycles it had. */
  readonly cycles: number;
  readonly isOpen: boolean;
}
