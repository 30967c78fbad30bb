// One message as it was heard: the name of its event and its JSON value, read once.
import type { SocketEvent } from "../../model/world.ts";
import type { Bounded } from "../../model/world.ts";
import { reveal, type Untrusted } from "../../text/untrusted.ts";
import { isQuickPath } from "../conditions.ts";
import { readJson } from "../json.ts";
import type { Excerpt } from "../../text/excerpt.ts";
import { createPlace, inTime } from "./place.ts";

export interface Heard {
  /** null: it names no event. */
  readonly name: string | null;
  /** What is told instead of a name, in brackets. */
  readonly kind: string;
  /** undefined: it is not JSON. */
  readonly value: unknown;
  readonly text: Untrusted;
  /** Since the first socket of the probe opened. */
  readonly sinceMs: number;
  /** Since its own socket opened. */
  readonly atMs: number;
}

/** Stands for what a binary message would tell; its bytes help nobody. */
export const BINARY = "(binary)";

export type Message = Extract<SocketEvent, { readonly kind: "message" }>;

/** Reads messages whose event's name stands at `path`. Throws Unanswerable where looking takes too long. */
export function createReader(path: Untrusted, bounded: Bounded, excerpt: Excerpt) {
  const place = createPlace(path, bounded);
  const isSingular = isQuickPath(path);
  const unnamed = `(no ${reveal(path)})`;

  function nameIn(value: unknown): string | null {
    const found = place(value);
    return nameOf(!isSingular && Array.isArray(found) ? found[0] : found);
  }

  function read({ text, binary, atMs }: Message, offsetMs: number): Heard {
    const told = { text, atMs, sinceMs: offsetMs + atMs };
    if (binary) return { ...told, name: null, kind: BINARY, value: undefined };
    const json = readJson(reveal(text), excerpt);
    if (json.kind === "other") {
      const kind = json.what.startsWith("JSON ") ? "(JSON nested too deep)" : "(not JSON)";
      return { ...told, name: null, kind, value: undefined };
    }
    return { ...told, name: nameIn(json.value), kind: unnamed, value: json.value };
  }

  /** All events that a message holds: in a list there are several, and bytes that are JSON tell as much as text. */
  function eventsIn({ name, kind, value, text }: Heard): readonly Told[] {
    const isBytes = kind === BINARY && name === null;
    if (!isBytes && !Array.isArray(value)) return [{ name, value }];
    const json = isBytes && /^\s*[{[]/u.test(reveal(text)) ? readJson(reveal(text), excerpt) : null;
    const whole: unknown = json?.kind === "json" ? json.value : value;
    const items: readonly unknown[] = Array.isArray(whole) ? [whole, ...whole] : [whole];
    return inTime(bounded, () => items.map((each) => ({ name: nameIn(each), value: each })), reveal(path), path);
  }

  return { read, eventsIn };
}

/** What an event tells. */
export type Told = Pick<Heard, "name" | "value">;

/** Some protocols number their events, which is a name too. */
function nameOf(found: unknown): string | null {
  if (typeof found === "string") return found;
  return typeof found === "number" || typeof found === "boolean" ? String(found) : null;
}
