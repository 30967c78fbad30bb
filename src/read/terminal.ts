// What a test runner printed, as a file: its totals, and that it is such a text at all.
import { cutNote } from "../text/output-cut.ts";
import { decodeText } from "../check/formats/decode.ts";
import { EACH_END } from "../check/terminal/lines.ts";
import { runnerTold } from "../check/terminal/runner-told.ts";
import type { RunnerTold } from "../model/check.ts";
import { plain } from "../report/plain.ts";
import { runnerWords } from "../report/suite-steps.ts";

export interface Terminal {
  readonly runner: RunnerTold;
  /** "the terminal of pytest: 243 collected, 58 passed, 10 errors" */
  readonly reason: string;
}

/** null: no known runner spoke, or this is no text. */
export async function readTerminal(bytes: AsyncIterable<Uint8Array>): Promise<Terminal | null> {
  const text = await textOf(bytes);
  const runner = text === null ? null : runnerTold(text, null);
  if (runner === null) return null;
  return { runner, reason: `the terminal of ${plain(runnerWords({ ...runner, stopped: null }))}` };
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string | null> {
  try {
    return await bothEnds(bytes);
  } catch (error) {
    // An encoding that nobody can decode; what the file is has been told already.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

async function bothEnds(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  let head = "";
  let tail = "";
  let dropped = 0;
  for await (const piece of decodeText(bytes)) {
    const room = EACH_END - head.length;
    head += piece.slice(0, room);
    tail += piece.slice(Math.max(0, room));
    if (tail.length <= 2 * EACH_END) continue;
    dropped += tail.length - EACH_END;
    tail = tail.slice(-EACH_END);
  }
  return dropped === 0 ? head + tail : `${head}\n${cutNote(dropped)}\n${tail}`;
}

/** Several terminals as one: what they tell is added up, and what one of them leaves out is not known. */
export function together(all: readonly RunnerTold[]): RunnerTold | null {
  const [first] = all;
  if (first === undefined) return null;
  const sum = (of: (told: RunnerTold) => number | null): number | null => {
    const known = all.flatMap((told) => of(told) ?? []);
    return known.length === 0 ? null : known.reduce((total, each) => total + each, 0);
  };
  return {
    runner: [...new Set(all.map(({ runner }) => runner))].join(", "),
    collected: all.some(({ collected }) => collected === null) ? null : sum(({ collected }) => collected),
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    errors: sum(({ errors }) => errors),
    skipped: sum(({ skipped }) => skipped),
    stopped: all.find(({ stopped }) => stopped !== null)?.stopped ?? null,
  };
}
