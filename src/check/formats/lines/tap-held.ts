// Failed subtests wait for their parents: below one that is marked TODO or SKIP a failure says nothing. What comes after
// a failure that waits, waits as well, so that the order stays.
import { detached, sizeOf } from "../long-text.ts";
import type { Point } from "./tap-point.ts";
import type { Pending, TapWriter } from "./tap-writer.ts";
import type { Diagnostics } from "./tap-yaml.ts";

/** Beyond that nothing waits any longer, and a failure is a failure. */
const MAX_WAITING = 1_000;
const MAX_WAITING_SIZE = 4 * 1_024 * 1_024;

type Tell = (done: Pending, above: readonly string[], found: Diagnostics) => void;

export interface TapHeld {
  readonly point: Tell;
  readonly suite: Tell;
  /** A test point, with or without subtests: what waits below it, waits from now on beside it. */
  readonly settle: (parent: Pending) => void;
  /** No parent comes any more. */
  readonly release: () => void;
  /** A failure was told or waits. */
  readonly isRed: () => boolean;
}

interface Waiting {
  readonly kind: "point" | "suite";
  readonly done: Pending;
  readonly above: readonly string[];
  readonly found: Diagnostics;
  /** Of the outermost parent that has ended; at first its own. */
  level: number;
  excuse: Pick<Point, "directive" | "reason"> | null;
}

export function tapHeld(writer: Pick<TapWriter, "point" | "suite" | "isRed">): TapHeld {
  let waiting: Waiting[] = [];
  let size = 0;

  function tell(kind: Waiting["kind"], done: Pending, above: readonly string[], found: Diagnostics): void {
    const failed = kind === "suite" || (!done.point.ok && done.point.directive === null);
    if (waiting.length === 0 && (done.level === 0 || !failed)) return writer[kind](done, above, found);
    waiting.push({
      kind,
      done: { ...done, yaml: [] },
      above: above.map(detached),
      found,
      level: done.level,
      excuse: null,
    });
    size += sizeOfAll(done, above);
    if (waiting.length > MAX_WAITING || size > MAX_WAITING_SIZE) release();
  }

  function settle(parent: Pending): void {
    for (let at = waiting.length - 1; at >= 0; at--) {
      const each = waiting[at];
      if (each === undefined || each.level <= parent.level) break;
      each.level = parent.level;
      if (parent.point.directive !== null)
        each.excuse ??= { directive: parent.point.directive, reason: detached(parent.point.reason) };
    }
    if (parent.level === 0) release();
  }

  function release(): void {
    const told = waiting;
    waiting = [];
    size = 0;
    for (const { kind, done, above, found, excuse } of told) {
      if (excuse === null || done.point.ok) writer[kind](done, above, found);
      // A suite is no test, and so none that was skipped.
      else if (kind === "point") writer.point(excused(done, excuse), above, found);
    }
  }

  return {
    point: (done, above, found) => tell("point", done, above, found),
    suite: (done, above, found) => tell("suite", done, above, found),
    settle,
    release,
    isRed: () => writer.isRed() || waiting.length > 0,
  };
}

/** With the directive of the parent, unless it has one of its own. */
function excused(done: Pending, excuse: Pick<Point, "directive" | "reason">): Pending {
  return done.point.directive === null ? { ...done, point: { ...done.point, ...excuse } } : done;
}

/** In characters; of the YAML as it stands and of what was taken from it. */
function sizeOfAll({ point, yamlSize, notes, heading }: Pending, above: readonly string[]): number {
  const names = [point.name, point.reason, heading ?? "", ...above];
  return names.reduce((sum, each) => sum + each.length, 2 * yamlSize + sizeOf(notes));
}
