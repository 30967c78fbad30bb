// Probes and tests after they ran: outcome, and for a failure the evidence that everything later is made from.
import type { Untrusted } from "../text/untrusted.ts";
import type { Auth, BadToken, Bound, Severity } from "./plan.ts";

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
  readonly kind: "probe" | "test" | "target";
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
  /** "warn": its failure is shown and decides nothing. */
  readonly severity: Severity;
  /** What was measured, pass or fail; null for tests and for what did not run. */
  readonly measured: Measured | null;
}

/** A preflight probe always decides: named as what has to pass first, it stops the suites whatever its severity. */
export function decides({ severity, preflight }: CheckResult): boolean {
  return severity === "fail" || preflight;
}

/** What tells most of a check that did not pass: one of several users who got in or saw what is not theirs, before all. */
export function decisiveFailure({ failure, measured }: CheckResult): Failure | null {
  const all = [failure, ...(measured?.users ?? []).map((each) => each.failure)].flatMap((each) => each ?? []);
  const letIn = all.find(({ facts }) => facts.letIn !== undefined);
  return letIn ?? all.find(({ facts }) => facts.foreignUser !== undefined) ?? failure;
}

export interface Measured {
  /** Of the last try; null for what is not one request. */
  readonly timings: Timings | null;
  readonly httpStatus: number | null;
  readonly bodyBytes: number | null;
  /** From 1; a pass after more than one is flaky. */
  readonly tries: number;
  /** Failures of the tries before the last, oldest first; of several users those of each. */
  readonly earlier: readonly Failure[];
  readonly token: TokenFacts | null;
  /** Events that came, over all users. */
  readonly events: readonly SeenEvent[];
  /** One for each of several users at once; empty for one. */
  readonly users: readonly UserOutcome[];
  readonly samples: SampleFacts | null;
  readonly values: readonly MeasuredValues[];
  /** Of a target: what its limits were compared with, pass or fail. */
  readonly bounds?: readonly BoundFacts[];
}

/** One limit of a target and the number that it was compared with. */
export interface BoundFacts extends Bound {
  /** null: too few values, or too few good ones, so nothing was compared. */
  readonly seen: number | null;
  /** How many values the number was made from. */
  readonly values: number;
  /** Empty for a value of the user's. */
  readonly unit: "ms" | "bytes" | "";
}

/** Milliseconds of each phase of one request; null where there was none: an address has no name, http no TLS. */
export interface Timings {
  readonly dnsMs: number | null;
  readonly tcpMs: number | null;
  readonly tlsMs: number | null;
  /** From the sent request to the first byte of its answer, or to the answered handshake. */
  readonly firstByteMs: number | null;
  readonly totalMs: number;
}

/** Having a token and its being accepted are two facts. `accepted` is null where nothing tells. */
export interface TokenFacts {
  readonly kind: Auth["kind"];
  readonly minted: boolean;
  readonly accepted: boolean | null;
  /** Its key is shorter than RFC 7518 asks for. */
  readonly weakKey?: boolean;
}

export interface SeenEvent {
  readonly name: Untrusted;
  readonly count: number;
  /** Milliseconds from the open socket to the first and the last of them. */
  readonly firstMs: number;
  readonly lastMs: number;
}

export interface UserOutcome {
  readonly user: Untrusted;
  readonly outcome: Outcome;
  readonly durationMs: number | null;
  readonly failure: Failure | null;
}

export interface SampleFacts {
  readonly wanted: number;
  readonly done: number;
  readonly failed: number;
  /** How late our own timers were meanwhile: above a few milliseconds the numbers are ours, not staging's. */
  readonly loopDelayMs: { readonly p99: number; readonly max: number };
}

/**
 * Numbers of one metric, of METRICS or with the key of the target that asked for them. Infinity stands for one that was
 * not measured well: it meets no limit, and JSON has no word for it.
 */
export interface MeasuredValues {
  readonly metric: string;
  readonly values: readonly number[];
}

/** How far a WebSocket came when it failed, in the words of its protocol. */
export const SOCKET_PHASES = [
  "dns",
  "tcp",
  "tls",
  "upgrade",
  "first-frame",
  "authenticated",
  "event",
  "close",
] as const;
export type SocketPhase = (typeof SOCKET_PHASES)[number];

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
  readonly seenEvents?: readonly SeenEvent[];
  readonly phase?: SocketPhase;
  /** The event that was awaited, from 1, of how many; the step of the probe, from 1. */
  readonly event?: number;
  readonly events?: number;
  readonly step?: number;
  /** Who acted, where several users did. */
  readonly user?: Untrusted;
  /** Whose data came to that user. */
  readonly foreignUser?: Untrusted;
  /** A caller that has to be refused was let in: with such a token, or with none. */
  readonly letIn?: BadToken | "anonymous";
  /** What the refused token was: never the token itself. */
  readonly token?: TokenShape;
  readonly timings?: Timings;
  readonly certificateExpiresAt?: number;
  /** What was compared: an RFC 9535 path, a header, the duration. */
  readonly at?: Untrusted;
  readonly expected?: Untrusted;
  readonly seen?: Untrusted;
  /** A measured number missed its limit. */
  readonly limit?: boolean;
  /** There were too few values to compare with the limit. */
  readonly noData?: boolean;
  readonly exitCode?: number;
}

export interface TokenShape {
  readonly algorithm: string;
  readonly audience: Untrusted | null;
  /** Milliseconds from the request to its end of life. */
  readonly livesMs: number;
  /** The service's clock (its Date header) minus ours; null where it tells none. */
  readonly clockSkewMs: number | null;
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
