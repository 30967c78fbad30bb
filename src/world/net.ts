// The network as the stages see it. Every wait is bounded, every size capped, and nothing ever throws.
import type { Net, Secrets } from "../model/world.ts";
import { createAddressGuard } from "./address.ts";
import type { CancellableClock } from "./clock.ts";
import { createHttp } from "./http.ts";
import { createLookup, systemResolve, type Resolve } from "./resolve.ts";
import { createWebSocket } from "./websocket.ts";

export interface NetOptions {
  readonly clock: Pick<CancellableClock, "monotonic" | "cancelled" | "onCancel">;
  readonly secrets: Pick<Secrets, "mask">;
  /** PEM certificates to trust instead of the usual authorities. */
  readonly authorities?: readonly string[];
  readonly environment?: (name: string) => string | undefined;
  readonly resolve?: Resolve;
  readonly resolveTimeoutMs?: number;
  /** How long the other side may take to answer our close frame. */
  readonly closeTimeoutMs?: number;
}

export function createNet(options: NetOptions): Net {
  const guard = createAddressGuard();
  const tools = {
    clock: options.clock,
    mask: (text: string) => options.secrets.mask(text),
    guard,
    lookup: createLookup({
      guard,
      timeoutMs: options.resolveTimeoutMs ?? 10_000,
      resolve: options.resolve ?? systemResolve,
    }),
    environment: options.environment ?? ((name: string) => process.env[name]),
    authorities: options.authorities ?? [],
    closeTimeoutMs: options.closeTimeoutMs ?? 2_000,
  };
  return { request: createHttp(tools), openWebSocket: createWebSocket(tools) };
}
