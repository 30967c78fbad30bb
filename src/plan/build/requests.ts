// What all requests are built from: headers, JSON with its references settled, and the time that they may take.
import { untrusted, type Untrusted } from "../../text/untrusted.ts";
import { placeOf, type Desk } from "../desk.ts";
import type { Path } from "../file/faults.ts";
import { isSendable, UNSENDABLE } from "../words/headers.ts";
import type { Fillable } from "./texts.ts";

const REQUEST_TIMEOUT_MS = 10_000;

type Texts = Readonly<Record<string, string>>;

export function timeoutOf(desk: Desk): number {
  return desk.config?.defaults.timeout ?? REQUEST_TIMEOUT_MS;
}

/** Headers by lower-case name, as HTTP compares them. */
export function buildHeaders(desk: Desk, headers: Texts, path: Path, fillable: Fillable): Texts {
  const built = new Map<string, string>();
  for (const [name, text] of Object.entries(headers)) {
    const place = placeOf(desk, [...path, name]);
    const settled = desk.texts.settle(text, place, fillable);
    if (!desk.texts.examples(settled, fillable.users).every(isSendable)) desk.faults.add(place, UNSENDABLE);
    if (built.has(name.toLowerCase())) desk.faults.add(place, "this header stands here twice");
    built.set(name.toLowerCase(), settled);
  }
  return Object.fromEntries(built);
}

/** JSON text of a value with its references settled. */
export function settledJson(desk: Desk, value: unknown, path: Path, fillable: Fillable): string {
  return JSON.stringify(desk.texts.settleAll(value, path, (each) => placeOf(desk, each), fillable));
}

export function boxAll(texts: Texts): Readonly<Record<string, Untrusted>> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, untrusted(text)]));
}
