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
  /** What happens next, and who acts. */
  readonly next: Phrase;
  readonly errors: readonly ErrorRow[];
  /** Because of A: … */
  readonly consequences: readonly Phrase[];
  readonly changes: Phrase | null;
  /** The commits that came with this cycle. */
  readonly added: Phrase | null;
  /** What nobody should miss although it decides nothing: flaky, degraded, near a limit. */
  readonly look: readonly Phrase[];
  readonly failing: readonly FailingGroup[];
  readonly steps: readonly StepRow[];
  readonly stepsTitle: string;
  readonly cycles: readonly CycleRow[];
  readonly cyclesTitle: string;
  readonly links: readonly Link[];
  /** Lines to add to the workflow, and what could not be published. */
  readonly notices: readonly Phrase[];
}

export interface ErrorRow {
  /** A, B, C … */
  readonly letter: string;
  readonly title: Phrase;
  readonly since: string;
  readonly fails: string;
}

export interface FailingGroup {
  /** false: these failures are shown and decide nothing. */
  readonly decides: boolean;
  readonly letter: string | null;
  readonly title: Phrase;
  readonly kind: string;
  readonly advice: string;
  readonly checks: readonly FailingCheckRow[];
  readonly dropped: number;
}

export interface FailingCheckRow {
  readonly kind: CheckResult["kind"];
  readonly name: Untrusted;
  readonly group: Untrusted | null;
  readonly mark: string | null;
  readonly before: Untrusted | null;
  readonly message: Untrusted;
  readonly detail: Untrusted | null;
  /** What was measured, the decisive first; empty for a test of the user's. */
  readonly evidence: readonly EvidenceRow[];
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
  readonly runUrl: string;
  readonly commit: string;
  readonly tests: string;
  readonly top: Untrusted | string;
}
