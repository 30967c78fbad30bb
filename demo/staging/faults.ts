// The faults that staging can be given: ONE TABLE, each named after what the users' reports saw. What a fault
// may change is the type `Fault`; where it takes effect is decided by handshake.ts, conversation.ts and api.ts.
//
// To add one: add a row. A row is plain data, or a small function over plain data; no other file has to change
// unless the fault needs a new field. Rows stand in order of stage, earliest first: where two active faults
// want the same thing, the upper row wins. Event changes are all applied, from top to bottom.

import type { Answer } from "./answer.ts";
import { html, json } from "./answer.ts";
import type { ChatEvent } from "./chat-events.ts";
import { isAgentEvent, isToolEvent } from "./chat-events.ts";

const DAY_MS = 24 * 60 * 60_000;

/** The code and the reason of a close frame. */
export interface Close {
  readonly code: number;
  readonly reason: string;
}

/** How the service ends a WebSocket by itself. `first-message` comes after the greeting, `accepted` instead of it. */
export interface Ending {
  readonly moment: "accepted" | "first-message";
  readonly says?: ChatEvent;
  readonly close: Close | "drop";
}

export interface Fault {
  /** What people would call it. */
  readonly title: string;
  /** What a client sees. */
  readonly does: string;
  /** How long the certificate of the TLS port is still valid; negative for one that has expired. */
  readonly certificateMs?: number;
  /** Whether `/health` is good at the nth question (from 0) since this fault is on. */
  readonly healthy?: (nth: number) => boolean;
  /** Whose commit `/version` and `x-revision` name. */
  readonly revision?: "previous";
  /** What happens to a WebSocket handshake before anybody looks at its token. */
  readonly handshake?: Answer | "silent";
  /** How tokens are judged; the normal way is to verify them. */
  readonly tokens?: "all-accepted" | "all-expired";
  readonly ending?: Ending;
  /** Added before every answer below `/api`. */
  readonly delayMs?: number;
  /** What the login or a path below `/api` answers instead at its nth question; undefined leaves it alone. */
  readonly answers?: (path: string, nth: number) => Answer | undefined;
  /** What becomes of the events of one message before they are sent. */
  readonly events?: (events: readonly ChatEvent[]) => readonly ChatEvent[];
  readonly audience?: "everyone";
  /** What becomes of pings; the normal way is a pong for each. */
  readonly pongs?: "none";
  /** The close after a goodbye, instead of 1000. */
  readonly farewell?: Close;
}

