// Values that probes take from answers and events for later texts.
import type { Auth } from "../model/plan.ts";
import { untrusted } from "../text/untrusted.ts";
import type { Captured } from "./fill.ts";
import { jsonWithin } from "./json.ts";

/** What was captured in this cycle. Of several users at once each has captured its own. */
export interface Captures {
  readonly keep: (auth: Auth | null, user: number, values: ReadonlyMap<string, Captured>) => void;
  /** What this user may fill in: its own values, otherwise those of whoever captured first. */
  readonly of: (auth: Auth | null, user: number) => ReadonlyMap<string, Captured>;
}

/** Of JSON: an id, a token or a small map; what is filled in everywhere has to stay small. */
const MAX_BYTES = 4_096;

/** A value as it is kept; null when it is too large. */
export function toCaptured(value: unknown): Captured | null {
  const json = jsonWithin(value, MAX_BYTES);
  return json !== null && new TextEncoder().encode(json).length <= MAX_BYTES ? { json: untrusted(json) } : null;
}

interface Kept {
  readonly auth: Auth | null;
  readonly byUser: Map<number, Captured>;
}

export function createCaptures(): Captures {
  const kept = new Map<string, Kept>();
  return {
    keep(auth, user, values) {
      for (const [name, value] of values) {
        const entry = kept.get(name) ?? { auth, byUser: new Map<number, Captured>() };
        entry.byUser.set(user, value);
        kept.set(name, entry);
      }
    },
    of(auth, user) {
      const own = new Map<string, Captured>();
      for (const [name, { auth: by, byUser }] of kept) {
        const value = (by === auth ? byUser.get(user) : undefined) ?? byUser.values().next().value;
        if (value !== undefined) own.set(name, value);
      }
      return own;
    },
  };
}
