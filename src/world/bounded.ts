// Ends work that a text of the user's or a server's could make endless. V8 can only interrupt what was called from a
// script with a time limit, and then it interrupts everything: loops, regular expressions, calls of calls.
import { constants, createContext, Script } from "node:vm";
import { BOUNDED_MS, type Bounded } from "../model/world.ts";

type Ending<T> = { readonly value: T } | { readonly error: unknown } | null;

/**
 * Costs about a tenth of a millisecond a call; work inside work costs nothing and shares the time of the outermost.
 * What is ended runs no `catch` and no `finally` of its own, so work should only compute.
 */
export function createBounded(limitMs = BOUNDED_MS): Bounded {
  let begin: (() => void) | null = null;
  // All that the script can see is this one function, and all that it does is to call it: without arguments, and
  // without taking what it returns or throws, so that no object passes between the two sides.
  const place = createContext(constants.DONT_CONTEXTIFY, { codeGeneration: { strings: false, wasm: false } });
  Object.defineProperty(place, "begin", { value: () => begin?.() });
  const script = new Script("begin();");

  return <T>(work: () => T) => {
    if (begin !== null) return { inTime: true, value: work() };
    const seen: { ending: Ending<T> } = { ending: null };
    begin = () => {
      seen.ending = endingOf(work);
    };
    try {
      script.runInContext(place, { timeout: limitMs, displayErrors: false });
    } catch (error) {
      // What the work threw is in its ending, whatever its code; an end at the last moment is an end in time.
      if (seen.ending === null && !isTimeout(error)) throw new Error("Bounded work could not begin", { cause: error });
    } finally {
      begin = null;
    }
    const { ending } = seen;
    if (ending === null) return { inTime: false };
    if ("error" in ending) throw ending.error;
    return { inTime: true, value: ending.value };
  };
}

function endingOf<T>(work: () => T): Ending<T> {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}

function isTimeout(error: unknown): boolean {
  // Made in the other context, it is no instance of our Error.
  return (
    typeof error === "object" && error !== null && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}
