// Builds the body of a request: text as it is, JSON, or the fields of a form, with the content type that belongs to it.
import { placeOf, type Desk } from "../desk.ts";
import type { Path } from "../file/faults.ts";
import { encodeAround } from "../file/references.ts";
import { settledJson } from "./requests.ts";
import type { Fillable } from "./texts.ts";

export interface BodyWords {
  readonly body?: string | undefined;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>> | undefined;
}

export interface Body {
  readonly text: string | null;
  /** Those that were given and the content type. */
  readonly headers: Readonly<Record<string, string>>;
}

export function buildBody(
  desk: Desk,
  words: BodyWords,
  headers: Readonly<Record<string, string>>,
  path: Path,
  fillable: Fillable,
): Body {
  const [first, second] = bodyKeys(words);
  if (second !== undefined) {
    desk.faults.add(placeOf(desk, [...path, second]), `expected either ${first} or ${second}, got both`);
  }
  if (first === undefined) return { text: null, headers };
  switch (first) {
    case "body":
      return { text: desk.texts.settle(words.body ?? "", placeOf(desk, [...path, "body"]), fillable), headers };
    case "json":
      checkType(desk, headers, /\bjson\b/iu, "json is sent as JSON: expected a content-type with json", [
        ...path,
        first,
      ]);
      return {
        text: settledJson(desk, words.json, [...path, "json"], fillable),
        headers: { "content-type": "application/json", ...headers },
      };
    case "form":
      checkType(desk, headers, FORM, `form is sent as ${FORM_TYPE}: expected no other content-type`, [...path, first]);
      return {
        text: formText(desk, words.form ?? {}, [...path, "form"], fillable),
        headers: { "content-type": FORM_TYPE, ...headers },
      };
  }
}

/** The ways in which the body is given; more than one is a fault. */
export function bodyKeys({ body, json, form }: BodyWords): readonly ("body" | "json" | "form")[] {
  const given = { body, json, form };
  return (["body", "json", "form"] as const).filter((key) => given[key] !== undefined);
}

const FORM_TYPE = "application/x-www-form-urlencoded";
const FORM = /^application\/x-www-form-urlencoded\s*(?:;|$)/iu;

// The values of references are encoded by the content type when they are filled in.
function checkType(desk: Desk, headers: Body["headers"], fits: RegExp, message: string, path: Path): void {
  const type = headers["content-type"];
  if (type !== undefined && !fits.test(type)) desk.faults.add(placeOf(desk, path), message);
}

function formText(desk: Desk, fields: Readonly<Record<string, string>>, path: Path, fillable: Fillable): string {
  const pairs = Object.entries(fields).map(([field, text]) => {
    const settled = desk.texts.settle(text, placeOf(desk, [...path, field]), fillable);
    return `${encodeURIComponent(field)}=${encodeAround(settled, encodeURIComponent)}`;
  });
  return pairs.join("&");
}
