// Who is asking: finds the token of a request (bearer header or subprotocol) and verifies it.

import type { IncomingMessage } from "node:http";

import jsonwebtoken from "jsonwebtoken";

import type { Answer } from "./answer.ts";
import { json } from "./answer.ts";
import type { Fault } from "./faults.ts";
import { firstOpinion } from "./faults.ts";

/** The subprotocol that is negotiated; the token travels beside it as `jwt.<token>`. */
export const SUBPROTOCOL = "jwt-auth";

export type Caller =
  | { readonly kind: "user"; readonly userId: string }
  | { readonly kind: "refused"; readonly answer: Answer };

export function identify(request: IncomingMessage, secret: string, faults: readonly Fault[]): Caller {
  const judged = firstOpinion(faults, (fault) => fault.tokens);
  if (judged === "all-expired") return refused("jwt expired");
  const token = tokenOf(request);
  if (judged === "all-accepted") return { kind: "user", userId: claimedUser(token) };
  if (token === undefined) return refused("no token");
  return verify(token, secret);
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
  if (!offered.includes(SUBPROTOCOL)) return undefined;
  return offered.find((name) => name.startsWith("jwt."))?.slice("jwt.".length);
}

function verify(token: string, secret: string): Caller {
  try {
    const claims = jsonwebtoken.verify(token, secret, {
      algorithms: ["HS256"],
      audience: "staging",
    });
    const userId = typeof claims === "string" ? undefined : claims.sub;
    return userId === undefined ? refused("jwt names no user") : { kind: "user", userId };
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
}

function claimedUser(token: string | undefined): string {
  const claims = token === undefined ? null : jsonwebtoken.decode(token);
  return typeof claims === "object" ? (claims?.sub ?? "anonymous") : "anonymous";
}

function refused(reason: string): Caller {
  const answer = json(
    401,
    { error: "unauthenticated", reason },
    { "www-authenticate": `Bearer error="invalid_token", error_description="${reason}"` },
  );
  return { kind: "refused", answer };
}
