// The outside, in our own words. Stages receive these interfaces; tests hand in a fake with a virtual clock.
import type { Untrusted } from "../text/untrusted.ts";
import type { CommandResult, Timings } from "./check.ts";
import type { Journal } from "./journal.ts";
import type { BadToken, HttpRequest, JwtAlgorithm, KeyEncoding } from "./plan.ts";

export interface World {
  readonly clock: Clock;
  readonly net: Net;
  readonly shell: Shell;
  readonly files: Files;
  readonly tokens: Tokens;
  readonly bounded: Bounded;
  readonly secrets: Secrets;
  readonly console: Console;
  readonly journal: Journal;
  /** Value of an environment variable of this process. */
  readonly environment: (name: string) => string | undefined;
}

export interface Clock {
  /** Milliseconds since 1970, for people and tokens. */
  now(): number;
  /** Milliseconds on a clock that never jumps, for durations. */
  monotonic(): number;
  /** Ends early, without an error, when the run is cancelled. */
  sleep(ms: number): Promise<void>;
  readonly cancelled: () => boolean;
  /** Watches how late timers fire, until the answer is asked for. */
  watchDelay(): () => LoopDelay;
}

/** Milliseconds by which timers were late. */
export interface LoopDelay {
  readonly p99: number;
  readonly max: number;
}

/**
 * Runs work whose time a text of the user's or a server's decides (a pattern, a schema, a path), and ends it after
 * BOUNDED_MS. What the work throws is thrown.
 */
export type Bounded = <T>(work: () => T) => { readonly inTime: true; readonly value: T } | { readonly inTime: false };

export const BOUNDED_MS = 250;

export interface Net {
  /** Trusts these PEM certificates beside the usual authorities from now on. */
  trust(certificates: readonly Untrusted[]): void;
  /** Never throws: what cannot be reached is an answer of its own kind. */
  request(request: HttpRequest): Promise<HttpAnswer>;
  /** Opens a socket, or tells at which stage that failed. Never throws. */
  openWebSocket(request: WebSocketRequest): Promise<WebSocketOpening>;
}

export type NetworkStage = "resolve" | "connect" | "tls" | "handshake" | "server" | "data";

export type HttpAnswer =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Readonly<Record<string, Untrusted>>;
      /** Decoded, at most MAX_BODY_BYTES. */
      readonly body: Untrusted;
      readonly bodyBytes: number;
      /** The body was larger and was cut. */
      readonly truncated: boolean;
      readonly durationMs: number;
      readonly timings: Timings;
      /** Milliseconds since 1970 at which the certificate ends; null without TLS. */
      readonly certificateExpiresAt: number | null;
      /** Redirects that were followed. */
      readonly redirects: number;
    }
  | NoAnswer;

export interface NoAnswer {
  readonly kind: "no-answer";
  readonly stage: NetworkStage;
  /** Node's or our own code: "ECONNREFUSED", "TIMEOUT". */
  readonly errno: string;
  readonly message: Untrusted;
  readonly durationMs: number;
  /** As far as it came. */
  readonly timings: Timings;
  /** Of a certificate that was seen and refused; null otherwise. */
  readonly certificateExpiresAt: number | null;
}

export interface WebSocketRequest {
  readonly url: Untrusted;
  readonly headers: Readonly<Record<string, Untrusted>>;
  readonly subprotocols: readonly Untrusted[];
  readonly handshakeTimeoutMs: number;
}

export type WebSocketOpening =
  | {
      readonly kind: "open";
      readonly socket: Socket;
      readonly subprotocol: Untrusted;
      readonly durationMs: number;
      readonly timings: Timings;
    }
  | {
      readonly kind: "refused";
      readonly status: number;
      readonly headers: Readonly<Record<string, Untrusted>>;
      readonly body: Untrusted;
      readonly durationMs: number;
      readonly timings: Timings;
    }
  | NoAnswer;

export interface Socket {
  /** The next thing that happened, in order; "nothing" when it did not happen in time. */
  next(timeoutMs: number): Promise<SocketEvent>;
  send(text: Untrusted): void;
  /** Sends a ping; milliseconds until its pong, or null when none came in time. Messages meanwhile are kept for `next`. */
  ping(timeoutMs: number): Promise<number | null>;
  /** Closes, 1000 unless told otherwise, waits briefly for the answer, then ends the connection. Never throws. */
  close(code?: number): Promise<void>;
  /** Ends the connection at once, without a word, as a lost network does. */
  abort(): void;
}

export type SocketEvent =
  | { readonly kind: "message"; readonly text: Untrusted; readonly binary: boolean; readonly atMs: number }
  | {
      readonly kind: "closed";
      readonly code: number;
      readonly reason: Untrusted;
      /** Node's or ws's error code where the connection broke, or ours: "FLOOD", "HALF_OPEN", "WS_ERR_NOT_READING". */
      readonly errno: string | null;
      readonly atMs: number;
    }
  | { readonly kind: "nothing" };

export interface Shell {
  /** Runs a command line of the user's in its own process group. Never throws. */
  run(command: Command): Promise<Ran>;
}

export interface Ran {
  readonly command: CommandResult;
  /** What the command wrote into its own GITHUB_OUTPUT, by name; of a name written twice the last. */
  readonly outputs: ReadonlyMap<string, Untrusted>;
  /** null: nobody asked to watch. */
  readonly connections: Connections | null;
}

