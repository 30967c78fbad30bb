// The HTTP side of the chat backend: health, version, login, a redirect, and everything below /api with its faults.

import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import type { Answer } from "./answer.ts";
import { json, nothing, withHeaders } from "./answer.ts";
import { readBody } from "./body.ts";
import type { Fault } from "./faults.ts";
import { faultsOf, firstOpinion } from "./faults.ts";
import { answerLogin } from "./login.ts";
import { routeOf } from "./routes.ts";
import type { Staging } from "./staging.ts";
import { DEPLOYING, pathOf } from "./staging.ts";
import { identify, unauthenticated } from "./tokens.ts";

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
  if (path === "/me") return nothing(307, { location: "/api/me" });
  if (path === "/auth/login") return login(request, faults, staging);
  await sleep(firstOpinion(faults, (fault) => fault.delayMs) ?? 0);
  const caller = identify(request, staging.keys, faults);
  if (caller.kind === "refused") return unauthenticated(caller.reason);
  const instead = answerInstead(path, faults, staging);
  if (instead !== undefined) return instead;
  return answerRoute(request, path, caller.userId, staging);
}

function health(faults: readonly Fault[], staging: Staging): Answer {
  const nth = staging.nextQuestion("/health");
  const healthy = firstOpinion(faults, (fault) => fault.healthy?.(nth)) ?? true;
  return healthy ? json(200, { status: "healthy" }) : json(503, { status: "unhealthy" });
}

function servedCommit(commit: string, faults: readonly Fault[], staging: Staging): string {
  const whose = firstOpinion(faults, (fault) => fault.revision);
  return whose === "previous" ? staging.deployments.previousCommit() : commit;
}

async function login(request: IncomingMessage, faults: readonly Fault[], staging: Staging): Promise<Answer> {
  const instead = answerInstead("/auth/login", faults, staging);
  if (instead !== undefined) return instead;
  if (request.method !== "POST") return json(405, { detail: "Method Not Allowed" }, { allow: "POST" });
  const body = await readBody(request);
  return body === undefined ? UNREADABLE : answerLogin(body.fields, staging.keys);
}

function answerInstead(path: string, faults: readonly Fault[], staging: Staging): Answer | undefined {
  const nth = staging.nextQuestion(path);
  return firstOpinion(faults, (fault) => fault.answers?.(path, nth));
}

const UNREADABLE = json(400, { detail: "The body must be a JSON object" });

async function answerRoute(request: IncomingMessage, path: string, userId: string, staging: Staging): Promise<Answer> {
  const route = routeOf(request.method ?? "GET", path);
  if (route === undefined) return json(404, { detail: "Not Found" });
  const body = await readBody(request);
  if (body === undefined) return UNREADABLE;
  const knownTag = request.headers["if-none-match"];
  return route({ userId, body, id: path.split("/").at(-1) ?? "", knownTag, staging });
}
