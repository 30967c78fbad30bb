// What one cycle is going to do, read from the inputs and the configuration file. Plain data without secrets:
// a text may still hold `${secrets.X}`, `${token}` or `${user.id}`, which are filled in when it is used.
import type { Untrusted } from "../text/untrusted.ts";
import type { Answered, Component, OwnClass } from "./declared.ts";
import type { Target } from "./target.ts";

export interface Plan {
  /** Names the comment, the commit status and the concurrency group: "staging". */
  readonly environment: Untrusted;
  readonly url: Untrusted | null;
  readonly deploys: readonly Deploy[];
  readonly auths: readonly Auth[];
  readonly probes: readonly Probe[];
  readonly suites: readonly Suite[];
  /** When the loop is done. */
  readonly target: Target;
  /** What the measured numbers have to be, beside the checks. */
  readonly targets: readonly MetricTarget[];
  readonly control: Control;
  /** Run before the first check, when staging is ready; without its success nothing is tested. */
  readonly setup: Hook | null;
  /** Run after the last check, whatever happened. */
  readonly teardown: Hook | null;
  /** Brings the service before this one back; run only where `onRegression` asks for it. */
  readonly rollback: Hook | null;
  readonly onRegression: OnRegression;
  /** Address of the services' logs with `${deploy.name}`, `${failure.from}` and so on to be filled in; https only. */
  readonly logs: Untrusted | null;
  /** Checks that are run and shown and do not decide until a date. */
  readonly quarantine: readonly Quarantine[];
  readonly components: readonly PlannedComponent[];
  /** Who acts on what: asked in their order, all that match are named. */
  readonly owners: readonly Owned[];
  readonly criteria: readonly PlannedCriterion[];
  /** Classes of the team's own, asked in their order and before ours. */
  readonly classes: readonly PlannedClass[];
  /** Answers to why errors are there, from the file that the configuration names. */
  readonly answers: readonly Answered[];
  /** PEM certificates that are trusted beside the usual authorities. */
  readonly authorities: readonly Untrusted[];
  /** Names of environment variables whose values are masked everywhere. */
  readonly secrets: readonly Untrusted[];
  /** Changes when target, probes or suites change, so that two cycles can be told to measure different things. */
  readonly digest: string;
}

export interface PlannedComponent extends Component {
  /** Names of checks, or `class::name` of tests; `*` stands for anything, `?` for one character. At least one. */
  readonly tests: readonly Untrusted[];
}

export interface Owned {
  /** A service's name, a component's name, or a pattern for names and files of tests. */
  readonly match: Untrusted;
  readonly owner: Untrusted;
}

export interface PlannedCriterion {
  readonly text: Untrusted;
  /** Patterns as in a component; null: not bound to checks. */
  readonly checks: readonly Untrusted[] | null;
  /** Classes or families; null: not bound to errors. */
  readonly noError: readonly string[] | null;
}

export interface PlannedClass extends Omit<OwnClass, "tooSlow"> {
  /** Source of a regular expression, looked for in message and details. */
  readonly match: Untrusted;
}

/** What follows when a cycle is worse than the best one: go on, stop the loop, or roll back and stop. */
export const ON_REGRESSION = ["continue", "stop", "rollback"] as const;
export type OnRegression = (typeof ON_REGRESSION)[number];

export interface Quarantine {
  /** Name of a check, or `class::name` of a test; `*` stands for anything, `?` for one character. */
  readonly match: Untrusted;
  /** "2026-12-01": the last day, in UTC, on which it does not decide. */
  readonly until: string;
  readonly why: Untrusted | null;
}

/** What is asked to tell our own network from staging: GitHub's API with the run's token, or another address. */
export type Control =
  | { readonly kind: "github" }
  | { readonly kind: "http"; readonly request: HttpRequest }
  | { readonly kind: "none" };

/** A command of the user's around the checks. */
export interface Hook {
  readonly run: Untrusted;
  readonly timeoutMs: number;
}