export const FAULTS = {
  "certificate-expired": {
    title: "Certificate expired",
    does: "the certificate of the TLS port ended yesterday",
    certificateMs: -DAY_MS,
  },
  "certificate-expiring": {
    title: "Certificate ends soon",
    does: "the certificate of the TLS port ends in 3 days",
    certificateMs: 3 * DAY_MS,
  },
  flapping: {
    title: "Health flaps",
    does: "GET /health answers 200, 503, 200, 503, …",
    healthy: (nth) => nth % 2 === 0,
  },
  "wrong-revision": {
    title: "Old revision served",
    does: "GET /version and x-revision name the commit that was served before",
    revision: "previous",
  },
  "handshake-silent": {
    title: "Handshake never answered",
    does: "a WebSocket handshake gets no answer at all",
    handshake: "silent",
  },
  "handshake-503": {
    title: "Handshake 503",
    does: "a WebSocket handshake is refused with 503",
    handshake: json(503, { error: "no healthy upstream" }),
  },
  "handshake-401": {
    title: "Handshake 401",
    does: "a WebSocket handshake is refused with 401, whatever its token",
    handshake: json(401, { error: "authentication required" }),
  },
  "handshake-403": {
    title: "Handshake 403",
    does: "a WebSocket handshake is refused with 403",
    handshake: json(403, { error: "forbidden" }),
  },
  "expired-token": {
    title: "Every token is expired",
    does: 'API and handshake answer 401 "jwt expired" with a WWW-Authenticate header, even to a fresh token',
    tokens: "all-expired",
  },
  "login-refused": {
    title: "Login refused",
    does: "POST /auth/login answers 401, whatever the password",
    answers: (path) => (path === "/auth/login" ? json(401, { error: "invalid_grant" }) : undefined),
  },
  "accepts-any-token": {
    title: "Any token is accepted",
    does: "API and handshake let in a forged token, or none",
    tokens: "all-accepted",
  },
  "drop-1006": {
    title: "Connection dropped",
    does: "the TCP connection ends without a close frame right after the handshake (a client sees 1006)",
    ending: { moment: "accepted", close: "drop" },
  },
  "auth-1008": {
    title: "Authentication refused after the handshake",
    does: 'closes 1008 "SSOT Auth failed" right after the handshake, no greeting',
    ending: { moment: "accepted", close: { code: 1008, reason: "SSOT Auth failed" } },
  },
  "user-context": {
    title: "User context of the wrong kind",
    does: 'sends an error event about user_context instead of the greeting, then closes 1011 "Internal error"',
    ending: {
      moment: "accepted",
      says: {
        type: "error",
        message: "Authentication failed: user_context must be a UserExecutionContext instance",
      },
      close: { code: 1011, reason: "Internal error" },
    },
  },
  "internal-1011": {
    title: "Internal error after the handshake",
    does: 'closes 1011 "Internal error" right after the handshake, no greeting',
    ending: { moment: "accepted", close: { code: 1011, reason: "Internal error" } },
  },
  "factory-1011": {
    title: "Factory validation fails",
    does: 'greets, then closes 1011 "Factory SSOT validation failed" at the first message',
    ending: {
      moment: "first-message",
      close: { code: 1011, reason: "Factory SSOT validation failed" },
    },
  },
  latency: {
    title: "Slow API",
    does: "every answer below /api takes 400 ms longer; /health, /version and WebSockets do not",
    delayMs: 400,
  },
  "html-instead-of-json": {
    title: "HTML instead of JSON",
    does: "every path below /api answers 200 with an HTML page",
    answers: () => html(200, '<!doctype html><title>Chat</title><div id="root">Loading the app</div>'),
  },
  "endpoints-404": {
    title: "Agent control endpoints missing",
    does: "/api/agents/start, stop and status answer 404",
    answers: (path) => (isAgentControl(path) ? json(404, { detail: "Not Found" }) : undefined),
  },
  "endpoints-500": {
    title: "Agent control endpoints crash",
    does: "/api/agents/start, stop and status answer 500",
    answers: (path) => (isAgentControl(path) ? json(500, { detail: "Internal Server Error" }) : undefined),
  },
  hiccup: {
    title: "Every other answer is 503",
    does: "GET /api/agents/status answers 503, 200, 503, 200, …",
    answers: (path, nth) =>
      path === "/api/agents/status" && nth % 2 === 0 ? json(503, { error: "no healthy upstream" }) : undefined,
  },
  "messages-403": {
    title: "Messages forbidden",
    does: "/api/messages answers 403",
    answers: (path) =>
      path === "/api/messages" ? json(403, { detail: "Not allowed to use messages of this organization" }) : undefined,
  },
  "agents-without-kind": {
    title: "Answer of another shape",
    does: "POST /api/agents/search answers agents without their kind",
    answers: (path) =>
      path === "/api/agents/search" ? json(200, { agents: [{ id: "optimization-1", title: "Saves" }] }) : undefined,
  },
  "quality-zero": {
    title: "Empty answers",
    does: "/api/quality answers a quality_score of 0, and so does every agent_completed",
    answers: (path) => (path === "/api/quality" ? json(200, { quality_score: 0 }) : undefined),
    events: (events) => events.map((event) => ("quality_score" in event ? { ...event, quality_score: 0 } : event)),
  },
  "events-missing": {
    title: "No agent events",
    does: "0 of 5 agent events arrive, only system_message and heartbeat",
    events: (events) => events.filter((event) => !isAgentEvent(event)),
  },
  "events-partial": {
    title: "Tool events missing",
    does: "3 of 5 agent events arrive: tool_executing and tool_completed do not",
    events: (events) => events.filter((event) => !isToolEvent(event)),
  },
  "events-out-of-order": {
    title: "Agent events out of order",
    does: "all agent events arrive, last one first",
    events: (events) => events.toReversed(),
  },
  "tool-ids-mixed": {
    title: "Tool results of another call",
    does: "tool_completed names another call_id than tool_executing",
    events: (events) =>
      events.map((event) => (event.type === "tool_completed" ? { ...event, call_id: "call-7" } : event)),
  },
  "leak-between-users": {
    title: "Events leak between users",
    does: "the events of one user also reach everybody else who is connected",
    audience: "everyone",
  },
  "pongs-missing": {
    title: "Pings without an answer",
    does: "a WebSocket ping gets no pong",
    pongs: "none",
  },
  "farewell-1011": {
    title: "Breaks at the goodbye",
    does: 'closes 1011 "Flush failed" after a goodbye, not 1000',
    farewell: { code: 1011, reason: "Flush failed" },
  },
} as const satisfies Record<string, Fault>;

export type FaultId = keyof typeof FAULTS;

export function isFaultId(text: unknown): text is FaultId {
  return typeof text === "string" && Object.hasOwn(FAULTS, text);
}

/** Every id, in the order of the table. */
export function faultIds(): readonly FaultId[] {
  return Object.keys(FAULTS).filter(isFaultId);
}

/** The faults with these ids, in the order of the table: earliest stage first. */
export function faultsOf(ids: readonly FaultId[]): readonly Fault[] {
  return faultIds()
    .filter((id) => ids.includes(id))
    .map((id) => FAULTS[id]);
}

/** What the uppermost fault with an opinion says; undefined if none has one. */
export function firstOpinion<T>(faults: readonly Fault[], ask: (fault: Fault) => T | undefined): T | undefined {
  for (const fault of faults) {
    const opinion = ask(fault);
    if (opinion !== undefined) return opinion;
  }
  return undefined;
}

function isAgentControl(path: string): boolean {
  return ["/api/agents/start", "/api/agents/stop", "/api/agents/status"].includes(path);
}
