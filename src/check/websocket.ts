// Runs a WebSocket probe: open, send, wait for the events in order, and say exactly how far it came.
import type { CheckResult, Facts, Failure, Outcome } from "../model/check.ts";
import type { WebSocketProbe } from "../model/plan.ts";
import type { Socket, SocketEvent, WebSocketOpening, World } from "../model/world.ts";
import { createExcerpt, type Excerpt } from "../text/excerpt.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { fill, fillAll, fillJson, fillUrl } from "./fill.ts";
import type { Identity } from "./identity.ts";
import { probeResult, targetOf } from "./probe-result.ts";

type End = { readonly outcome: Outcome; readonly failure: Failure | null };

/** Where a refusal is expected it may come after the handshake; longer than a closing handshake may take (2 s). */
const REFUSAL_WAIT_MS = 3_000;

export async function runWebSocketProbe(probe: WebSocketProbe, identity: Identity, world: World): Promise<CheckResult> {
  const started = world.clock.monotonic();
  const opening = await world.net.openWebSocket({
    url: fillUrl(probe.url, identity.scope),
    headers: { ...identity.headers, ...fillAll(probe.headers, identity.scope) },
    subprotocols: probe.subprotocols.map((each) => fill(each, identity.scope)),
    handshakeTimeoutMs: probe.handshakeTimeoutMs,
  });
  const end = await finish(probe, opening, identity, world);
  return probeResult(probe, world.clock.monotonic() - started, end);
}

async function finish(
  probe: WebSocketProbe,
  opening: WebSocketOpening,
  identity: Identity,
  world: World,
): Promise<End> {
  const target = targetOf("WebSocket", probe.url);
  if (opening.kind === "refused") return refusedUpgrade(probe, opening.status, opening.body, target);
  if (opening.kind === "no-answer") {
    const silent = opening.errno === "TIMEOUT";
    const timedOut = opening.stage === "handshake" || opening.stage === "server" ? "handshake" : "connect";
    return failed("errored", `${reveal(target)}: ${reveal(opening.message)}`, null, {
      stage: opening.stage,
      target,
      errno: opening.errno,
      ...(silent ? { timedOut } : {}),
    });
  }
  const { socket } = opening;
  try {
    if (probe.refusedWith.length > 0) return await awaitRefusal(probe, socket, target, world);
    if (probe.send !== null) socket.send(fillJson(probe.send, identity.scope));
    return await awaitEvents(probe, socket, target, world);
  } finally {
    await socket.close();
  }
}

function refusedUpgrade(probe: WebSocketProbe, status: number, body: Untrusted, target: Untrusted): End {
  if (probe.refusedWith.includes(status)) return { outcome: "passed", failure: null };
  const stage = status === 401 || status === 403 ? "auth" : "handshake";
  const wanted = probe.refusedWith.length > 0 ? `refusal with ${probe.refusedWith.join(" or ")}` : "101";
  return failed("failed", `${reveal(target)}: the handshake was answered ${status}, expected ${wanted}`, body, {
    stage,
    target,
    upgradeStatus: status,
    expected: untrusted(wanted),
    seen: untrusted(String(status)),
  });
}

async function awaitRefusal(probe: WebSocketProbe, socket: Socket, target: Untrusted, world: World): Promise<End> {
  const wanted = probe.refusedWith.join(" or ");
  const deadline = world.clock.monotonic() + REFUSAL_WAIT_MS;
  for (;;) {
    const left = deadline - world.clock.monotonic();
    const event = left > 0 ? await socket.next(left) : NOTHING;
    // A greeting may come before the refusal; a server that goes on talking has let the caller in.
    if (event.kind === "message") continue;
    if (event.kind === "closed" && probe.refusedWith.includes(event.code)) return { outcome: "passed", failure: null };
    const seen = event.kind === "closed" ? `closed with ${event.code}` : "accepted";
    return failed("failed", `${reveal(target)}: a caller that must be refused was ${seen}, expected ${wanted}`, null, {
      stage: "auth",
      target,
      expected: untrusted(`refused with ${wanted}`),
      seen: untrusted(seen),
      ...(event.kind === "closed" ? { closeCode: event.code, closeReason: event.reason } : {}),
    });
  }
}

const NOTHING: SocketEvent = { kind: "nothing" };

