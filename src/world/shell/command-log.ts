// What a command prints, masked and up to a bound, in a file beside the record: the live log and the record keep less.
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { clean } from "../../text/clean.ts";
import { MARGIN, type Mask } from "../excerpt.ts";
import { safeEnd } from "./held-back.ts";

export interface CommandLog {
  /** One line without its end, as it was printed. */
  readonly line: (stream: "stdout" | "stderr", text: string) => void;
  /** Closes the file and tells its path; null where there is none, or nothing was printed. */
  readonly end: () => string | null;
}

export interface CommandLogOptions {
  /** Made when the first line comes; null: nothing is written. */
  readonly folder: string | null;
  readonly label: string;
  /** Milliseconds since the command began. */
  readonly elapsedMs: () => number;
  readonly mask: Mask;
  /** Characters of the file. */
  readonly most?: number;
}

/** Characters of one command's file. */
const MAX_LOG = 50 * 1024 * 1024;
/**
 * Masked and written in pieces of this size, always whole lines: one by one they would take ten times as long. V8 is
 * slow to give back the memory of texts that are longer.
 */
const PIECE = 32 * 1024;
/** Where no place for a cut is found: that much waits, and then its end is left out. */
const MAX_WAITING = 8 * PIECE;
/** A mark tells the time and the stream when one of them is another than before. */
const MARK_EVERY_MS = 1_000;
/** Of one piece: where the streams take turns with every line, marks would be half of the file. */
const MOST_MARKS = 500;

/** Stands before a line, and is no part of what was printed: a secret may go over several lines. */
interface Mark {
  /** Counted from the first line that is not written yet. */
  readonly line: number;
  readonly text: string;
}

/** A log that cannot be written costs nothing but itself. */
export function createCommandLog({ folder, label, elapsedMs, mask, most = MAX_LOG }: CommandLogOptions): CommandLog {
  let file: { readonly handle: number; readonly path: string } | null = null;
  let isOver = folder === null;
  let waiting = "";
  let lines = 0;
  let marks: Mark[] = [];
  let enough = PIECE;
  // Characters at the start of what comes that may be the end of a secret.
  let toDrop = 0;
  let written = 0;
  let last: { readonly stream: string; readonly at: number } | null = null;

  function flush(isEnd: boolean): void {
    if (waiting === "") return;
    const text = clean(waiting);
    // Signs that end a line only once they are cleaned move what stands behind them.
    if (marks.length > 0 && linesIn(text) !== lines) forgetMarks();
    const end = isEnd ? text.length : safeEnd(text, mask);
    if (end > 0) tell(text, end);
    else if (waiting.length > MAX_WAITING) tellInPart(text);
    // Not with each line again.
    enough = waiting.length + PIECE;
  }

  function tell(text: string, end: number): void {
    const told = text.slice(0, end);
    const masked = mask(told);
    const count = linesIn(told);
    if (marks.length > 0 && linesIn(masked) !== count) forgetMarks();
    write(
      withMarks(
        masked,
        marks.filter(({ line }) => line < count),
      ),
    );
    marks = marks
      .filter(({ line }) => line >= count)
      .map(({ line, text: mark }) => ({ line: line - count, text: mark }));
    waiting = text.slice(end);
    lines = linesIn(waiting);
  }

  function tellInPart(text: string): void {
    const masked = mask(text);
    write(
      `${masked.slice(0, masked.lastIndexOf("\n", masked.length - MARGIN) + 1)}-- some lines are left out here --\n`,
    );
    waiting = "";
    lines = 0;
    toDrop = MARGIN;
    forgetMarks();
  }

  /** The next line says again what it is. */
  function forgetMarks(): void {
    marks = [];
    last = null;
  }

  function write(text: string): void {
    if (isOver || folder === null) return;
    try {
      file ??= openLog(folder, label);
      writeSync(file.handle, text);
    } catch {
      // No room or no right to write: the kept ends of the output still tell most of it.
      isOver = true;
    }
  }

  function add(line: string): void {
    written += line.length + 1;
    waiting += written < most ? `${line}\n` : `-- the rest is not kept: more than ${most / 1024 / 1024} MiB --\n`;
    lines += 1 + (line.includes("\n") ? linesIn(line) : 0);
  }

  return {
    line(stream, text) {
      if (isOver || written >= most) return;
      if (toDrop > 0) {
        toDrop -= text.length + 1;
        return;
      }
      const at = elapsedMs();
      const isOther = last === null || last.stream !== stream || at - last.at >= MARK_EVERY_MS;
      if (isOther && marks.length < MOST_MARKS) {
        const mark = `-- ${stream}, ${(at / 1_000).toFixed(1)} s --\n`;
        marks.push({ line: lines, text: mark });
        written += mark.length;
        last = { stream, at };
      }
      add(text);
      if (waiting.length >= enough) flush(false);
    },
    end() {
      flush(true);
      if (file === null) return null;
      closeSync(file.handle);
      return isOver ? null : file.path;
    },
  };
}

function withMarks(text: string, marks: readonly Mark[]): string {
  const parts: string[] = [];
  let from = 0;
  let line = 0;
  for (const mark of marks) {
    let at = from;
    for (; line < mark.line; line++) at = text.indexOf("\n", at) + 1;
    parts.push(text.slice(from, at), mark.text);
    from = at;
  }
  return [...parts, text.slice(from)].join("");
}

function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function openLog(folder: string, label: string): { readonly handle: number; readonly path: string } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = label.replace(/[^\w.-]+/gu, "-").slice(0, 60) || "command";
  for (let nth = 1; ; nth++) {
    const path = join(folder, `${name}${nth === 1 ? "" : `-${nth}`}.log`);
    try {
      return { handle: openSync(path, "wx", 0o600), path };
    } catch (error) {
      // The same command of an earlier cycle, or another one of this label, has a file of its own.
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST") || nth === MAX_LOGS) throw error;
    }
  }
}

const MAX_LOGS = 1_000;
