// Waits until a service is healthy and serves the commit under test, several times in a row; otherwise says what
// it last saw. Measured without a pause between cycles, this is what keeps a deployment in progress from being tested.
import { missedExpectation } from "../check/expect.ts";
import { isRevision, type LastSeen, type Readiness } from "../model/cycle.ts";
import type { Deploy, HttpExpect, HttpRequest, ReadyRule } from "../model/plan.ts";
import type { HttpAnswer, World } from "../model/world.ts";
import { createExcerpt, type Excerpt } from "../text/excerpt.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";

/** The last try gets at least this long, so that what was last seen is an answer and not the end of our patience. */
const SHORTEST_TRY_MS = 1_000;

const LOOKS_AFTER = 3;

interface Look {
  readonly good: boolean;
  readonly served: Untrusted | null;
  readonly matches: boolean | null;
  readonly seen: LastSeen | null;
}

export async function awaitReadiness(service: Deploy, commit: string, world: World): Promise<Readiness> {
  const rule = service.ready;
  const base = {
    name: service.name,
    tries: 0,
    flaps: 0,
    elapsedMs: 0,
    served: null,
    revisionMatches: null,
    lastSeen: null,
  };
  if (rule === null) return { ...base, state: "not-awaited", at: world.clock.now() };
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
    if (done || wait <= 0 || world.clock.cancelled()) {
      return {
        name: service.name,
        state: done ? "ready" : "not-ready",
        tries,
        flaps,
        elapsedMs: elapsed(),
        served: look.served,
        revisionMatches: look.matches,
        lastSeen: look.seen,
        at: world.clock.now(),
      };
    }
    await world.clock.sleep(wait);
  }
}

/** The revision that is served right now; null where nothing tells it. */
export async function servedRevision(service: Deploy, commit: string, world: World): Promise<Untrusted | null> {
  if (service.ready === null || service.ready.revision === null) return null;
  // One silent moment after the tests is no reason to doubt all of them.
  for (let look = 1; look < LOOKS_AFTER; look++) {
    const { served } = await lookOnce(service.ready, commit, service.ready.timeoutMs, world);
    if (served !== null || world.clock.cancelled()) return served;
    await world.clock.sleep(service.ready.intervalMs);
  }
  return (await lookOnce(service.ready, commit, service.ready.timeoutMs, world)).served;
}

async function lookOnce(rule: ReadyRule, commit: string, leftMs: number, world: World): Promise<Look> {
  const bounded = (request: HttpRequest): HttpRequest => ({
    ...request,
    timeoutMs: Math.min(request.timeoutMs, Math.max(leftMs, SHORTEST_TRY_MS)),
  });
  const excerpt = createExcerpt((text) => world.secrets.mask(text));
  let seen: LastSeen | null = null;
  if (rule.health !== null) {
    const answer = await world.net.request(bounded(rule.health));
    seen = lastSeen(rule.health, answer, excerpt);
    if (!isGood(answer, rule.healthExpect, commit, world)) return { good: false, served: null, matches: null, seen };
  }
  if (rule.revision === null) return { good: true, served: null, matches: null, seen };
  const answer = await world.net.request(bounded(rule.revision.request));
  seen = lastSeen(rule.revision.request, answer, excerpt);
  if (answer.kind === "no-answer" || answer.status < 200 || answer.status > 299) {
    return { good: false, served: null, matches: null, seen };
  }
  const told = rule.revision.header === null ? answer.body : header(answer, reveal(rule.revision.header));
  const matches = told !== null && isRevision(reveal(told), commit);
  return { good: matches, served: told === null ? null : shortRevision(told, commit, excerpt), matches, seen };
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

/** The commit itself where it is served, otherwise the first thing in the answer that looks like a revision. */
function shortRevision(told: Untrusted, commit: string, excerpt: Excerpt): Untrusted {
  const text = reveal(told);
  if (isRevision(text, commit)) return untrusted(commit);
  return untrusted(/\b[0-9a-f]{7,40}\b/iu.exec(text)?.[0] ?? excerpt(text.trim(), 60));
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
