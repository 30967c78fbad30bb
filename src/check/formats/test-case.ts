// One test of a report, whatever tool wrote it, before it becomes a check of a cycle.
import type { Untrusted } from "../../text/untrusted.ts";

export interface TestCase {
  readonly suitePath: readonly string[];
  /** Tells the browsers of one Playwright run apart; never a machine, which changes with every runner. */
  readonly project: string | null;
  readonly className: string | null;
  readonly name: string;
  readonly outcome: "passed" | "failed" | "errored" | "skipped";
  readonly durationMs: number | null;
  readonly message: Untrusted | null;
  readonly detail: Untrusted | null;
  readonly type: Untrusted | null;
}

export interface ParsedReport {
  readonly state: "read" | "partial" | "refused" | "unsupported" | "ignored" | "empty";
  /** Why it is not simply "read". */
  readonly reason: string | null;
  readonly cases: readonly TestCase[];
}
