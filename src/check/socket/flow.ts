// The steps of a WebSocket probe, one after the other, each with its bound. A connection that ends where no step says so
// is a result: nothing is opened again behind anybody's back.
import type { ExpectStep, SocketStep, WebSocketProbe } from "../../model/plan.ts";
import { reveal } from "../../text/untrusted.ts";
import type { Actor } from "../attempt.ts";
import { fillJson, type Scope } from "../fill.ts";
import { lacking } from "./comparison.ts";
import { untoldMiss } from "./broken-rules.ts";
import { isClosedWith, isTrouble } from "./ending.ts";
import { numberOf } from "./evidence.ts";
import { handshakeMiss, isTokenRefusal } from "./handshake.ts";
import { listen, type Bound } from "./listen.ts";
import { authTimeoutMiss, cancelledMiss, closedMiss, lateMiss, noPongMiss, openMiss, unsentMiss } from "./misses.ts";
import type { Doing, Miss, Outcome, Talk } from "./talk.ts";

export async function runSteps(talk: Talk): Promise<Outcome> {
  const { line } = talk;
  let miss: Miss | null = null;
  let lastedMs = 0;
  for (const [at, step] of talk.probe.steps.entries()) {
    miss = await run(step, at, talk);
    if (miss !== null) break;
    if (step.kind !== "close") lastedMs = line.offsetMs() + line.nowMs();
  }
  miss ??= await finish(talk);
  return { miss, accepted: isAccepted(talk), lastedMs: Math.round(lastedMs * 100) / 100 };
}

/** What the service made of the caller's token, by what it did last. */
function isAccepted({ probe, actor, line, ear }: Talk): boolean | null {
  if (actor.auth === null || hidesOurToken(probe, actor)) return null;
  if (isTokenRefusal(line.status(), line.closed())) return false;
  return ear.isAccepted() ? true : null;
}

/** A header of the plan's own stands in the place of the one that would have carried the token. */
function hidesOurToken({ connection }: WebSocketProbe, { headers }: Actor): boolean {
  return Object.entries(connection.headers).some(
    ([name, text]) => Object.hasOwn(headers, name.toLowerCase()) && !reveal(text).includes("${token}"),
  );
}

async function run(step: SocketStep, at: number, talk: Talk): Promise<Miss | null> {
  switch (step.kind) {
    case "connect":
      return await connect(step.timeoutMs, at, talk);
    case "send": {
      const lack = lacking(step.message, scopeNow(talk));
      if (lack !== null) return unsentMiss(lack, talk, at);
      const miss = isBlind(at, talk)
        ? await lookBefore({ kind: "sending", step: numberOf(talk.probe, at) }, at, talk)
        : null;
      if (miss !== null) return miss;
      talk.ear.listener().relax(at);
      talk.line.send(fillJson(step.message, scopeNow(talk)));
      return null;
    }
    case "expect":
      return await expectEvents(step, at, talk);
    case "expect-close":
      return await expectClose(step.codes, step.withinMs, at, talk);
    case "wait":
      return await wait(step.ms, at, talk);
    case "ping":
      return await ping(step.withinMs, at, talk);
    case "close": {
      const miss = await leave(at, talk);
      await talk.line.close(step.code);
      return miss;
    }
  }
}

/** Opens the socket. Where the service says by an event that it accepts the token, the way in ends there. */
async function connect(timeoutMs: number, at: number, talk: Talk): Promise<Miss | null> {
  const { probe, actor, line, ear } = talk;
  const opening = await line.open(ear.listener().captures(), timeoutMs);
  if (opening.kind !== "open") return handshakeMiss(opening, talk, at);
  ear.attend(expectsOf(probe.steps, at), actor.auth !== null);
  const doing = (): Doing => ({ kind: "auth" });
  const end = await listen(talk, at, doing, () => timeoutMs, { isDone: () => !ear.awaitsAuth() });
  switch (end.kind) {
    case "closed":
      return closedMiss(end, talk, at, doing());
    case "time":
      return authTimeoutMiss(timeoutMs, talk, at);
    case "miss":
      return end.miss;
    case "done":
      // Data can only come to the wrong user while that user is there.
      await talk.options.together?.opened();
      return null;
  }
}

/** The waits for events on the socket that this step opens. */
function expectsOf(steps: readonly SocketStep[], at: number): readonly { step: ExpectStep; at: number }[] {
  const after = steps.findIndex((step, index) => index > at && step.kind === "connect");
  const own = steps.slice(0, after === -1 ? steps.length : after);
  return own.flatMap((step, index) => (index > at && step.kind === "expect" ? [{ step, at: index }] : []));
}

async function expectEvents(step: ExpectStep, at: number, talk: Talk): Promise<Miss | null> {
  const { line, ear } = talk;
  ear.listener().relax(at);
  const current = ear.listener().current();
  // All of its events came while we did something else.
  if (current === null || current.at !== at) return null;
  const { matcher } = current;
  matcher.begin(line.nowMs());
  const deadline = line.nowMs() + step.withinMs;
  const doing = (): Doing => ({ kind: "events", wait: current });
  const end = await listen(talk, at, doing, () => Math.min(deadline, matcher.dueMs() ?? deadline), {
    isDone: () => ear.listener().current() !== current,
  });
  switch (end.kind) {
    case "closed":
      return closedMiss(end, talk, at, doing());
    case "time":
      return lateMiss(current, (matcher.dueMs() ?? deadline) < deadline, talk, at);
    case "done":
    case "miss":
      return end.miss;
  }
}

