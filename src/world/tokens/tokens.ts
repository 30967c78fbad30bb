// Signs JSON Web Tokens, and refuses what would sign something weaker, longer-lived or other than the user thinks. Also
// makes the bad tokens that a service has to refuse.
import { createSecretKey, generateKeyPairSync, randomBytes, randomUUID, type KeyObject } from "node:crypto";
import jsonwebtoken from "jsonwebtoken";
import { fault, UserError } from "../../model/errors.ts";
import type { TokenOrder, Tokens } from "../../model/world.ts";
import { untrusted } from "../../text/untrusted.ts";
import { claimsProblem } from "./claims.ts";
import { KEY_RULES, readKey, type KeyText } from "./signing-key.ts";

/** A service whose clock is behind ours must not find the token too young. */
const CLOCK_SKEW_SECONDS = 30;
/** More than the leeway that any service gives. */
const EXPIRED_SINCE_SECONDS = 60 * 60;
/** A token that lives for longer than a cycle is a password. */
const LONGEST_LIFE_MS = 60 * 60_000;

export function createTokens(): Tokens {
  return {
    mint(order) {
      const read = readKey({ ...order, text: order.secret });
      if ("problem" in read) throw refusal(read.problem);
      const problem = claimsProblem(order.claims) ?? lifeProblem(order) ?? keyIdProblem(order);
      if (problem !== null) throw refusal(problem);
      return tokenOf(order, read.key);
    },
  };
}

/** Why this text cannot sign, in words without any part of it; null when it can. */
export function keyProblem(given: KeyText): string | null {
  const read = readKey(given);
  return "problem" in read ? read.problem : null;
}

function refusal(message: string): UserError {
  return new UserError([fault(untrusted("JSON Web Token"), message)]);
}

function lifeProblem({ expiresInMs }: TokenOrder): string | null {
  const isSane = expiresInMs > 0 && expiresInMs <= LONGEST_LIFE_MS;
  return isSane ? null : "a token has to live for more than nothing and at most 60 minutes";
}

function keyIdProblem({ keyId }: TokenOrder): string | null {
  const isSane = keyId === null || /^[A-Za-z0-9._-]{1,64}$/u.test(keyId);
  return isSane ? null : "the key id has to be 1 to 64 letters, digits, dots, underscores and hyphens";
}

function tokenOf(order: TokenOrder, key: KeyObject): string {
  switch (order.bad) {
    case null:
    case "expired":
      return sign(order, key);
    case "unsigned":
      return `${unsigned({ ...headerOf(order), alg: "none" }, payloadOf(order))}.`;
    case "wrong-key":
      return withWrongKey(order, key);
  }
}

/** The header has nothing of the user's but the name of the key. */
function headerOf({ algorithm, keyId }: TokenOrder): Readonly<Record<string, string>> {
  return { alg: algorithm, typ: "JWT", ...(keyId === null ? {} : { kid: keyId }) };
}

function payloadOf({ claims, now, expiresInMs, bad }: TokenOrder): Readonly<Record<string, unknown>> {
  const shift = bad === "expired" ? Math.ceil(expiresInMs / 1_000) + EXPIRED_SINCE_SECONDS : 0;
  const begin = Math.floor(now / 1_000) - CLOCK_SKEW_SECONDS - shift;
  const end = Math.ceil((now + expiresInMs) / 1_000) - shift;
  return { ...claims, iat: begin, nbf: begin, exp: end, jti: randomUUID() };
}

// As a key object, because the library would try a text as a PEM key first.
function sign(order: TokenOrder, key: KeyObject): string {
  return jsonwebtoken.sign(payloadOf(order), key, {
    algorithm: order.algorithm,
    allowInsecureKeySizes: order.weakKey,
    ...(order.keyId === null ? {} : { keyid: order.keyId }),
  });
}

function unsigned(header: unknown, payload: unknown): string {
  return [header, payload].map((part) => Buffer.from(JSON.stringify(part), "utf8").toString("base64url")).join(".");
}

function withWrongKey(order: TokenOrder, key: KeyObject): string {
  const rule = KEY_RULES[order.algorithm];
  switch (rule.kind) {
    case "hmac":
      return sign(order, createSecretKey(randomBytes(rule.bytes)));
    case "ec":
      return sign(order, generateKeyPairSync("ec", { namedCurve: rule.curve }).privateKey);
    case "rsa":
      return `${unsigned(headerOf(order), payloadOf(order))}.${foreignRsaSignature(key).toString("base64url")}`;
  }
}

/**
 * What another RSA key of this size would sign is, to whoever has not that key, a random number below its modulus.
 * Making such a key would hold up everything else for up to a second.
 */
function foreignRsaSignature(key: KeyObject): Buffer {
  const signature = randomBytes(Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8));
  // Below every modulus of that many bytes.
  signature[0] = 0;
  return signature;
}
