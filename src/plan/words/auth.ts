// The words of `auth`: how test users get a token, or name themselves without one.
import { JWT_ALGORITHMS, KEY_ENCODINGS } from "../../model/plan.ts";
import { BODY_LINES, bodyWords } from "./body.ts";
import { duration, flag, HOUR, matching, patternJson, scalarText, SECOND, someValue, text, word } from "./leaves.ts";
import { singlePath } from "./path.ts";
import { address, headers } from "./request.ts";
import { explained, filled, keyed, leaf, list, map, optional, type Reading, type Shape, type Value } from "./shape.ts";

const TIMES: readonly string[] = ["exp", "iat", "nbf", "jti"];
const FIELD = /^[A-Za-z_][\w-]{0,99}$/u;
const EXPECTED_FIELD = "expected a field of letters, digits, _ and -";

export type AuthWords = Value<typeof authShape>;
export type JwtWords = NonNullable<AuthWords["jwt"]>;
export type LoginWords = NonNullable<AuthWords["login"]>;

// What is wrong with the reference itself is told by those who know the environment: here only that it is one.
const key = hidden(/^\$\{(?:secrets\.[^{}]*\}|\{[^{}]*\}\})$/u, "${secrets.STAGING_JWT_SECRET}", "the key");
const token = hidden(/\$\{(?:secrets\.|user\.|\{)/u, "${secrets.STAGING_TOKEN}", "the token");
const password = hidden(/\$\{(?:secrets\.|\{)/u, "${secrets.STAGING_PASSWORD}", "the password");

const keyId = matching(/^[A-Za-z0-9._-]{1,64}$/u, "expected a key id of 1 to 64 letters, digits, . _ and -", "key-id");

const jwt = explained(
  map(
    {
      secret: key,
      "secret-encoding": optional(word(KEY_ENCODINGS)),
      algorithm: optional(word(JWT_ALGORITHMS)),
      kid: optional(keyId),
      audience: optional(text),
      claims: optional(keyed(readClaim, someValue, "a map of claims", { not: { enum: TIMES } })),
      "expires-in": optional(duration(SECOND, HOUR)),
      "allow-long-life": optional(flag),
      "allow-weak-test-key": optional(flag),
    },
    "a map with secret, algorithm, claims and so on",
  ),
  {
    secret: "The key that signs the token: a reference such as ${secrets.STAGING_JWT_SECRET}, never the key itself.",
    "secret-encoding": "How the text of the secret becomes the bytes of an HMAC key: utf8 (default), base64 or hex.",
    algorithm: "HS256 (default), HS384 or HS512; with a PEM private key RS…, PS… (at least 2048 bits) and ES….",
    kid: "The id of the key, for the header of the token.",
    audience: "The claim aud. none says on purpose that there is none.",
    claims: "Everything else inside the token; by default sub: ${user.id} where users have an id.",
    "expires-in": "How long a token lives, from 1s to 15m (default 5m). Each probe gets a fresh one.",
    "allow-long-life": "true lets expires-in go up to 60m.",
    "allow-weak-test-key": "true accepts an HMAC key that is too short for its algorithm, and says so in the report.",
  },
);

const login = explained(
  map(
    { post: address("http"), ...bodyWords, headers: optional(headers), token: singlePath },
    "a map with post, json or form, and token",
  ),
  {
    post: "The path or address that the login is sent to with POST.",
    ...BODY_LINES,
    headers: "Headers of the login.",
    token: "The JSON path to the token in the answer, such as $.access_token.",
  },
);

const basic = explained(map({ username: text, password }, "a map with username and password"), {
  username: "The name that is sent.",
  password: "The password: a reference such as ${secrets.STAGING_PASSWORD}, never the password itself.",
});

const user = filled(
  keyed(readField, scalarText, "a map of a user's fields", patternJson(FIELD, EXPECTED_FIELD)),
  "a map of a user's fields",
);

export const authShape = explained(
  map(
    {
      jwt: optional(jwt),
      login: optional(login),
      bearer: optional(token),
      basic: optional(basic),
      users: optional(list(user, "a list of users")),
    },
    "a map with jwt, login, bearer or basic",
  ),
  {
    jwt: "A JSON Web Token that we sign, fresh for each probe and user.",
    login: "The token comes from your own login. Each user logs in once a cycle.",
    bearer: "A token that you have: a reference such as ${secrets.STAGING_TOKEN}, never the token itself.",
    basic: "A user name and a password, sent as Authorization: Basic ….",
    users: "Test users: maps with the fields that you refer to as ${user.field}. A probe acts as the first one.",
  },
);

/** A reference to what would be public with the repository if it stood in the file. */
function hidden(reference: RegExp, example: string, what: string): Shape<string> {
  const expected = `expected a reference such as ${example}, never ${what} itself`;
  return leaf(
    (value) => (typeof value === "string" && reference.test(value) ? { value } : { expected, secret: true }),
    { type: "string", ...patternJson(reference, expected) },
  );
}

function readClaim(claim: string): Reading<string> {
  if (!TIMES.includes(claim)) return { value: claim };
  return { expected: "expected a claim other than exp, iat, nbf and jti, which are set from expires-in and the clock" };
}

function readField(field: string): Reading<string> {
  return FIELD.test(field) ? { value: field } : { expected: EXPECTED_FIELD };
}
