// How an answer leaves: disturbed by a fault if the script says so, with the headers that GitHub sends.
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { HTML_PAGE, type Fault } from "./faults.ts";
import { DOCS, refuse, type Reply } from "./reply.ts";

/** The reply after a fault has had its way; no reply means that the connection is to be cut. */
export async function disturb(
  fault: Fault | undefined,
  answer: () => Promise<Reply>,
  signal: AbortSignal,
): Promise<{ reply: Reply | undefined; cut?: number }> {
  switch (fault?.kind) {
    case undefined:
      return { reply: await answer() };
    case "status":
      if (fault.commit === true) await answer();
      return {
        reply: {
          ...refuse(fault.status, fault.message ?? "Server Error"),
          ...(fault.headers === undefined ? {} : { headers: fault.headers }),
        },
      };
    case "html":
      if (fault.commit === true) await answer();
      return {
        reply: {
          status: fault.status ?? 502,
          body: HTML_PAGE,
          headers: { "content-type": "text/html; charset=utf-8" },
        },
      };
    case "delay":
      await sleep(fault.ms, undefined, { signal }).catch(() => undefined);
      return { reply: await answer() };
    case "reset":
      if (fault.when === "after") await answer();
      return { reply: undefined };
    case "cut":
      return { reply: await answer(), cut: fault.bytes };
  }
}

export interface Sending {
  readonly limit: number;
  readonly remaining: number;
  readonly used: number;
  readonly version: string;
  readonly number: number;
  readonly cut: number | undefined;
}

export function send(outgoing: ServerResponse, reply: Reply, facts: Sending): void {
  const text = reply.body === undefined ? "" : typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
  const bytes = Buffer.from(text, "utf8");
  const headers: Record<string, string> = {
    ...(text === "" ? {} : { "content-type": "application/json; charset=utf-8" }),
    "content-length": String(bytes.length),
    server: "github.com",
    "x-github-media-type": "github.v3; format=json",
    "x-github-api-version-selected": facts.version,
    "x-github-request-id": `STAND:IN:${facts.number}`,
    "x-ratelimit-limit": String(facts.limit),
    "x-ratelimit-remaining": String(facts.remaining),
    "x-ratelimit-used": String(facts.used),
    "x-ratelimit-reset": String(Math.floor(Date.now() / 1000) + 3600),
    "x-ratelimit-resource": "core",
    ...reply.headers,
  };
  if (reply.status === 204) delete headers["content-length"];
  outgoing.writeHead(reply.status, headers);
  if (facts.cut === undefined) {
    outgoing.end(bytes);
    return;
  }
  outgoing.write(bytes.subarray(0, facts.cut), () => {
    outgoing.socket?.destroy();
  });
}

/** GitHub's `rate-limit-overview`. */
export function rateLimitReply(limit: number, used: number): Reply {
  const core = {
    limit,
    used,
    remaining: Math.max(limit - used, 0),
    reset: Math.floor(Date.now() / 1000) + 3600,
  };
  return {
    status: 200,
    body: { resources: { core, search: { ...core, limit: 30, used: 0, remaining: 30 } }, rate: core },
    headers: { "x-documentation": `${DOCS}/rate-limit` },
  };
}
