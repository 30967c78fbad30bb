// Classes of TRX results. They stand in the definitions of the tests, which come after all results or before them:
// results whose own name does not tell the class wait for them, as many as there is room for.
import { mapUntrusted } from "../../../text/untrusted.ts";
import type { TestCase } from "../test-case.ts";

/** Characters of all names that are kept, with an allowance for what holds them. */
const ROOM = 12 * 1_024 * 1_024;
const PER_ENTRY = 150;
const PER_CASE = 600;

export interface Classes {
  /** Tells the test now, or once the class is known. */
  readonly place: (id: string, found: TestCase) => void;
  /** null: the definition has none. */
  readonly define: (id: string, className: string | null) => void;
  /** There will be no more results. */
  readonly resultsEnded: () => void;
  /** There will be no more definitions. */
  readonly flush: () => void;
}

/** A pass is one short text: there may be very many. */
type Waiting = string | TestCase;

export function createClasses(tell: (found: TestCase, className: string | null) => void): Classes {
  const waiting = new Map<string, Waiting | Waiting[]>();
  const known = new Map<string, string>();
  let room = ROOM;
  let moreResults = true;

  function place(id: string, found: TestCase): void {
    const key = id.toLowerCase();
    const className = known.get(key);
    if (className !== undefined || id === "") return tell(found, className ?? null);
    const plainPass = isPlainPass(found);
    const cost = found.name.length + key.length + (plainPass ? PER_ENTRY : PER_CASE);
    if (cost > room) return tell(found, null);
    room -= cost;
    const entry = plainPass ? packed(found) : ownedCase(found);
    const others = waiting.get(key);
    if (others === undefined) waiting.set(owned(key), entry);
    else if (Array.isArray(others)) others.push(entry);
    else waiting.set(key, [others, entry]);
  }

  function define(id: string, className: string | null): void {
    const key = id.toLowerCase();
    for (const each of listOf(waiting.get(key))) tell(unpacked(each), className);
    waiting.delete(key);
    if (!moreResults || className === null || room < PER_ENTRY + className.length) return;
    room -= PER_ENTRY + className.length;
    known.set(owned(key), owned(className));
  }

  return {
    place,
    define,
    resultsEnded: () => {
      moreResults = false;
      known.clear();
    },
    flush: () => {
      for (const all of waiting.values()) for (const each of listOf(all)) tell(unpacked(each), null);
      waiting.clear();
    },
  };
}

function listOf(entries: Waiting | readonly Waiting[] = []): readonly Waiting[] {
  return typeof entries === "string" || "name" in entries ? [entries] : entries;
}

function isPlainPass({ outcome, attachments }: TestCase): boolean {
  return outcome === "passed" && attachments.length === 0;
}

const BETWEEN = "\u0000";

function packed({ durationMs, startedAt, name }: TestCase): string {
  return [durationMs ?? "", startedAt ?? "", name].join(BETWEEN);
}

function unpacked(entry: Waiting): TestCase {
  if (typeof entry !== "string") return entry;
  const [durationMs = "", startedAt = "", name = ""] = entry.split(BETWEEN);
  return {
    suitePath: [],
    project: null,
    className: null,
    name,
    file: null,
    outcome: "passed",
    durationMs: durationMs === "" ? null : Number(durationMs),
    startedAt: startedAt === "" ? null : Number(startedAt),
    message: null,
    detail: null,
    type: null,
    earlier: [],
    attachments: [],
  };
}

function ownedCase(found: TestCase): TestCase {
  return mapUntrusted({ ...found, name: owned(found.name) }, owned);
}

/** A part of a document would keep all of its piece in memory. Joining makes a text of its own. */
function owned(text: string): string {
  return ["", text].join(BETWEEN).slice(BETWEEN.length);
}
