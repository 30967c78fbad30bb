// The words of a socket: how it is opened, and what happens on it, in one line or step by step.
import { ending } from "./close-codes.ts";
import { expectationInStep, isSingle, socketExpectation } from "./event.ts";
import { jsonConditions } from "./expect.ts";
import type { Path } from "../file/faults.ts";
import { duration, flag, HOUR, matching, MINUTE, name, someValue, text, unlisted, word } from "./leaves.ts";
import { singlePath } from "./path.ts";
import { address, headers } from "./request.ts";
import { explained, filled, into, list, map, narrow, optional, pick, type Shape, type Value } from "./shape.ts";

const TOKEN_PLACES = ["header", "subprotocol", "query", "message"] as const;

const within = optional(duration(10, HOUR));
const handshake = duration(10, 10 * MINUTE);

const connection = {
  url: optional(address("ws")),
  "token-in": optional(word(TOKEN_PLACES)),
  "token-parameter": optional(
    matching(/^[A-Za-z_][\w.-]{0,99}$/u, "expected the name of a query parameter", "query-parameter"),
  ),
  "auth-message": optional(someValue),
  "auth-event": optional(name),
  subprotocols: optional(list(text, "a list of subprotocols", 0)),
  event: optional(singlePath),
  "handshake-timeout": optional(handshake),
} as const;

export type ConnectionWords = Value<typeof connectionShape>;

/** What all sockets of a file have in common. */
const CONNECTION_LINES = {
  url: "A path below the base url, or a ws or wss address.",
  "token-in": "Where the token travels: header (default), subprotocol, query or message.",
  "token-parameter": "The name of the query parameter that carries the token (default token).",
  "auth-message": "With token-in: message, the first message as JSON, which holds ${token}.",
  "auth-event": "The event by which the service says that it accepted the token; what is sent waits for it.",
  subprotocols: "Offered in the handshake; one of them may hold ${token}.",
  event: "The JSON path to the name of an event in a message (default $.type).",
  "handshake-timeout": "Bounds the way from the name to the open socket (default 10s).",
} as const;

export const connectionShape = explained(map(connection), CONNECTION_LINES);

export type StepWords = Value<typeof step>;

const connectStep = explained(map({ within: optional(handshake) }), {
  within: "Bounds the way from the name to the open socket.",
});
const pingStep = explained(map({ within }), { within: "Bounds the wait for the pong (default 10s)." });

const step = narrow(
  explained(
    map({
      connect: optional(connectStep),
      send: optional(someValue),
      expect: optional(expectationInStep),
      wait: optional(duration(10, HOUR)),
      ping: optional(pingStep),
      close: optional(ending),
    }),
    {
      connect: "Opens the socket, also again after a close. The first one may be left out.",
      send: "Sends a message as JSON.",
      expect: "Waits for events, or with closed-with for the service to close.",
      wait: "Listens for this long.",
      ping: "Sends a ping and waits for its pong.",
      close: "Closes: normal, a close code, or abrupt, as a lost network does.",
    },
  ),
  isSingle,
  "a map with one of connect, send, expect, wait, ping and close",
  { minProperties: 1, maxProperties: 1 },
);

/** A message that is sent, and where it stands below `send`. */
export interface MessageWords {
  readonly message: unknown;
  readonly at: Path;
}

const single: Shape<readonly MessageWords[]> = into(unlisted, (message) => [{ message, at: [] }]);
const several: Shape<readonly MessageWords[]> = into(list(someValue, "at least one message"), (messages) =>
  messages.map((message, index) => ({ message, at: [index] })),
);

export type WebSocketWords = Value<typeof webSocketShape>;

export const webSocketShape = explained(
  map(
    {
      ...connection,
      headers: optional(headers),
      send: optional(pick((value) => (Array.isArray(value) ? several : single), [single, several])),
      expect: optional(socketExpectation),
      never: optional(list(name, "a list of event names")),
      every: optional(filled(jsonConditions, "a map from JSON path to condition")),
      within,
      ping: optional(flag),
      steps: optional(list(step, "a list of steps")),
    },
    "a map with url, send, expect and so on",
  ),
  {
    ...CONNECTION_LINES,
    headers: "Headers of the handshake, added to those of defaults.",
    send: "A message as JSON, or a list of messages that are sent in this order.",
    expect: "Events that have to come, a refusal (refused-with), or the end of the connection (closed-with).",
    never: "Events that must not come.",
    every: "What every message has to be like, if it has the place at all: a map from JSON path to condition.",
    within: "Bounds the wait for all events together (default 10s).",
    ping: "true sends a ping and waits for its pong.",
    steps: "The long form: one step after the other, instead of send, expect, within and ping.",
  },
);