/** A service that is brought to staging, by a command of the user's or by something else that we wait for. */
export interface Deploy {
  readonly name: Untrusted;
  readonly run: Untrusted | null;
  readonly timeoutMs: number;
  readonly ready: ReadyRule | null;
  /** What has to be done before its turn comes. Services whose turn has come are deployed at the same time. */
  readonly after: readonly DeployedFirst[];
  /** What its command has to tell, because other texts of the plan refer to it. */
  readonly outputs: readonly NeededOutput[];
  /** Who is named for it; null: nobody. */
  readonly owner: Untrusted | null;
}

/** `${deploy.NAME.output}` in a text, or at the begin of an address. */
export interface NeededOutput {
  readonly name: string;
  readonly as: "address" | "text";
}

export interface DeployedFirst {
  /** Index into the plan's deploys; always smaller than its own. */
  readonly deploy: number;
  /** "deployed": its command succeeded · "ready": it is also healthy and serves the commit. */
  readonly state: "deployed" | "ready";
}

/** When a service counts as up with the new revision. */
export interface ReadyRule {
  readonly health: HttpRequest | null;
  readonly healthExpect: HttpExpect | null;
  readonly revision: RevisionSource | null;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Good answers in a row. */
  readonly successThreshold: number;
}

/** Where the served commit is told: anywhere in the body of an answer, or in one of its headers. */
export interface RevisionSource {
  readonly request: HttpRequest;
  readonly header: Untrusted | null;
}

export type Auth = JwtAuth | LoginAuth | BearerAuth | BasicAuth;

interface AuthBase {
  readonly name: Untrusted;
  /** At least one; whoever acts alone is the first. */
  readonly users: readonly User[];
}

/** A token that we sign ourselves, one for each user and probe. */
export interface JwtAuth extends AuthBase {
  readonly kind: "jwt";
  readonly algorithm: JwtAlgorithm;
  readonly secret: Untrusted;
  /** How the text of the secret becomes the bytes of the key; a PEM key is utf8. */
  readonly encoding: KeyEncoding;
  /** RFC 7515 section 4.1.4, the header "kid". */
  readonly keyId: Untrusted | null;
  /** JSON text of a map. */
  readonly claims: Untrusted;
  readonly expiresInMs: number;
  /** A key below the length of RFC 7518 is accepted, and said in the report. */
  readonly weakKey: boolean;
}

/** A token that the service gives for a name and a password, once for each user and cycle. */
export interface LoginAuth extends AuthBase {
  readonly kind: "login";
  readonly request: HttpRequest;
  /** RFC 9535 path to the token in the answer. */
  readonly token: Untrusted;
}

export interface BearerAuth extends AuthBase {
  readonly kind: "bearer";
  readonly token: Untrusted;
}

export interface BasicAuth extends AuthBase {
  readonly kind: "basic";
  readonly username: Untrusted;
  readonly password: Untrusted;
}

/** The fields of one test user, by name. */
export type User = Readonly<Record<string, Untrusted>>;

/** RFC 7518 section 3.1 without "none". */
export const JWT_ALGORITHMS = [
  "HS256",
  "HS384",
  "HS512",
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
] as const;
export type JwtAlgorithm = (typeof JWT_ALGORITHMS)[number];

export const KEY_ENCODINGS = ["utf8", "base64", "hex"] as const;
export type KeyEncoding = (typeof KEY_ENCODINGS)[number];

/** Tokens that a service has to refuse, made by us to see whether it does. */
export const BAD_TOKENS = ["expired", "wrong-key", "unsigned"] as const;
export type BadToken = (typeof BAD_TOKENS)[number];

export type Probe = HttpProbe | WebSocketProbe;

interface ProbeBase {
  /** Stable over cycles: made from kind and name. */
  readonly key: string;
  readonly name: Untrusted;
  /** Keys of the probes that have to pass first. */
  readonly needs: readonly string[];
  /** Has to pass before suites run; if not, the cycle is not tested. */
  readonly preflight: boolean;
  /** Index into the plan's auths, or null for an anonymous probe. */
  readonly auth: number | null;
  /** The token is made wrong in this way, and the probe passes when it is refused. */
  readonly badToken: BadToken | null;
  /** This many users of the auth at the same time, from 1. */
  readonly users: number;
  readonly tags: readonly Untrusted[];
  /** 1 is started first; without one last. */
  readonly priority: number | null;
  /** "warn": a failure is shown and never decides. */
  readonly severity: Severity;
  readonly retry: Retry;
  /** Measured this often, alone after the others; null: run once among the others. */
  readonly samples: Samples | null;
}

