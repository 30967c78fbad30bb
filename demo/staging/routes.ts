// What the chat backend can do below /api for a caller who is known: one table of routes.

import type { Answer } from "./answer.ts";
import { json, nothing } from "./answer.ts";
import type { Body, Fields } from "./body.ts";
import type { Memory } from "./memory.ts";
import type { Staging } from "./staging.ts";
import { roleOf } from "./users.ts";

export interface Call {
  readonly userId: string;
  readonly body: Body;
  /** The last part of the path, for routes that end in {id}. */
  readonly id: string;
  /** The header "if-none-match". */
  readonly knownTag: string | undefined;
  readonly staging: Staging;
}

const AGENTS = [
  { id: "optimization-1", kind: "optimization", title: "Finds what costs too much" },
  { id: "data-1", kind: "data", title: "Answers questions about your data" },
  { id: "reporting-1", kind: "reporting", title: "Writes the weekly report" },
] as const;

const AGENTS_TAG = `"agents-${AGENTS.length}"`;

const ROUTES: Readonly<Record<string, (call: Call) => Answer>> = {
  "GET /api/me": ({ userId }) => json(200, { user_id: userId, organization: "demo", role: roleOf(userId) }),
  "GET /api/agents": ({ knownTag }) =>
    knownTag === AGENTS_TAG
      ? nothing(304, { etag: AGENTS_TAG })
      : json(200, { agents: AGENTS }, { etag: AGENTS_TAG, "cache-control": "private, max-age=0" }),
  "POST /api/agents/search": ({ body }) => json(200, { q: body.fields["q"] ?? "", agents: AGENTS }),
  "GET /api/agents/start": () => json(200, { state: "started" }),
  "GET /api/agents/stop": () => json(200, { state: "stopped" }),
  "GET /api/agents/status": () => json(200, { state: "idle", agents: AGENTS.length }),
  "GET /api/messages": (call) => json(200, { messages: call.staging.messages.of(call.userId) }),
  "POST /api/messages": (call) => json(201, keep(call.staging.messages, call)),
  "GET /api/threads": (call) => json(200, { threads: call.staging.threads.of(call.userId) }),
  "POST /api/threads": (call) => json(201, keep(call.staging.threads, call)),
  "GET /api/threads/{id}": ({ staging, userId, id }) => found(staging.threads.of(userId), id),
  "DELETE /api/threads/{id}": ({ staging, userId, id }) =>
    staging.threads.remove(userId, id) ? nothing(204) : missing(),
  "POST /api/imports": ({ body }) => json(202, { rows: body.text.split("\n").filter((row) => row !== "").length }),
  "GET /api/quality": () => json(200, { quality_score: 0.93 }),
  "GET /api/admin/usage": ({ userId }) =>
    roleOf(userId) === "admin" ? json(200, { messages: 12 }) : forbidden("only an admin may see the usage"),
};

export function routeOf(method: string, path: string): ((call: Call) => Answer) | undefined {
  return ROUTES[`${method} ${path}`] ?? ROUTES[`${method} ${path.replace(/[^/]+$/, "{id}")}`];
}

function keep(memory: Memory, { userId, body }: Call): Fields {
  return memory.add(userId, { text: body.fields["text"] ?? body.fields["title"] ?? "" });
}

function found(entries: readonly Fields[], id: string): Answer {
  const entry = entries.find((each) => each["id"] === id);
  return entry === undefined ? missing() : json(200, entry);
}

function missing(): Answer {
  return json(404, { detail: "Not Found" });
}

function forbidden(reason: string): Answer {
  return json(403, { error: "forbidden", reason });
}
