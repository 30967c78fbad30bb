// Waits until a service is healthy and serves the commit under test, several times in a row; otherwise says what
// it last saw. Measured without a pause between cycles, this is what keeps a deployment in progress from being tested.
import { missedExpectation } from "../check/expect.ts";
import { isRevision, type LastSeen, type Readiness } from "../model/cycle.ts";
import type { Addresses } from "../model/deployed.ts";
import type { Deploy, HttpExpect, HttpRequest, ReadyRule } from "../model/plan.ts";
import type { HttpAnswer, World } from "../model/world.ts";
import { fillTold } from "../text/address.ts";
import { createExcerpt, type Excerpt } from "../text/excerpt.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";

/** The last try gets at least this long, so that what was last seen is an answer and not the end of our patience. */
const SHORTEST_TRY_MS = 1_000;

const LOOKS_AFTER = 3;

interface Look extends Pick<Readiness, "asked" | "healthy"> {
  readonly good: boolean;
  readonly served: Untrusted | null;
  readonly matches: boolean | null;
  readonly seen: LastSeen | null;
}

export interface Awaiting {
  /** What the commands of the services told. */
  readonly addresses: Addresses;
  /** Another service failed, so that there is nothing to wait for any more. */
  readonly isOver: () => boolean;
  /** Told of each try that is not the last. */
  readonly onTry?: OnTry;
}

export type OnTry = (seen: Readiness, timeoutMs: number) => void;

export function notAwaited({ name }: Deploy, at: number): Readiness {
  return {
    name,
    state: "not-awaited",
    tries: 0,
    flaps: 0,
    elapsedMs: 0,
    served: null,
    revisionMatches: null,
    lastSeen: null,
    asked: null,
    healthy: null,
    at,
  };
}

export async function awaitReadiness(
  service: Deploy,
  commit: string,
  world: World,
  { addresses, isOver, onTry }: Awaiting,
): Promise<Readiness> {
  const rule = filledRule(service, addresses);
  if (rule === null) return notAwaited(service, world.clock.now());
  const started = world.clock.monotonic();
  const elapsed = (): number => world.clock.monotonic() - started;
  let tries = 0;
  let flaps = 0;
  let inARow = 0;
  for (;;) {
    const look = await lookOnce(rule, commit, rule.timeoutMs - elapsed(), world);
    tries++;
    if (!look.good && inARow > 0) flaps++;
    inARow = look.good ? inARow + 1 : 0;
    const done = inARow >= rule.successThreshold;
    const wait = Math.min(rule.intervalMs, rule.timeoutMs - elapsed());
    if (!done && isOver()) return notAwaited(service, world.clock.now());
    const seen: Readiness = {
      name: service.name,
      state: done ? "ready" : "not-ready",
      tries,
      flaps,
      elapsedMs: elapsed(),
      served: look.served,
      revisionMatches: look.matches,
      lastSeen: look.seen,
      asked: look.asked,
      healthy: look.healthy,
      at: world.clock.now(),
    };
    if (done || wait <= 0 || world.clock.cancelled()) return seen;
    onTry?.(seen, rule.timeoutMs);
    await world.clock.sleep(wait);
  }
}

/** The revision that is served right now; null where nothing tells it. */
export async function servedRevision(
  service: Deploy,
  commit: string,
  world: World,
  addresses: Addresses,
): Promise<Untrusted | null> {
  const rule = filledRule(service, addresses);
  if (rule === null || rule.revision === null) return null;
  // One silent or odd moment after the tests is no reason to doubt all of them; another revision is one at once.
  for (let look = 1; look < LOOKS_AFTER; look++) {
    const { served } = await lookOnce(rule, commit, rule.timeoutMs, world);
    if ((served !== null && REVISION.test(reveal(served))) || world.clock.cancelled()) return served;
    await world.clock.sleep(rule.intervalMs);
  }
  return (await lookOnce(rule, commit, rule.timeoutMs, world)).served;
}

const REVISION = /\b[0-9a-f]{7,40}\b/iu;

/** The rule with the addresses that were told. Planning has seen to it that all of them were by now. */
function filledRule({ ready }: Deploy, addresses: Addresses): ReadyRule | null {
  if (ready === null) return null;
  const filled = (request: HttpRequest): HttpRequest => ({
    ...request,
    url: fillTold(request.url, (service, output) => addresses.get(service)?.get(output)),
  });
  const { health, revision } = ready;
  return {
    ...ready,
    health: health === null ? null : filled(health),
    revision: revision === null ? null : { ...revision, request: filled(revision.request) },
  };
}

async function lookOnce(rule: ReadyRule, commit: string, leftMs: number, world: World): Promise<Look> {
  const bounded = (request: HttpRequest): HttpRequest => ({
    ...request,
    timeoutMs: Math.min(request.timeoutMs, Math.max(leftMs, SHORTEST_TRY_MS)),
  });
  const excerpt = createExcerpt((text) => world.secrets.mask(text));
  let seen: LastSeen | null = null;
  let healthy: Readiness["healthy"] = null;
  if (rule.health !== null) {
    const answer = await world.net.request(bounded(rule.health));
    seen = lastSeen(rule.health, answer, excerpt);
    const isHealthy = isGood(answer, rule.healthExpect, commit, world);
    if (!isHealthy || rule.revision === null) {
      return { good: isHealthy, served: null, matches: null, seen, asked: "health", healthy: null };
    }
    if (answer.kind === "answer") healthy = { url: rule.health.url, status: answer.status };
  }
  if (rule.revision === null) return { good: true, served: null, matches: null, seen, asked: null, healthy };
  const answer = await world.net.request(bounded(rule.revision.request));
  seen = lastSeen(rule.revision.request, answer, excerpt);
  if (answer.kind === "no-answer" || answer.status < 200 || answer.status > 299) {
    return { good: false, served: null, matches: null, seen, asked: "revision", healthy };
  }
  const told = rule.revision.header === null ? answer.body : header(answer, reveal(rule.revision.header));
  const matches = told !== null && isRevision(reveal(told), commit);
  const served = told === null ? null : shortRevision(told, commit, excerpt);
  return { good: matches, served, matches, seen, asked: "revision", healthy };
}

function isGood(answer: HttpAnswer, expect: HttpExpect | null, commit: string, world: World): boolean {
  if (answer.kind !== "answer" || expect === null) return false;
  const scope = { environment: world.environment, commit };
  return missedExpectation(expect, answer, untrusted(""), scope, world) === null;
}

function header(answer: Extract<HttpAnswer, { readonly kind: "answer" }>, name: string): Untrusted | null {
  const lower = name.toLowerCase();
  return Object.hasOwn(answer.headers, lower) ? (answer.headers[lower] ?? null) : null;
}

/** The commit itself where it is served, otherwise the first word that looks like a revision; null for an empty answer. */
function shortRevision(told: Untrusted, commit: string, excerpt: Excerpt): Untrusted | null {
  const text = reveal(told).trim();
  if (text === "") return null;
  if (isRevision(text, commit)) return untrusted(commit);
  return untrusted(REVISION.exec(text)?.[0] ?? excerpt(text, 60));
}

function lastSeen(request: HttpRequest, answer: HttpAnswer, excerpt: Excerpt): LastSeen {
  if (answer.kind === "no-answer") {
    return { kind: "no-answer", url: request.url, errno: answer.errno, message: answer.message };
  }
  return {
    kind: "answer",
    status: answer.status,
    url: request.url,
    excerpt: untrusted(excerpt(reveal(answer.body).trim(), 300)),
  };
}