export type Severity = "fail" | "warn";

/** Another try where the kind of failure may pass by itself. */
export interface Retry {
  /** Tries after the first. */
  readonly count: number;
  readonly intervalMs: number;
  /** Classes ("svc.unavailable") and families ("net") of failures; empty: all that can change. */
  readonly on: readonly string[];
}

export interface Samples {
  readonly count: number;
  /** Runs before the first that counts. */
  readonly warmup: number;
}

/** A value taken from an answer or event for later texts: `${capture.NAME}`. */
export interface Capture {
  readonly name: string;
  /** "json": an RFC 9535 path · "header": a lower-case header name. */
  readonly source: "json" | "header";
  readonly at: Untrusted;
}

export interface HttpProbe extends ProbeBase {
  readonly kind: "http";
  readonly request: HttpRequest;
  readonly expect: HttpExpect;
  readonly capture: readonly Capture[];
}

export interface HttpRequest {
  readonly method: string;
  /** Absolute, http or https. */
  readonly url: Untrusted;
  readonly headers: Readonly<Record<string, Untrusted>>;
  readonly body: Untrusted | null;
  readonly timeoutMs: number;
  /** Redirects to the same origin that are followed, from 0 to 5. */
  readonly redirects: number;
}

export interface HttpExpect {
  /** Accepted status codes; empty means any 2xx. */
  readonly status: readonly number[];
  readonly headers: readonly Condition[];
  readonly json: readonly Condition[];
  readonly body: readonly Condition[];
  readonly durationMs: number | null;
  /** JSON text of a JSON Schema that the body has to meet. */
  readonly schema: Untrusted | null;
  /** Compares the milliseconds that the certificate is still valid; negative once it has expired. */
  readonly certificate: readonly Condition[];
}

/** One comparison: the value at `at` (a header name or an RFC 9535 path) against `value`. */
export interface Condition {
  readonly at: Untrusted;
  readonly operator: Operator;
  /** JSON text of the value to compare with. */
  readonly value: Untrusted;
}

export const OPERATORS = ["eq", "ne", "gt", "gte", "lt", "lte", "in", "contains", "matches", "exists"] as const;
export type Operator = (typeof OPERATORS)[number];

export interface WebSocketProbe extends ProbeBase {
  readonly kind: "websocket";
  readonly connection: SocketConnection;
  /** RFC 9535 path to the name of an event inside a message. */
  readonly eventAt: Untrusted;
  /** The first is always a connect. */
  readonly steps: readonly SocketStep[];
  /** How many of them stand before the first that the file writes; null: the short form, which writes none. */
  readonly implied: number | null;
  /** Names of events that may not come while the probe listens. */
  readonly never: readonly Untrusted[];
  /** What every message has to be like that has the place at all: isolation of users. */
  readonly every: readonly Condition[];
  /** Instead of steps: the refusals that count as a pass, HTTP status or close code. */
  readonly refusedWith: readonly number[];
}

export interface SocketConnection {
  /** Absolute, ws or wss. */
  readonly url: Untrusted;
  readonly headers: Readonly<Record<string, Untrusted>>;
  readonly subprotocols: readonly Untrusted[];
  readonly token: TokenPlace;
  /** The event by which the service says that it accepted the token. */
  readonly authEvent: Untrusted | null;
  /** Bounds the way from the name to the open socket. */
  readonly handshakeTimeoutMs: number;
}

export type TokenPlace =
  | { readonly in: "header" }
  | { readonly in: "subprotocol" }
  | { readonly in: "query"; readonly parameter: string }
  /** JSON text of the first message, which holds `${token}`. */
  | { readonly in: "message"; readonly message: Untrusted };

