// The network as the stages see it. Every wait is bounded, every size capped, and nothing ever throws.
import type { Net, Secrets } from "../../model/world.ts";
import { reveal } from "../../text/untrusted.ts";
import { createAddressGuard } from "./address.ts";
import { createAuthorities } from "./authorities.ts";
import type { NetTools } from "./connection.ts";
import { createHttp } from "./http.ts";
import { createLookup, systemResolve, type Resolve } from "./resolve.ts";
import { createWebSocket } from "./websocket.ts";

type Times = Pick<NetTools, "connectTimeoutMs" | "closeTimeoutMs" | "silenceMs" | "pongTimeoutMs">;

export interface NetOptions extends Partial<Times> {
  readonly clock: NetTools["clock"];
  readonly secrets: Pick<Secrets, "mask">;
  readonly environment?: (name: string) => string | undefined;
  readonly resolve?: Resolve;
  readonly resolveTimeoutMs?: number;
}

export function createNet(options: NetOptions): Net {
  const guard = createAddressGuard();
  const authorities = createAuthorities();
  const tools: NetTools = {
    clock: options.clock,
    mask: (text) => options.secrets.mask(text),
    guard,
    lookup: createLookup({
      guard,
      timeoutMs: options.resolveTimeoutMs ?? 10_000,
      resolve: options.resolve ?? systemResolve,
    }),
    environment: options.environment ?? ((name) => process.env[name]),
    authorities,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    closeTimeoutMs: options.closeTimeoutMs ?? 2_000,
    silenceMs: options.silenceMs ?? 10_000,
    pongTimeoutMs: options.pongTimeoutMs ?? 5_000,
  };
  return {
    trust: (certificates) => authorities.trust(certificates.map(reveal)),
    request: createHttp(tools),
    openWebSocket: createWebSocket(tools),
  };
}
