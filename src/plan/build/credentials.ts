// Builds the auths whose credentials are given: a token as it is, or a user name with a password.
import type { BasicAuth, BearerAuth, LoginAuth } from "../../model/plan.ts";
import { untrusted } from "../../text/untrusted.ts";
import type { AuthWords, LoginWords } from "../words/auth.ts";
import { buildBody } from "./bodies.ts";
import { placeOf, settleAddress, type Desk } from "../desk.ts";
import type { Path } from "../file/faults.ts";
import { isSendable } from "../words/headers.ts";
import { findReferences } from "../file/references.ts";
import { boxAll, buildHeaders, timeoutOf } from "./requests.ts";
import { FIXED, type Fields, type Fillable } from "./texts.ts";

/** Logs in like a user does. */
export function buildLogin(
  desk: Desk,
  words: LoginWords,
  path: Path,
  users: readonly Fields[],
): Omit<LoginAuth, "name" | "users"> {
  const fillable: Fillable = { ...FIXED, scopes: ["secrets", "user", "commit", "deploy"], users };
  const own = buildHeaders(desk, words.headers ?? {}, [...path, "headers"], fillable);
  const { text, headers } = buildBody(desk, words, own, path, fillable);
  return {
    kind: "login",
    request: {
      method: "POST",
      url: untrusted(settleAddress(desk, words.post, placeOf(desk, [...path, "post"]), "http", fillable)),
      headers: boxAll(headers),
      body: text === null ? null : untrusted(text),
      timeoutMs: timeoutOf(desk),
      redirects: 0,
    },
    token: untrusted(words.token),
  };
}

/** RFC 6750 section 2.1. */
export function buildBearer(
  desk: Desk,
  words: AuthWords,
  path: Path,
  users: readonly Fields[],
): Omit<BearerAuth, "name" | "users"> {
  const place = placeOf(desk, [...path, "bearer"]);
  const token = desk.texts.settle(words.bearer ?? "", place, { ...FIXED, scopes: ["secrets", "user"], users });
  const isToken = (text: string): boolean => isSendable(text) && !/\s/u.test(text);
  if (!desk.texts.examples(token, users).every(isToken)) {
    desk.faults.add(place, "expected the token alone, without white space: “Bearer” is put before it");
  }
  for (const found of findReferences(token)) {
    if ("reference" in found && found.reference.scope === "user") {
      hideField(desk, words, path, found.reference.name);
    }
  }
  return { kind: "bearer", token: untrusted(token) };
}

/** RFC 7617. */
export function buildBasic(
  desk: Desk,
  { username, password }: NonNullable<AuthWords["basic"]>,
  path: Path,
  users: readonly Fields[],
): Omit<BasicAuth, "name" | "users"> {
  const fillable: Fillable = { ...FIXED, scopes: ["secrets", "user"], users };
  const place = placeOf(desk, [...path, "username"]);
  const name = desk.texts.settle(username, place, fillable);
  if (desk.texts.examples(name, users).some((each) => /[:\p{Cc}]/u.test(each))) {
    desk.faults.add(place, "expected a user name without colons and control characters (RFC 7617)");
  }
  const secret = desk.texts.settle(password, placeOf(desk, [...path, "password"]), fillable);
  return { kind: "basic", username: untrusted(name), password: untrusted(secret) };
}

// The tokens of several users stand with the users, where a plain text is public and a variable is not masked.
function hideField(desk: Desk, { users = [] }: AuthWords, path: Path, field: string): void {
  for (const [index, user] of users.entries()) {
    const text = Object.hasOwn(user, field) ? user[field] : undefined;
    if (text === undefined) continue;
    const place = placeOf(desk, [...path, "users", index, field]);
    if (text.includes("${env.")) desk.texts.settleHidden(text, place);
    else if (!text.includes("${secrets.")) {
      desk.faults.add(place, "expected a reference such as ${secrets.TOKEN_OF_USER}, never the token itself");
    }
  }
}
