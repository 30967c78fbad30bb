// The words of `defaults` and `probes`: requests and sockets, and what they have to answer.
import { expectation } from "./expect-words.ts";
import { duration, HOUR, MINUTE, name, names, someValue, text, word } from "./leaves.ts";
import { address, headers, method } from "./request-words.ts";
import { into, isMap, leaf, list, map, optional, pick, type Shape, type Value } from "./shape.ts";

const tokenIn = word(["header", "subprotocol"]);
const subprotocols = list(text, "a list of subprotocols", 0);

export type DefaultsWords = Value<typeof defaultsShape>;

export const defaultsShape = map({
  auth: optional(name),
  headers: optional(headers),
  timeout: optional(duration(10, 10 * MINUTE)),
  websocket: optional(
    map({ url: optional(address("ws")), "token-in": optional(tokenIn), subprotocols: optional(subprotocols) }),
  ),
});

export type HttpWords = Value<typeof httpShape>;

const httpShape = map(
  {
    method: optional(method),
    url: address("http"),
    headers: optional(headers),
    body: optional(text),
    json: optional(someValue),
    expect: optional(expectation),
  },
  "a map with url, method, expect and so on",
);

const refusal = leaf((value) => {
  const isCode = typeof value === "number" && Number.isInteger(value);
  const isKnown = isCode && ((value >= 300 && value <= 599) || (value >= 1000 && value <= 4999));
  return isKnown ? { value } : { expected: "expected a status from 300 to 599 or a close code from 1000 to 4999" };
});
const refusals: Shape<readonly number[]> = pick((value) =>
  Array.isArray(value) ? list(refusal, "at least one code") : into(refusal, (code) => [code]),
);
const refused = into(map({ "refused-with": refusals }), (words) => ({
  events: [],
  refusedWith: words["refused-with"],
}));
const events = into(list(name, "a list of event names or refused-with"), (each) => ({ events: each, refusedWith: [] }));

interface SocketExpectation {
  readonly events: readonly string[];
  readonly refusedWith: readonly number[];
}

export type WebSocketWords = Value<typeof webSocketShape>;

const webSocketShape = map(
  {
    url: optional(address("ws")),
    headers: optional(headers),
    "token-in": optional(tokenIn),
    subprotocols: optional(subprotocols),
    send: optional(someValue),
    expect: optional(pick<SocketExpectation>((value) => (isMap(value) ? refused : events))),
    never: optional(list(name, "a list of event names")),
    within: optional(duration(10, HOUR)),
    "handshake-timeout": optional(duration(10, 10 * MINUTE)),
  },
  "a map with url, send, expect and so on",
);

export type ProbeWords = Value<typeof probeShape>;

export const probeShape = map(
  {
    name,
    needs: optional(names),
    auth: optional(name),
    http: optional(httpShape),
    websocket: optional(webSocketShape),
  },
  "a probe: a map with name and either http or websocket",
);