export type SocketStep =
  /** Opens the socket, also again after a close. */
  | { readonly kind: "connect"; readonly timeoutMs: number }
  /** JSON text of the message. */
  | { readonly kind: "send"; readonly message: Untrusted }
  | ExpectStep
  /** Waits for the service to close with one of these codes; empty: any. */
  | { readonly kind: "expect-close"; readonly codes: readonly number[]; readonly withinMs: number }
  /** Listens for this long; `never` and `every` hold. */
  | { readonly kind: "wait"; readonly ms: number }
  /** Sends a ping and waits for its pong. */
  | { readonly kind: "ping"; readonly withinMs: number }
  | { readonly kind: "close"; readonly code: number | "abrupt" };

export interface ExpectStep {
  readonly kind: "expect";
  readonly events: readonly ExpectedEvent[];
  readonly order: EventOrder;
  /** Bounds the wait for all events together. */
  readonly withinMs: number;
}

/** "in-order": others may come between · "exact": nothing else may · "any": in any order, others may come. */
export const EVENT_ORDERS = ["in-order", "exact", "any"] as const;
export type EventOrder = (typeof EVENT_ORDERS)[number];

export interface ExpectedEvent {
  readonly name: Untrusted;
  /** May come several times in a row. */
  readonly repeat: boolean;
  /** May be missing. */
  readonly optional: boolean;
  /** Since the expected event before it, or the begin of the step. */
  readonly withinMs: number | null;
  /** Only an event that meets all of these is the expected one. */
  readonly match: readonly Condition[];
  readonly capture: readonly Capture[];
}

/** Numbers that our own probes measure; milliseconds, or bytes for a size. */
export const METRICS = [
  "http.duration",
  "http.first-byte",
  "http.size",
  "ws.handshake",
  "ws.ping",
  "ws.duration",
] as const;
export type Metric = (typeof METRICS)[number];

/** A limit on measured numbers. */
export interface MetricTarget {
  readonly key: string;
  /** One of METRICS, or a name of the user's for values at `from`. */
  readonly metric: string;
  /** RFC 9535 path to the value in answers and messages; null for a number that we measure. */
  readonly from: Untrusted | null;
  /** Only probes with one of these tags; empty: all. */
  readonly tags: readonly Untrusted[];
  readonly bounds: readonly Bound[];
}

export const AGGREGATES = ["p50", "p75", "p90", "p95", "p99", "max", "min", "mean"] as const;
export type Aggregate = (typeof AGGREGATES)[number];

/** "min": at least the limit; every other: at most. */
export interface Bound {
  readonly aggregate: Aggregate;
  readonly limit: number;
  /** Between this and the limit it is met, with a warning. */
  readonly warn: number | null;
}

/** The user's own test command, whose report files we read. */
export interface Suite {
  readonly key: string;
  readonly name: Untrusted;
  readonly run: Untrusted;
  readonly reports: readonly Untrusted[];
  readonly timeoutMs: number;
  /** A floor for the number of tests that ran; 0 = none declared. */
  readonly minTests: number;
  readonly needs: readonly string[];
  /** Run once in the same cycle when tests failed; a test that passes then is flaky. */
  readonly retryFailed: RetryFailed | null;
  /** The line that runs one test again, for people to copy: `${test.id}` and so on are filled in and quoted. */
  readonly reproduce: Untrusted | null;
  /** Patterns of files that the tests leave: traces, screenshots. They are named beside the failing test. */
  readonly attachments: readonly Untrusted[];
  /** What the tests have to have talked to. */
  readonly contact: ContactRule | null;
  /** The first that matches a test gives it its priority. */
  readonly priorities: readonly TestPriority[];
}

export interface RetryFailed {
  readonly run: Untrusted;
  /** Empty: the suite's own. */
  readonly reports: readonly Untrusted[];
}

export interface ContactRule {
  /** Names or addresses, each with or without a port. */
  readonly hosts: readonly Untrusted[];
  /** Without a connection to each of them nothing is proven, also where connections cannot be watched. */
  readonly required: boolean;
}

export interface TestPriority {
  /** Name of a test or `class::name`; `*` stands for anything, `?` for one character. */
  readonly match: Untrusted;
  /** From 1, the most important. */
  readonly priority: number;
}
