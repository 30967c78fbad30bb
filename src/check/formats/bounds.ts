// How much of a report is kept. A report may be larger than any record that could be written about it.
import { clean } from "../../text/clean.ts";
import { headOf } from "../../text/cut.ts";
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";
import { detached } from "./long-text.ts";

/** Characters of a name, a class, or a suite's path. */
export const MAX_NAME = 1_000;
/** Names of a suite's path. */
export const MAX_PATH = 64;
/** Characters of what a report calls an error: an exception's class. */
export const MAX_TYPE = 300;
/** Characters of a message without its detail. */
const MAX_SHORT_MESSAGE = 1_000;
/** Characters of a name, once there is no room for longer ones. */
const MAX_SHORT_NAME = 100;

const MEBI = 1_024 * 1_024;
/** Characters of all messages and details of a run together, and of the messages for which there was no room there. */
const ALL_DETAILS = 8 * MEBI;
const ALL_SHORT_MESSAGES = 2 * MEBI;
/** Of the tries before the last one, each with an allowance for what holds it. */
const ALL_TRIES = 4 * MEBI;
const PER_TRY = 200;
/** Of one test. */
const MAX_TRIES = 20;
/** Of the names, groups and files of tests that failed, and of all others. */
const ALL_BROKEN_NAMES = 8 * MEBI;
const ALL_QUIET_NAMES = 8 * MEBI;
/** Of the paths of files that tests name. */
const ALL_ATTACHMENTS = 4 * MEBI;

/** Shared by all reports of one run of a suite. */
export interface Keeping {
  /** Hides secrets. Runs before a cut: half a secret is one that nobody would recognise any more. */
  readonly mask: (text: string) => string;
  /** Characters that may still be kept. */
  readonly left: Record<Kind, number>;
  /** Long texts that were cut, the latest last: the name of a suite is asked for with each of its tests. */
  readonly cut: Map<string, Cut>;
}

type Kind = "details" | "shortMessages" | "tries" | "brokenNames" | "quietNames" | "attachments";

interface Cut {
  readonly max: number;
  readonly text: string;
}

export function keeping(mask: (text: string) => string): Keeping {
  return {
    mask,
    left: {
      details: ALL_DETAILS,
      shortMessages: ALL_SHORT_MESSAGES,
      tries: ALL_TRIES,
      brokenNames: ALL_BROKEN_NAMES,
      quietNames: ALL_QUIET_NAMES,
      attachments: ALL_ATTACHMENTS,
    },
    cut: new Map(),
  };
}

/** Longer than any secret. What lies so near to the end of what was looked at may be half of one. */
const MARGIN = 8 * 1_024;
/** Colours take room before they are cleaned away. */
const LOOKED_AT = 3 * MARGIN;
const MAX_CUT = 8;

/** At most `max` characters, the last one an ellipsis when something was cut. */
export function bounded(text: string, max: number, kept: Keeping): string {
  if (text.length <= max) return text;
  const known = kept.cut.get(text);
  if (known?.max === max) return known.text;
  const short = beginning(text, max, kept);
  const [oldest] = kept.cut.keys();
  if (oldest !== undefined && kept.cut.size >= MAX_CUT) kept.cut.delete(oldest);
  kept.cut.set(text, { max, text: short });
  return short;
}

/** Cleaned first, masked second, cut last: a secret may be written with signs between its letters. */
function beginning(text: string, max: number, { mask }: Keeping): string {
  const seen = clean(text.slice(0, max + LOOKED_AT));
  const hasRest = text.length > max + LOOKED_AT || seen.length > max + MARGIN;
  const hidden = mask(seen.slice(0, max + MARGIN));
  if (!hasRest && hidden.length <= max) return detached(hidden);
  const end = Math.max(0, Math.min(max - 1, hasRest ? hidden.length - MARGIN : max - 1));
  return detached(`${headOf(hidden, end)}…`);
}

export interface Told {
  readonly message: Untrusted;
  readonly detail: Untrusted | null;
}

/** Message and detail as they are while there is room; then the beginning of the message; at last nothing. */
export function keep(told: Told, kept: Keeping): Told {
  if (takes(kept, "details", sizeOf(told))) return told;
  const message = bounded(reveal(told.message), MAX_SHORT_MESSAGE, kept);
  return takes(kept, "shortMessages", message.length)
    ? { message: untrusted(message), detail: null }
    : { message: NOTHING, detail: null };
}

/** Tries before the last one. Without room, one without words still says that there were some. */
export function keepTries(tries: readonly Told[], kept: Keeping): readonly Told[] {
  const some = tries.slice(0, MAX_TRIES).filter((each) => takes(kept, "tries", sizeOf(each) + PER_TRY));
  return some.length > 0 || tries.length === 0 ? some : [{ message: NOTHING, detail: null }];
}

/** How a test is called, in the words of its report; for showing it, not for telling it from others. */
export interface Names {
  readonly name: string;
  readonly group: string;
  readonly file: string | null;
  readonly project: string | null;
}

/** As they are while there is room; then the beginnings of those that say which test it is. */
export function keepNames(names: Names, broken: boolean, kept: Keeping): Names {
  const { name, group, file, project } = names;
  const size = name.length + group.length + (file?.length ?? 0) + (project?.length ?? 0);
  if (takes(kept, broken ? "brokenNames" : "quietNames", size)) return names;
  return {
    name: bounded(name, MAX_SHORT_NAME, kept),
    group: bounded(group, MAX_SHORT_NAME, kept),
    file: null,
    project: project === null ? null : bounded(project, MAX_SHORT_NAME, kept),
  };
}

export function keepAttachments(paths: readonly Untrusted[], kept: Keeping): readonly Untrusted[] {
  return paths.length === 0 ? paths : paths.filter((path) => takes(kept, "attachments", reveal(path).length));
}

const NOTHING = untrusted("");

function takes({ left }: Keeping, kind: Kind, size: number): boolean {
  if (size > left[kind]) return false;
  left[kind] -= size;
  return true;
}

function sizeOf({ message, detail }: Told): number {
  return reveal(message).length + (detail === null ? 0 : reveal(detail).length);
}
