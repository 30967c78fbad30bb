// One call to GitHub's API: bounded in time, repeated only where repeating is harmless, its answer decoded.
import * as v from "valibot";
import { refused, type Answer, type Problem } from "../../model/github.ts";
import type { Clock } from "../../model/world.ts";
import { clean } from "../../text/clean.ts";
import { firstLine } from "../../text/cut.ts";
import { untrusted } from "../../text/untrusted.ts";
import { LOW, type Limits } from "./limits.ts";
import { problemOf } from "./problem.ts";
import { isReading, type Parameters, type Route } from "./routes.ts";
import type { Received, Send } from "./send.ts";

export type Call = <Shape extends v.GenericSchema>(
  route: Route,
  shape: Shape,
  parameters: Parameters,
  manner?: Manner,
) => Promise<Answer<v.InferOutput<Shape>>>;

export interface Manner {
  /** Only enriches what is told: left out when few requests are left. */
  readonly optional?: boolean;
  /** Of what may be repeated; GET and PATCH of the same content by themselves. */
  readonly tries?: number;
}

export interface Patience {
  /** For one try in all: the connection, the headers and the body. */
  readonly tryMs: number;
  readonly tries: number;
  /** Requests of one step in all, whatever happens. */
  readonly requests: number;
  /** A longer rest is not waited for. It is less than the minute that GitHub wants where it does not say how long. */
  readonly longestRestMs: number;
  /** Between two writes, once there were many of them: GitHub asks for it of who makes a large number. */
  readonly betweenWritesMs: number;
}

export const PATIENCE: Patience = {
  tryMs: 15_000,
  tries: 3,
  requests: 40,
  longestRestMs: 45_000,
  betweenWritesMs: 1_000,
};

const FEW_WRITES = 10;

/** What all calls of one step share. */
export interface Line {
  readonly send: Send;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly patience: Patience;
  readonly timeout: (ms: number) => AbortSignal;
  /** Counts, and what holds for every later call. */
  readonly state: { requests: number; writes: number; lastWriteAt: number; refusal: Problem | null; silent: boolean };
}

export type OpenLine = Omit<Line, "state">;

export function openLine(line: OpenLine): Line {
  return { ...line, state: { requests: 0, writes: 0, lastWriteAt: 0, refusal: null, silent: false } };
}

/** `leftMs`: what is left of the time that these calls share. */
export function createCall(line: Line, leftMs: () => number): Call {
  const { clock, patience, state } = line;
  return async (route, shape, parameters, manner = {}) => {
    const tries = manner.tries ?? (isReading(route) || route.startsWith("PATCH ") ? patience.tries : 1);
    let hasRested = false;
    for (let attempt = 1; ; attempt++) {
      const closed = await turn(line, leftMs, route, manner.optional === true);
      if (closed !== null) return { ok: false, problem: closed };
      const answer = await ask(line, Math.min(patience.tryMs, leftMs()), route, shape, parameters);
      if (answer.ok) return answer;
      const { problem } = answer;
      if (problem.kind === "rate-limited") {
        if (hasRested) return answer;
        // It was refused and not carried out, so that every method may come again after the rest.
        hasRested = true;
        continue;
      }
      const pauseMs = jitter(attempt);
      if (attempt >= (state.silent ? 1 : tries) || !mayPass(problem, route, attempt) || pauseMs >= leftMs()) {
        settle(line, problem, route);
        return answer;
      }
      await clock.sleep(pauseMs);
    }
  };
}

/** Waits for the turn of a request, or tells why there will be none. */
async function turn(line: Line, leftMs: () => number, route: Route, optional: boolean): Promise<Problem | null> {
  const { clock, limits, patience, state } = line;
  const longestMs = (): number => Math.min(patience.longestRestMs, leftMs());
  if (state.refusal !== null) return state.refusal;
  if (state.requests >= patience.requests) return SPENT;
  if (optional && limits.isLow()) return LOW;
  const limit = limits.current();
  if (limit !== null) {
    if (limit.waitMs >= longestMs()) return limit.problem;
    await clock.sleep(limit.waitMs);
    // A cancelled run does not sleep.
    if (limits.current() !== null) return limit.problem;
  }
  const pauseMs = isReading(route) || state.writes < FEW_WRITES ? 0 : sinceWrite(line);
  if (pauseMs > 0) await clock.sleep(pauseMs);
  return leftMs() <= 0 ? LATE : null;
}

function sinceWrite({ clock, patience, state }: Line): number {
  return state.lastWriteAt + patience.betweenWritesMs - clock.monotonic();
}

const LATE: Problem = { kind: "unreachable", status: null, detail: untrusted("the time for GitHub is spent") };
const SPENT: Problem = { kind: "unreachable", status: null, detail: untrusted("the requests for GitHub are spent") };

/** One try. */
export async function ask<Shape extends v.GenericSchema>(
  line: Line,
  tryMs: number,
  route: Route,
  shape: Shape,
  parameters: Parameters,
): Promise<Answer<v.InferOutput<Shape>>> {
  const { send, limits, clock, state } = line;
  const signal = line.timeout(Math.max(1, Math.floor(tryMs)));
  state.requests++;
  let received: Received;
  try {
    received = await send(route, parameters, signal);
  } catch (error) {
    const words = signal.aborted ? `no whole answer within ${Math.ceil(tryMs / 1_000)} s` : reasonOf(error);
    return refused("unreachable", null, untrusted(words));
  } finally {
    if (!isReading(route)) {
      state.writes++;
      state.lastWriteAt = clock.monotonic();
    }
  }
  state.silent = false;
  limits.note(received);
  const { status, body } = received;
  if (status >= 200 && status < 300 && (body.kind === "json" || body.kind === "none")) {
    const read = v.safeParse(shape, body.kind === "json" ? body.value : undefined);
    if (read.success) return { ok: true, value: read.output };
    return refused("unusable", status, untrusted(`GitHub answered ${status} with something unexpected`));
  }
  const { problem, waitMs } = problemOf(received, limits.serverNow() ?? clock.now());
  if (waitMs > 0) limits.reached(problem, waitMs);
  return { ok: false, problem };
}

// A request that was sent may carry the token: of the error nothing goes on but its reason.
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return firstLine(clean(cause instanceof Error ? cause.message : ""), 300) || "no answer";
}

/** GitHub is known to refuse a good token once in a while, so that a reading asks a second time. */
function mayPass({ kind }: Problem, route: Route, attempt: number): boolean {
  return (
    kind === "unreachable" || kind === "unusable" || (kind === "unauthorized" && isReading(route) && attempt === 1)
  );
}

/** What a call learned by all its tries holds for the later ones. */
function settle({ state }: Line, problem: Problem, route: Route): void {
  if (!isReading(route)) return;
  if (problem.kind === "unauthorized") state.refusal = problem;
  // Nothing answers at all: from now on one try each, until something does.
  if (problem.kind === "unreachable" && problem.status === null) state.silent = true;
}

function jitter(attempt: number): number {
  const longest = Math.min(4_000, 1_000 * 2 ** attempt);
  return Math.round(500 + Math.random() * (longest - 500));
}
