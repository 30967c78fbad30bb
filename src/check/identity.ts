// Who acts in a try of a probe: each of its users, with a token of its own and the headers that carry it.
import type { Failure } from "../model/check.ts";
import { UserError } from "../model/errors.ts";
import type { Auth, JwtAuth, Probe, User } from "../model/plan.ts";
import type { World } from "../model/world.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import type { Actor } from "./attempt.ts";
import { fill, filledValue, type Scope } from "./fill.ts";
import type { Session } from "./session.ts";

/** A user who cannot act, because there is no token. */
export interface Unable {
  readonly label: Untrusted | null;
  readonly outcome: "failed" | "errored";
  readonly failure: Failure;
  readonly durationMs: number;
}

/** The actors of the nth try, from 1: fresh tokens each time, except for those that the service gave for a login. */
export async function actorsOf(probe: Probe, session: Session, nthTry: number): Promise<readonly (Actor | Unable)[]> {
  const auth = probe.auth === null ? undefined : session.plan.auths[probe.auth];
  if (auth === undefined) {
    const scope = { ...baseOf(session), captures: session.captures.of(null, 0) };
    return [{ label: null, scope, auth: null, headers: {}, shape: null, others: [] }];
  }
  const users = auth.users.slice(0, probe.users);
  return await Promise.all(users.map((user, at) => actorOf(probe, auth, user, at, session, nthTry)));
}

/** What a user is called: its id, or whatever it has first. */
export function labelOf(user: User): Untrusted {
  return user["id"] ?? Object.values(user)[0] ?? untrusted("a user");
}

function baseOf({ world, commit, addresses }: Session): Scope {
  return { environment: world.environment, commit, deploys: addresses };
}

async function actorOf(
  probe: Probe,
  auth: Auth,
  user: User,
  at: number,
  session: Session,
  nthTry: number,
): Promise<Actor | Unable> {
  const base = baseOf(session);
  const scope: Scope = { ...base, user, captures: session.captures.of(auth, at) };
  const credential = await credentialOf(probe, auth, at, scope, session, nthTry);
  if ("failure" in credential) return { label: labelOf(user), ...credential };
  const others = auth.users
    .filter((other) => other !== user)
    .map((other) => ({ label: labelOf(other), scope: { ...base, user: other } }));
  return bringing(credential, { probe, auth, scope, label: labelOf(user), others, world: session.world });
}

interface Bearer extends Pick<Actor, "label" | "scope" | "others"> {
  readonly probe: Probe;
  readonly auth: Auth;
  readonly world: World;
}

function bringing({ token, authorization, shape }: Credential, bearer: Bearer): Actor {
  const { probe, auth, scope, label, others } = bearer;
  const inHeader = probe.kind === "http" || probe.connection.token.in === "header" || auth.kind === "basic";
  const actor: Actor = {
    label,
    scope: token === null ? scope : { ...scope, token },
    auth,
    headers: inHeader ? { authorization: untrusted(authorization) } : {},
    shape,
    others,
  };
  return auth.kind === "jwt" ? renewable(actor, auth, bearer) : actor;
}

/** Minting can fail only where it did before, so what cannot be renewed is used as long as it lives. */
function renewable(actor: Actor, auth: JwtAuth, bearer: Bearer): Actor {
  const { probe, scope, world } = bearer;
  const renewAt = world.clock.monotonic() + auth.expiresInMs / 2;
  const self: Actor = {
    ...actor,
    renew: () => {
      if (world.clock.monotonic() < renewAt) return self;
      const fresh = mint(probe, auth, scope, world);
      return "failure" in fresh ? self : bringing(fresh, bearer);
    },
  };
  return self;
}

interface Credential {
  /** null where the auth has none, as with a password. */
  readonly token: string | null;
  readonly authorization: string;
  readonly shape: Actor["shape"];
}

async function credentialOf(
  probe: Probe,
  auth: Auth,
  at: number,
  scope: Scope,
  session: Session,
  nthTry: number,
): Promise<Credential | Omit<Unable, "label">> {
  const { world } = session;
  switch (auth.kind) {
    case "jwt":
      return mint(probe, auth, scope, world);
    case "login": {
      const login = await session.logins(auth, at, scope, nthTry);
      return login.kind === "token" ? bearing(login.token) : login;
    }
    case "bearer": {
      const token = reveal(fill(auth.token, scope));
      world.secrets.register(token);
      return bearing(token);
    }
    case "basic": {
      const pair = base64(`${reveal(fill(auth.username, scope))}:${reveal(fill(auth.password, scope))}`);
      world.secrets.register(pair);
      return { token: null, authorization: `Basic ${pair}`, shape: null };
    }
  }
}

function bearing(token: string, shape: Actor["shape"] = null): Credential {
  return { token, authorization: `Bearer ${token}`, shape };
}

/** A token that cannot be minted is the probe's own failure: by now something may be deployed, and that is not lost. */
function mint(probe: Probe, auth: JwtAuth, scope: Scope, world: World): Credential | Omit<Unable, "label"> {
  const filled: unknown = filledValue(auth.claims, scope);
  const claims = isRecord(filled) ? filled : {};
  try {
    const token = world.tokens.mint({
      algorithm: auth.algorithm,
      secret: reveal(fill(auth.secret, scope)),
      encoding: auth.encoding,
      keyId: auth.keyId === null ? null : reveal(auth.keyId),
      weakKey: auth.weakKey,
      bad: probe.badToken,
      claims,
      expiresInMs: auth.expiresInMs,
      now: world.clock.now(),
    });
    // Before anybody can print it.
    world.secrets.register(token);
    return bearing(token, {
      algorithm: probe.badToken === "unsigned" ? "none" : auth.algorithm,
      audience: audienceOf(claims),
      livesMs: auth.expiresInMs,
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const message = untrusted(`no token could be minted: ${error.faults[0]?.message ?? "unknown"}`);
    const facts = { stage: "auth", errno: "TOKEN" } as const;
    return { outcome: "errored", failure: { message, detail: null, type: null, facts }, durationMs: 0 };
  }
}

/** RFC 7519, 4.1.3: one or several. */
function audienceOf({ aud }: Readonly<Record<string, unknown>>): Untrusted | null {
  const all: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  const names = all.filter((each) => typeof each === "string");
  return names.length === 0 ? null : untrusted(names.join(", "));
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
