// Logs test users in, once for each user and cycle; a login that failed is tried again only by the next try of a probe.
import type { Failure } from "../model/check.ts";
import type { LoginAuth } from "../model/plan.ts";
import type { HttpAnswer, World } from "../model/world.ts";
import { createExcerpt, type Excerpt } from "../text/excerpt.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { boundedUnless, isQuickPath, queryPath } from "./conditions.ts";
import type { Scope } from "./fill.ts";
import { readJson } from "./json.ts";
import { unanswered } from "./no-answer.ts";
import { targetOf } from "./probe-result.ts";
import { fillRequest } from "./request.ts";

export type Login =
  | { readonly kind: "token"; readonly token: string }
  | {
      readonly kind: "failure";
      readonly outcome: "failed" | "errored";
      readonly failure: Failure;
      readonly durationMs: number;
    };

/** The login of one user for the nth try, from 1, of a probe. */
export type Logins = (auth: LoginAuth, user: number, scope: Scope, nthTry: number) => Promise<Login>;

/** A longer one fits into no header. */
const LONGEST_TOKEN = 8_192;

/** RFC 9110, 5.5: what stands in no header's value. */
const UNFIT = /[^\t\u0020-\u007e\u0080-\u00ff]|^[\t ]|[\t ]$/u;

export function createLogins(world: World): Logins {
  const known = new Map<string, Promise<Login>[]>();
  return async (auth, user, scope, nthTry) => {
    const key = JSON.stringify([reveal(auth.name), user]);
    const tries = known.get(key) ?? [];
    known.set(key, tries);
    const last = tries.at(-1);
    // Meanwhile another probe may have begun the next login, which is then ours too.
    if (last !== undefined && ((await last).kind === "token" || tries.length >= nthTry)) return tries.at(-1) ?? last;
    const fresh = logIn(auth, scope, world);
    tries.push(fresh);
    return fresh;
  };
}

async function logIn(auth: LoginAuth, scope: Scope, world: World): Promise<Login> {
  const target = targetOf(auth.request.method, auth.request.url);
  const answer = await world.net.request(fillRequest(auth.request, {}, scope));
  const { durationMs } = answer;
  if (answer.kind === "no-answer") {
    return { kind: "failure", outcome: "errored", failure: unanswered(answer, target), durationMs };
  }
  const token = tokenIn(answer, auth.token, world);
  if (typeof token === "string") {
    world.secrets.register(token);
    return { kind: "token", token };
  }
  return {
    kind: "failure",
    outcome: "failed",
    durationMs,
    failure: {
      message: untrusted(`log in: ${reveal(target)} ${token.problem}`),
      detail: detailOf(answer, world),
      type: null,
      facts: {
        stage: isSuccess(answer.status) ? "data" : "auth",
        target,
        httpStatus: answer.status,
        timings: answer.timings,
        expected: untrusted(token.expected),
        seen: untrusted(token.seen),
      },
    },
  };
}

/** A login that worked may hold a token at another place than we look at, so of that only the shape is told. */
function detailOf({ status, body }: Answered, world: World): Untrusted | null {
  const excerpt = createExcerpt((text) => world.secrets.mask(text));
  const text = reveal(body).trim();
  const told = isSuccess(status) ? shapeOf(text, excerpt) : text;
  return told === "" ? null : untrusted(excerpt(told, 2_000));
}

function shapeOf(text: string, excerpt: Excerpt): string {
  const read = readJson(text, excerpt);
  return read.kind === "json" ? shapeWords(read.value, 0) : "";
}

/** `{"user": {"id": number}, "token": text}`. */
function shapeWords(value: unknown, depth: number): string {
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `[${shapeWords(value[0], depth + 1)}, …]`;
  if (typeof value !== "object" || value === null) return typeof value === "string" ? "text" : typeOf(value);
  if (depth > DEEPEST_SHAPE) return "{…}";
  const fields = Object.entries(value).slice(0, MOST_FIELDS);
  return `{${fields.map(([name, each]) => `${JSON.stringify(name)}: ${shapeWords(each, depth + 1)}`).join(", ")}}`;
}

const DEEPEST_SHAPE = 3;
const MOST_FIELDS = 20;

function typeOf(value: unknown): string {
  return value === null ? "null" : typeof value;
}

interface NoToken {
  readonly problem: string;
  readonly expected: string;
  readonly seen: string;
}

type Answered = Extract<HttpAnswer, { readonly kind: "answer" }>;

function tokenIn(answer: Answered, path: Untrusted, world: World): string | NoToken {
  const { status } = answer;
  if (!isSuccess(status)) {
    return { problem: `answered ${status}, expected 2xx`, expected: "2xx", seen: String(status) };
  }
  const at = reveal(path);
  const expected = `a token at ${at}`;
  const read = readJson(
    reveal(answer.body),
    createExcerpt((text) => world.secrets.mask(text)),
  );
  if (read.kind === "other") {
    return { problem: `answered ${status} with ${read.what}, expected JSON`, expected: "JSON", seen: read.what };
  }
  const found = boundedUnless(isQuickPath(path), () => queryPath(path, read.value), world);
  if (!found.inTime) return { problem: `looking for ${expected} took too long`, expected, seen: "nothing in time" };
  const { value } = found;
  if (typeof value !== "string" || value === "") {
    const seen = value === undefined ? "nothing" : value === "" ? "an empty text" : `no text but ${kindOf(value)}`;
    return { problem: `answered ${status} with ${seen} at ${at}, expected a token`, expected, seen };
  }
  if (UNFIT.test(value)) {
    const seen = "a text that no header can carry";
    return { problem: `answered ${status} with ${seen} at ${at}, expected a token`, expected, seen };
  }
  if (value.length <= LONGEST_TOKEN) return value;
  const seen = `a text of ${value.length} characters`;
  return { problem: `answered ${status} with ${seen} at ${at}, too long for a token`, expected, seen };
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status <= 299;
}
