// Tries of TestNG tests that were retried. A class lists its results by their time to the millisecond, so a try may
// even stand behind the result that it led to: the latest results are held back until that cannot be any more.
import type { Told } from "../bounds.ts";
import type { TestCase } from "../test-case.ts";
import { untrusted } from "../../../text/untrusted.ts";

/** Results of one millisecond. */
const HELD_BACK = 500;
/** Of one test; more tell nothing more. */
const MAX_EARLIER = 20;
/** Tests with tries and without a result. */
const MAX_OPEN = 10_000;

export interface Retries {
  readonly attempt: (name: string, found: TestCase) => void;
  readonly last: (name: string, found: TestCase) => void;
  /** The class ended. */
  readonly flush: () => void;
}

interface Result {
  readonly name: string;
  readonly found: TestCase;
  readonly earlier: TestCase[];
}

export function createRetries(tell: (found: TestCase) => void): Retries {
  const results: Result[] = [];
  const attempts = new Map<string, TestCase[]>();

  function attempt(name: string, found: TestCase): void {
    const before = attempts.get(name);
    if (before === undefined && attempts.size >= MAX_OPEN) return tell(found);
    if (before === undefined) attempts.set(name, [found]);
    else if (before.length < MAX_EARLIER) before.push(found);
  }

  function last(name: string, found: TestCase): void {
    results.push({ name, found, earlier: take(name) });
    if (results.length > HELD_BACK) release(results.splice(0, HELD_BACK / 2));
  }

  function take(name: string): TestCase[] {
    const taken = attempts.get(name) ?? [];
    attempts.delete(name);
    return taken;
  }

  function release(all: readonly Result[]): void {
    for (const { found, earlier } of all) tell({ ...found, earlier: earlier.map(toldBy) });
  }

  function flush(): void {
    // The latest result of a test first: it is the one that the tries before it led to.
    for (const result of results.toReversed()) if (attempts.size > 0) result.earlier.push(...take(result.name));
    release(results.splice(0));
    for (const tries of attempts.values()) {
      const final = tries.pop();
      if (final !== undefined) tell({ ...final, earlier: tries.map(toldBy) });
    }
    attempts.clear();
  }

  return { attempt, last, flush };
}

function toldBy({ message, detail }: TestCase): Told {
  return { message: message ?? untrusted("it failed and was tried again"), detail };
}
