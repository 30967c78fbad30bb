// Collects what is wrong with the inputs and the file, each with its place, and puts it in reading order.
import { fault, type Fault } from "../../model/errors.ts";
import { cut } from "../../text/cut.ts";
import { reveal, untrusted, type Untrusted } from "../../text/untrusted.ts";

/** Keys and indexes from the top of the file down to a value. */
export type Path = readonly (string | number)[];

/** Where something was written. */
export interface Place {
  readonly where: Untrusted;
  readonly what: Untrusted | null;
  /** Inputs come before the file, and the file from top to bottom. */
  readonly order: number;
}

export type More = Partial<Pick<Fault, "found" | "hint" | "didYouMean">>;

export interface Faults {
  readonly add: (place: Place, message: string, more?: More) => void;
  readonly count: () => number;
  /** In reading order, each once, at most MOST_FAULTS and one that says so. */
  readonly all: () => readonly Fault[];
}

/** More than this nobody reads; that there are more is said. */
export const MOST_FAULTS = 100;

export function createFaults(): Faults {
  const noted: { readonly order: number; readonly fault: Fault }[] = [];
  const seen = new Set<string>();
  return {
    add: ({ where, what, order }, message, more = {}) => {
      const entry = fault(where, message, { what, ...more });
      const text = JSON.stringify(entry);
      if (seen.has(text)) return;
      seen.add(text);
      noted.push({ order, fault: entry });
    },
    count: () => noted.length,
    all: () => {
      const sorted = noted.toSorted((a, b) => a.order - b.order).map((each) => each.fault);
      const first = sorted[MOST_FAULTS];
      if (first === undefined) return sorted;
      return [...sorted.slice(0, MOST_FAULTS), fault(first.where, "more faults follow from here on")];
    },
  };
}

export function inputPlace(name: string): Place {
  return { where: untrusted(`input ${name}`), what: null, order: -1 };
}

/** "probes[2].http.expect.json["$.status"]" */
export function pathText(path: Path): string {
  let out = "";
  for (const part of path) {
    if (typeof part === "number") out += `[${part}]`;
    else if (/^[A-Za-z_][\w-]{0,60}$/u.test(part)) out += out === "" ? part : `.${part}`;
    else out += `[${JSON.stringify(part)}]`;
  }
  return out;
}

/** A wrong value as it may be shown: numbers and words as JSON. Null for what has no short form. */
export function shown(value: unknown): Untrusted | null {
  if (typeof value === "string") return untrusted(JSON.stringify(value));
  if (typeof value === "number" || typeof value === "boolean") return untrusted(String(value));
  return null;
}

/** What was found, in our words, for values that `shown` has no form for. */
export function gotWords(value: unknown): string {
  if (value === null || value === undefined) return ", got nothing";
  if (Array.isArray(value)) return value.length === 0 ? ", got an empty list" : ", got a list";
  if (typeof value !== "object") return "";
  return Object.keys(value).length === 0 ? ", got an empty map" : ", got a map";
}

/** Ready to be told: foreign parts masked, and only then cut. */
export function finishFaults(faults: readonly Fault[], mask: (text: string) => string): readonly Fault[] {
  const short = <T extends Untrusted | null>(text: T, most: number): Untrusted | T =>
    text === null ? text : untrusted(cut(mask(reveal(text)), most));
  return faults.map((each) => ({
    ...each,
    where: short(each.where, 300),
    what: short(each.what, 200),
    found: short(each.found, 80),
    didYouMean: short(each.didYouMean, 80),
  }));
}
