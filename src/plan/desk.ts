// What every builder of a part of the plan has at hand: places, texts, the base address, and where to note faults.
import { isPath, joinAddress, readAddress, type Scheme } from "./addresses.ts";
import { reveal, type Untrusted } from "../text/untrusted.ts";
import { gotWords, inputPlace, shown, type Faults, type Path, type Place } from "./faults.ts";
import type { Config } from "./file-parts.ts";
import type { InputName } from "./inputs.ts";
import type { Reading } from "./shape.ts";
import type { Fillable, Texts } from "./texts.ts";

export interface Desk {
  readonly config: Config | null;
  readonly texts: Texts;
  readonly faults: Faults;
  readonly base: Base;
}

/** The address that paths are relative to. "wrong" was told already. */
export type Base = { readonly kind: "known"; readonly url: string } | { readonly kind: "absent" | "wrong" };

/** Place of a value of the file. Only parts of the file are built with paths, so there is a file. */
export function placeOf(desk: Desk, path: Path): Place {
  if (desk.config === null) throw new Error("a path without a configuration file");
  return desk.config.places.ofValue(path);
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
  if (!isPath(reading.value)) return joinAddress(reading.value, "", scheme);
  if (desk.base.kind === "known") return joinAddress(reading.value, desk.base.url, scheme);
  if (desk.base.kind === "absent") {
    desk.faults.add(place, "a path is relative to the base address, which is not given", {
      hint: "Add the line “url: https://…” at the top of the file, or the input url.",
    });
  }
  return "";
}

/** Holds a reference that was found wrong already, so that nothing more can be said. */
export function isUnsettled(text: string): boolean {
  return /\$\{(?:env\.|\{)/u.test(text);
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
