// Builds an auth whose tokens we sign ourselves: the key is one that can sign, and the claims are ours and the user's.
import type { JwtAuth } from "../../model/plan.ts";
import { untrusted } from "../../text/untrusted.ts";
import type { JwtWords } from "../words/auth.ts";
import { placeOf, type Desk } from "../desk.ts";
import { durationText } from "../words/duration.ts";
import { shown, type Path } from "../file/faults.ts";
import { expectedDuration, MINUTE, SECOND } from "../words/leaves.ts";
import { NONE } from "../words/request.ts";
import { commonFields, FIXED, type Fields, type Fillable } from "./texts.ts";

/** An access token in a header has to stay small. */
const MAX_CLAIMS_BYTES = 4_096;
const LIFE_MS = 5 * MINUTE;
/** A token that leaks is of use until it ends. */
const LONGEST_LIFE_MS = 15 * MINUTE;

export function buildJwt(
  desk: Desk,
  words: JwtWords,
  path: Path,
  users: readonly Fields[],
): Omit<JwtAuth, "name" | "users"> {
  const { algorithm = "HS256", kid = null } = words;
  return {
    kind: "jwt",
    algorithm,
    secret: untrusted(settleKey(desk, words, path)),
    encoding: words["secret-encoding"] ?? "utf8",
    keyId: kid === null ? null : untrusted(kid),
    claims: untrusted(settleClaims(desk, words, path, users)),
    expiresInMs: lifeOf(desk, words, path),
    weakKey: words["allow-weak-test-key"] ?? false,
  };
}

function settleKey(desk: Desk, words: JwtWords, path: Path): string {
  const { algorithm = "HS256", "secret-encoding": encoding = "utf8" } = words;
  if (encoding !== "utf8" && !algorithm.startsWith("HS")) {
    desk.faults.add(
      placeOf(desk, [...path, "secret-encoding"]),
      `an ${algorithm} key is the text of a PEM file, which has no other encoding`,
      { found: shown(encoding), hint: "Store the PEM file as it is, and leave secret-encoding out." },
    );
    return words.secret;
  }
  const place = placeOf(desk, [...path, "secret"]);
  const secret = desk.texts.settle(words.secret, place, { ...FIXED, scopes: ["secrets"] });
  const text = desk.texts.reveal(secret);
  const weakKey = words["allow-weak-test-key"] ?? false;
  const problem = text === null ? null : desk.keyProblem({ algorithm, text, encoding, weakKey });
  if (problem !== null) desk.faults.add(place, problem);
  return secret;
}

function settleClaims(desk: Desk, words: JwtWords, path: Path, users: readonly Fields[]): string {
  const { audience } = words;
  const at = [...path, "claims"];
  const fillable: Fillable = { ...FIXED, scopes: ["secrets", "user", "commit", "deploy"], users };
  const standard = commonFields(users).includes("id") ? { sub: "${user.id}" } : {};
  const own = words.claims ?? standard;
  if (audience !== undefined && Object.hasOwn(own, "aud")) {
    desk.faults.add(
      placeOf(desk, [...path, "audience"]),
      "expected either audience or the claim aud: both are the same",
    );
  }
  const settled = desk.texts.settleAll(own, at, (each) => placeOf(desk, each), fillable);
  const aud =
    audience === undefined || audience === NONE
      ? {}
      : { aud: desk.texts.settle(audience, placeOf(desk, [...path, "audience"]), fillable) };
  const claims = { ...(typeof settled === "object" ? settled : {}), ...aud };
  if (users.some((user) => sizeFor(desk, claims, user) > MAX_CLAIMS_BYTES)) {
    desk.faults.add(placeOf(desk, at), `expected claims of at most ${MAX_CLAIMS_BYTES} bytes of JSON`);
  }
  return JSON.stringify(claims);
}

function sizeFor(desk: Desk, claims: object, user: Fields): number {
  const filled = JSON.stringify(claims, (_key, value: unknown) =>
    typeof value === "string" ? desk.texts.examples(value, [user]).join("") : value,
  );
  return new TextEncoder().encode(filled).length;
}

function lifeOf(desk: Desk, words: JwtWords, path: Path): number {
  const life = words["expires-in"] ?? LIFE_MS;
  if (life > LONGEST_LIFE_MS && words["allow-long-life"] !== true) {
    desk.faults.add(placeOf(desk, [...path, "expires-in"]), expectedDuration(SECOND, LONGEST_LIFE_MS), {
      found: shown(durationText(life)),
      hint: "Up to 60m with “allow-long-life: true”.",
    });
  }
  return life;
}
