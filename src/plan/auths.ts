// Builds the auths: how a token is made for a test user, and what probes may refer to.
import type { Auth, JwtAlgorithm } from "../model/plan.ts";
import { untrusted } from "../text/untrusted.ts";
import type { AuthWords } from "./auth-words.ts";
import { placeOf, type Desk } from "./desk.ts";
import { shown, type Path } from "./faults.ts";
import type { Part } from "./file-parts.ts";
import { nearest } from "./nearest.ts";
import { boxAll, settledJson } from "./requests.ts";
import { FIXED, type Fillable } from "./texts.ts";

/** The auth of one probe: its place in the plan, and what its texts may hold. */
export interface ChosenAuth {
  readonly index: number | null;
  readonly fillable: Fillable;
}

export function buildAuths(desk: Desk): readonly Auth[] {
  return (desk.config?.auths ?? []).map((part) => buildAuth(desk, part));
}

/** Finds an auth by the name that a probe or the defaults give; "none" is an anonymous probe. */
export function chooseAuth(desk: Desk, name: string | undefined, path: Path): ChosenAuth {
  const anonymous: ChosenAuth = { index: null, fillable: { scopes: ["secrets", "commit"], userFields: null } };
  const { auths = [], named } = desk.config ?? {};
  if (name === undefined || name === NONE) return anonymous;
  const scopes = ["secrets", "user", "token", "commit"] as const;
  const index = auths.findIndex((each) => each.path.at(-1) === name);
  const part = auths[index];
  if (part !== undefined) return { index, fillable: { scopes, userFields: fieldsOf(part.words) } };
  const names = named?.auths ?? [];
  if (!names.includes(name)) {
    const meant = nearest(name, [...names, NONE]);
    desk.faults.add(placeOf(desk, path), "there is no auth of this name", {
      found: shown(name),
      didYouMean: meant === null ? null : untrusted(meant),
    });
  }
  return { index: null, fillable: { scopes, userFields: null } };
}

const NONE = "none";
const ONE_USER = [{ id: "e2e" }];
/** An access token in a header has to stay small. */
const MAX_CLAIMS = 4_096;

function buildAuth(desk: Desk, { path, words }: Part<AuthWords>): Auth {
  const name = String(path.at(-1));
  const { jwt, users = ONE_USER } = words;
  const { algorithm = "HS256", claims } = jwt;
  const at = [...path, "jwt"];
  if (name === NONE) desk.faults.add(placeOf(desk, path), "expected another name: none stands for anonymous probes");
  const secretPlace = placeOf(desk, [...at, "secret"]);
  const secret = desk.texts.settle(jwt.secret, secretPlace, { scopes: ["secrets"], userFields: null });
  const problem = keyProblem(desk.texts.reveal(secret), algorithm);
  if (problem !== null) desk.faults.add(secretPlace, problem);
  const fillable: Fillable = { scopes: ["secrets", "user", "commit"], userFields: fieldsOf(words) };
  const standard = fieldsOf(words).includes("id") ? { sub: "${user.id}" } : {};
  const claimsText = settledJson(desk, claims ?? standard, [...at, "claims"], fillable);
  if (claimsText.length > MAX_CLAIMS) {
    desk.faults.add(placeOf(desk, [...at, "claims"]), `expected claims of at most ${MAX_CLAIMS} characters of JSON`);
  }
  return {
    name: untrusted(name),
    algorithm,
    secret: untrusted(secret),
    claims: untrusted(claimsText),
    expiresInMs: jwt["expires-in"] ?? 300_000,
    users: users.map((user, index) => {
      const settle = (field: string, text: string): string =>
        desk.texts.settle(text, placeOf(desk, [...path, "users", index, field]), FIXED);
      return boxAll(Object.fromEntries(Object.entries(user).map(([field, text]) => [field, settle(field, text)])));
    }),
  };
}

/** The fields that every user has. */
function fieldsOf({ users = ONE_USER }: AuthWords): readonly string[] {
  const [first = {}, ...others] = users;
  return Object.keys(first).filter((field) => others.every((user) => Object.hasOwn(user, field)));
}

/** RFC 7518 section 3.2: a key at least as long as the hash. */
const LEAST_BYTES = { HS256: 32, HS384: 48, HS512: 64 } as const satisfies Record<JwtAlgorithm, number>;

function keyProblem(key: string | null, algorithm: JwtAlgorithm): string | null {
  if (key === null) return null;
  if (key.includes("-----BEGIN")) return `the secret is a PEM key, which ${algorithm} must not sign with`;
  const { length } = new TextEncoder().encode(key);
  const least = LEAST_BYTES[algorithm];
  return length < least
    ? `the secret has ${length} bytes, expected at least ${least} for ${algorithm} (RFC 7518)`
    : null;
}
