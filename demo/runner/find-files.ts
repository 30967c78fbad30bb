// Which files an `upload-artifact` means by its `path`: lines of paths and globs, `!` takes out, a folder means all below it.
// https://github.com/actions/upload-artifact#upload-using-multiple-paths-and-exclusions
import { readdirSync, statSync, type Stats } from "node:fs";
import { basename, dirname, join, matchesGlob, resolve, sep } from "node:path";

export interface FoundFiles {
  /** Absolute, each once, sorted. */
  readonly files: readonly string[];
  /** What their places in the bundle are relative to: the folder that all search paths have in common. */
  readonly root: string;
}

export interface FindOptions {
  readonly workspace: string;
  readonly home: string;
  /** Whether what begins with a dot is meant too. */
  readonly withHidden: boolean;
}

export function findFiles(text: string, { workspace, home, withHidden }: FindOptions): FoundFiles {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const absolute = (pattern: string): string => resolve(workspace, pattern.replace(/^~/, home));
  const wanted = lines.filter((line) => !line.startsWith("!")).map(absolute);
  const unwanted = lines.filter((line) => line.startsWith("!")).map((line) => absolute(line.slice(1)));
  const starts = searchPaths(wanted);
  const files = starts
    .flatMap((start) => walk(start, withHidden))
    .filter((file) => wanted.some((pattern) => means(pattern, file)))
    .filter((file) => !unwanted.some((pattern) => means(pattern, file)));
  const found = [...new Set(files)].toSorted();
  const [only] = starts;
  const isOneFile = starts.length === 1 && found.length === 1 && found[0] === only;
  return { files: found, root: isOneFile ? dirname(only ?? "") : common(starts) };
}

/** A pattern means a file when it fits the file or one of the folders above it. */
function means(pattern: string, file: string): boolean {
  for (let path = file; path !== dirname(path); path = dirname(path)) {
    if (path === pattern || matchesGlob(path, pattern)) return true;
  }
  return false;
}

/** Where to begin: each pattern up to its first wildcard, without those that lie below another. */
function searchPaths(patterns: readonly string[]): readonly string[] {
  const starts = [...new Set(patterns.map(literalPart))];
  return starts.filter((one) => !starts.some((other) => other !== one && one.startsWith(`${other}${sep}`)));
}

function literalPart(pattern: string): string {
  const parts = pattern.split(sep);
  const wild = parts.findIndex((part) => /[*?[\]]/.test(part));
  return wild < 0 ? pattern : parts.slice(0, wild).join(sep) || sep;
}

function walk(path: string, withHidden: boolean): readonly string[] {
  if (!withHidden && basename(path).startsWith(".")) return [];
  const stats: Stats | undefined = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  return stats.isDirectory() ? readdirSync(path).flatMap((name) => walk(join(path, name), withHidden)) : [path];
}

function common(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split(sep));
  const length = first.findIndex((part, index) => others.some((other) => other[index] !== part));
  return first.slice(0, length < 0 ? first.length : length).join(sep) || sep;
}
