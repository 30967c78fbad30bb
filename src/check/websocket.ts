// Runs a WebSocket probe once for one user: the steps or the refusal, and everything that was measured on the way.
import type { MeasuredValues } from "../model/check.ts";
import type { WebSocketProbe } from "../model/plan.ts";
import type { World } from "../model/world.ts";
import { createExcerpt } from "../text/excerpt.ts";
import type { Actor, Attempt, TryOptions } from "./attempt.ts";
import { captureNames, createEar } from "./socket/ear.ts";
import { failureOf } from "./socket/evidence.ts";
import { runSteps } from "./socket/flow.ts";
import { createLine } from "./socket/line.ts";
import { awaitRefusal } from "./socket/refusal.ts";
import type { Talk } from "./socket/talk.ts";

const NORMAL = 1000;

export async function runWebSocketProbe(
  probe: WebSocketProbe,
  actor: Actor,
  world: World,
  options: TryOptions,
): Promise<Attempt> {
  const started = world.clock.monotonic();
  const excerpt = createExcerpt((text) => world.secrets.mask(text));
  const line = createLine(probe, actor, world);
  const ear = createEar(probe, actor, world, options, excerpt);
  const talk: Talk = { probe, actor, world, options, excerpt, line, ear, pings: [] };
  try {
    const { miss, accepted, lastedMs } = await (probe.refusedWith.length > 0 ? awaitRefusal(talk) : runSteps(talk));
    const own = captureNames(probe);
    return {
      outcome: miss === null ? "passed" : miss.outcome,
      failure: miss === null ? null : failureOf(miss, talk),
      durationMs: world.clock.monotonic() - started,
      timings: line.timings(),
      httpStatus: line.status(),
      bodyBytes: null,
      accepted: actor.auth === null ? null : accepted,
      events: ear.tally.events(),
      values: valuesOf(talk, miss === null ? lastedMs : undefined),
      captures: new Map([...ear.listener().captures()].filter(([name]) => own.has(name))),
    };
  } finally {
    // Whoever failed lets nobody wait.
    void options.together?.opened();
    void options.together?.done();
    await line.close(NORMAL);
  }
}

function valuesOf({ line, ear, pings }: Talk, lastedMs: number | undefined): readonly MeasuredValues[] {
  const own: readonly MeasuredValues[] = [
    { metric: "ws.handshake", values: line.handshakes },
    { metric: "ws.ping", values: pings },
    { metric: "ws.duration", values: lastedMs === undefined ? [] : [lastedMs] },
  ];
  return [...own.filter(({ values }) => values.length > 0), ...ear.values()];
}
