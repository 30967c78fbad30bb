// Signs JSON Web Tokens, and refuses what would sign something weaker, longer-lived or other than the user thinks.
import { createSecretKey, randomUUID } from "node:crypto";
import jsonwebtoken from "jsonwebtoken";
import { fault, UserError } from "../model/errors.ts";
import type { JwtAlgorithm } from "../model/plan.ts";
import type { TokenOrder, Tokens } from "../model/world.ts";
import { untrusted } from "../text/untrusted.ts";

/** RFC 7518 section 3.2: a key of at least the size of the hash. */
const SHORTEST_KEY_BYTES = { HS256: 32, HS384: 48, HS512: 64 } as const satisfies Record<JwtAlgorithm, number>;

/** A service whose clock is behind ours must not find the token too young. */
const CLOCK_SKEW_SECONDS = 30;
const MAX_CLAIMS_BYTES = 4 * 1024;
/** Longer than any test runs; a token that lives for days is a password. */
const LONGEST_LIFE_MS = 24 * 60 * 60_000;

/** Set here, so that a claim of the user's cannot make a token that never ends. */
const RESERVED = ["exp", "iat", "nbf", "jti"] as const;

export function createTokens(): Tokens {
  return {
    mint(order) {
      const problem = keyProblem(order.secret, order.algorithm) ?? claimsProblem(order.claims) ?? lifeProblem(order);
      if (problem !== null) throw new UserError([fault(untrusted("JSON Web Token"), ...problem)]);
      const now = Math.floor(order.now / 1_000);
      const payload = {
        ...order.claims,
        iat: now - CLOCK_SKEW_SECONDS,
        nbf: now - CLOCK_SKEW_SECONDS,
        exp: Math.ceil((order.now + order.expiresInMs) / 1_000),
        jti: randomUUID(),
      };
      // As a key object, because the library would try a text as a PEM key first.
      const key = createSecretKey(Buffer.from(order.secret, "utf8"));
      return jsonwebtoken.sign(payload, key, { algorithm: order.algorithm });
    },
  };
}

type Problem = readonly [message: string, more?: { readonly hint: string }];

// Tells lengths, never a character of the key.
function keyProblem(secret: string, algorithm: JwtAlgorithm): Problem | null {
  const bytes = Buffer.byteLength(secret, "utf8");
  if (secret.trimStart().startsWith("-----BEGIN")) {
    return [
      `The secret is a PEM key, which ${algorithm} does not use.`,
      { hint: "Give the secret that the service signs with." },
    ];
  }
  const edge = edgeOf(secret);
  if (edge !== null) {
    const hint = "Most tools add a line end when they store a secret; store it again without.";
    return [
      `The secret has length ${secret.length}, ${edge}; it would sign other tokens than the service expects.`,
      { hint },
    ];
  }
  const needed = SHORTEST_KEY_BYTES[algorithm];
  if (bytes >= needed) return null;
  const hint = "A shorter key can be guessed (RFC 7518, section 3.2).";
  return [`The secret has ${bytes} bytes, but ${algorithm} needs at least ${needed}.`, { hint }];
}

function edgeOf(secret: string): string | null {
  if (/[\r\n]$/u.test(secret)) return "ends with a newline";
  if (/\s$/u.test(secret)) return "ends with white space";
  if (/^\s/u.test(secret)) return "begins with white space";
  return null;
}

function claimsProblem(claims: unknown): Problem | null {
  if (!isPlain(claims)) return ["The claims have to be a JSON object."];
  const reserved = RESERVED.filter((name) => Object.hasOwn(claims, name));
  if (reserved.length > 0) {
    return [`The claims may not set ${reserved.join(", ")}: these are set for each token.`];
  }
  const odd = oddity(claims, 0);
  if (odd !== null) return [odd];
  const bytes = Buffer.byteLength(JSON.stringify(claims), "utf8");
  if (bytes <= MAX_CLAIMS_BYTES) return null;
  const hint = "Many servers refuse longer headers.";
  return [`The claims have ${bytes} bytes of JSON, at most ${MAX_CLAIMS_BYTES} are allowed.`, { hint }];
}

/** What JSON would change in silence, or what would set a prototype on its way through libraries. */
function oddity(value: unknown, depth: number): string | null {
  if (depth > 32) return "The claims are nested more than 32 deep.";
  if (typeof value === "string" || typeof value === "boolean" || value === null) return null;
  if (typeof value === "number") return Number.isFinite(value) ? null : "A claim is not a finite number.";
  if (Array.isArray(value)) return firstOddity(value, depth);
  if (!isPlain(value)) return "A claim has a value that JSON does not have.";
  if (Object.hasOwn(value, "__proto__")) return "A claim may not be named __proto__.";
  return firstOddity(Object.values(value), depth);
}

function firstOddity(values: readonly unknown[], depth: number): string | null {
  for (const each of values) {
    const found = oddity(each, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function lifeProblem(order: TokenOrder): Problem | null {
  const isSane = order.expiresInMs > 0 && order.expiresInMs <= LONGEST_LIFE_MS;
  return isSane ? null : ["A token has to live for more than nothing and at most 24 hours."];
}
