// Who is asking: finds the credentials of a request (header, subprotocol or query), and judges them.

import type { IncomingMessage } from "node:http";

import jsonwebtoken from "jsonwebtoken";

import type { Answer } from "./answer.ts";
import { json } from "./answer.ts";
import type { Fault } from "./faults.ts";
import { firstOpinion } from "./faults.ts";
import type { Keys } from "./keys.ts";

/** The subprotocol that is negotiated; the token travels beside it as `jwt.<token>`. */
export const SUBPROTOCOL = "jwt-auth";

const AUDIENCE = "staging";
const TOKEN_LIFE_S = 300;
const MACHINE = "staging-machine";
/** Name and password of a machine that speaks Basic; its password is the API token. */
const BASIC_USER = "ops";

export type Caller =
  | { readonly kind: "user"; readonly userId: string }
  | { readonly kind: "refused"; readonly reason: string };

export function identify(request: IncomingMessage, keys: Keys, faults: readonly Fault[]): Caller {
  const basic = /^Basic (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (basic !== undefined) return judgeBasic(basic, keys);
  return judgeToken(tokenOf(request), keys, faults);
}

/** Judges a token, wherever it was found. */
export function judgeToken(token: string | undefined, keys: Keys, faults: readonly Fault[]): Caller {
  const judged = firstOpinion(faults, (fault) => fault.tokens);
  if (judged === "all-expired") return refused("jwt expired");
  if (judged === "all-accepted") return { kind: "user", userId: claimedUser(token) };
  if (token === undefined) return refused("no token");
  if (keys.apiToken !== "" && token === keys.apiToken) return { kind: "user", userId: MACHINE };
  return verify(token, keys);
}

/** A token as the login gives it. */
export function issueToken(userId: string, { secret }: Keys): { readonly token: string; readonly expiresIn: number } {
  const token = jsonwebtoken.sign({ sub: userId, aud: AUDIENCE }, secret, { expiresIn: TOKEN_LIFE_S });
  return { token, expiresIn: TOKEN_LIFE_S };
}

export function unauthenticated(reason: string): Answer {
  const challenge = `Bearer error="invalid_token", error_description="${reason}"`;
  return json(401, { error: "unauthenticated", reason }, { "www-authenticate": challenge });
}

/** The subprotocols a client offers, in its order. */
export function subprotocolsOf(request: IncomingMessage): readonly string[] {
  const offered = request.headers["sec-websocket-protocol"] ?? "";
  return offered
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function tokenOf(request: IncomingMessage): string | undefined {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (bearer !== undefined) return bearer;
  const offered = subprotocolsOf(request);
  if (offered.includes(SUBPROTOCOL)) return offered.find((name) => name.startsWith("jwt."))?.slice("jwt.".length);
  const query = new URLSearchParams(request.url?.split("?")[1]);
  return query.get("token") ?? query.get("access_token") ?? undefined;
}

/** The key follows the kind of algorithm that the token names: a public key never verifies an HMAC. */
function verify(token: string, keys: Keys): Caller {
  const algorithm = jsonwebtoken.decode(token, { complete: true })?.header.alg ?? "";
  const isHmac = algorithm.startsWith("HS") || keys.publicKey === "";
  try {
    const claims = jsonwebtoken.verify(token, isHmac ? keys.secret : keys.publicKey, {
      algorithms: isHmac ? ["HS256", "HS384", "HS512"] : ["RS256", "PS256", "ES256", "ES384"],
      audience: AUDIENCE,
      clockTolerance: Number(keys.clockToleranceS),
    });
    const userId = typeof claims === "string" ? undefined : claims.sub;
    return userId === undefined ? refused("jwt names no user") : { kind: "user", userId };
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
}

function judgeBasic(credentials: string, { apiToken }: Keys): Caller {
  const text = Buffer.from(credentials, "base64").toString("utf8");
  if (apiToken !== "" && text === `${BASIC_USER}:${apiToken}`) return { kind: "user", userId: MACHINE };
  return refused("wrong name or password");
}

function claimedUser(token: string | undefined): string {
  const claims = token === undefined ? null : jsonwebtoken.decode(token);
  return typeof claims === "object" ? (claims?.sub ?? "anonymous") : "anonymous";
}

function refused(reason: string): Caller {
  return { kind: "refused", reason };
}
