// Builds requests and what is expected of their answers.
import { OPERATORS, type Condition, type HttpExpect } from "../model/plan.ts";
import { untrusted, type Untrusted } from "../text/untrusted.ts";
import { placeOf, type Desk } from "./desk.ts";
import type { ExpectWords, OperatorWords } from "./expect-words.ts";
import type { Path } from "./faults.ts";
import { isSendable, UNSENDABLE } from "./headers.ts";
import { FIXED, type Fillable } from "./texts.ts";

export const REQUEST_TIMEOUT_MS = 10_000;

type Texts = Readonly<Record<string, string>>;

/** Headers by lower-case name, as HTTP compares them. */
export function buildHeaders(desk: Desk, headers: Texts, path: Path, fillable: Fillable): Texts {
  const built = new Map<string, string>();
  for (const [name, text] of Object.entries(headers)) {
    const place = placeOf(desk, [...path, name]);
    const settled = desk.texts.settle(text, place, fillable);
    const whole = desk.texts.reveal(settled) ?? settled;
    if (!isSendable(whole)) desk.faults.add(place, UNSENDABLE);
    if (built.has(name.toLowerCase())) desk.faults.add(place, "this header stands here twice");
    built.set(name.toLowerCase(), settled);
  }
  return Object.fromEntries(built);
}

/** Any 2xx answer is good. */
export const ANY_SUCCESS: HttpExpect = { status: [], headers: [], json: [], body: [], durationMs: null };

/** Without words for it, any 2xx answer is expected. */
export function buildExpect(desk: Desk, words: ExpectWords | undefined, path: Path): HttpExpect {
  if (words === undefined) return ANY_SUCCESS;
  const { status = [], headers = {}, json = {}, body, duration } = words;
  return {
    status,
    headers: buildConditions(desk, headers, [...path, "headers"]),
    json: buildConditions(desk, json, [...path, "json"]),
    body: body === undefined ? [] : conditionsAt(desk, "", body, [...path, "body"]),
    durationMs: duration ?? null,
  };
}

function buildConditions(desk: Desk, all: Readonly<Record<string, OperatorWords>>, path: Path): readonly Condition[] {
  return Object.entries(all).flatMap(([at, words]) => conditionsAt(desk, at, words, [...path, at]));
}

function conditionsAt(desk: Desk, at: string, words: OperatorWords, path: Path): readonly Condition[] {
  return OPERATORS.flatMap((operator) => {
    const value = words[operator];
    if (value === undefined) return [];
    return [{ at: untrusted(at), operator, value: untrusted(settledJson(desk, value, [...path, operator], FIXED)) }];
  });
}

/** JSON text of a value with its references settled. */
export function settledJson(desk: Desk, value: unknown, path: Path, fillable: Fillable): string {
  return JSON.stringify(desk.texts.settleAll(value, path, (each) => placeOf(desk, each), fillable));
}

export function boxAll(texts: Texts): Readonly<Record<string, Untrusted>> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, untrusted(text)]));
}
