// What HTTP and WebSocket requests share: checks before anything is sent, how to connect, and how far it came.
import type { ClientRequest, RequestOptions } from "node:http";
import { isIP, type LookupFunction } from "node:net";
import { TLSSocket, type PeerCertificate } from "node:tls";
import type { NetworkStage } from "../model/world.ts";
import { clean } from "../text/clean.ts";
import { cut } from "../text/cut.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";
import { readTarget, type AddressGuard, type Target, type Unusable } from "./address.ts";
import type { CancellableClock } from "./clock.ts";
import type { Mask } from "./excerpt.ts";

export interface NetTools {
  readonly clock: Pick<CancellableClock, "monotonic" | "cancelled" | "onCancel">;
  readonly mask: Mask;
  readonly guard: AddressGuard;
  readonly lookup: LookupFunction;
  readonly environment: (name: string) => string | undefined;
  /** PEM certificates that are trusted beside the usual authorities. */
  readonly authorities: readonly string[];
  readonly closeTimeoutMs: number;
}

export interface Prepared {
  readonly target: Target;
  readonly headers: Readonly<Record<string, string>>;
}

/** RFC 9110 section 5.6.2: what a header name may be made of. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/u;

/** Set by whoever frames the message; two opinions about its length would be two messages. */
const FRAMING = new Set(["content-length", "transfer-encoding", "connection", "upgrade", "keep-alive"]);

/** Everything that can be found wrong without sending anything. */
export function prepare(
  url: Untrusted,
  headers: Readonly<Record<string, Untrusted>>,
  scheme: "http" | "ws",
  tools: NetTools,
): Prepared | Unusable {
  const target = readTarget(reveal(url), scheme);
  if ("errno" in target) return target;
  if (target.secure && tools.environment("NODE_TLS_REJECT_UNAUTHORIZED") === "0") {
    const message =
      "NODE_TLS_REJECT_UNAUTHORIZED=0 turns off the check of certificates; remove it from the environment";
    return { errno: "TLS_VERIFICATION_OFF", message };
  }
  if (tools.guard(target.host)) return refusedAddress(target);
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const text = reveal(value);
    // The value may be a secret, and so may a misplaced name: neither is shown whole.
    const shown = cut(clean(name), 40);
    if (!TOKEN.test(name)) return { errno: "INVALID_HEADER", message: `"${shown}" is not a header name` };
    if (/[^\t\u0020-\u007e\u0080-\u00ff]/u.test(text)) {
      const message = `the value of header ${shown} has a character that HTTP does not allow, such as a line end`;
      return { errno: "INVALID_HEADER", message };
    }
    if (!FRAMING.has(name.toLowerCase())) checked[name.toLowerCase()] = text;
  }
  return { target, headers: checked };
}

export function refusedAddress(target: Target): Unusable {
  const message = `${target.host} leads to a link-local or metadata address, which is never asked`;
  return { errno: "ADDRESS_REFUSED", message };
}

/** Follows one connection from name to open, so that a failure can say how far it came. */
export interface Progress {
  stage: NetworkStage;
  certificate: PeerCertificate | null;
}

export function startProgress(target: Target): Progress {
  return { stage: isIP(target.host) === 0 ? "resolve" : "connect", certificate: null };
}

/** How to connect: verified, with our resolver, without a pool (a reused socket would not ask the resolver again). */
export function connectOptions(
  target: Target,
  tools: NetTools,
  progress: Progress,
): RequestOptions & { readonly ca?: string[] } {
  return {
    hostname: target.host,
    port: target.port,
    path: target.url.pathname + target.url.search,
    lookup: (host, options, callback) =>
      tools.lookup(host, options, (error, address, family) => {
        if (error === null) progress.stage = "connect";
        callback(error, address, family);
      }),
    maxHeaderSize: 16 * 1024,
    ...(target.secure ? secureOptions(target, tools) : {}),
  };
}

function secureOptions(target: Target, tools: NetTools) {
  return {
    rejectUnauthorized: true,
    // Never taken from a Host header, which Node would prefer: the certificate has to be for the address asked.
    servername: isIP(target.host) === 0 ? target.host : "",
    ...(tools.authorities.length === 0 ? {} : { ca: [...tools.authorities] }),
  };
}

/** Keeps `progress` up to date and refuses the address that was really connected to, whatever the resolver said. */
export function watch(
  request: ClientRequest,
  target: Target,
  tools: NetTools,
  progress: Progress,
  opened: NetworkStage,
): void {
  request.once("socket", (socket) => {
    socket.once("connect", () => {
      progress.stage = target.secure ? "tls" : opened;
      if (socket.remoteAddress === undefined || !tools.guard(socket.remoteAddress)) return;
      socket.destroy(Object.assign(new Error("refused"), { code: "ADDRESS_REFUSED" }));
    });
    socket.once("secureConnect", () => {
      progress.stage = opened;
    });
    // Not documented, only tried: after the handshake, before its verification. Later the certificate is gone, and
    // with it the date on which it expired. Without this event the message lacks the date.
    if (socket instanceof TLSSocket) {
      socket.prependOnceListener("secure", () => {
        progress.certificate = socket.getPeerCertificate();
      });
    }
  });
}
