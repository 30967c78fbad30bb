// Hears what comes on the open socket until something is done, the time is over, or the connection ends.
import type { Closed } from "./ending.ts";
import { unansweredMiss, violationMiss } from "./broken-rules.ts";
import type { Message } from "./heard.ts";
import { cancelledMiss, surplusMiss, wrongMiss } from "./misses.ts";
import { Unanswerable } from "./place.ts";
import type { Doing, Miss, Talk } from "./talk.ts";

export type End =
  | Closed
  | { readonly kind: "done"; readonly miss: null }
  /** The time is over. */
  | { readonly kind: "time"; readonly miss: null }
  | { readonly kind: "miss"; readonly miss: Miss };

const DONE: End = { kind: "done", miss: null };
const TIME: End = { kind: "time", miss: null };

export interface Bound {
  readonly isDone?: () => boolean;
  /** What comes after the time still counts for what is awaited next. */
  readonly isOpenEnded?: boolean;
  /** Only what came already is wanted, which a cancelled run takes nothing from. */
  readonly isLook?: boolean;
}

/** The socket was open a little before we knew, so its times run ahead of ours; what came already still came. */
const SLACK_MS = 50;

/** Hears messages until then, in milliseconds since the socket opened. What came in time counts, however late we look. */
export async function listen(
  talk: Talk,
  at: number,
  doing: () => Doing,
  until: () => number,
  { isDone = () => false, isLook = false, isOpenEnded = isLook }: Bound,
): Promise<End> {
  const { line, world } = talk;
  while (!isDone()) {
    const untilMs = until();
    const event = await line.next(untilMs);
    if (event.kind === "closed") return event;
    if (event.kind === "nothing") {
      return world.clock.cancelled() && !isLook ? { kind: "miss", miss: cancelledMiss() } : TIME;
    }
    const isLate = event.atMs > Math.ceil(untilMs) + (isLook ? SLACK_MS : 0);
    const miss = hear(event, isLate && !isOpenEnded, at, doing, talk);
    if (miss !== null) return { kind: "miss", miss };
    if (isLate) return TIME;
  }
  return DONE;
}

function hear(message: Message, isLate: boolean, at: number, doing: () => Doing, talk: Talk): Miss | null {
  const { ear, line } = talk;
  const listener = ear.listener();
  const [awaited, guard] = [listener.current(), listener.guard()];
  try {
    const { heard, violation, taken } = ear.hear(message, line.offsetMs(), isLate);
    if (violation !== null) return violationMiss(violation, heard, talk, at, doing());
    if (taken !== "refused") return null;
    if (awaited?.step.order === "exact") return wrongMiss(awaited, heard, talk);
    return guard === null ? null : surplusMiss(guard, heard, talk);
  } catch (error) {
    // What stands in the message decides how long a pattern takes, so it is a result.
    if (!(error instanceof Unanswerable)) throw error;
    return unansweredMiss(error, talk, at, doing());
  }
}
