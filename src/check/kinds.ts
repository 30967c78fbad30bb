// THE TABLE of probe kinds: forgetting one is a compile error.
import type { Probe } from "../model/plan.ts";
import type { World } from "../model/world.ts";
import type { Actor, Attempt, TryOptions } from "./attempt.ts";
import { runHttpProbe } from "./http.ts";
import { runWebSocketProbe } from "./websocket.ts";

type Runner<Kind extends Probe["kind"]> = (
  probe: Extract<Probe, { readonly kind: Kind }>,
  actor: Actor,
  world: World,
  options: TryOptions,
) => Promise<Attempt>;

const KINDS = {
  http: runHttpProbe,
  websocket: runWebSocketProbe,
} as const satisfies { readonly [Kind in Probe["kind"]]: Runner<Kind> };

export async function runProbe(probe: Probe, actor: Actor, world: World, options: TryOptions): Promise<Attempt> {
  switch (probe.kind) {
    case "http":
      return KINDS.http(probe, actor, world, options);
    case "websocket":
      return KINDS.websocket(probe, actor, world, options);
  }
}
