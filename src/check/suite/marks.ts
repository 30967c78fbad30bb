// Tells what a command wrote from what lay there before it began.
import { SEARCH_LIMITS, type Found, type FoundFile, type SearchBound, type World } from "../../model/world.ts";
import { reveal, type Untrusted } from "../../text/untrusted.ts";

export interface Listed extends Found {
  readonly pattern: Untrusted;
}

/** By path. Near the begin no clock tells a new file from an old one: the file system's differs, and both are coarse. */
export type Marks = ReadonlyMap<string, string>;

export async function listFiles(patterns: readonly Untrusted[], { files }: World): Promise<readonly Listed[]> {
  const listed: Listed[] = [];
  for (const pattern of patterns) listed.push({ pattern, ...(await files.find([pattern])) });
  return listed;
}

export function marksOf(listed: readonly Listed[]): Marks {
  return new Map(listed.flatMap(({ files }) => files.map((file) => [reveal(file.path), markOf(file)] as const)));
}

/** New, or not as it was. */
export function isFresh(file: FoundFile, before: Marks): boolean {
  return before.get(reveal(file.path)) !== markOf(file);
}

/** Clocks of machines and file systems differ by less. */
const CLEARLY_MS = 60_000;

/** Put there meanwhile, and made long before: restored from a cache, or copied with its time. */
export function isOlder({ modifiedAt }: FoundFile, startedAt: number): boolean {
  return modifiedAt < startedAt - CLEARLY_MS;
}

function markOf(file: FoundFile): string {
  return `${file.modifiedAt} ${file.sizeBytes}`;
}

/** Why a search may have missed files. */
export const CUT = {
  pattern: `the pattern is too wide to search: more than ${SEARCH_LIMITS.alternatives} alternatives in braces, or too many repetitions in one name`,
  entries: `the search ended after ${SEARCH_LIMITS.entries} files and folders; name the folder that holds the reports`,
  files: `more than ${SEARCH_LIMITS.files} files match, and the rest was not read; let the pattern match reports only`,
} as const satisfies Record<SearchBound, string>;
