// Short ways to write a WebSocket probe down as the plan holds it, and to run it through the real network.
import { runWebSocketProbe } from "../../../src/check/websocket.ts";
import type { Actor, Attempt, TryOptions } from "../../../src/check/attempt.ts";
import type { Facts } from "../../../src/model/check.ts";
import type {
  Auth,
  Capture,
  Condition,
  ExpectedEvent,
  ExpectStep,
  Operator,
  SocketConnection,
  SocketStep,
  User,
  WebSocketProbe,
} from "../../../src/model/plan.ts";
import type { World } from "../../../src/model/world.ts";
import { reveal, untrusted, type Untrusted } from "../../../src/text/untrusted.ts";
import { createClock } from "../../../src/world/clock.ts";
import { createNet, type NetOptions } from "../../../src/world/net/net.ts";
import { COMMIT } from "../../fakes/checks.ts";
import { fakeWorld, message, type FakeWorld, type Script } from "../../fakes/world.ts";

export const TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzdGFnaW5nLWUyZSJ9.c2lnbmF0dXJlLW9mLXVzZXI";

/** No test waits that long: what is expected comes or ends before. */
export const PATIENCE_MS = 10_000;

export const FIVE = ["agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed"];

type Words = Partial<Omit<WebSocketProbe, "connection" | "never">> & {
  readonly connection?: Partial<SocketConnection>;
  readonly never?: readonly string[];
};

/** A probe of the socket at this address, "127.0.0.1:port". */
export function socketProbe(name: string, steps: readonly SocketStep[], words: Words = {}): WebSocketProbe {
  const { connection = {}, never = [], ...rest } = words;
  return {
    key: "probe-1",
    name: untrusted("agent events"),
    needs: [],
    preflight: false,
    auth: null,
    badToken: null,
    users: 1,
    tags: [],
    priority: null,
    severity: "fail",
    retry: { count: 0, intervalMs: 1_000, on: [] },
    samples: null,
    kind: "websocket",
    eventAt: untrusted("$.type"),
    steps: [{ kind: "connect", timeoutMs: PATIENCE_MS }, ...steps],
    every: [],
    implied: 0,
    refusedWith: [],
    ...rest,
    never: never.map(untrusted),
    connection: {
      url: untrusted(`ws://${name}/ws`),
      headers: {},
      subprotocols: [],
      token: { in: "header" },
      authEvent: null,
      handshakeTimeoutMs: PATIENCE_MS,
      ...connection,
    },
  };
}

/** "a" must come, "a?" may be missing, "a+" may come several times, "a*" both; or an event with conditions. */
export function expectation(events: readonly (string | ExpectedEvent)[], more: Partial<ExpectStep> = {}): ExpectStep {
  const all = events.map((each) => (typeof each === "string" ? event(each) : each));
  return { kind: "expect", events: all, order: "in-order", withinMs: PATIENCE_MS, ...more };
}

export function event(drawn: string, more: Partial<ExpectedEvent> = {}): ExpectedEvent {
  return {
    name: untrusted(drawn.replace(/[?+*]$/u, "")),
    repeat: /[+*]$/u.test(drawn),
    optional: /[?*]$/u.test(drawn),
    withinMs: null,
    match: [],
    capture: [],
    ...more,
  };
}

export function condition(at: string, operator: Operator, value: unknown): Condition {
  return { at: untrusted(at), operator, value: untrusted(JSON.stringify(value)) };
}

export function capture(name: string, at: string): Capture {
  return { name, source: "json", at: untrusted(at) };
}

export function send(value: unknown): SocketStep {
  return { kind: "send", message: untrusted(JSON.stringify(value)) };
}

const JWT: Auth = {
  kind: "jwt",
  name: untrusted("e2e"),
  users: [],
  algorithm: "HS256",
  secret: untrusted("${secrets.KEY}"),
  encoding: "utf8",
  keyId: null,
  claims: untrusted("{}"),
  expiresInMs: 300_000,
  weakKey: false,
};

export function user(id: string): User {
  return { id: untrusted(id) };
}

export const NOBODY: Actor = {
  label: null,
  scope: { environment: () => undefined, commit: COMMIT },
  auth: null,
  headers: {},
  shape: null,
  others: [],
};

/** A user with a token of its own, among other users of the same auth. */
export function actor(id: string, others: readonly string[] = [], more: Partial<Actor> = {}): Actor {
  const scope = { ...NOBODY.scope, user: user(id), token: TOKEN };
  return {
    label: untrusted(id),
    scope,
    auth: JWT,
    headers: {},
    shape: { algorithm: "HS256", audience: untrusted("staging"), livesMs: 300_000 },
    others: others.map((each) => ({ label: untrusted(each), scope: { ...NOBODY.scope, user: user(each) } })),
    ...more,
  };
}

/** A real network with short bounds of its own, in a world that masks the token. */
export function realWorld(options: Partial<NetOptions> = {}, script: Script = {}): World {
  const fake = fakeWorld(script);
  fake.secrets.register(TOKEN);
  const clock = createClock();
  const net = createNet({ clock, secrets: fake.secrets, environment: () => undefined, closeTimeoutMs: 50, ...options });
  return { ...fake, clock, net };
}

/** A service in virtual time that tells these events, one millisecond apart, and then nothing more. */
export function quietAfter(...events: readonly unknown[]): FakeWorld {
  const told = events.map((each, index) => message(typeof each === "string" ? { type: each } : each, index + 1));
  return fakeWorld({ socket: () => told });
}

export interface Run {
  readonly actor?: Actor;
  readonly world?: World;
  readonly options?: Partial<TryOptions>;
}

export async function run(
  probe: WebSocketProbe,
  { actor: who = NOBODY, world = realWorld(), options = {} }: Run = {},
): Promise<Attempt> {
  return await runWebSocketProbe(probe, who, world, { extract: [], pings: null, together: null, ...options });
}

/** What people read of a failure; an empty text for a pass. */
export function said(attempt: Attempt): string {
  return attempt.failure === null ? "" : reveal(attempt.failure.message);
}

export function facts(attempt: Attempt): Facts {
  return attempt.failure?.facts ?? {};
}

export function names(texts: readonly Untrusted[] | undefined): readonly string[] {
  return (texts ?? []).map(reveal);
}

/** Values of one metric. */
export function values(attempt: Attempt, metric: string): readonly number[] {
  return attempt.values.find((each) => each.metric === metric)?.values ?? [];
}
