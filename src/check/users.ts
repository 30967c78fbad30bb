// One try of a probe: all of its users at the same time, each with an outcome of its own, the worst for all.
import type { Failure } from "../model/check.ts";
import { isMeasuredBy } from "../model/metric.ts";
import type { Probe, Samples } from "../model/plan.ts";
import type { World } from "../model/world.ts";
import { createExcerpt } from "../text/excerpt.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import type { Actor, Attempt, TryOptions } from "./attempt.ts";
import { NotCaptured } from "./fill.ts";
import { actorsOf, type Unable } from "./identity.ts";
import { runProbe } from "./kinds.ts";
import { CUT_OFF, rankOf } from "./rank.ts";
import type { Session } from "./session.ts";
import { createMeeting } from "./together.ts";
import { registerSecrets } from "./telling.ts";

export interface Try {
  readonly outcome: Attempt["outcome"];
  /** Of the user whose failure ranks highest. */
  readonly failure: Failure | null;
  /** Of all users, the worst first. */
  readonly failures: readonly Failure[];
  readonly rank: number;
  readonly durationMs: number;
  /** The run was cancelled meanwhile: what looks like a failure is only that. */
  readonly isCutOff: boolean;
  /** In the order of the users. */
  readonly turns: readonly Turn[];
}

/** What came of one user's part. */
export interface Turn {
  readonly label: Untrusted | null;
  readonly hasToken: boolean;
  readonly attempt: Attempt;
}

export async function tryOnce(
  probe: Probe,
  session: Session,
  nthTry: number,
  pings: Samples | null = null,
): Promise<Try> {
  if (session.world.clock.cancelled()) return NOT_STARTED;
  return await actTogether(probe, await actorsOf(probe, session, nthTry), session, pings);
}

const NOT_STARTED: Try = {
  outcome: "errored",
  failure: null,
  failures: [],
  rank: CUT_OFF,
  durationMs: 0,
  isCutOff: true,
  turns: [],
};

/** Everybody begins at the same time, after all who can have their tokens. */
export async function actTogether(
  probe: Probe,
  actors: readonly (Actor | Unable)[],
  session: Session,
  pings: Samples | null,
): Promise<Try> {
  const options = optionsOf(probe, session, pings);
  const meeting = actors.length > 1 ? createMeeting(actors.length) : [];
  const turns = await Promise.all(
    actors.map(async (actor, user) => {
      const member = meeting[user] ?? null;
      try {
        return await takeTurn(probe, actor, session, { ...options, together: member });
      } finally {
        member?.leave();
      }
    }),
  );
  // Of equals the first counts.
  const ranked = turns
    .map((turn) => ({ turn, rank: rankOf(probe, turn.attempt, session) }))
    .toSorted((a, b) => b.rank - a.rank);
  const failures = ranked.flatMap(({ turn }) => named(turn, turns) ?? []);
  const [worst] = ranked;
  return {
    outcome: worst?.turn.attempt.outcome ?? "errored",
    failure: failures[0] ?? null,
    failures,
    rank: worst?.rank ?? CUT_OFF,
    durationMs: Math.max(0, ...turns.map((turn) => turn.attempt.durationMs)),
    isCutOff: worst === undefined || worst.rank === CUT_OFF,
    turns,
  };
}

function optionsOf(probe: Probe, { plan }: Session, pings: Samples | null): Omit<TryOptions, "together"> {
  const extract = plan.targets.flatMap((target) =>
    target.from !== null && isMeasuredBy(target, probe) ? [{ key: target.key, from: target.from }] : [],
  );
  return { extract, pings };
}

async function takeTurn(probe: Probe, actor: Actor | Unable, session: Session, options: TryOptions): Promise<Turn> {
  if ("failure" in actor) return { label: actor.label, hasToken: false, attempt: attemptOf(actor) };
  const attempt = await runFilled(probe, actor, session, options);
  registerSecrets(attempt.captures, session);
  return { label: actor.label, hasToken: actor.auth !== null, attempt };
}

async function runFilled(probe: Probe, actor: Actor, { world }: Session, options: TryOptions): Promise<Attempt> {
  const started = world.clock.monotonic();
  try {
    return await runProbe(probe, actor, world, options);
  } catch (error) {
    const failure = error instanceof NotCaptured ? notCaptured(error) : faultOfOurs(error, world);
    return attemptOf({ outcome: "errored", failure, durationMs: world.clock.monotonic() - started });
  }
}

function notCaptured({ capture }: NotCaptured): Failure {
  const at = `\${capture.${capture}}`;
  return {
    message: untrusted(`nothing was captured for ${at}`),
    detail: null,
    type: null,
    facts: { stage: "data", at: untrusted(at), expected: untrusted("a captured value"), seen: untrusted("nothing") },
  };
}

/** By now something may be deployed: a bug of ours must cost neither the record of that nor the teardown. */
function faultOfOurs(error: unknown, { secrets }: World): Failure {
  const excerpt = createExcerpt((text) => secrets.mask(text));
  const what = error instanceof Error ? `${error.name}: ${error.message}` : "something that is no error was thrown";
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return {
    message: untrusted(`a fault of our own ended this check: ${excerpt(what, 300)}`),
    detail: stack === "" ? null : untrusted(excerpt(stack, 2_000)),
    type: null,
    facts: { errno: "INTERNAL" },
  };
}

function attemptOf({ outcome, failure, durationMs }: Omit<Unable, "label">): Attempt {
  return {
    outcome,
    failure,
    durationMs,
    timings: null,
    httpStatus: null,
    bodyBytes: null,
    accepted: null,
    events: [],
    values: [],
    captures: new Map(),
  };
}

/** Where several act, whose failure it is: "user 2 of 3 (staging-e2e-user-002): …". */
function named(turn: Turn, turns: readonly Turn[]): Failure | null {
  const { failure } = turn.attempt;
  if (failure === null || turns.length === 1 || turn.label === null) return failure;
  const who = `user ${turns.indexOf(turn) + 1} of ${turns.length} (${reveal(turn.label)})`;
  return {
    ...failure,
    message: untrusted(`${who}: ${reveal(failure.message)}`),
    facts: { ...failure.facts, user: turn.label },
  };
}

/** Keeps what the users of a passed try have captured, each for itself. */
export function keepCaptures(probe: Probe, { turns }: Try, { plan, captures }: Session): void {
  const auth = probe.auth === null ? null : (plan.auths[probe.auth] ?? null);
  for (const [user, { attempt }] of turns.entries()) captures.keep(auth, user, attempt.captures);
}