/** Connections of a command's processes to the hosts that were watched. */
export type Connections =
  | { readonly kind: "watched"; readonly seen: readonly SeenConnection[]; readonly everyMs: number }
  | { readonly kind: "unwatchable"; readonly reason: string };

export interface SeenConnection {
  /** Index into the hosts of the order. */
  readonly host: number;
  /** Milliseconds since 1970 of the first and the last look that saw it; it may have lived `everyMs` longer. */
  readonly from: number;
  readonly to: number;
}

export interface Command {
  readonly line: Untrusted;
  readonly timeoutMs: number;
  /** Added to the cleaned environment of the job. */
  readonly environment: Readonly<Record<string, string>>;
  /** Variables that this command does not get although the others do. */
  readonly without?: readonly string[];
  /** Named before each line that is shown live. */
  readonly label: string;
  /** Also runs in a cancelled run, for as long as the runner leaves us. */
  readonly always?: boolean;
  /** Told of each line that it prints, and asked how far it is: "23 of 58 tests so far". */
  readonly progress?: Progress;
  /** Hosts, each with or without a port, to which connections of the command's processes are watched. */
  readonly watch?: readonly Untrusted[];
}

export interface Progress {
  take(line: Untrusted): void;
  /** null: nothing tells. */
  said(): string | null;
}

export interface Files {
  /** Regular files below the workspace that match, sorted; links are not followed. */
  find(patterns: readonly Untrusted[]): Promise<Found>;
  /** The text of a file in pieces. */
  read(path: Untrusted): AsyncIterable<Uint8Array>;
  /** The path from the workspace to a regular file that really lies there; null for all others. */
  locate(path: Untrusted): Promise<string | null>;
  /** Reads a whole small file of the user's; null when there is none. Throws a UserError for what is not a readable file. */
  readConfig(path: Untrusted): Promise<string | null>;
  /** Writes into the step's own folder and tells the path. */
  write(name: string, text: string): Promise<string>;
  /** Reads back what `write` wrote in this step; null when it is not there. */
  readOwn(name: string): Promise<string | null>;
  /**
   * Adds a file to a folder of the workspace and removes the oldest of its kind beyond `most`. Throws an error with a
   * code where the folder cannot be used.
   */
  keep(folder: Untrusted, file: KeptFile): Promise<void>;
  /** The commit that is checked out; null outside a checkout. */
  head(): Promise<string | null>;
}

export interface KeptFile {
  readonly name: string;
  readonly text: string;
  readonly most: number;
}

export interface Found {
  readonly files: readonly FoundFile[];
  /** The bound that ended the search, so that there may be more; null when these are all. */
  readonly cut: SearchBound | null;
}

/** "pattern": it is too wide to be searched · "entries": too many were visited · "files": too many match. */
export type SearchBound = "pattern" | "entries" | "files";

/** Bounds of one search. Alternatives in braces multiply: "{a,b}" ten times over is a thousand patterns. */
export const SEARCH_LIMITS = { alternatives: 64, entries: 10_000, files: 200 } as const;

export interface FoundFile {
  readonly path: Untrusted;
  readonly sizeBytes: number;
  readonly modifiedAt: number;
}

export interface Tokens {
  /** Signs a JSON Web Token. Throws a UserError for a key that cannot sign. */
  mint(order: TokenOrder): string;
}

export interface TokenOrder {
  readonly algorithm: JwtAlgorithm;
  readonly secret: string;
  readonly encoding: KeyEncoding;
  readonly keyId: string | null;
  /** A key shorter than RFC 7518 asks for is accepted. */
  readonly weakKey: boolean;
  /** Makes a token that has to be refused. */
  readonly bad: BadToken | null;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly expiresInMs: number;
  readonly now: number;
}

export interface Secrets {
  /** From now on the value is masked in everything that leaves. Values under 8 characters are not registered. */
  register(value: string): void;
  /** Hides registered secrets and whatever has the shape of one. For foreign text, before it becomes part of anything. */
  mask(text: string): string;
  /** Hides registered secrets only. For finished pages, whose structure a guess at shapes could break. */
  hide(text: string): string;
}

/** Live output for people. Everything is masked; foreign lines can never be read as commands. */
export interface Console {
  /** A line that everybody should see: it stands outside of what is folded. */
  say(line: string, tone?: Tone): void;
  /** A line for whoever looks closer: it stands in what is folded right now. */
  detail(line: string, tone?: Tone): void;
  /** Lines of a command, likewise. */
  quote(text: Untrusted, label: string): void;
  /** While the work goes on, details and quotations are folded under the title, where a log can fold. */
  fold<T>(title: string, work: () => Promise<T>): Promise<T>;
  /**
   * What goes on right now; null: nothing any more. A terminal shows it below all lines, with the seconds unless the line
   * tells a time; a log now and then, when nothing else is said.
   */
  status(line: string | null, time?: "counts" | "told"): void;
  /** A sign of life, where no terminal shows one. */
  heartbeat(line: string): void;
}

/**
 * How a line looks where there are colors, which never are the only thing that tells: "good", "bad" and "odd" are for its
 * first word, "strong" and "quiet" for all of it.
 */
export type Tone = "good" | "bad" | "odd" | "strong" | "quiet";
