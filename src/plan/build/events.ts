// Builds what is awaited on an open socket: events in their order, or the end of the connection.
import type { ExpectedEvent, ExpectStep, SocketStep } from "../../model/plan.ts";
import { untrusted } from "../../text/untrusted.ts";
import { only, type Acting } from "./acting.ts";
import type { Certainty } from "./captures.ts";
import { buildConditions } from "./conditions.ts";
import { placeOf, type Desk } from "../desk.ts";
import { durationText } from "../words/duration.ts";
import type { EventWords, ExpectationWords } from "../words/event.ts";
import { shown, type Path } from "../file/faults.ts";
import { buildCaptures } from "./http-probes.ts";
import type { Fillable } from "./texts.ts";

/** Where an expectation stands, and what is known when its turn comes. */
export interface Awaiting {
  readonly path: Path;
  readonly acting: Acting;
  readonly withinMs: number;
  /** What the probe has captured so far; grows with every event. */
  readonly captured: Map<string, Certainty>;
}

/** Null after a fault in what the words say together. */
export function buildAwaited(desk: Desk, words: ExpectationWords, awaiting: Awaiting): SocketStep | null {
  const { path } = awaiting;
  const { events, order, "closed-with": codes } = words;
  const withinMs = words.within ?? awaiting.withinMs;
  if (codes !== undefined && events === undefined) {
    if (order !== undefined)
      desk.faults.add(placeOf(desk, [...path, "order"]), "order is for events: expected none here");
    return { kind: "expect-close", codes, withinMs };
  }
  if (events === undefined || codes !== undefined) {
    const got = events === undefined ? "got none" : "got both";
    desk.faults.add(placeOf(desk, path), `expected exactly one of events and closed-with, ${got}`);
    return null;
  }
  return buildEvents(desk, { events, order: order ?? "in-order" }, { ...awaiting, withinMs });
}

interface Ordered {
  readonly events: readonly EventWords[];
  readonly order: ExpectStep["order"];
}

function buildEvents(desk: Desk, { events, order }: Ordered, awaiting: Awaiting): ExpectStep {
  const { path, withinMs, captured, acting } = awaiting;
  if (events.every(({ rules }) => rules.optional === true)) {
    desk.faults.add(placeOf(desk, path), "every event is optional, so that nothing is expected");
  }
  const built = events.map((words) => {
    checkWithin(desk, words, awaiting);
    const event = buildEvent(desk, words, [...path, ...words.at], acting.fillable(captured));
    if (order !== "any") noteCaptures(captured, words);
    return event;
  });
  // In any order no event is known to come before another one.
  for (const words of events) noteCaptures(captured, words);
  return { kind: "expect", events: built, order, withinMs };
}

function buildEvent(desk: Desk, { name, rules }: EventWords, path: Path, fillable: Fillable): ExpectedEvent {
  const ofEvent = only(fillable, (scope) => scope === "user" || scope === "capture" || scope === "commit");
  return {
    name: untrusted(name),
    repeat: rules.repeat ?? false,
    optional: rules.optional ?? false,
    withinMs: rules.within ?? null,
    match: buildConditions(desk, rules.match ?? {}, [...path, "match"], ofEvent),
    capture: buildCaptures(rules.capture),
  };
}

function noteCaptures(captured: Awaiting["captured"], { rules }: EventWords): void {
  for (const name of Object.keys(rules.capture ?? {})) {
    captured.set(name, rules.optional === true ? "sometimes" : "always");
  }
}

function checkWithin(desk: Desk, words: EventWords, { path, withinMs }: Awaiting): void {
  const { within } = words.rules;
  if (within === undefined || within <= withinMs) return;
  const message = `expected at most the ${durationText(withinMs)} of all events together`;
  desk.faults.add(placeOf(desk, [...path, ...words.at, "within"]), message, {
    found: shown(durationText(within)),
    hint: "The within of all events stands beside them.",
  });
}
