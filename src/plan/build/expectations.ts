// Builds what is expected of an HTTP answer.
import type { Condition, HttpExpect } from "../../model/plan.ts";
import { untrusted } from "../../text/untrusted.ts";
import { buildConditions, conditionsAt, contradictionIn } from "./conditions.ts";
import { placeOf, type Desk } from "../desk.ts";
import type { ExpectWords, LifetimeWords } from "../words/expect.ts";
import type { Path } from "../file/faults.ts";
import { buildSchema } from "../schemas/schemas.ts";
import type { Fillable } from "./texts.ts";

/** Any 2xx answer is good. */
export const ANY_SUCCESS: HttpExpect = {
  status: [],
  headers: [],
  json: [],
  body: [],
  durationMs: null,
  schema: null,
  certificate: [],
};

/** Without words for it, any 2xx answer is expected. */
export function buildExpect(desk: Desk, words: ExpectWords | undefined, path: Path, fillable: Fillable): HttpExpect {
  if (words === undefined) return ANY_SUCCESS;
  const { status = [], headers = {}, json = {}, body, duration = null, schema, tls } = words;
  return {
    status,
    headers: buildConditions(desk, headers, [...path, "headers"], fillable),
    json: buildConditions(desk, json, [...path, "json"], fillable),
    body: body === undefined ? [] : conditionsAt(desk, "", body, [...path, "body"], fillable),
    durationMs: duration,
    schema: schema === undefined ? null : buildSchema(desk, schema, [...path, "schema"]),
    certificate: tls === undefined ? [] : buildLifetime(desk, tls["expires-in"], [...path, "tls", "expires-in"]),
  };
}

function buildLifetime(desk: Desk, words: LifetimeWords, path: Path): readonly Condition[] {
  const problem = contradictionIn(words);
  if (problem !== null) desk.faults.add(placeOf(desk, path), problem);
  return (["gt", "gte", "lt", "lte"] as const).flatMap((operator) => {
    const ms = words[operator];
    return ms === undefined ? [] : [{ at: untrusted("certificate"), operator, value: untrusted(String(ms)) }];
  });
}
