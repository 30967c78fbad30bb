// What one cycle is going to do, read from the inputs and the configuration file. Plain data without secrets:
// a text may still hold `${secrets.X}`, `${token}` or `${user.id}`, which are filled in when it is used.
import type { Untrusted } from "../text/untrusted.ts";

export interface Plan {
  /** Names the comment, the commit status and the concurrency group: "staging". */
  readonly environment: Untrusted;
  readonly url: Untrusted | null;
  readonly deploys: readonly Deploy[];
  readonly auths: readonly Auth[];
  readonly probes: readonly Probe[];
  readonly suites: readonly Suite[];
  readonly target: Target;
  /** Names of environment variables whose values are masked everywhere. */
  readonly secrets: readonly Untrusted[];
  /** Changes when target, probes or suites change, so that two cycles can be told to measure different things. */
  readonly digest: string;
}

export type Target = { readonly kind: "all" };

/** A service that is brought to staging, by a command of the user's or by something else that we wait for. */
export interface Deploy {
  readonly name: Untrusted;
  readonly run: Untrusted | null;
  readonly timeoutMs: number;
  readonly ready: ReadyRule | null;
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

export interface Auth {
  readonly name: Untrusted;
  readonly algorithm: JwtAlgorithm;
  readonly secret: Untrusted;
  readonly claims: Untrusted;
  readonly expiresInMs: number;
  readonly users: readonly User[];
}

/** The fields of one test user, by name. */
export type User = Readonly<Record<string, Untrusted>>;

/** RFC 7518 section 3.1, symmetric part; what a staging secret signs. */
export const JWT_ALGORITHMS = ["HS256", "HS384", "HS512"] as const;
export type JwtAlgorithm = (typeof JWT_ALGORITHMS)[number];

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
}

export interface HttpProbe extends ProbeBase {
  readonly kind: "http";
  readonly request: HttpRequest;
  readonly expect: HttpExpect;
}

export interface HttpRequest {
  readonly method: string;
  /** Absolute, http or https. */
  readonly url: Untrusted;
  readonly headers: Readonly<Record<string, Untrusted>>;
  readonly body: Untrusted | null;
  readonly timeoutMs: number;
}

export interface HttpExpect {
  /** Accepted status codes; empty means any 2xx. */
  readonly status: readonly number[];
  readonly headers: readonly Condition[];
  readonly json: readonly Condition[];
  readonly body: readonly Condition[];
  readonly durationMs: number | null;
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
  /** Absolute, ws or wss. */
  readonly url: Untrusted;
  readonly headers: Readonly<Record<string, Untrusted>>;
  readonly subprotocols: readonly Untrusted[];
  readonly tokenIn: "header" | "subprotocol";
  /** Bounds the way from the name to the open socket. */
  readonly handshakeTimeoutMs: number;
  /** JSON text of the message to send once open. */
  readonly send: Untrusted | null;
  /** Event names, in this order; others may come between. */
  readonly events: readonly Untrusted[];
  readonly never: readonly Untrusted[];
  /** Instead of events: the refusals that count as a pass, HTTP status or close code. */
  readonly refusedWith: readonly number[];
  /** Bounds the wait for all events together. */
  readonly withinMs: number;
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
}
