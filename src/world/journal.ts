// The journal on disk: one line a note, appended through a descriptor that stays open. What is written survives the end
// of this process; where a command removes the file, the next note makes it again, with all that stood in it.
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
  type Stats,
} from "node:fs";
import { dirname } from "node:path";
import type { CutShort, Phase } from "../model/cycle.ts";
import type { Journal } from "../model/journal.ts";
import { masked } from "../text/masked.ts";

export interface JournalOptions {
  /** null: nobody comes after this process, and nothing is written. */
  readonly path: string | null;
  readonly mask: (text: string) => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told once, when the journal cannot be written. */
  readonly warn: (line: string) => void;
}

/** Whoever reads it holds all of it. What is longer is a suite with more results than anybody needs of a cut cycle. */
const MAX_BYTES = 64 * 1024 * 1024;

export function createJournal({ path, mask, now, warn }: JournalOptions): Journal {
  const file = path === null ? null : createLines(path);
  let phase: Phase = "turn";
  let cut: CutShort | null = null;
  let isBroken = false;
  return {
    note(note) {
      if (note.kind === "phase") phase = note.phase;
      if (note.kind === "cut") cut ??= { phase, by: note.by };
      if (file === null || isBroken) return;
      try {
        const told = masked(note, mask);
        file.append(`${JSON.stringify({ at: now(), ...told })}\n`);
      } catch (error) {
        isBroken = true;
        const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
        warn(`The journal of this cycle could not be written (${code}); the cycle goes on without it.`);
      }
    },
    cut: () => cut,
  };
}

function createLines(path: string) {
  let open: number | null = null;

  function opened(): number {
    if (open !== null && isAt(path, open)) return open;
    const kept = open === null ? null : contentOf(open);
    if (kept !== null) rmSync(path, { recursive: true, force: true });
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
    const fresh = openSync(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
    if (open !== null) closeSync(open);
    open = fresh;
    if (kept !== null) writeSync(fresh, kept);
    return fresh;
  }

  return {
    append(line: string): void {
      const file = opened();
      if (fstatSync(file).size + line.length <= MAX_BYTES) writeSync(file, line);
    },
  };
}

/** The path still leads to the file that is open. */
function isAt(path: string, file: number): boolean {
  try {
    return isSame(lstatSync(path), fstatSync(file));
  } catch {
    // ENOENT and its kin: somebody removed it, or the folder.
    return false;
  }
}

function isSame(a: Stats, b: Stats): boolean {
  return a.ino === b.ino && a.dev === b.dev;
}

/** A file that was removed can be read as long as it is open. */
function contentOf(file: number): Uint8Array {
  const bytes = Buffer.alloc(fstatSync(file).size);
  return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0));
}
