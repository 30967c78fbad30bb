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
  /** The biggest error or the proof, in words. */
  readonly lead: readonly Phrase[];
  /** What happens next, and who acts; empty where nobody asked for a next step. */
  readonly next: Phrase;
  readonly errors: readonly ErrorRow[];
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
  readonly failing: readonly FailingGroup[];
  readonly steps: readonly StepRow[];
  readonly stepsTitle: string;
  readonly cycles: readonly CycleRow[];
  readonly cyclesTitle: string;
  readonly links: readonly Link[];
  /** Where the services' own logs of the failing minutes are. */
  readonly logs: readonly Link[];
  /** Lines to add to the workflow, and what could not be published. */
  readonly notices: readonly Phrase[];
}

export interface ErrorRow {
  /** A, B, C … */
  readonly letter: string;
  readonly title: Phrase;
  readonly since: string;
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
  /** Who acts, since which commits, and which rule decided: a sentence each. */
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

export interface CycleRow {
  readonly n: number;
  /** null: a run at somebody's desk, which has no page. */
  readonly runUrl: string | null;
  readonly commit: string;
  readonly tests: string;
  readonly top: Untrusted | string;
}