async function expectClose(codes: readonly number[], withinMs: number, at: number, talk: Talk): Promise<Miss | null> {
  const deadline = talk.line.nowMs() + withinMs;
  const doing = (): Doing => ({ kind: "close", codes });
  const end = await listen(talk, at, doing, () => deadline, { isOpenEnded: true });
  switch (end.kind) {
    case "closed":
      return isClosedWith(end, codes) ? null : closedMiss(end, talk, at, doing());
    case "time":
      return openMiss(codes, withinMs, talk, at);
    case "done":
    case "miss":
      return end.miss;
  }
}

async function wait(ms: number, at: number, talk: Talk): Promise<Miss | null> {
  const sinceMs = talk.line.nowMs();
  const doing = (): Doing => ({ kind: "listening", ms, sinceMs });
  const end = await listen(talk, at, doing, () => sinceMs + ms, { isOpenEnded: true });
  if (end.kind !== "closed") return end.miss;
  // A close that the next step waits for may also come now.
  return talk.probe.steps[at + 1]?.kind === "expect-close" ? null : closedMiss(end, talk, at, doing());
}

/** Once, or as often as samples are wanted. What comes meanwhile is heard in between, or the line would stand still. */
async function ping(withinMs: number, at: number, talk: Talk): Promise<Miss | null> {
  const { warmup, count } = talk.options.pings ?? { warmup: 0, count: 1 };
  const of = warmup + count;
  for (let nth = 1; nth <= of; nth++) {
    const doing = (): Doing => ({ kind: "ping", nth, of });
    const ms = await talk.line.ping(withinMs);
    if (ms !== null && nth > warmup) talk.pings.push(ms);
    if (ms !== null && of === 1) return null;
    const end = await listen(talk, at, doing, now(talk), LOOK);
    if (end.kind === "closed") return closedMiss(end, talk, at, doing());
    if (end.miss !== null) return end.miss;
    if (ms !== null) continue;
    if (talk.world.clock.cancelled()) return cancelledMiss();
    // Nobody would answer our goodbye either.
    await talk.line.close("abrupt");
    return noPongMiss(withinMs, doing(), talk, at);
  }
  return null;
}

/** Everything that came until the last step counts for what holds for every message. */
async function finish(talk: Talk): Promise<Miss | null> {
  const { line, ear, probe } = talk;
  const at = probe.steps.length - 1;
  const miss = line.isOpen() ? await leave(at + 1, talk) : null;
  return miss ?? untoldMiss(ear.watch.untold(), talk);
}

/** Whether nothing that follows the message would find out that the socket was closed before it. */
function isBlind(at: number, { probe, ear }: Talk): boolean {
  const next = probe.steps.slice(at).find(({ kind }) => kind !== "send");
  return ear.listener().guard() !== null || !["expect", "wait", "ping"].includes(next?.kind ?? "");
}

/** Looks once at what came until now. */
async function lookBefore(doing: Doing, at: number, talk: Talk): Promise<Miss | null> {
  const end = await listen(talk, at, () => doing, now(talk), LOOK);
  return end.kind === "closed" ? closedMiss(end, talk, at, doing) : end.miss;
}

/** The last look at a socket that is left with this step, which closes it or stands behind all others. */
async function leave(at: number, talk: Talk): Promise<Miss | null> {
  const { line, probe } = talk;
  const before = probe.steps[at - 1]?.kind;
  if (before === "expect-close") return null;
  // Nobody has listened yet. What the service did with what it was sent comes before its pong.
  const isUnheard = before === "connect" || before === "send";
  // Also a service that greets and then sends the caller away has not let it in.
  if (isUnheard || before === "expect") await line.ping(SETTLE_MS);
  const doing: Doing = { kind: "leaving" };
  const end = await listen(talk, at - 1, () => doing, now(talk), LOOK);
  if (end.kind !== "closed") return end.miss ?? (await stay(at, talk));
  // Where all that was expected came, the service may say goodbye first.
  return isUnheard || isTrouble(end) ? closedMiss(end, talk, at - 1, doing) : null;
}

/** Listens on until all users are done: what belongs to one may come to another late. */
async function stay(at: number, talk: Talk): Promise<Miss | null> {
  const { line, ear, options, probe, world } = talk;
  const isLast = !probe.steps.slice(at).some(({ kind }) => kind === "connect");
  if (options.together === null || !isLast || !ear.isWatching) return null;
  let isOver = false;
  const over = options.together.done().then(() => {
    isOver = true;
  });
  const doing = (): Doing => ({ kind: "leaving" });
  while (!isOver && !world.clock.cancelled()) {
    const untilMs = line.nowMs() + TURN_MS;
    const end = await listen(talk, at - 1, doing, () => untilMs, { isOpenEnded: true, isDone: () => isOver });
    if (end.kind === "closed") return null;
    if (end.miss !== null) return end.miss;
  }
  if (world.clock.cancelled()) return null;
  await over;
  await line.ping(SETTLE_MS);
  const end = await listen(talk, at - 1, doing, now(talk), LOOK);
  return end.kind === "closed" ? null : end.miss;
}

const LOOK: Bound = { isLook: true };
/** As long as a pong may take; a service that answers none is only looked at later. */
const SETTLE_MS = 1_000;
/** How often a user who is done looks whether the others are. */
const TURN_MS = 20;

function now({ line }: Talk): () => number {
  const nowMs = line.nowMs();
  return () => nowMs;
}

function scopeNow({ line, ear }: Talk): Scope {
  return { ...line.actor().scope, captures: ear.listener().captures() };
}
