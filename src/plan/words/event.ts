// The words of what a socket has to bring: events, a refusal, or the end of the connection.
import { EVENT_ORDERS } from "../../model/plan.ts";
import { eventCaptures } from "./capture.ts";
import { closeCode, refusalCode } from "./close-codes.ts";
import { jsonConditions } from "./expect.ts";
import { duration, flag, HOUR, name, oneOrMore, word } from "./leaves.ts";
import type { Path } from "../file/faults.ts";
import { decode, explained, into, isMap, keyed, list, map, named, narrow, optional, pick } from "./shape.ts";
import type { Reading, Shape, Value } from "./shape.ts";

const within = optional(duration(10, HOUR));

const rules = explained(
  map({
    repeat: optional(flag),
    optional: optional(flag),
    within,
    match: optional(jsonConditions),
    capture: optional(eventCaptures),
  }),
  {
    repeat: "true: may come several times in a row.",
    optional: "true: may be missing.",
    within: "Comes within this time after the expected event before it.",
    match: "Only an event that meets these conditions is the expected one.",
    capture: "Values of the event for later texts, which refer to them as ${capture.name}.",
  },
);

export interface EventWords {
  readonly name: string;
  readonly rules: Value<typeof rules>;
  /** Where the rules stand below the expectation. */
  readonly at: Path;
}

const EXPECTED_EVENT = "an event: its name, or a map from its name to repeat, optional, within, match and capture";

const bare: Shape<EventWords> = into(name, (each) => ({ name: each, rules: {}, at: [] }));
const ruled: Shape<EventWords> = into(
  narrow(keyed(readName, rules, EXPECTED_EVENT, name.json), isSingle, EXPECTED_EVENT, {
    minProperties: 1,
    maxProperties: 1,
  }),
  (all) => {
    const [[event, each] = ["", {}]] = Object.entries(all);
    return { name: event, rules: each, at: [event] };
  },
);
const event = named(
  pick<EventWords>((value) => (isMap(value) ? ruled : bare), [bare, ruled]),
  "event",
);

/** A list of events that stands at this place below the expectation. */
function eventsAt(path: Path, expected: string): Shape<readonly EventWords[]> {
  const placed = ({ at, ...each }: EventWords, index: number): EventWords => ({ ...each, at: [...path, index, ...at] });
  return into(list(event, expected), (all) => all.map(placed));
}

/** What is awaited on an open socket. Exactly one of the first three. */
export type ExpectationWords = Value<typeof stepMap>;
export type FirstExpectationWords = Value<typeof firstMap>;

const words = {
  events: optional(eventsAt(["events"], "a list of events")),
  "closed-with": optional(oneOrMore(closeCode, "at least one close code")),
  order: optional(word(EVENT_ORDERS)),
  within,
} as const;

const LINES = {
  events: "Events that have to come: names, or a map from a name to repeat, optional, within, match and capture.",
  "closed-with": "The service closes the connection with this code, or one of a list.",
  order: "in-order (default: others may come between), exact (nothing else may) or any.",
  within: "Bounds the wait for all events together (default 10s).",
} as const;

const stepMap = explained(map(words), LINES);
const firstMap = explained(map({ ...words, "refused-with": optional(oneOrMore(refusalCode, "at least one code")) }), {
  ...LINES,
  "refused-with": "The caller is not let in: the HTTP status or close code of the refusal, or a list.",
});

const stepList: Shape<ExpectationWords> = into(
  eventsAt([], "a list of events, or a map with events or closed-with"),
  (events) => ({ events }),
);
const firstList: Shape<FirstExpectationWords> = into(
  eventsAt([], "a list of events, or a map with events, refused-with or closed-with"),
  (events) => ({ events }),
);

/** In a step: the socket was let in already. */
export const expectationInStep = pick<ExpectationWords>(
  (value) => (isMap(value) ? stepMap : stepList),
  [stepList, stepMap],
);

/** In the short form, where the socket may also be refused. */
export const socketExpectation = pick<FirstExpectationWords>(
  (value) => (isMap(value) ? firstMap : firstList),
  [firstList, firstMap],
);

export function isSingle(value: unknown): boolean {
  return !isMap(value) || Object.keys(value).length === 1;
}

function readName(text: string): Reading<string> {
  const decoded = decode(name, text, []);
  return decoded.ok ? decoded : { expected: "expected the name of an event: one line of text without references" };
}
