// Says in one sentence why there is no answer. Node's messages name internals ("routines:ssl3_read_bytes"), ours what happened.
import type { NetworkStage } from "../../model/world.ts";
import { clean } from "../../text/clean.ts";
import type { Target } from "./address.ts";
import { maskedHead, plain, type Mask } from "../excerpt.ts";
import { refusedAddress } from "./order.ts";
import type { Progress } from "./progress.ts";
import { explainTls, isTlsCode } from "./tls-failure.ts";

export interface Broken {
  readonly stage: NetworkStage;
  readonly errno: string;
  readonly message: string;
}

/** The deadline passed while this was going on. */
export function timedOut(stage: NetworkStage, target: Target, timeoutMs: number): Broken {
  const within = `within ${seconds(timeoutMs)}`;
  const message = {
    resolve: `the name ${target.host} did not resolve ${within}`,
    connect: `no connection to ${target.name} ${within}`,
    tls: `the TLS handshake with ${target.name} did not finish ${within}`,
    handshake: `no answer to the WebSocket handshake from ${target.name} ${within}`,
    server: `no answer from ${target.name} ${within}`,
    data: `the answer of ${target.name} did not end ${within}`,
  }[stage];
  return { stage, errno: "TIMEOUT", message };
}

export function cancelled(stage: NetworkStage): Broken {
  return { stage, errno: "CANCELLED", message: "the run was cancelled" };
}

/** Reads an error of Node's or ours. */
export function explain(error: unknown, progress: Progress, target: Target, mask: Mask): Broken {
  const facts = factsOf(error);
  const errno = errnoOf(facts);
  const stage = stageOf(errno, facts, progress.stage);
  return { stage, errno, message: sentence(errno, facts, { ...progress, stage }, target, mask) };
}

interface ErrorFacts {
  readonly code: string;
  readonly syscall: string;
  readonly text: string;
  readonly reason: string;
  /** What llhttp could not read. */
  readonly packet: string;
  readonly addresses: readonly string[];
}

function factsOf(error: unknown): ErrorFacts {
  const parts = error instanceof AggregateError ? error.errors.map(factsOf) : [];
  const own = (name: string): string => {
    const value: unknown = typeof error === "object" && error !== null ? Reflect.get(error, name) : undefined;
    if (value instanceof Uint8Array) return Buffer.from(value.subarray(0, 32 * 1024)).toString("utf8");
    return typeof value === "string" ? value : "";
  };
  return {
    code: own("code") || parts[0]?.code || "UNKNOWN",
    syscall: own("syscall") || parts[0]?.syscall || "",
    text: own("message"),
    reason: own("reason"),
    packet: own("rawPacket"),
    addresses: [own("address"), ...parts.flatMap((each) => each.addresses)].filter((each) => each !== ""),
  };
}

function errnoOf({ code, reason }: ErrorFacts): string {
  return code === "HPE_INVALID_CONSTANT" && reason.startsWith("Expected HTTP/") ? "NOT_HTTP" : code;
}

function stageOf(errno: string, facts: ErrorFacts, reached: NetworkStage): NetworkStage {
  if (isTlsCode(errno)) return "tls";
  if (facts.syscall === "connect") return "connect";
  if (facts.syscall === "getaddrinfo" || facts.syscall === "lookup") return "resolve";
  return reached;
}

function sentence(errno: string, facts: ErrorFacts, progress: Progress, target: Target, mask: Mask): string {
  const { name, host } = target;
  // Masked before it is cut: what a server repeats may be a secret.
  const told = (text: string): string => plain(mask(clean(text)));
  if (isTlsCode(errno)) return explainTls(errno, facts.text, progress.certificate, target);
  if (errno === "NOT_HTTP") return notHttp(facts.packet, name, mask);
  if (errno === "HPE_HEADER_OVERFLOW") return `the answer of ${name} has more than 16 KB of headers`;
  if (errno === "HPE_UNASKED_UPGRADE") return `${name} changed the protocol (101) although nobody asked`;
  if (errno === "HPE_TOO_MANY_INTERIM") return `${name} sent more than 10 interim answers (1xx)`;
  if (errno.startsWith("HPE_")) return `the answer of ${name} is not valid HTTP: ${told(facts.reason)}`;
  if (errno === "Z_UNKNOWN_ENCODING") return `the body is encoded as ${told(facts.text)}, which was not asked for`;
  if (errno.startsWith("Z_") || errno.startsWith("ERR__ERROR_FORMAT") || errno.startsWith("ERR_PADDING")) {
    return "the compressed body is broken";
  }
  if (errno.startsWith("WS_ERR_")) return `${name} broke the WebSocket protocol: ${told(facts.text)}`;
  switch (errno) {
    case "ADDRESS_REFUSED":
      return refusedAddress(target).message;
    case "TIMEOUT":
      return `the name ${host} did not resolve in time`;
    case "ENOTFOUND":
      return `the name ${host} does not resolve`;
    case "EAI_AGAIN":
      return `the name server gave no answer for ${host}; that often passes`;
    case "ECONNREFUSED":
      return `connection refused by ${name}`;
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "EADDRNOTAVAIL":
      return `no route to ${name}${onlyIPv6(facts.addresses) ? ", which has only IPv6 addresses" : ""}`;
    case "ETIMEDOUT":
      return `no connection to ${name}: the network gave up`;
    case "ECONNRESET":
    case "EPIPE":
      return dropped(facts, progress.stage, name);
    default:
      return `the connection to ${name} failed (${plain(errno)})`;
  }
}

function dropped(facts: ErrorFacts, stage: NetworkStage, name: string): string {
  if (stage === "data") return `${name} broke off in the middle of its answer`;
  if (stage === "tls") return `${name} closed the connection during the TLS handshake`;
  const how = facts.text === "socket hang up" ? "closed" : "reset";
  return `${name} ${how} the connection without an answer`;
}

function notHttp(packet: string, name: string, mask: Mask): string {
  // A TLS record of the alert or handshake kind (RFC 8446 section 5.1).
  if (/^[\u0015\u0016]\u0003/u.test(packet)) return `${name} answered in TLS; use https or wss`;
  const start = maskedHead(packet, 32, false, mask).replace(/\s+/gu, " ").trim();
  return start === "" ? `${name} did not answer in HTTP` : `${name} did not answer in HTTP but with "${start}"`;
}

function onlyIPv6(addresses: readonly string[]): boolean {
  return addresses.length > 0 && addresses.every((each) => each.includes(":"));
}

function seconds(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`;
}
