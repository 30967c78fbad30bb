// Follows one exchange from name to answer: how far it came, and when. What failed can then say so, and what did not
// tells where the time went.
import { isIP } from "node:net";
import type { PeerCertificate } from "node:tls";
import type { Timings } from "../../model/check.ts";
import type { NetworkStage } from "../../model/world.ts";
import type { Target } from "./address.ts";

export interface Progress {
  stage: NetworkStage;
  certificate: PeerCertificate | null;
  readonly startedAt: number;
  resolvedAt: number | null;
  connectedAt: number | null;
  securedAt: number | null;
  firstByteAt: number | null;
}

export function startProgress(target: Target, now: number): Progress {
  return {
    stage: isIP(target.host) === 0 ? "resolve" : "connect",
    certificate: null,
    startedAt: now,
    resolvedAt: null,
    connectedAt: null,
    securedAt: null,
    firstByteAt: null,
  };
}

/** The phases as far as they came to their end. A request goes out the moment its connection stands. */
export function timingsOf(progress: Progress, now: number): Timings {
  const { startedAt, resolvedAt, connectedAt, securedAt, firstByteAt } = progress;
  return {
    dnsMs: between(startedAt, resolvedAt),
    tcpMs: between(resolvedAt ?? startedAt, connectedAt),
    tlsMs: between(connectedAt, securedAt),
    firstByteMs: between(securedAt ?? connectedAt, firstByteAt),
    totalMs: toHundredths(now - startedAt),
  };
}

/** Of what never began. */
export const NO_TIME: Timings = { dnsMs: null, tcpMs: null, tlsMs: null, firstByteMs: null, totalMs: 0 };

/** Of two exchanges, one after the other. */
export function addTimings(first: Timings, second: Timings): Timings {
  return {
    dnsMs: plus(first.dnsMs, second.dnsMs),
    tcpMs: plus(first.tcpMs, second.tcpMs),
    tlsMs: plus(first.tlsMs, second.tlsMs),
    firstByteMs: plus(first.firstByteMs, second.firstByteMs),
    totalMs: toHundredths(first.totalMs + second.totalMs),
  };
}

/** When the certificate that was seen ends, in milliseconds since 1970. */
export function expiryOf({ certificate }: Progress): number | null {
  const time = Date.parse(certificate?.valid_to ?? "");
  return Number.isNaN(time) ? null : time;
}

/** Finer than that, the clock tells more about itself than about the service. */
export function toHundredths(ms: number): number {
  return Math.round(ms * 100) / 100;
}

function between(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : toHundredths(to - from);
}

function plus(first: number | null, second: number | null): number | null {
  return first === null || second === null ? (first ?? second) : toHundredths(first + second);
}
