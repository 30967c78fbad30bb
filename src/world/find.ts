// Finds report files by pattern: inside the workspace, without following links, and within bounds whatever the pattern.
import type { Dirent } from "node:fs";
import { glob, lstat, realpath } from "node:fs/promises";
import { isAbsolute, join, relative, sep } from "node:path";
import type { FoundFile } from "../model/world.ts";
import { untrusted } from "../text/untrusted.ts";

const MAX_VISITED = 10_000;
const MAX_FOUND = 200;
/** Alternatives in braces multiply: "{a,b}" ten times over is a thousand patterns. */
const MAX_ALTERNATIVES = 64;

/** Sorted by path. A pattern that leaves the workspace, or has more than 64 alternatives, finds nothing. */
export async function findFiles(
  workspace: string,
  patterns: readonly string[],
  maxVisited = MAX_VISITED,
): Promise<readonly FoundFile[]> {
  const root = await realpath(workspace);
  const usable = patterns.flatMap((pattern) => inside(pattern, [workspace, root]) ?? []);
  const paths = new Set<string>();
  for (const pattern of usable) for (const path of await visit(root, pattern, maxVisited)) paths.add(path);
  const found: FoundFile[] = [];
  for (const path of [...paths].toSorted()) {
    if (found.length === MAX_FOUND) break;
    const file = await look(root, path);
    if (file !== null) found.push(file);
  }
  return found;
}

/** The pattern relative to the workspace; null when it cannot be used. */
function inside(pattern: string, roots: readonly string[]): string | null {
  if (countAlternatives(pattern) > MAX_ALTERNATIVES) return null;
  const root = roots.find((each) => pattern.startsWith(each + sep));
  const local = root === undefined ? pattern : pattern.slice(root.length + 1);
  // Also inside braces: "{..,a}/x" is two patterns.
  return isAbsolute(local) || /(?:^|[/\\{,])\.\.(?:[/\\},]|$)/u.test(local) ? null : local;
}

async function visit(root: string, pattern: string, maxVisited: number): Promise<readonly string[]> {
  const paths: string[] = [];
  let visited = 0;
  // Installed packages bring thousands of files and none of the user's reports, so they are only entered by name.
  const skipped = pattern.includes("node_modules") ? null : "node_modules";
  const exclude = (entry: Dirent): boolean => ++visited > maxVisited || entry.name === skipped;
  for await (const entry of glob(pattern, { cwd: root, withFileTypes: true, exclude })) {
    if (++visited > maxVisited) break;
    if (entry.isFile()) paths.push(relative(root, join(entry.parentPath, entry.name)));
  }
  return paths;
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
