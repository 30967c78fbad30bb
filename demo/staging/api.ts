// The HTTP side of the chat backend: health, version and everything below /api. One table of routes.

import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import type { Answer } from "./answer.ts";
import { json, withHeaders } from "./answer.ts";
import type { Fields } from "./body.ts";
import { readFields } from "./body.ts";
import type { Fault } from "./faults.ts";
import { faultsOf, firstOpinion } from "./faults.ts";
import type { Staging } from "./staging.ts";
import { DEPLOYING, pathOf } from "./staging.ts";
import { identify } from "./tokens.ts";

/** What one request is answered, faults included. */
export async function answerRequest(request: IncomingMessage, staging: Staging): Promise<Answer> {
  const release = staging.deployments.serving();
  if (release === "rolling-out") return DEPLOYING;
  const faults = faultsOf(release.faults);
  const revision = servedCommit(release.commit, faults, staging);
  const answer = await answerPath(request, revision, faults, staging);
  return withHeaders(answer, { "x-revision": revision });
}

async function answerPath(
  request: IncomingMessage,
  revision: string,
  faults: readonly Fault[],
  staging: Staging,
): Promise<Answer> {
  const path = pathOf(request);
  if (path === "/health") return health(faults, staging);
  if (path === "/version") return json(200, { commit: revision, service: "chat-backend" });
  await sleep(firstOpinion(faults, (fault) => fault.delayMs) ?? 0);
  const caller = identify(request, staging.secret, faults);
  if (caller.kind === "refused") return caller.answer;
  const instead = firstOpinion(faults, (fault) => fault.answers?.(path));
  if (instead !== undefined) return instead;
  return answerRoute(request, path, caller.userId, staging);
}

function health(faults: readonly Fault[], staging: Staging): Answer {
  const nth = staging.nextHealthQuestion();
  const healthy = firstOpinion(faults, (fault) => fault.healthy?.(nth)) ?? true;
  return healthy ? json(200, { status: "healthy" }) : json(503, { status: "unhealthy" });
}

function servedCommit(commit: string, faults: readonly Fault[], staging: Staging): string {
  const whose = firstOpinion(faults, (fault) => fault.revision);
  return whose === "previous" ? staging.deployments.previousCommit() : commit;
}

interface Call {
  readonly userId: string;
  readonly fields: Fields;
  readonly staging: Staging;
}

const AGENTS = [
  { id: "optimization-1", kind: "optimization", title: "Finds what costs too much" },
  { id: "data-1", kind: "data", title: "Answers questions about your data" },
  { id: "reporting-1", kind: "reporting", title: "Writes the weekly report" },
] as const;

const ROUTES: Readonly<Record<string, (call: Call) => Answer>> = {
  "GET /api/me": ({ userId }) => json(200, { user_id: userId, organization: "demo" }),
  "POST /api/agents/search": ({ fields }) => json(200, { q: fields["q"] ?? "", agents: AGENTS }),
  "GET /api/agents/start": () => json(200, { state: "started" }),
  "GET /api/agents/stop": () => json(200, { state: "stopped" }),
  "GET /api/agents/status": () => json(200, { state: "idle", agents: AGENTS.length }),
  "GET /api/messages": (call) => json(200, { messages: call.staging.messages.of(call.userId) }),
  "POST /api/messages": (call) => json(201, keep(call.staging.messages, call)),
  "GET /api/threads": (call) => json(200, { threads: call.staging.threads.of(call.userId) }),
  "POST /api/threads": (call) => json(201, keep(call.staging.threads, call)),
  "GET /api/quality": () => json(200, { quality_score: 0.93 }),
};

async function answerRoute(request: IncomingMessage, path: string, userId: string, staging: Staging): Promise<Answer> {
  const route = ROUTES[`${request.method ?? "GET"} ${path}`];
  if (route === undefined) return json(404, { detail: "Not Found" });
  const fields = await readFields(request);
  if (fields === undefined) return json(400, { detail: "The body must be a JSON object" });
  return route({ userId, fields, staging });
}

function keep(memory: Staging["messages"], { userId, fields }: Call): Fields {
  return memory.add(userId, { text: fields["text"] ?? fields["title"] ?? "" });
}
