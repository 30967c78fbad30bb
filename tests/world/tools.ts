// What the tests of the world share: a real clock, and shorthands for what they ask.
import { expect } from "vitest";
import type { Timings } from "../../src/model/check.ts";
import type { HttpRequest } from "../../src/model/plan.ts";
import type { HttpAnswer, Net, NoAnswer, WebSocketOpening, WebSocketRequest } from "../../src/model/world.ts";
import { createMasker } from "../../src/text/mask.ts";
import { reveal, untrusted, type Untrusted } from "../../src/text/untrusted.ts";
import { createClock } from "../../src/world/clock.ts";
import { createNet, type NetOptions } from "../../src/world/net/net.ts";

export const SECRET = "correct-horse-battery-staple";

export function netWith(options: Partial<NetOptions> = {}): Net {
  return createNet({
    clock: createClock(),
    secrets: { mask: createMasker([SECRET]) },
    environment: () => undefined,
    ...options,
  });
}

export type Asked = Partial<Omit<HttpRequest, "headers">> & { readonly headers?: Record<string, string> };

export function get(url: string, more: Asked = {}): HttpRequest {
  const { headers = {}, ...rest } = more;
  const base = { method: "GET", url: untrusted(url), body: null, timeoutMs: 5_000, redirects: 0 };
  return { ...base, ...rest, headers: boxed(headers) };
}

export type AskedToOpen = Partial<Omit<WebSocketRequest, "headers" | "subprotocols">> & {
  readonly headers?: Record<string, string>;
  readonly subprotocols?: readonly string[];
};

export function upgrade(url: string, more: AskedToOpen = {}): WebSocketRequest {
  const { headers = {}, subprotocols = [], ...rest } = more;
  const base = { url: untrusted(url), handshakeTimeoutMs: 2_000 };
  return { ...base, ...rest, headers: boxed(headers), subprotocols: subprotocols.map(untrusted) };
}

/** Asks, and holds every end to the bound of the request: a second after its deadline at the latest. */
export async function request(net: Net, order: HttpRequest): Promise<Readonly<Record<string, unknown>>> {
  const started = performance.now();
  const answer = await net.request(order);
  expect(performance.now() - started).toBeLessThan(order.timeoutMs + 1_000);
  expectPhases(answer.timings, answer.durationMs);
  return opened(answer);
}

/** The same for a handshake. */
export async function openSocket(net: Net, order: WebSocketRequest): Promise<WebSocketOpening> {
  const started = performance.now();
  const opening = await net.openWebSocket(order);
  expect(performance.now() - started).toBeLessThan(order.handshakeTimeoutMs + 1_000);
  expectPhases(opening.timings, opening.durationMs);
  return opening;
}

/** The phases are parts of the whole, none of them negative. */
export function expectPhases(timings: Timings, durationMs: number): void {
  const parts = [timings.dnsMs, timings.tcpMs, timings.tlsMs, timings.firstByteMs].filter((each) => each !== null);
  expect(Math.min(0, ...parts)).toBe(0);
  // Each is rounded by itself.
  expect(parts.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(timings.totalMs + 0.05);
  expect(timings.totalMs).toBe(durationMs);
}

export function boxed(texts: Readonly<Record<string, string>>): Readonly<Record<string, Untrusted>> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, untrusted(text)]));
}

/** The answer with its texts open, for comparing. */
export function opened(answer: HttpAnswer): Readonly<Record<string, unknown>> {
  if (answer.kind === "no-answer") return failure(answer);
  const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, text]) => [name, reveal(text)]));
  return { ...answer, headers, body: reveal(answer.body) };
}

export function failure(answer: NoAnswer): {
  readonly stage: string;
  readonly errno: string;
  readonly message: string;
} {
  return { stage: answer.stage, errno: answer.errno, message: reveal(answer.message) };
}

export function failureOf(opening: WebSocketOpening): ReturnType<typeof failure> {
  if (opening.kind !== "no-answer") throw new Error(`not a failure: ${opening.kind}`);
  return failure(opening);
}
