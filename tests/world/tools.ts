// What the tests of the world share: a real clock, and shorthands for what they ask.
import type { HttpRequest } from "../../src/model/plan.ts";
import type { HttpAnswer, NoAnswer } from "../../src/model/world.ts";
import { createMasker } from "../../src/text/mask.ts";
import { reveal, untrusted, type Untrusted } from "../../src/text/untrusted.ts";
import { createClock } from "../../src/world/clock.ts";
import { createNet, type NetOptions } from "../../src/world/net.ts";

export const SECRET = "correct-horse-battery-staple";

export function netWith(options: Partial<NetOptions> = {}): ReturnType<typeof createNet> {
  return createNet({
    clock: createClock(),
    secrets: { mask: createMasker([SECRET]) },
    environment: () => undefined,
    ...options,
  });
}

export function get(
  url: string,
  more: Partial<Omit<HttpRequest, "headers">> & { headers?: Record<string, string> } = {},
): HttpRequest {
  const { headers = {}, ...rest } = more;
  return { method: "GET", url: untrusted(url), body: null, timeoutMs: 5_000, ...rest, headers: boxed(headers) };
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
