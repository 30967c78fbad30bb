// Runs an HTTP probe once for one user: one request, one answer, one verdict, and what is taken from the answer.
import type { Facts, MeasuredValues } from "../model/check.ts";
import type { Capture, HttpProbe } from "../model/plan.ts";
import type { NoAnswer, World } from "../model/world.ts";
import { reveal, untrusted } from "../text/untrusted.ts";
import { lookAt, miss, notJson, tooSlow, type Look, type Miss } from "./answer.ts";
import type { Actor, Attempt, TryOptions } from "./attempt.ts";
import { toCaptured } from "./captures.ts";
import { missedByExpiry } from "./certificate.ts";
import { boundedUnless, isQuickPath, queryPath } from "./conditions.ts";
import { firstMiss } from "./expect.ts";
import type { Captured } from "./fill.ts";
import { unanswered } from "./no-answer.ts";
import { targetOf } from "./probe-result.ts";
import { isAccepted, missedRefusal, refusedToken, tokenWords } from "./refusal.ts";
import { fillRequest } from "./request.ts";
import { isTelling, registerTelling } from "./telling.ts";
import { NO_VALUE } from "./values.ts";

export async function runHttpProbe(
  probe: HttpProbe,
  actor: Actor,
  world: World,
  options: TryOptions,
): Promise<Attempt> {
  const answer = await world.net.request(fillRequest(probe.request, actor.headers, actor.scope));
  const target = targetOf(probe.request.method, probe.request.url);
  if (answer.kind === "no-answer") {
    const expiry = missedByExpiry(probe.expect.certificate, answer, target, world.clock.now());
    return silent(answer, expiry ?? { outcome: "errored", failure: unanswered(answer, target) });
  }
  const look = { ...lookAt(answer, target, actor.scope, world), caller: actor };
  // First of all, because what is captured may be secret, and whatever is told of a failure quotes the answer.
  const taken = take(probe.capture, look);
  const missed = missedRefusal(probe, look) ?? withToken(firstMiss(probe.expect, look), probe, actor, look);
  const end = missed ?? taken.missed;
  return {
    outcome: end?.outcome ?? "passed",
    failure: end?.failure ?? null,
    durationMs: answer.durationMs,
    timings: answer.timings,
    httpStatus: answer.status,
    bodyBytes: answer.bodyBytes,
    accepted: isAccepted(probe, actor, answer),
    events: [],
    values: [...measured(look), ...extracted(look, options)],
    captures: end === null ? taken.captures : NOTHING_TAKEN.captures,
  };
}

function silent(answer: NoAnswer, { outcome, failure }: Miss): Attempt {
  return {
    outcome,
    failure,
    durationMs: answer.durationMs,
    timings: answer.timings,
    httpStatus: null,
    bodyBytes: null,
    accepted: null,
    events: [],
    values: [],
    captures: new Map(),
  };
}

/** Adds what the token was to a refusal that it may explain; one that was made wrong explains itself. */
function withToken(missed: Miss | null, probe: HttpProbe, actor: Actor, look: Look): Miss | null {
  const token = missed === null || probe.badToken !== null ? null : refusedToken(probe, actor, look);
  if (missed === null || token === null) return missed;
  const { failure, outcome } = missed;
  const facts: Facts = { ...failure.facts, token };
  return {
    outcome,
    failure: { ...failure, message: untrusted(`${reveal(failure.message)}; ${tokenWords(token)}`), facts },
  };
}

interface Taken {
  readonly captures: ReadonlyMap<string, Captured>;
  readonly missed: Miss | null;
}

const NOTHING_TAKEN: Taken = { captures: new Map(), missed: null };

/** What later texts need. Without it they cannot be used, so its absence is this probe's failure. */
function take(wanted: readonly Capture[], look: Look): Taken {
  if (wanted.length === 0) return NOTHING_TAKEN;
  const captures = new Map<string, Captured>();
  for (const capture of wanted) {
    const value = valueFor(capture, look);
    if ("missed" in value) return { captures: new Map(), missed: value.missed };
    captures.set(capture.name, value);
  }
  return { captures, missed: null };
}

function valueFor(capture: Capture, look: Look): Captured | { readonly missed: Miss } {
  const found = capture.source === "header" ? headerFor(capture, look) : jsonFor(capture, look);
  if ("missed" in found) return found;
  const at = capture.source === "header" ? `header ${reveal(capture.at)}` : reveal(capture.at);
  const captured = found.value === undefined ? null : toCaptured(found.value);
  if (captured !== null)
    registerTelling(found.value, isTelling(`${capture.name} ${reveal(capture.at)}`), look.world.secrets);
  if (captured !== null) return captured;
  const what = found.value === undefined ? "nothing" : "more than 4 KiB";
  const text = `: ${what} at ${at} to capture as ${capture.name}`;
  const facts: Facts = { stage: "data", at: untrusted(at), expected: untrusted("a value"), seen: untrusted(what) };
  return { missed: miss(look, text, facts) };
}

type Found = { readonly value: unknown } | { readonly missed: Miss };

function headerFor({ at }: Capture, look: Look): Found {
  const name = reveal(at);
  const value = Object.hasOwn(look.answer.headers, name) ? look.answer.headers[name] : undefined;
  return { value: value === undefined ? undefined : reveal(value) };
}

function jsonFor({ at }: Capture, look: Look): Found {
  const read = look.json();
  if (read.kind === "other") return { missed: notJson(look, read.what) };
  const found = boundedUnless(isQuickPath(at), () => queryPath(at, read.value), look.world);
  return found.inTime ? { value: found.value } : { missed: tooSlow(look, reveal(at)) };
}

function measured({ answer }: Look): readonly MeasuredValues[] {
  const { totalMs, firstByteMs } = answer.timings;
  return [
    { metric: "http.duration", values: [totalMs] },
    { metric: "http.first-byte", values: firstByteMs === null ? [] : [firstByteMs] },
    // Of a body that was cut only a part was counted.
    { metric: "http.size", values: [answer.truncated ? NO_VALUE : answer.bodyBytes] },
  ];
}

/** The numbers that targets want from the body; whatever else stands there is none. */
function extracted(look: Look, { extract }: TryOptions): readonly MeasuredValues[] {
  if (extract.length === 0) return [];
  const read = look.json();
  if (read.kind === "other") return [];
  return extract.map(({ key, from }) => {
    const found = boundedUnless(isQuickPath(from), () => queryPath(from, read.value), look.world);
    const value = found.inTime ? found.value : undefined;
    const all: readonly unknown[] = Array.isArray(value) ? value : [value];
    return { metric: key, values: all.filter((each) => typeof each === "number").filter(Number.isFinite) };
  });
}
