// An answer while it is being judged: what it was asked for, its body read as JSON at most once, and how a failure
// about it is written down.
import type { Facts, Failure } from "../model/check.ts";
import type { HttpAnswer, World } from "../model/world.ts";
import { createExcerpt, type Excerpt } from "../text/excerpt.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import type { Actor } from "./attempt.ts";
import type { Scope } from "./fill.ts";
import { readJson, type Read } from "./json.ts";

export type Answered = Extract<HttpAnswer, { readonly kind: "answer" }>;

export interface Look {
  readonly answer: Answered;
  readonly target: Untrusted;
  readonly scope: Scope;
  readonly world: Looking;
  /** Who asked; null where nobody in particular did. */
  readonly caller: Pick<Actor, "label" | "others"> | null;
  readonly json: () => Read;
  /** For foreign text, before it becomes part of anything. */
  readonly excerpt: Excerpt;
}

export type Looking = Pick<World, "bounded" | "secrets" | "clock">;

/** `errored`: it could not be found out whether the answer is as expected. */
export interface Miss {
  readonly outcome: "failed" | "errored";
  readonly failure: Failure;
}

export function lookAt(answer: Answered, target: Untrusted, scope: Scope, world: Looking): Look {
  const excerpt = createExcerpt((text) => world.secrets.mask(text));
  let read: Read | null = null;
  const json = (): Read => (read ??= readBody(answer, excerpt));
  return { answer, target, scope, world, caller: null, json, excerpt };
}

function readBody(answer: Answered, excerpt: Excerpt): Read {
  if (answer.truncated) return { kind: "other", what: `more than ${answer.bodyBytes} bytes, which are not all read` };
  return readJson(reveal(answer.body), excerpt);
}

/** A failure about this answer; `what` goes on after the method and path. */
export function miss(look: Look, what: string, facts: Facts, outcome: Miss["outcome"] = "failed"): Miss {
  const { answer, target, excerpt } = look;
  const body = reveal(answer.body).trim();
  return {
    outcome,
    failure: {
      message: untrusted(`${reveal(target)}${what}`),
      detail: body === "" ? null : untrusted(excerpt(body, 2_000)),
      type: null,
      facts: { target, httpStatus: answer.status, timings: answer.timings, ...facts },
    },
  };
}

/** A pattern, path or schema of the user's that would still be at it. */
export function tooSlow(look: Look, at: string): Miss {
  return miss(
    look,
    `: looking at ${at} took too long and was ended`,
    { stage: "value", at: untrusted(at), errno: "PATTERN_TOO_SLOW" },
    "errored",
  );
}

export function notJson(look: Look, what: string): Miss {
  return miss(look, ` answered ${look.answer.status} with ${what}, expected JSON`, {
    stage: "data",
    expected: untrusted("JSON"),
    seen: untrusted(what),
  });
}
