// Runs a set of probes: together as far as what they need and the budget allow, then one by one those that are measured.
import type { CheckResult } from "../model/check.ts";
import { isMeasuredBy, needsSamples } from "../model/metric.ts";
import type { Probe } from "../model/plan.ts";
import { unitsOf } from "./budget.ts";
import { aloneOf, blockersOf, byPriority } from "./order.ts";
import { probeResult } from "./probe-result.ts";
import { tryUntilItPasses } from "./retry.ts";
import { measureAlone } from "./samples.ts";
import type { Session } from "./session.ts";
import { measuredOf } from "./measured.ts";
import { keepCaptures, tryOnce } from "./users.ts";
import { goodValues, metricOf } from "./values.ts";

/** Everything that these probes need is among them or done. */
export async function runProbes(probes: readonly Probe[], session: Session): Promise<void> {
  const ordered = byPriority(probes);
  const alone = aloneOf(ordered);
  await runWhenReady(
    ordered.filter((probe) => !alone.includes(probe)),
    session,
    Infinity,
  );
  await runWhenReady(alone, session, 1);
}

/** Planning has refused circles, so there is always one that can run. */
async function runWhenReady(probes: readonly Probe[], session: Session, atOnce: number): Promise<void> {
  const waiting = probes.map((probe, rank) => ({ probe, rank }));
  const broken: unknown[] = [];
  let running = 0;
  await new Promise<void>((resolve) => {
    const startReady = (): void => {
      while (running < atOnce && broken.length === 0) {
        const at = waiting.findIndex(({ probe }) => probe.needs.every((need) => session.done.has(need)));
        const [next] = at < 0 ? [] : waiting.splice(at, 1);
        if (next === undefined) break;
        running++;
        void settle(next.probe, next.rank, session)
          .catch((error: unknown) => broken.push(error))
          .then(() => {
            running--;
            return startReady();
          });
      }
      // Also after a fault of ours nothing goes on while the teardown runs.
      if (running === 0) resolve();
    };
    startReady();
  });
  if (broken.length > 0) throw broken[0];
  if (waiting.length > 0) throw new Error("probes wait for each other, which planning should have refused");
}

async function settle(probe: Probe, rank: number, session: Session): Promise<void> {
  const result = await resultOf(probe, rank, session);
  session.done.set(probe.key, result);
  if (result.outcome !== "not-run") session.hooks.tell(result);
}

async function resultOf(probe: Probe, rank: number, session: Session): Promise<CheckResult> {
  if (session.world.clock.cancelled()) return probeResult(probe, { outcome: "not-run" });
  const blockedBy = blockersOf(probe, session.done);
  if (blockedBy.length > 0) return probeResult(probe, { outcome: "blocked", blockedBy });
  if (probe.samples !== null) session.hooks.begin(probe);
  return probe.samples === null
    ? await runAmongOthers(probe, rank, session)
    : await measureAlone(probe, probe.samples, session);
}

async function runAmongOthers(probe: Probe, rank: number, session: Session): Promise<CheckResult> {
  // Of the last try, whose duration is told.
  let at: number | null = null;
  const { last, earlier, tries } = await tryUntilItPasses(probe, session, (nthTry) =>
    session.budget(unitsOf(probe), rank, () => {
      session.hooks.begin(probe);
      at = session.world.clock.now();
      return tryOnce(probe, session, nthTry);
    }),
  );
  if (last.outcome === "passed") keepCaptures(probe, last, session);
  const isStarted = last.turns.length > 0;
  // Latency among others is in the timings; kept are the numbers that a target asks for.
  const wanted = session.plan.targets.filter((target) => isMeasuredBy(target, probe) && !needsSamples(target));
  const metrics = wanted.map(metricOf);
  const values = goodValues([last], metrics).filter(({ metric }) => metrics.includes(metric));
  return probeResult(probe, {
    outcome: last.isCutOff ? "not-run" : last.outcome,
    failure: last.isCutOff ? null : last.failure,
    durationMs: last.durationMs,
    at: isStarted ? at : null,
    measured: isStarted ? measuredOf(probe, { last, earlier, tries }, { samples: null, values }, session) : null,
  });
}
