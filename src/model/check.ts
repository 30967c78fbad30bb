// Probes and tests after they ran: outcome, and for a failure the evidence that everything later is made from.
import type { Untrusted } from "../text/untrusted.ts";

/**
 * `failed`: measured and missed · `errored`: could not be measured · `blocked`: not run because what it needs failed
 * · `not-run`: planned, never finished.
 */
export type Outcome = "passed" | "failed" | "errored" | "skipped" | "blocked" | "not-run";

/** How far a check got before it failed, in order. The error that lies further on is the better one to have. */
export const STAGES = ["resolve", "connect", "tls", "handshake", "auth", "server", "data", "events", "value"] as const;
export type Stage = (typeof STAGES)[number];

export interface CheckResult {
  /** Stable over cycles; made from suite or kind, class, name. */
  readonly key: string;
  readonly kind: "probe" | "test";
  readonly name: Untrusted;
  /** Class, file or suite that a test belongs to; null for a probe. */
  readonly group: Untrusted | null;
  /** Key of the suite; null for a probe. */
  readonly suite: string | null;
  readonly outcome: Outcome;
  readonly durationMs: number | null;
  readonly failure: Failure | null;
  /** Keys of the checks that have to pass first and did not. */
  readonly blockedBy: readonly string[];
  readonly preflight: boolean;
}

export interface Failure {
  /** What happened, in the words of the test, or ours around the server's. */
  readonly message: Untrusted;
  /** Stack, body, events: everything else that helps. */
  readonly detail: Untrusted | null;
  /** What the report calls the error: an exception's class. */
  readonly type: Untrusted | null;
  readonly facts: Facts;
}

/** What was measured rather than said. All optional: a test of the user's has none of them. */
export interface Facts {
  readonly stage?: Stage;
  /** Method and address without query, or the address of the socket. */
  readonly target?: Untrusted;
  readonly httpStatus?: number;
  /** HTTP status that answered a WebSocket upgrade. */
  readonly upgradeStatus?: number;
  readonly closeCode?: number;
  readonly closeReason?: Untrusted;
  /** Node's error code, for example "ECONNREFUSED" or "CERT_HAS_EXPIRED". */
  readonly errno?: string;
  readonly timedOut?: "connect" | "handshake" | "answer" | "events";
  readonly expectedEvents?: readonly Untrusted[];
  readonly missingEvents?: readonly Untrusted[];
  /** Name, count, and milliseconds since the handshake of the first. */
  readonly seenEvents?: readonly { readonly name: Untrusted; readonly count: number; readonly firstMs: number }[];
  /** What was compared: an RFC 9535 path, a header, the duration. */
  readonly at?: Untrusted;
  readonly expected?: Untrusted;
  readonly seen?: Untrusted;
  /** A measured number missed its limit. */
  readonly limit?: boolean;
  readonly exitCode?: number;
}

/** One run of the user's test command and what its reports said. */
export interface SuiteRun {
  readonly key: string;
  readonly name: Untrusted;
  readonly command: CommandResult;
  readonly reports: readonly ReportFile[];
  readonly tests: number;
  readonly minTests: number;
}

export interface ReportFile {
  readonly path: Untrusted;
  /** `ignored`: another kind of file, known to hold no tests · `missing`: nothing matches this pattern. */
  readonly state: "read" | "partial" | "refused" | "unsupported" | "ignored" | "empty" | "stale" | "missing";
  /** Why it is not simply "read". */
  readonly reason: string | null;
  readonly tests: number;
}

/** It may hold failures that nobody has seen. */
export function isUnreadable({ state }: ReportFile): boolean {
  return state === "partial" || state === "refused" || state === "unsupported";
}

/** This run of the command did not leave it. */
export function isOld({ state }: ReportFile): boolean {
  return state === "stale" || state === "missing";
}

/** How a command of the user's ended. */
export interface CommandResult {
  readonly exitCode: number | null;
  /** For example "SIGKILL". */
  readonly signal: string | null;
  readonly timedOut: boolean;
  /** The command could not be started at all: Node's error code. */
  readonly spawnError: string | null;
  readonly startedAt: number;
  readonly durationMs: number;
  /** Head and tail of what it printed. */
  readonly output: Untrusted;
}

export function succeeded(command: CommandResult): boolean {
  return command.exitCode === 0 && !command.timedOut && command.spawnError === null;
}
