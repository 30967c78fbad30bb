// How an answer leaves: disturbed by a fault if the script says so, with the headers that GitHub sends.
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { HTML_PAGE, type Fault } from "./faults.ts";
import { DOCS, refuse, type Reply } from "./reply.ts";

/** How the bytes of an answer leave, where not all at once. */
export interface Leaving {
  /** The connection is cut after so many bytes of the body. */
  readonly cut?: number;
  /** The connection is cut in the middle of the headers. */
  readonly cutHeaders?: boolean;
  /** Milliseconds between two bytes. */
  readonly everyMs?: number;
}

/** The reply after a fault has had its way; no reply means that the connection is to be cut. */
export async function disturb(
  fault: Fault | undefined,
  answer: () => Promise<Reply>,
  place: { readonly signal: AbortSignal; readonly renamed: string },
): Promise<{ reply: Reply | undefined } & Leaving> {
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
      await sleep(fault.ms, undefined, { signal: place.signal }).catch(() => undefined);
      return { reply: await answer() };
    case "reset":
      if (fault.when === "in-headers") return { reply: await answer(), cutHeaders: true };
      if (fault.when === "after") await answer();
      return { reply: undefined };
    case "cut":
      return { reply: await answer(), cut: fault.bytes };
    case "drip":
      return { reply: await answer(), everyMs: fault.everyMs };
    case "other": {
      const { status } = await answer();
      const headers = { "content-type": fault.type ?? "application/json; charset=utf-8" };
      return { reply: { status: fault.status ?? status, body: fault.text, headers } };
    }
    case "huge": {
      const { status } = await answer();
      const bytes = Buffer.from(JSON.stringify(" ".repeat(fault.bytes)));
      return fault.packed
        ? { reply: { status, body: gzipSync(bytes), headers: { "content-encoding": "gzip" } } }
        : { reply: { status, body: bytes } };
    }
    case "redirect": {
      const location = fault.to === "renamed" ? place.renamed : fault.to.url;
      return { reply: { ...refuse(fault.status, "Moved"), headers: { location } } };
    }
  }
}

export interface Sending {
  readonly limit: number;
  readonly remaining: number;
  readonly used: number;
  readonly version: string;
  readonly number: number;
  readonly now: Date;
  readonly leaving: Leaving;
}

export function send(outgoing: ServerResponse, reply: Reply, facts: Sending): void {
  const bytes = bytesOf(reply.body);
  const headers: Record<string, string> = {
    ...(bytes.length === 0 ? {} : { "content-type": "application/json; charset=utf-8" }),
    "content-length": String(bytes.length),
    date: facts.now.toUTCString(),
    server: "github.com",
    "x-github-media-type": "github.v3; format=json",
    "x-github-api-version-selected": facts.version,
    "x-github-request-id": `STAND:IN:${facts.number}`,
    "x-ratelimit-limit": String(facts.limit),
    "x-ratelimit-remaining": String(facts.remaining),
    "x-ratelimit-used": String(facts.used),
    "x-ratelimit-reset": String(Math.floor(facts.now.getTime() / 1000) + 3600),
    "x-ratelimit-resource": "core",
    ...reply.headers,
  };
  if (reply.status === 204) delete headers["content-length"];
  const { cut, cutHeaders = false, everyMs } = facts.leaving;
  if (cutHeaders) {
    const { socket } = outgoing;
    socket?.write(`HTTP/1.1 ${reply.status} OK\r\nserver: git`, () => socket.destroy());
    return;
  }
  outgoing.writeHead(reply.status, headers);
  if (everyMs !== undefined) {
    drip(outgoing, bytes, everyMs);
    return;
  }
  if (cut === undefined) {
    outgoing.end(bytes);
    return;
  }
  outgoing.write(bytes.subarray(0, cut), () => {
    outgoing.socket?.destroy();
  });
}

function drip(outgoing: ServerResponse, bytes: Buffer, everyMs: number): void {
  let at = 0;
  const next = setInterval(() => {
    outgoing.write(bytes.subarray(at, at + 1));
    at += 1;
    if (at >= bytes.length) outgoing.end();
  }, everyMs);
  outgoing.once("close", () => clearInterval(next));
}

function bytesOf(body: unknown): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body), "utf8");
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
