// What one run of a WebSocket probe has at hand, and the form of what goes wrong in it.
import type { Facts } from "../../model/check.ts";
import type { WebSocketProbe } from "../../model/plan.ts";
import type { World } from "../../model/world.ts";
import type { Excerpt } from "../../text/excerpt.ts";
import type { Untrusted } from "../../text/untrusted.ts";
import type { Actor, TryOptions } from "../attempt.ts";
import type { Ear } from "./ear.ts";
import type { Line } from "./line.ts";
import type { Wait } from "./listener.ts";

export interface Talk {
  readonly probe: WebSocketProbe;
  readonly actor: Actor;
  readonly world: World;
  readonly options: TryOptions;
  readonly excerpt: Excerpt;
  readonly line: Line;
  readonly ear: Ear;
  /** Milliseconds of the pings that count. */
  readonly pings: number[];
}

/** What a probe was at when it failed. */
export type Doing =
  | { readonly kind: "auth" }
  | { readonly kind: "events"; readonly wait: Wait }
  | { readonly kind: "close"; readonly codes: readonly number[] }
  | { readonly kind: "listening"; readonly ms: number; readonly sinceMs: number }
  /** About to send the message of this step, from 1. */
  | { readonly kind: "sending"; readonly step: number | null }
  /** About to leave, with nothing more to do. */
  | { readonly kind: "leaving" }
  /** From 1. */
  | { readonly kind: "ping"; readonly nth: number; readonly of: number };

/** Why a probe did not pass. The address and the events that came are added to it. */
export interface Miss {
  /** `failed`: measured and missed · `errored`: could not be measured. */
  readonly outcome: "failed" | "errored";
  /** A sentence without its subject and full stop. */
  readonly words: string;
  readonly facts: Facts;
  /** Beside the events that came. */
  readonly detail?: Untrusted;
}

export interface Outcome {
  /** null: it passed. */
  readonly miss: Miss | null;
  /** Whether the service accepted the caller; null where nothing tells. */
  readonly accepted: boolean | null;
  /** From the first open socket to the end of the last step, without a close of ours; absent where none ended. */
  readonly lastedMs?: number;
}
