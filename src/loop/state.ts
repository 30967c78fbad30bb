// How a loop stands, kept in our own pages: a later run reads it there, goes on with the loop, and never writes an older
// cycle over a newer one. It stands on the second line, above everything that a test or a server said.
import * as v from "valibot";
import type { CycleId } from "../model/cycle.ts";
import type { Loop } from "../model/loop.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";
import { pack, unpack } from "./packed.ts";
import { decodeLoop, encodeLoop } from "./token.ts";

/** `open`: a next cycle is on its way · `parked`: it waits for a commit · `handed-over`: a run of a newer commit goes on. */
const STANDS = ["open", "parked", "handed-over", "ended"] as const;

export interface PageState {
  readonly stands: (typeof STANDS)[number];
  /** The cycle that wrote the page. */
  readonly id: CycleId;
  readonly runId: number;
  /** Post has written it, after the dispatch. */
  readonly isFinal: boolean;
  /** A fix is under way, or has just run: whatever is pushed now is its, whoever's key it uses. */
  readonly isMending: boolean;
  /** The run of the next cycle, where it is known. */
  readonly nextRun: number | null;
  /** The loop as the next cycle gets it; null where it has ended. */
  readonly next: Loop | null;
}

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

const STATE = v.strictObject({
  v: v.literal(1),
  stands: v.picklist(STANDS),
  loop: whole,
  n: whole,
  redo: whole,
  run: whole,
  final: v.boolean(),
  mending: v.exactOptional(v.literal(true)),
  nextRun: v.nullable(whole),
  next: v.nullable(v.string()),
});

const LINE = /^<!-- state ([A-Za-z0-9_-]{1,60000}) -->$/u;
const MAX_JSON = 500_000;

/** The second line of a page. Its letters are those of base64url, so that nothing in it can end the comment. */
export function stateLine(state: PageState): string {
  const text: v.InferInput<typeof STATE> = {
    v: 1,
    stands: state.stands,
    loop: state.id.loop,
    n: state.id.n,
    redo: state.id.redo,
    run: state.runId,
    final: state.isFinal,
    ...(state.isMending ? { mending: true as const } : {}),
    nextRun: state.nextRun,
    next: state.next === null ? null : encodeLoop(state.next),
  };
  return `<!-- state ${pack(JSON.stringify(text), 0)} -->`;
}

/** null where the page carries none, or one that we did not write. */
export function readState(page: Untrusted): PageState | null {
  const line = reveal(page).split(/\r?\n/u, 2)[1] ?? "";
  const packed = LINE.exec(line)?.[1];
  const read = v.safeParse(STATE, parse(packed === undefined ? null : unpack(packed, MAX_JSON)));
  if (!read.success) return null;
  const { stands, loop, n, redo, run, final, mending, nextRun, next } = read.output;
  const decoded = next === null ? null : decodeLoop(next);
  if (decoded !== null && ("problem" in decoded || decoded.id.loop !== loop)) return null;
  return {
    stands,
    id: { loop, n, redo },
    runId: run,
    isFinal: final,
    isMending: mending === true,
    nextRun,
    next: decoded,
  };
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}

/** Whether a page of `own` may stand where `before` does: the newer loop, the later cycle, post after main. */
export function isAsNew(own: PageState, before: PageState): boolean {
  const [ours, theirs] = [rankOf(own), rankOf(before)];
  const at = ours.findIndex((each, place) => each !== theirs[place]);
  return at < 0 || (ours[at] ?? 0) > (theirs[at] ?? 0);
}

function rankOf({ id, isFinal }: PageState): readonly number[] {
  return [id.loop, id.n, id.redo, isFinal ? 1 : 0];
}
