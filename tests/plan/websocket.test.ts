// WebSocket probes: how a socket is opened, and the steps that each short and long form becomes.
import { describe, expect, it } from "vitest";
import { AUTHS, made, probe, TOP } from "./made.ts";
import { opened } from "./told.ts";

const URL = "url: /ws";
const socket = (words: string, top = TOP): unknown =>
  probe(`websocket: { ${[URL, words].filter(Boolean).join(", ")} }`, top);
const withAuth = (words: string, auth = "e2e"): unknown =>
  probe(`auth: ${auth}, websocket: { ${URL}, ${words} }`, TOP + AUTHS);

const CONNECT = { kind: "connect", timeoutMs: 10_000 };
const event = (name: string, rules = {}): unknown => ({
  name,
  repeat: false,
  optional: false,
  withinMs: null,
  match: [],
  capture: [],
  ...rules,
});
const awaited = (events: readonly unknown[], withinMs = 10_000, order = "in-order"): unknown => ({
  kind: "expect",
  events,
  order,
  withinMs,
});

describe("a socket", () => {
  it("has defaults for everything but the address", () => {
    expect(socket("")).toMatchObject({
      kind: "websocket",
      connection: {
        url: "wss://x.example/ws",
        headers: {},
        subprotocols: [],
        token: { in: "header" },
        authEvent: null,
        handshakeTimeoutMs: 10_000,
      },
      eventAt: "$.type",
      steps: [CONNECT],
      never: [],
      every: [],
      refusedWith: [],
    });
  });

  const DEFAULTS = `${TOP}${AUTHS}defaults:
  auth: e2e
  headers: { x-t: "\${token}", x-c: c }
  websocket: { url: /live, token-in: subprotocol, subprotocols: [v1, "jwt.\${token}"], auth-event: ready, event: $.name, handshake-timeout: 2s }
`;

  it("takes what it does not say itself from the defaults", () => {
    expect(probe("websocket: {}", DEFAULTS)).toMatchObject({
      auth: 0,
      connection: {
        url: "wss://x.example/live",
        headers: { "x-t": "${token}", "x-c": "c" },
        subprotocols: ["v1", "jwt.${token}"],
        token: { in: "subprotocol" },
        authEvent: "ready",
        handshakeTimeoutMs: 2_000,
      },
      eventAt: "$.name",
      steps: [{ kind: "connect", timeoutMs: 2_000 }],
    });
    const own =
      'url: wss://live.x.example/, token-in: header, subprotocols: [v2], auth-event: in, event: "$.a.b", handshake-timeout: 1s';
    expect(probe(`websocket: { ${own} }`, DEFAULTS)).toMatchObject({
      connection: {
        url: "wss://live.x.example/",
        subprotocols: ["v2"],
        token: { in: "header" },
        authEvent: "in",
        handshakeTimeoutMs: 1_000,
      },
      eventAt: "$.a.b",
    });
  });

  it("leaves out everything of a token and a user when it is anonymous", () => {
    expect(probe("auth: none, websocket: { expect: { refused-with: 401 } }", DEFAULTS)).toMatchObject({
      auth: null,
      connection: { headers: { "x-c": "c" }, subprotocols: ["v1"], token: { in: "header" }, authEvent: "ready" },
      refusedWith: [401],
    });
  });

  it("leaves out a default subprotocol with the token where the token goes another way", () => {
    expect(probe("websocket: { token-in: query }", DEFAULTS)).toMatchObject({
      connection: { subprotocols: ["v1"], token: { in: "query", parameter: "token" } },
    });
  });

  it.each([
    ["token-in: header", { in: "header" }],
    ['token-in: subprotocol, subprotocols: ["${token}"]', { in: "subprotocol" }],
    ["token-in: query", { in: "query", parameter: "token" }],
    ["token-in: query, token-parameter: access_token", { in: "query", parameter: "access_token" }],
    [
      'token-in: message, auth-message: { type: auth, token: "Bearer ${token}", who: "${user.id}" }',
      { in: "message", message: '{"type":"auth","token":"Bearer ${token}","who":"${user.id}"}' },
    ],
    ['token-in: message, auth-message: "${token}"', { in: "message", message: '"${token}"' }],
  ])("carries the token as it says: %s", (words, token) => {
    expect(withAuth(words)).toMatchObject({ connection: { token } });
  });

  it("has the user name and password of basic in a header only", () => {
    expect(withAuth("auth-event: ready", "ops")).toMatchObject({
      connection: { token: { in: "header" }, authEvent: "ready" },
    });
  });
});

