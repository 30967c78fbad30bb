// The outside, in our own words. Stages receive these interfaces; tests hand in a fake with a virtual clock.
import type { Untrusted } from "../text/untrusted.ts";
import type { CommandResult } from "./check.ts";
import type { HttpRequest, JwtAlgorithm } from "./plan.ts";

export interface World {
  readonly clock: Clock;
  readonly net: Net;
  readonly shell: Shell;
  readonly files: Files;
  readonly tokens: Tokens;
  readonly secrets: Secrets;
  readonly console: Console;
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
}

export interface Net {
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
    }
  | NoAnswer;

export interface NoAnswer {
  readonly kind: "no-answer";
  readonly stage: NetworkStage;
  /** Node's or our own code: "ECONNREFUSED", "TIMEOUT". */
  readonly errno: string;
  readonly message: Untrusted;
  readonly durationMs: number;
}

export interface WebSocketRequest {
  readonly url: Untrusted;
  readonly headers: Readonly<Record<string, Untrusted>>;
  readonly subprotocols: readonly Untrusted[];
  readonly handshakeTimeoutMs: number;
}

export type WebSocketOpening =
  | { readonly kind: "open"; readonly socket: Socket; readonly subprotocol: Untrusted; readonly durationMs: number }
  | { readonly kind: "refused"; readonly status: number; readonly body: Untrusted; readonly durationMs: number }
  | NoAnswer;

export interface Socket {
  /** The next thing that happened, in order; "nothing" when it did not happen in time. */
  next(timeoutMs: number): Promise<SocketEvent>;
  send(text: Untrusted): void;
  /** Closes normally, waits briefly for the answer, then ends the connection. Never throws. */
  close(): Promise<void>;
}

export type SocketEvent =
  | { readonly kind: "message"; readonly text: Untrusted; readonly binary: boolean; readonly atMs: number }
  | {
      readonly kind: "closed";
      readonly code: number;
      readonly reason: Untrusted;
      /** Node's or ws's error code, where the connection broke. */
      readonly errno: string | null;
      readonly atMs: number;
    }
  | { readonly kind: "nothing" };

export interface Shell {
  /** Runs a command line of the user's in its own process group. Never throws. */
  run(command: Command): Promise<CommandResult>;
}

export interface Command {
  readonly line: Untrusted;
  readonly timeoutMs: number;
  /** Added to the cleaned environment of the job. */
  readonly environment: Readonly<Record<string, string>>;
  /** Named before each line that is shown live. */
  readonly label: string;
}

export interface Files {
  /** Regular files below the workspace that match, sorted; links are not followed. */
  find(patterns: readonly Untrusted[]): Promise<readonly FoundFile[]>;
  /** The text of a file in pieces. */
  read(path: Untrusted): AsyncIterable<Uint8Array>;
  /** Reads a whole small file; null when there is none. Throws a UserError for what is not a readable file. */
  readConfig(path: Untrusted): Promise<string | null>;
  /** Writes into the step's own folder and tells the path. */
  write(name: string, text: string): Promise<string>;
  /** Reads back what `write` wrote in this step; null when it is not there. */
  readOwn(name: string): Promise<string | null>;
  /** The commit that is checked out; null outside a checkout. */
  head(): Promise<string | null>;
}

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
  say(line: string): void;
  quote(text: Untrusted, label: string): void;
  group(title: string): void;
  endGroup(): void;
}
