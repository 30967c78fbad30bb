// Hears every message of a probe once: counts it, holds it against what may never come, takes the numbers that targets
// want from it, and hands it to the wait for events.
import type { MeasuredValues } from "../../model/check.ts";
import type { WebSocketProbe } from "../../model/plan.ts";
import type { World } from "../../model/world.ts";
import type { Excerpt } from "../../text/excerpt.ts";
import { reveal } from "../../text/untrusted.ts";
import type { Actor, TryOptions } from "../attempt.ts";
import { createComparison } from "./comparison.ts";
import type { Captures } from "./expected.ts";
import { createReader, type Heard, type Message } from "./heard.ts";
import { createListener, type Listener } from "./listener.ts";
import type { Taken } from "./order.ts";
import { createPlace, inTime, type Place } from "./place.ts";
import { createTally, type Tally } from "./tally.ts";
import { createWatch, type Violation, type Watch } from "./watch.ts";

export interface Ear {
  readonly tally: Tally;
  readonly watch: Watch;
  /** A new socket: its waits, and whether the service still has to say that it accepts the token. */
  attend(steps: Parameters<typeof createListener>[0], awaitsAuth: boolean): void;
  /** Throws Unanswerable where looking into the message takes too long. `late`: it came after its wait. */
  hear(message: Message, offsetMs: number, late?: boolean): Hearing;
  listener(): Listener;
  awaitsAuth(): boolean;
  /** Something may be found in every message, so all have to be heard. */
  readonly isWatching: boolean;
  /** Messages of this socket. */
  count(): number;
  /** The service said so; without an event for it, it says so by talking to us. */
  isAccepted(): boolean;
  values(): readonly MeasuredValues[];
}

export interface Hearing {
  readonly heard: Heard;
  readonly violation: Violation | null;
  readonly taken: Taken;
}

export function createEar(
  probe: WebSocketProbe,
  actor: Actor,
  { bounded }: World,
  options: TryOptions,
  excerpt: Excerpt,
): Ear {
  const never = probe.never.map(reveal);
  const authEvent = probe.connection.authEvent === null ? null : reveal(probe.connection.authEvent);
  const tally = createTally([...never, ...namesOf(probe), ...(authEvent === null ? [] : [authEvent])], excerpt);
  const every = probe.every.map((condition) => createComparison(condition, bounded));
  const watch = createWatch(never, every, actor.scope, actor.others);
  const { read, eventsIn } = createReader(probe.eventAt, bounded, excerpt);
  const wanted = options.extract.map(({ key, from }): Wanted => ({ key, see: createPlace(from, bounded), values: [] }));
  let listener = createListener([], initialCaptures(probe, actor), actor.scope, bounded);
  const isRuled = never.length > 0 || every.length > 0;
  let awaitsAuth = false;
  let authenticated = false;
  let count = 0;

  function isOnlyAuth(name: string | null): boolean {
    if (!awaitsAuth || name === null || name !== authEvent) return false;
    return listener.current()?.expected.some((each) => each.name === name) !== true;
  }

  /** What holds for every message holds for each event in it. */
  function brokenBy(heard: Heard): Violation | null {
    if (!isRuled) return null;
    const events = eventsIn(heard);
    const look = (): Violation | null => {
      for (const each of events) {
        const violation = watch.look(each);
        if (violation !== null) return violation;
      }
      return null;
    };
    return events.length === 1 ? look() : inTime(bounded, look, "a list of events", probe.eventAt);
  }

  return {
    tally,
    watch,
    attend(steps, awaits) {
      listener = createListener(steps, listener.captures(), actor.scope, bounded);
      awaitsAuth = awaits && authEvent !== null;
      count = 0;
    },
    hear(message, offsetMs, late = false) {
      const heard = read(message, offsetMs);
      count++;
      tally.count(heard);
      const violation = brokenBy(heard);
      if (violation !== null) return { heard, violation, taken: "passed" };
      for (const { see, values } of wanted) {
        for (const value of numbersIn(see(heard.value))) if (values.length < MAX_VALUES) values.push(value);
      }
      // An event that only tells that the token is accepted is none of those that the plan lists.
      const taken = late || isOnlyAuth(heard.name) ? "passed" : listener.take(heard);
      if (heard.name !== null && heard.name === authEvent) {
        awaitsAuth = false;
        authenticated = true;
      }
      return { heard, violation, taken };
    },
    listener: () => listener,
    awaitsAuth: () => awaitsAuth,
    isWatching: isRuled || wanted.length > 0,
    count: () => count,
    isAccepted: () => (authEvent === null ? tally.total() > 0 : authenticated),
    values: () =>
      wanted.filter(({ values }) => values.length > 0).map(({ key: metric, values }) => ({ metric, values })),
  };
}

/** Of one target in one try; the first of a flood tell as much as all. */
const MAX_VALUES = 10_000;

/** Numbers that a target wants. */
interface Wanted {
  readonly key: string;
  readonly see: Place;
  readonly values: number[];
}

function numbersIn(found: unknown): readonly number[] {
  const all: readonly unknown[] = Array.isArray(found) ? found : [found];
  return all.filter((each): each is number => typeof each === "number" && Number.isFinite(each));
}

function namesOf({ steps }: WebSocketProbe): readonly string[] {
  return steps.flatMap((step) => (step.kind === "expect" ? step.events.map(({ name }) => reveal(name)) : []));
}

/** Names of what this probe captures itself. */
export function captureNames({ steps }: WebSocketProbe): ReadonlySet<string> {
  const events = steps.flatMap((step) => (step.kind === "expect" ? step.events : []));
  return new Set(events.flatMap(({ capture }) => capture.map(({ name }) => name)));
}

/** What other probes captured; of our own an earlier try may have left something, which is not this try's. */
function initialCaptures(probe: WebSocketProbe, { scope }: Actor): Captures {
  const own = captureNames(probe);
  return new Map([...(scope.captures ?? [])].filter(([name]) => !own.has(name)));
}
