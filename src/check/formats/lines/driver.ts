// Splits a text of any size into lines and hands them to the first format that knows one of them as its own.
import type { ReportFormat } from "../../../model/check.ts";
import { BrokenOff, type LineFormat, type LineReader, type Page } from "../test-case.ts";

/** A longer line is cut: what follows is output of a test and no result. */
const MAX_LINE = 1_024 * 1_024;
/** Lines of other programs, of a build for example, that may stand before the report. */
const MAX_LEADING = 10_000;
const MAX_LEADING_SIZE = 4 * 1_024 * 1_024;

export interface ReadLines {
  /** null: not recognised. */
  readonly format: ReportFormat | null;
  readonly state: "read" | "partial" | "unsupported";
  readonly reason: string | null;
}

/** What is said of a text that is no report and begins like none. */
export const NO_KNOWN_REPORT = "not a known test report";

const UNKNOWN: ReadLines = { format: null, state: "unsupported", reason: NO_KNOWN_REPORT };

/** Never throws for what the text contains but `Refused`. */
export async function readLines(
  pieces: AsyncIterable<string>,
  formats: readonly LineFormat[],
  page: Page,
): Promise<ReadLines> {
  const choice = chooseFormat(formats, page);
  const lines = splitter(choice.line);
  try {
    for await (const piece of pieces) {
      lines.write(piece);
      // A first line without an end is no line of any format.
      if (choice.hopeless() || (choice.reader() === null && lines.open() >= MAX_LINE)) return UNKNOWN;
    }
    lines.end();
    choice.reader()?.end();
  } catch (error) {
    if (!(error instanceof BrokenOff)) throw error;
    choice.reader()?.brokeOff?.();
    return { format: choice.format(), state: "partial", reason: error.message };
  }
  return choice.reader() === null ? UNKNOWN : { format: choice.format(), state: "read", reason: null };
}

interface Choice {
  readonly line: (text: string) => void;
  readonly format: () => ReportFormat | null;
  readonly reader: () => LineReader | null;
  /** Nobody knows any of so many lines. */
  readonly hopeless: () => boolean;
}

function chooseFormat(formats: readonly LineFormat[], page: Page): Choice {
  const leading: string[] = [];
  let size = 0;
  let format: ReportFormat | null = null;
  let reader: LineReader | null = null;
  let hopeless = false;

  function line(text: string): void {
    if (reader !== null) return reader.line(text);
    if (hopeless) return;
    leading.push(text);
    size += text.length;
    const found = formats.find((each) => each.accepts(text));
    hopeless = found === undefined && (leading.length > MAX_LEADING || size > MAX_LEADING_SIZE);
    if (found === undefined) return;
    format = found.format;
    const chosen = found.create(page);
    reader = chosen;
    // A line before the one that tells the format may be of it as well.
    for (const each of leading.splice(0)) chosen.line(each);
  }

  return { line, format: () => format, reader: () => reader, hopeless: () => hopeless };
}

interface Splitter {
  readonly write: (piece: string) => void;
  readonly end: () => void;
  /** Characters of a line that has not ended. */
  readonly open: () => number;
}

/** Lines without their ends, whatever the pieces are. */
function splitter(line: (text: string) => void): Splitter {
  let open = "";
  return {
    write: (piece) => {
      let from = 0;
      for (let at = piece.indexOf("\n"); at !== -1; at = piece.indexOf("\n", from)) {
        line(ended(open + piece.slice(from, at)));
        open = "";
        from = at + 1;
      }
      if (open.length < MAX_LINE) open += piece.slice(from);
    },
    end: () => {
      if (open !== "") line(ended(open));
    },
    open: () => open.length,
  };
}

function ended(line: string): string {
  const cut = line.length > MAX_LINE ? line.slice(0, MAX_LINE) : line;
  return cut.endsWith("\r") ? cut.slice(0, -1) : cut;
}
