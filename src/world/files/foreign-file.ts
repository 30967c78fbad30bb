// Opens files that other people made: only what really lies in the workspace, is a file, and ends.
import { constants } from "node:fs";
import { open, realpath, type FileHandle } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { fault, UserError } from "../../model/errors.ts";
import { reveal, type Untrusted } from "../../text/untrusted.ts";

/** Larger than any configuration, schema or bundle of certificates of a staging; small enough for every parser. */
export const MAX_CONFIG_BYTES = 256 * 1024;

/** The text of a small file of the user's; null when there is none. Throws a UserError for everything else. */
export async function readConfig(workspace: string, path: Untrusted): Promise<string | null> {
  try {
    const file = await openInside(workspace, reveal(path));
    try {
      return await readWhole(file);
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw new UserError([fault(path, UNREADABLE[code] ?? `the file cannot be read (${code})`)]);
  }
}

const UNREADABLE: Readonly<Record<string, string>> = {
  OUTSIDE: "the file lies outside the workspace",
  NOT_REGULAR: "this is not a regular file",
  TOO_LARGE: `the file is larger than ${MAX_CONFIG_BYTES / 1024} KiB`,
  NOT_UTF8: "the file is not valid UTF-8",
  EACCES: "the file may not be read: permission denied",
  EPERM: "the file may not be read: permission denied",
  ELOOP: "the path is a circle of links",
  ENXIO: "this is not a regular file",
  ENAMETOOLONG: "the path is longer than a path can be",
  ERR_INVALID_ARG_VALUE: "the path has a character that no path can have",
};

// Read and counted rather than asked for its size, which grows, or is 0 for the files of /proc.
async function readWhole(file: FileHandle): Promise<string> {
  const buffer = Buffer.alloc(MAX_CONFIG_BYTES + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length);
    length += bytesRead;
    if (length > MAX_CONFIG_BYTES) throw problem("TOO_LARGE");
    if (bytesRead === 0) break;
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(buffer.subarray(0, length));
  } catch {
    throw problem("NOT_UTF8");
  }
}

/**
 * Opens a regular file that really lies in the workspace: without waiting (a FIFO would wait for a writer), without
 * following a link that came since, and looking before reading. Rejects with an error that carries a `code`.
 */
export async function openInside(workspace: string, path: string): Promise<FileHandle> {
  const real = await realInside(workspace, path);
  const file = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  const isFile = await file.stat().then((stats) => stats.isFile());
  if (isFile) return file;
  await file.close();
  throw problem("NOT_REGULAR");
}

/** The path from the workspace to a regular file that really lies there, with "/" between its parts; null for all others. */
export async function locate(workspace: string, path: string): Promise<string | null> {
  try {
    const file = await openInside(workspace, path);
    await file.close();
    const root = await realpath(workspace);
    // As it is called, and not what a link leads to.
    const called = relative(root, resolve(root, path));
    return called.startsWith("..") || isAbsolute(called) ? null : called.split(sep).join("/");
  } catch {
    // Whatever is wrong with it: it is no file that anybody could be led to.
    return null;
  }
}

async function realInside(workspace: string, path: string): Promise<string> {
  const root = await realpath(workspace);
  const real = await realpath(resolve(root, path));
  const inside = relative(root, real);
  if (inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside)) throw problem("OUTSIDE");
  return real;
}

function problem(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "UNKNOWN";
}
