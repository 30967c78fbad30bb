// Counts what came, by name, in bounded memory: however many messages there are, a few names, times and texts are kept.
import type { SeenEvent } from "../../model/check.ts";
import type { Excerpt } from "../../text/excerpt.ts";
import { untrusted } from "../../text/untrusted.ts";
import type { Heard } from "./heard.ts";

/** Names beside those of the plan; the rest is counted together. */
const MAX_NAMES = 50;
/** Longer names are no names, and masking them costs. */
const LONGEST_NAME = 1_000;
const LONGEST_SHOWN = 100;
const LAST = 5;
const OTHERS = "(other names)";

interface Entry {
  readonly label: string;
  /** As the service spelled it; null for what is not one event's name. */
  readonly name: string | null;
  count: number;
  readonly firstMs: number;
  lastMs: number;
}

export interface Tally {
  count(heard: Heard): void;
  readonly total: () => number;
  /** In the order in which they first came. */
  entries(): readonly Readonly<Entry>[];
  events(): readonly SeenEvent[];
  /** The last messages, oldest first. */
  last(): readonly Heard[];
  /** The name of a message's event for people, or what it is instead. */
  label(heard: Heard): string;
}

/** `planned`: names of the plan's own, which are always counted and need no mask. */
export function createTally(planned: readonly string[], excerpt: Excerpt): Tally {
  const own = new Set(planned);
  const entries = new Map<string, Entry>();
  const last: Heard[] = [];
  let total = 0;

  function label({ name, kind }: Heard): string {
    if (name === null) return kind;
    if (own.has(name)) return name;
    if (name.length > LONGEST_NAME) return `(a name of ${name.length} characters)`;
    const shown = excerpt(name, LONGEST_SHOWN).replace(/\s+/gu, " ");
    // Where white space is what makes it another name, it has to be seen.
    return shown === shown.trim() && shown !== "" ? shown : `"${shown}"`;
  }

  /** A service cannot pass off an event as one of our own words: those have a key of their own kind. */
  function keyOf({ name, kind }: Heard): string {
    return name === null ? kind : name.length > LONGEST_NAME ? `long ${name.length}` : `name ${name}`;
  }

  return {
    count(heard) {
      total++;
      last.push(heard);
      if (last.length > LAST) last.shift();
      const wanted = keyOf(heard);
      const isFull = entries.size >= MAX_NAMES && !entries.has(wanted) && (heard.name === null || !own.has(heard.name));
      const key = isFull ? OTHERS : wanted;
      const entry = entries.get(key);
      if (entry !== undefined) {
        entry.count++;
        entry.lastMs = heard.sinceMs;
        return;
      }
      const isNamed = key !== OTHERS && heard.name !== null && heard.name.length <= LONGEST_NAME;
      entries.set(key, {
        label: key === OTHERS ? OTHERS : label(heard),
        name: isNamed ? heard.name : null,
        count: 1,
        firstMs: heard.sinceMs,
        lastMs: heard.sinceMs,
      });
    },
    total: () => total,
    entries: () => [...entries.values()],
    events: () =>
      [...entries.values()].map(({ label: name, count, firstMs, lastMs }) => ({
        name: untrusted(name),
        count,
        firstMs: Math.round(firstMs),
        lastMs: Math.round(lastMs),
      })),
    last: () => last,
    label,
  };
}
