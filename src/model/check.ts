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
  /** Milliseconds since 1970 at which it began; null where nothing tells. */
  readonly at: number | null;
  /** 1 is the most important; null: it has none. */
  readonly priority: number | null;
  /** It does not decide until a date; `severity` is "warn" then. */
  readonly quarantine: Quarantined | null;
  /** What only a test of a suite has; null for probes, targets, and what is no test: a set-up, the command. */
  readonly test: TestFacts | null;
  /** Components of the cycle that it belongs to, by index. Absent: none. */
  readonly components?: readonly number[];
  /** Who is named for it in the configuration. Absent: nobody. */
  readonly owners?: readonly Untrusted[];
  /** How many tests did not run with a suite that is blocked: its floor. Only where there is one. */
  readonly standsFor?: number;
}

export interface Quarantined {
  /** The last day, "2026-12-01". */
  readonly until: string;
  readonly why: Untrusted | null;
}

export interface TestFacts {
  /** Browser or project of one run of several; part of the test's identity. */
  readonly project: Untrusted | null;
  /** As the report tells it. */
  readonly file: Untrusted | null;
  /** Tries before the one that counts, all failed; a pass after them is flaky. */
  readonly earlier: readonly Failure[];
  /** Whether a pass touched staging; null for what did not pass, and where nothing can be told. */
  readonly contact: Contact | null;
  /** The line that runs this test again; only for what did not pass. */
  readonly reproduce: Untrusted | null;
  /** Paths of the files that it left, below the workspace; only for what did not pass. */
  readonly attachments: readonly Untrusted[];
}

/**
 * `shown`: a connection to staging was seen while it ran · `indicated`: it took as long as talking to staging takes
 * · `not-shown`: it was over before any answer could have come.
 */
export const CONTACTS = ["shown", "indicated", "not-shown"] as const;
export type Contact = (typeof CONTACTS)[number];

/** A preflight probe always decides: named as what has to pass first, it stops the suites whatever its severity. */
export function decides({ severity, preflight }: CheckResult): boolean {
  return severity === "fail" || preflight;
}

/** It was measured and missed, or could not be measured. */
export function isBroken({ outcome }: CheckResult): boolean {
  return outcome === "failed" || outcome === "errored";
}

/** Passed, and only on another try. */
export function isFlaky({ outcome, measured, test }: CheckResult): boolean {
  return outcome === "passed" && ((measured?.tries ?? 1) > 1 || (test?.earlier ?? []).length > 0);
}

/** It passes in less time than staging needs to answer. */
export function isSuspicious({ test }: CheckResult): boolean {
  return test?.contact === "not-shown";
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
  /** A class of the team's own that its text belongs to. Absent: none. */
  readonly own?: OwnMatch;
}

export interface OwnMatch {
  /** Index into the classes of the cycle. */
  readonly class: number;
  /** What its pattern matched. */
  readonly span: Untrusted;
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
  /** The command that ran the failed tests once more; null when there was no need, or none is given. */
  readonly retry: CommandResult | null;
  readonly reports: readonly ReportFile[];
  /** Tests that ran: all but the skipped and those that never finished. */
  readonly tests: number;
  readonly minTests: number;
  /** How many tests were planned, as the reports or the runner's own output tell; null where nothing does. */
  readonly planned: number | null;
  /** Results beyond the bound, which are counted and not kept one by one. */
  readonly beyond: TestCounts;
  /** What the runner's last words in the terminal say; null where no known runner spoke. */
  readonly runner: RunnerTold | null;
  /** null: there is no pass to ask about. */
  readonly contact: SuiteContact | null;
  /** The same for two runs only if all results and times are the same; null where the times cannot tell that. */
  readonly print: string | null;
}

export interface TestCounts {
  /** Results: passed, failed, errored and skipped. */
  readonly tests: number;
  readonly passed: number;
  readonly failed: number;
  readonly errored: number;
  readonly skipped: number;
  /** Planned or started and never finished; beside the results. */
  readonly notRun: number;
}

