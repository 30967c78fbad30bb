// Where a redirect leads, and with what: only to the origin that was asked, so that no header meets a stranger.
import { readTarget, type Target } from "./address.ts";

export interface Hop {
  readonly target: Target;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** RFC 9110 section 15.4: what describes the body goes with it. */
const OF_THE_BODY = new Set(["content-type", "content-encoding", "content-language", "content-location"]);

export function isRedirect(status: number | undefined): boolean {
  return status !== undefined && REDIRECTS.has(status);
}

/** The request that follows, or null where there is none that may be sent. */
export function nextHop(hop: Hop, status: number, location: string | null): Hop | null {
  if (!isRedirect(status) || location === null || location === "") return null;
  const url = URL.parse(location, hop.target.url.href);
  const target = url === null ? null : readTarget(url.href, "http");
  if (target === null || "errno" in target || !isSameOrigin(target, hop.target)) return null;
  if (!turnsIntoGet(status, hop.method)) return { ...hop, target };
  const headers = Object.fromEntries(Object.entries(hop.headers).filter(([name]) => !OF_THE_BODY.has(name)));
  return { target, method: "GET", headers, body: null };
}

/** RFC 6454 section 5. */
function isSameOrigin(one: Target, other: Target): boolean {
  return one.secure === other.secure && one.host === other.host && one.port === other.port;
}

// 303 says so; for 301 and 302 it is what browsers have always done with POST (RFC 9110 sections 15.4.2 to 15.4.4).
function turnsIntoGet(status: number, method: string): boolean {
  if (status === 303) return method !== "GET" && method !== "HEAD";
  return (status === 301 || status === 302) && method === "POST";
}
