// What a cycle notes while it goes on, so that whoever comes after a process that was killed knows how far it came.
import type { CheckResult, CommandResult, SuiteRun } from "./check.ts";
import type { CutShort, Deployment, Phase, Readiness } from "./cycle.ts";

export type Note =
  /** The record as it is before anything is known, encoded. */
  | { readonly kind: "began"; readonly record: string }
  | { readonly kind: "phase"; readonly phase: Phase }
  /** `place`: of the service in the plan. */
  | { readonly kind: "deployment"; readonly place: number; readonly value: Deployment }
  | { readonly kind: "readiness"; readonly place: number; readonly value: Readiness }
  | { readonly kind: "setup"; readonly value: CommandResult }
  | { readonly kind: "teardown"; readonly value: CommandResult }
  | { readonly kind: "checks"; readonly values: readonly CheckResult[] }
  | { readonly kind: "suite"; readonly value: SuiteRun }
  | { readonly kind: "cut"; readonly by: Exclude<CutShort["by"], "lost"> };

export interface Journal {
  /** Kept from now on, whatever becomes of this process. Never throws. */
  readonly note: (note: Note) => void;
  /** The first cut, with the phase in which it came; null as long as there was none. */
  readonly cut: () => CutShort | null;
}

/** A suite may have many tests: so many go into one note. */
const MOST_CHECKS = 200;

export function noteTests(journal: Journal, results: readonly CheckResult[]): void {
  for (let at = 0; at < results.length; at += MOST_CHECKS) {
    journal.note({ kind: "checks", values: results.slice(at, at + MOST_CHECKS) });
  }
}
