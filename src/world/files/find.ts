// Finds report files by pattern: inside the workspace, without following links, and within bounds whatever the pattern.
import type { Dirent } from "node:fs";
import { glob, lstat, realpath } from "node:fs/promises";
import { isAbsolute, join, relative, sep } from "node:path";
import { SEARCH_LIMITS, type Found, type FoundFile, type SearchBound } from "../../model/world.ts";
import { untrusted } from "../../text/untrusted.ts";

/** Sorted by path. A pattern that leaves the workspace finds nothing; one that is too wide is not searched. */
export async function findFiles(
  workspace: string,
  patterns: readonly string[],
  maxVisited: number = SEARCH_LIMITS.entries,
): Promise<Found> {
  const root = await realpath(workspace);
  const local = patterns.flatMap((pattern) => inside(pattern, [workspace, root]) ?? []);
  const usable = local.filter((pattern) => !isTooWide(pattern));
  let cut: SearchBound | null = usable.length < local.length ? "pattern" : null;
  const paths = new Set<string>();
  for (const pattern of usable) {
    const visited = await visit(root, pattern, maxVisited);
    for (const path of visited.paths) paths.add(path);
    if (visited.cut) cut ??= "entries";
  }
  const files: FoundFile[] = [];
  for (const path of [...paths].toSorted()) {
    const file = await look(root, path);
    if (file === null) continue;
    if (files.length === SEARCH_LIMITS.files) return { files, cut: cut ?? "files" };
    files.push(file);
  }
  return { files, cut };
}

/** The pattern relative to the workspace; null when it leaves it. */
function inside(pattern: string, roots: readonly string[]): string | null {
  const root = roots.find((each) => pattern.startsWith(each + sep));
  const local = root === undefined ? pattern : pattern.slice(root.length + 1);
  // Also inside braces: "{..,a}/x" is two patterns.
  return isAbsolute(local) || /(?:^|[/\\{,])\.\.(?:[/\\},]|$)/u.test(local) ? null : local;
}

/** More in one name make a regular expression that takes seconds for a name of a hundred letters. */
const MAX_STARS = 4;

/** Too many alternatives, or repetitions whose regular expression would not end: a search cannot be interrupted. */
function isTooWide(pattern: string): boolean {
  if (countAlternatives(pattern) > SEARCH_LIMITS.alternatives) return true;
  // A repeated group of what varies itself, as in "+(a*)".
  if (/[*+]\([^)]*[*+?|(]/u.test(pattern)) return true;
  return pattern.split("/").some((name) => name !== "**" && name.split("*").length - 1 > MAX_STARS);
}

async function visit(
  root: string,
  pattern: string,
  maxVisited: number,
): Promise<{ readonly paths: readonly string[]; readonly cut: boolean }> {
  const paths: string[] = [];
  let visited = 0;
  // Installed packages bring thousands of files and none of the user's reports, so they are only entered by name.
  const skipped = pattern.includes("node_modules") ? null : "node_modules";
  const exclude = (entry: Dirent): boolean => ++visited > maxVisited || entry.name === skipped;
  for await (const entry of glob(pattern, { cwd: root, withFileTypes: true, exclude })) {
    if (++visited > maxVisited) break;
    if (entry.isFile()) paths.push(relative(root, join(entry.parentPath, entry.name)));
  }
  return { paths, cut: visited > maxVisited };
}

async function look(root: string, path: string): Promise<FoundFile | null> {
  try {
    const full = join(root, path);
    // Equal only when neither the file nor a folder above it is a link.
    if ((await realpath(full)) !== full) return null;
    const stats = await lstat(full);
    if (!stats.isFile()) return null;
    return { path: untrusted(path.split(sep).join("/")), sizeBytes: stats.size, modifiedAt: stats.mtimeMs };
  } catch {
    // It vanished between listing and looking: then it is not there.
    return null;
  }
}

/** How many patterns the braces of one stand for; at least the real number. Linear, without expanding anything. */
export function countAlternatives(pattern: string): number {
  // One entry for each open brace, above one for the whole: alternatives before the last comma, and since.
  const open = [{ sum: 0, product: 1 }];
  const close = (): void => {
    const inner = open.pop() ?? { sum: 0, product: 1 };
    const outer = open.at(-1);
    if (outer === undefined) open.push(inner);
    else outer.product *= inner.sum + inner.product;
  };
  for (let at = 0; at < pattern.length; at++) {
    const top = open.at(-1);
    if (pattern[at] === "{") {
      const [, from, to] = /^\{(-?\w+)\.\.(-?\w+)(?:\.\.-?\d+)?\}/u.exec(pattern.slice(at, at + 64)) ?? [];
      open.push({ sum: 0, product: from === undefined || to === undefined ? 1 : rangeSize(from, to) });
    } else if (pattern[at] === "}") close();
    else if (pattern[at] === "," && open.length > 1 && top !== undefined) {
      top.sum += top.product;
      top.product = 1;
    }
  }
  while (open.length > 1) close();
  return open[0]?.product ?? 1;
}

function rangeSize(from: string, to: string): number {
  const [a, b] = [Number(from), Number(to)];
  if (Number.isFinite(a) && Number.isFinite(b)) return Math.abs(b - a) + 1;
  return Math.abs(from.charCodeAt(0) - to.charCodeAt(0)) + 1;
}
