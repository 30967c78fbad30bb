// Short ways to write down what was measured of a probe or a target.
import type { BoundFacts, CheckResult, Failure, Facts, Measured, SeenEvent } from "../../src/model/check.ts";
import { digest } from "../../src/model/digest.ts";
import { untrusted } from "../../src/text/untrusted.ts";
import { probe } from "../fakes/checks.ts";

export function measured(over: Partial<Measured> = {}): Measured {
  return {
    timings: { dnsMs: 2, tcpMs: 1, tlsMs: 14, firstByteMs: 38, totalMs: 56 },
    httpStatus: 200,
    bodyBytes: 647,
    tries: 1,
    earlier: [],
    token: { kind: "jwt", minted: true, accepted: true },
    events: [],
    users: [],
    samples: null,
    values: [],
    ...over,
  };
}

/** A probe that passed, and what was measured of it. */
export function proven(name: string, over: Partial<Measured> = {}): CheckResult {
  return { ...probe(name, "passed"), measured: measured(over) };
}

/** A probe that failed, and what was measured of it. */
export function missed(name: string, message: string, facts: Facts, over: Partial<Measured> = {}): CheckResult {
  return { ...probe(name, "failed", message, facts), measured: measured(over) };
}

export function target(name: string, bounds: readonly BoundFacts[], over: Partial<CheckResult> = {}): CheckResult {
  return {
    ...probe(name, "passed"),
    key: digest("target", name),
    kind: "target",
    durationMs: null,
    measured: measured({ timings: null, httpStatus: null, bodyBytes: null, token: null, bounds }),
    ...over,
  };
}

export function bound(seen: number | null, over: Partial<BoundFacts> = {}): BoundFacts {
  return { aggregate: "p95", limit: 100, warn: null, seen, values: 100, unit: "ms", ...over };
}

export function failure(message: string, facts: Facts = {}): Failure {
  return { message: untrusted(message), detail: null, type: null, facts };
}

export function event(name: string, firstMs: number, count = 1, lastMs = firstMs): SeenEvent {
  return { name: untrusted(name), count, firstMs, lastMs };
}