describe("the short form", () => {
  it.each([
    ["{ type: ping, n: 1 }", ['{"type":"ping","n":1}']],
    ["ping", ['"ping"']],
    ["0", ["0"]],
    ["false", ["false"]],
    ["[1, 2]", ["1", "2"]],
    ["[[1, 2]]", ["[1,2]"]],
    ["[{ a: [1] }, two]", ['{"a":[1]}', '"two"']],
  ])("sends %s", (send, messages) => {
    expect(socket(`send: ${send}`)).toMatchObject({
      steps: [CONNECT, ...messages.map((message) => ({ kind: "send", message }))],
    });
  });

  it.each([
    ["expect: [a, b]", [awaited([event("a"), event("b")])]],
    ["expect: [a], within: 30s", [awaited([event("a")], 30_000)]],
    ["expect: { events: [a, b], order: any, within: 1h }", [awaited([event("a"), event("b")], 3_600_000, "any")]],
    ["expect: { events: [a], order: exact }, within: 5s", [awaited([event("a")], 5_000, "exact")]],
    ["expect: { closed-with: 1000 }", [{ kind: "expect-close", codes: [1000], withinMs: 10_000 }]],
    [
      "expect: { closed-with: [1006, 4999], within: 1s }",
      [{ kind: "expect-close", codes: [1006, 4999], withinMs: 1_000 }],
    ],
    ["ping: true", [{ kind: "ping", withinMs: 10_000 }]],
    ["ping: true, within: 1s", [{ kind: "ping", withinMs: 1_000 }]],
    ["ping: false", []],
    ["never: [a]", [{ kind: "wait", ms: 10_000 }]],
    [
      "never: [a], within: 2s, ping: true",
      [
        { kind: "wait", ms: 2_000 },
        { kind: "ping", withinMs: 2_000 },
      ],
    ],
    ["every: { $.a: 1 }, expect: { closed-with: 1000 }", [{ kind: "expect-close", codes: [1000], withinMs: 10_000 }]],
    ["expect: [a], ping: true", [awaited([event("a")]), { kind: "ping", withinMs: 10_000 }]],
  ])("becomes steps: %s", (words, steps) => {
    const built = socket(words);
    expect(built).toMatchObject({ steps: [CONNECT, ...steps] });
  });

  it("keeps what may never come and what holds for every message", () => {
    expect(withAuth('never: [a, b], every: { $.user: "${user.id}", $.n: { gt: 1 } }')).toMatchObject({
      never: ["a", "b"],
      every: [
        { at: "$.user", operator: "eq", value: '"${user.id}"' },
        { at: "$.n", operator: "gt", value: "1" },
      ],
    });
  });

  it("is a refusal when it says so, or when the token is bad", () => {
    expect(withAuth("expect: { refused-with: [401, 1008] }")).toMatchObject({
      refusedWith: [401, 1008],
      steps: [CONNECT],
    });
    expect(probe(`auth: e2e, token: expired, websocket: { ${URL} }`, TOP + AUTHS)).toMatchObject({
      badToken: "expired",
      refusedWith: [401, 403, 1008, 3000, 3003, 4001, 4003, 4401, 4403],
      steps: [CONNECT],
    });
    expect(
      probe(`auth: e2e, token: unsigned, websocket: { ${URL}, expect: { refused-with: 4001 } }`, TOP + AUTHS),
    ).toMatchObject({ badToken: "unsigned", refusedWith: [4001] });
  });
});

