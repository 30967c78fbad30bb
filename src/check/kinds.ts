// THE TABLE of probe kinds: forgetting one is a compile error.
import type { CheckResult } from "../model/check.ts";
import type { Probe } from "../model/plan.ts";
import type { World } from "../model/world.ts";
import { runHttpProbe } from "./http.ts";
import type { Identity } from "./identity.ts";
import { runWebSocketProbe } from "./websocket.ts";

type Runner<Kind extends Probe["kind"]> = (
  probe: Extract<Probe, { readonly kind: Kind }>,
  identity: Identity,
  world: World,
) => Promise<CheckResult>;

const KINDS = {
  http: runHttpProbe,
  websocket: runWebSocketProbe,
} as const satisfies { readonly [Kind in Probe["kind"]]: Runner<Kind> };

export async function runProbe(probe: Probe, identity: Identity, world: World): Promise<CheckResult> {
  switch (probe.kind) {
    case "http":
      return KINDS.http(probe, identity, world);
    case "websocket":
      return KINDS.websocket(probe, identity, world);
  }
}
