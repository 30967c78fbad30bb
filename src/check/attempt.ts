// What one try of one user at one probe is given, and what it gives back. Every kind of probe speaks these words.
import type { Failure, MeasuredValues, SeenEvent, Timings, TokenShape } from "../model/check.ts";
import type { Auth, Samples } from "../model/plan.ts";
import type { Untrusted } from "../text/untrusted.ts";
import type { Captured, Scope } from "./fill.ts";

/** Who acts in a try: a user with a token, or nobody in particular. */
export interface Actor {
  /** The user's id, or its first field; null for an anonymous try. */
  readonly label: Untrusted | null;
  /** What references in texts stand for; its `token` is there whenever the auth has one. */
  readonly scope: Scope;
  readonly auth: Auth | null;
  /** The headers that carry the auth; empty where the token travels another way. */
  readonly headers: Readonly<Record<string, Untrusted>>;
  /** What the token is, never the token; null for what we did not sign. */
  readonly shape: Omit<TokenShape, "clockSkewMs"> | null;
  /** The scopes of the other users of the auth, to tell whose data came. */
  readonly others: readonly { readonly label: Untrusted; readonly scope: Scope }[];
  /**
   * The same user with a fresh token once this one has lived half its life, otherwise the user as it is; absent where
   * we do not make the token.
   */
  readonly renew?: () => Actor;
}

export interface TryOptions {
  /** Values that targets want from answers and messages. */
  readonly extract: readonly { readonly key: string; readonly from: Untrusted }[];
  /** A ping step is repeated this often; null: once. */
  readonly pings: Samples | null;
  /** Keeps the users of one try together; null where one acts alone. */
  readonly together: Together | null;
}

/** What one of several users tells about itself, and how it waits for the others. Telling it twice changes nothing. */
export interface Together {
  /** This user has opened its connection; resolves when all users have, or cannot any more. */
  readonly opened: () => Promise<void>;
  /** This user has done its steps; resolves when all users have, or cannot any more. */
  readonly done: () => Promise<void>;
}

/** How one try went. */
export interface Attempt {
  readonly outcome: "passed" | "failed" | "errored";
  readonly failure: Failure | null;
  readonly durationMs: number;
  readonly timings: Timings | null;
  readonly httpStatus: number | null;
  readonly bodyBytes: number | null;
  /** Whether the service accepted the caller's token; null where nothing tells, or there was none. */
  readonly accepted: boolean | null;
  readonly events: readonly SeenEvent[];
  readonly values: readonly MeasuredValues[];
  readonly captures: ReadonlyMap<string, Captured>;
}
