// What every builder of a part of the plan has at hand: places, texts, the base address, and where to note faults.
import { isPath, isTold, joinAddress, readAbsolute, readAddress, readTold, type Scheme } from "./words/addresses.ts";
import type { JwtAlgorithm, KeyEncoding } from "../model/plan.ts";
import { reveal, untrusted, type Untrusted } from "../text/untrusted.ts";
import { gotWords, inputPlace, MOST_FAULTS, shown, type Faults, type Path, type Place } from "./file/faults.ts";
import type { NamedFile } from "./file/named-files.ts";
import type { Config } from "./file/parts.ts";
import { findReferences } from "./file/references.ts";
import type { InputName } from "./inputs.ts";
import { nearest } from "./words/nearest.ts";
import type { Reading } from "./words/shape.ts";
import { FIXED, type Fillable, type Texts } from "./build/texts.ts";

export interface Desk {
  readonly config: Config | null;
  readonly texts: Texts;
  readonly faults: Faults;
  readonly base: Base;
  /** The files that the configuration names, by path. */
  readonly files: ReadonlyMap<string, NamedFile>;
  readonly keyProblem: KeyProblem;
}

/** Says in words, without any part of the key, why it cannot sign; null when it can. */
export type KeyProblem = (key: SigningKey) => string | null;

export interface SigningKey {
  readonly algorithm: JwtAlgorithm;
  readonly text: string;
  readonly encoding: KeyEncoding;
  /** A key below the length of RFC 7518 is accepted. */
  readonly weakKey: boolean;
}

/** The address that paths are relative to. "wrong" was told already. */
export type Base = { readonly kind: "known"; readonly url: string } | { readonly kind: "absent" | "wrong" };

/** Place of a value of the file. Only parts of the file are built with paths, so there is a file. */
export function placeOf(desk: Desk, path: Path): Place {
  if (desk.config === null) throw new Error("a path without a configuration file");
  return desk.config.places.ofValue(path);
}

/** The known name that is probably meant. When there are faults enough, none is looked for: that takes time. */
export function meantBy({ faults }: Pick<Desk, "faults">, name: string, known: readonly string[]): Untrusted | null {
  // Whatever is wrong with a name that is known, it is not how it is written.
  const others = known.filter((each) => each !== name);
  const meant = faults.count() < MOST_FAULTS ? nearest(name, others) : null;
  return meant === null ? null : untrusted(meant);
}

/** The absolute address that a text stands for; empty after a fault. */
export function settleAddress(desk: Desk, text: string, place: Place, scheme: Scheme, fillable: Fillable): string {
  const settled = desk.texts.settle(text, place, fillable);
  if (isUnsettled(settled)) return "";
  const reading = readAddress(settled, scheme);
  if (!("value" in reading)) {
    noteMisreading(desk, reading, text, place);
    return "";
  }
  desk.texts.noteAddress(reading.value, place);
  if (!isPath(reading.value)) return joinAddress(reading.value, "", scheme);
  if (desk.base.kind === "known") return joinAddress(reading.value, desk.base.url, scheme);
  if (desk.base.kind === "absent") {
    desk.faults.add(place, "a path is relative to the base address, which is not given", {
      hint: "Add the line “url: https://…” at the top of the file, or the input url.",
    });
  }
  return "";
}

/** An absolute address in which nothing is left to fill in; null after a fault. */
export function settleAbsolute(desk: Pick<Desk, "texts" | "faults">, text: string, place: Place): string | null {
  return settleWhole(desk, text, place, FIXED);
}

/** The same where the address may be the one that a deploy tells. */
export function settleBase(desk: Pick<Desk, "texts" | "faults">, text: string, place: Place): string | null {
  return settleWhole(desk, text, place, isTold(text) ? TOLD : FIXED);
}

/** Beside what is known while planning, what a deploy tells. */
export const TOLD: Fillable = { ...FIXED, scopes: ["deploy"] };

function settleWhole(
  { texts, faults }: Pick<Desk, "texts" | "faults">,
  text: string,
  place: Place,
  fillable: Fillable,
): string | null {
  const settled = texts.settle(text, place, fillable);
  if (isUnsettled(settled)) return null;
  const reading = fillable === TOLD ? readTold(settled) : readAbsolute(settled, "http");
  if ("value" in reading) {
    texts.noteAddress(reading.value, place);
    return joinAddress(reading.value, "", "http");
  }
  noteMisreading({ faults }, reading, text, place);
  return null;
}

/** Holds a reference that was found wrong already, so that nothing more can be said. */
export function isUnsettled(text: string): boolean {
  return /\$\{(?:env\.|\{)/u.test(text) || findReferences(text).some((found) => "problem" in found);
}

/** The text of an input with its place, its references judged like those of the file. */
export function inputText(desk: Pick<Desk, "texts">, name: InputName, text: Untrusted | null): PlacedText | null {
  if (text === null) return null;
  const place = inputPlace(name);
  desk.texts.check(reveal(text), place);
  return { text: reveal(text), place };
}

export interface PlacedText {
  readonly text: string;
  readonly place: Place;
}

/** Notes a value that is wrong once its references are known. Shown is what was written, never what it became. */
export function noteMisreading(
  { faults }: Pick<Desk, "faults">,
  reading: Exclude<Reading<unknown>, { readonly value: unknown }>,
  written: unknown,
  place: Place,
): void {
  const found = reading.secret === true ? null : shown(written);
  faults.add(place, reading.expected + gotWords(written), { found });
}
