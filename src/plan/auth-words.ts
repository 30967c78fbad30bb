// The words of `auth`: how tokens for test users are made.
import { JWT_ALGORITHMS } from "../model/plan.ts";
import { duration, MINUTE, scalarText, SECOND, someValue, word } from "./leaves.ts";
import { keyed, leaf, list, map, optional, type Reading, type Value } from "./shape.ts";

export type AuthWords = Value<typeof authShape>;

export const authShape = map({
  jwt: map({
    secret: leaf(readKey),
    algorithm: optional(word(JWT_ALGORITHMS)),
    claims: optional(keyed(readClaim, someValue, "a map of claims")),
    "expires-in": optional(duration(SECOND, 15 * MINUTE)),
  }),
  users: optional(list(keyed(readField, scalarText, "a map of a user's fields"), "a list of users")),
});

// A key in the file would be public with the repository.
function readKey(value: unknown): Reading<string> {
  const isReference = typeof value === "string" && /\$\{(?:secrets\.|\{)/u.test(value);
  return isReference
    ? { value }
    : { expected: `expected a reference such as ${EXAMPLE}, never the key itself`, secret: true };
}

const EXAMPLE = "${secrets.STAGING_JWT_SECRET}";

function readClaim(claim: string): Reading<string> {
  if (!TIMES.includes(claim)) return { value: claim };
  return { expected: "expected a claim other than exp, iat, nbf and jti, which are set from expires-in and the clock" };
}

const TIMES: readonly string[] = ["exp", "iat", "nbf", "jti"];

function readField(field: string): Reading<string> {
  return /^[A-Za-z_][\w-]{0,99}$/u.test(field)
    ? { value: field }
    : { expected: "expected a field of letters, digits, _ and -" };
}
