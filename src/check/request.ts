// Makes the request that is really sent: every reference filled in, as the place where it stands asks for.
import type { HttpRequest } from "../model/plan.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";
import { fill, fillAll, fillJson, fillParts, fillUrl, type Scope } from "./fill.ts";

export function fillRequest(
  request: HttpRequest,
  headers: Readonly<Record<string, Untrusted>>,
  scope: Scope,
): HttpRequest {
  return {
    ...request,
    headers: { ...headers, ...fillAll(request.headers, scope) },
    url: fillUrl(request.url, scope),
    body: request.body === null ? null : fillBody(request.body, request.headers["content-type"], scope),
  };
}

function fillBody(body: Untrusted, type: Untrusted | undefined, scope: Scope): Untrusted {
  const kind = type === undefined ? "" : reveal(type);
  if (/\bx-www-form-urlencoded\b/iu.test(kind)) return fillParts(body, scope);
  return /\bjson\b/iu.test(kind) && isJsonText(reveal(body)) ? fillJson(body, scope) : fill(body, scope);
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