export const NO_TESTS: TestCounts = { tests: 0, passed: 0, failed: 0, errored: 0, skipped: 0, notRun: 0 };

export function sumOf(counts: readonly TestCounts[]): TestCounts {
  const sum = (of: keyof TestCounts): number => counts.reduce((total, each) => total + each[of], 0);
  return {
    tests: sum("tests"),
    passed: sum("passed"),
    failed: sum("failed"),
    errored: sum("errored"),
    skipped: sum("skipped"),
    notRun: sum("notRun"),
  };
}

/** The totals that a test runner prints at its end, in its own terms; null for what it does not tell. */
export interface RunnerTold {
  /** "pytest", "Playwright". */
  readonly runner: string;
  /** Tests that it found before it began. */
  readonly collected: number | null;
  readonly passed: number | null;
  readonly failed: number | null;
  /** What broke outside the tests themselves: set-up, collection. */
  readonly errors: number | null;
  readonly skipped: number | null;
  /** Why it did not go on to the end, in its own words: "stopping after 10 failures". */
  readonly stopped: Untrusted | null;
}

/** What shows that the passes of a suite touched staging. */
export interface SuiteContact {
  /**
   * What a duration was compared with: the fastest answer that our probes measured, the gap in the suite's own times,
   * or a millisecond, which no network beats. "no-timing": all times are equal or missing, which tells nothing.
   */
  readonly basis: "floor" | "spread" | "millisecond" | "no-timing";
  /** A pass below this, or of a millisecond at most where that is the basis, shows no contact; null without timing. */
  readonly thresholdMs: number | null;
  /** The fastest answer that our probes measured; null when none did. */
  readonly floorMs: number | null;
  readonly passes: number;
  readonly shown: number;
  readonly indicated: number;
  readonly notShown: number;
  /** Passes that took 0 ms, and those of 1 ms at most. */
  readonly atZero: number;
  readonly toOneMs: number;
  readonly watch: ContactWatch | null;
}

export type ContactWatch =
  | { readonly kind: "watched"; readonly required: boolean; readonly hosts: readonly WatchedHost[] }
  /** Connections could not be seen: another system than Linux, a proxy, a name that does not resolve. */
  | { readonly kind: "unwatchable"; readonly required: boolean; readonly reason: string };

export interface WatchedHost {
  readonly host: Untrusted;
  /** Connections of the command's processes to it. */
  readonly connections: number;
}

export interface ReportFile {
  readonly path: Untrusted;
  /** null: it was not recognised. */
  readonly format: ReportFormat | null;
  /** `ignored`: another kind of file, known to hold no tests · `missing`: nothing matches this pattern. */
  readonly state: "read" | "partial" | "refused" | "unsupported" | "ignored" | "empty" | "stale" | "missing";
  /** Why it is not simply "read", in our words. */
  readonly reason: string | null;
  readonly counts: TestCounts;
  /** What failed outside every test: a set-up, a collection, the run itself. */
  readonly errors: number;
}

/** What a check has that is neither a test nor anything special. */
export const PLAIN = { at: null, priority: null, quarantine: null, test: null } as const;

export const REPORT_FORMATS = [
  "junit-xml",
  "trx",
  "xunit-net-xml",
  "nunit2-xml",
  "nunit3-xml",
  "testng-xml",
  "playwright-json",
  "ctrf-json",
  "jest-json",
  "mocha-json",
  "mochawesome-json",
  "cucumber-json",
  "rspec-json",
  "go-test-json",
  "dart-json",
  "tap",
] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

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
  /** Path of a file with all of it up to a bound, with times; null where none is kept. */
  readonly log: Untrusted | null;
}

export function succeeded(command: CommandResult): boolean {
  return command.exitCode === 0 && !command.timedOut && command.spawnError === null;
}
