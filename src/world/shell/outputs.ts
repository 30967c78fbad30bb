// Reads what a command wrote into its GITHUB_OUTPUT, by the grammar of GitHub's runner: `name=value`, or `name<<END`, the
// value and END, each in lines of their own. The file is the command's, so it is bounded and may be anything.
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { untrusted, type Untrusted } from "../../text/untrusted.ts";

export interface Outputs {
  readonly values: ReadonlyMap<string, Untrusted>;
  /** Why not all of it was read, in our words. */
  readonly problem: string | null;
}

const MAX_BYTES = 64 * 1024;
const MAX_NAMES = 100;
const NAME = /^[A-Za-z_][\w-]{0,99}$/u;

export const NO_OUTPUTS: Outputs = { values: new Map(), problem: null };

/** Never throws: a file that cannot be read tells nothing. */
export async function readOutputs(path: string): Promise<Outputs> {
  try {
    // Neither follows a link nor waits for the writer of a FIFO.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    try {
      if (!(await file.stat()).isFile()) return { ...NO_OUTPUTS, problem: "it is no regular file" };
      const buffer = Buffer.alloc(MAX_BYTES + 1);
      let length = 0;
      for (let read = -1; read !== 0 && length < buffer.length; length += read) {
        ({ bytesRead: read } = await file.read(buffer, length, buffer.length - length));
      }
      if (length > MAX_BYTES) return { ...NO_OUTPUTS, problem: `it is larger than ${MAX_BYTES / 1024} KiB` };
      return parseOutputs(new TextDecoder().decode(buffer.subarray(0, length)));
    } finally {
      await file.close();
    }
  } catch (error) {
    // The command may remove it.
    const isGone = error instanceof Error && "code" in error && error.code === "ENOENT";
    return isGone ? NO_OUTPUTS : { ...NO_OUTPUTS, problem: "it cannot be read" };
  }
}

/** Of a name that stands twice the last value counts. What nobody can refer to is left out, and told. */
export function parseOutputs(text: string): Outputs {
  const lines = text.split(/\r?\n/u);
  const values = new Map<string, Untrusted>();
  let problem: string | null = null;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line === "") continue;
    const number = at + 1;
    const [, name = "", sign = "", rest = ""] = /^(.*?)(=|<<)(.*)$/u.exec(line) ?? [];
    let value: string | null = rest;
    if (sign === "" || name === "" || (sign === "<<" && rest === "")) {
      return { values, problem: `line ${number} is neither name=value nor name<<END` };
    }
    if (sign === "<<") {
      const end = lines.indexOf(rest, at + 1);
      if (end < 0) {
        return { values, problem: `the value that begins in line ${number} has no end` };
      }
      value = end - at === 2 ? (lines[at + 1] ?? "") : end - at === 1 ? "" : null;
      at = end;
    }
    if (!NAME.test(name)) problem ??= `the name in line ${number} is none that can be referred to`;
    else if (value === null) problem ??= `the value that begins in line ${number} has several lines`;
    else if (!values.has(name) && values.size >= MAX_NAMES) problem ??= `it has more than ${MAX_NAMES} names`;
    else values.set(name, untrusted(value));
  }
  return { values, problem };
}
