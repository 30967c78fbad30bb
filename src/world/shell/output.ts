// What a command prints: shown live, kept in bounded memory from both ends, whatever its size. Lines that come together
// are masked together, because a secret may be wrapped over several.
import type { Console, Progress } from "../../model/world.ts";
import { untrusted } from "../../text/untrusted.ts";
import type { CancellableClock } from "../clock.ts";
import type { CommandLog } from "./command-log.ts";
import { createBothEnds } from "./both-ends.ts";
import { MARGIN, maskedHead, type Mask } from "../excerpt.ts";

export interface OutputOptions {
  readonly clock: Pick<CancellableClock, "monotonic">;
  readonly console: Pick<Console, "detail" | "quote">;
  readonly secrets: { readonly mask: Mask };
  readonly label: string;
  readonly log: CommandLog;
  /** Told of each whole line. */
  readonly progress?: Progress | null;
}

export interface Output {
  readonly write: (stream: "stdout" | "stderr", bytes: Uint8Array) => void;
  /** A line of ours behind everything else. */
  note(line: string): void;
  /** Shows what has no line end yet, and tells the kept text and the path of the whole. */
  end(): { readonly text: string; readonly log: string | null };
}

const MAX_LINE = 4 * 1024;
/** GitHub's log viewer and our runner's memory. */
const MAX_SHOWN_PER_MINUTE = 2_000_000;

export function createOutput({ clock, console, secrets, label, log, progress = null }: OutputOptions): Output {
  const mask: Mask = (text) => secrets.mask(text);
  const allowance = createAllowance(clock);
  const memory = createBothEnds(mask);
  const streams = { stdout: createStream("stdout", tell), stderr: createStream("stderr", tell) };
  const notes: string[] = [];

  function tell(lines: readonly Line[], stream: StreamName): void {
    let together: string[] = [];
    const showTogether = (): void => {
      if (together.length > 0) console.quote(untrusted(together.join("\n")), label);
      together = [];
    };
    for (const { text, isCut } of lines) {
      const isLong = isCut || text.length > MAX_LINE;
      const shown = isLong ? `${maskedHead(text, MAX_LINE, isCut, mask)} … line cut here` : text;
      log.line(stream, isCut ? shown : text);
      if (!isCut) progress?.take(untrusted(text));
      if (!isGranted(Math.min(text.length, MAX_LINE) + 1, showTogether)) continue;
      if (isLong) showTogether();
      together.push(shown);
      if (isLong) showTogether();
    }
    showTogether();
  }

  function isGranted(size: number, before: () => void): boolean {
    const taken = allowance.take(size);
    if (taken === "first-refusal") {
      before();
      console.detail(`${label}: more than 2 MB of output within a minute; the rest of this minute is not shown`);
    }
    return taken === "granted";
  }

  return {
    write(stream, bytes) {
      const text = streams[stream].decode(bytes);
      memory.add(stream, text);
      streams[stream].split(text);
    },
    note(line) {
      notes.push(line);
    },
    end() {
      for (const stream of [streams.stdout, streams.stderr]) stream.end();
      for (const line of notes) {
        log.line("stderr", line);
        console.quote(untrusted(line), label);
      }
      const text = [memory.text(), ...notes].filter((part) => part !== "").join("\n");
      return { text, log: log.end() };
    },
  };
}

type StreamName = "stdout" | "stderr";

interface Line {
  readonly text: string;
  /** Its end is missing. */
  readonly isCut: boolean;
}

/** `onLines`: the lines that one piece of the output has ended, oldest first. */
function createStream(name: StreamName, onLines: (lines: readonly Line[], stream: StreamName) => void) {
  const decoder = new TextDecoder();
  let line = "";
  let isCut = false;
  let ended: Line[] = [];
  let afterReturn = false;

  function append(piece: string): void {
    const room = MAX_LINE + MARGIN - line.length;
    isCut ||= piece.length > room;
    if (room > 0) line += piece.slice(0, room);
  }

  function endLine(): void {
    ended.push({ text: line, isCut });
    line = "";
    isCut = false;
  }

  function hand(): void {
    const lines = ended;
    ended = [];
    if (lines.length > 0) onLines(lines, name);
  }

  return {
    decode: (bytes: Uint8Array) => decoder.decode(bytes, { stream: true }),
    split(text: string): void {
      if (text === "") return;
      // A line end of two characters may come in two pieces.
      let at = afterReturn && text.startsWith("\n") ? 1 : 0;
      afterReturn = text.endsWith("\r");
      const breaks = /\r\n?|\n/gu;
      breaks.lastIndex = at;
      for (let found = breaks.exec(text); found !== null; found = breaks.exec(text)) {
        append(text.slice(at, found.index));
        endLine();
        at = breaks.lastIndex;
      }
      append(text.slice(at));
      hand();
    },
    end(): void {
      append(decoder.decode());
      if (line !== "") endLine();
      hand();
    },
  };
}

function createAllowance(clock: Pick<CancellableClock, "monotonic">) {
  let since = Number.NEGATIVE_INFINITY;
  let spent = 0;
  return {
    take(size: number): "granted" | "refused" | "first-refusal" {
      // The clock is asked only when it matters: there may be millions of lines.
      if (spent + size > MAX_SHOWN_PER_MINUTE || since === Number.NEGATIVE_INFINITY) {
        const now = clock.monotonic();
        if (now - since >= 60_000) {
          since = now;
          spent = 0;
        }
      }
      if (spent > MAX_SHOWN_PER_MINUTE) return "refused";
      spent += size;
      return spent > MAX_SHOWN_PER_MINUTE ? "first-refusal" : "granted";
    },
  };
}
