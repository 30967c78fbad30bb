// Who a probe is: the user it acts for, the token minted for it, and the headers that carry it.
import type { Plan, Probe } from "../model/plan.ts";
import type { World } from "../model/world.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { fill, fillJson, type Scope } from "./fill.ts";

export interface Identity {
  readonly scope: Scope;
  readonly headers: Readonly<Record<string, Untrusted>>;
}

/** Mints one token for one probe; the secrets registry learns it before anybody can print it. */
export function identify(probe: Probe, plan: Plan, commit: string, world: World): Identity {
  const scope: Scope = { environment: world.environment, commit };
  const auth = probe.auth === null ? undefined : plan.auths[probe.auth];
  const user = auth?.users[0];
  if (auth === undefined || user === undefined) return { scope, headers: {} };
  const claims: unknown = JSON.parse(reveal(fillJson(auth.claims, { ...scope, user })));
  const token = world.tokens.mint({
    algorithm: auth.algorithm,
    secret: reveal(fill(auth.secret, scope)),
    claims: isRecord(claims) ? claims : {},
    expiresInMs: auth.expiresInMs,
    now: world.clock.now(),
  });
  world.secrets.register(token);
  const inHeader = probe.kind === "http" || probe.tokenIn === "header";
  return {
    scope: { ...scope, user, token },
    headers: inHeader ? { authorization: untrusted(`Bearer ${token}`) } : {},
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
