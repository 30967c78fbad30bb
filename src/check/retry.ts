// Tries a probe again where its kind of failure may pass by itself. A pass after that is kept apart: it is flaky.
import type { Failure } from "../model/check.ts";
import type { Probe } from "../model/plan.ts";
import { probeResult } from "./probe-result.ts";
import type { Session } from "./session.ts";
import type { Try } from "./users.ts";

export interface Tried {
  readonly last: Try;
  /** Failures of the tries before, oldest first; of one try the worst last. */
  readonly earlier: readonly Failure[];
  readonly tries: number;
}

export async function tryUntilItPasses(
  probe: Probe,
  session: Session,
  run: (nthTry: number) => Promise<Try>,
): Promise<Tried> {
  let last = await run(1);
  let tries = 1;
  const earlier: Failure[] = [];
  while (last.failure !== null && tries <= probe.retry.count && mayPass(probe, last, session)) {
    await session.world.clock.sleep(probe.retry.intervalMs);
    const next = await run(tries + 1);
    // What was measured before the run was cancelled stands.
    if (next.isCutOff) break;
    earlier.push(...last.failures.toReversed());
    last = next;
    tries++;
  }
  return { last, earlier, tries };
}

/**
 * Whether another try can help, and is wanted for these kinds of failure. One user's failure that does not pass by
 * itself ends the tries, or the next one could hide it.
 */
function mayPass(probe: Probe, { turns }: Try, session: Session): boolean {
  if (session.world.clock.cancelled()) return false;
  const { on } = probe.retry;
  return turns.every(({ attempt: { outcome, failure } }) => {
    if (outcome === "passed") return true;
    const kind = session.hooks.classOf(probeResult(probe, { outcome, failure }));
    return kind.transient !== "no" && (on.length === 0 || on.some((word) => isOf(kind.class, word)));
  });
}

/** A class, or a family: what stands before the dot. */
function isOf(id: string, word: string): boolean {
  return id === word || id.startsWith(`${word}.`);
}