interface Seen {
  readonly name: string;
  readonly atMs: number;
}

async function awaitEvents(probe: WebSocketProbe, socket: Socket, target: Untrusted, world: World): Promise<End> {
  const wanted = probe.events.map(reveal);
  const never = new Set(probe.never.map(reveal));
  const excerpt = createExcerpt((text) => world.secrets.mask(text));
  const deadline = world.clock.monotonic() + probe.withinMs;
  const seen: Seen[] = [];
  let open = 0;
  while (open < wanted.length) {
    const event = await socket.next(Math.max(0, deadline - world.clock.monotonic()));
    if (event.kind !== "message") return ended(probe, event, seen, open, target);
    const name = eventName(event.text, excerpt);
    seen.push({ name, atMs: event.atMs });
    if (never.has(name)) return forbidden(name, event.text, seen, wanted, target);
    if (name === wanted[open]) open++;
  }
  return { outcome: "passed", failure: null };
}

function ended(
  probe: WebSocketProbe,
  event: Exclude<SocketEvent, { readonly kind: "message" }>,
  seen: readonly Seen[],
  open: number,
  target: Untrusted,
): End {
  const wanted = probe.events.map(reveal);
  const came = new Set(seen.map((each) => each.name));
  const missing = wanted.slice(open).filter((name) => !came.has(name));
  const facts: Facts = {
    stage: "events",
    target,
    expectedEvents: probe.events,
    missingEvents: missing.map(untrusted),
    seenEvents: tally(seen),
  };
  const progress = `${open} of ${wanted.length} events came`;
  if (event.kind === "nothing") {
    const lack = missing.length > 0 ? `missing ${missing.join(", ")}` : `out of order: next should be ${wanted[open]}`;
    const message = `${reveal(target)}: ${progress} within ${seconds(probe.withinMs)}, ${lack}`;
    return failed("failed", message, null, { ...facts, timedOut: "events" });
  }
  const dropped = event.code === 1006 || event.code === 1005;
  const reason = reveal(event.reason);
  const how = dropped
    ? `the connection was dropped without a close code${event.errno === null ? "" : ` (${event.errno})`}`
    : `closed with ${event.code}${reason === "" ? "" : ` ${reason}`}`;
  return failed(dropped ? "errored" : "failed", `${reveal(target)}: ${how}; ${progress}`, null, {
    ...facts,
    stage: closeStage(event.code),
    closeCode: event.code,
    closeReason: event.reason,
    ...(event.errno === null ? {} : { errno: event.errno }),
  });
}

function forbidden(
  name: string,
  text: Untrusted,
  seen: readonly Seen[],
  wanted: readonly string[],
  target: Untrusted,
): End {
  return failed("failed", `${reveal(target)}: event ${name} came, which must never come`, text, {
    stage: "events",
    target,
    expectedEvents: wanted.map(untrusted),
    seenEvents: tally(seen),
    expected: untrusted(`never ${name}`),
    seen: untrusted(name),
  });
}

function closeStage(code: number): "auth" | "server" | "handshake" {
  if ([1008, 3000, 3003, 4001, 4003, 4401, 4403].includes(code)) return "auth";
  return code === 1006 || code === 1005 ? "handshake" : "server";
}

// The name of an event stands at "type"; a frame without one is shown by its kind.
function eventName(text: Untrusted, excerpt: Excerpt): string {
  try {
    const value: unknown = JSON.parse(reveal(text));
    if (typeof value === "object" && value !== null && "type" in value && typeof value.type === "string") {
      return excerpt(value.type, 100);
    }
    return "(no type)";
  } catch {
    return "(not JSON)";
  }
}

function tally(seen: readonly Seen[]): NonNullable<Facts["seenEvents"]> {
  const counts = new Map<string, { count: number; firstMs: number }>();
  for (const { name, atMs } of seen) {
    const entry = counts.get(name);
    if (entry === undefined) counts.set(name, { count: 1, firstMs: Math.round(atMs) });
    else entry.count++;
  }
  return [...counts].slice(0, 50).map(([name, entry]) => ({ name: untrusted(name), ...entry }));
}

function failed(outcome: "failed" | "errored", message: string, detail: Untrusted | null, facts: Facts): End {
  return { outcome, failure: { message: untrusted(message), detail, type: null, facts } };
}

function seconds(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`;
}
