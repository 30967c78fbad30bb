// Files that somebody names at a desk, wherever they lie. Only what is a file is opened; everything else is told.
import { constants } from "node:fs";
import { glob, lstat, open } from "node:fs/promises";
import { resolve } from "node:path";
import { fault, UserError } from "../model/errors.ts";
import { untrusted } from "../text/untrusted.ts";

export interface DeskFile {
  /** As it was named, or as the pattern found it. */
  readonly path: string;
  /** Why it is not read, in our words; null for a file. */
  readonly problem: string | null;
}

/** More than this is a pattern that went wrong. */
const MAX_FILES = 20_000;

const PIECE_BYTES = 64 * 1024;

/** Each file once, in the order of the words. Throws a UserError for every word that names nothing. */
export async function findDeskFiles(words: readonly string[]): Promise<readonly DeskFile[]> {
  const found = new Map<string, DeskFile>();
  const empty: string[] = [];
  for (const word of words) {
    const files = await filesOf(word);
    if (files.length === 0) empty.push(word);
    for (const file of files) if (!found.has(resolve(file.path))) found.set(resolve(file.path), file);
    if (found.size > MAX_FILES) throw new UserError([tooMany(word)]);
  }
  if (empty.length > 0) throw new UserError(empty.map(nothing));
  return [...found.values()];
}

function nothing(word: string): ReturnType<typeof fault> {
  return fault(untrusted(word), "no file has this name or matches this pattern", {
    hint: "Patterns are those of a shell; two asterisks stand for folders of any depth.",
  });
}

function tooMany(word: string): ReturnType<typeof fault> {
  return fault(untrusted(word), `more than ${MAX_FILES} files match`, { hint: "Let the pattern match reports only." });
}

async function filesOf(word: string): Promise<readonly DeskFile[]> {
  const named = await look(word);
  if (named !== null) return [named];
  if (!/[*?[{]/u.test(word)) return [];
  const files: DeskFile[] = [];
  for await (const path of glob(word)) {
    const file = await look(path);
    // A pattern means the files: folders stand beside them.
    if (file !== null && file.problem !== FOLDER) files.push(file);
    if (files.length > MAX_FILES) break;
  }
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

const FOLDER = "it is a folder; name the files in it";

async function look(path: string): Promise<DeskFile | null> {
  try {
    const stats = await lstat(path);
    if (stats.isFile()) return { path, problem: null };
    if (stats.isSymbolicLink()) return { path, problem: "it is a link; name the file that it stands for" };
    if (stats.isDirectory()) return { path, problem: FOLDER };
    return { path, problem: stats.isFIFO() ? "it is a pipe, not a file" : "it is a device or a socket, not a file" };
  } catch (error) {
    const isHidden = error instanceof Error && "code" in error && error.code === "EACCES";
    return isHidden ? { path, problem: "it may not be looked at: permission denied" } : null;
  }
}

/** The bytes of a file, piece by piece. Never waits: what became a pipe or a link meanwhile throws. */
export async function* readDeskFile(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    if (!(await file.stat()).isFile()) throw Object.assign(new Error("not a regular file"), { code: "ENOTFILE" });
    for (;;) {
      // A fresh buffer each time, since whoever reads may keep it.
      const { bytesRead, buffer } = await file.read(Buffer.alloc(PIECE_BYTES), 0, PIECE_BYTES);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
