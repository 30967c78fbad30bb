// Finds the files that belong to a failing test: those that its report names, and those whose path says its name.
import type { CheckResult } from "../../model/check.ts";
import type { FoundFile } from "../../model/world.ts";
import { reveal, type Untrusted } from "../../text/untrusted.ts";
import type { Origin } from "./collect.ts";
import { createSlugs, indexPaths, type Best, type Slugs } from "./slugs.ts";

/** Files beside one test. */
const MOST_FILES = 5;
/** Tests that a path is compared with: those that failed, and others whose files are not theirs. */
const MOST_FAILED = 300;
const MOST_OTHERS = 5_000;

const NO_TEST: Best = { score: 0, keys: [] };

/** `files` are those that this run wrote. The answer is by key, only for tests that failed or errored. */
export function attachmentsOf(
  files: readonly FoundFile[],
  results: readonly CheckResult[],
  origins: ReadonlyMap<string, Origin>,
): ReadonlyMap<string, readonly Untrusted[]> {
  const failed = results.filter((each) => each.test !== null && origins.has(each.key) && each.outcome !== "passed");
  if (files.length === 0 || failed.length === 0) return new Map();
  const found = new Map<string, Untrusted[]>();
  const attach = (key: string, path: Untrusted): void => {
    const known = found.get(key) ?? [];
    if (known.length < MOST_FILES && !known.some((each) => reveal(each) === reveal(path))) {
      found.set(key, [...known, path]);
    }
  };
  const named = namedFiles(files, failed, origins);
  for (const [key, paths] of named) for (const path of paths) attach(key, path);
  const taken = new Set([...named.values()].flat().map(reveal));
  const unnamed = files.filter(({ path }) => !taken.has(reveal(path)));
  const told = filesByName(unnamed, failed, results);
  for (const [key, paths] of told) for (const path of paths) attach(key, path);
  return found;
}

/** None at all where too much would have to be compared: a file beside a test that it is not of misleads. */
function filesByName(
  files: readonly FoundFile[],
  failed: readonly CheckResult[],
  results: readonly CheckResult[],
): ReadonlyMap<string, readonly Untrusted[]> {
  const chosen = failed.slice(0, MOST_FAILED);
  const best = indexPaths(files.map(({ path }) => reveal(path))).bestOf(chosen.map(slugsOf)) ?? [];
  const fitting = files.flatMap(({ path }, at) => {
    const { score, keys } = best[at] ?? NO_TEST;
    return score === 0 ? [] : [{ path, score, keys }];
  });
  if (fitting.length === 0) return new Map();
  const compared = new Set(chosen.map(({ key }) => key));
  const others = [...failed, ...results].filter(({ key }) => !compared.has(key)).slice(0, MOST_OTHERS);
  const least = Math.min(...fitting.map(({ score }) => score));
  const rivals = indexPaths(fitting.map(({ path }) => reveal(path))).bestOf(others.map(slugsOf), least);
  if (rivals === null) return new Map();
  const found = new Map<string, Untrusted[]>();
  for (const [at, { path, score, keys }] of fitting.entries()) {
    // A file of another test, whose longer name holds the shorter one.
    if ((rivals[at]?.score ?? 0) > score) continue;
    for (const key of keys) found.set(key, [...(found.get(key) ?? []), path]);
  }
  return found;
}

function slugsOf({ key, name, group, test }: CheckResult): Slugs {
  const project = test?.project ?? null;
  return createSlugs(key, group === null ? "" : reveal(group), reveal(name), project === null ? "" : reveal(project));
}

/** Reports name files by an absolute path, or one that begins in their own folder or that of the command. */
function namedFiles(
  files: readonly FoundFile[],
  failed: readonly CheckResult[],
  origins: ReadonlyMap<string, Origin>,
): ReadonlyMap<string, readonly Untrusted[]> {
  const byName = Map.groupBy(files, ({ path }) => reveal(path).split("/").at(-1) ?? "");
  const named = new Map<string, readonly Untrusted[]>();
  for (const { key } of failed) {
    const paths = (origins.get(key)?.attachments ?? []).slice(0, 4 * MOST_FILES).flatMap((box) => {
      const path = plainPath(reveal(box));
      return meant(path, byName.get(path.split("/").at(-1) ?? "") ?? []) ?? [];
    });
    if (paths.length > 0) named.set(key, paths);
  }
  return named;
}

function meant(path: string, candidates: readonly FoundFile[]): Untrusted | null {
  const exact = candidates.find((file) => path === reveal(file.path) || path.endsWith(`/${reveal(file.path)}`));
  if (exact !== undefined) return exact.path;
  // Relative to a folder that we do not know: only where one file alone can be meant.
  const ends = candidates.filter((file) => reveal(file.path).endsWith(`/${path}`));
  const [one] = ends;
  return one !== undefined && ends.length === 1 ? one.path : null;
}

/** With slashes, and without what leads upwards at its begin. */
function plainPath(path: string): string {
  return path.replaceAll("\\", "/").replace(/^(?:\.{1,2}\/)+/u, "");
}
