// Opens the connection of one request: verified, with our resolver, and its own. A reused one would neither ask the
// resolver again nor look at the address, and an agent or a proxy from the environment has no say.
import type { ClientRequestArgs } from "node:http";
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls, type SecureContext } from "node:tls";
import type { NetworkStage } from "../../model/world.ts";
import type { AddressGuard, Target } from "./address.ts";
import type { Authorities } from "./authorities.ts";
import type { CancellableClock } from "../clock.ts";
import type { Mask } from "../excerpt.ts";
import type { Progress } from "./progress.ts";

export interface NetTools {
  readonly clock: Pick<CancellableClock, "monotonic" | "cancelled" | "onCancel">;
  readonly mask: Mask;
  readonly guard: AddressGuard;
  readonly lookup: LookupFunction;
  readonly environment: (name: string) => string | undefined;
  readonly authorities: Authorities;
  /** From the name to the open connection, TLS included. */
  readonly connectTimeoutMs: number;
  readonly closeTimeoutMs: number;
  /** A socket that is silent for so long while somebody waits is asked whether it lives … */
  readonly silenceMs: number;
  /** … and has so long to say so. */
  readonly pongTimeoutMs: number;
}

/** How to send a request to the target. `opened` is the stage it has reached once the connection stands. */
export function connectOptions(target: Target, tools: NetTools, progress: Progress, opened: NetworkStage) {
  return {
    // With this, Node asks no agent: none of its own, and none that the environment made a proxy of.
    createConnection: () => connect(target, tools, progress, opened),
    host: target.host,
    port: target.port,
    defaultPort: target.secure ? 443 : 80,
    maxHeaderSize: 16 * 1024,
  } satisfies ClientRequestArgs;
}

function connect(target: Target, tools: NetTools, progress: Progress, opened: NetworkStage): Socket {
  const { clock } = tools;
  const options = { host: target.host, port: target.port, noDelay: true, lookup: watchedLookup(tools, progress) };
  const socket = target.secure ? secure(options, tools.authorities.context(), progress) : connectTcp(options);
  socket.once("connect", () => {
    progress.connectedAt = clock.monotonic();
    progress.stage = target.secure ? "tls" : opened;
    if (socket.remoteAddress === undefined || !tools.guard(socket.remoteAddress)) return;
    // The address that was really connected to, whatever the resolver said.
    socket.destroy(Object.assign(new Error("refused"), { code: "ADDRESS_REFUSED" }));
  });
  if (target.secure) {
    socket.once("secureConnect", () => {
      progress.securedAt = clock.monotonic();
      progress.stage = opened;
    });
  }
  socket.once("data", () => {
    progress.firstByteAt = clock.monotonic();
  });
  return socket;
}

interface ConnectOptions {
  readonly host: string;
  readonly port: number;
  readonly lookup: LookupFunction;
}

function secure(options: ConnectOptions, secureContext: SecureContext, progress: Progress): Socket {
  const socket = connectTls({
    ...options,
    secureContext,
    rejectUnauthorized: true,
    // Never taken from a Host header: the certificate has to be for the address asked.
    servername: isIP(options.host) === 0 ? options.host : "",
  });
  // Not documented, only tried: after the handshake, before its verification. Later the certificate is gone, and
  // with it the date on which it expired. Without this event the message lacks the date.
  socket.prependOnceListener("secure", () => {
    progress.certificate = socket.getPeerCertificate();
  });
  return socket;
}

function watchedLookup(tools: NetTools, progress: Progress): LookupFunction {
  return (host, options, callback) =>
    tools.lookup(host, options, (error, address, family) => {
      if (error === null) {
        progress.resolvedAt = tools.clock.monotonic();
        progress.stage = "connect";
      }
      callback(error, address, family);
    });
}
