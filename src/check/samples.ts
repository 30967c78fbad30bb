// Measures a probe many times, alone and one run after the other, because a number taken in a crowd measures the crowd.
import type { CheckResult, Failure } from "../model/check.ts";
import type { Probe, Samples } from "../model/plan.ts";
import { reveal, untrusted } from "../text/untrusted.ts";
import type { Actor } from "./attempt.ts";
import { actorsOf, type Unable } from "./identity.ts";
import { probeResult } from "./probe-result.ts";
import { ALARM } from "./rank.ts";
import { tryUntilItPasses, type Tried } from "./retry.ts";
import type { Session } from "./session.ts";
import { measuredOf } from "./measured.ts";
import { actTogether, keepCaptures, tryOnce, type Try } from "./users.ts";
import { goodValues, metricsOf, withRepeated } from "./values.ts";

/** So many failures one after the other, and staging is down: more of them would only take time. */
const HOPELESS = 5;

export async function measureAlone(probe: Probe, samples: Samples, session: Session): Promise<CheckResult> {
  const { clock } = session.world;
  const at = clock.now();
  const started = clock.monotonic();
  const stopWatching = clock.watchDelay();
  const series = isPinged(probe) ? await pingOften(probe, samples, session) : await runOften(probe, samples, session);
  const { last, runs, done, lost } = series;
  const failed = runs.filter((run) => run.failure !== null);
  // One run shows what staging does to everybody, so the worst of them is told.
  const [worst] = [...series.alarms, ...failed].toSorted((a, b) => b.rank - a.rank);
  if (worst === undefined) keepCaptures(probe, last, session);
  const isCut = worst === undefined && (last.isCutOff || (clock.cancelled() && done < samples.count));
  const facts = { wanted: samples.count, done, failed: failed.length, loopDelayMs: stopWatching() };
  const metrics = metricsOf(probe, session.plan.targets);
  const values = withRepeated(goodValues(runs, metrics), lost, metrics);
  return probeResult(probe, {
    outcome: isCut ? "not-run" : (worst ?? last).outcome,
    failure: worst === undefined ? null : counted(worst, failed.length, series, samples),
    durationMs: clock.monotonic() - started,
    at,
    measured: measuredOf(probe, { ...series, last: worst ?? last }, { samples: facts, values }, session),
  });
}

/** Its `earlier` are failures that passed when tried again. */
interface Series extends Tried {
  /** Those that count. */
  readonly runs: readonly Try[];
  /** Runs of the warm-up that let somebody in or showed foreign data: that is no matter of being warm. */
  readonly alarms: readonly Try[];
  /** Runs among those that count which had to be tried again. */
  readonly lost: number;
  /** Samples taken. */
  readonly done: number;
}

function isPinged(probe: Probe): boolean {
  return probe.kind === "websocket" && probe.steps.some((step) => step.kind === "ping");
}

/** All pings go over one connection, so the series is one run. */
async function pingOften(probe: Probe, samples: Samples, session: Session): Promise<Series> {
  const tried = await tryUntilItPasses(probe, session, (nth) => tryOnce(probe, session, nth, samples));
  const { last, tries } = tried;
  const pings = last.turns.flatMap((turn) => turn.attempt.values.filter(({ metric }) => metric === "ws.ping"));
  return {
    ...tried,
    runs: last.isCutOff ? [] : [last],
    alarms: [],
    lost: tries - 1,
    done: pings.reduce((sum, { values }) => sum + values.length, 0),
  };
}

/** A run that failed and may pass is tried again, so often in the whole series as a single run would be. */
async function runOften(probe: Probe, { count, warmup }: Samples, session: Session): Promise<Series> {
  const identity = createIdentity(probe, session);
  const earlier: Failure[] = [];
  const runs: Try[] = [];
  const alarms: Try[] = [];
  let spent = 0;
  let lost = 0;
  let inARow = 0;
  for (let nth = 1; ; nth++) {
    const before = spent;
    const retry = { ...probe.retry, count: probe.retry.count - before };
    const tried = await tryUntilItPasses({ ...probe, retry }, session, async (nthTry) =>
      actTogether(probe, await identity(before + nthTry), session, null),
    );
    const { last, tries } = tried;
    earlier.push(...tried.earlier);
    spent += tries - 1;
    inARow = last.failure === null ? 0 : inARow + 1;
    const isHopeless = inARow >= HOPELESS;
    if (nth > warmup) lost += tries - 1;
    if (!last.isCutOff && (nth > warmup || isHopeless)) runs.push(last);
    else if (last.rank === ALARM) alarms.push(last);
    if (isHopeless || nth === warmup + count || session.world.clock.cancelled()) {
      return { last, earlier, tries: spent + 1, runs, alarms, lost, done: runs.length };
    }
  }
}

/** Fresh tokens for each try and when the last ones have lived half their life; a series may take longer than that. */
function createIdentity(probe: Probe, session: Session): (nthTry: number) => Promise<readonly (Actor | Unable)[]> {
  const { clock } = session.world;
  let known: readonly (Actor | Unable)[] = [];
  let knownFor = 0;
  let until = -Infinity;
  return async (nthTry) => {
    if (nthTry === knownFor && clock.monotonic() < until) return known;
    known = await actorsOf(probe, session, nthTry);
    knownFor = nthTry;
    const lives = known.map((each) => ("shape" in each && each.shape !== null ? each.shape.livesMs : Infinity));
    until = clock.monotonic() + Math.min(...lives) / 2;
    return known;
  };
}

function counted({ failure }: Try, failed: number, series: Series, { count }: Samples): Failure | null {
  const { runs, done, alarms } = series;
  if (failure === null || (runs.length < 2 && alarms.length === 0)) return failure;
  const stopped = done < count ? `, ended before ${count} were done` : "";
  const words = `${failed} of ${done} runs failed${stopped}${alarms.length > 0 ? `, beside ${alarms.length} of the warm-up` : ""}`;
  return { ...failure, message: untrusted(`${reveal(failure.message)} (${words})`) };
}
