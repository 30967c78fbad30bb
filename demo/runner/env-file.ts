// The files behind GITHUB_OUTPUT, GITHUB_ENV and GITHUB_STATE: `NAME=VALUE` lines and `NAME<<DELIMITER` blocks.

export interface Assignment {
  readonly name: string;
  readonly value: string;
}

/** Throws an Error with the runner's words when the file is not well formed; then the whole step fails. */
export function readEnvFile(text: string): readonly Assignment[] {
  const assignments: Assignment[] = [];
  const reader = { text, at: 0 };
  for (let line = nextLine(reader); line !== undefined; line = nextLine(reader)) {
    if (line === "") continue;
    const equals = line.indexOf("=");
    const block = line.indexOf("<<");
    if (block >= 0 && (equals < 0 || block < equals)) {
      assignments.push(readBlock(reader, line.slice(0, block), line.slice(block + 2), line));
    } else if (equals > 0) {
      assignments.push({ name: line.slice(0, equals), value: line.slice(equals + 1) });
    } else if (equals === 0) {
      throw new Error(`Invalid format '${line}'. Name must not be empty`);
    } else throw new Error(`Invalid format '${line}'`);
  }
  return assignments;
}

interface Reader {
  readonly text: string;
  at: number;
}

/** On Linux the runner ends these lines at LF only. */
function nextLine(reader: Reader): string | undefined {
  if (reader.at >= reader.text.length) return undefined;
  const end = reader.text.indexOf("\n", reader.at);
  const stop = end < 0 ? reader.text.length : end;
  const line = reader.text.slice(reader.at, stop);
  reader.at = stop + 1;
  return line;
}

function readBlock(reader: Reader, name: string, delimiter: string, line: string): Assignment {
  if (name === "" || delimiter === "") {
    throw new Error(`Invalid format '${line}'. Name must not be empty and delimiter must not be empty`);
  }
  const value: string[] = [];
  for (;;) {
    const next = nextLine(reader);
    if (next === undefined) {
      throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
    }
    if (next === delimiter) return { name, value: value.join("\n") };
    value.push(next);
  }
}
