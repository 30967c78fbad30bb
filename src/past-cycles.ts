// The folder of earlier cycles: read for the history of each test, and this cycle added to it. Whatever is wrong with
// it costs a column of a page and nothing else.
import { MAX_PAST, type PastCycle } from "./model/past.ts";
import type { Phrase } from "./model/report.ts";
import type { FoundFile, World } from "./model/world.ts";
import { decodePast, encodePast, pastName, pastOf } from "./record/past.ts";
import type { CycleRecord } from "./record/record.ts";
import { readRecordFile } from "./record/read-file.ts";
import { MAX_RECORD } from "./record/within.ts";
import { reveal, untrusted, type Untrusted } from "./text/untrusted.ts";

/** Bytes of all files together. */
const MAX_READ = 4 * MAX_RECORD;

/** Twice what a page shows, so that one environment does not push out another at once. */
const MOST_KEPT = 2 * MAX_PAST;

export interface PastRead {
  readonly past: readonly PastCycle[];
  /** What people have to know of it. */
  readonly notices: readonly Phrase[];
}

export async function readPast(folder: Untrusted, world: World): Promise<PastRead> {
  try {
    return await readAll(folder, world);
  } catch (error) {
    return { past: [], notices: [[`The folder of \`history\` could not be read (${codeOf(error)}).`]] };
  }
}

/** The newest files, by their names and then by their times: those of ours bear theirs. */
async function readAll(folder: Untrusted, world: World): Promise<PastRead> {
  const { files } = await world.files.find([untrusted(`${reveal(folder).replace(/\/+$/u, "")}/**/*.json`)]);
  const past: PastCycle[] = [];
  let unread = 0;
  let left = MAX_READ;
  for (const file of files.toSorted(byAge).toReversed()) {
    if (past.length === MOST_KEPT) break;
    const isRoom = file.sizeBytes <= Math.min(left, MAX_RECORD);
    if (isRoom) left -= file.sizeBytes;
    const text = isRoom ? await readRecordFile(file.path, world.files) : null;
    const one = text === null ? null : decodePast(text);
    if (one === null) unread++;
    else past.push(one);
  }
  if (unread === 0) return { past, notices: [] };
  const which =
    unread === 1 ? "One file in the folder of `history` is" : `${unread} files in the folder of \`history\` are`;
  return { past, notices: [[`${which} no earlier cycle, or too large, and left out.`]] };
}

function byAge(a: FoundFile, b: FoundFile): number {
  const [one, other] = [timeIn(a), timeIn(b)];
  return one !== null && other !== null ? one - other : a.modifiedAt - b.modifiedAt;
}

function timeIn({ path }: FoundFile): number | null {
  const time = /(?:^|\/)cycle-(\d{13,16})-[^/]*$/u.exec(reveal(path))?.[1];
  return time === undefined ? null : Number(time);
}

export async function keepPast(record: CycleRecord, folder: Untrusted, { files }: World): Promise<readonly Phrase[]> {
  const past = pastOf(record);
  // Where nothing ran there is nothing to remember.
  if (past.outcomes.size === 0) return [];
  try {
    await files.keep(folder, { name: pastName(past), text: encodePast(past), most: MOST_KEPT });
    return [];
  } catch (error) {
    return [[`This cycle could not be added to the folder of \`history\` (${codeOf(error)}).`]];
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}