describe("an event", () => {
  it.each([
    ["a", event("a")],
    ["agent started: {}", event("agent started")],
    ["a: { repeat: true, optional: false }", event("a", { repeat: true })],
    ["a: { within: 5s }", event("a", { withinMs: 5_000 })],
    [
      'a: { match: { $.n: { gte: 1 }, $.id: "${user.id}" } }',
      event("a", {
        match: [
          { at: "$.n", operator: "gte", value: "1" },
          { at: "$.id", operator: "eq", value: '"${user.id}"' },
        ],
      }),
    ],
    ["a: { capture: { x: $.id } }", event("a", { capture: [{ name: "x", source: "json", at: "$.id" }] })],
  ])("may be %s", (words, expected) => {
    const entry = words.includes(":") ? `{ ${words} }` : words;
    expect(withAuth(`expect: [${entry}]`)).toMatchObject({ steps: [CONNECT, awaited([expected])] });
    expect(withAuth(`steps: [{ expect: { events: [${entry}] } }]`)).toMatchObject({
      steps: [CONNECT, awaited([expected])],
    });
  });

  it("may be optional beside another one", () => {
    expect(withAuth("expect: [{ a: { optional: true } }, b]")).toMatchObject({
      steps: [CONNECT, awaited([event("a", { optional: true }), event("b")])],
    });
  });
});

describe("the long form", () => {
  it.each([
    ["{ connect: {} }", [CONNECT]],
    ["{ connect: { within: 1s } }", [{ kind: "connect", timeoutMs: 1_000 }]],
    ["{ send: [1, 2] }", [CONNECT, { kind: "send", message: "[1,2]" }]],
    ["{ expect: [a] }", [CONNECT, awaited([event("a")])]],
    [
      "{ expect: { closed-with: [1000, 1001] } }",
      [CONNECT, { kind: "expect-close", codes: [1000, 1001], withinMs: 10_000 }],
    ],
    ["{ wait: 10ms }", [CONNECT, { kind: "wait", ms: 10 }]],
    ["{ ping: {} }", [CONNECT, { kind: "ping", withinMs: 10_000 }]],
    ["{ ping: { within: 1h } }", [CONNECT, { kind: "ping", withinMs: 3_600_000 }]],
    ["{ close: normal }", [CONNECT, { kind: "close", code: 1000 }]],
    ["{ close: 4999 }", [CONNECT, { kind: "close", code: 4999 }]],
    ["{ close: abrupt }, { connect: {} }", [CONNECT, { kind: "close", code: "abrupt" }, CONNECT]],
    [
      "{ expect: { closed-with: 1012 } }, { connect: {} }, { ping: {} }, { close: 1001 }",
      [
        CONNECT,
        { kind: "expect-close", codes: [1012], withinMs: 10_000 },
        CONNECT,
        { kind: "ping", withinMs: 10_000 },
        { kind: "close", code: 1001 },
      ],
    ],
  ])("becomes steps that begin with a connect: %s", (words, steps) => {
    const built = socket(`steps: [${words}]`);
    expect(built).toMatchObject({ steps });
    expect(built).toHaveProperty("steps.length", steps.length);
  });

  it("keeps never and every beside it", () => {
    expect(withAuth('never: [b], every: { $.u: "${user.id}" }, steps: [{ send: 1 }, { wait: 1s }]')).toMatchObject({
      never: ["b"],
      every: [{ at: "$.u" }],
      steps: [CONNECT, { kind: "send" }, { kind: "wait", ms: 1_000 }],
    });
  });
});

it("counts steps as the file does: what planning puts before them has no number", () => {
  const implied = (words: string): unknown =>
    opened(made(`${TOP}probes: [{ name: a, websocket: { url: /ws, ${words} } }]\n`).probes);
  expect(implied("expect: [a]")).toMatchObject([{ implied: null }]);
  expect(implied("steps: [{ send: 1 }]")).toMatchObject([{ implied: 1 }]);
  expect(implied("steps: [{ connect: {} }, { send: 1 }]")).toMatchObject([{ implied: 0 }]);
});
